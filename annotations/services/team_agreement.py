"""Says how far any number of people agree, and which sentences pull that down: `claimreader compare A B C`.

The items are those of two people's agreement (`annotations.services.agreement`): sentences, and what a person
says of one is the set of his tags there. Only what at least two have decided counts. There are three kinds of
figures. Krippendorff's alpha takes all people together, over the sets as labels (nominal), over the sets by
how far they are apart (MASI), and over each tag as yes or no; it is also given by article and by week, which
show where the guidelines are understood differently and whether that gets better. Cohen's kappa and the F1 of
spans are of two people by nature: they make a matrix. And each sentence that is seen differently has the part
that it has in the disagreement, so that those that cost most come first.

Intervals are 95 %, of the jackknife over sentences, or over `GROUPS` groups of them if there are more: no
chance is in them, and 50,000 sentences of 20 people take seconds. (`annotations.services.agreement` draws
samples for the figures of two; where both are to be had they differ by some hundredths of their length.)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import lru_cache, partial
from math import fsum
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from annotations.model.records import Annotation, place_shown
from annotations.model.suggested import has_taken_tags
from annotations.services.agreement import QUOTED, corpus_of, read_to_compare, sentence_starts
from annotations.services.agreement_items import (
    Sentence,
    SentenceStarts,
    TaggedSpan,
    marked_spans,
    paced,
    sentences_of,
    tags_of,
)
from annotations.services.agreement_measures import (
    Measure,
    Pairings,
    disagreement,
    jackknifed,
    masi,
    measure_shown,
    nominal,
)
from annotations.services.annotation_files import AnnotationsFile
from annotations.services.following import placed
from annotations.services.pair_agreement import GROUPS, PairFigures, Pairs
from annotations.services.team import KnownTeam, open_work, place_in_team, said_by_all
from annotations.store.errors import StoreError
from annotations.team.errors import HubError, TeamError
from annotations.text.sanitising import escaped

if TYPE_CHECKING:
    from annotations.composition import Project
    from annotations.team.team_file import Team

L = TypeVar("L")


class NothingToCompareError(TeamError):
    """Nobody else has decided what I have."""


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


class Statement(msgspec.Struct, frozen=True, gc=False):
    """The tags that one person has given to a sentence."""

    name: str
    tags: tuple[str, ...]
    uuids: tuple[str, ...]
    spans: tuple[TaggedSpan, ...] = ()
    """Each tag with the start and the end (code points) of what has it."""
    quotes: tuple[str, ...] = ()
    """The words that each of the annotations marks."""


class SeenDifferently(msgspec.Struct, frozen=True, gc=False):
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
    week: str = ""
    """The week (ISO 8601) in which the last word on it was said; empty if that isn't known."""


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
    *_, whole = compared(said, starts=starts)
    return whole


def compared(
    said: Mapping[str, Sequence[Annotation]],
    *,
    starts: SentenceStarts = lambda *_: None,
    breathe: Callable[[], object] = lambda: None,
) -> Iterator[TeamAgreement]:
    """Compare what several people say, as `compare_people`, for who doesn't want to wait for all of it.

    Args:
        said: each person's annotations, by name.
        starts: where the sentences of the articles start.
        breathe: is called often, so that a thread can let another one have a turn.

    Returns:
        The figures without their intervals, then the same with them, which takes as long once more.
    """
    names = tuple(said)
    sides = [paced(each, breathe) for each in said.values()]
    items = [_Item(*sentence) for sentence in paced(sentences_of(sides, starts), breathe)]
    shared = [item for item in items if item.decided > 1]
    people = tuple(
        Person(
            name,
            len(said[name]),
            sum(item.marked[side] is not None for item in items),
            sum(item.marked[side] is not None for item in shared),
        )
        for side, name in enumerate(names)
    )
    parts = _Parts(shared, breathe)
    pairs = Pairs(names, [item.marked for item in shared], breathe)
    seen = tuple(_disagreements(names, shared, breathe))
    for intervals in (False, True):
        articles = parts.by(lambda item: item.sentence.article, intervals=intervals)
        yield TeamAgreement(
            people=people,
            labels=parts.labels(intervals=intervals),
            sets=parts.sets(intervals=intervals),
            tags=tuple(parts.tags(intervals=intervals)),
            articles=tuple(sorted(articles, key=_least_reliable_first)),
            weeks=tuple(parts.by(lambda item: item.week, intervals=intervals)),
            pairs=tuple(pairs.figures(intervals=intervals)),
            disagreements=seen,
        )


