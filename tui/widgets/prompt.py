"""Asks a question in the row at the bottom of a screen."""

from __future__ import annotations

from collections.abc import Callable

from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult
from textual.strip import Strip
from textual.widget import Widget

from tui.theme import palette
from tui.widgets.bidi_input import BidiInput, Completion
from tui.widgets.strips import cells, in_order, natural_width

_MOST = 60
"""Cells that a question may take."""


class Caption(Widget):
    """Shows a few words in the style of the bars, in their own width, with a blank before and behind."""

    DEFAULT_CSS = "Caption { height: 1; width: auto; }"

    def __init__(self) -> None:
        super().__init__()
        self._text = ""

    def show(self, text: str) -> None:
        """Show other words."""
        if text != self._text:
            self._text = text
            self.refresh(layout=True)

    def render_line(self, y: int) -> Strip:
        """Draw them."""
        return Strip(self._segments(palette(self.app.current_theme).bar_key))

    def _segments(self, style: Style) -> list[Segment]:
        words = self._text.strip()
        edge = Segment(" ", style)
        return [edge, *natural_width(words, _MOST, style), edge] if words else []

    def get_content_width(self, *_sizes: object) -> int:
        """Return the cells of the words."""
        return cells(self._segments(Style.null()))

    def get_content_height(self, *_sizes: object) -> int:
        """Return the height, one row."""
        return 1


class PromptRow(Widget):
    """Shows a question, an input for one line, and a fact about what is typed.

    Its owner listens to the messages of the `BidiInput` in it.
    """

    DEFAULT_CSS = "PromptRow { layout: horizontal; height: 1; display: none; }"

    def compose(self) -> ComposeResult:
        """Compose the question, the input, and the fact."""
        self.question = Caption()
        self.input = BidiInput()
        self.fact = Caption()
        yield from in_order([self.question, self.input, self.fact])

    @property
    def asking(self) -> bool:
        """True while it is on screen."""
        return self.display

    def ask(
        self, question: str, value: str = "", completer: Callable[[str], Completion | None] | None = None
    ) -> None:
        """Show the row and put the caret behind `value`; what is typed is completed by `completer`."""
        self.question.show(f" {question} ")
        self.fact.show("")
        self.input.value = value
        self.input.completer = completer
        if not value:
            self.input.offer()
        self.display = True
        # At once, and not by `focus()`, which lets the keys typed meanwhile act on the screen.
        self.screen.set_focus(self.input, scroll_visible=False)

    def close(self) -> None:
        """Take the row away."""
        self.display = False
