"""Says how far any number of people agree, and which sentences pull that down: `claimreader compare A B C`.

The items are those of two people's agreement (`annotations.services.agreement`): sentences, and what a person
says of one is the set of his tags there. Only what at least two have decided counts. There are three kinds of
figures. Krippendorff's alpha takes all people together, over the sets as labels (nominal), over the sets by
how far they are apart (MASI), and over each tag as yes or no; it is also given by article and by week, which
show where the guidelines are understood differently and whether that gets better. Cohen's kappa and the F1 of
spans are of two people by nature: they make a matrix. And each sentence that is seen differently has the part
that it has in the disagreement, so that those that cost most come first.

Intervals are 95 %, of the jackknife over sentences, or over `_GROUPS` groups of them if there are more: no
chance is in them, and 50,000 sentences of 20 people take seconds. (`annotations.services.agreement` draws
samples for the figures of two; where both are to be had they differ by some hundredths of their length.)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import lru_cache
from itertools import chain, combinations
from operator import sub
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import msgspec

from annotations.model.records import Annotation, place_shown
from annotations.model.suggested import has_taken_tags
from annotations.services.agreement import QUOTED, corpus_of, read_to_compare, sentence_starts
from annotations.services.agreement_items import (
    Sentence,
    SentenceStarts,
    SpanCounts,
    TaggedSpan,
    marked_spans,
    sentences_of,
    span_counts,
    tags_of,
)
from annotations.services.agreement_measures import (
    Cells,
    Measure,
    Pairings,
    f1,
    jackknifed,
    kappa,
    masi,
    measure_shown,
    nominal,
    percent,
)
from annotations.services.annotation_files import AnnotationsFile
from annotations.services.following import placed
from annotations.services.team import open_work, place_in_team, said_by_all
from annotations.store.errors import StoreError
from annotations.team.errors import HubError, TeamError
from annotations.text.sanitising import escaped

if TYPE_CHECKING:
    from annotations.composition import Project

_GROUPS = 200
"""Groups of sentences of which one at a time is left out for an interval."""

L = TypeVar("L")

TagSets = tuple[frozenset[str] | None, ...]
"""The tags that each person has given to a sentence; None: he has said nothing of it."""


class Person(msgspec.Struct, frozen=True):
    """One of those who are compared, and how much of his counts."""

    name: str
    annotations: int
    sentences: int
    """Sentences of which he says something."""
    shared: int
    """Of these, those that somebody else has decided, too."""


class Reliability(msgspec.Struct, frozen=True):
    """Krippendorff's alpha of all people together, on one question or of one part of the sentences."""

    name: str
    """The question, "labels" or a tag; or the part: an article's id, a week such as `2026-W48`."""
    units: int
    """Sentences that at least two have decided."""
    differing: int
    """Of these, those that are seen differently."""
    alpha: Measure


class PairFigures(msgspec.Struct, frozen=True):
    """The agreement of two of them."""

    a: str
    b: str
    units: int
    """Sentences that both have decided."""
    percent: Measure
    kappa: Measure
    exact: Measure
    """F1 of spans that have the same tag, start and end, in sentences that both have decided."""
    overlapping: Measure
    """F1 of spans of the same tag that share at least one code point."""


class Statement(msgspec.Struct, frozen=True):
    """The tags that one person has given to a sentence."""

    name: str
    tags: tuple[str, ...]
    uuids: tuple[str, ...]


class SeenDifferently(msgspec.Struct, frozen=True):
    """One sentence that at least two have decided, and not alike."""

    article: str
    sentence: int | None
    """Its number in the text (0-based); without the text the one that its first annotation carries."""
    quote: str
    share: float
    """The part of all disagreement (MASI) that is this sentence's, 0 to 1; 0 where only the spans differ."""
    said: tuple[Statement, ...]
    """The tags of those who have decided it, in the order of people."""
    sha256: str = ""
    start: int = 0
    """Annotations that start from here on (code points)"""
    end: int = 0
    """and before here are about this sentence."""