class _Item:
    """A sentence, and what each person says of it.

    Args:
        sentence: which one.
        sides: each person's annotations.
    """

    __slots__ = ("_apart", "decided", "given", "marked", "sentence", "sides")

    def __init__(self, sentence: Sentence, sides: list[list[Annotation]]) -> None:
        self.sentence = sentence
        self.sides = sides
        self.marked = [marked_spans(side) if side else None for side in sides]
        """The spans that each has marked; None: he has said nothing of it."""
        self.given = Counter(tags for side in sides if (tags := tags_of(side)) is not None)
        """How many have given which tags."""
        self.decided = self.given.total()
        """How many have decided it."""
        self._apart: float | None = None

    @property
    def differs(self) -> bool:
        """True if those who have decided it don't mark the same spans with the same tags."""
        return len({spans for spans in self.marked if spans is not None}) > 1

    @property
    def apart(self) -> float:
        """The part of the disagreement (MASI) that is this sentence's, see `Pairings.differing`."""
        if self._apart is None:
            self._apart = disagreement(self.given, masi)
        return self._apart

    @property
    def week(self) -> str:
        """The week in which the last word on it was said (UTC)."""
        return week_of(max(annotation.updated for side in self.sides for annotation in side))


@lru_cache(1 << 10)
def _week_of_day(day: str) -> str:
    try:
        year, week, _ = date.fromisoformat(day).isocalendar()
    except ValueError:  # written by another program
        return ""
    return f"{year}-W{week:02}"


def week_of(time: str) -> str:
    """Return the week (ISO 8601) of a time as annotations have it; empty if it is none."""
    return _week_of_day(time[:10])


class _Parts:
    """The sentences that at least two have decided, to be asked how reliable the answers to a question are.

    Args:
        items: the sentences.
        breathe: is called often.
    """

    def __init__(self, items: Sequence[_Item], breathe: Callable[[], object]) -> None:
        self._items = items
        self._breathe = breathe
        self._groups = _parted(items)

    def labels(self, *, intervals: bool) -> Reliability:
        """Return alpha over the sets of tags as labels."""
        parts = [
            Pairings(_totals(group), fsum(disagreement(item.given, nominal) for item in group))
            for group in paced(self._groups, self._breathe)
        ]
        return self._reliability("labels", parts, nominal, _units(self._items), intervals=intervals)

    def sets(self, *, intervals: bool) -> Reliability:
        """Return alpha over the sets of tags by how far they are apart."""
        return self._of_sets("sets", self._items, intervals=intervals)

    def tags(self, *, intervals: bool) -> Iterator[Reliability]:
        """Yield alpha over each tag as yes or no."""
        decided = [sum(item.decided for item in group) for group in self._groups]
        given: dict[str, list[int]] = {}
        apart: dict[str, list[float]] = {}
        differing: Counter[str] = Counter()
        for number, group in enumerate(paced(self._groups, self._breathe)):
            for item in group:
                for tag, yes in counts_by_tag(item.given).items():
                    no = item.decided - yes
                    given.setdefault(tag, [0] * len(decided))[number] += yes
                    apart.setdefault(tag, [0.0] * len(decided))[number] += 2 * yes * no / (item.decided - 1)
                    differing[tag] += no > 0
        for tag in sorted(given):
            parts = [
                Pairings(Counter({True: yes, False: all_of_them - yes}), apart[tag][number])
                for number, (yes, all_of_them) in enumerate(zip(given[tag], decided, strict=True))
            ]
            units = len(self._items), differing[tag]
            yield self._reliability(tag, parts, nominal, units, intervals=intervals)

    def by(self, key: Callable[[_Item], str], *, intervals: bool) -> list[Reliability]:
        """Return alpha over the sets of tags of each part of the sentences, in the order of their keys."""
        parts: dict[str, list[_Item]] = {}
        for item in self._items:
            parts.setdefault(key(item), []).append(item)
        return [self._of_sets(name, part, intervals=intervals) for name, part in sorted(parts.items())]

    def _of_sets(self, name: str, items: Sequence[_Item], *, intervals: bool) -> Reliability:
        parts = [
            Pairings(_totals(group), fsum(item.apart for item in group))
            for group in paced(_parted(items), self._breathe)
        ]
        return self._reliability(name, parts, masi, _units(items), intervals=intervals)

    def _reliability(
        self,
        name: str,
        parts: Sequence[Pairings[L]],
        distance: Callable[[L, L], float],
        units: tuple[int, int],
        *,
        intervals: bool,
    ) -> Reliability:
        whole = Pairings.together(parts)
        without = whole.alphas_without(paced(parts, self._breathe), distance) if intervals else ()
        why = "no sentence that two decided, or one and the same label in all"
        return Reliability(name, *units, jackknifed(whole.alpha(distance), without, why, wanted=intervals))


