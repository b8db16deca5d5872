"""Tells a person who opens the reader for the first time what to press, in five lines."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from tui.config.bindings import first
from tui.i18n import _
from tui.theme import palette
from tui.widgets.strips import leading, pad, side_by_side


def lines() -> tuple[str, ...]:
    """Return the lines, with the user's keys."""
    return (
        _("{open} opens the article under the cursor, {back} comes back here").format(
            open=first("library.open"), back=first("reader.back")
        ),
        _("{next} and {previous}, or the arrows, go from sentence to sentence").format(
            next=first("reader.next"), previous=first("reader.previous")
        ),
        _("1-7 say which kind of claim a sentence makes, {none} none; then comes the next").format(
            none=first("reader.not-claim")
        ),
        _("{undo} takes anything back; all is saved at once").format(undo=first("reader.undo")),
        _("{help} shows all keys of the place you are in, {quit} leaves").format(
            help=first("library.help"), quit=first("library.quit")
        ),
    )


FEWEST = 3
"""Rows that it needs at least: two lines, and one that parts them from what is above."""


class Welcome(Widget):
    """Shows the lines over the lower part of a screen, as many as there is room for, the last always.

    Args:
        room: rows that it may cover.
    """

    DEFAULT_CSS = "Welcome { layer: welcome; dock: bottom; margin-bottom: 1; }"

    def __init__(self, room: int) -> None:
        super().__init__()
        said = lines()
        shown = min(len(said), room - 1)
        self._said = (*said[: shown - 1], said[-1])
        self.styles.height = min(len(said) + 2, room)

    def on_mount(self) -> None:
        """Lie over the screen, of which nothing moves."""
        self.screen.set_styles("layers: default welcome;")

    def render_line(self, y: int) -> Strip:
        """Draw a row."""
        look, width = palette(self.app.current_theme), self.size.width
        said = self._said
        if 1 <= y <= len(said):
            edge = pad(2, look.bar)
            return side_by_side([edge, leading(said[y - 1], width - 4, look.bar), edge], width, look.bar)
        return Strip([Segment("─" * width, look.bar_key)], width)
