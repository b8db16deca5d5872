"""Widgets whose rows reach the screen as they draw them.

Textual puts each row through borders and padding, which none of ours has, keeps it, and passes it on through
a filter for ANSI colours, which no theme has that needs one. Without that a page of an article costs a
quarter less. A row is drawn anew whenever anything beside it changes, so where drawing costs more than a
look-up the widget keeps its rows itself.

Relies on `Widget.render_lines`, which is public though not documented, being all that the compositor asks a
widget for. Worth offering to Textual: no filter that changes nothing, and no cache for widgets without a box.
"""

from __future__ import annotations

from textual.filter import ANSIToTruecolor
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget


def bare_lines(widget: Widget, crop: Region, strips: list[Strip] | None = None) -> list[Strip]:
    """Return a part of a widget as its `render_line` draws it; for the widget's `render_lines`.

    Args:
        widget: which one.
        crop: the part.
        strips: its rows in their whole width, if the widget has them at hand.
    """
    if strips is None:
        strips = [widget.render_line(y) for y in crop.line_range]
    for line_filter in widget.get_line_filters():
        if not isinstance(line_filter, ANSIToTruecolor):  # that of NO_COLOR
            background = widget.background_colors[1]
            strips = [strip.apply_filter(line_filter, background) for strip in strips]
    if crop.column_span != (0, widget.size.width):
        strips = [strip.crop(*crop.column_span) for strip in strips]
    return strips


class BareWidget(Widget):
    """A widget without border, padding or opacity, drawn by its `render_line`."""

    @property
    def size(self) -> Size:
        """Return its cells: all of them are for its content, and Textual looks each time where it stands."""
        return self.outer_size

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw a part of the widget (Textual's line API)."""
        return bare_lines(self, crop)
