"""One visual line: what a terminal that draws cells from left to right is sent, and the map between cells and text."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from tui.bidi.glyphs import Glyphs
from tui.bidi.kinds import HIDDEN
from tui.bidi.paragraph import visual_runs


class Cell(NamedTuple):
    """One grapheme on the screen."""

    column: int
    """Its first cell, 0 at the left of the line."""
    width: int
    start: int
    end: int
    """Its code points, half-open, with those hidden in or behind it."""
    text: str
    """What is sent for it."""


class Line:
    """One visual line of a paragraph, without padding: to align it is the widget's matter.

    Lines tile the paragraph: `[start:end)` takes in what is hidden, such as the spaces at which the line was cut. All but
    the bounds is computed when it is asked for.

    Attributes:
        start: first code point in the paragraph.
        end: the code point after the last one.
        width: cells.
    """

    __slots__ = ("_cells", "_glyphs", "_grapheme_end", "_grapheme_start", "_runs", "_text", "_visual", "end", "start", "width")

    def __init__(self, glyphs: Glyphs, first: int, last: int, start: int, end: int) -> None:
        self._glyphs = glyphs
        self._grapheme_start = first
        self._grapheme_end = last
        self.start = start
        self.end = end
        self.width = glyphs.width(first, last) if last > first else 0
        self._runs: list[tuple[int, int, int]] | None = None
        self._text: str | None = None
        self._cells: list[Cell] | None = None
        self._visual: list[int | None] | None = None

    @property
    def rtl(self) -> bool:
        """Whether the base direction of the paragraph is right to left."""
        return bool(self._glyphs.paragraph.base_level & 1)

    @property
    def runs(self) -> list[tuple[int, int, int]]:
        """Runs of one level, from left to right: `(level, first grapheme, last grapheme)`."""
        if self._runs is None:
            first, last = self._grapheme_start, self._grapheme_end
            glyphs = self._glyphs
            if first == last:
                self._runs = []
            elif glyphs.level is not None:
                self._runs = [(glyphs.level, first, last)]
            else:
                levels = glyphs.paragraph.line_levels(self.start, self.end)
                starts = glyphs.starts
                own = bytes([levels[starts[k] - self.start] for k in range(first, last)])
                self._runs = [(level, first + a, first + b) for level, a, b in visual_runs(own)]
        return self._runs

    @property
    def text(self) -> str:
        """What is sent: shaped, mirrored, in visual order, each letter before its marks."""
        if self._text is None:
            self._text = "".join([self._glyphs.text(a, b, level) for level, a, b in self.runs])
        return self._text

    @property
    def cells(self) -> list[Cell]:
        """The graphemes from left to right."""
        if self._cells is None:
            glyphs = self._glyphs
            cells = []
            column = 0
            for level, first, last in self.runs:
                for k in range(last - 1, first - 1, -1) if level & 1 else range(first, last):
                    width = glyphs.width(k, k + 1)
                    end = min(glyphs.end(k), self.end)
                    cells.append(Cell(column, width, glyphs.starts[k], end, glyphs.text(k, k + 1, level)))
                    column += width
            self._cells = cells
        return self._cells

    @property
    def logical(self) -> list[int]:
        """For each column the first code point of the grapheme shown there."""
        return [cell.start for cell in self.cells for _ in range(cell.width)]

    @property
    def visual(self) -> list[int | None]:
        """For each code point from `start` to `end` the first column of its grapheme, None where it is hidden."""
        if self._visual is None:
            visual: list[int | None] = [None] * (self.end - self.start)
            kinds = self._glyphs.kinds
            for cell in self.cells:
                for i in range(cell.start, cell.end):
                    if kinds[i] not in HIDDEN:
                        visual[i - self.start] = cell.column
            self._visual = visual
        return self._visual

    @property
    def hidden(self) -> tuple[int, ...]:
        """The code points that no cell shows: controls of direction and joining, the spaces at which the line was cut."""
        return tuple(i for i, column in enumerate(self.visual, self.start) if column is None)

    def columns(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the maximal runs `[x0, x1)` of cells that show code points of `[start:end)`, from left to right."""
        wanted = set(self.visual[max(0, start - self.start) : max(0, end - self.start)]) - {None}
        found: list[tuple[int, int]] = []
        if not wanted:
            return found
        for cell in self.cells:
            if cell.column not in wanted:
                continue
            if found and found[-1][1] == cell.column:
                found[-1] = (found[-1][0], cell.column + cell.width)
            else:
                found.append((cell.column, cell.column + cell.width))
        return found

    def column_of(self, index: int) -> int | None:
        """Return the first column of the grapheme that shows a code point, None if it is hidden or not in this line."""
        return self.visual[index - self.start] if self.start <= index < self.end else None

    def offset_at(self, column: int) -> int:
        """Return the first code point of the grapheme in a column; outside the line the nearest column counts."""
        return self.span_at(column)[0]

    def span_at(self, column: int) -> tuple[int, int]:
        """Return the code points of the grapheme in a column, clamped; of a line without cells its start, twice."""
        cells = self.cells
        if not cells:
            return self.start, self.start
        at = bisect_right(cells, max(0, column), key=lambda cell: cell.column) - 1
        return cells[at].start, cells[at].end

    def slice(self, x0: int, x1: int) -> str:
        """Return what is sent for the graphemes that begin in the columns `[x0, x1)`; none is divided.

        The slices of any partition of `[0, width)` make up `text`.
        """
        if x0 <= 0 and x1 >= self.width:
            return self.text
        return "".join([cell.text for cell in self.cells if x0 <= cell.column < x1])
