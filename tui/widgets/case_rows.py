"""Draws the rows of cases that wait for a person to decide."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.segment import Segment
from textual.strip import Strip

from tui.presenters.cases import Case
from tui.theme import Palette
from tui.widgets.cursor_list import MARK
from tui.widgets.strips import one_line


class CaseDrawer:
    """Draws the rows of cases.

    Args:
        columns: the name of each column, and the cells that it takes.
        case: says what stands in a row.
    """

    def __init__(self, columns: Sequence[tuple[str, int]], case: Callable[[int], Case]) -> None:
        self._rooms = tuple(room for _name, room in columns)
        self._case = case

    def draw(self, number: int, width: int, lit: bool, look: Palette) -> Strip:
        """Draw a row of `width` cells; see `tui.widgets.cursor_list.DrawRow`."""
        mark, columns, quote = self._case(number)
        ink, dim = (look.lit, look.lit_dim) if lit else (look.text, look.dim)
        text = dim if mark else ink
        segments = [Segment(f" {mark:<{MARK - 1}}", ink if lit else look.done)]
        for column, room in zip(columns, self._rooms, strict=True):
            segments += [*one_line(column, room, text), Segment(" ", text)]
        used = MARK + sum(room + 1 for room in self._rooms)
        segments += one_line(quote, width - used - 2, text, right=True, outside=True)
        segments.append(Segment(" ◂" if lit else "  ", ink))
        return Strip(segments).adjust_cell_length(width, text)
