"""The rows of the claims board, its columns by the room there is, and headings of groups between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rich.segment import Segment
from textual import events
from textual.strip import Strip

from annotations.text.folding import find
from tui.i18n import N_, language
from tui.theme import Palette
from tui.widgets.review_list import nothing_row
from tui.widgets.rows import ListCursor, Rows
from tui.widgets.strips import one_line, start


class Column(NamedTuple):
    """A column: which fact, what it is called, its cells, and the view's width from which it is there."""

    id: str
    name: str
    room: int
    since: int = 0


LIST = (
    Column("place", N_("place"), 9),
    Column("tags", N_("tag"), 4),
    Column("number", N_("number"), 13),
    Column("certainty", N_("certain"), 8),
    Column("date", N_("date"), 10, 100),
    Column("claimant", N_("claimant"), 14, 110),
    Column("source", N_("source"), 12, 120),
    Column("more", " ", 3),
)
"""One annotation a row."""
GROUPS = (
    Column("number", N_("number"), 13),
    Column("certainty", N_("certain"), 9),
    Column("source", N_("source"), 10),
    Column("date", N_("date"), 10, 90),
    Column("place", N_("place"), 9, 100),
    Column("claimant", N_("claimant"), 14, 110),
    Column("more", " ", 3, 120),
)
"""What is compared side by side comes first."""
_WORDS = 18
"""Cells of لا يقل عن 115,000."""


def fitting(columns: Sequence[Column], width: int) -> list[Column]:
    """Return the columns for which there is room; in Arabic a bound is said by words, which take more."""
    wider = _WORDS if language() == "ar" else 0
    return [
        column._replace(room=max(column.room, wider)) if column.id == "number" else column
        for column in columns
        if width >= column.since
    ]


class Claim(NamedTuple):
    """What a row says."""

    mark: str
    columns: tuple[str, ...]
    quote: str
    words: tuple[str, ...] = ()
    """What is marked in the quote."""
    heading: bool = False
    """It is the heading of a group: only its quote is shown, from the left."""
    gone: bool = False


class BoardList(Rows):
    """The rows, with a cursor; drawn when they are seen.

    Args:
        claim: says what stands in a row.
        moved: is called when the cursor has moved.
    """

    DEFAULT_CSS = "BoardList { height: 1fr; }"

    def __init__(self, claim: Callable[[int], Claim], moved: Callable[[], None]) -> None:
        super().__init__()
        self._claim = claim
        self._moved = moved
        self._rooms: tuple[int, ...] = ()
        self._list = ListCursor(self)
        self._nothing = ""

    def __len__(self) -> int:
        return self._list.count

    @property
    def cursor(self) -> int:
        """The row under the cursor."""
        return self._list.row

    def lay_out(self, columns: Sequence[Column]) -> None:
        """Show other columns."""
        self._rooms = tuple(column.room for column in columns)
        self.refresh()

    def fill(self, count: int, *, at: int | None = None, nothing: str = "") -> None:
        """Show other rows.

        Args:
            count: how many there are.
            at: the row on which the cursor is to be; it stays on its own where none is named.
            nothing: stands in their place if there is none.
        """
        self._nothing = nothing
        self._list.count = count
        self._list.row = self._list.clamp(self.cursor if at is None else at)
        self._list.keep_in_sight()
        self.refresh()
        self._moved()

    def on_resize(self) -> None:
        """Say how many rows there are, and keep the cursor in sight."""
        self._list.keep_in_sight()

    def move_to(self, row: int) -> None:
        """Put the cursor on a row."""
        if self._list.move_to(row):
            self._moved()

    def update(self, row: int) -> None:
        """Draw a row anew."""
        self.repaint_rows([row])

    def on_click(self, event: events.Click) -> None:
        """Move to the row that was clicked."""
        if self.top + event.y < len(self):
            self.move_to(self.top + event.y)

    def render_line(self, y: int) -> Strip:
        """Draw one row of the view (Textual's line API)."""
        return self.row(self.top + y)

    def row(self, number: int) -> Strip:
        """Draw one row."""
        if not len(self) and not number:
            return nothing_row(self._nothing, self.size.width, self.palette)
        if not 0 <= number < len(self):
            return self.blank()
        claim = self._claim(number)
        return drawn(claim, self._rooms, self.size.width, number == self.cursor, self.palette)


@lru_cache(maxsize=256)  # a few screens of rows
def drawn(claim: Claim, rooms: tuple[int, ...], width: int, lit: bool, look: Palette) -> Strip:
    """Draw a row of `width` cells."""
    ink, dim = (look.lit, look.lit_dim) if lit else (look.text, look.dim)
    edge = Segment(" ◂" if lit else "  ", ink)
    if claim.heading:
        style = ink if lit else look.cursor_mark
        return Strip([Segment(" ", style), *start(claim.quote, width - 3, style), edge], width)
    style = dim if claim.gone else ink
    segments = [Segment(f" {claim.mark:<2}", ink if lit else look.done)]
    for column, room in zip(claim.columns, rooms, strict=True):
        segments += [*one_line(column, room, style), Segment(" ", style)]
    room = width - sum(rooms) - len(rooms) - 5
    quote = " ".join(claim.quote[: 8 * max(0, room)].split())
    spans = sorted(span for word in claim.words for span in find(quote, word))
    segments += one_line(quote, room, style, right=True, spans=spans, mark=look.hit, outside=True)
    return Strip([*segments, edge]).adjust_cell_length(width, style)
