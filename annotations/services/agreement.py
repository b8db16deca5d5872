"""Compares what two people say, in figures and sentence by sentence: `claimreader compare A B`.

Sentences are the items: what a person says of one is the set of tags of his annotations there. An annotation
belongs to the sentence of the text in which it starts, as the text is segmented now; where the text isn't at
hand, or has become another one, spans that share a code point are about one thing. The number that an
annotation carries (`target.sentence`) is information, written by whatever segmented the text then, and
decides nothing. Per cent, Cohen's kappa (1960) and Krippendorff's alpha (nominal; 2011) are taken over these
sets as labels, and over each tag as yes or no. Kappa needs items that both have decided; alpha also takes
those that one left open. For spans neither fits, for there is no list of items and no agreement on nothing:
there the F1 of spans counts, exact and overlapping (Hripcsak and Rothschild 2005). What is undefined is said,
never shown as 0 or 1. Intervals are 95 % percentile bootstraps over sentences, with a fixed seed, so that the
same files give the same figures.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from annotations.exchange.articles import Articles
from annotations.exchange.export_job import PairAgreement
from annotations.model.records import Annotation, place_shown
from annotations.model.suggested import has_suggested_tags
from annotations.paths import likely_file
from annotations.services.agreement_measures import Cells, alpha, f1, kappa, percent
from annotations.services.annotation_files import AnnotationsFile, read_annotations_file
from annotations.services.following import placed
from annotations.store.errors import StoreError
from annotations.text.sanitising import escaped

if TYPE_CHECKING:
    from annotations.composition import Project
    from annotations.corpus import Corpus

_MOST_ANNOTATORS = 6
"""People who are compared with each other for a data set: fifteen pairs."""

_QUOTED = 100
"""Code points of a sentence that is seen differently that are quoted."""
RESAMPLES = 1000
SEED = 20261121

SentenceStarts = Callable[[str, str], "Sequence[int] | None"]
"""Takes an article's id and the sha256 of its text; returns where the text's sentences start (code points,
rising), None where there is no such text."""

OutlineOf = Callable[[str], "tuple[str, Sequence[int]] | None"]
"""Takes an article's id; returns the sha256 and the outline of the article as an index has them, or None."""

TaggedSpan = tuple[str, int, int]
"""A tag with the start and the end (code points) of what has it."""

_END = 1 << 62
"""The end of a last sentence: after anything that starts in it."""


class Measure(msgspec.Struct, frozen=True):
    """A figure with its 95 % interval; None where it is undefined, and then `why`."""

    value: float | None
    low: float | None = None
    high: float | None = None
    why: str = ""


class Agreement(msgspec.Struct, frozen=True):
    """The agreement of two on one question: "labels" (the whole set of tags) or one tag."""

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


def compare_files(
    project: Project, a: Path, b: Path, *, unaided: bool = False
) -> tuple[Comparison, tuple[AnnotationsFile, AnnotationsFile]]:
    """Compare two annotations files; returns the figures, and what was read of each.

    Args:
        project: its corpus says where the sentences are; without one that was named, the folder of `a` does.
        a: one person's annotations file.
        b: the other's.
        unaided: leave out what either took from a suggestion, so that two who follow the program don't agree
            for that alone.

    Raises:
        StoreError: one of the files isn't there, or can't be read.
    """
    read = []
    for path in (a, b):
        if not path.exists():
            raise StoreError(f"{path}: no such annotations file{likely_file(path)}")
        file = read_annotations_file(path, by=project.annotator)
        kept = [it for it in file.annotations if not (unaided and has_suggested_tags(it))]
        read.append(file._replace(annotations=kept))
    ours, theirs = read
    corpus = corpus_of(project, a)
    comparison = compare_with(corpus, placed(corpus, ours.annotations), placed(corpus, theirs.annotations))
    return comparison, (ours, theirs)


def compare_with(
    corpus: Corpus | None,
    a: Sequence[Annotation],
    b: Sequence[Annotation],
    *,
    outline_of: OutlineOf = lambda _: None,
) -> Comparison:
    """Compare two people's annotations.

    Args:
        corpus: the articles; None if there are none, or none can be read.
        a: one's annotations.
        b: the other's.
        outline_of: saves reading an article, 0.2 s for a megabyte.
    """
    articles = None if corpus is None else Articles.of_corpus(corpus)

    def starts(article_id: str, sha256: str) -> Sequence[int] | None:
        known = outline_of(article_id)
        if known is not None and known[0] == sha256:
            return [number >> 1 for number in known[1]]
        article = None if articles is None else articles.get(article_id)
        return article.sentence_starts if article is not None and article.sha256 == sha256 else None

    return compare(a, b, starts=starts)


