"""Lays a few lines over the lower part of a screen: what somebody should know, or can choose, right now."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from tui.theme import palette
from tui.widgets.strips import leading, pad, side_by_side

FEWEST = 3
"""Rows that it needs at least: two lines, and one that parts them from what is above."""


class Notice(Widget):
    """Shows lines over the lower part of a screen, as many as there is room for, the last always.

    Args:
        lines: what to say, the most important first; the last says how to go on.
        room: rows that it may cover.
    """

    DEFAULT_CSS = "Notice { layer: notice; dock: bottom; margin-bottom: 1; }"

    def __init__(self, lines: Sequence[str], room: int) -> None:
        super().__init__()
        shown = min(len(lines), room - 1)
        self._said = (*lines[: shown - 1], lines[-1])
        self.styles.height = min(len(lines) + 2, room)

    def on_mount(self) -> None:
        """Lie over the screen, of which nothing moves."""
        self.screen.set_styles("layers: default notice;")

    def render_line(self, y: int) -> Strip:
        """Draw a row."""
        look, width = palette(self.app.current_theme), self.size.width
        said = self._said
        if 1 <= y <= len(said):
            edge = pad(2, look.bar)
            return side_by_side([edge, leading(said[y - 1], width - 4, look.bar), edge], width, look.bar)
        return Strip([Segment("─" * width, look.bar_key)], width)
