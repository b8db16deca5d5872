"""A screen around one list: the keys that walk it and leave it, and the line for messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen

from tui.screens.messages import CloseScreen
from tui.widgets.bars import KeyHints

if TYPE_CHECKING:
    from tui.screens.context import SessionContext
    from tui.widgets.cursor_list import CursorList


class ListScreen(Screen[None]):
    """A screen around one list, which composes a `KeyHints`.

    Args:
        context: whose annotations are listed.
        rows: the list.
    """

    AUTO_FOCUS = "CursorList"

    def __init__(self, context: SessionContext, rows: CursorList) -> None:
        super().__init__()
        self.context = context
        self.rows = rows

    def show_message(self, message: str, *, error: bool = False) -> None:
        """Show a message until the next key."""
        self.query_one(KeyHints).show_message(message, error=error)

    def on_screen_resume(self) -> None:
        """Draw what may have changed in the reader."""
        if self.is_mounted:
            self.refresh_data()

    def refresh_data(self) -> None:
        """Draw what changed in the annotations."""
        self.rows.refresh()

    def action_move(self, step: int) -> None:
        """Move the cursor by rows."""
        self.rows.move_to(self.rows.cursor + step)

    def action_page(self, direction: int) -> None:
        """Move the cursor by a page up or down, less a row to go on from."""
        self.action_move(direction * max(1, self.rows.size.height - 1))

    def action_ends(self, direction: int) -> None:
        """Move the cursor to the first or the last row."""
        self.rows.move_to(0 if direction < 0 else len(self.rows) - 1)

    async def action_back(self) -> None:
        """Go back to where one was."""
        await self.context.send(CloseScreen())
