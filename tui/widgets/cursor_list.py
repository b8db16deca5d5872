"""Lists rows under a cursor, with the names of their columns above them.

The list knows no record: it is given a function that draws a row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from rich.segment import Segment
from textual import events
from textual.geometry import Offset
from textual.strip import Strip
from textual.widget import Widget

from tui.i18n import _
from tui.theme import Palette, palette
from tui.widgets.rows import ListCursor, Rows
from tui.widgets.strips import cells, leading, one_line, pad, side_by_side

MARK = 3
"""Cells at the left edge for the mark of a row."""
DrawRow = Callable[[int, int, bool, Palette], Strip]
"""Draws a row, given its number, the cells of the view, whether the cursor is on it, and the styles."""


class CursorList(Rows):
    """Shows rows under a cursor; they are drawn when they are seen.

    Args:
        draw: draws a row.
        moved: is called when the cursor has moved.
    """

    DEFAULT_CSS = "CursorList { height: 1fr; }"

    def __init__(self, draw: DrawRow, moved: Callable[[], None]) -> None:
        super().__init__()
        self._draw = draw
        self._moved = moved  # called, not posted: what follows the cursor is drawn in the same frame
        self._list = ListCursor(self)
        self._nothing = ""

    def __len__(self) -> int:
        return self._list.count

    @property
    def caret(self) -> Offset:
        """The cell of the view in which the row under the cursor begins."""
        return self.start_of(self.cursor)

    @property
    def cursor(self) -> int:
        """The row under the cursor."""
        return self._list.row

    def fill(self, count: int, *, at: int | None = None, nothing: str = "") -> None:
        """Show other rows.

        Args:
            count: how many there are.
            at: the row on which the cursor is to be; it stays on its own where none is named.
            nothing: stands in their place if there is none.
        """
        self._nothing = nothing
        self._list.count = count
        self._list.row = self._list.clamp(self.cursor if at is None else at)
        self._list.keep_in_sight()
        self.refresh()
        self._moved()

    def on_resize(self) -> None:
        """Say how many rows there are, and keep the cursor in sight."""
        self._list.keep_in_sight()

    def move_to(self, row: int) -> None:
        """Put the cursor on a row, or the nearest there is."""
        if self._list.move_to(row):
            self._moved()

    def update(self, row: int) -> None:
        """Draw a row anew."""
        self.repaint_rows([row])

    def render_line(self, y: int) -> Strip:
        """Draw one row of the view (Textual's line API)."""
        return self.row(self.top + y)

    def row(self, number: int) -> Strip:
        """Draw one row of the list."""
        width, look = self.size.width, self.palette
        if not len(self) and not number:
            return side_by_side(
                [pad(1, look.dim), leading(self._nothing, width - 1, look.dim)], width, look.dim
            )
        if not 0 <= number < len(self):
            return self.blank()
        return self._draw(number, width, number == self.cursor, look)

    def on_click(self, event: events.Click) -> None:
        """Move to the row that was clicked."""
        if self.top + event.y < len(self):
            self.move_to(self.top + event.y)


class ColumnName(NamedTuple):
    """A name above a column."""

    name: str
    """To be translated."""
    room: int
    """The cells of the column."""
    right: bool = False
    """True if it stands at the right edge of its room."""


class ColumnHead(Widget):
    """Draws the row above a list, with the names of its columns.

    Args:
        names: of the columns.
        quote: the name of the column at the right edge.
    """

    DEFAULT_CSS = "ColumnHead { height: 1; }"

    def __init__(self, names: Sequence[ColumnName], quote: str) -> None:
        super().__init__()
        self._names = names
        self._quote = quote

    def show(self, names: Sequence[ColumnName]) -> None:
        """Show other columns."""
        self._names = names
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the row."""
        style, width = palette(self.app.current_theme).dim, self.size.width
        segments = list(pad(MARK, style))
        for name, room, right in self._names:
            segments += [*one_line(_(name), room, style, right=right), Segment(" ", style)]
        segments += [
            *one_line(_(self._quote), width - cells(segments) - 2, style, right=True),
            *pad(2, style),
        ]
        return Strip(segments).adjust_cell_length(width, style)
