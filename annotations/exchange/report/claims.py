"""Puts the claims of the report together: their articles, their numbers, and which contradict each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from annotations.exchange.report.messages import Words
from annotations.model.links import contradicting
from annotations.model.records import Annotation
from annotations.text.lines import flat
from annotations.text.numbers.amounts import Interval, amount, interval

_MOST = 1e15
"""A plot has no place for more."""


class ReportedClaim(NamedTuple):
    """A claim with what is known of its article, and its place in the page."""

    order: int
    """Its number in the page, from 1."""
    annotation: Annotation
    known: Mapping[str, Any]

    @property
    def anchor(self) -> str:
        """The id of its element."""
        return f"c{self.order}"

    @property
    def source(self) -> str:
        """The publisher, as far as that is known."""
        return str(self.known.get("source") or "")

    @property
    def day(self) -> date | None:
        """The day that the claim is about, else the day on which it was published."""
        for value in (self.annotation.attributes.get("when"), self.known.get("published")):
            try:
                return date.fromisoformat(str(value)[:10])
            except ValueError:
                continue
        return None


class Figure(NamedTuple):
    """A number in a claim: an interval, open (None) where only a bound is claimed."""

    name: str
    """The things that are counted, or the unit; figures of one name are compared."""
    low: float | None
    high: float | None
    approximate: bool
    shown: str
    """As a person reads it, see `annotations.text.numbers.amounts`; with its isolates."""
    item: Mapping[str, Any]
    """The record."""

    @property
    def anchor(self) -> float:
        """The end that is known, the lower one first."""
        return Interval(self.low, self.high).anchor


def figures(claim: ReportedClaim, words: Words) -> list[Figure]:
    """Return the numbers of a claim that can be understood; others of a foreign file are passed over."""
    numbers = claim.annotation.attributes.get("numbers")
    if not isinstance(numbers, list):
        return []
    return [figure for item in numbers if isinstance(item, dict) and (figure := _figure(item, words))]


def grouped(
    claims: Iterable[ReportedClaim], key: Callable[[ReportedClaim], str]
) -> list[tuple[str, list[ReportedClaim]]]:
    """Return claims by a key, groups and claims in the order in which they come."""
    groups: dict[str, list[ReportedClaim]] = {}
    for claim in claims:
        groups.setdefault(key(claim), []).append(claim)
    return list(groups.items())


def contradictions(claims: Sequence[ReportedClaim]) -> list[list[ReportedClaim]]:
    """Return the claims that contradict each other, directly or through others."""
    by_uuid = {claim.annotation.uuid: claim for claim in claims}
    uuids = contradicting((claim.annotation for claim in claims), by_uuid.__contains__)
    groups = [sorted((by_uuid[uuid] for uuid in group), key=_order) for group in uuids]
    return sorted(groups, key=lambda group: group[0].order)


def _order(claim: ReportedClaim) -> int:
    return claim.order


def _figure(item: Mapping[str, Any], words: Words) -> Figure | None:
    bounds = interval(item)
    if bounds is None or not all(abs(end) < _MOST for end in bounds if end is not None):
        return None
    name = flat(str(item.get("what") or "")) or flat(str(item.get("unit") or ""))
    return Figure(name, *bounds, item.get("approx") is True, amount(item, words.lang), item)
