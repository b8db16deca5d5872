"""Which code point of an article a place on the screen shows, for the mouse and for going from row to row.

A wheel scrolls three rows and changes nothing else. A press that is dragged, and two clicks, say what they
were dragged over; what becomes of it is the reader's matter.
"""

from __future__ import annotations

from bisect import bisect_right

from textual import events
from textual.message import Message

from annotations.model.spans import paragraph_at, word_at
from tui.bidi import direction_of, mostly_rtl
from tui.widgets.article.viewport import Flowing

WHEEL_ROWS = 3


class Pointing(Flowing):
    """An article that can be pointed at."""

    ALLOW_SELECT = False  # Textual's own selection, which would copy shaped letters in visual order

    class Clicked(Message):
        """A letter was clicked."""

        def __init__(self, sentence: int, offset: int) -> None:
            super().__init__()
            self.sentence = sentence
            self.offset = offset
            """Its first code point."""

    class Dragged(Message):
        """The mouse was dragged from the letter of one code point to that of another, the free end."""

        def __init__(self, first: int, last: int) -> None:
            super().__init__()
            self.first = first
            self.last = last

    class Wheeled(Message):
        """Another sentence came under the cursor, since the one before has left the view."""

    _pressed: int | None = None
    """The code point on which the button was pressed, while it is."""
    _dragged = False

    # ------------------------------------------------------------------ places

    def offset_at(self, x: int, y: int) -> int | None:
        """Return the first code point of the letter in a cell of the view, the nearest one beside the text.

        None where there is no text at all.
        """
        flow = self._flow
        if flow is None or not flow.height:
            return None
        row = flow.row(max(0, min(self.top + y, flow.height - 1)))
        return None if row is None else row.offset + row.line.offset_at(x - self._left(row))

    def beside(self, offset: int, rows: int, column: int | None = None) -> tuple[int, int] | None:
        """Return the code point so many rows below (or above) that of `offset`, and the column of the view.

        The column is that of `offset` unless another one is given; rows without text are passed over. None:
        there is no such row.
        """
        self._prepare()
        flow = self._flow
        if flow is None:
            return None
        number = flow.row_of(offset)
        row = flow.row(number)
        if column is None:
            own = row.line.column_of(offset - row.offset) if row else None
            column = (self._left(row) if row else 0) + (own or 0)
        sign = 1 if rows > 0 else -1
        number += rows
        while (row := flow.row(number)) is not None and not row.line.width:
            number += sign
        return None if row is None else (row.offset + row.line.offset_at(column - self._left(row)), column)

    def rtl_at(self, offset: int) -> bool:
        """Say whether the paragraph of a code point runs right to left, even before it is laid out."""
        flow = self._flow
        row = flow.row(flow.row_of(offset)) if flow is not None else None
        if row is not None:
            return row.line.rtl
        if self._article is None:
            return True
        text = self._article.text
        start, end = paragraph_at(text, offset)
        return direction_of(text[start:end], in_rtl=mostly_rtl(text)) == "rtl"

    # ------------------------------------------------------------------ mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin what may become a drag."""
        self._dragged = False
        if event.button == 1:
            self._pressed = self.offset_at(event.x, event.y)
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select from where the button was pressed; beyond the upper and lower edge it scrolls."""
        if self._pressed is None:
            return
        if not 0 <= event.y < self.size.height:
            self.scroll_rows(1 if event.y > 0 else -1)
        last = self.offset_at(event.x, max(0, min(event.y, self.size.height - 1)))
        if last is not None and (self._dragged or last != self._pressed):
            self._dragged = True
            self.post_message(self.Dragged(self._pressed, last))

    def on_mouse_up(self) -> None:
        """End a drag; what is selected stays so."""
        self._pressed = None
        self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the sentence that was clicked; two clicks select a word."""
        flow, article = self._flow, self._article
        if self._dragged or flow is None or article is None or not article.units:
            return
        offset = self.offset_at(event.x, event.y)
        if offset is None or flow.row(self.top + event.y) is None:
            return
        if event.chain == 2:
            start, end = word_at(article.text, offset)
            self.post_message(self.Dragged(start, end - 1))
        elif event.chain == 1:
            sentence = max(0, bisect_right(article.sentence_starts, offset) - 1)
            self.post_message(self.Clicked(sentence, offset))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Three rows on."""
        self._wheel(event, WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Three rows back."""
        self._wheel(event, -WHEEL_ROWS)

    def _wheel(self, event: events.MouseEvent, rows: int) -> None:
        event.stop()
        event.prevent_default()  # Textual's scrolls by what it thinks the height is
        before = self.cursor
        if self.scroll_rows(rows) != before:
            self.post_message(self.Wheeled())
