"""How far two people agree: `claimreader compare A B`.

Sentences are the items: what a person says of one is the set of tags of his annotations there. An annotation
belongs to the sentence of the text in which it starts; where the text isn't at hand, spans that share a code
point are about one thing. The number that an annotation carries (`target.sentence`) is information, written
by whatever segmented the text then, and decides nothing. Per cent,
Cohen's kappa (1960) and Krippendorff's alpha (nominal; 2011) are taken over these sets as labels, and over
each tag as yes or no. Kappa needs items that both have decided; alpha also takes those that one left open.
For spans neither fits, for there is no list of items and no agreement on nothing: there the F1 of spans
counts, exact and overlapping (Hripcsak and Rothschild 2005). What is undefined is said, never shown as 0 or
1. Intervals are 95 % percentile bootstraps over sentences, with a fixed seed, so that the same files give the
same figures.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import msgspec

from annotations.model.records import Annotation
from annotations.services.agreement_measures import Cells, alpha, f1, kappa, percent
from annotations.store.base import Change, Store
from annotations.text.sanitising import escaped

RESAMPLES = 1000
SEED = 20261121

Starts = Callable[[str, str], Sequence[int] | None]
"""Where a text's sentences start (code points, rising), by its article's id and sha256; None: no text."""

_END = 1 << 62
"""Where the last sentence ends: after anything that starts in it."""


class Measure(msgspec.Struct, frozen=True):
    """A figure with its 95 % interval; None where it is undefined, and then `why`."""

    value: float | None
    low: float | None = None
    high: float | None = None
    why: str = ""


class Agreement(msgspec.Struct, frozen=True):
    """How far two agree on one question: "labels" (the whole set of tags) or one tag."""

    name: str
    units: int
    """Sentences that both decided."""
    a: int
    """Sentences to which A gave the tag (for labels: which A decided)."""
    b: int
    percent: Measure
    kappa: Measure
    alpha: Measure


class Disagreement(msgspec.Struct, frozen=True):
    """One sentence that the two see differently."""

    article: str
    sentence: int | None
    """Its number in the text (0-based); without the text the one that its first annotation carries."""
    quote: str
    tags_a: tuple[str, ...]
    tags_b: tuple[str, ...]
    uuids_a: tuple[str, ...]
    uuids_b: tuple[str, ...]
    sha256: str = ""
    start: int = 0
    """Annotations that start from here on (code points)"""
    end: int = 0
    """and before here are about this sentence."""


class Comparison(msgspec.Struct, frozen=True):
    """All figures of two files; `agreements[0]` is that of the labels."""

    agreements: tuple[Agreement, ...]
    exact: Measure
    """F1 of spans that have the same tag, start and end."""
    overlapping: Measure
    """F1 of spans of the same tag that share at least one code point."""
    disagreements: tuple[Disagreement, ...]


class _Unit(NamedTuple):
    """A sentence, as far as the figures need it: alike ones are counted, not listed."""

    a: frozenset[str] | None
    b: frozenset[str] | None
    spans_a: int
    spans_b: int
    exact: int
    met_a: int
    """A's spans that overlap one of B's with the same tag."""
    met_b: int


Units = Counter[_Unit]
Row = tuple[float | None, float | None, float | None]


def compare(
    a: Sequence[Annotation], b: Sequence[Annotation], *, starts: Starts = lambda *_: None
) -> Comparison:
    """Compare two people's annotations.

    Args:
        a: one's annotations.
        b: the other's.
        starts: where the sentences of the articles start, for those whose text is at hand.
    """
    groups = dict(_grouped(a, b, starts))
    units: Units = Counter(_unit(ours, theirs) for ours, theirs in groups.values())
    names = sorted({tag for annotation in (*a, *b) for tag in annotation.tags})
    figures = [_figures(units, name) for name in (None, *names)] + [_spans(units)]
    drawn = _resampled(units, [None, *names])
    measures = [
        [
            _measure(value, [sample[row][column] for sample in drawn], why)
            for column, (value, why) in enumerate(zip(line, WHY, strict=True))
        ]
        for row, line in enumerate(figures)
    ]
    both = sum(count for unit, count in units.items() if unit.a is not None and unit.b is not None)
    agreements = tuple(
        Agreement(name or "labels", both, *_sizes(units, name), *measures[row])
        for row, name in enumerate((None, *names))
    )
    exact, overlapping = (
        it if it.value is not None else Measure(None, why="nobody has marked a span")
        for it in measures[-1][:2]
    )
    return Comparison(agreements, exact, overlapping, tuple(_disagreements(groups)))


class Key(NamedTuple):
    """A sentence: that of the text, or without the text the reach of spans that overlap."""

    article: str
    sha256: str
    start: int
    end: int
    sentence: int | None


Pair = tuple[list[Annotation], list[Annotation]]


def _grouped(a: Iterable[Annotation], b: Iterable[Annotation], starts: Starts) -> Iterator[tuple[Key, Pair]]:
    """Yield the sentences with what each side says of them, in the order of article and text."""
    texts: dict[tuple[str, str], list[tuple[int, Annotation]]] = {}
    for side, marked in enumerate((a, b)):
        for annotation in marked:
            text = annotation.article.id, annotation.article.sha256
            texts.setdefault(text, []).append((side, annotation))
    for (article, sha256), group in sorted(texts.items(), key=lambda item: item[0]):
        ordered = sorted(group, key=lambda one: (one[1].target.start, one[1].target.end, one[1].uuid))
        known = starts(article, sha256)
        parts = _by_overlap(ordered) if known is None else _by_sentence(ordered, known)
        for start, end, sentence, inside in parts:
            pair: Pair = ([], [])
            for side, annotation in inside:
                pair[side].append(annotation)
            yield Key(article, sha256, start, end, sentence), pair


_Part = tuple[int, int, int | None, list[tuple[int, Annotation]]]


def _by_sentence(ordered: list[tuple[int, Annotation]], starts: Sequence[int]) -> Iterator[_Part]:
    def index(one: tuple[int, Annotation]) -> int:
        return max(0, bisect_right(starts, one[1].target.start) - 1)

    for sentence, inside in groupby(ordered, key=index):
        start = starts[sentence] if sentence else 0
        end = starts[sentence + 1] if sentence + 1 < len(starts) else _END
        yield start, end, sentence, list(inside)


def _by_overlap(ordered: list[tuple[int, Annotation]]) -> Iterator[_Part]:
    part: list[tuple[int, Annotation]] = []
    reach = 0
    for one in ordered:
        if part and one[1].target.start >= reach:
            yield part[0][1].target.start, reach, part[0][1].target.sentence, part
            part = []
        part.append(one)
        reach = max(reach, one[1].target.end)
    if part:
        yield part[0][1].target.start, reach, part[0][1].target.sentence, part


def _tags(annotations: list[Annotation]) -> frozenset[str] | None:
    return frozenset(tag for annotation in annotations for tag in annotation.tags) if annotations else None


def _unit(a: list[Annotation], b: list[Annotation]) -> _Unit:
    ours, theirs = _marked(a), _marked(b)
    return _Unit(
        _tags(a), _tags(b), len(ours), len(theirs), len(ours & theirs), _met(ours, theirs), _met(theirs, ours)
    )


Span = tuple[str, int, int]


def _marked(annotations: list[Annotation]) -> set[Span]:
    return {(tag, it.target.start, it.target.end) for it in annotations for tag in it.tags}


def _met(spans: set[Span], others: set[Span]) -> int:
    return sum(any(tag == t and start < e and s < end for t, s, e in others) for tag, start, end in spans)


def _cells(units: Units, tag: str | None) -> Cells:
    """Count what A and B say of each sentence: a label, or whether it has the tag; None: nothing."""
    cells: Cells = Counter()
    for unit, count in units.items():
        cells[_said(unit.a, tag), _said(unit.b, tag)] += count
    return cells


def _said(tags: frozenset[str] | None, tag: str | None) -> str | None:
    if tags is None:
        return None
    return "+".join(sorted(tags)) if tag is None else "yes" if tag in tags else "no"


def _sizes(units: Units, tag: str | None) -> tuple[int, int]:
    def size(tags: frozenset[str] | None) -> bool:
        return tags is not None and (tag is None or tag in tags)

    return sum(n for unit, n in units.items() if size(unit.a)), sum(
        n for unit, n in units.items() if size(unit.b)
    )


def _figures(units: Units, tag: str | None) -> Row:
    cells = _cells(units, tag)
    return percent(cells), kappa(cells), alpha(cells)


def _spans(units: Units) -> Row:
    """Return the F1 of spans, exact and overlapping; None where nobody has marked any."""
    ours = theirs = exact = met_a = met_b = 0
    for unit, count in units.items():
        ours += count * unit.spans_a
        theirs += count * unit.spans_b
        exact += count * unit.exact
        met_a += count * unit.met_a
        met_b += count * unit.met_b
    return f1(exact, ours, exact, theirs), f1(met_a, ours, met_b, theirs), None


def _resampled(units: Units, names: list[str | None]) -> list[list[Row]]:
    """Compute all figures over 1,000 samples, with replacement, of as many sentences as there are."""
    chance = random.Random(SEED)  # noqa: S311 - a sample, no secret
    kinds, weights, total = sorted(units, key=repr), [], sum(units.values())
    weights = [units[kind] for kind in kinds]
    if total < 2:
        return []
    samples = []
    for _ in range(RESAMPLES):
        sample: Units = Counter(chance.choices(kinds, weights, k=total))
        samples.append([*(_figures(sample, name) for name in names), _spans(sample)])
    return samples


WHY = (
    "no sentence that both decided",
    "no sentence that both decided, or one and the same label in all",
    "no sentence that both decided, or one and the same label in all",
)


def _measure(value: float | None, drawn: list[float | None], why: str) -> Measure:
    if value is None:
        return Measure(None, why=why)
    defined = sorted(it for it in drawn if it is not None)
    if not drawn or len(defined) < 0.9 * len(drawn):
        return Measure(value, why="too few sentences for an interval")
    return Measure(value, defined[int(0.025 * len(defined))], defined[int(0.975 * (len(defined) - 1))])


def _disagreements(groups: dict[Key, Pair]) -> Iterable[Disagreement]:
    for key, (a, b) in groups.items():
        ours, theirs = _tags(a), _tags(b)
        if ours != theirs or _marked(a) != _marked(b):
            yield Disagreement(
                key.article,
                key.sentence,
                (a or b)[0].target.quote,
                tuple(sorted(ours or ())),
                tuple(sorted(theirs or ())),
                tuple(annotation.uuid for annotation in a),
                tuple(annotation.uuid for annotation in b),
                key.sha256,
                key.start,
                key.end,
            )


def settle(store: Store, taken: Iterable[Annotation], rejected: Iterable[Annotation]) -> list[Change]:
    """Return the changes by which a sentence in `store` gets the annotations taken and loses those rejected.

    For both, `rejected` is empty.
    """
    wanted = {annotation.uuid: annotation for annotation in taken}
    changes = []
    for uuid in dict.fromkeys([*wanted, *(annotation.uuid for annotation in rejected)]):
        current, after = store.get(uuid), wanted.get(uuid)
        if current != after:
            changes.append(Change(uuid, current.rev if current else 0, after))
    return changes


def counted(annotations: Sequence[Annotation]) -> str:
    """Say what is counted of one file: annotations, their annotators, their articles."""
    names = sorted({annotation.annotator for annotation in annotations})
    by = f" by {', '.join(names[:3])}{', ...' if len(names) > 3 else ''}" if names else ""
    articles = len({annotation.article.id for annotation in annotations})
    plural = "s" * (len(annotations) != 1), "s" * (articles != 1)
    return f"{len(annotations)} annotation{plural[0]}{by} in {articles} article{plural[1]}"


def as_text(comparison: Comparison) -> str:
    """Write the figures for people: a table, what it counts, a line for each sentence seen differently."""
    lines = [f"{'':14} {'sentences':>9} {'A':>5} {'B':>5}  {'per cent':20} {'kappa':20} {'alpha':20}"]
    for it in comparison.agreements:
        figures = " ".join(f"{_show(measure):20}" for measure in (it.percent, it.kappa, it.alpha))
        lines.append(f"{it.name:14} {it.units:>9} {it.a:>5} {it.b:>5}  {figures}".rstrip())
    lines += [
        "sentences: that both have annotated; A, B: that each has annotated (labels), or given the tag",
        f"spans, exact F1        {_show(comparison.exact)}",
        f"spans, overlapping F1  {_show(comparison.overlapping)}",
    ]
    measures = [it for row in comparison.agreements for it in (row.percent, row.kappa, row.alpha)]
    whys = dict.fromkeys(it.why for it in (*measures, comparison.exact, comparison.overlapping) if it.why)
    lines += [f"undefined, or without interval: {why}" for why in whys]
    count = len(comparison.disagreements)
    seen = f"{count} sentence{'s' * (count != 1)} seen differently, - where one has said nothing:"
    lines += ["", seen if count else "no sentence is seen differently"]
    lines += [
        f"{it.article}:{'-' if it.sentence is None else it.sentence + 1}"
        f"  A {'+'.join(it.tags_a) or '-'}  B {'+'.join(it.tags_b) or '-'}"
        for it in comparison.disagreements
    ]
    return "\n".join(map(escaped, lines))


def _show(measure: Measure) -> str:
    if measure.value is None:
        return "undefined"
    interval = "" if measure.low is None else f" [{measure.low:.2f}, {measure.high:.2f}]"
    return f"{measure.value:.3f}{interval}"
