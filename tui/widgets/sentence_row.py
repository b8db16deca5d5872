"""The sentence that a dialog is about, in one row: the dialog may stand before the sentence itself."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from tui.theme import palette
from tui.widgets.strips import one_line


class SentenceRow(Widget):
    """Shows as much of a sentence as has room.

    Args:
        text: the sentence.
    """

    DEFAULT_CSS = "SentenceRow { height: 1; }"

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def render_line(self, y: int) -> Strip:
        """Draw the row."""
        look, width = palette(self.app.current_theme), self.size.width
        edge = Segment(" ", look.bar)
        text = one_line(self._text, width - 2, look.bar, right=True, outside=True)
        return Strip([edge, *text, edge], width)
