"""Finds the code point that a place on the screen shows, for the mouse and for going from row to row."""

from __future__ import annotations

from annotations.model.spans import paragraph_at
from tui.bidi import direction_of, mostly_rtl
from tui.widgets.article.viewport import Viewport


class HitTest:
    """Relates cells of a viewport to code points.

    Args:
        viewport: the rows and where they are.
    """

    def __init__(self, viewport: Viewport) -> None:
        self._viewport = viewport

    def offset_at(self, x: int, y: int) -> int | None:
        """Return the first code point of the letter in a cell of the view, the nearest one beside the text.

        None where there is no text at all.
        """
        viewport = self._viewport
        flow = viewport.flow
        if flow is None or not flow.height:
            return None
        row = flow.row(max(0, min(viewport.top + y, flow.height - 1)))
        return None if row is None else row.offset + row.line.offset_at(x - viewport.left(row))

    def has_row(self, y: int) -> bool:
        """Say whether a row of the view is one of the text, and not the blank below its end."""
        return self._viewport.row(self._viewport.top + y) is not None

    def beside(self, offset: int, rows: int, column: int | None = None) -> tuple[int, int] | None:
        """Return the code point so many rows below (or above) that of `offset`, and the column of the view.

        The column is that of `offset` unless another one is given; rows without text are passed over. None:
        there is no such row.
        """
        viewport = self._viewport
        flow = viewport.flow
        if flow is None:
            return None
        number = flow.row_of(offset)
        row = flow.row(number)
        if column is None:
            own = row.line.column_of(offset - row.offset) if row else None
            column = (viewport.left(row) if row else 0) + (own or 0)
        sign = 1 if rows > 0 else -1
        number += rows
        while (row := flow.row(number)) is not None and not row.line.width:
            number += sign
        return None if row is None else (row.offset + row.line.offset_at(column - viewport.left(row)), column)

    def rtl_at(self, offset: int) -> bool:
        """Say whether the paragraph of a code point runs right to left, even before it is laid out."""
        flow, text = self._viewport.flow, self._viewport.text
        row = flow.row(flow.row_of(offset)) if flow is not None else None
        if row is not None:
            return row.line.rtl
        if text is None:
            return True
        start, end = paragraph_at(text, offset)
        return direction_of(text[start:end], in_rtl=mostly_rtl(text)) == "rtl"
