"""The frame of the claims board: where one is, the rows, all about one of them, a line to type in."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.cache import LRUCache

from annotations.model.links import ties
from annotations.services.claim_search import words
from tui.i18n import N_, _
from tui.screens.board.presenter import claim, deleted, heading, passages, side_by_side
from tui.screens.board.query import BoardFinding, Listed, Wish
from tui.widgets.bars import KeyHints, TopBar
from tui.widgets.bidi_input import BidiInput
from tui.widgets.board_list import GROUPS, LIST, BoardList, Claim, Column, fitting
from tui.widgets.prompt import Prompt
from tui.widgets.review_list import Passage, Passages, ReviewHead

if TYPE_CHECKING:
    from annotations.model.records import Annotation
    from annotations.services.claim_index import Fact

_BURST = 0.01
"""Seconds between keys that nobody types one by one."""
_KEPT = 512
"""Rows of which it is kept what they say: more than a screen has."""


class Boarding(BoardFinding):
    """A screen with the board's list."""

    AUTO_FOCUS = "BoardList"
    PLACE: ClassVar[str] = "board"

    def __init__(self) -> None:
        super().__init__()
        self._shown = Listed(Wish())
        self._claims: LRUCache[int, Claim] = LRUCache(_KEPT)
        self._columns: Sequence[Column] = ()
        self._seen = 0
        """The board's version that is on screen."""
        self._known = 0
        """How many rows the board had when they were looked through."""
        self._moved_at = 0.0
        self._late = False
        """Whether the panel is to be shown a little later."""
        self.marked: set[int] = set()

    def compose(self) -> ComposeResult:
        """The list above, all about the row under the cursor below."""
        yield TopBar()
        yield ReviewHead((), N_("quote"))
        yield BoardList(self._claim, self._moved)
        yield Passages()
        yield Prompt()
        yield KeyHints(self.PLACE)

    def on_mount(self) -> None:
        """Begin."""
        self.rows = self.query_one(BoardList)
        self.begin()

    def begin(self) -> None:
        """Show what can be read at once."""
        self.marked.clear()
        self._claims.clear()
        self.read()
        self._seen = self.board.version
        self.ask(self.wish)

    def on_resize(self, event: events.Resize) -> None:
        """Show the columns for which there is room."""
        self._lay_out(event.size.width)

    def _lay_out(self, width: int) -> None:
        self._columns = fitting(GROUPS if self._shown.wish.groups else LIST, width)
        self._claims.clear()
        self.query_one(ReviewHead).show([(column.name, column.room) for column in self._columns])
        self.query_one(BoardList).lay_out(self._columns)

    def take(self, listed: Listed) -> None:
        """Show other rows; the cursor stays on its row, and goes to the first one for another filter."""
        at, before = self.rows.cursor, self._shown
        row = before.rows[at] if at < len(before.rows) else None
        self._shown, self._known = listed, len(self.board)
        if listed.wish.groups != before.wish.groups or not self._columns:
            self._lay_out(self.size.width)
        same = listed.wish.query == before.wish.query
        if not same or listed.groups:
            self._claims.clear()
        place = None if row is None else self.place_of(row)
        at = 0 if not same else place if place is not None else at
        self.rows.fill(len(listed.rows), at=at, nothing=self._nothing())
        self.tell()

    # ------------------------------------------------------------------ what is shown

    def _nothing(self) -> str:
        if not self.board.complete:
            return _("reading the annotations: they come up here as they are read")
        if self._shown.wish.query:
            return _("no annotation matches; Esc shows all again")
        if self._shown.wish.groups:
            return _("no claims are linked as contradicting each other: l links them; t shows the list")
        return _("no annotations yet: open an article and tag a sentence; Esc goes back")

    def _claim(self, place: int) -> Claim:
        row = self._shown.rows[place]
        found = self._claims.get(row)
        if found is None:
            found = self._claims[row] = self._made(row)
        return found

    def _made(self, row: int) -> Claim:
        if row < 0:
            return heading(-row, self._members(row))
        one, marked = self.board.annotation(row), row in self.marked
        if one is None:
            return deleted(self._columns, marked=marked)
        session = self.app.session
        links = len(ties(one, session.pending_changes))
        sought = tuple(words(self._shown.wish.query))
        fact = self.board.fact(one)
        return claim(one, fact, links, self._columns, session.project.scheme, marked=marked, words=sought)

    def _members(self, row: int) -> list[tuple[Annotation, Fact]]:
        found = (self.board.annotation(one) for one in self._shown.groups[-row - 1])
        return [(one, self.board.fact(one)) for one in found if one is not None]

    def at_cursor(self) -> Annotation | None:
        """Return the annotation under the cursor; None on a heading, a deleted one, and in an empty list."""
        place = self.rows.cursor
        return self.board.annotation(self._shown.rows[place]) if self._on_row(place) else None

    def _on_row(self, place: int) -> bool:
        return place < len(self._shown.rows) and self._shown.rows[place] >= 0

    def place_of(self, row: int) -> int | None:
        """Return where a row of the board stands in the list, if it does."""
        return _index(self._shown.rows, row)

    def _moved(self) -> None:
        """Show what is under the cursor; of keys in a burst only the last one's panel is laid out."""
        now = time.monotonic()
        burst, self._moved_at = now - self._moved_at < _BURST, now
        if not burst:
            self._show_panel()
        elif not self._late:
            self._late = True
            self.set_timer(_BURST, self._show_panel)

    def _show_panel(self) -> None:
        self._late = False
        self.query_one(Passages).show(self._about(self.rows.cursor))

    def _about(self, place: int) -> Sequence[Passage]:
        if place < len(self._shown.rows) and self._shown.rows[place] < 0:
            return side_by_side(self._members(self._shown.rows[place]))
        one = self.at_cursor()
        session = self.app.session
        return (
            passages(one, self.board.fact(one), session.pending_changes, session.project.scheme)
            if one
            else ()
        )

    def draw_anew(self, rows: set[int]) -> None:
        """Draw rows of the board anew where they are in sight."""
        for row in rows:
            self._claims.discard(row)
        for place in self._in_sight:
            if self._shown.rows[place] in rows:
                self.rows.update(place)

    @property
    def _in_sight(self) -> range:
        return range(self.rows.top, min(self.rows.bottom, len(self._shown.rows)))

    def refresh_data(self) -> None:
        """Draw what changed in the annotations."""
        if self.app.session.board is not self.board:  # the store was opened anew
            self.begin()
            return
        self.board.update()
        if self._seen != self.board.version:
            self._seen = self.board.version
            before = [(place, self._claims.get(self._shown.rows[place])) for place in self._in_sight]
            self._claims.clear()
            for place, claim_before in before:
                if self._claim(place) != claim_before:
                    self.rows.update(place)
            if len(self.board) > self._known or self._shown.wish.groups:
                self.ask(self.wish)
            self._moved()
        self.tell()

    def on_screen_resume(self) -> None:
        """Draw what may have changed in the reader."""
        if self.is_mounted and hasattr(self, "board"):
            self.refresh_data()

    def tell(self) -> None:
        """Fill in the top bar."""
        raise NotImplementedError

    def say(self, message: str, *, error: bool = False) -> None:
        """Show a message until the next key."""
        self.query_one(KeyHints).say(message, error=error)

    # ------------------------------------------------------------------ what is typed

    @on(BidiInput.Changed)
    def _changed(self, event: BidiInput.Changed) -> None:
        self.ask(self.wish._replace(query=event.value.strip()))

    def on_key(self, event: events.Key) -> None:
        """The list moves while one types, too."""
        if event.key not in ("up", "down", "pageup", "pagedown"):
            return
        steps = {"up": -1, "down": 1, "pageup": -self.page, "pagedown": self.page}
        if self.query_one(Prompt).asking:
            event.stop()
            self.rows.move_to(self.rows.cursor + steps[event.key])

    @property
    def page(self) -> int:
        """Rows of a page, less one to go on from."""
        return max(1, self.rows.size.height - 1)


def _index(rows: Sequence[int], row: int) -> int | None:
    try:
        return rows.index(row)
    except ValueError:
        return None
