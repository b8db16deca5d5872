"""Keeps how wide the values of a table's columns are, so that a list gives its cells to what is there.

A byte for each value, and a count of values by width: what a column needs is known at once, also of 100,000
rows, and one long value doesn't take the room of all others.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping

WIDEST = 255
"""Code points that are told apart: no column is wider."""
_MOST_VALUES = 0.95
"""The share of values that a column has room for."""


class ColumnWidths:
    """The widths of values, by row and column.

    Args:
        columns: the names of the columns.
    """

    def __init__(self, columns: Iterable[str]) -> None:
        self._widths = {name: array("B") for name in columns}
        self._counts: dict[str, Counter[int]] = {name: Counter() for name in self._widths}

    def put(self, row: int, widths: Mapping[str, int]) -> None:
        """Take in how many code points the values of a row have: of the next row, or of one once more."""
        for name, kept in self._widths.items():
            width = min(WIDEST, widths.get(name, 0))
            counts = self._counts[name]
            if row < len(kept):
                counts[kept[row]] -= 1
                kept[row] = width
            else:
                kept.append(width)
            counts[width] += 1

    def needed(self) -> dict[str, int]:
        """Return how many code points a column needs for nearly all of its values; 0 if it has none."""
        return {name: _needed(counts) for name, counts in self._counts.items()}


def _needed(counts: Counter[int]) -> int:
    filled = sorted((width, count) for width, count in counts.items() if width and count > 0)
    wanted, seen = sum(count for _, count in filled) * _MOST_VALUES, 0
    for width, count in filled:
        seen += count
        if seen >= wanted:
            return width
    return 0
