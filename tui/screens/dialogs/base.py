"""The dialogs' common frame: a line of keys that also takes messages, and one way out."""

from __future__ import annotations

from typing import TypeVar

from textual.screen import ModalScreen

from tui.widgets.bars import KeyHints

Result = TypeVar("Result")


class Dialog(ModalScreen[Result]):
    """A screen before another one; it composes a `KeyHints`."""

    def show_message(self, message: str, *, error: bool = False) -> None:
        """Show a message until the next key."""
        self.query_one(KeyHints).show_message(message, error=error)

    def refresh_data(self) -> None:
        """Draw what changed in the annotations; most dialogs show none."""

    def action_leave(self) -> None:
        """Go back to where one was, with nothing chosen."""
        if self.is_current:  # a second key may come while it closes
            self.dismiss()
