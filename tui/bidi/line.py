"""One visual line: what a terminal that draws from left to right is sent, and the map of cells and text."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from tui.bidi.char_kinds import HIDDEN
from tui.bidi.paragraph import visual_runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui.bidi.glyphs import Glyphs

_HIDDEN = re.compile(f"[{HIDDEN}]")


class Cell(NamedTuple):
    """One grapheme on the screen."""

    column: int
    """Its first cell, 0 at the left of the line."""
    width: int
    start: int
    end: int
    """Its code points, half-open, with those hidden in or behind it."""
    text: str
    """The string that is sent for it."""


class Line:
    """One visual line of a paragraph, without padding: to align it is the widget's matter.

    Lines tile the paragraph: `[start:end)` takes in what is hidden, such as the spaces at which the line
    was cut. All but the bounds is computed when it is asked for.

    Attributes:
        start: first code point in the paragraph.
        end: the code point after the last one.
        width: cells.
    """

    __slots__ = (
        "_cells",
        "_first",
        "_glyphs",
        "_last",
        "_logical",
        "_runs",
        "_text",
        "_visual",
        "end",
        "start",
        "width",
    )

    def __init__(self, glyphs: Glyphs, first: int, last: int, start: int, end: int) -> None:
        self._glyphs = glyphs
        self._first = first
        self._last = last
        self.start = start
        self.end = end
        self.width = glyphs.width(first, last) if last > first else 0
        self._runs: list[tuple[int, int, int]] | None = None
        self._text: str | None = None
        self._cells: list[Cell] | None = None
        self._logical: list[int] | None = None
        self._visual: list[int | None] | None = None

    @property
    def rtl(self) -> bool:
        """True if the base direction of the paragraph is right to left."""
        return bool(self._glyphs.paragraph.base_level & 1)

    @property
    def runs(self) -> list[tuple[int, int, int]]:
        """Runs of one level, from left to right: `(level, first grapheme, last grapheme)`."""
        if self._runs is None:
            self._runs = self._find_runs()
        return self._runs

    def _find_runs(self) -> list[tuple[int, int, int]]:
        glyphs, first, last = self._glyphs, self._first, self._last
        if first == last:
            return []
        if glyphs.paragraph.one_way:
            return [(glyphs.paragraph.base_level, first, last)]
        levels = glyphs.paragraph.line_levels(self.start, self.end)
        if levels.count(levels[0]) == len(levels):
            return [(levels[0], first, last)]
        # The runs are those of all code points, since hidden ones count: a mark of direction parts two runs.
        runs = []
        for level, start, end in visual_runs(levels):
            a = bisect_left(glyphs.starts, self.start + start, first, last)
            b = bisect_left(glyphs.starts, self.start + end, a, last)
            if a < b:
                runs.append((level, a, b))
        return runs

    @property
    def text(self) -> str:
        """The string that is sent: shaped, mirrored, in visual order, each letter before its marks."""
        if self._text is None:
            self._text = "".join([self._glyphs.text(a, b, level) for level, a, b in self.runs])
        return self._text

    @property
    def cells(self) -> list[Cell]:
        """The graphemes from left to right."""
        if self._cells is None:
            glyphs = self._glyphs
            single = len(self.text) == self.width == self._last - self._first
            cells = []
            column = 0
            for level, first, last in self.runs:
                for k in range(last - 1, first - 1, -1) if level & 1 else range(first, last):
                    width = 1 if single else glyphs.width(k, k + 1)
                    text = self.text[column] if single else glyphs.text(k, k + 1, level)
                    cells.append(Cell(column, width, glyphs.starts[k], glyphs.end(k), text))
                    column += width
            self._cells = cells
        return self._cells

    @property
    def logical(self) -> list[int]:
        """For each column the first code point of the grapheme shown there."""
        if self._logical is None:
            starts = self._glyphs.starts
            self._logical = []
            if self.width == self._last - self._first:
                for level, first, last in self.runs:
                    self._logical.extend(starts[first:last][::-1] if level & 1 else starts[first:last])
            else:
                for k in self._order():
                    self._logical += [starts[k]] * self._glyphs.width(k, k + 1)
        return self._logical

    @property
    def visual(self) -> list[int | None]:
        """For each code point of `[start:end)` the first column of its grapheme, None where it is hidden."""
        if self._visual is None:
            glyphs, offset = self._glyphs, self.start
            visual: list[int | None] = [None] * (self.end - offset)
            if self.width == self._last - self._first:
                self._fill(visual)
            else:
                column = 0
                for k in self._order():
                    start, end = glyphs.starts[k], glyphs.end(k)
                    visual[start - offset : end - offset] = [column] * (end - start)
                    column += glyphs.width(k, k + 1)
            if not glyphs.ordinary:
                for m in _HIDDEN.finditer(glyphs.kinds, offset, self.end):
                    visual[m.start() - offset] = None
            self._visual = visual
        return self._visual

    def _fill(self, visual: list[int | None]) -> None:
        """Fill in the columns where each grapheme has one cell."""
        glyphs, offset = self._glyphs, self.start
        column = 0
        for level, first, last in self.runs:
            start, end = glyphs.starts[first], glyphs.end(last - 1)
            place = slice(start - offset, end - offset)
            before, column = column, column + last - first
            if end - start == last - first:
                visual[place] = range(column - 1, before - 1, -1) if level & 1 else range(before, column)
            elif level & 1:
                visual[place] = [column - nth for nth in accumulate(glyphs.begins[start:end])]
            else:
                visual[place] = [before - 1 + nth for nth in accumulate(glyphs.begins[start:end])]

    def _order(self) -> Iterator[int]:
        for level, first, last in self.runs:
            yield from range(last - 1, first - 1, -1) if level & 1 else range(first, last)

    @property
    def hidden(self) -> tuple[int, ...]:
        """The code points that no cell shows: controls, joiners, the spaces at which the line was cut."""
        return tuple(i for i, column in enumerate(self.visual, self.start) if column is None)

    def columns(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the runs `[x0, x1)` of cells that show code points of `[start:end)`, from left to right."""
        if start <= self.start and end >= self.end:
            return [(0, self.width)] if self.width else []
        shown = self.visual[max(0, start - self.start) : max(0, end - self.start)]
        columns = sorted({column for column in shown if column is not None})
        narrow = self.width == self._last - self._first
        if narrow and columns and columns[-1] - columns[0] == len(columns) - 1:
            return [(columns[0], columns[-1] + 1)]
        runs: list[tuple[int, int]] = []
        for column in columns:
            last = column + (1 if narrow else self._width_at(column))
            if runs and runs[-1][1] == column:
                runs[-1] = (runs[-1][0], last)
            else:
                runs.append((column, last))
        return runs

    def column_of(self, index: int) -> int | None:
        """Return the first column of a code point's grapheme, None if it is hidden or not in this line."""
        return self.visual[index - self.start] if self.start <= index < self.end else None

    def offset_at(self, column: int) -> int:
        """Return the first code point of the grapheme in a column, the nearest one outside the line."""
        return self.logical[max(0, min(column, self.width - 1))] if self.width else self.start

    def slice(self, x0: int, x1: int) -> str:
        """Return what is sent for the graphemes that begin in the columns `[x0, x1)`; none is divided.

        The slices of any partition of `[0, width)` make up `text`.
        """
        if len(self.text) == self.width == self._last - self._first:
            return self.text[max(0, x0) : max(0, x1)]
        if x0 <= 0 and x1 >= self.width:
            return self.text
        return "".join([cell.text for cell in self.cells if x0 <= cell.column < x1])

    def _width_at(self, column: int) -> int:
        grapheme = bisect_left(self._glyphs.starts, self.logical[column])
        return self._glyphs.width(grapheme, grapheme + 1)
