"""Measures how far people agree on the same items: per cent, Cohen's kappa, Krippendorff's alpha, F1.

All take a count of items by their labels, one by each person; None stands for an item that a person left
open. What is undefined is None, never 0 or 1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from math import fsum, sqrt
from typing import Generic, TypeVar

import msgspec

L = TypeVar("L")
"""A label: the name of one, or a set of tags."""

Cells = Counter[tuple[str | None, ...]]
"""Counts of items by the labels of two people: the first by A, the second by B."""

RESAMPLES = 1000
"""Samples that are drawn with replacement for an interval."""

SEED = 20261121
"""The seed of all of them, so that the same files give the same figures."""

FEWEST = 5
"""Sentences, or groups of them, from which an interval is told by leaving out one at a time."""


class Measure(msgspec.Struct, frozen=True):
    """A figure with its 95 % interval; None where it is undefined, and then `why`."""

    value: float | None
    low: float | None = None
    high: float | None = None
    why: str = ""


def with_interval(value: float | None, drawn: Sequence[float | None], why: str) -> Measure:
    """Return a figure with the 95 % percentile interval of what came of samples.

    Args:
        value: the figure.
        drawn: the same figure over each sample; none if there was too little to draw from.
        why: the reason for which it is undefined where it is.
    """
    if value is None:
        return Measure(None, why=why)
    defined = sorted(figure for figure in drawn if figure is not None)
    if not drawn or len(defined) < 0.9 * len(drawn):
        return Measure(value, why="too few sentences for an interval")
    return Measure(value, defined[int(0.025 * len(defined))], defined[int(0.975 * (len(defined) - 1))])


def jackknifed(
    value: float | None, without: Sequence[float | None], why: str, *, wanted: bool = True
) -> Measure:
    """Return a figure with the 95 % interval that follows from what it is without each part of the items.

    The delete-a-group jackknife (Quenouille 1956, Tukey 1958; Shao and Tu 1995, 2.3) with Student's t for as
    many groups: a hundredth of the work of a thousand samples, and no chance in it.

    Args:
        value: the figure.
        without: the same figure over all items but one group, for each of groups of the same size.
        why: the reason for which it is undefined where it is.
        wanted: whether an interval is: else there is none, and no reason for it.
    """
    if value is None:
        return Measure(None, why=why)
    if not wanted:
        return Measure(value)
    defined = [figure for figure in without if figure is not None]
    groups = len(without)
    if groups < FEWEST or len(defined) < groups:
        return Measure(value, why="too few sentences for an interval")
    mean = fsum(defined) / groups
    error = sqrt((groups - 1) / groups * fsum((figure - mean) ** 2 for figure in defined))
    half = _t(groups - 1) * error
    return Measure(value, max(-1.0, value - half), min(1.0, value + half))


def _t(freedom: int) -> float:
    """Return the 97.5 % quantile of Student's t (Abramowitz and Stegun 26.7.5; within 0.2 % from 4 on)."""
    z = 1.959963984540054
    terms: tuple[float, ...] = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + fsum(term / freedom**power for power, term in enumerate(terms, 1))


def percent(cells: Cells) -> float | None:
    """Return the share of items with two labels that has the same one twice; None without such items."""
    return Crossed.of(cells).percent()


def kappa(cells: Cells) -> float | None:
    """Return Cohen's kappa; None when both used one label only, so that chance explains everything."""
    return Crossed.of(cells).kappa()


class Crossed:
    """The counts that per cent and kappa are made of: what two people said of the items that both decided.

    Args:
        ours: how often A gave each label.
        theirs: how often B did.
        agreed: items with the same label by both.
        total: all items.
    """

    __slots__ = ("agreed", "by_chance", "ours", "theirs", "total")

    def __init__(
        self, ours: dict[str | None, int], theirs: dict[str | None, int], agreed: int, total: int
    ) -> None:
        self.ours = ours
        self.theirs = theirs
        self.agreed = agreed
        self.total = total
        self.by_chance = sum(count * theirs.get(label, 0) for label, count in ours.items())

    @classmethod
    def of(cls, cells: Cells) -> Crossed:
        """Count items; those that one of the two left open don't count."""
        ours, theirs = dict[str | None, int](), dict[str | None, int]()
        agreed = total = 0
        for (a, b), count in cells.items():
            if a is not None and b is not None:
                ours[a] = ours.get(a, 0) + count
                theirs[b] = theirs.get(b, 0) + count
                agreed += count * (a == b)
                total += count
        return cls(ours, theirs, agreed, total)

    def percent(self, part: Crossed | None = None) -> float | None:
        """Return the share of items with the same label twice, without a part of them if one is named."""
        total = self.total - (part.total if part else 0)
        return (self.agreed - (part.agreed if part else 0)) / total if total else None

    def kappa(self, part: Crossed | None = None) -> float | None:
        """Return Cohen's kappa, without a part of the items if one is named; None as `kappa`."""
        total, agreed, by_chance = self.total, self.agreed, self.by_chance
        if part is not None:
            total -= part.total
            agreed -= part.agreed
            # Only the part's labels count otherwise than in the whole: with 20 people all of them are asked
            # for 38,000 times.
            ours, theirs = self.ours, self.theirs
            by_chance -= sum(count * theirs.get(label, 0) for label, count in part.ours.items())
            by_chance -= sum(count * ours.get(label, 0) for label, count in part.theirs.items())
            by_chance += part.by_chance
        if not total or by_chance == total * total:
            return None
        return (agreed * total - by_chance) / (total * total - by_chance)


