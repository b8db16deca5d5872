"""Draws the rows of the claims board."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from rich.segment import Segment
from textual.strip import Strip

from annotations.corpus.query import Query
from tui.presenters.claims import ClaimRow, Column
from tui.theme import Palette
from tui.widgets.strips import one_line


class ClaimDrawer:
    """Draws the rows of claims in the columns that there is room for.

    Args:
        claim: says what stands in a row.
    """

    def __init__(self, claim: Callable[[int], ClaimRow]) -> None:
        self._claim = claim
        self._columns: tuple[Column, ...] = ()

    def lay_out(self, columns: Sequence[Column]) -> None:
        """Draw these columns from now on."""
        self._columns = tuple(columns)

    def draw(self, number: int, width: int, lit: bool, look: Palette) -> Strip:
        """Draw a row of `width` cells; see `tui.widgets.cursor_list.DrawRow`."""
        return drawn(self._claim(number), self._columns, width, lit, look)


@lru_cache(maxsize=4)
def _query(words: str) -> Query:
    return Query(words)


@lru_cache(maxsize=256)  # a few screens of rows
def drawn(claim: ClaimRow, columns: tuple[Column, ...], width: int, lit: bool, look: Palette) -> Strip:
    """Draw a row of `width` cells."""
    ink, dim = (look.lit, look.lit_dim) if lit else (look.text, look.dim)
    edge = Segment(" ◂" if lit else "  ", ink)
    style = dim if claim.gone else ink
    segments = [Segment(f" {claim.mark:<2}", ink if lit else look.done)]
    for text, column in zip(claim.columns, columns, strict=True):
        segments += [*one_line(text, column.room, style, right=column.right), Segment(" ", style)]
    room = width - sum(column.room + 1 for column in columns) - 5
    quote = " ".join(claim.quote[: 8 * max(0, room)].split())
    spans = _query(claim.words).hits(quote) if claim.words else []
    segments += one_line(quote, room, style, right=True, spans=spans, mark=look.hit, outside=True)
    return Strip([*segments, edge]).adjust_cell_length(width, style)
