"""Lays a few lines over the lower part of a screen: what somebody should know, or can choose, right now."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from tui.bidi import Paragraph, layout
from tui.theme import palette
from tui.widgets.strips import leading, pad, side_by_side

FEWEST = 3
"""Rows that it needs at least: two lines, and one that parts them from what is above."""

_INDENT = "   "
"""Stands before what is left of a line."""


class Notice(Widget):
    """Shows lines over the lower part of a screen, as many as there is room for, the last always.

    Lines that are too long are wrapped if all of them have room then; else they are cut.

    Args:
        lines: what to say, the most important first; the last says how to go on.
        room: rows that it may cover.
        width: cells of a row.
    """

    DEFAULT_CSS = "Notice { layer: notice; dock: bottom; margin-bottom: 1; }"

    def __init__(self, lines: Sequence[str], room: int, width: int) -> None:
        super().__init__()
        self.drawn_at = math.inf
        """The time at which it came into sight, by `time.monotonic`."""
        wrapped = [row for line in lines for row in _wrapped(line, max(1, width - 4))]
        if len(wrapped) <= room - 2:
            lines = wrapped
        shown = min(len(lines), room - 1)
        self._said = (*lines[: shown - 1], lines[-1])
        self.styles.height = min(len(lines) + 2, room)

    def on_mount(self) -> None:
        """Lie over the screen, of which nothing moves."""
        self.screen.set_styles("layers: default notice;")

    def render_line(self, y: int) -> Strip:
        """Draw a row."""
        self.drawn_at = min(self.drawn_at, time.monotonic())
        look, width = palette(self.app.current_theme), self.size.width
        said = self._said
        if 1 <= y <= len(said):
            edge = pad(2, look.bar)
            return side_by_side([edge, leading(said[y - 1], width - 4, look.bar), edge], width, look.bar)
        return Strip([Segment("─" * width, look.bar_key)], width)


def _wrapped(text: str, width: int) -> list[str]:
    """Cut a text into rows at its words; all but the first are indented."""
    if len(layout(Paragraph(text), width)) < 2:
        return [text]
    first, *rest = layout(Paragraph(text), max(1, width - len(_INDENT)))
    return [text[: first.end].rstrip(), *(_INDENT + text[row.start : row.end].strip() for row in rest)]
