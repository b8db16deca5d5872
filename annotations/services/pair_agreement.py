"""Says how far each two of several people agree: per cent, Cohen's kappa, and the F1 of the spans they mark.

With twenty people there are 190 pairs, and of each sentence few different things are said. So what two people
may have said of a sentence is compared once, has a number, and a pair's figures are made of how often it has
which numbers. Leaving out a group of sentences, for the interval, then subtracts a few counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from operator import sub
from typing import NamedTuple

import msgspec

from annotations.services.agreement_items import SpanCounts, TaggedSpan, paced, span_counts
from annotations.services.agreement_measures import Crossed, Measure, f1, jackknifed

GROUPS = 200
"""Groups of sentences of which one at a time is left out for an interval."""

MarkedBySide = Sequence["frozenset[TaggedSpan] | None"]
"""The spans that each person has marked in a sentence; None: he has said nothing of it."""

_WHY = (
    "no sentence that both decided",
    "no sentence that both decided, or one and the same label in all",
    "nobody has marked a span",
    "nobody has marked a span",
)

_PairValues = tuple[float | None, float | None, float | None, float | None]


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


class Pairs:
    """The sentences of several people, to be asked for the figures of each two.

    Args:
        names: the people.
        sentences: what each has marked, by sentence, in the order of the names.
        breathe: is called often.
    """

    def __init__(
        self,
        names: Sequence[str],
        sentences: Iterable[MarkedBySide],
        breathe: Callable[[], object] = lambda: None,
    ) -> None:
        self._names = names
        self._breathe = breathe
        self._kinds: list[_Kind] = []
        """The things that two people may say of a sentence, each by its number."""
        self._numbers: dict[_Kind, int] = {}
        self._tables: list[list[list[int]]] = []
        """By sentence, the number of each two of the things that are said of it."""
        self._said: list[list[int]] = [[] for _ in names]
        """By person, the thing said of each sentence as its place in that sentence's table; -1: nothing."""
        for marked in paced(sentences, breathe):
            self._take(marked)

    def figures(self, *, intervals: bool) -> Iterator[PairFigures]:
        """Yield the figures of each two, in the order of the names."""
        for (a, ours), (b, theirs) in paced(combinations(enumerate(self._names), 2), self._breathe):
            both = [
                table[x][y]
                for x, y, table in zip(self._said[a], self._said[b], self._tables, strict=True)
                if x >= 0 and y >= 0
            ]
            whole = self._counts(Counter(both))
            without: list[_PairValues] = []
            if intervals:
                parts = (Counter(both[number::GROUPS]) for number in range(min(GROUPS, len(both))))
                without = [whole.values(self._counts(part)) for part in paced(parts, self._breathe)]
            measures = (
                jackknifed(value, [figures[column] for figures in without], why, wanted=intervals)
                for column, (value, why) in enumerate(zip(whole.values(), _WHY, strict=True))
            )
            yield PairFigures(ours, theirs, len(both), *measures)

    def _take(self, marked: MarkedBySide) -> None:
        things: dict[frozenset[TaggedSpan], int] = {}
        for said, spans in zip(self._said, marked, strict=True):
            said.append(-1 if spans is None else things.setdefault(spans, len(things)))
        labels = ["+".join(sorted({tag for tag, _, _ in spans})) for spans in things]
        self._tables.append(
            [
                [
                    self._number(_Kind(a, b, span_counts(ours, theirs)))
                    for b, theirs in zip(labels, things, strict=True)
                ]
                for a, ours in zip(labels, things, strict=True)
            ]
        )

    def _number(self, kind: _Kind) -> int:
        number = self._numbers.setdefault(kind, len(self._kinds))
        if number == len(self._kinds):
            self._kinds.append(kind)
        return number

    def _counts(self, numbers: Counter[int]) -> _PairCounts:
        ours, theirs = dict[str | None, int](), dict[str | None, int]()
        agreed = spans_a = spans_b = exact = met_a = met_b = 0
        for number, count in numbers.items():
            a, b, (in_a, in_b, alike, meet_a, meet_b) = self._kinds[number]
            ours[a] = ours.get(a, 0) + count
            theirs[b] = theirs.get(b, 0) + count
            if a == b:
                agreed += count
            spans_a += count * in_a
            spans_b += count * in_b
            exact += count * alike
            met_a += count * meet_a
            met_b += count * meet_b
        spans = SpanCounts(spans_a, spans_b, exact, met_a, met_b)
        return _PairCounts(Crossed(ours, theirs, agreed, numbers.total()), spans)


class _Kind(NamedTuple):
    """The things that two people say of a sentence, as far as the figures need them."""

    a: str
    """The tags of one."""
    b: str
    spans: SpanCounts


class _PairCounts(NamedTuple):
    """Counts of sentences that two people have decided."""

    crossed: Crossed
    spans: SpanCounts

    def values(self, part: _PairCounts | None = None) -> _PairValues:
        """Return per cent, kappa and both F1, without a part of the sentences if one is named."""
        spans = self.spans
        if part is not None:
            spans = SpanCounts(*map(sub, spans, part.spans))
        gone = None if part is None else part.crossed
        return (
            self.crossed.percent(gone),
            self.crossed.kappa(gone),
            f1(spans.exact, spans.a, spans.exact, spans.b),
            f1(spans.met_a, spans.a, spans.met_b, spans.b),
        )