def agreement_of_pairs(corpus: Corpus | None, annotations: Iterable[Annotation]) -> list[PairAgreement]:
    """Return how far each two of those who have annotated most agree, where they have decided the same.

    Args:
        corpus: the articles; None if there are none.
        annotations: of several people; the `_MOST_ANNOTATORS` who have most of them are compared.
    """
    by_person: dict[str, list[Annotation]] = {}
    for annotation in annotations:
        by_person.setdefault(annotation.annotator, []).append(annotation)
    people = sorted(by_person, key=lambda name: (-len(by_person[name]), name))[:_MOST_ANNOTATORS]
    pairs = []
    for first, second in combinations(sorted(people), 2):
        whole = compare_with(corpus, by_person[first], by_person[second]).agreements[0]
        if whole.units:
            figures = (whole.percent.value, whole.kappa.value, whole.alpha.value)
            pairs.append(PairAgreement(first, second, whole.units, *figures))
    return pairs


def corpus_of(project: Project, annotations: Path) -> Corpus | None:
    """Return the corpus that was named, else that beside the annotations; None if there is none."""
    from annotations.corpus import CorpusError, open_corpus

    try:
        corpus = open_corpus([annotations.parent]) if project.is_sample else project.corpus
        return corpus if corpus.entries else None
    except CorpusError:
        return None


def compare(
    a: Sequence[Annotation], b: Sequence[Annotation], *, starts: SentenceStarts = lambda *_: None
) -> Comparison:
    """Compare two people's annotations.

    Args:
        a: one's annotations.
        b: the other's.
        starts: where the sentences of the articles start, for those whose text is at hand.
    """
    groups = dict(_grouped(a, b, starts))
    items: _Items = Counter(_item(ours, theirs) for ours, theirs in groups.values())
    names = sorted({tag for annotation in (*a, *b) for tag in annotation.tags})
    figures = [_figures(items, name) for name in (None, *names)] + [_spans(items)]
    drawn = _resampled(items, [None, *names])
    measures = [
        [
            _measure(value, [sample[row][column] for sample in drawn], why)
            for column, (value, why) in enumerate(zip(line, _WHY, strict=True))
        ]
        for row, line in enumerate(figures)
    ]
    both = sum(count for item, count in items.items() if item.a is not None and item.b is not None)
    agreements = tuple(
        Agreement(name or "labels", both, *_sizes(items, name), *measures[row])
        for row, name in enumerate((None, *names))
    )
    exact, overlapping = (
        measure if measure.value is not None else Measure(None, why="nobody has marked a span")
        for measure in measures[-1][:2]
    )
    return Comparison(agreements, exact, overlapping, tuple(_disagreements(groups)))


class _Item(NamedTuple):
    """A sentence, as far as the figures need it: alike ones are counted, not listed."""

    a: frozenset[str] | None
    b: frozenset[str] | None
    spans_a: int
    spans_b: int
    exact: int
    met_a: int
    """A's spans that overlap one of B's with the same tag."""
    met_b: int


_Items = Counter[_Item]
_Figures = tuple[float | None, float | None, float | None]


class _Sentence(NamedTuple):
    """A sentence: that of the text, or without the text the reach of spans that overlap."""

    article: str
    sha256: str
    start: int
    end: int
    sentence: int | None


_Pair = tuple[list[Annotation], list[Annotation]]
"""A's annotations of a sentence, and B's."""


class _Marked(NamedTuple):
    """One annotation, and whose it is: 0 for A, 1 for B."""

    side: int
    annotation: Annotation


def _in_text_order(marked: _Marked) -> tuple[int, int, str]:
    target = marked.annotation.target
    return target.start, target.end, marked.annotation.uuid


def _grouped(
    a: Iterable[Annotation], b: Iterable[Annotation], starts: SentenceStarts
) -> Iterator[tuple[_Sentence, _Pair]]:
    """Yield the sentences with what each side says of them, in the order of article and text."""
    texts: dict[tuple[str, str], list[_Marked]] = {}
    for side, said in enumerate((a, b)):
        for annotation in said:
            text = annotation.article.id, annotation.article.sha256
            texts.setdefault(text, []).append(_Marked(side, annotation))
    for (article, sha256), group in sorted(texts.items(), key=lambda item: item[0]):
        ordered = sorted(group, key=_in_text_order)
        known = starts(article, sha256)
        parts = _by_overlap(ordered) if known is None else _by_sentence(ordered, known)
        for start, end, sentence, inside in parts:
            pair: _Pair = ([], [])
            for side, annotation in inside:
                pair[side].append(annotation)
            yield _Sentence(article, sha256, start, end, sentence), pair


