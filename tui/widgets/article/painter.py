"""Draws the rows of an article: which cells belong to which sentence, and what is said about it.

Tagged text has its tag's colour, the innermost annotation's where several lie over each other; that colour
is never the only sign: the keys of the tags stand in the gutter, at the right edge of the row in which the
sentence starts, and a sign where the row has hidden characters that can change what a reader sees. Cells
are found by code points, so a sentence or a span that starts in the middle of a line and ends in the middle
of another lights exactly its own cells.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Container, Iterable, Iterator, Sequence, Set
from functools import lru_cache

from rich.segment import Segment
from textual.strip import Strip

from annotations.model.article import Article, sentence_at
from annotations.model.metadata import dateline_prefix
from annotations.model.records import NOT_CLAIM, Annotation, age
from annotations.model.scheme import Scheme
from annotations.model.units import Unit
from annotations.text.hidden_characters import SIGN
from tui.presenters.articles import FLAG
from tui.presenters.hidden_characters import HiddenOf
from tui.theme import Palette
from tui.widgets.article.cell_styles import CURRENT, DIM, HIT, LIT, SELECTED, SHARED, WORDS, cell_style
from tui.widgets.article.colleague_marks import BySentence, gutter
from tui.widgets.article.layout import FlowRow
from tui.widgets.article.span_index import SpanIndex
from tui.widgets.strips import pad

GUTTER = 4
"""Cells at the right edge: one for what isn't saved, two for tags, one for the cursor.

