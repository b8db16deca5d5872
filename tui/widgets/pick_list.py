"""A list to choose from: a line to type in, and under it the rows that match what is typed.

Rows are drawn when they are seen and looked for in slices of a few milliseconds, so that among 100,000
articles a letter appears as fast as among ten actions.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any, ClassVar, NamedTuple

from rich.segment import Segment
from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from annotations.arabic import find
from tui.theme import Palette
from tui.widgets.bidi_input import BidiInput
from tui.widgets.lines import Lines
from tui.widgets.prompt import Words
from tui.widgets.rows import Rows
from tui.widgets.search import Search
from tui.widgets.strips import one_line, pad

_SLICE = 0.005
"""Seconds of searching, after which keys get their turn."""
_REST = 0.001
"""Seconds of such a turn, if there is nothing to do in it."""
_TELL = 0.1
"""Seconds between two looks at what has been found meanwhile."""


class Item(NamedTuple):
    """What a row says: `[x] key  name  about                right`; each of any script."""

    name: str = ""
    right: str = ""
    """Stands at the right edge: an article's title, a tag in Arabic."""
    key: str = ""
    about: str = ""
    on: bool | None = None
    """Whether it is set; None for what can't be."""

    @property
    def sought(self) -> str:
        """What it can be found by."""
        return f"{self.key} {self.name} {self.about} {self.right}"


class Rooms(NamedTuple):
    """Cells of the columns; what a row says `about` its thing has what these leave."""

    key: int
    name: int
    right: int = 0
    """In rows with something `about`; in others it has all that is left."""


