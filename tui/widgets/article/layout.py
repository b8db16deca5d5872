"""Lays an article out: says which paragraph, and which of its lines, stands in which row.

Only what is looked at is laid out. A paragraph that nobody has seen counts with an estimate of its height,
which is corrected when it is first needed; so opening costs one screen, whatever the article's length. Rows
of what stands above the place that is being looked at may shift by such a correction: a place is therefore
remembered as (paragraph, line), never as a row number.

Of a giant paragraph only the first lines are laid out, as far as rows of it are needed. The rest is for a
thread (`finish`), since lines have to be cut from the first one on; what needs it before waits.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator
from itertools import accumulate
from threading import Lock
from typing import NamedTuple

from tui.bidi import Line, Paragraph, direction_of, estimate_lines, layout, layout_prefix, mostly_rtl
from tui.presenters.stored import unforced

GIANT = 1 << 14
"""Code points from which a paragraph is laid out in parts: 10 ms, where a megabyte takes 0.4 s."""
_FAR = 1 << 10
"""Lines up to which the beginning of a giant paragraph is laid out for the sake of a row."""
_NONE_STALE = 1 << 60


class FlowRow(NamedTuple):
    """One row of an article's text."""

    offset: int
    """Code point of the article with which the line's paragraph begins."""
    line: Line
    start: int
    """The first code point of the article that is in this row."""
    end: int
    """The code point of the article behind this row."""


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
        lengths = [len(part) for part in self._texts]
        self._starts = list(accumulate(lengths, lambda start, length: start + length + 1, initial=0))
        self._hidden = frozenset(hidden)
        self._in_rtl = mostly_rtl(text)
        self._lines: dict[int, list[Line]] = {}
        self._begun: set[int] = set()
        """Giant paragraphs whose first lines only are in `_lines`."""
        self._finished: dict[int, list[Line]] = {}
        """Giant paragraphs laid out as a whole, which are in no row yet."""
        self._finishing = Lock()
        estimates = {length: estimate_lines(length, width) for length in set(lengths)}
        self._heights = [estimates[length] for length in lengths]
        for index in self._hidden:
            self._heights[index] = 0
        self._tops = list(accumulate(self._heights, initial=0))
        self._stale_from = _NONE_STALE
        """First paragraph below which `_tops` is out of date."""

    @property
    def height(self) -> int:
        """Rows in all, as far as is known by now."""
        self._retop()
        return self._tops[-1]

    def paragraph_at(self, offset: int) -> int:
        """Return the index of the paragraph that holds the code point."""
        return min(bisect_right(self._starts, offset), len(self._texts)) - 1

    def settle(self, first: int, count: int) -> None:
        """Lay out what stands in rows `[first, first + count)`, so that these rows are final."""
        index = self._index_of_row(first)
        missing = first + count - self._tops[index]
        while index < len(self._texts) and missing > 0:
            self._first_lines(index, missing)
            missing -= self._heights[index]
            index += 1
        self._retop()

    def lay_out_ahead(self, first: int, count: int, most: int) -> None:
        """Lay out some paragraphs of rows `[first, first + count)`, which may be looked at next.

        Args:
            first: the row.
            count: how many rows.
            most: how many paragraphs at the most; none that is giant.
        """
        index = self._index_of_row(first)
        missing = first + count - self._tops[index]
        while index < len(self._texts) and missing > 0 and most and not self._giant(index):
            if index not in self._lines:
                most -= 1
                self.lines(index)
            missing -= self._heights[index]
            index += 1
        self._retop()

    def row(self, number: int) -> FlowRow | None:
        """Return the row, or None below the last one."""
        if not 0 <= number < self.height:
            return None
        index = self._index_of_row(number)
        place = number - self._tops[index]
        lines = self._first_lines(index, place + 1)
        self._retop()
        if place >= len(lines):  # the estimate was too high: the row belongs to what follows
            return self.row(number)
        offset, line = self._starts[index], lines[place]
        return FlowRow(offset, line, offset + line.start, offset + line.end)

    def place_at(self, number: int) -> tuple[int, int]:
        """Return (paragraph, line) of a row: what stays true when rows above are corrected."""
        index = self._index_of_row(number)
        return index, max(0, number - self._tops[index])

    def row_of_place(self, place: tuple[int, int]) -> int:
        """Return the row of a (paragraph, line) as far as is known by now."""
        index, line = place
        self._retop()
        return self._tops[index] + min(line, max(0, self._heights[index] - 1))

    def row_of(self, offset: int) -> int:
        """Return the row that shows a code point; lays its paragraph out as far as that."""
        index = self.paragraph_at(offset)
        inside = offset - self._starts[index]
        lines = self._lines.get(index)
        if lines is None or (index in self._begun and inside >= lines[-1].end):
            lines = self._first_lines(index, inside // self.width + 2)
            if index in self._begun and inside >= lines[-1].end:
                lines = self.lines(index)
        self._retop()
        line = bisect_right(lines, inside, key=_start) - 1 if lines else 0
        return self._tops[index] + max(0, line)

    def rows_of(self, start: int, end: int, most: int) -> tuple[int, int]:
        """Return the first row of a span within a paragraph, and the row after its last one.

        If it takes more than `most` rows it counts as taking one more than that: of a sentence as long as a
        giant paragraph it is enough to know that it doesn't fit.
        """
        first = self.row_of(start)
        index = self.paragraph_at(start)
        place = first - self._tops[index]
        lines = self._first_lines(index, place + most + 1)
        self._retop()
        inside = max(start, end - 1) - self._starts[index]
        after = bisect_right(lines, inside, lo=place, hi=min(len(lines), place + most + 1), key=_start)
        return self._tops[index] + place, self._tops[index] + max(after, place + 1)

    def rows_showing(self, start: int, end: int) -> list[int]:
        """Return the rows in which code points of `[start, end)` are, as far as they have been laid out."""
        self._retop()
        rows: list[int] = []
        index = self.paragraph_at(start)
        while index < len(self._texts) and (offset := self._starts[index]) < end:
            lines = self._lines.get(index, ())
            first = max(0, bisect_right(lines, start - offset, key=_start) - 1)
            for number, line in enumerate(lines[first:], self._tops[index] + first):
                if line.start >= end - offset:
                    break
                if line.end > start - offset:
                    rows.append(number)
            index += 1
        return rows

    def spans(self, start: int, end: int, first: int, last: int) -> Iterator[tuple[int, int, int]]:
        """Yield (row, x0, x1) for the rows of `[first, last)` that show code points of `[start, end)`.

        These rows have been laid out. Columns count from the left end of the line; one row may have several
        runs, left to right.
        """
        for number in self.rows_showing(start, end):
            row = self.row(number) if first <= number < last else None
            if row is not None:
                for x0, x1 in row.line.columns(max(0, start - row.offset), end - row.offset):
                    yield number, x0, x1

    def lines(self, index: int) -> list[Line]:
        """Return all lines of a paragraph; lays it out at the first time."""
        if index not in self._lines or index in self._begun:
            self._take(index, self.finish(index) if self._giant(index) else self._laid_out(index))
        return self._lines[index]

    @property
    def begun(self) -> list[int]:
        """The giant paragraphs of which only the first lines are known."""
        return sorted(self._begun)

    def finish(self, index: int) -> list[Line]:
        """Lay out the whole of a giant paragraph, which is in no row yet; may be called from a thread.

        Who needs it while it is being laid out waits for it.
        """
        with self._finishing:
            lines = self._finished.get(index)
            if lines is None:
                lines = self._finished[index] = self._laid_out(index)
            return lines

    def _giant(self, index: int) -> bool:
        return len(self._texts[index]) > GIANT and index not in self._hidden

    def _laid_out(self, index: int) -> list[Line]:
        if index in self._hidden:
            return []
        text = self._texts[index]
        paragraph = Paragraph(unforced(text), direction_of(text, in_rtl=self._in_rtl))
        return layout(paragraph, self.width, harakat=self._harakat)

    def _first_lines(self, index: int, count: int) -> list[Line]:
        """Return the lines of a paragraph, of a giant one at least the first `count`."""
        lines = self._lines.get(index)
        if lines is not None and (index not in self._begun or len(lines) >= count):
            return lines
        if not self._giant(index) or count > _FAR or index in self._finished:
            return self.lines(index)
        text = self._texts[index]
        lines = layout_prefix(
            unforced(text),
            self.width,
            max(1, count, 2 * len(lines or ())),
            direction=direction_of(text, in_rtl=self._in_rtl),
            harakat=self._harakat,
        )
        self._take(index, lines)
        return lines

    def _take(self, index: int, lines: list[Line]) -> None:
        self._lines[index] = lines
        height = len(lines)
        if lines and lines[-1].end < len(self._texts[index]):
            self._begun.add(index)
            height = max(height + 1, estimate_lines(len(self._texts[index]), self.width))
        else:
            self._begun.discard(index)
            self._finished.pop(index, None)
        if height != self._heights[index]:
            self._heights[index] = height
            self._stale_from = min(self._stale_from, index)

    def _retop(self) -> None:
        if self._stale_from < len(self._texts):
            index = self._stale_from
            self._tops[index:] = accumulate(self._heights[index:], initial=self._tops[index])
            self._stale_from = _NONE_STALE

    def _index_of_row(self, number: int) -> int:
        self._retop()
        return max(0, min(bisect_right(self._tops, number), len(self._texts)) - 1)


def _start(line: Line) -> int:
    return line.start
