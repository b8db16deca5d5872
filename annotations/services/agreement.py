"""Compares what two people say, in figures and sentence by sentence: `claimreader compare A B`.

Sentences are the items, see `annotations.services.agreement_items`: what a person says of one is the set of
tags of his annotations there. Per cent, Cohen's kappa (1960) and Krippendorff's alpha (nominal; 2011) are
taken over these sets as labels, and over each tag as yes or no. Kappa needs items that both have decided;
alpha also takes those that one left open. For spans neither fits, for there is no list of items and no
agreement on nothing: there the F1 of spans counts, exact and overlapping (Hripcsak and Rothschild 2005). What
is undefined is said, never shown as 0 or 1. Intervals are 95 % percentile bootstraps over sentences, with a
fixed seed, so that the same files give the same figures.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from annotations.exchange.articles import Articles
from annotations.exchange.export_job import PairAgreement
from annotations.model.records import Annotation, place_shown
from annotations.model.suggested import has_taken_tags
from annotations.paths import likely_file
from annotations.services.agreement_items import (
    Sentence,
    SentenceStarts,
    SpanCounts,
    marked_spans,
    sentences_of,
    span_counts,
    tags_of,
)
from annotations.services.agreement_measures import (
    RESAMPLES,
    SEED,
    Cells,
    Measure,
    alpha,
    f1,
    kappa,
    measure_shown,
    percent,
    with_interval,
)
from annotations.services.annotation_files import AnnotationsFile, read_annotations_file
from annotations.services.following import placed
from annotations.store.errors import StoreError
from annotations.text.sanitising import escaped

if TYPE_CHECKING:
    from annotations.composition import Project
    from annotations.corpus import Corpus

_MOST_ANNOTATORS = 6
"""People who are compared with each other for a data set: fifteen pairs."""

QUOTED = 100
"""Code points of a sentence that is seen differently that are quoted."""

OutlineOf = Callable[[str], "tuple[str, Sequence[int]] | None"]
"""Takes an article's id; returns the sha256 and the outline of the article as an index has them, or None."""


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
    ours, theirs = (read_to_compare(path, by=project.annotator, unaided=unaided) for path in (a, b))
    corpus = corpus_of(project, a)
    comparison = compare_with(corpus, placed(corpus, ours.annotations), placed(corpus, theirs.annotations))
    return comparison, (ours, theirs)


def read_to_compare(path: Path, *, by: str, unaided: bool = False) -> AnnotationsFile:
    """Read an annotations file that is to be compared.

    Args:
        path: the file.
        by: who reads it.
        unaided: leave out what was taken from a suggestion.

    Raises:
        StoreError: there is none, or it can't be read.
    """
    if not path.exists():
        raise StoreError(f"{path}: no such annotations file{likely_file(path)}")
    file = read_annotations_file(path, by=by)
    kept = [annotation for annotation in file.annotations if not (unaided and has_taken_tags(annotation))]
    return file._replace(annotations=kept)


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
    return compare(a, b, starts=sentence_starts(corpus, outline_of))


def sentence_starts(corpus: Corpus | None, outline_of: OutlineOf = lambda _: None) -> SentenceStarts:
    """Return what says where the sentences of a corpus' articles start.

    Args:
        corpus: the articles; None if there are none, or none can be read.
        outline_of: saves reading an article, 0.2 s for a megabyte.
    """
    articles = None if corpus is None else Articles.of_corpus(corpus)

    def starts(article_id: str, sha256: str) -> Sequence[int] | None:
        known = outline_of(article_id)
        if known is not None and known[0] == sha256:
            return [number >> 1 for number in known[1]]
        article = None if articles is None else articles.get(article_id)
        return article.sentence_starts if article is not None and article.sha256 == sha256 else None

    return starts


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
    groups = dict(sentences_of((a, b), starts))
    items: _Items = Counter(_item(*sides) for sides in groups.values())
    names = sorted({tag for annotation in (*a, *b) for tag in annotation.tags})
    figures = [_figures(items, name) for name in (None, *names)] + [_spans(items)]
    drawn = _resampled(items, [None, *names])
    measures = [
        [
            with_interval(value, [sample[row][column] for sample in drawn], why)
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
    spans: SpanCounts


_Items = Counter[_Item]
_Figures = tuple[float | None, float | None, float | None]


def _item(a: list[Annotation], b: list[Annotation]) -> _Item:
    return _Item(tags_of(a), tags_of(b), span_counts(marked_spans(a), marked_spans(b)))


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
        spans = item.spans
        ours += count * spans.a
        theirs += count * spans.b
        exact += count * spans.exact
        met_a += count * spans.met_a
        met_b += count * spans.met_b
    return f1(exact, ours, exact, theirs), f1(met_a, ours, met_b, theirs), None


def _order(item: _Item) -> str:
    """Return what sentences are sorted by before they are drawn: the same in every run, not a set's."""
    said = (None if tags is None else sorted(tags) for tags in (item.a, item.b))
    return f"{' '.join(map(repr, said))} {tuple(item.spans)}"


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


def _disagreements(groups: dict[Sentence, list[list[Annotation]]]) -> Iterable[Disagreement]:
    for key, (a, b) in groups.items():
        ours, theirs = tags_of(a), tags_of(b)
        if ours != theirs or marked_spans(a) != marked_spans(b):
            yield Disagreement(
                key.article,
                key.number,
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
        quote = " ".join(seen.quote[:QUOTED].split())
        lines += [
            f"{place_shown(seen.article, seen.sentence)}  {_difference(seen, names)}",
            f"    {quote}{'…' if len(seen.quote) > QUOTED else ''}",
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
