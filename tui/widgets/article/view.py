"""The article on screen.

Right-aligned rows, the sentence under the cursor lit, tags in colour and in the gutter.

All positions are code points of the article until the last moment; `Flow` says which cells show them. A step
of the cursor repaints the cells of two sentences and nothing else, a step of a selection only those that came
or went, a tag those of its span: nothing moves when one is set.
"""

from __future__ import annotations

from collections.abc import Container, Sequence, Set
from typing import ClassVar

from textual.strip import Strip

from annotations.model.article import Article, by_sentence, sentence_at
from annotations.model.records import Annotation
from annotations.model.scheme import Scheme
from tui.widgets.article.hit_test import Pointing
from tui.widgets.article.painter import GUTTER, Paint


class ArticleView(Pointing):
    """Shows one article and a sentence cursor."""

    CACHE: ClassVar[int] = 2000
    """Rows kept drawn."""

    def __init__(self, scheme: Scheme) -> None:
        super().__init__()
        self._scheme = scheme
        self._paint: Paint | None = None
        self._annotations: dict[int, Annotation] = {}
        """What is shown, by identity."""

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
        self._annotations = {id(one): one for one in annotations}
        self._paint = Paint(article, self._scheme, by_sentence(article, annotations), unsaved, cursor)
        self._flow = None
        self._kept = None
        self.refresh()

    def update_annotations(self, annotations: Sequence[Annotation], unsaved: Set[str] = frozenset()) -> None:
        """Repaint the sentences whose annotations changed, or came to be saved.

        What hasn't changed is told by its being the same object: a key costs what it changes, and one look at
        each annotation of the article.
        """
        paint = self._paint
        if paint is None:
            return
        before, self._annotations = self._annotations, {id(one): one for one in annotations}
        changed = [before[one] for one in before.keys() - self._annotations.keys()]
        paint.take_out(changed)
        came = [self._annotations[one] for one in self._annotations.keys() - before.keys()]
        paint.put_in(came)
        marked, paint.unsaved = paint.unsaved, unsaved
        if other := marked ^ unsaved:
            changed += [one for one in annotations if one.uuid in other]
        for one in (*changed, *came):  # it may go on in the next sentence
            self._repaint_span(one.target.start, one.target.end)
        for sentence in {sentence_at(paint.article, one.target.start) for one in (*changed, *came)}:
            self._repaint_sentence(sentence)

    def move_to(self, sentence: int) -> None:
        """Put the cursor on a sentence and bring it into view."""
        if self._paint is not None and sentence != self.cursor:
            self.set_cursor(sentence)
            self._bring_cursor_in()

    def set_cursor(self, sentence: int) -> None:
        """Light another sentence, without scrolling. Before the first painting nothing is repainted."""
        assert self._paint is not None
        before, self._paint.cursor = self.cursor, sentence
        self._repaint_sentence(before)
        self._repaint_sentence(sentence)

    def set_display(self, *, harakat: bool, boilerplate: bool) -> None:
        """Show or hide harakat and boilerplate; offsets and annotations are not touched."""
        self.harakat, self.boilerplate = harakat, boilerplate
        self._flow = None
        self.refresh()

    @property
    def group(self) -> Sequence[Annotation]:
        """The annotations of the sentence under the cursor, oldest first."""
        return self._paint.groups.get(self.cursor, ()) if self._paint is not None else ()

    @property
    def decided(self) -> Container[int]:
        """The sentences of which something was said."""
        return self._paint.groups if self._paint is not None else ()

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

    def select(self, span: tuple[int, int] | None) -> None:
        """Show what is being selected (code points), or nothing; only cells that came or went are repainted.

        Its bounds are kept in view when the layout changes, where the cursor isn't.
        """
        paint = self._paint
        if paint is None or paint.selected == span:
            return
        before, paint.selected = paint.selected, span
        if span is None:
            self._kept = None
        else:
            self._kept = span[0] if before and before[1] == span[1] else span[1] - 1
        for start, end in _difference(before, span):
            self._repaint_span(start, end)
        if (before is None) != (span is None) and self.palette.lit.reverse:
            self._repaint_sentence(self.cursor)

    def show_current(self, current: Annotation | None) -> None:
        """Mark the annotation that keys act on, and in it the words of its source and its cue."""
        paint = self._paint
        if paint is None or paint.current == current:
            return
        before, paint.current = paint.current, current
        for one in (before, current):
            for start, end in paint.marks_of(one):
                self._repaint_span(start, end)

    # ------------------------------------------------------------------ painting

    def notify_style_update(self) -> None:
        """Draw anew after a change of theme."""
        self._drawn.clear()
        super().notify_style_update()

    def _repaint_sentence(self, sentence: int) -> None:
        if self._article is not None and self._article.units:
            unit = self._article.units[sentence]
            self._repaint_span(unit.start, unit.end, gutter=True)

    def _repaint_span(self, start: int, end: int, *, gutter: bool = False) -> None:
        """Repaint the cells of code points, and the gutter beside them if it may change, too."""
        flow = self._flow
        if flow is None:
            return
        spans: list[tuple[int, int, int]] = []
        width = self.size.width
        if len(self._drawn) > self.size.height:  # rows out of view may show the span, too
            self._drawn = {at: row for at, row in self._drawn.items() if self.top <= at < self.bottom}
        for number, x0, x1 in flow.spans(start, end, self.top, self.bottom):
            row = flow.row(number)
            if row is not None:
                left = self._left(row)
                spans.append((number, left + x0, left + x1))
                if gutter:
                    spans.append((number, width - GUTTER, width))
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


def _difference(one: tuple[int, int] | None, other: tuple[int, int] | None) -> list[tuple[int, int]]:
    """Return what is in one of two spans and not in the other."""
    if one is None or other is None or one[1] <= other[0] or other[1] <= one[0]:
        return [span for span in (one, other) if span]
    ends = ((one[0], other[0]), (one[1], other[1]))
    return [(min(pair), max(pair)) for pair in ends if pair[0] != pair[1]]
