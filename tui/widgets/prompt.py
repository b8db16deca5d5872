"""A row for a question at the bottom of a screen: what is asked, an input for it, and a fact at its end."""

from __future__ import annotations

from rich.segment import Segment
from textual.app import ComposeResult
from textual.strip import Strip
from textual.widget import Widget

from tui.theme import palette
from tui.widgets.bidi_input import BidiInput


class Words(Widget):
    """A few Latin words in the style of the bars, as wide as they are."""

    DEFAULT_CSS = "Words { height: 1; width: auto; }"

    def __init__(self) -> None:
        super().__init__()
        self._text = ""

    def say(self, text: str) -> None:
        """Show other words."""
        if text != self._text:
            self._text = text
            self.refresh(layout=True)

    def render_line(self, y: int) -> Strip:
        """Draw them."""
        return Strip([Segment(self._text, palette(self.app.current_theme).bar_key)], len(self._text))

    def get_content_width(self, *_: object) -> int:
        """As wide as the text: all of it is Latin."""
        return len(self._text)

    def get_content_height(self, *_: object) -> int:
        """One row."""
        return 1


class Prompt(Widget):
    """Asks for one line; its owner listens to the messages of the `BidiInput` in it."""

    DEFAULT_CSS = "Prompt { layout: horizontal; height: 1; display: none; }"

    def compose(self) -> ComposeResult:
        """The question, the input, a fact."""
        self.question = Words()
        self.input = BidiInput()
        self.fact = Words()
        yield self.question
        yield self.input
        yield self.fact

    @property
    def asking(self) -> bool:
        """Whether it is on screen."""
        return self.display

    def ask(self, question: str, value: str = "") -> None:
        """Show the row and put the caret behind `value`."""
        self.question.say(f" {question} ")
        self.fact.say("")
        self.input.value = value
        self.display = True
        # At once, and not by `focus()`, which lets the keys typed meanwhile act on the screen.
        self.screen.set_focus(self.input, scroll_visible=False)

    def close(self) -> None:
        """Take the row away."""
        self.display = False
