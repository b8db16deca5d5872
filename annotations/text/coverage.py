"""Remembers which parts of a text are covered, and by what; asking costs the same however many there are."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Hashable


class Coverage:
    """The parts of a text that somebody covers, no part by two.

    Parts of one owner that overlap become one. All are half-open, in code points.
    """

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._owners: list[Hashable] = []

    def meets(self, start: int, end: int) -> bool:
        """Say whether any of a span is covered; of an empty span nothing is."""
        at = bisect_right(self._ends, start)
        return start < end and at < len(self._starts) and self._starts[at] < end

    def add(self, start: int, end: int, owner: Hashable = None) -> bool:
        """Cover a span, unless somebody else covers any of it.

        Returns:
            Whether it is covered by this owner now; an empty span is, wherever it stands.
        """
        if start >= end:
            return True
        first = bisect_right(self._ends, start)
        last = bisect_left(self._starts, end, first)
        if any(other != owner for other in self._owners[first:last]):
            return False
        if first < last:
            start, end = min(start, self._starts[first]), max(end, self._ends[last - 1])
        self._starts[first:last], self._ends[first:last], self._owners[first:last] = [start], [end], [owner]
        return True
