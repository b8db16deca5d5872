"""Rows to be read and left: the guidelines of the project, the keys, what takes more than a line to say."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.screen import ModalScreen

from tui.presenters.markdown import blocks
from tui.widgets.bars import KeyHints
from tui.widgets.page import Page
from tui.widgets.rows import Rows


class ReadingDialog(ModalScreen[None]):
    """Shows rows, and scrolls them.

    Args:
        rows: what is to be read.
        place: as in the ids of `tui.config.actions`.
    """

    def __init__(self, rows: Rows, place: str) -> None:
        super().__init__()
        self._rows = rows
        self.key_place = place

    def compose(self) -> ComposeResult:
        """Compose the rows, and how to leave."""
        yield self._rows
        yield KeyHints(self.key_place)

    def action_scroll(self, rows: int) -> None:
        """Scroll by rows."""
        self._rows.jump(self._rows.top + rows)

    def action_page(self, direction: int) -> None:
        """Scroll by what is seen, less a row to go on from."""
        self.action_scroll(direction * max(1, self._rows.size.height - 1))

    def action_ends(self, direction: int) -> None:
        """Scroll to the beginning or the end."""
        self._rows.jump(self._rows.virtual_size.height if direction > 0 else 0)

    def action_leave(self) -> None:
        """Go back to where one was."""
        self.dismiss()


class TextPage(ReadingDialog):
    """Shows a text.

    Args:
        text: in the Markdown of `tui.presenters.markdown`.
    """

    DEFAULT_CSS = "Page { height: 1fr; }"

    def __init__(self, text: str) -> None:
        super().__init__(Page(blocks(text)), "guidelines")