_Part = tuple[int, int, int | None, list[_Marked]]


def _by_sentence(ordered: list[_Marked], starts: Sequence[int]) -> Iterator[_Part]:
    def index(marked: _Marked) -> int:
        return max(0, bisect_right(starts, marked.annotation.target.start) - 1)

    for sentence, inside in groupby(ordered, key=index):
        start = starts[sentence] if sentence else 0
        end = starts[sentence + 1] if sentence + 1 < len(starts) else _END
        yield start, end, sentence, list(inside)


def _by_overlap(ordered: list[_Marked]) -> Iterator[_Part]:
    part: list[_Marked] = []
    reach = 0
    for marked in ordered:
        target = marked.annotation.target
        if part and target.start >= reach:
            yield _reaching(part, reach)
            part = []
        part.append(marked)
        reach = max(reach, target.end)
    if part:
        yield _reaching(part, reach)


def _reaching(part: list[_Marked], reach: int) -> _Part:
    first = part[0].annotation.target
    return first.start, reach, first.sentence, part


def _tags(annotations: list[Annotation]) -> frozenset[str] | None:
    return frozenset(tag for annotation in annotations for tag in annotation.tags) if annotations else None


def _item(a: list[Annotation], b: list[Annotation]) -> _Item:
    ours, theirs = marked_spans(a), marked_spans(b)
    return _Item(
        _tags(a), _tags(b), len(ours), len(theirs), len(ours & theirs), _met(ours, theirs), _met(theirs, ours)
    )


def marked_spans(annotations: Iterable[Annotation]) -> set[TaggedSpan]:
    """Return what annotations mark: a tag on a span (code points), each once."""
    return {
        (tag, annotation.target.start, annotation.target.end)
        for annotation in annotations
        for tag in annotation.tags
    }


def _met(spans: set[TaggedSpan], others: set[TaggedSpan]) -> int:
    return sum(any(tag == t and start < e and s < end for t, s, e in others) for tag, start, end in spans)


def _cells(items: _Items, tag: str | None) -> Cells:
    """Count what A and B say of each sentence: a label, or whether it has the tag; None: nothing."""
    cells: Cells = Counter()
    for item, count in items.items():
        cells[_said(item.a, tag), _said(item.b, tag)] += count
    return cells


def _said(tags: frozenset[str] | None, tag: str | None) -> str | None:
    if tags is None:
        return None
    return "+".join(sorted(tags)) if tag is None else "yes" if tag in tags else "no"


def _sizes(items: _Items, tag: str | None) -> tuple[int, int]:
    def has_it(tags: frozenset[str] | None) -> bool:
        return tags is not None and (tag is None or tag in tags)

    return sum(count for item, count in items.items() if has_it(item.a)), sum(
        count for item, count in items.items() if has_it(item.b)
    )


def _figures(items: _Items, tag: str | None) -> _Figures:
    cells = _cells(items, tag)
    return percent(cells), kappa(cells), alpha(cells)


def _spans(items: _Items) -> _Figures:
    """Return the F1 of spans, exact and overlapping; None where nobody has marked any."""
    ours = theirs = exact = met_a = met_b = 0
    for item, count in items.items():
        ours += count * item.spans_a
        theirs += count * item.spans_b
        exact += count * item.exact
        met_a += count * item.met_a
        met_b += count * item.met_b
    return f1(exact, ours, exact, theirs), f1(met_a, ours, met_b, theirs), None


def _order(item: _Item) -> str:
    """Return what sentences are sorted by before they are drawn: the same in every run, not a set's."""
    said = (None if tags is None else sorted(tags) for tags in (item.a, item.b))
    return f"{' '.join(map(repr, said))} {item[2:]}"


def _resampled(items: _Items, names: list[str | None]) -> list[list[_Figures]]:
    """Compute all figures over 1,000 samples, with replacement, of as many sentences as there are."""
    chance = random.Random(SEED)  # noqa: S311 - a sample, no secret
    kinds, total = sorted(items, key=_order), sum(items.values())
    weights = [items[kind] for kind in kinds]
    if total < 2:
        return []
    samples = []
    for _ in range(RESAMPLES):
        sample: _Items = Counter(chance.choices(kinds, weights, k=total))
        samples.append([*(_figures(sample, name) for name in names), _spans(sample)])
    return samples


_WHY = (
    "no sentence that both decided",
    "no sentence that both decided, or one and the same label in all",
    "no sentence that both decided, or one and the same label in all",
)


