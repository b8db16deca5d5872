"""The article's rows in a view: laid out for its width as far as they are looked at, and scrolled.

Rows above the view may turn out higher or lower than estimated, so a place is kept as a code point and looked
up again after every change of the layout.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from annotations.model.article import Article
from tui.widgets.article.flow_rows import FlowRows
from tui.widgets.article.layout import Flow, Row
from tui.widgets.article.painter import GUTTER

MEASURE = 90
"""Cells of text in a row at most: longer lines are hard to follow from one to the next."""
MARGIN = 2
"""Rows kept above and below the cursor where there is room."""


class Flowing(FlowRows):
    """Lays an article out and scrolls it; a subclass has the cursor and draws."""

    def __init__(self) -> None:
        super().__init__()
        self._article: Article | None = None
        self._kept: int | None = None
        """A code point to keep in view when the layout changes; else the sentence under the cursor is."""
        self.harakat = True
        self.boilerplate = True

    @property
    def cursor(self) -> int:
        """The sentence under the cursor, 0-based."""
        raise NotImplementedError

    def set_cursor(self, sentence: int) -> None:
        """Light another sentence, without scrolling."""
        raise NotImplementedError

    # ------------------------------------------------------------------ layout

    @property
    def _measure(self) -> int:
        return max(1, min(MEASURE, self.size.width - GUTTER - 1))

    def _left(self, row: Row) -> int:
        """Column of the view in which a line starts."""
        edge = self.size.width - GUTTER
        return edge - row.line.width if row.line.rtl else edge - self._measure

    def _prepare(self) -> None:
        """Lay out what is in view, if it isn't yet for this width.

        The place is kept by the sentence under the cursor, or by the end of a selection.

        Done when rows are asked for and not at a resize event, which comes after the first painting.
        """
        article = self._article
        if article is None or not self.size.width:
            return
        if self._flow is None or self._flow.width != self._measure:
            hidden = () if self.boilerplate else article.boilerplate_paragraphs
            self._flow = Flow(article.text, self._measure, harakat=self.harakat, hidden=hidden)
            self._drawn.clear()
            self.set_reactive(Widget.scroll_y, 0.0)
            self._bring_cursor_in(center=True)
            if self._kept is not None:
                self.bring_in(self._kept)
        self._settle()

    def on_resize(self) -> None:
        """Draw anew: the gutter is elsewhere, and rows that had no room may have it now."""
        self._drawn.clear()
        if self._flow is not None and self._flow.width == self._measure:
            if self._kept is None:
                self._bring_cursor_in()
            else:
                self.bring_in(self._kept)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the rows of a part of the view (Textual's line API)."""
        self._prepare()
        return super().render_lines(crop)

    # ------------------------------------------------------------------ scrolling

    def page(self, direction: int) -> int:
        """Scroll a page and return the sentence under the cursor.

        It goes to the first sentence that starts in view; where none does, to the one that fills the view.
        """
        flow, article = self._flow, self._article
        if flow is None or article is None or not article.units:
            return self.cursor
        height, before = self.size.height, self.top
        overlap = MARGIN if height > 3 * MARGIN else 0
        target = max(0, min(before + direction * (height - overlap), flow.height - 1))
        if direction < 0:
            place = flow.place_at(target)
            flow.settle(target, height)
            target = flow.row_of_place(place)
        self._scroll_to_row(target)
        if self.top == before:
            sentence = 0 if direction < 0 else len(article.units) - 1
        else:
            sentence = self._first_in_view(flow, article, overlap if self.top else 0)
        self.set_cursor(sentence)
        return sentence

    def scroll_rows(self, rows: int) -> int:
        """Scroll by rows, as a wheel does, and return the sentence under the cursor.

        It stays where it is as long as a part of it is in view.
        """
        flow, article = self._flow, self._article
        if flow is None or article is None or not article.units:
            return self.cursor
        self._scroll_to_row(max(0, self.top + rows))
        if self.bottom > flow.height:
            self._scroll_to_row(max(0, flow.height - self.size.height))
        first, after = self._cursor_rows()
        if self._kept is None and not (first < self.bottom and after > self.top):
            self.set_cursor(self._first_in_view(flow, article, 0))
        return self.cursor

    def _first_in_view(self, flow: Flow, article: Article, overlap: int) -> int:
        first = flow.row(min(self.top + overlap, flow.height - 1))
        last = flow.row(min(self.bottom, flow.height) - 1)
        start = first.offset + first.line.start if first else 0
        end = last.offset + last.line.end if last else start
        starts = article.sentence_starts
        sentence = bisect_left(starts, start)
        if sentence < len(starts) and starts[sentence] < end:
            return sentence
        return max(0, bisect_right(starts, start) - 1)

    def end(self, direction: int) -> None:
        """Scroll to the first or the last row."""
        flow = self._flow
        if flow is not None and self._article is not None:
            last = flow.row_of(len(self._article.text)) if direction > 0 else 0
            self._scroll_to_row(max(0, last + 1 - self.size.height))

    def bring_in(self, offset: int) -> None:
        """Scroll so far that the row of a code point is in view."""
        if self._flow is not None:
            row = self._flow.row_of(offset)
            if not self.top <= row < self.bottom:
                self._scroll_to_row(max(0, row - self.size.height // 3))

    def _cursor_rows(self) -> tuple[int, int]:
        """First row and row after the last one of the sentence under the cursor."""
        flow, article = self._flow, self._article
        assert flow is not None
        assert article is not None
        if not article.units:
            return 0, 1
        sentence = article.units[self.cursor]
        return flow.rows_of(sentence.start, sentence.end, self.size.height)

    def _bring_cursor_in(self, *, center: bool = False) -> None:
        """Scroll only if the sentence isn't whole in view; then so far that the next steps needn't."""
        flow, height = self._flow, self.size.height
        if flow is None or not height:
            return
        first, after = self._cursor_rows()
        margin = MARGIN if height > 3 * MARGIN else 0
        top = self.top
        fits = first >= top + min(margin, first) and after <= top + height - (
            margin if after < flow.height else 0
        )
        if fits and not center:
            return
        above = first < top + margin
        # A quarter of the view stays before the sentence when reading on, three quarters when going back.
        lead = height * 3 // 4 if above and not center else height // 4
        target = max(0, first - min(lead, max(0, height - (after - first) - margin)))
        place = flow.place_at(target)
        flow.settle(target, height + (first - target))
        self._scroll_to_row(min(flow.row_of_place(place), self._cursor_rows()[0]))
