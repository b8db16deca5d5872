"""Shows a text in blocks, as `tui.presenters.markdown` cuts it; each is wrapped, on its own side."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.bidi import mostly_rtl
from tui.presenters.markdown import Block, Table
from tui.presenters.page_rows import PageRow, page_rows
from tui.widgets.rows import Rows
from tui.widgets.strips import MEASURE, marked, pad

_SIDES = 2
"""Cells left free at each side."""

_BOLD = Style(bold=True)


class Page(Rows):
    """Shows blocks of text and scrolls them.

    Args:
        shown: the blocks.
        rtl: whether the page is read from the right; without it, where most of its letters are.
    """

    def __init__(self, shown: Sequence[Block | Table], *, rtl: bool | None = None) -> None:
        super().__init__()
        self._blocks = shown
        self._rtl = mostly_rtl("\n".join(block.text for block in shown)) if rtl is None else rtl
        self._rows: list[PageRow] = []
        self._width = 0

    def _prepare(self) -> None:
        """Wrap for this width, if that isn't done yet; what is at the top stays there."""
        if self._width == self.size.width:
            return
        top = self._rows[self.top].block if self.top < len(self._rows) else None
        before = self._rows_of(top)
        part = (self.top - before[0]) / len(before) if before else 0.0
        self._width = self.size.width
        self._rows = list(page_rows(self._blocks, self._room, rtl=self._rtl))
        self.reach(len(self._rows))
        after = self._rows_of(top)
        place = after[0] + int(part * len(after)) if after else 0
        self.jump(max(0, min(place, len(self._rows) - self.size.height)))

    def _rows_of(self, block: Block | Table | None) -> list[int]:
        return [number for number, row in enumerate(self._rows) if row.pieces and row.block is block]

    @property
    def _room(self) -> int:
        return max(1, min(MEASURE, self._width - 2 * _SIDES))

    def on_resize(self) -> None:
        """Wrap anew."""
        self._prepare()

    def render_line(self, y: int) -> Strip:
        """Draw one row of the view (Textual's line API)."""
        self._prepare()
        number = self.top + y
        row = self._rows[number] if 0 <= number < len(self._rows) else None
        if row is None or not row.pieces:
            return self.blank()
        look, width = self.palette, self.size.width
        # What is read from the right stands at the right of the view, all else at its left.
        right = self._rtl if isinstance(row.block, Table) else row.pieces[0].line.rtl
        first = max(0, width - _SIDES - self._room) if right else _SIDES
        shown: list[Segment] = []
        filled = 0
        for piece in sorted(row.pieces, key=lambda piece: piece.column):
            bold = look.cursor_mark if piece.heading else look.text + _BOLD
            spans = [(piece.line.start, piece.line.end)] if piece.heading else piece.bold
            shown += pad(first + piece.column - filled, look.text)
            shown += marked(piece.line, spans, look.text, bold)
            filled = max(filled, first + piece.column) + piece.line.width
        return Strip(shown).adjust_cell_length(width, look.text)