def _measure(value: float | None, drawn: list[float | None], why: str) -> Measure:
    if value is None:
        return Measure(None, why=why)
    defined = sorted(figure for figure in drawn if figure is not None)
    if not drawn or len(defined) < 0.9 * len(drawn):
        return Measure(value, why="too few sentences for an interval")
    return Measure(value, defined[int(0.025 * len(defined))], defined[int(0.975 * (len(defined) - 1))])


def _disagreements(groups: dict[_Sentence, _Pair]) -> Iterable[Disagreement]:
    for key, (a, b) in groups.items():
        ours, theirs = _tags(a), _tags(b)
        if ours != theirs or marked_spans(a) != marked_spans(b):
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


def counted(annotations: Sequence[Annotation]) -> str:
    """Say what is counted of one file: annotations, their annotators, their articles."""
    names = sorted({annotation.annotator for annotation in annotations})
    by = f" by {', '.join(names[:3])}{', ...' if len(names) > 3 else ''}" if names else ""
    articles = len({annotation.article.id for annotation in annotations})
    plural = "s" * (len(annotations) != 1), "s" * (articles != 1)
    return f"{len(annotations)} annotation{plural[0]}{by} in {articles} article{plural[1]}"


def names_of(files: Sequence[AnnotationsFile]) -> tuple[str, ...]:
    """Return what two people are called: by name if each file has one and they differ, else A and B."""
    annotators = [sorted({annotation.annotator for annotation in file.annotations}) for file in files]
    names = tuple(each[0] for each in annotators if len(each) == 1)
    return names if len({*names}) == len(files) else ("A", "B")


def as_text(comparison: Comparison, names: Sequence[str] = ("A", "B")) -> str:
    """Write the figures for people: a table, what it counts, what differs in each sentence seen differently.

    Args:
        comparison: the figures.
        names: what the two people are called.
    """
    lines = [f"{'':14} {'sentences':>9} {'A':>5} {'B':>5}  {'per cent':24} {'kappa':20} {'alpha':20}"]
    for row in comparison.agreements:
        per_cent = measure_shown(row.percent, ".1%", ".1%")
        figures = f"{per_cent:24} {measure_shown(row.kappa):20} {measure_shown(row.alpha):20}"
        lines.append(f"{row.name:14} {row.units:>9} {row.a:>5} {row.b:>5}  {figures}".rstrip())
    lines += [
        "sentences: that both have annotated; A, B: that each has annotated (labels), or given the tag",
        f"spans, exact F1        {measure_shown(comparison.exact)}",
        f"spans, overlapping F1  {measure_shown(comparison.overlapping)}",
    ]
    measures = [
        *(measure for row in comparison.agreements for measure in (row.percent, row.kappa, row.alpha)),
        comparison.exact,
        comparison.overlapping,
    ]
    whys = dict.fromkeys(measure.why for measure in measures if measure.why)
    lines += [f"undefined, or without interval: {why}" for why in whys]
    count = len(comparison.disagreements)
    heading = f"{count} sentence{'s' * (count != 1)} seen differently:"
    lines += ["", heading if count else "no sentence is seen differently"]
    for seen in comparison.disagreements:
        quote = " ".join(seen.quote[:_QUOTED].split())
        lines += [
            f"{place_shown(seen.article, seen.sentence)}  {_difference(seen, names)}",
            f"    {quote}{'…' if len(seen.quote) > _QUOTED else ''}",
        ]
    return "\n".join(map(escaped, lines))


def _difference(seen: Disagreement, names: Sequence[str]) -> str:
    """Say in what two people differ: the tags that only one has set, and those of both."""
    a, b = names
    ours, theirs = set(seen.tags_a), set(seen.tags_b)
    if not seen.uuids_a or not seen.uuids_b:
        who, tags, other = (a, ours, b) if seen.uuids_a else (b, theirs, a)
        return f"{who}: {_listed(tags)}; {other}: nothing said"
    if ours == theirs:
        return f"both: {_listed(ours)}, on other words"
    parts = [f"only {a}: {_listed(ours - theirs)}"] * bool(ours - theirs)
    parts += [f"only {b}: {_listed(theirs - ours)}"] * bool(theirs - ours)
    parts += [f"both: {_listed(ours & theirs)}"] * bool(ours & theirs)
    return "; ".join(parts)


def _listed(tags: Iterable[str]) -> str:
    return ", ".join(sorted(tags)) or "no tag"


def measure_shown(measure: Measure, form: str = ".3f", ends: str = ".2f") -> str:
    """Return a figure with its interval, in formats of Python."""
    if measure.value is None:
        return "undefined"
    interval = "" if measure.low is None else f" [{measure.low:{ends}}, {measure.high:{ends}}]"
    return f"{measure.value:{form}}{interval}"
