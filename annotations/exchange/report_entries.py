"""The claims of the report: their articles, their numbers, and which contradict each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from annotations.exchange.report_words import Words
from annotations.links import CONTRADICTS, groups
from annotations.records import Annotation


class Entry(NamedTuple):
    """A claim with what is known of its article, and its place in the page."""

    order: int
    claim: Annotation
    known: Mapping[str, Any]

    @property
    def anchor(self) -> str:
        """The id of its element."""
        return f"c{self.order}"

    @property
    def source(self) -> str:
        """Who published it, as far as that is known."""
        return str(self.known.get("source") or "")

    @property
    def day(self) -> date | None:
        """The day that the claim is about, else the day on which it was published."""
        for value in (self.claim.attributes.get("when"), self.known.get("published")):
            try:
                return date.fromisoformat(str(value)[:10])
            except ValueError:
                continue
        return None


class Figure(NamedTuple):
    """A number in a claim; `low` and `high` are the same unless a range is claimed."""

    name: str
    """What is counted, or the unit; figures of one name are compared."""
    low: float
    high: float
    approximate: bool
    shown: str
    """As a person writes it."""


def figures(entry: Entry, words: Words) -> list[Figure]:
    """Return the numbers of a claim that can be understood; others of a foreign file are passed over."""
    found = entry.claim.attributes.get("numbers")
    listed = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    return [figure for item in listed if (figure := _figure(item, words)) is not None]


def grouped(entries: Iterable[Entry], key: Callable[[Entry], str]) -> list[tuple[str, list[Entry]]]:
    """Return entries by a key, groups and entries in the order in which they come."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(key(entry), []).append(entry)
    return list(groups.items())


def contradictions(entries: Sequence[Entry]) -> list[list[Entry]]:
    """Return the claims that contradict each other, directly or through others."""
    by_uuid = {entry.claim.uuid: entry for entry in entries}
    pairs = (
        (entry.claim.uuid, link.to)
        for entry in entries
        for link in entry.claim.links
        if link.type == CONTRADICTS and link.to in by_uuid
    )
    found = [sorted((by_uuid[uuid] for uuid in group), key=lambda one: one.order) for group in groups(pairs)]
    return sorted((group for group in found if len(group) > 1), key=lambda group: group[0].order)


def _figure(item: Mapping[str, Any], words: Words) -> Figure | None:
    value, low, high = (_number(item.get(key)) for key in ("value", "min", "max"))
    ends = [one for one in (low, high, value) if one is not None]
    if not ends:
        return None
    unit = str(item.get("unit") or "").strip()
    what = str(item.get("what") or "").strip()
    number = f"{min(ends):,.10g}" if min(ends) == max(ends) else f"{min(ends):,.10g}-{max(ends):,.10g}"
    approximate = item.get("approx") is True
    shown = " ".join(part for part in (words.about if approximate else "", number, unit, what) if part)
    return Figure(what or unit, min(ends), max(ends), approximate, shown)


def _number(value: Any) -> float | None:
    """Return a finite number; a plot has no place for others."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) < 1e15:
        return None
    return float(value)
