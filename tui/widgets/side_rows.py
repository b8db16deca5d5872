"""Draws the rows of questions: headings, who stands on which side, and who turned."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.segment import Segment
from textual.strip import Strip

from tui.presenters.claims import ClaimRow, Column
from tui.presenters.sides import SideRow, stand_cells
from tui.theme import Palette
from tui.widgets.claim_rows import drawn
from tui.widgets.strips import cells, leading, natural_width, pad, side_by_side

_START = 3
"""Cells at the beginning of a row, where a claim of the board may have a mark."""


class SideDrawer:
    """Draws the rows in the columns that there is room for.

    Args:
        row: says what stands in a row.
        quote: returns the words of the claim that a row leads to.
    """

    def __init__(self, row: Callable[[int], SideRow], quote: Callable[[SideRow], str]) -> None:
        self._row = row
        self._quote = quote
        self._columns: tuple[Column, ...] = ()

    def lay_out(self, columns: Sequence[Column]) -> None:
        """Draw these columns from now on."""
        self._columns = tuple(columns)

    def draw(self, number: int, width: int, lit: bool, look: Palette) -> Strip:
        """Draw a row of `width` cells; see `tui.widgets.cursor_list.DrawRow`."""
        row = self._row(number)
        if row.kind == "stand":
            claim = ClaimRow("", stand_cells(row, self._columns), self._quote(row))
            return drawn(claim, self._columns, width, lit, look)
        if row.kind == "turned":
            return self._turned(row, width, lit, look)
        return _heading(row, width, lit, look)

    def _turned(self, row: SideRow, width: int, lit: bool, look: Palette) -> Strip:
        """Draw who turned: the word in the column of sides, the rest behind it."""
        style = look.lit if lit else look.text
        room = self._columns[0].room if self._columns else 0
        parts = [
            pad(_START, style),
            leading(row.label, room, style),
            pad(1, style),
            leading(row.text, width - room - _START - 3, style),
            [Segment(" ◂" if lit else "  ", style)],
        ]
        return Strip([segment for part in parts for segment in part]).adjust_cell_length(width, style)


def _heading(row: SideRow, width: int, lit: bool, look: Palette) -> Strip:
    """Draw what is asked where reading begins, and at the other end the counts."""
    style, dim = (look.lit, look.lit_dim) if lit else (look.cursor_mark, look.dim)
    note = natural_width(row.note, width // 2, dim)
    room = width - cells(note) - 5
    parts = [pad(1, style), leading(row.text, room, style), pad(1, style), note]
    strip = side_by_side(parts, width - 2, style)
    return Strip([*strip, Segment(" ◂" if lit else "  ", style)], width)
