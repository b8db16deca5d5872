"""Draws the rows of amounts: their columns, and the words around each with the amount in sight."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.presenters.figures import FigureColumn, FigureRow
from tui.theme import Palette
from tui.widgets.strips import one_line

UNTAGGED = "?"
"""Stands before an amount that was only read."""
_BOLD = Style(bold=True)

EDGES = 5
"""Cells of a row for its mark and for that of the cursor."""


class FigureDrawer:
    """Draws the rows of amounts in the columns that there is room for.

    Args:
        row: says what stands in a row, given its number and the cells that its words may take.
    """

    def __init__(self, row: Callable[[int, int], FigureRow]) -> None:
        self._row = row
        self._columns: tuple[FigureColumn, ...] = ()

    def lay_out(self, columns: Sequence[FigureColumn]) -> None:
        """Draw these columns from now on."""
        self._columns = tuple(columns)

    def draw(self, number: int, width: int, lit: bool, look: Palette) -> Strip:
        """Draw a row of `width` cells; see `tui.widgets.cursor_list.DrawRow`."""
        room = max(1, width - sum(column.room + 1 for column in self._columns) - EDGES)
        return drawn(self._row(number, room), self._columns, width, lit, look)


@lru_cache(maxsize=256)  # a few screens of rows
def drawn(row: FigureRow, columns: tuple[FigureColumn, ...], width: int, lit: bool, look: Palette) -> Strip:
    """Draw a row of `width` cells; what nobody has tagged is dim, with a `?` for who sees no colours."""
    bright, dim = (look.lit, look.lit_dim) if lit else (look.text, look.dim)
    ink = bright if row.tagged else dim
    mark = f"{row.mark or ' '}{' ' if row.tagged else UNTAGGED} "
    segments = [Segment(mark, bright if lit else look.done if row.mark else look.dim)]
    for text, column in zip(row.columns, columns, strict=True):
        segments += [*one_line(text, column.room, ink), Segment(" ", ink)]
    room = width - sum(column.room + 1 for column in columns) - EDGES
    number = bright if lit else bright + _BOLD
    segments += one_line(row.quote, room, ink, right=True, spans=(row.span,), mark=number)
    return Strip([*segments, Segment(" ◂" if lit else "  ", bright)]).adjust_cell_length(width, ink)
