"""Shows a text in blocks, as `tui.presenters.markdown` cuts it; each is wrapped, on its own side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.style import Style
from textual.strip import Strip

from tui.bidi import Line, Paragraph, direction_of, layout, mostly_rtl
from tui.presenters.markdown import Block
from tui.presenters.stored import with_signs
from tui.widgets.rows import Rows
from tui.widgets.strips import MEASURE, marked, pad

_SIDES = 2
"""Cells left free at each side."""
_LEAST = 12
"""Cells that a deeply nested block has at the least."""

_BOLD = Style(bold=True)


class _Row(NamedTuple):
    line: Line
    block: Block


class Page(Rows):
    """Shows blocks of text and scrolls them."""

    def __init__(self, shown: Sequence[Block]) -> None:
        super().__init__()
        self._blocks = shown
        self._in_rtl = mostly_rtl("\n".join(block.text for block in shown))
        self._rows: list[_Row | None] = []
        self._width = 0

    def _prepare(self) -> None:
        """Wrap for this width, if that isn't done yet; the block at the top stays there."""
        if self._width == self.size.width:
            return
        top = self._rows[self.top] if self.top < len(self._rows) else None
        self._width = self.size.width
        room = min(MEASURE, self._width - 2 * _SIDES)
        self._rows = []
        for block in self._blocks:
            if block.apart and self._rows:
                self._rows.append(None)
            direction = direction_of(block.text, in_rtl=self._in_rtl)
            paragraph = Paragraph(with_signs(block.text, direction), direction)
            lines = layout(paragraph, max(1, room - self._indent(block)))
            self._rows += [_Row(line, block) for line in lines]
        self.reach(len(self._rows))
        place = next((at for at, row in enumerate(self._rows) if top and row and row.block is top.block), 0)
        self.jump(max(0, min(place, len(self._rows) - self.size.height)))

    def _indent(self, block: Block) -> int:
        return min(block.indent, max(0, self.size.width - 2 * _SIDES - _LEAST))

    def on_resize(self) -> None:
        """Wrap anew."""
        self._prepare()

    def render_line(self, y: int) -> Strip:
        """Draw one row of the view (Textual's line API)."""
        self._prepare()
        number = self.top + y
        row = self._rows[number] if 0 <= number < len(self._rows) else None
        if row is None:
            return self.blank()
        line, block = row
        look, width = self.palette, self.size.width
        bold = look.cursor_mark if block.heading else look.text + _BOLD
        side = _SIDES + self._indent(block)
        left = max(0, width - side - line.width) if line.rtl else side
        shown = marked(line, block.bold, look.text, bold)
        return Strip([*pad(left, look.text), *shown]).adjust_cell_length(width, look.text)