class TeamAgreement(msgspec.Struct, frozen=True):
    """All figures of what several people say."""

    people: tuple[Person, ...]
    labels: Reliability
    """Over the sets of tags as labels: the same or not."""
    sets: Reliability
    """Over the sets of tags by how far they are apart (MASI)."""
    tags: tuple[Reliability, ...]
    articles: tuple[Reliability, ...]
    """By article, over the sets (MASI), the least reliable first."""
    weeks: tuple[Reliability, ...]
    """By the week (ISO 8601) in which the last word on a sentence was said, over the sets (MASI)."""
    pairs: tuple[PairFigures, ...]
    disagreements: tuple[SeenDifferently, ...]
    """Those with the greatest part in the disagreement first."""


def compare_people(
    said: Mapping[str, Sequence[Annotation]], *, starts: SentenceStarts = lambda *_: None
) -> TeamAgreement:
    """Compare what several people say.

    Args:
        said: each person's annotations, by name; their order is that of the people.
        starts: where the sentences of the articles start, for those whose text is at hand.
    """
    names = tuple(said)
    items = [_item(sentence, sides) for sentence, sides in sentences_of(list(said.values()), starts)]
    shared = [item for item in items if item.decided > 1]
    tags = sorted({tag for item in shared for each in item.said if each is not None for tag in each})
    groups = _parted(shared)

    def of_part(name: str, part: Sequence[_Item]) -> Reliability:
        return _reliability(name, _parted(part), _sets, masi)

    articles = [of_part(name, part) for name, part in _by(shared, lambda item: item.sentence.article).items()]
    weeks = [of_part(name, part) for name, part in sorted(_by(shared, lambda item: item.week).items())]
    return TeamAgreement(
        people=tuple(
            Person(
                name,
                len(said[name]),
                sum(item.said[side] is not None for item in items),
                sum(item.said[side] is not None for item in shared),
            )
            for side, name in enumerate(names)
        ),
        labels=_reliability("labels", groups, _sets, nominal),
        sets=_reliability("sets", groups, _sets, masi),
        tags=tuple(_reliability(tag, groups, _has(tag), nominal) for tag in tags),
        articles=tuple(sorted(articles, key=_least_reliable_first)),
        weeks=tuple(weeks),
        pairs=tuple(_pairs(names, items)),
        disagreements=tuple(_disagreements(names, shared)),
    )


class _Item(NamedTuple):
    """A sentence, and what each person says of it."""

    sentence: Sentence
    sides: list[list[Annotation]]
    said: TagSets
    marked: list[set[TaggedSpan]]
    """The spans that each has marked."""

    @property
    def decided(self) -> int:
        """How many have decided it."""
        return sum(tags is not None for tags in self.said)

    @property
    def differs(self) -> bool:
        """True if those who have decided it don't mark the same spans with the same tags."""
        marked = [spans for spans, side in zip(self.marked, self.sides, strict=True) if side]
        return any(spans != marked[0] for spans in marked)

    @property
    def week(self) -> str:
        """The week in which the last word on it was said (UTC)."""
        last = max(annotation.updated for side in self.sides for annotation in side)
        try:
            year, week, _ = date.fromisoformat(last[:10]).isocalendar()
        except ValueError:  # written by another program
            return ""
        return f"{year}-W{week:02}"


def _item(sentence: Sentence, sides: list[list[Annotation]]) -> _Item:
    return _Item(sentence, sides, tuple(map(tags_of, sides)), list(map(marked_spans, sides)))


def _sets(said: TagSets) -> TagSets:
    return said


def _has(tag: str) -> Callable[[TagSets], tuple[str | None, ...]]:
    def labels(said: TagSets) -> tuple[str | None, ...]:
        return tuple(None if tags is None else "yes" if tag in tags else "no" for tags in said)

    return labels


def _parted(items: Sequence[_Item]) -> list[list[_Item]]:
    """Part sentences into groups, each by itself up to `_GROUPS`; neighbours come into different ones."""
    return [list(items[number::_GROUPS]) for number in range(min(_GROUPS, len(items)))]


def _reliability(
    name: str,
    groups: Sequence[Sequence[_Item]],
    labels_of: Callable[[TagSets], tuple[L | None, ...]],
    distance: Callable[[L, L], float],
) -> Reliability:
    labels = [[labels_of(item.said) for item in group] for group in groups]
    whole = Pairings.of(Counter(chain.from_iterable(labels)), distance)
    parts = [Pairings.of(Counter(group), distance) for group in labels]
    return Reliability(
        name,
        sum(map(len, labels)),
        sum(len(set(given) - {None}) > 1 for given in chain.from_iterable(labels)),
        jackknifed(
            whole.alpha(distance),
            [whole.without(part).alpha(distance) for part in parts],
            "no sentence that two decided, or one and the same label in all",
        ),
    )


