"""The article on screen.

Right-aligned rows, the sentence under the cursor lit, tags in colour and in the gutter.

All positions are code points of the article until the last moment; `Flow` says which cells show them. A step
of the cursor repaints the cells of two sentences and nothing else, and so does a tag: nothing moves when one
is set.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence, Set
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from annotations.article import Article
from annotations.records import NOT_CLAIM, Annotation
from annotations.scheme import Scheme
from annotations.tagging import by_sentence
from tui.widgets.flow import Flow, Row
from tui.widgets.rows import Rows
from tui.widgets.strips import pad, runs

MEASURE = 90
"""Cells of text in a row at most: longer lines are hard to follow from one to the next."""
GUTTER = 4
"""Cells at the right edge: a blank, two for tags, one for the cursor."""
MARGIN = 2
"""Rows kept above and below the cursor where there is room."""


class ArticleView(Rows):
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
        self._groups: dict[int, list[Annotation]] = {}
        self._unsaved: Set[str] = frozenset()
        self._hits: Sequence[tuple[int, int]] = ()
        self._flow: Flow | None = None
        self._drawn: dict[int, Strip] = {}
        self.cursor = 0
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
        self._groups = by_sentence(article, annotations)
        self._unsaved = unsaved
        self._hits = ()
        self.cursor = cursor
        self._flow = None
        self.refresh()

    def update_annotations(self, annotations: Sequence[Annotation], unsaved: Set[str] = frozenset()) -> None:
        """Repaint the sentences whose annotations changed, or came to be saved."""
        if self._article is None:
            return
        before, self._groups = self._groups, by_sentence(self._article, annotations)
        marked, self._unsaved = self._unsaved, unsaved
        other = marked ^ unsaved
        for sentence in sorted(before.keys() | self._groups.keys()):
            group = self._groups.get(sentence, [])
            if before.get(sentence, []) != group or any(one.uuid in other for one in group):
                self._repaint_sentence(sentence)

    def move_to(self, sentence: int) -> None:
        """Put the cursor on a sentence and bring it into view."""
        if sentence == self.cursor or self._flow is None:
            return
        before, self.cursor = self.cursor, sentence
        self._repaint_sentence(before)
        self._repaint_sentence(sentence)
        self._bring_cursor_in()

    def set_display(self, *, harakat: bool, boilerplate: bool) -> None:
        """Show or hide harakat and boilerplate; offsets and annotations are not touched."""
        self.harakat, self.boilerplate = harakat, boilerplate
        self._flow = None
        self.refresh()

    def page(self, direction: int) -> int:
        """Scroll a page and return the sentence that the cursor should go to.

        The first that starts in view.
        """
        flow, article = self._flow, self._article
        if flow is None or article is None:
            return self.cursor
        height = self.size.height
        overlap = MARGIN if height > 3 * MARGIN else 0
        target = max(0, min(self.top + direction * (height - overlap), flow.height - 1))
        if direction < 0:
            place = flow.place_at(target)
            flow.settle(target, height)
            target = flow.row_of_place(place)
        self._scroll_to_row(target)
        row = flow.row(min(self.top + (overlap if self.top else 0), flow.height - 1))
        offset = row.offset + row.line.start if row else 0
        starts = article.sentence_starts
        sentence = min(bisect_left(starts, offset), len(starts) - 1)
        if direction > 0:
            return max(sentence, min(self.cursor + 1, len(starts) - 1))
        return min(sentence, max(self.cursor - 1, 0))

    @property
    def group(self) -> Sequence[Annotation]:
        """The annotations of the sentence under the cursor, oldest first."""
        return self._groups.get(self.cursor, ())

    def show_hits(self, hits: Sequence[tuple[int, int]]) -> None:
        """Light these spans (code points, in order, not overlapping) wherever they are in view."""
        if hits != self._hits:
            self._hits = hits
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
        flow = self._flow
        before = flow.height
        flow.settle(self.top, self.size.height)
        if flow.height != before:
            self._drawn.clear()
            self.reach(flow.height)

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
        if not article.sentences:
            return 0, 1
        sentence = article.sentences[self.cursor]
        first = flow.row_of(sentence.start)
        return first, max(flow.row_of(max(sentence.start, sentence.end - 1)), first) + 1

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

    def _scroll_to_row(self, row: int) -> None:
        flow = self._flow
        assert flow is not None
        before = flow.height
        flow.settle(row, self.size.height)
        if flow.height != before:
            self._drawn.clear()
        self.reach(flow.height)
        self.jump(row)

    # ------------------------------------------------------------------ painting

    def _left(self, row: Row) -> int:
        """Column of the view in which a line starts."""
        edge = self.size.width - GUTTER
        return edge - row.line.width if row.line.rtl else edge - self._measure

    def _repaint_sentence(self, sentence: int) -> None:
        flow, article = self._flow, self._article
        if flow is None or article is None or not article.sentences:
            return
        unit = article.sentences[sentence]
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
        if row is None:
            return self.blank()
        base = self.palette.text
        styles = [base] * row.line.width
        mark: list[Segment] = []
        for sentence, start, end in self._sentences_in(row):
            style = self._style(sentence)
            if style is not base:
                for x0, x1 in row.line.columns(start, end):
                    styles[x0:x1] = [style] * (x1 - x0)
            if not mark or sentence == self.cursor:
                mark = self._gutter(sentence, starts_here=start >= row.line.start) or mark
        self._light_hits(row, styles)
        left = self._left(row)
        edge = self.size.width - GUTTER
        segments = [
            *pad(left, base),
            *runs(row.line, styles),
            *pad(edge - left - row.line.width, base),
            *(mark or pad(GUTTER, base)),
        ]
        return Strip(segments, self.size.width).simplify()

    def _light_hits(self, row: Row, styles: list[Style]) -> None:
        """Put the style of hits over the cells that show them."""
        start, end = row.offset + row.line.start, row.offset + row.line.end
        for place in range(bisect_right(self._hits, start, key=lambda hit: hit[1]), len(self._hits)):
            hit = self._hits[place]
            if hit[0] >= end:
                return
            for x0, x1 in row.line.columns(hit[0] - row.offset, hit[1] - row.offset):
                styles[x0:x1] = [self.palette.hit] * (x1 - x0)

    def _sentences_in(self, row: Row) -> Iterator[tuple[int, int, int]]:
        """Yield (sentence, start, end) of the sentences in a line; offsets count in its paragraph."""
        article = self._article
        assert article is not None
        first = max(0, bisect_right(article.sentence_starts, row.offset + row.line.start) - 1)
        for sentence in range(first, len(article.sentences)):
            unit = article.sentences[sentence]
            if unit.start >= row.offset + row.line.end:
                return
            if unit.end > row.offset + row.line.start:
                yield sentence, unit.start - row.offset, unit.end - row.offset

    def _style(self, sentence: int) -> Style:
        """Style of a sentence's cells.

        Its tag's colour, dim for boilerplate and what is no claim, lit under the cursor.
        """
        article = self._article
        assert article is not None
        look = self.palette
        lit = sentence == self.cursor
        tags = {tag for annotation in self._groups.get(sentence, ()) for tag in annotation.tags}
        if article.sentences[sentence].boilerplate or tags == {NOT_CLAIM}:
            return look.lit_dim if lit else look.dim
        named = [tag for tag in self._scheme.ordered(tags) if tag in self._scheme.by_id]
        if named:
            # The type says more than `claim`, which is first in the scheme.
            return look.tagged(self._scheme.by_id[named[-1]].color, lit)
        return look.lit if lit else look.text

    def _gutter(self, sentence: int, *, starts_here: bool) -> list[Segment]:
        """The gutter beside a sentence's row.

        Its tags' keys where it starts, a bar where it goes on, the cursor's mark.
        """
        look = self.palette
        tags = {tag for annotation in self._groups.get(sentence, ()) for tag in annotation.tags}
        lit = sentence == self.cursor
        if not tags and not lit:
            return []
        letters = self._scheme.letters(tags)
        text = (letters if len(letters) <= 2 else letters[0] + "+") if starts_here else "▐" if tags else ""
        waits = any(annotation.uuid in self._unsaved for annotation in self._groups.get(sentence, ()))
        return [
            Segment("!" if waits else " ", look.bar_alarm if waits else look.text),
            Segment(text.rjust(2), look.done),
            Segment("◂" if lit and starts_here else "│" if lit else " ", look.cursor_mark),
        ]

    # ------------------------------------------------------------------ mouse

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the sentence that was clicked."""
        flow, article = self._flow, self._article
        row = flow.row(self.top + event.y) if flow is not None else None
        if row is None or article is None or not article.sentences:
            return
        column = event.x - self._left(row)
        offset = row.offset + (row.line.offset_at(column) if row.line.width else row.line.start)
        self.post_message(self.Clicked(max(0, bisect_right(article.sentence_starts, offset) - 1)))
