"""A text to be read and left: the guidelines of the project, or what has to be said in more than a line."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen

from tui.config.bindings import bindings
from tui.presenters.markdown import blocks
from tui.widgets.bars import KeyHints
from tui.widgets.page import Page


class TextPage(ModalScreen[None]):
    """Shows a text.

    Args:
        text: in the Markdown of `tui.presenters.markdown`.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("guidelines")
    DEFAULT_CSS = "TextPage { background: $background; } Page { height: 1fr; }"

    def __init__(self, text: str) -> None:
        super().__init__()
        self._shown = blocks(text)

    def compose(self) -> ComposeResult:
        """The text, and how to leave."""
        yield Page(self._shown)
        yield KeyHints("guidelines")

    def action_scroll(self, rows: int) -> None:
        """Scroll by a row."""
        page = self.query_one(Page)
        page.jump(page.top + rows)

    def action_page(self, direction: int) -> None:
        """Scroll by what is seen, less a row to go on from."""
        self.action_scroll(direction * max(1, self.query_one(Page).size.height - 1))

    def action_ends(self, direction: int) -> None:
        """To the beginning or the end."""
        page = self.query_one(Page)
        page.jump(page.virtual_size.height if direction > 0 else 0)

    def action_leave(self) -> None:
        """Back to the text."""
        self.dismiss()