class PickRows(Rows, can_focus=False):
    """Rows with a cursor.

    Args:
        item: says what stands in the row of a thing.
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
        self._things: list[Any] = []
        self._words: tuple[str, ...] = ()
        self._nothing = ""
        self.cursor = 0

    def fill(self, things: list[Any], query: str = "", *, nothing: str = "", at: int = 0) -> None:
        """Show other rows, the cursor on row `at`.

        Args:
            things: what stands in them; may grow, which is shown when it is filled in again.
            query: its words are marked.
            nothing: what to say if there is no row.
            at: a row.
        """
        self._things, self._words, self._nothing = things, tuple(query.split()), nothing
        self.cursor = at
        self.reach(len(things))
        self._keep_in_sight()
        self.refresh()

    @property
    def chosen(self) -> Any:
        """The thing under the cursor; None if there is none."""
        return self._things[self.cursor] if self.cursor < len(self._things) else None

    def move(self, step: int) -> None:
        """Move the cursor by rows."""
        before, self.cursor = self.cursor, max(0, min(self.cursor + step, len(self._things) - 1))
        self._keep_in_sight()
        self.repaint((row, 0, self.size.width) for row in (before, self.cursor))

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self.reach(len(self._things))
        self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        height = self.size.height
        if height and not self.top <= self.cursor < self.bottom:
            self.jump(self.cursor if self.cursor < self.top else self.cursor - height + 1)

    def row(self, number: int) -> Strip:
        """Draw one row."""
        width = self.size.width
        if not number and not self._things:
            shown = one_line(self._nothing, width - 2, self.palette.dim)
            return Strip([Segment("  ", self.palette.dim), *shown], width)
        if not 0 <= number < len(self._things):
            return self.blank()
        item = self._item(self._things[number])
        return drawn(item, width, self._rooms, self._words, number == self.cursor, self.palette)

    def on_click(self, event: events.Click) -> None:
        """Say which row was clicked."""
        if self.top + event.y < len(self._things):
            self.post_message(self.Clicked(self.top + event.y))


@lru_cache(maxsize=256)  # a few screens of rows
def drawn(item: Item, width: int, rooms: Rooms, words: tuple[str, ...], lit: bool, look: Palette) -> Strip:
    """Draw an item, `words` marked in its name and at its right, which gives way last."""
    ink, dim, key = (look.lit, look.lit_dim, look.lit) if lit else (look.text, look.dim, look.cursor_mark)

    def text(text: str, room: int, style: Any, *, right: bool = False) -> list[Segment]:
        shown = " ".join(text[: 8 * max(room, 0)].split())
        spans = sorted(span for word in words for span in find(shown, word))
        return one_line(shown, room, style, right=right, spans=spans, mark=look.hit)

    box = "" if item.on is None else "[x] " if item.on else "[ ] "
    left = [
        Segment(" ▸ " if lit else "   ", key),
        Segment(box, ink if item.on else dim),
        *text(item.key, rooms.key, key),
        *pad(bool(rooms.key), dim),
    ]
    free = width - sum(segment.cell_length for segment in left) - 1
    # A row that says only its name has all the room for it.
    name = rooms.name if item.about or item.right else free - 1
    left += [*text(item.name, name, ink), *pad(1, dim)]
    free -= name + 1
    room = free if not item.about else rooms.right if item.right else 0
    left += text(item.about, free - room, dim) if item.about else []
    right = text(item.right, min(room, free), ink, right=True)
    return Strip([*left, *right, *pad(1, dim)]).adjust_cell_length(width, dim)


class PickList(Widget):
    """A question, a line to type in, how many there are, and the rows.

    Args:
        question: what is asked.
        things: what there is to choose from; read only as far as it has to be, and never while a key waits.
        item: says what stands in the row of a thing.
        rooms: widths of the columns.
        placeholder: stands in the line until something is typed.
        detail: says more of the thing under the cursor, which stands at the bottom.
        at: the row on which the cursor is at first.
    """

    DEFAULT_CSS = """
    PickList { layout: grid; grid-size: 3; grid-columns: auto 1fr auto; grid-rows: 1 1fr 2; }
    PickList PickRows { column-span: 3; }
    PickList Lines { column-span: 3; height: 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
    ]
    """Not in the table of keys: these reach a list only when the line above it has no use for them."""

    class Taken(Message):
        """A thing was chosen."""

        def __init__(self, thing: Any) -> None:
            super().__init__()
            self.thing = thing

    class Left(Message):
        """The user wants none."""

    def __init__(
        self,
        question: str,
        things: Iterable[Any],
        item: Callable[[Any], Item],
        rooms: Rooms,
        *,
        placeholder: str = "",
        detail: Callable[[Any], str] | None = None,
        at: int = 0,
    ) -> None:
        super().__init__()
        self._question = question
        self._search = Search((item(thing).sought, thing) for thing in things)
        self._steps: Iterator[None] = iter(())
        self._entered = False
        self._at = at
        self.input = BidiInput(placeholder=placeholder)
        self.rows = PickRows(item, rooms)
        self._count = Words()
        self._detail = detail
        self._more = Lines()

    def compose(self) -> ComposeResult:
        """The line and the rows."""
        question = Words()
        question.say(f" {self._question} ")
        yield question
        yield self.input
        yield self._count
        yield self.rows
        self._more.display = self._detail is not None
        yield self._more

    def on_mount(self) -> None:
        """Show what there is."""
        # At once, and not by `focus()`: the next key is already for the line.
        self.screen.set_focus(self.input, scroll_visible=False)
        self._ask("", self._at)

    def _ask(self, query: str, at: int = 0) -> None:
        self._steps = self._search.ask(query)
        self._entered = False
        self._look()
        self._fill(at)
        if not self._search.complete:
            self._go_on()

    def _look(self) -> None:
        end = time.monotonic() + _SLICE
        for _ in self._steps:
            if time.monotonic() > end:
                break

    def _fill(self, at: int) -> None:
        search = self._search
        found, known, more = len(search.matches), search.known, "" if search.complete else " …"
        self._count.say(f" {found:,}{f' of {known:,}' if search.query.strip() else ''}{more} ")
        nothing = "nothing matches; Esc leaves" if search.complete else "looking …"
        self.rows.fill(search.matches, search.query, nothing=nothing, at=at)
        self._tell()

    def _tell(self) -> None:
        if self._detail is not None:
            self._more.show([] if self.rows.chosen is None else [self._detail(self.rows.chosen)])

    @work(exclusive=True)
    async def _go_on(self) -> None:
        """Look for the rest, in turns with keys; what is out of sight costs no drawing."""
        told = time.monotonic()
        while not self._search.complete:
            await asyncio.sleep(_REST)
            self._look()
            if self._search.complete or time.monotonic() - told > _TELL:
                told = time.monotonic()
                self._fill(self.rows.cursor)
            if self._entered and self._search.matches:
                self._take()

    # ------------------------------------------------------------------ keys

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self.rows.move(step)
        self._tell()

    def action_page(self, direction: int) -> None:
        """Move the cursor by what is in sight."""
        self.action_move(direction * max(1, self.rows.size.height - 1))

    @on(BidiInput.Changed)
    def _changed(self, event: BidiInput.Changed) -> None:
        event.stop()
        self._ask(event.value)

    @on(BidiInput.Submitted)
    def _submitted(self, event: BidiInput.Submitted) -> None:
        event.stop()
        self._entered = True  # if nothing has been found yet, the first that is will be meant
        self._take()

    def _take(self) -> None:
        if self.rows.chosen is not None:
            self._entered = False
            self.post_message(self.Taken(self.rows.chosen))

    @on(BidiInput.Cancelled)
    def _cancelled(self, event: BidiInput.Cancelled) -> None:
        event.stop()
        self.post_message(self.Left())

    @on(PickRows.Clicked)
    def _clicked(self, event: PickRows.Clicked) -> None:
        event.stop()
        self.rows.move(event.row - self.rows.cursor)
        self._take()
