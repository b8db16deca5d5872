"""Draws the rows to choose from: up to four columns, a cursor, and marks on the words that match."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip

from annotations.text.folding import find
from tui.theme import Palette
from tui.widgets.rows import ListCursor, Rows
from tui.widgets.strips import cells, from_right, leading, natural_width, one_line, pad, side_by_side


class Item(NamedTuple):
    """The words of a row: `[x] key  name  about                right`; each of any script."""

    name: str = ""
    right: str = ""
    """Stands at the right edge: an article's title, a tag in Arabic."""
    key: str = ""
    about: str = ""
    on: bool | None = None
    """True if it is set; None for what can't be."""
    struck: bool = False
    """True if what stands at the right is no more."""

    @property
    def sought(self) -> str:
        """The text by which it can be found."""
        return f"{self.key} {self.name} {self.about} {self.right}"


class Rooms(NamedTuple):
    """Cells of the columns; what a row says `about` its choice has what these leave."""

    key: int
    name: int
    right: int = 0
    """In rows with something `about`; in others it has all that is left."""


class PickRows(Rows, can_focus=False):
    """Shows rows under a cursor.

    Args:
        item: says what stands in the row of a choice.
        rooms: widths of the columns.
    """

    DEFAULT_CSS = "PickRows { height: 1fr; }"

    class Clicked(Message):
        """A row was clicked."""

        def __init__(self, row: int) -> None:
            super().__init__()
            self.row = row

    def __init__(self, item: Callable[[Any], Item], rooms: Rooms) -> None:
        super().__init__()
        self._item = item
        self._rooms = rooms
        self._choices: list[Any] = []
        self._words: tuple[str, ...] = ()
        self._nothing = ""
        self._list = ListCursor(self, centered=False)

    @property
    def caret(self) -> Offset:
        """The cell of the view in which the row under the cursor begins, where the interface is read from."""
        row = max(0, self.cursor)
        return self.start_of(row) if from_right() else Offset(1, row - self.top)

    @property
    def cursor(self) -> int:
        """The row under the cursor."""
        return self._list.row

    def fill(self, choices: list[Any], query: str = "", *, nothing: str = "", at: int = 0) -> None:
        """Show other rows, the cursor on row `at`.

        Args:
            choices: what stands in them; may grow, which is shown when it is filled in again.
            query: its words are marked.
            nothing: stands in place of rows if there is none.
            at: a row; one that isn't there yet is waited for; -1: on none, until it is moved.
        """
        self._choices, self._words, self._nothing = choices, tuple(query.split()), nothing
        self._list.count, self._list.row = len(choices), at
        self._list.keep_in_sight()
        self.refresh()

    @property
    def chosen(self) -> Any:
        """The choice under the cursor; None if there is none."""
        return self._choices[self.cursor] if 0 <= self.cursor < len(self._choices) else None

    def move(self, step: int) -> None:
        """Move the cursor by rows."""
        self._list.count = len(self._choices)
        self._list.move_to(self.cursor + step)

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._list.keep_in_sight()

    def render_line(self, y: int) -> Strip:
        """Draw one row of the view (Textual's line API)."""
        number, width = self.top + y, self.size.width
        if not number and not self._choices:
            shown = leading(self._nothing, width - 2, self.palette.dim)
            return side_by_side([pad(2, self.palette.dim), shown], width, self.palette.dim)
        if not 0 <= number < len(self._choices):
            return self.blank()
        item = self._item(self._choices[number])
        return drawn(item, width, self._rooms, self._words, number == self.cursor, self.palette)

    def on_click(self, event: events.Click) -> None:
        """Say which row was clicked."""
        if self.top + event.y < len(self._choices):
            self.post_message(self.Clicked(self.top + event.y))


@lru_cache(maxsize=256)  # a few screens of rows
def drawn(item: Item, width: int, rooms: Rooms, words: tuple[str, ...], lit: bool, look: Palette) -> Strip:
    """Draw an item in a row of `width` cells, `words` marked in it."""
    ink, dim, key = (look.lit, look.lit_dim, look.lit) if lit else (look.text, look.dim, look.cursor_mark)

    def column(text: str, room: int, style: Style, *, end: bool = False) -> list[Segment]:
        shown = " ".join(text[: 8 * max(room, 0)].split())
        spans = sorted(span for word in words for span in find(shown, word))
        return one_line(
            shown, room, style, right=end != from_right(), spans=spans, mark=look.hit, outside=True
        )

    box = "" if item.on is None else "[x]" if item.on else "[ ]"
    parts: list[list[Segment]] = [
        [Segment((" ◂ " if from_right() else " ▸ ") if lit else "   ", key)],
        [Segment(box, ink if item.on else dim)],
        pad(bool(box), dim),
        column(item.key, rooms.key, key),
        pad(bool(rooms.key), dim),
    ]
    free = width - sum(map(cells, parts)) - 1
    # A row that says only its name has all the room for it.
    name = rooms.name if item.about or item.right else free - 1
    parts += [column(item.name, name, ink), pad(1, dim)]
    free -= name + 1
    room = free if not item.about else rooms.right if item.right else 0
    parts += [column(item.about, free - room, dim)] if item.about else []
    if item.struck:  # in its own width: blanks would be struck, too
        style = ink + Style(strike=True) if lit else look.struck
        struck = natural_width(item.right, min(room, free), style, outside=True)
        blank = pad(min(room, free) - cells(struck), ink)
        parts += [[*struck, *blank] if from_right() else [*blank, *struck], pad(1, dim)]
    else:
        parts += [column(item.right, min(room, free), ink, end=True), pad(1, dim)]
    return side_by_side(parts, width, dim)
