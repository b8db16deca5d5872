"""The base of every scrolling view, and the cursor of those that are lists.

Rows are drawn by Textual's line API: no scrollbar, no scroll animation, single rows repainted.
`OptionList`, `DataTable` and a big `Static` measure all that they hold at start (22 s for 100,000 rows); a
`ScrollView` that draws row `y` when it is asked to needs 0.2 s. An animated page costs 340 KB and 0.6 s on
the wire; a jump costs one frame.
"""

from __future__ import annotations

import time
from collections.abc import Iterable

from rich.segment import Segment
from textual.geometry import Offset, Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from tui.textual_ext.bare_widget import bare_lines
from tui.textual_ext.compositor import repaint
from tui.theme import Palette, palette


class Rows(ScrollView, can_focus=True):
    """Scrolls rows; a view that derives from it draws them by Textual's `render_line`."""

    # Scrollbars would stand right of the Arabic text and cost a repaint of their own.
    DEFAULT_CSS = "Rows { scrollbar-size: 0 0; overflow: hidden hidden; }"

    moved = 0.0
    """When the cursor moved last, see `tui.textual_ext.caret`."""

    @property
    def palette(self) -> Palette:
        """The styles of the theme in force."""
        return palette(self.app.current_theme)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw a part of the view (Textual's line API)."""
        return bare_lines(self, crop)

    @property
    def size(self) -> Size:
        """Return its cells, see `tui.textual_ext.bare_widget.BareWidget.size`."""
        return self.outer_size

    @property
    def caret(self) -> Offset | None:
        """The cell of the view in which one is, see `tui.textual_ext.caret`: where its first row begins."""
        return self.start_of(self.top)

    def start_of(self, row: int) -> Offset:
        """Return the cell of the view in which a content row begins to be read, its text being Arabic."""
        return Offset(max(0, self.size.width - 3), max(0, row - self.top))  # right of it stands a mark

    @property
    def top(self) -> int:
        """First content row in the viewport."""
        return round(self.scroll_y)

    @property
    def bottom(self) -> int:
        """First content row below the viewport."""
        return self.top + self.size.height

    def jump(self, row: int) -> None:
        """Make `row` the first one shown, or the nearest that can be.

        Set without Textual's watchers, as in `reach`: rows have nothing in them that would have to move.
        """
        top = max(0, min(row, self.max_scroll_y))
        if top != self.top:
            self.set_reactive(Widget.scroll_target_y, float(top))
            self.set_reactive(Widget.scroll_y, float(top))
            repaint(self, range(self.size.height))

    def reach(self, rows: int) -> None:
        """Say how many rows the content has.

        Set without Textual's watchers: those lay out the whole screen and repaint it, for the sake of
        scrollbars that aren't there.
        """
        self.set_reactive(Widget.virtual_size, Size(self.size.width, rows))

    def repaint_rows(self, rows: Iterable[int]) -> None:
        """Repaint these content rows, as far as they are in view."""
        top, height = self.top, self.size.height
        repaint(self, (row - top for row in rows if 0 <= row - top < height))

    def blank(self) -> Strip:
        """Return an empty row."""
        return Strip([Segment(" " * self.size.width, self.palette.text)], self.size.width)


class ListCursor:
    """Moves the cursor of a list and keeps the row under it in sight.

    Args:
        view: the rows.
        centered: whether a row that comes into sight stands in the middle of the view, so that what is
            around it is seen; else the view scrolls no further than it has to.
    """

    def __init__(self, view: Rows, *, centered: bool = True) -> None:
        self._view = view
        self._centered = centered
        self.count = 0
        """Rows of the list."""
        self.row = 0
        """The row under the cursor; 0 in an empty list."""

    def clamp(self, row: int) -> int:
        """Return the row of the list that is nearest to a number."""
        return max(0, min(row, self.count - 1))

    def move_to(self, row: int) -> bool:
        """Put the cursor on a row, or the nearest there is; only the two rows that change are repainted.

        Returns:
            Whether it stood on another one.
        """
        before, row = self.row, self.clamp(row)
        if row == before:
            return False
        self.row = row
        self._view.moved = time.perf_counter()
        self._view.repaint_rows((before, row))
        self.keep_in_sight()
        return True

    def keep_in_sight(self) -> None:
        """Say how many rows there are, and scroll if the cursor's isn't in the view."""
        view, row = self._view, self.row
        view.reach(self.count)
        height = view.size.height
        if height and not view.top <= row < view.bottom:
            if self._centered:
                view.jump(max(0, row - height // 2))
            else:
                view.jump(row if row < view.top else row - height + 1)
