"""An article as rows of cells: which paragraph and which of its lines stands in which row.

Only what is looked at is laid out. A paragraph that nobody has seen counts with an estimate of its height,
which is corrected when it is first needed; so opening costs one screen, whatever the article's length. Rows
of what stands above the place that is being looked at may shift by such a correction: a place is therefore
remembered as (paragraph, line), never as a row number.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator
from itertools import accumulate
from typing import NamedTuple

from tui.bidi import Line, Paragraph, estimate_lines, layout


class Row(NamedTuple):
    """One row of the flow: a visual line and where its paragraph starts in the article (code points)."""

    offset: int
    line: Line


class Flow:
    r"""The rows of a text at one width.

    Args:
        text: the article's text; `\n` ends a paragraph.
        width: cells that a line may take.
        harakat: False leaves the marks out of the display.
        hidden: indices of paragraphs that take no row at all.
    """

    def __init__(self, text: str, width: int, *, harakat: bool = True, hidden: Collection[int] = ()) -> None:
        self.width = width
        self._harakat = harakat
        self._texts = text.split("\n")
        self._starts = list(accumulate((len(part) + 1 for part in self._texts), initial=0))
        self._hidden = frozenset(hidden)
        self._lines: dict[int, list[Line]] = {}
        self._heights = [
            0 if index in self._hidden else estimate_lines(part, width)
            for index, part in enumerate(self._texts)
        ]
        self._tops = list(accumulate(self._heights, initial=0))

    @property
    def height(self) -> int:
        """Rows in all, as far as is known by now."""
        return self._tops[-1]

    def paragraph_at(self, offset: int) -> int:
        """Return the index of the paragraph that holds the code point."""
        return min(bisect_right(self._starts, offset), len(self._texts)) - 1

    def settle(self, first: int, count: int) -> None:
        """Lay out what stands in rows `[first, first + count)`, so that these rows are final."""
        index = self._index_of_row(first)
        missing = first + count - self._tops[index]
        while index < len(self._texts) and missing > 0:
            missing -= len(self.lines(index))
            index += 1
        self._retop()

    def row(self, number: int) -> Row | None:
        """Return the row, or None below the last one."""
        if not 0 <= number < self.height:
            return None
        index = self._index_of_row(number)
        lines = self.lines(index)
        self._retop()
        place = number - self._tops[index]
        if place >= len(lines):  # the estimate was too high: the row belongs to what follows
            return self.row(number)
        return Row(self._starts[index], lines[place])

    def place_at(self, number: int) -> tuple[int, int]:
        """Return (paragraph, line) of a row: what stays true when rows above are corrected."""
        index = self._index_of_row(number)
        return index, max(0, number - self._tops[index])

    def row_of_place(self, place: tuple[int, int]) -> int:
        """Return the row of a (paragraph, line) as far as is known by now."""
        index, line = place
        return self._tops[index] + min(line, max(0, self._heights[index] - 1))

    def row_of(self, offset: int) -> int:
        """Return the row that shows a code point; lays its paragraph out."""
        index = self.paragraph_at(offset)
        lines = self.lines(index)
        self._retop()
        inside = offset - self._starts[index]
        line = bisect_right(lines, inside, key=lambda one: one.start) - 1 if lines else 0
        return self._tops[index] + max(0, line)

    def spans(self, start: int, end: int, first: int, last: int) -> Iterator[tuple[int, int, int]]:
        """Yield (row, x0, x1) for the rows of `[first, last)` that show code points of `[start, end)`.

        Columns count from the left end of the line; one row may have several runs, left to right.
        """
        index = self.paragraph_at(start)
        while index < len(self._texts) and self._starts[index] < end and self._tops[index] < last:
            if self._tops[index + 1] > first:
                offset = self._starts[index]
                lines = self.lines(index)
                for number in range(
                    max(0, first - self._tops[index]), min(len(lines), last - self._tops[index])
                ):
                    line = lines[number]
                    if line.start < end - offset and line.end > start - offset:
                        for x0, x1 in line.columns(max(0, start - offset), end - offset):
                            yield self._tops[index] + number, x0, x1
            index += 1

    def lines(self, index: int) -> list[Line]:
        """Return the lines of a paragraph; lays it out at the first time."""
        lines = self._lines.get(index)
        if lines is None:
            if index in self._hidden:
                lines = []
            else:
                lines = layout(Paragraph(self._texts[index]), self.width, harakat=self._harakat)
            self._lines[index] = lines
            if len(lines) != self._heights[index]:
                self._heights[index] = len(lines)
                self._stale_from = min(self._stale_from, index)
        return lines

    _stale_from = 1 << 60
    """First paragraph below which `_tops` is out of date."""

    def _retop(self) -> None:
        if self._stale_from < len(self._texts):
            index = self._stale_from
            self._tops[index:] = accumulate(self._heights[index:], initial=self._tops[index])
            self._stale_from = 1 << 60

    def _index_of_row(self, number: int) -> int:
        self._retop()
        return max(0, min(bisect_right(self._tops, number), len(self._texts)) - 1)