def _by(items: Iterable[_Item], key: Callable[[_Item], str]) -> dict[str, list[_Item]]:
    parts: dict[str, list[_Item]] = {}
    for item in items:
        parts.setdefault(key(item), []).append(item)
    return parts


def _least_reliable_first(figures: Reliability) -> tuple[bool, float, int]:
    value = figures.alpha.value
    return value is None, value or 0.0, -figures.differing


def _pairs(names: Sequence[str], items: Sequence[_Item]) -> Iterable[PairFigures]:
    for (a, ours), (b, theirs) in combinations(enumerate(names), 2):
        both = [item for item in items if item.said[a] is not None and item.said[b] is not None]
        parts = [_PairCounts.of(group, a, b) for group in _parted(both)]
        whole = _PairCounts.together(parts)
        without = [whole.without(part).figures() for part in parts]
        measures = (
            jackknifed(value, [figures[column] for figures in without], why)
            for column, (value, why) in enumerate(zip(whole.figures(), _WHY, strict=True))
        )
        yield PairFigures(ours, theirs, len(both), *measures)


_WHY = (
    "no sentence that both decided",
    "no sentence that both decided, or one and the same label in all",
    "nobody has marked a span",
    "nobody has marked a span",
)

_PairValues = tuple[float | None, float | None, float | None, float | None]


class _PairCounts(NamedTuple):
    """Counts of sentences that two people have decided."""

    cells: Cells
    spans: SpanCounts

    @classmethod
    def of(cls, items: Sequence[_Item], a: int, b: int) -> _PairCounts:
        pairs = [(item.said[a], item.said[b]) for item in items]
        spans = _total(span_counts(item.marked[a], item.marked[b]) for item in items)
        return cls(Counter((_label(ours), _label(theirs)) for ours, theirs in pairs), spans)

    @classmethod
    def together(cls, parts: Sequence[_PairCounts]) -> _PairCounts:
        cells: Cells = Counter()
        for part in parts:
            cells.update(part.cells)
        return cls(cells, _total(part.spans for part in parts))

    def without(self, part: _PairCounts) -> _PairCounts:
        cells = self.cells.copy()
        cells.subtract(part.cells)
        spans = SpanCounts(*map(sub, self.spans, part.spans))
        return _PairCounts(+cells, spans)

    def figures(self) -> _PairValues:
        spans = self.spans
        return (
            percent(self.cells),
            kappa(self.cells),
            f1(spans.exact, spans.a, spans.exact, spans.b),
            f1(spans.met_a, spans.a, spans.met_b, spans.b),
        )


def _total(spans: Iterable[SpanCounts]) -> SpanCounts:
    return SpanCounts(*map(sum, zip(SpanCounts(0, 0, 0, 0, 0), *spans, strict=True)))


@lru_cache(1 << 14)
def _label(tags: frozenset[str] | None) -> str | None:
    return None if tags is None else "+".join(sorted(tags))


def _disagreements(names: Sequence[str], shared: Sequence[_Item]) -> list[SeenDifferently]:
    apart = {item.sentence: Pairings.of({item.said: 1}, masi).differing for item in shared if item.differs}
    total = sum(apart.values())
    seen = [
        SeenDifferently(
            item.sentence.article,
            item.sentence.number,
            next(side for side in item.sides if side)[0].target.quote,
            apart[item.sentence] / total if total else 0.0,
            tuple(
                Statement(
                    name, tuple(sorted(tags)), tuple(annotation.uuid for annotation in item.sides[side])
                )
                for side, (name, tags) in enumerate(zip(names, item.said, strict=True))
                if tags is not None
            ),
            item.sentence.sha256,
            item.sentence.start,
            item.sentence.end,
        )
        for item in shared
        if item.sentence in apart
    ]
    return sorted(seen, key=lambda each: -each.share)


