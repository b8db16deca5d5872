"""The base of every view.

Rows are drawn by the line API, no scrollbar, no scroll animation, single rows repainted.

`OptionList`, `DataTable` and a big `Static` measure all that they hold at start (22 s for 100,000 rows); a
`ScrollView` that draws row `y` when it is asked to needs 0.2 s. An animated page costs 340 KB and 0.6 s on
the wire; a jump costs one frame.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from tui.textual_ext.bare_widget import Unframed
from tui.theme import Palette, palette


class Rows(Unframed, ScrollView, can_focus=True):
    """A scrolling view of rows; a subclass draws `row(number)`."""

    # Scrollbars would stand right of the Arabic text and cost a repaint of their own.
    DEFAULT_CSS = "Rows { scrollbar-size: 0 0; overflow-x: hidden; }"

    @property
    def palette(self) -> Palette:
        """The styles of the theme in force."""
        return palette(self.app.current_theme)

    def row(self, number: int) -> Strip:
        """Draw one row of the content, as wide as the view."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """Draw row `y` of the viewport (Textual's line API)."""
        return self.row(y + self.scroll_offset.y)

    @property
    def top(self) -> int:
        """First content row in the viewport."""
        return self.scroll_offset.y

    @property
    def bottom(self) -> int:
        """First content row below the viewport."""
        return self.scroll_offset.y + self.size.height

    def jump(self, row: int) -> None:
        """Make `row` the first one shown, at once."""
        self.scroll_to(y=row, animate=False, force=True)

    def reach(self, rows: int) -> None:
        """Say how many rows the content has.

        Set without Textual's watchers: those lay out the whole screen and repaint it, for the sake of
        scrollbars that aren't there.
        """
        self.set_reactive(Widget.virtual_size, Size(self.size.width, rows))

    def repaint(self, spans: Iterable[tuple[int, int, int]]) -> None:
        """Repaint only these (row, x0, x1), given in content rows and columns of the view."""
        top, bottom = self.top, self.bottom
        regions = [Region(x0, row - top, x1 - x0, 1) for row, x0, x1 in spans if top <= row < bottom]
        if regions:
            self.refresh(*regions)

    def blank(self) -> Strip:
        """Return an empty row."""
        return Strip([Segment(" " * self.size.width, self.palette.text)], self.size.width)
