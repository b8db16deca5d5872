"""Draws the rows of a concordance, and the names above them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from tui.i18n import _
from tui.presenters.concordance import HitColumn, HitRow, placed, sides
from tui.theme import Palette, palette
from tui.widgets.strips import marked, one_line, pad

_TAGS = 3
"""Cells for the letters of a sentence's tags."""
_EDGES = 1 + _TAGS + 1 + 2
"""Cells of a row for its mark, its tags and that of the cursor."""


def text_room(width: int, columns: Sequence[HitColumn]) -> int:
    """Return the cells that the words around a hit have in a row of so many."""
    return max(2, width - sum(column.room + 1 for column in columns) - _EDGES)


class HitDrawer:
    """Draws the rows of hits in the columns that there is room for.

    Args:
        row: says what stands in a row.
    """

    def __init__(self, row: Callable[[int], HitRow]) -> None:
        self._row = row
        self._columns: tuple[HitColumn, ...] = ()

    def lay_out(self, columns: Sequence[HitColumn]) -> None:
        """Draw these columns from now on."""
        self._columns = tuple(columns)

    def draw(self, number: int, width: int, lit: bool, look: Palette) -> Strip:
        """Draw a row of `width` cells; see `tui.widgets.cursor_list.DrawRow`."""
        return drawn(self._row(number), self._columns, width, lit, look)


@lru_cache(maxsize=256)  # a few screens of rows
def drawn(row: HitRow, columns: tuple[HitColumn, ...], width: int, lit: bool, look: Palette) -> Strip:
    """Draw a row of `width` cells; a hit in boilerplate is dim."""
    bright, dim = (look.lit, look.lit_dim) if lit else (look.text, look.dim)
    ink = dim if row.hit.boilerplate else bright
    settled = bright if lit else look.done
    segments = [Segment(row.mark or " ", settled), *one_line(row.tags, _TAGS, settled), Segment(" ", ink)]
    for text, column in zip(row.columns, columns, strict=True):
        segments += [*one_line(text, column.room, dim), Segment(" ", dim)]
    room = text_room(width, columns)
    line, at = placed(row.hit, room)
    segments += [
        *pad(at, ink),
        *marked(line, [(row.hit.first, row.hit.last)], ink, look.hit),
        *pad(room - at - line.width, ink),
        Segment(" ◂" if lit else "  ", bright),
    ]
    return Strip(segments).adjust_cell_length(width, ink)


class HitHead(Widget):
    """Draws the row above the hits: the names of the columns, and which words stand at which side."""

    DEFAULT_CSS = "HitHead { height: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self._columns: Sequence[HitColumn] = ()
        self._order = ""

    def show(self, columns: Sequence[HitColumn], order: str) -> None:
        """Show other columns, and the name of the one by which rows are sorted brighter."""
        if (columns, order) != (self._columns, self._order):
            self._columns, self._order = columns, order
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the row."""
        look, width = palette(self.app.current_theme), self.size.width

        segments = list(pad(_EDGES - 2, look.dim))
        for column in self._columns:
            style = look.text if column.id == self._order else look.dim
            segments += [*one_line(_(column.name), column.room, style), Segment(" ", look.dim)]
        left, right = sides(text_room(width, self._columns))
        follows, before = (look.text if order == self._order else look.dim for order in ("after", "before"))
        gap = min(left, 8)
        segments += [
            *one_line(_("what follows"), left - gap, follows, right=True),
            *pad(gap + 1, look.dim),
            *one_line(_("what stands before"), right - 1, before),
        ]
        return Strip(segments).adjust_cell_length(width, look.dim)