def _units(items: Sequence[_Item]) -> tuple[int, int]:
    """Return how many sentences these are, and how many of them are seen differently."""
    return len(items), sum(len(item.given) > 1 for item in items)


def _totals(items: Iterable[_Item]) -> Counter[frozenset[str]]:
    totals: Counter[frozenset[str]] = Counter()
    for item in items:
        totals.update(item.given)
    return totals


def counts_by_tag(given: Mapping[frozenset[str], int]) -> Counter[str]:
    """Return how many have given each tag, of how many have given which tags together."""
    counts: Counter[str] = Counter()
    for tags, count in given.items():
        for tag in tags:
            counts[tag] += count
    return counts


def _parted(items: Sequence[_Item]) -> list[Sequence[_Item]]:
    """Part sentences into groups, each by itself up to `GROUPS`; neighbours come into different ones."""
    return [items[number::GROUPS] for number in range(min(GROUPS, len(items)))]


def _least_reliable_first(figures: Reliability) -> tuple[bool, float, int]:
    value = figures.alpha.value
    return value is None, value or 0.0, -figures.differing


def _disagreements(
    names: Sequence[str], shared: Sequence[_Item], breathe: Callable[[], object]
) -> list[SeenDifferently]:
    differing = [item for item in paced(shared, breathe) if item.differs]
    total = fsum(item.apart for item in paced(differing, breathe))
    seen = [
        SeenDifferently(
            item.sentence.article,
            item.sentence.number,
            next(side for side in item.sides if side)[0].target.quote,
            item.apart / total if total else 0.0,
            tuple(
                Statement(
                    name,
                    tuple(sorted({tag for tag, _, _ in marked})),
                    tuple(annotation.uuid for annotation in side),
                    tuple(sorted(marked, key=_in_text_order)),
                    tuple(annotation.target.quote for annotation in side),
                )
                for name, side, marked in zip(names, item.sides, item.marked, strict=True)
                if marked is not None
            ),
            item.sentence.sha256,
            item.sentence.start,
            item.sentence.end,
            item.week,
        )
        for item in paced(differing, breathe)
    ]
    return sorted(seen, key=lambda each: -each.share)


def _in_text_order(span: TaggedSpan) -> tuple[int, int, str]:
    tag, start, end = span
    return start, end, tag


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
        NothingToCompareError: nobody else has decided what I have.
        TeamError: I am in no team, or the hub has no team.
        StoreError: my annotations can't be read.
    """
    starts = sentence_starts(project.corpus)
    with open_work(place_in_team(project)) as work:
        with suppress(HubError):  # then what has come by now is compared
            work.exchange()
        said = team_said(work, work.team(), partial(placed, project.corpus), starts, unaided=unaided)
    return compare_people(said, starts=starts)


def team_said(
    known: KnownTeam,
    team: Team,
    place: Callable[[Sequence[Annotation]], Sequence[Annotation]],
    starts: SentenceStarts,
    *,
    unaided: bool = False,
    breathe: Callable[[], object] = lambda: None,
) -> dict[str, list[Annotation]]:
    """Return what the members of a team say, to be compared: as far as I may see it, where its text is now.

    Args:
        known: what is known of the team here.
        team: the rules.
        place: puts annotations where their texts are now (`annotations.services.following`), in their order.
        starts: where the sentences of the articles start.
        unaided: see `compare_files_of_many`.
        breathe: see `compared`.

    Raises:
        NothingToCompareError: nobody else has decided what I have.
    """
    said = [
        (name, annotation)
        for name, by in said_by_all(known, team, starts, breathe).items()
        for annotation in paced(by, breathe)
        if not (unaided and has_taken_tags(annotation))
    ]
    people: dict[str, list[Annotation]] = {}
    for (name, _), annotation in zip(said, place([annotation for _, annotation in said]), strict=True):
        people.setdefault(name, []).append(annotation)
    if len(people) < 2:
        raise NothingToCompareError(
            "nothing to compare yet: nobody else has decided a sentence that you have"
        )
    return people


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