The sign of hidden characters takes one of these: beside a single key of a tag, before two. That of a sentence
to come back to takes the first one that is free.
"""


class Settled(Container[int]):
    """The sentences that are decided, but for those to come back to.

    Args:
        decided: those of which something was said.
        flagged: those to come back to.
    """

    def __init__(self, decided: Container[int], flagged: Container[int]) -> None:
        self._decided = decided
        self._flagged = flagged

    def __contains__(self, sentence: object) -> bool:
        return sentence in self._decided and sentence not in self._flagged


class Painter:
    """Draws rows of one article, and holds what there is to see of it besides its text.

    Args:
        article: the text and its sentences.
        scheme: keys and colours of tags.
        groups: annotations by sentence.
        unsaved: uuids of annotations to mark as not saved.
        cursor: the sentence under the cursor.
        beside: cells at the right edge for what colleagues say, 0 without a team.
    """

    def __init__(
        self,
        article: Article,
        scheme: Scheme,
        groups: dict[int, list[Annotation]],
        unsaved: Set[str],
        cursor: int,
        beside: int = 0,
    ) -> None:
        self.article = article
        self._beside = beside
        self._hidden = HiddenOf(article.text)
        self._hiding: dict[tuple[int, int], bool] = {}
        """By a row's code points, whether it has hidden characters to be told of."""
        self.groups = groups
        """Annotations by sentence, oldest first."""
        self.spans = SpanIndex(annotation for group in groups.values() for annotation in group)
        self.unsaved = unsaved
        self.colleagues: BySentence = {}
        """The word of colleagues, by sentence."""
        self.flagged: Set[int] = frozenset()
        """The sentences to come back to."""
        self.cursor = cursor
        self.hits: Sequence[tuple[int, int]] = ()
        """Spans to light, in order, not overlapping."""
        self.selected: tuple[int, int] | None = None
        """Code points that are being selected."""
        self._current: Annotation | None = None
        self._marks: list[tuple[int, int]] = []
        self.cue: tuple[int, int] | None = None
        """The word of saying of the sentence under the cursor, code points; it is underlined."""
        self._scheme = scheme
        self._prefixes: dict[int, tuple[int, int] | None] = {}
        self._colors: dict[tuple[str, ...], str | None] = {}

    @property
    def current(self) -> Annotation | None:
        """The annotation that keys act on."""
        return self._current

    @current.setter
    def current(self, annotation: Annotation | None) -> None:
        self._current, self._marks = annotation, self.marks_of(annotation)

    @property
    def settled(self) -> Container[int]:
        """The sentences that are decided and not flagged."""
        return Settled(self.groups, self.flagged)

    def take_out(self, annotations: Iterable[Annotation]) -> None:
        """Take annotations away that are there."""
        for annotation in annotations:
            sentence = sentence_at(self.article, annotation.target.start)
            rest = [other for other in self.groups[sentence] if other is not annotation]
            if rest:
                self.groups[sentence] = rest
            else:
                del self.groups[sentence]
            self.spans.take_out(annotation)

    def put_in(self, annotations: Iterable[Annotation]) -> None:
        """Add annotations, each at its age's place in its group."""
        for annotation in annotations:
            group = self.groups.setdefault(sentence_at(self.article, annotation.target.start), [])
            insort(group, annotation, key=age)
            self.spans.put_in(annotation)

    def strip(self, row: FlowRow, left: int, width: int, look: Palette) -> Strip:
        """Draw a row.

        Args:
            row: the line and where its paragraph starts.
            left: column of the view in which the line starts.
            width: cells of the view.
            look: the styles of the theme.
        """
        cells = _Cells(row)
        mark: list[Segment] = []
        said: list[Segment] = []
        cursor_here = flag_here = False
        for sentence, unit in self._sentences_in(row):
            lit = LIT if sentence == self.cursor and not self.covers_cursor(look) else 0
            cells.add(unit.start, unit.end, lit | (DIM if unit.boilerplate else 0))
            # Of several in a row the cursor's is marked, else the last that starts in it, else what goes on
            # from above.
            starts_here = unit.start >= row.start
            if sentence == self.cursor or (not cursor_here and (starts_here or not mark)):
                mark = self._gutter(sentence, look, starts_here=starts_here) or mark
                cursor_here = sentence == self.cursor
            if starts_here and sentence in self.colleagues:  # of several in a row the last
                said = gutter(self.colleagues[sentence], self.groups.get(sentence, ()), look)
            flag_here = flag_here or (starts_here and sentence in self.flagged)
            if starts_here and (prefix := self._prefix(sentence)):
                cells.dull(*prefix)
        self._lay_annotations(row, cells)
        if self.cue is not None and self.cue[0] < row.end and row.start < self.cue[1]:
            cells.add(*self.cue, WORDS)
        for start, end in self._hits_in(row):
            cells.add(start, end, HIT)
        if self.selected:
            cells.add(*self.selected, SELECTED)
        if self._hides(row):
            mark = _signed(mark or _empty_gutter(look), look)
        if flag_here:
            mark = _flagged(mark or _empty_gutter(look), look)
        edge, base = width - GUTTER - self._beside, look.text
        segments = [
            *pad(left, base),
            *cells.segments(look),
            *pad(edge - left - row.line.width, base),
            *(mark or pad(GUTTER, base)),
            *(said or pad(self._beside, base)),
        ]
        return Strip(Segment.simplify(segments), width)

    def _hides(self, row: FlowRow) -> bool:
        """Say whether a row has hidden characters that can change what is seen; looked for once."""
        place = row.start, row.end
        if place not in self._hiding:
            self._hiding[place] = self._hidden.any_in(row.start, row.end, row.offset)
        return self._hiding[place]

    def _prefix(self, sentence: int) -> tuple[int, int] | None:
        """Return the place and agency that a sentence opens with; they are looked for once."""
        if sentence not in self._prefixes:
            unit = self.article.units[sentence]
            self._prefixes[sentence] = dateline_prefix(self.article.text, unit)
        return self._prefixes[sentence]

    def covers_cursor(self, look: Palette) -> bool:
        """Say whether a selection is seen only if the sentence under the cursor isn't: both are reversed."""
        return self.selected is not None and bool(look.lit.reverse)

    def _lay_annotations(self, row: FlowRow, cells: _Cells) -> None:
        """Colour what lies over a row, the longest first, so that what is within another is seen."""
        for annotation in self.spans.over(row.start, row.end):
            target = annotation.target
            if annotation.tags == (NOT_CLAIM,):
                cells.cover(target.start, target.end, None, dim=True)
            else:
                cells.cover(target.start, target.end, self._color(annotation.tags))
        for place, (start, end) in enumerate(self._marks):
            if start < row.end and row.start < end:
                one_of_several = len(self.groups.get(self.cursor, ())) > 1
                cells.add(start, end, WORDS if place else CURRENT * one_of_several)

    def _color(self, tags: tuple[str, ...]) -> str | None:
        """Return the colour of the tag that says most: the type more than `claim`, which is first."""
        if tags not in self._colors:
            named = [tag for tag in self._scheme.ordered(tags) if tag in self._scheme.by_id]
            self._colors[tags] = self._scheme.by_id[named[-1]].color if named else None
        return self._colors[tags]

    def marks_of(self, annotation: Annotation | None) -> list[tuple[int, int]]:
        """Return what is marked of the current annotation: its span, and those of its source and its cue."""
        if annotation is None:
            return []
        target = annotation.target
        marks = [(target.start, target.end)]
        for name in ("source_span", "cue_span"):
            span = annotation.attributes.get(name)
            ends = (span.get("start"), span.get("end")) if isinstance(span, dict) else (None, None)
            if isinstance(ends[0], int) and isinstance(ends[1], int) and ends[0] < ends[1]:
                marks.append((ends[0], ends[1]))
        return marks

    def _hits_in(self, row: FlowRow) -> Iterator[tuple[int, int]]:
        start, end = row.start, row.end
        for place in range(bisect_right(self.hits, start, key=lambda hit: hit[1]), len(self.hits)):
            if self.hits[place][0] >= end:
                return
            yield self.hits[place]

    def _sentences_in(self, row: FlowRow) -> Iterator[tuple[int, Unit]]:
        """Yield the sentences in a line by their numbers."""
        units, row_start, row_end = self.article.units, row.start, row.end
        first = max(0, bisect_right(self.article.sentence_starts, row_start) - 1)
        for sentence in range(first, len(units)):
            unit = units[sentence]
            if unit.start >= row_end:
                return
            if unit.end > row_start:
                yield sentence, unit

    def _gutter(self, sentence: int, look: Palette, *, starts_here: bool) -> list[Segment]:
        """Return the gutter beside a sentence's row: its tags' keys where it starts, a bar where it goes on.

        The cursor's mark stands at its edge.
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


def _empty_gutter(look: Palette) -> list[Segment]:
    return [Segment(" " * room, look.text) for room in (1, 2, 1)]


def _flagged(gutter: list[Segment], look: Palette) -> list[Segment]:
    """Put the sign of a sentence to come back to into a free cell of a gutter, preferably the second.

    Where there is none, as beside two keys of what isn't saved, it takes the first key's.
    """
    cells = [Segment(char, segment.style) for segment in gutter for char in segment.text]
    place = next((place for place in (1, 0) if cells[place].text == " "), 1)
    cells[place] = Segment(FLAG, look.cursor_mark)
    return cells


def _signed(gutter: list[Segment], look: Palette) -> list[Segment]:
    """Put the sign of hidden characters into a gutter: beside a single key of a tag, before two."""
    first, keys, cursor = gutter
    if keys.text[0] == " ":
        return [first, Segment(SIGN, look.text), Segment(keys.text[1:], keys.style), cursor]
    return [Segment(SIGN, look.text), keys, cursor]


class _Cells:
    """Holds the cells of a row, left to right: the colour of each, and its flags, a byte."""

    def __init__(self, row: FlowRow) -> None:
        self._row = row
        self.colors: list[str | None] = [None] * row.line.width
        self.flags = bytearray(row.line.width)
        self._covered = bytearray(row.line.width)
        self._dull: list[tuple[int, int]] = []
        self._known: dict[tuple[int, int], list[tuple[int, int]]] = {}
        self._cuts = {0, row.line.width}
        """The columns at which a colour or flags may change."""

    def segments(self, look: Palette) -> list[Segment]:
        """Return the line, cut where the style changes."""
        cuts, line = sorted(self._cuts), self._row.line
        styles = [cell_style(look, self.colors[first], self.flags[first]) for first in cuts[:-1]]
        return [
            Segment(line.slice(first, last), style)
            for style, first, last in zip(styles, cuts, cuts[1:], strict=False)
        ]

    def add(self, start: int, end: int, flags: int) -> None:
        """Add flags to the cells of a span (code points of the article)."""
        if flags:
            for x0, x1 in self._columns(start, end):
                self._add(x0, x1, flags)

    def _add(self, x0: int, x1: int, flags: int) -> None:
        self.flags[x0:x1] = self.flags[x0:x1].translate(_with(flags, 0))

    def dull(self, start: int, end: int) -> None:
        """Dim a part of a sentence, and leave it so under annotations that go beyond it."""
        self._dull.append((start, end))
        self.add(start, end, DIM)

    def cover(self, start: int, end: int, color: str | None, *, dim: bool = False) -> None:
        """Lay an annotation over a span: its colour in place of one below, and a sign if there is one."""
        columns = self._columns(start, end)
        kept = [
            (x0, self.colors[x0:x1], self.flags[x0:x1])
            for dull_start, dull_end in self._dull
            if start <= dull_start and dull_end < end
            for x0, x1 in self._columns(dull_start, dull_end)
        ]
        for x0, x1 in columns:
            self.colors[x0:x1] = [color] * (x1 - x0)
            self.flags[x0:x1] = self.flags[x0:x1].translate(_with(DIM if dim else 0, DIM))
        for x0, colors, flags in kept:
            self.colors[x0 : x0 + len(colors)], self.flags[x0 : x0 + len(flags)] = colors, flags
        for x0, x1 in columns:
            covered = self._covered[x0:x1]
            if 0 not in covered:  # by another annotation of the same sentence, mostly
                self._add(x0, x1, SHARED)
            elif 1 in covered:
                for column, before in enumerate(covered, x0):
                    self.flags[column] |= SHARED * before
                self._cuts.update(range(x0, x1))
            self._covered[x0:x1] = b"\1" * (x1 - x0)

    def _columns(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the cells of a span; several annotations often have the same one."""
        columns = self._known.get((start, end))
        if columns is None:
            offset = self._row.offset
            columns = self._row.line.columns(max(0, start - offset), max(0, end - offset))
            self._known[start, end] = columns
            for ends in columns:
                self._cuts.update(ends)
        return columns


@lru_cache(maxsize=64)
def _with(added: int, removed: int) -> bytes:
    """Return a table for `bytes.translate`, in C, that takes flags away and adds others."""
    return bytes(flags & ~removed | added for flags in range(256))
