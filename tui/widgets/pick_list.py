"""Lets a person choose: under a line to type in stand the rows that match what is typed.

Rows are drawn when they are seen and looked for in slices of a few milliseconds, so that among 100,000
articles a letter appears as fast as among ten actions.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from tui.i18n import _
from tui.widgets.bidi_input import BidiInput
from tui.widgets.incremental_search import IncrementalSearch
from tui.widgets.lines import Lines
from tui.widgets.pick_rows import Item, PickRows, Rooms
from tui.widgets.prompt import Caption
from tui.widgets.strips import in_order

_SLICE = 0.01
"""Seconds of searching, after which keys get their turn."""
_REST = 0.001
"""Seconds of such a turn, if there is nothing to do in it."""
_TELL = 0.1
"""Seconds after which the matches found meanwhile are shown."""


class PickList(Widget):
    """Shows a question, a line to type in, the number of matches, and their rows.

    Args:
        question: what is asked.
        choices: what can be chosen; read only as far as it has to be, and never while a key waits.
        item: says what stands in the row of a choice.
        rooms: widths of the columns.
        placeholder: stands in the line until something is typed.
        detail: says more of the choice under the cursor; it stands at the bottom.
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
        """A choice was taken."""

        def __init__(self, choice: Any) -> None:
            super().__init__()
            self.choice = choice

    class Left(Message):
        """The user wants none."""

    def __init__(
        self,
        question: str,
        choices: Iterable[Any],
        item: Callable[[Any], Item],
        rooms: Rooms,
        *,
        placeholder: str = "",
        detail: Callable[[Any], str] | None = None,
        at: int = 0,
    ) -> None:
        super().__init__()
        self._question = question
        self._search = IncrementalSearch((item(choice).sought, choice) for choice in choices)
        self._steps: Iterator[None] = iter(())
        self._entered = False
        self._at = at
        self.input = BidiInput(placeholder=placeholder)
        self.rows = PickRows(item, rooms)
        self._count = Caption()
        self._detail = detail
        self._more = Lines()

    def compose(self) -> ComposeResult:
        """Compose the question, the line, the number of matches, and the rows."""
        question = Caption()
        question.show(f" {self._question} ")
        yield from in_order([question, self.input, self._count])
        yield self.rows
        self._more.display = self._detail is not None
        yield self._more

    def on_mount(self) -> None:
        """Show all that can be chosen."""
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
        for _step in self._steps:
            if time.monotonic() > end:
                break

    def _fill(self, at: int) -> None:
        search = self._search
        matches, known, more = len(search.matches), search.known, "" if search.complete else " …"
        count = _("{n:,} of {all:,}").format(n=matches, all=known) if search.query.strip() else f"{matches:,}"
        self._count.show(f"{count}{more}")
        nothing = _("nothing matches; Esc leaves") if search.complete else _("looking …")
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
