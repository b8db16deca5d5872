"""The article on screen: right-aligned rows, the sentence under the cursor lit, tags in colour and gutter.

The widget joins four parts and keeps what they have in common, the article and its cursor. A `Flow` says
which line of which paragraph stands in which row, a `Viewport` scrolls these rows, a `Painter` draws one, and
a `HitTest` says what is under the mouse. All positions are code points of the article until the last moment.
A step of the cursor repaints the cells of two sentences and nothing else, a step of a selection only those
that came or went, a tag those of its span: nothing moves when one is set.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container, Sequence, Set
from typing import ClassVar

from textual import events, work
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from annotations.model.article import Article, ArticleKinds, by_sentence, sentence_at
from annotations.model.records import Annotation
from annotations.model.scheme import Scheme
from annotations.model.spans import word_at
from tui.textual_ext.bare_widget import bare_lines
from tui.widgets.article.colleague_marks import WIDTH, BySentence
from tui.widgets.article.hit_test import HitTest
from tui.widgets.article.layout import Flow
from tui.widgets.article.painter import GUTTER, Painter
from tui.widgets.article.viewport import Span, Viewport
from tui.widgets.rows import Rows

WHEEL_ROWS = 3
"""Rows that a step of the wheel scrolls; it changes nothing else."""
_BREATH = 0.1
"""Seconds until the rest of a giant paragraph is laid out, so that it takes nothing from the first frame."""


class ArticleView(Rows):
    """Shows one article and a sentence cursor.

    A press that is dragged, and two clicks, say what they went over; what becomes of it is the reader's
    matter.

    Args:
        scheme: keys and colours of tags.
    """

    ALLOW_SELECT = False  # Textual's own selection, which would copy shaped letters in visual order
    CACHE: ClassVar[int] = 2000
    """Rows kept drawn."""

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

    def __init__(self, scheme: Scheme) -> None:
        super().__init__()
        self.viewport = Viewport(self, gutter=GUTTER, renumbered=self._forget_drawn)
        self._hit_test = HitTest(self.viewport)
        self._scheme = scheme
        self._article: Article | None = None
        self._kinds: ArticleKinds | None = None
        """The kinds of its sentences, as they were drawn."""
        self._painter: Painter | None = None
        self._annotations: dict[int, Annotation] = {}
        """The annotations that are shown, by identity."""
        self.harakat = True
        self.boilerplate = True
        self._found: int | None = None
        """The code point of the hit to which one went last."""
        self.moved = 0.0
        """When one went to another hit beside a line in which one types, see `tui.textual_ext.caret`."""
        self._selected_end: int | None = None
        """The end of the selection that moved last: it is kept in view instead of the cursor's sentence."""
        self._drawn: dict[int, Strip] = {}
        """Rows by their number."""
        self._finishing: Flow | None = None
        """The layout whose giant paragraphs are being finished."""
        self._pressed: int | None = None
        """The code point on which the button was pressed, while it is."""
        self._dragged = False
        self._cue_at = -1
        """The sentence of which the word of saying was shown last."""

    # ------------------------------------------------------------------ what is shown

    def show(
        self,
        article: Article,
        annotations: Sequence[Annotation],
        cursor: int,
        unsaved: Set[str] = frozenset(),
        flagged: Set[int] = frozenset(),
        colleagues: BySentence | None = None,
    ) -> None:
        """Show an article with the cursor on a sentence.

        Args:
            article: the article.
            annotations: of the article.
            cursor: the sentence.
            unsaved: uuids of annotations to mark so.
            flagged: the sentences to come back to.
            colleagues: what they say, by sentence; None for who works alone.
        """
        self._article = article
        self._kinds = article.kinds
        self._annotations = {id(annotation): annotation for annotation in annotations}
        groups = by_sentence(article, annotations)
        beside = 0 if colleagues is None else WIDTH
        self._painter = Painter(article, self._scheme, groups, unsaved, cursor, beside)
        self._painter.flagged = flagged
        self._painter.colleagues = colleagues or {}
        self.viewport.keep_free(GUTTER + beside)
        self._found = None
        self._selected_end = None
        self._show_text()

    def set_display(self, *, harakat: bool, boilerplate: bool) -> None:
        """Show or hide harakat and boilerplate; offsets and annotations are not touched."""
        self.harakat, self.boilerplate = harakat, boilerplate
        self._show_text()

    def _show_text(self) -> None:
        article = self._article
        if article is not None:
            hidden = () if self.boilerplate else article.boilerplate_paragraphs
            self.viewport.show(article.text, harakat=self.harakat, hidden=hidden)
        self.refresh()

    def update_kinds(self) -> bool:
        """Draw anew if other lines are boilerplate than before; returns whether that is so."""
        article = self._article
        if article is None or article.kinds is self._kinds:
            return False
        self._kinds = article.kinds
        if self.boilerplate:
            self._forget_drawn()
            self.refresh()
        else:
            self._show_text()
        return True

    def update_annotations(self, annotations: Sequence[Annotation], unsaved: Set[str] = frozenset()) -> None:
        """Repaint the sentences whose annotations changed, or came to be saved.

        What hasn't changed is told by its being the same object: a key costs what it changes, and one look at
        each annotation of the article.
        """
        painter = self._painter
        if painter is None:
            return
        before = self._annotations
        self._annotations = after = {id(annotation): annotation for annotation in annotations}
        gone = [annotation for identity, annotation in before.items() if identity not in after]
        painter.take_out(gone)
        came = [annotation for identity, annotation in after.items() if identity not in before]
        painter.put_in(came)
        otherwise_saved = painter.unsaved ^ unsaved
        painter.unsaved = unsaved
        changed = [*gone, *came]
        if otherwise_saved:
            changed += [annotation for annotation in annotations if annotation.uuid in otherwise_saved]
        starts = set()
        for annotation in changed:
            # It may go on in the next sentence.
            self._repaint_span(annotation.target.start, annotation.target.end)
            starts.add(annotation.target.start)
        for sentence in {sentence_at(painter.article, start) for start in starts}:
            self._repaint_sentence(sentence)

    def update_colleagues(self, colleagues: BySentence) -> None:
        """Repaint the sentences of which colleagues say something else than before."""
        painter = self._painter
        if painter is None or painter.colleagues is colleagues:
            return
        before, painter.colleagues = painter.colleagues, colleagues
        for sentence in before.keys() | colleagues.keys():
            if before.get(sentence) != colleagues.get(sentence):
                self._repaint_sentence(sentence)

    def flag(self, sentences: Set[int]) -> None:
        """Mark the sentences to come back to; only those that came or went are repainted."""
        painter = self._painter
        if painter is not None and painter.flagged != sentences:
            changed, painter.flagged = painter.flagged ^ sentences, sentences
            for sentence in changed:
                self._repaint_sentence(sentence)

    @property
    def group(self) -> Sequence[Annotation]:
        """The annotations of the sentence under the cursor, oldest first."""
        return self.group_of(self.cursor)

    def group_of(self, sentence: int) -> Sequence[Annotation]:
        """Return the annotations of a sentence, oldest first."""
        return self._painter.groups.get(sentence, ()) if self._painter is not None else ()

    @property
    def decided(self) -> Container[int]:
        """The sentences of which something was said, and which nobody wants to come back to."""
        return self._painter.settled if self._painter is not None else ()

    def show_hits(self, hits: Sequence[Span]) -> None:
        """Light these spans (code points, in order, not overlapping) wherever they are in view."""
        if self._painter is not None and hits != self._painter.hits:
            self._painter.hits = hits
            self._forget_drawn()
            self.refresh()

    def select(self, span: Span | None) -> None:
        """Show what is being selected (code points), or nothing; only cells that came or went are repainted.

        Its bounds are kept in view when the layout changes, where the cursor isn't.
        """
        painter = self._painter
        if painter is None or painter.selected == span:
            return
        before, painter.selected = painter.selected, span
        if span is None:
            self._selected_end = None
        else:
            self._selected_end = span[0] if before and before[1] == span[1] else span[1] - 1
        for start, end in _difference(before, span):
            self._repaint_span(start, end)
        if (before is None) != (span is None) and self.palette.lit.reverse:
            self._repaint_sentence(self.cursor)

    def show_current(self, current: Annotation | None) -> None:
        """Mark the annotation that keys act on, and in it the words of its source and its cue."""
        painter = self._painter
        if painter is None or painter.current == current:
            return
        before, painter.current = painter.current, current
        for annotation in (before, current):
            for start, end in painter.marks_of(annotation):
                self._repaint_span(start, end)

    def show_cue(self, cue: Span | None) -> None:
        """Underline the word of saying that a suggestion rests on in the cursor's sentence, or none.

        When the cursor has moved since, the sentences of both are repainted anyway.
        """
        painter = self._painter
        moved, self._cue_at = self._cue_at != self.cursor, self.cursor
        if painter is None or painter.cue == cue:
            return
        before, painter.cue = painter.cue, cue
        for span in () if moved else filter(None, (before, cue)):
            self._repaint_span(*span)

    # ------------------------------------------------------------------ cursor and scrolling

    @property
    def caret(self) -> Offset | None:
        """The cell of the view in which one is: a selection's end, a hit, else the sentence's first letter.

        Where a long sentence has begun above the view, the view's first row.
        """
        span = self._cursor_span
        places = (self._selected_end, self._found, span[0] if span else None)
        at = next((place for place in places if place is not None), None)
        cells = None if at is None else next(self.viewport.cells_of(at, at + 1), None)
        if cells is None:
            return Offset(max(0, self.size.width - GUTTER - 1), 0)
        row, first, end = cells
        return Offset(end - 1 if self._hit_test.rtl_at(at or 0) else first, row - self.top)

    @property
    def cursor(self) -> int:
        """The sentence under the cursor, 0-based."""
        return self._painter.cursor if self._painter is not None else 0

    def move_to(self, sentence: int) -> None:
        """Put the cursor on a sentence and bring it into view."""
        if self._painter is not None and sentence != self.cursor:
            self.set_cursor(sentence)
            self.viewport.bring_span_in(self._cursor_span)

    def set_cursor(self, sentence: int) -> None:
        """Light another sentence, without scrolling. Before the first painting nothing is repainted."""
        assert self._painter is not None
        before, self._painter.cursor = self.cursor, sentence
        self._found = None
        self._repaint_sentence(before)
        self._repaint_sentence(sentence)

    @property
    def _cursor_span(self) -> Span | None:
        """The code points of the sentence under the cursor; None in an article without sentences."""
        article = self._article
        if article is None or not article.units:
            return None
        unit = article.units[self.cursor]
        return unit.start, unit.end

    def find(self, offset: int | None) -> None:
        """Bring a hit, by its first code point, into view; one is there then. None: there is none."""
        self._found = offset
        if offset is not None:
            self.viewport.bring_in(offset)

    def bring_in(self, offset: int) -> None:
        """Scroll so far that the row of a code point is in view."""
        self.viewport.bring_in(offset)

    def page(self, direction: int) -> int:
        """Scroll a page and return the sentence under the cursor.

        It goes to the first sentence that starts in view; where none does, to the one that fills the view.
        """
        article = self._article
        if self.viewport.flow is None or article is None or not article.units:
            return self.cursor
        if self.viewport.page(direction):
            sentence = self._first_in_view(article, self.viewport.margin if self.top else 0)
        else:
            sentence = 0 if direction < 0 else len(article.units) - 1
        self.set_cursor(sentence)
        return sentence

    def scroll_rows(self, rows: int) -> int:
        """Scroll by rows, as a wheel does, and return the sentence under the cursor.

        It stays where it is as long as a part of it is in view.
        """
        article, span = self._article, self._cursor_span
        if self.viewport.flow is None or article is None or span is None:
            return self.cursor
        self.viewport.scroll(rows)
        if self._selected_end is None and not self.viewport.shows(span):
            self.set_cursor(self._first_in_view(article, 0))
        return self.cursor

    def end(self, direction: int) -> None:
        """Scroll to the first or the last row."""
        self.viewport.end(direction)

    def _first_in_view(self, article: Article, skipped: int) -> int:
        """Return the first sentence that starts in the view without its first rows, or else fills it."""
        start, end = self.viewport.span_in_view(skipped)
        starts = article.sentence_starts
        sentence = bisect_left(starts, start)
        if sentence < len(starts) and starts[sentence] < end:
            return sentence
        return max(0, bisect_right(starts, start) - 1)

    def rewind(self) -> None:
        """Make the first row the first one shown; see `ScrollArea`."""
        self.set_reactive(Widget.scroll_y, 0.0)

    # ------------------------------------------------------------------ layout

    def _lay_out(self) -> None:
        """Lay out what is in view; what giant paragraphs have beyond it comes beside the keys."""
        self.viewport.lay_out(self._cursor_span, self._selected_end)
        flow = self.viewport.flow
        if flow is not None and flow.begun and self._finishing is not flow:
            self._finishing = flow
            self.set_timer(_BREATH, lambda: self._finish(flow))

    @work(exclusive=True, group="finish", exit_on_error=False)
    async def _finish(self, flow: Flow) -> None:
        await self.viewport.finish(flow)
        if self._finishing is flow:
            self._finishing = None

    def on_resize(self) -> None:
        """Draw anew: the gutter is elsewhere, and rows that had no room may have it now."""
        self._forget_drawn()
        if self.viewport.is_laid_out:
            if self._selected_end is None:
                self.viewport.bring_span_in(self._cursor_span)
            else:
                self.viewport.bring_in(self._selected_end)

    # ------------------------------------------------------------------ painting

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the rows of a part of the view (Textual's line API)."""
        self._lay_out()
        top = self.top
        return bare_lines(self, crop, [self._row(top + y) for y in crop.line_range])

    def render_line(self, y: int) -> Strip:
        """Draw one row (Textual's line API)."""
        return self._row(self.top + y)

    def _row(self, number: int) -> Strip:
        """Return a row as it is drawn; it is kept until something in it changes."""
        strip = self._drawn.get(number)
        if strip is None:
            if len(self._drawn) >= self.CACHE:
                self._drawn.clear()
            strip = self._drawn[number] = self._draw(number)
        return strip

    def _draw(self, number: int) -> Strip:
        row = self.viewport.row(number)
        if row is None or self._painter is None:
            return self.blank()
        return self._painter.strip(row, self.viewport.left(row), self.size.width, self.palette)

    def _forget_drawn(self) -> None:
        self._drawn.clear()

    def notify_style_update(self) -> None:
        """Draw anew after a change of theme."""
        self._forget_drawn()
        super().notify_style_update()

    def _repaint_sentence(self, sentence: int) -> None:
        if self._article is not None and self._article.units:
            unit = self._article.units[sentence]
            self._repaint_span(unit.start, unit.end)

    def _repaint_span(self, start: int, end: int) -> None:
        """Repaint the rows that show code points; of these only cells that change are sent."""
        flow = self.viewport.flow
        rows = [] if flow is None else flow.rows_showing(start, end)
        for number in rows:
            self._drawn.pop(number, None)
        self.repaint_rows(rows)

    # ------------------------------------------------------------------ what is where

    def beside(self, offset: int, rows: int, column: int | None = None) -> tuple[int, int] | None:
        """Return the code point so many rows below (or above) that of `offset`; see `HitTest.beside`."""
        self._lay_out()
        return self._hit_test.beside(offset, rows, column)

    def rtl_at(self, offset: int) -> bool:
        """Say whether the paragraph of a code point runs right to left, even before it is laid out."""
        return self._hit_test.rtl_at(offset)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin what may become a drag."""
        self._dragged = False
        if event.button == 1:
            self._pressed = self._hit_test.offset_at(event.x, event.y)
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select from where the button was pressed; beyond the upper and lower edge it scrolls."""
        if self._pressed is None:
            return
        if not 0 <= event.y < self.size.height:
            self.scroll_rows(1 if event.y > 0 else -1)
        last = self._hit_test.offset_at(event.x, max(0, min(event.y, self.size.height - 1)))
        if last is not None and (self._dragged or last != self._pressed):
            self._dragged = True
            self.post_message(self.Dragged(self._pressed, last))

    def on_mouse_up(self) -> None:
        """End a drag; what is selected stays so."""
        self._pressed = None
        self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the sentence that was clicked; two clicks select a word."""
        article = self._article
        if self._dragged or article is None or not article.units:
            return
        offset = self._hit_test.offset_at(event.x, event.y)
        if offset is None or not self._hit_test.has_row(event.y):
            return
        if event.chain == 2:
            start, end = word_at(article.text, offset)
            self.post_message(self.Dragged(start, end - 1))
        elif event.chain == 1:
            sentence = max(0, bisect_right(article.sentence_starts, offset) - 1)
            self.post_message(self.Clicked(sentence, offset))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll three rows on."""
        self._wheel(event, WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll three rows back."""
        self._wheel(event, -WHEEL_ROWS)

    def _wheel(self, event: events.MouseEvent, rows: int) -> None:
        event.stop()
        event.prevent_default()  # Textual's scrolls by what it thinks the height is
        before = self.cursor
        if self.scroll_rows(rows) != before:
            self.post_message(self.Wheeled())


def _difference(before: Span | None, after: Span | None) -> list[Span]:
    """Return what is in one of two spans and not in the other."""
    if before is None or after is None or before[1] <= after[0] or after[1] <= before[0]:
        return [span for span in (before, after) if span]
    ends = ((before[0], after[0]), (before[1], after[1]))
    return [(min(pair), max(pair)) for pair in ends if pair[0] != pair[1]]
