"""The article on screen.

Right-aligned rows, the sentence under the cursor lit, tags in colour and in the gutter.

All positions are code points of the article until the last moment; `Flow` says which cells show them. A step
of the cursor repaints the cells of two sentences and nothing else, and so does a tag: nothing moves when one
is set.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence, Set
from typing import ClassVar

from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from annotations.article import Article
from annotations.records import Annotation
from annotations.scheme import Scheme
from annotations.tagging import by_sentence
from tui.widgets.flow import Flow, Row
from tui.widgets.flow_rows import FlowRows
from tui.widgets.paint import GUTTER, Paint

MEASURE = 90
"""Cells of text in a row at most: longer lines are hard to follow from one to the next."""
MARGIN = 2
"""Rows kept above and below the cursor where there is room."""


class ArticleView(FlowRows):
    """Shows one article and a sentence cursor."""

    CACHE: ClassVar[int] = 2000
    """Rows kept drawn."""

    class Clicked(Message):
        """A sentence was clicked."""

        def __init__(self, sentence: int) -> None:
            super().__init__()
            self.sentence = sentence

    def __init__(self, scheme: Scheme) -> None:
        super().__init__()
        self._scheme = scheme
        self._article: Article | None = None
        self._paint: Paint | None = None
        self.harakat = True
        self.boilerplate = True

    # ------------------------------------------------------------------ what is shown

    def show(
        self,
        article: Article,
        annotations: Sequence[Annotation],
        cursor: int,
        unsaved: Set[str] = frozenset(),
    ) -> None:
        """Show an article with the cursor on a sentence; `unsaved` are uuids of annotations to mark so."""
        self._article = article
        self._paint = Paint(article, self._scheme, by_sentence(article, annotations), unsaved, cursor)
        self._flow = None
        self.refresh()

    def update_annotations(self, annotations: Sequence[Annotation], unsaved: Set[str] = frozenset()) -> None:
        """Repaint the sentences whose annotations changed, or came to be saved."""
        paint = self._paint
        if paint is None:
            return
        before, paint.groups = paint.groups, by_sentence(paint.article, annotations)
        marked, paint.unsaved = paint.unsaved, unsaved
        other = marked ^ unsaved
        for sentence in sorted(before.keys() | paint.groups.keys()):
            group = paint.groups.get(sentence, [])
            if before.get(sentence, []) != group or any(one.uuid in other for one in group):
                self._repaint_sentence(sentence)

    def move_to(self, sentence: int) -> None:
        """Put the cursor on a sentence and bring it into view."""
        if self._paint is not None and sentence != self.cursor:
            self._set_cursor(sentence)
            self._bring_cursor_in()

    def _set_cursor(self, sentence: int) -> None:
        """Light another sentence. Before the first painting there is nothing to repaint yet."""
        assert self._paint is not None
        before, self._paint.cursor = self.cursor, sentence
        self._repaint_sentence(before)
        self._repaint_sentence(sentence)

    def set_display(self, *, harakat: bool, boilerplate: bool) -> None:
        """Show or hide harakat and boilerplate; offsets and annotations are not touched."""
        self.harakat, self.boilerplate = harakat, boilerplate
        self._flow = None
        self.refresh()

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
        self._set_cursor(sentence)
        return sentence

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

    @property
    def group(self) -> Sequence[Annotation]:
        """The annotations of the sentence under the cursor, oldest first."""
        return self._paint.groups.get(self.cursor, ()) if self._paint is not None else ()

    @property
    def cursor(self) -> int:
        """The sentence under the cursor, 0-based."""
        return self._paint.cursor if self._paint is not None else 0

    def show_hits(self, hits: Sequence[tuple[int, int]]) -> None:
        """Light these spans (code points, in order, not overlapping) wherever they are in view."""
        if self._paint is not None and hits != self._paint.hits:
            self._paint.hits = hits
            self._drawn.clear()
            self.refresh()

    def bring_in(self, offset: int) -> None:
        """Scroll so far that the row of a code point is in view."""
        if self._flow is not None:
            row = self._flow.row_of(offset)
            if not self.top <= row < self.bottom:
                self._scroll_to_row(max(0, row - self.size.height // 3))

    # ------------------------------------------------------------------ layout

    @property
    def _measure(self) -> int:
        return max(1, min(MEASURE, self.size.width - GUTTER - 1))

    def _prepare(self) -> None:
        """Lay out what is in view, if it isn't yet for this width.

        The place is kept by the sentence under the cursor.

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
        self._settle()

    def on_resize(self) -> None:
        """Draw anew: the gutter is elsewhere, and rows that had no room may have it now."""
        self._drawn.clear()
        if self._flow is not None and self._flow.width == self._measure:
            self._bring_cursor_in()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the rows of a part of the view (Textual's line API)."""
        self._prepare()
        return super().render_lines(crop)

    def notify_style_update(self) -> None:
        """Draw anew after a change of theme."""
        self._drawn.clear()
        super().notify_style_update()

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

    # ------------------------------------------------------------------ painting

    def _left(self, row: Row) -> int:
        """Column of the view in which a line starts."""
        edge = self.size.width - GUTTER
        return edge - row.line.width if row.line.rtl else edge - self._measure

    def _repaint_sentence(self, sentence: int) -> None:
        flow, article = self._flow, self._article
        if flow is None or article is None or not article.units:
            return
        unit = article.units[sentence]
        spans: list[tuple[int, int, int]] = []
        width = self.size.width
        for number, x0, x1 in flow.spans(unit.start, unit.end, self.top, self.bottom):
            row = flow.row(number)
            if row is not None:
                left = self._left(row)
                spans += [(number, left + x0, left + x1), (number, width - GUTTER, width)]
                self._drawn.pop(number, None)
        self.repaint(spans)

    def row(self, number: int) -> Strip:
        """Draw one row; kept until something in it changes."""
        strip = self._drawn.get(number)
        if strip is None:
            if len(self._drawn) >= self.CACHE:
                self._drawn.clear()
            strip = self._drawn[number] = self._draw(number)
        return strip

    def _draw(self, number: int) -> Strip:
        row = self._flow.row(number) if self._flow is not None else None
        if row is None or self._paint is None:
            return self.blank()
        return self._paint.strip(row, self._left(row), self.size.width, self.palette)

    # ------------------------------------------------------------------ mouse

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the sentence that was clicked."""
        flow, article = self._flow, self._article
        row = flow.row(self.top + event.y) if flow is not None else None
        if row is None or article is None or not article.units:
            return
        column = event.x - self._left(row)
        offset = row.offset + (row.line.offset_at(column) if row.line.width else row.line.start)
        self.post_message(self.Clicked(max(0, bisect_right(article.sentence_starts, offset) - 1)))
