"""Draws rows of figures: names where reading begins, then numbers at the right of their columns."""

from __future__ import annotations

from collections.abc import Callable

from rich.segment import Segment
from textual.strip import Strip

from tui.presenters.agreement_figures import FigureRow
from tui.textual_ext.bare_widget import BareWidget
from tui.textual_ext.compositor import repaint
from tui.theme import Palette, palette
from tui.widgets.strips import leading, one_line, pad, side_by_side

_END = 2
"""Cells at the right edge for the mark of the cursor."""


class FigureDrawer:
    """Draws the rows.

    Args:
        row: says what stands in a row.
    """

    def __init__(self, row: Callable[[int], FigureRow]) -> None:
        self._row = row

    def draw(self, number: int, width: int, lit: bool, look: Palette) -> Strip:
        """Draw a row of `width` cells; see `tui.widgets.cursor_list.DrawRow`."""
        return drawn(self._row(number), width, lit, look)


def drawn(row: FigureRow, width: int, lit: bool, look: Palette) -> Strip:
    """Draw a row of `width` cells."""
    is_heading = row.part is None
    style = look.lit if lit else look.cursor_mark if is_heading else look.text
    numbers = (look.lit_dim if lit else look.dim) if is_heading else style
    start = 1 if is_heading else 3
    parts = [pad(start, style)]
    room = width - _END - start - sum(cells + 1 for cells in row.rooms)
    for place, name in enumerate(row.names):
        left = len(row.names) - place
        cells = room // left
        room -= cells
        parts.append(leading(name, cells - (left > 1), style, outside=True))
        parts.append(pad(left > 1, style))
    for text, cells in zip(row.cells, row.rooms, strict=True):
        parts += [pad(1, numbers), one_line(text, cells, numbers, right=True, outside=True)]
    strip = side_by_side(parts, width - _END, style)
    return Strip([*strip, Segment(" ◂" if lit else "  ", style)], width)


class FigureHead(BareWidget):
    """Draws the row of names above a table of figures."""

    DEFAULT_CSS = "FigureHead { height: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self._row: FigureRow | None = None

    def show(self, row: FigureRow) -> None:
        """Show other names."""
        if row != self._row:
            self._row = row
            repaint(self, [0])

    def render_line(self, y: int) -> Strip:
        """Draw the row."""
        look, width = palette(self.app.current_theme), self.size.width
        return Strip.blank(width, look.text) if self._row is None else drawn(self._row, width, False, look)
