"""The rows of the claims board, its columns by the room there is, and headings of groups between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rich.segment import Segment
from textual.strip import Strip

from annotations.text.folding import find
from tui.i18n import N_, language
from tui.theme import Palette
from tui.widgets.strips import leading, one_line


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


class ClaimDrawer:
    """Draws the rows of claims in the columns that there is room for.

    Args:
        claim: says what stands in a row.
    """

    def __init__(self, claim: Callable[[int], Claim]) -> None:
        self._claim = claim
        self._rooms: tuple[int, ...] = ()

    def lay_out(self, columns: Sequence[Column]) -> None:
        """Draw these columns from now on."""
        self._rooms = tuple(column.room for column in columns)

    def draw(self, number: int, width: int, lit: bool, look: Palette) -> Strip:
        """Draw a row of `width` cells; see `tui.widgets.cursor_list.DrawRow`."""
        return drawn(self._claim(number), self._rooms, width, lit, look)


@lru_cache(maxsize=256)  # a few screens of rows
def drawn(claim: Claim, rooms: tuple[int, ...], width: int, lit: bool, look: Palette) -> Strip:
    """Draw a row of `width` cells."""
    ink, dim = (look.lit, look.lit_dim) if lit else (look.text, look.dim)
    edge = Segment(" ◂" if lit else "  ", ink)
    if claim.heading:
        style = ink if lit else look.cursor_mark
        return Strip([Segment(" ", style), *leading(claim.quote, width - 3, style), edge], width)
    style = dim if claim.gone else ink
    segments = [Segment(f" {claim.mark:<2}", ink if lit else look.done)]
    for column, room in zip(claim.columns, rooms, strict=True):
        segments += [*one_line(column, room, style), Segment(" ", style)]
    room = width - sum(rooms) - len(rooms) - 5
    quote = " ".join(claim.quote[: 8 * max(0, room)].split())
    spans = sorted(span for word in claim.words for span in find(quote, word))
    segments += one_line(quote, room, style, right=True, spans=spans, mark=look.hit, outside=True)
    return Strip([*segments, edge]).adjust_cell_length(width, style)
