"""The keys of the place one is in, all of them, from the same table that binds them."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen
from textual.strip import Strip

from annotations.scheme import Scheme
from tui.keys import KEYS, bindings, shown
from tui.widgets.bars import KeyHints
from tui.widgets.rows import Rows


class KeyList(Rows):
    """The rows of the help."""

    def __init__(self, lines: list[tuple[str, str]]) -> None:
        super().__init__()
        self._lines = lines

    def on_resize(self) -> None:
        """Say how many rows there are."""
        self.reach(len(self._lines))

    def row(self, number: int) -> Strip:
        """Draw a key and what it does."""
        if not 0 <= number < len(self._lines):
            return self.blank()
        look = self.palette
        keys, label = self._lines[number]
        segments = [Segment(f"  {keys:<20}", look.cursor_mark), Segment(label, look.text)]
        return Strip(segments).adjust_cell_length(self.size.width, look.text)


class Help(ModalScreen[None]):
    """Shows the keys of a place.

    Args:
        place: as in the ids of `tui.keys`.
        scheme: names what the tag keys say.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("help")
    DEFAULT_CSS = "Help { background: $background; } KeyList { height: 1fr; margin: 1 2; }"

    def __init__(self, place: str, scheme: Scheme) -> None:
        super().__init__()
        tags = {tag.key: tag.label for tag in scheme.tags}
        self._lines = [(place.upper(), "")]
        for key in KEYS:
            if key.place == place:
                label = f"tag: {tags.get(key.keys, 'free')}" if key.action.startswith("tag(") else key.label
                self._lines.append((" ".join(shown(key.keys)), label))

    def compose(self) -> ComposeResult:
        """The list, and how to leave."""
        yield KeyList(self._lines)
        yield KeyHints("help")

    def action_scroll(self, rows: int) -> None:
        """Scroll by rows."""
        keys = self.query_one(KeyList)
        keys.jump(keys.top + rows)

    def action_leave(self) -> None:
        """Back to where one was."""
        self.dismiss()
