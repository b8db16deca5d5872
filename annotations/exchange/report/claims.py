"""Puts the claims of the report together: their articles, their numbers, and which are one row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from annotations.exchange.report.messages import Words
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
    others: tuple[Annotation, ...] = ()
    """The annotations that others have made of the very same words."""

    @property
    def anchor(self) -> str:
        """The id of its element."""
        return f"c{self.order}"

    @property
    def annotations(self) -> tuple[Annotation, ...]:
        """All that is said of these words."""
        return (self.annotation, *self.others)

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

    def text(self, attribute: str) -> str:
        """Return the value of an attribute that is a text, in one line; empty if it has none."""
        value = self.annotation.attributes.get(attribute)
        return flat(value) if isinstance(value, str) else ""

    @property
    def items(self) -> list[Mapping[str, Any]]:
        """The numbers that can be understood; others of a foreign file are passed over."""
        numbers = self.annotation.attributes.get("numbers")
        if not isinstance(numbers, list):
            return []
        return [item for item in numbers if isinstance(item, dict) and _bounds(item) is not None]


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
    """Return the numbers of a claim that can be understood."""
    return [figure for item in claim.items if (figure := _figure(item, words))]


def in_rows(
    annotations: Iterable[Annotation], known: Callable[[str], Mapping[str, Any]]
) -> list[ReportedClaim]:
    """Return the rows of a report: what two annotators say of the very same words is one.

    Args:
        annotations: claims, grouped by article, in the order of the text.
        known: returns what is known of an article.
    """
    rows: dict[tuple[str, int, int, int], list[Annotation]] = {}
    said: Counter[tuple[str, int, int, str]] = Counter()
    for annotation in annotations:
        words = annotation.article.id, annotation.target.start, annotation.target.end
        rows.setdefault((*words, said[*words, annotation.annotator]), []).append(annotation)
        said[*words, annotation.annotator] += (
            1  # of two claims in one sentence by one annotator each is a row
        )
    claims = []
    for number, same in enumerate(rows.values(), 1):
        first, *others = sorted(same, key=_richest)
        claims.append(ReportedClaim(number, first, known(first.article.id), tuple(others)))
    return claims


def grouped(
    claims: Iterable[ReportedClaim], key: Callable[[ReportedClaim], str]
) -> list[tuple[str, list[ReportedClaim]]]:
    """Return claims by a key, groups and claims in the order in which they come."""
    groups: dict[str, list[ReportedClaim]] = {}
    for claim in claims:
        groups.setdefault(key(claim), []).append(claim)
    return list(groups.items())


def _richest(annotation: Annotation) -> tuple[int, str, str]:
    """Return what puts first who says the most of a claim, and of those the earliest."""
    said = sum(value is not None for value in annotation.attributes.values())
    return -said - len(annotation.links), annotation.created, annotation.uuid


def _bounds(item: Mapping[str, Any]) -> Interval | None:
    bounds = interval(item)
    if bounds is None or not all(abs(end) < _MOST for end in bounds if end is not None):
        return None
    return bounds


def _figure(item: Mapping[str, Any], words: Words) -> Figure | None:
    bounds = _bounds(item)
    if bounds is None:
        return None
    name = flat(str(item.get("what") or "")) or flat(str(item.get("unit") or ""))
    return Figure(name, *bounds, item.get("approx") is True, amount(item, words.lang), item)