def alpha(items: Mapping[tuple[L | None, ...], int]) -> float | None:
    """Return Krippendorff's alpha for nominal data by any number of people.

    Items with one label only don't pair, and so don't count. None when there is no pair, or only one label in
    all of them.

    Args:
        items: counts of items by the labels that they got, one by each person.
    """
    return Pairings.of(items).alpha()


def nominal(a: object, b: object) -> float:
    """Return the distance of two labels that have no order: 0 if they are the same, else 1."""
    return float(a != b)


@lru_cache(1 << 16)  # every figure asks for the same
def masi(a: frozenset[str], b: frozenset[str]) -> float:
    """Return how far two sets are apart: 1 - Jaccard x monotonicity.

    Monotonicity is 1 for equal sets, 2/3 if one holds the other, 1/3 if they overlap, else 0 (Passonneau
    2006, "Measuring Agreement on Set-valued Items (MASI) for Semantic and Pragmatic Annotation").
    """
    if a == b:
        return 0.0
    shared = len(a & b)
    monotonicity = 2 / 3 if a <= b or b <= a else 1 / 3
    return 1 - shared / len(a | b) * (monotonicity if shared else 0)


def disagreement(given: Counter[L], distance: Callable[[L, L], float]) -> float:
    """Return the sum of the distances of all ordered pairs of an item's labels, each by one less than these.

    Args:
        given: how often the item, which has at least two labels, got each.
        distance: of two labels.
    """
    if len(given) < 2:
        return 0.0
    apart = fsum(
        a_times * b_times * distance(a, b) for (a, a_times), (b, b_times) in combinations(given.items(), 2)
    )
    return 2 * apart / (given.total() - 1)


class Pairings(Generic[L]):
    """The counts that alpha is made of: how often a label stands in a pair, and how far pairs are apart.

    Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability": in an item with m labels each pair
    counts 1 / (m - 1), so that each label counts once.

    Args:
        totals: each label with how often it stands in an item that has at least two.
        differing: the sum over these items of the distances of all ordered pairs, each by m - 1.
    """

    __slots__ = ("differing", "totals")

    def __init__(self, totals: Counter[L], differing: float) -> None:
        self.totals = totals
        self.differing = differing

    @classmethod
    def of(
        cls, items: Mapping[tuple[L | None, ...], int], distance: Callable[[L, L], float] = nominal
    ) -> Pairings[L]:
        """Count the pairs of items."""
        totals: Counter[L] = Counter()
        differing = 0.0
        for labels, count in items.items():
            given = Counter(label for label in labels if label is not None)
            if given.total() < 2:
                continue
            for label, times in given.items():
                totals[label] += count * times
            differing += count * disagreement(given, distance)
        return cls(totals, differing)

    @classmethod
    def together(cls, parts: Iterable[Pairings[L]]) -> Pairings[L]:
        """Return the pairings of all items of several parts."""
        totals: Counter[L] = Counter()
        differing = 0.0
        for part in parts:
            totals.update(part.totals)
            differing += part.differing
        return cls(totals, differing)

    def alpha(self, distance: Callable[[L, L], float] = nominal) -> float | None:
        """Return Krippendorff's alpha; None if there is no pair, or only one label in all of them."""
        return self._alpha(self.totals.total(), self.differing, self._expected(self._far(distance)))

    def alphas_without(
        self, parts: Iterable[Pairings[L]], distance: Callable[[L, L], float] = nominal
    ) -> list[float | None]:
        """Return alpha over all items but those of a part, for each of the parts.

        What is expected is a sum over all pairs of labels; leaving out a part changes only the terms of its
        own labels.
        """
        far, n = self._far(distance), self.totals.total()
        expected = self._expected(far)
        alphas: list[float | None] = []
        for part in parts:
            gone = list(part.totals.items())
            if sum(self.totals[label] > count for label, count in gone) + len(self.totals) - len(gone) < 2:
                alphas.append(None)  # all labels that are left are the same
                continue
            less = 2 * fsum(count * far[label] for label, count in gone) - 2 * fsum(
                a_count * b_count * distance(a, b) for (a, a_count), (b, b_count) in combinations(gone, 2)
            )
            alphas.append(
                self._alpha(n - part.totals.total(), self.differing - part.differing, expected - less)
            )
        return alphas

    def _far(self, distance: Callable[[L, L], float]) -> dict[L, float]:
        """Return how far each label is from all that were given, together."""
        if distance is nominal:
            n = self.totals.total()
            return {label: float(n - count) for label, count in self.totals.items()}
        return {
            label: fsum(count * distance(label, other) for other, count in self.totals.items())
            for label in self.totals
        }

    def _expected(self, far: Mapping[L, float]) -> float:
        return fsum(count * far[label] for label, count in self.totals.items())

    @staticmethod
    def _alpha(n: int, differing: float, expected: float) -> float | None:
        return 1 - differing * (n - 1) / expected if expected else None


def f1(ours_met: int, ours: int, theirs_met: int, theirs: int) -> float | None:
    """Return the F1 of two sets; None if both are empty.

    Args:
        ours_met: how many of ours are in theirs.
        ours: size of ours.
        theirs_met: how many of theirs are in ours.
        theirs: size of theirs.
    """
    if not ours + theirs:
        return None
    recall, precision = ours_met / ours if ours else 0.0, theirs_met / theirs if theirs else 0.0
    return 2 * recall * precision / (recall + precision) if recall + precision else 0.0


def measure_shown(measure: Measure, form: str = ".3f", ends: str = ".2f") -> str:
    """Return a figure with its interval, in formats of Python."""
    if measure.value is None:
        return "undefined"
    interval = "" if measure.low is None else f" [{measure.low:{ends}}, {measure.high:{ends}}]"
    return f"{measure.value:{form}}{interval}"