def compare_files_of_many(
    project: Project, paths: Sequence[Path], *, unaided: bool = False
) -> tuple[TeamAgreement, list[AnnotationsFile]]:
    """Compare several annotations files; returns the figures, and what was read of each.

    Who shares a file with others, as in one that was merged, is compared with them: people are told by the
    names with which they sign. Of one person in two files both count.

    Args:
        project: its corpus says where the sentences are; without one, the first file's folder.
        paths: the files.
        unaided: leave out what anybody took from a suggestion, so that those who follow the program don't
            agree for that alone.

    Raises:
        StoreError: a file isn't there, can't be read, or there is only one person in all of them.
    """
    files = [read_to_compare(path, by=project.annotator, unaided=unaided) for path in paths]
    corpus = corpus_of(project, paths[0])
    said: dict[str, dict[str, Annotation]] = {}
    for file in files:
        for annotation in placed(corpus, file.annotations):
            said.setdefault(annotation.annotator, {})[annotation.uuid] = annotation
    if len(said) < 2:
        who = f"all by {next(iter(said))}" if said else "of nobody"
        raise StoreError(f"{', '.join(map(str, paths))}: {who}; two people at least are compared")
    people = {name: list(by_uuid.values()) for name, by_uuid in said.items()}
    return compare_people(people, starts=sentence_starts(corpus)), files


def compare_team(project: Project, *, unaided: bool = False) -> TeamAgreement:
    """Compare what the members of my team say, as far as I may see it, as it has come here by now.

    Args:
        project: the corpus that the team reads.
        unaided: see `compare_files_of_many`.

    Raises:
        TeamError: I am in no team, nobody else has decided what I have, or the hub has no team.
        StoreError: my annotations can't be read.
    """
    starts = sentence_starts(project.corpus)
    with open_work(place_in_team(project)) as work:
        with suppress(HubError):  # then what has come by now is compared
            work.exchange()
        said = said_by_all(work, work.team(), starts)
    kept = {
        name: placed(project.corpus, [each for each in by if not (unaided and has_taken_tags(each))])
        for name, by in said.items()
    }
    people = {name: list(by) for name, by in kept.items() if by}
    if len(people) < 2:
        raise TeamError("nothing to compare yet: nobody else has decided a sentence that you have")
    return compare_people(people, starts=starts)


def as_text(agreement: TeamAgreement) -> str:
    """Write the figures for people: tables, and what differs in each sentence seen differently."""
    lines = [f"{'':24} {'annotations':>11} {'sentences':>9} {'shared':>7}"]
    lines += [
        f"{person.name:24} {person.annotations:>11} {person.sentences:>9} {person.shared:>7}"
        for person in agreement.people
    ]
    for heading, rows in (
        ("Krippendorff's alpha", (agreement.labels, agreement.sets, *agreement.tags)),
        ("alpha by article", agreement.articles),
        ("alpha by week", agreement.weeks),
    ):
        lines += ["", f"{heading:24} {'sentences':>9} {'differing':>9}  alpha"]
        lines += [
            f"{row.name:24} {row.units:>9} {row.differing:>9}  {measure_shown(row.alpha)}" for row in rows
        ]
    lines += ["", f"{'':50} {'sentences':>9}  {'kappa':20} {'span F1, exact':20} {'overlapping':20}"]
    for pair in agreement.pairs:
        figures = " ".join(f"{measure_shown(each):20}" for each in (pair.kappa, pair.exact, pair.overlapping))
        lines.append(f"{f'{pair.a} - {pair.b}':50} {pair.units:>9}  {figures}".rstrip())
    lines += [
        "",
        "labels: the whole set of tags, the same or not; sets: how far the sets are apart (MASI)",
        "shared: sentences that somebody else has decided, too; only these count",
    ]
    count = len(agreement.disagreements)
    heading = f"{count} sentence{'s' * (count != 1)} seen differently, with its share of all disagreement:"
    lines += ["", heading if count else "no sentence is seen differently"]
    for seen in agreement.disagreements:
        quote = " ".join(seen.quote[:QUOTED].split())
        said = "; ".join(f"{each.name}: {', '.join(each.tags) or 'no tag'}" for each in seen.said)
        lines += [
            f"{place_shown(seen.article, seen.sentence)}  {seen.share:.1%}  {said}",
            f"    {quote}{'…' if len(seen.quote) > QUOTED else ''}",
        ]
    return "\n".join(map(escaped, lines))
