"""The guidelines of the project, to look something up while one decides."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen

from annotations.scheme import Scheme
from tui.guide import guidelines
from tui.keys import bindings
from tui.markdown import blocks
from tui.widgets.bars import KeyHints
from tui.widgets.page import Page


class Guidelines(ModalScreen[None]):
    """Shows when to set which tag.

    Args:
        scheme: whose guidelines.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("guidelines")
    DEFAULT_CSS = "Guidelines { background: $background; } Page { height: 1fr; }"

    def __init__(self, scheme: Scheme) -> None:
        super().__init__()
        self._shown = blocks(guidelines(scheme))

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
