"""Shows a small plot of the amounts of a noun under their list."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from tui.i18n import plural
from tui.presenters.figure_plot import OVER_TIME, Plot, PlotRow, Series, legend, plot
from tui.theme import Palette, palette
from tui.widgets.strips import leading, natural_width, one_line, pad, side_by_side

_ROWS_FROM = 14
"""Rows of a screen that the list and the bars need before a plot has any."""


class FigurePlot(Widget):
    """Draws a row a claimant, the scale, and what the signs mean; nothing where there is nothing to draw."""

    DEFAULT_CSS = "FigurePlot { height: auto; }"

    def __init__(self) -> None:
        super().__init__()
        self._series: Series = ()
        self._kind = OVER_TIME
        self._plot = Plot()
        self._room = (0, 0)

    def show(self, series: Series, kind: str) -> None:
        """Show the amounts of other claimants, over time or by size."""
        if (series, kind) != (self._series, self._kind):
            self._series, self._kind = series, kind
            self._lay_out()

    def lay_out(self, width: int, height: int) -> None:
        """Take the room that a screen of this size has for it."""
        if (width, height) != self._room:
            self._room = (width, height)
            self._lay_out()

    def _lay_out(self) -> None:
        width, height = self._room
        most = max(0, min(12, (height - _ROWS_FROM) // 3 + 1)) if height > _ROWS_FROM else 0
        before = self._height
        self._plot = plot(self._series, self._kind, width - self._names - 4, most)
        self.refresh(layout=self._height != before)

    @property
    def _names(self) -> int:
        width = self._room[0]
        return 18 if width < 110 else 26

    @property
    def _height(self) -> int:
        return len(self._plot.rows) + 2 if self._plot.rows else 0

    def render_line(self, y: int) -> Strip:
        """Draw a row of the plot (Textual's line API)."""
        look, width = palette(self.app.current_theme), self.size.width
        if y == 0:
            return Strip([Segment("─" * width, look.dim)], width)
        if y <= len(self._plot.rows):
            return self._row(self._plot.rows[y - 1], width, look)
        hidden = len(self._series) - (len(self._plot.rows) - 1)
        more = plural("{n} more", "{n} more", hidden) if hidden > 0 else ""
        said = " · ".join(filter(None, (legend(self._kind), more)))
        return side_by_side([pad(1, look.dim), leading(said, width - 1, look.dim)], width, look.dim)

    def _row(self, row: PlotRow, width: int, look: Palette) -> Strip:
        ink = look.text if row.name else look.dim
        parts = [
            pad(1, ink),
            one_line(row.name, self._names, ink, right=False, outside=True),
            pad(1, ink),
            [Segment(row.cells, ink if row.name else look.dim)],
        ]
        if self._plot.undated:
            parts += [pad(1, ink), natural_width(row.undated, self._plot.undated, look.dim)]
        return side_by_side(parts, width, ink)

    def get_content_height(self, *_sizes: object) -> int:
        """Return the rows of the plot, with a line above it and the meaning of its signs below."""
        return self._height
