"""The claims board's workers: one reads the annotations, the other finds and sorts rows.

A small board is read and filtered at once, so that keys typed ahead meet a list that is there. A large one
can be used while it fills, and of several filters that come while one is being carried out only the last
counts.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual import on, work
from textual.message import Message
from textual.screen import Screen
from textual.worker import get_current_worker

from annotations.model.links import contradictions
from annotations.services.claim_index import ORDERS

if TYPE_CHECKING:
    from annotations.services.claim_index import Board
    from tui.app import ClaimReader

_AT_ONCE = 0.05
"""Seconds of reading before the first frame."""
_FEW = 3000
"""Rows up to which a filter is carried out while the key waits: 10 ms."""
_TELL = 0.3
"""Seconds between two looks at what has been read meanwhile."""


class Wish(NamedTuple):
    """What the list is to show."""

    query: str = ""
    order: str = ORDERS[0]
    groups: bool = False


class Listed(NamedTuple):
    """What a wish has found."""

    wish: Wish
    rows: Sequence[int] = ()
    """Rows of the board, and below 0 the headings of groups: -1 is that of the first."""
    groups: Sequence[Sequence[int]] = ()


class BoardFinding(Screen[None]):
    """A screen with a list of the board's rows that is filled, filtered and sorted by workers."""

    app: ClaimReader
    board: Board

    class Filled(Message):
        """Some more rows have been read."""

    class Found(Message):
        """A wish has been carried out."""

        def __init__(self, board: Board, listed: Listed) -> None:
            super().__init__()
            self.board = board
            self.listed = listed

    def __init__(self) -> None:
        super().__init__()
        self.wish = Wish()
        self.busy = False
        """Whether a wish is being carried out."""
        self.answered = asyncio.Event()
        """Set while what is listed is what was asked for; see `tui.textual_ext.key_dispatch`."""
        self.answered.set()
        self._again = False

    def take(self, listed: Listed) -> None:
        """Show what a wish has found."""
        raise NotImplementedError

    # ------------------------------------------------------------------ reading

    def read(self) -> None:
        """Read what there is, the first of it at once."""
        self.board = self.app.session.annotations.claim_index
        self.board.update()
        if not self.board.complete:
            steps, end = self.board.fill(), time.monotonic() + _AT_ONCE
            for _rows in steps:
                if time.monotonic() > end:
                    self._fill(steps)
                    break

    @work(thread=True, group="fill", exclusive=True, exit_on_error=False)
    def _fill(self, steps: Iterator[int]) -> None:
        worker, told = get_current_worker(), time.monotonic()
        for _rows in steps:
            if worker.is_cancelled:
                return
            if time.monotonic() - told > _TELL:
                told = time.monotonic()
                self.post_message(self.Filled())
        self.post_message(self.Filled())

    @on(Filled)
    def _filled(self) -> None:
        self.ask(self.wish)

    # ------------------------------------------------------------------ finding

    def ask(self, wish: Wish) -> None:
        """List what is wished now, also if it is the same once more."""
        if wish.query != self.wish.query:
            self.answered.clear()
        self.wish = wish
        self._again = self.busy
        if self.busy:
            return
        if len(self.board) <= _FEW:
            self.take(self._listed(self.board, wish))
            self.answered.set()
        else:
            self.busy = True
            self._find(wish)

    @work(thread=True, group="find", exit_on_error=False)
    def _find(self, wish: Wish) -> None:
        board = self.board
        self.post_message(self.Found(board, self._listed(board, wish)))

    @on(Found)
    def _found(self, event: Found) -> None:
        self.busy = False
        if self._again:
            self.ask(self.wish)
        if event.listed.wish == self.wish and event.board is self.board:  # the store may be another one now
            self.take(event.listed)
            self.answered.set()

    def _listed(self, board: Board, wish: Wish) -> Listed:
        found = board.find(wish.query, wish.order)
        if not wish.groups:
            return Listed(wish, found)
        wanted, groups = set(found), []
        # What is compared stands by number, until another order is asked for.
        order = "number" if wish.order == ORDERS[0] else wish.order
        for uuids in contradictions(self.app.session.annotations.pending):
            rows = [row for uuid in uuids if (row := board.row(uuid)) is not None]
            if len(rows) > 1 and not wanted.isdisjoint(rows):
                groups.append(board.sorted(rows, order))
        groups.sort(key=lambda group: board.key(min(group, key=board.key)))
        listed = [row for number, group in enumerate(groups, 1) for row in (-number, *group)]
        return Listed(wish, listed, groups)
