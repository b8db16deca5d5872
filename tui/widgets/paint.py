"""The rows of an article as strips: which cells belong to which sentence, and what is said about it.

A tagged sentence has its tag's colour; that colour is never the only sign: the keys of the tags stand in the
gutter, at the right edge of the row in which the sentence starts. The cells of a sentence are found by code
points, so a sentence that starts in the middle of a line and ends in the middle of another lights exactly its
own cells.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence, Set

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from annotations.article import Article
from annotations.metadata import dateline_prefix
from annotations.records import NOT_CLAIM, Annotation
from annotations.scheme import Scheme
from tui.theme import Palette
from tui.widgets.flow import Row
from tui.widgets.strips import pad, runs

GUTTER = 4
"""Cells at the right edge: one for what isn't saved, two for tags, one for the cursor."""


class Paint:
    """What there is to see of an article, besides its text.

    Args:
        article: the text and its sentences.
        scheme: keys and colours of tags.
        groups: annotations by sentence.
        unsaved: uuids of annotations to mark as not saved.
        cursor: the sentence under the cursor.
    """

    def __init__(
        self,
        article: Article,
        scheme: Scheme,
        groups: Mapping[int, Sequence[Annotation]],
        unsaved: Set[str],
        cursor: int,
    ) -> None:
        self.article = article
        self.groups = groups
        self.unsaved = unsaved
        self.cursor = cursor
        self.hits: Sequence[tuple[int, int]] = ()
        """Spans to light, in order, not overlapping."""
        self._scheme = scheme

    def strip(self, row: Row, left: int, width: int, look: Palette) -> Strip:
        """Draw a row.

        Args:
            row: the line and where its paragraph starts.
            left: column of the view in which the line starts.
            width: cells of the view.
            look: the styles of the theme.
        """
        base = look.text
        styles = [base] * row.line.width
        mark: list[Segment] = []
        cursor_here = False
        for sentence, start, end in self._sentences_in(row):
            style = self._style(sentence, look)
            if style is not base:
                _lay(row, styles, start, end, style)
            starts_here = start >= row.line.start
            if starts_here and (prefix := dateline_prefix(self.article.text, self.article.units[sentence])):
                dim = look.lit_dim if sentence == self.cursor else look.dim
                _lay(row, styles, prefix[0] - row.offset, prefix[1] - row.offset, dim)
            # Of several in a row the cursor's is marked, else the last that starts in it, else what goes on
            # from above.
            if sentence == self.cursor or (not cursor_here and (starts_here or not mark)):
                mark = self._gutter(sentence, look, starts_here=starts_here) or mark
                cursor_here = sentence == self.cursor
        self._light_hits(row, styles, look.hit)
        edge = width - GUTTER
        segments = [
            *pad(left, base),
            *runs(row.line, styles),
            *pad(edge - left - row.line.width, base),
            *(mark or pad(GUTTER, base)),
        ]
        return Strip(segments, width).simplify()

    def _light_hits(self, row: Row, styles: list[Style], style: Style) -> None:
        start, end = row.offset + row.line.start, row.offset + row.line.end
        for place in range(bisect_right(self.hits, start, key=lambda hit: hit[1]), len(self.hits)):
            hit = self.hits[place]
            if hit[0] >= end:
                return
            _lay(row, styles, hit[0] - row.offset, hit[1] - row.offset, style)

    def _sentences_in(self, row: Row) -> Iterator[tuple[int, int, int]]:
        """Yield (sentence, start, end) of the sentences in a line; offsets count in its paragraph."""
        article = self.article
        first = max(0, bisect_right(article.sentence_starts, row.offset + row.line.start) - 1)
        for sentence in range(first, len(article.units)):
            unit = article.units[sentence]
            if unit.start >= row.offset + row.line.end:
                return
            if unit.end > row.offset + row.line.start:
                yield sentence, unit.start - row.offset, unit.end - row.offset

    def _style(self, sentence: int, look: Palette) -> Style:
        """Style of a sentence's cells.

        Its tag's colour, dim for boilerplate and what is no claim, lit under the cursor.
        """
        article = self.article
        lit = sentence == self.cursor
        tags = {tag for annotation in self.groups.get(sentence, ()) for tag in annotation.tags}
        if article.units[sentence].boilerplate or tags == {NOT_CLAIM}:
            return look.lit_dim if lit else look.dim
        named = [tag for tag in self._scheme.ordered(tags) if tag in self._scheme.by_id]
        if named:
            # The type says more than `claim`, which is first in the scheme.
            return look.tagged(self._scheme.by_id[named[-1]].color, lit)
        return look.lit if lit else look.text

    def _gutter(self, sentence: int, look: Palette, *, starts_here: bool) -> list[Segment]:
        """The gutter beside a sentence's row.

        Its tags' keys where it starts, a bar where it goes on, the cursor's mark.
        """
        tags = {tag for annotation in self.groups.get(sentence, ()) for tag in annotation.tags}
        lit = sentence == self.cursor
        if not tags and not lit:
            return []
        letters = self._scheme.letters(tags)
        text = (letters if len(letters) <= 2 else letters[0] + "+") if starts_here else "▐" if tags else ""
        waits = any(annotation.uuid in self.unsaved for annotation in self.groups.get(sentence, ()))
        return [
            Segment("!" if waits else " ", look.bar_alarm if waits else look.text),
            Segment(text.rjust(2), look.done),
            Segment("◂" if lit and starts_here else "│" if lit else " ", look.cursor_mark),
        ]


def _lay(row: Row, styles: list[Style], start: int, end: int, style: Style) -> None:
    """Give a style to the cells of a span; offsets count in the row's paragraph."""
    for x0, x1 in row.line.columns(start, end):
        styles[x0:x1] = [style] * (x1 - x0)
