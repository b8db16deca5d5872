"""Makes paragraphs of the lines of pages: columns from the right, no page numbers, no running heads.

A page's rows are taken band by band from above. A band whose rows leave one stripe free, with lines on both
sides of it, is of columns, which are read one after the other, those of an Arabic page from the right; short
cells beside each other are a table, and stay rows.

Two lines are of one paragraph if the first of them had no room for the next one's first word: this is how
programs break lines, justified or not. Where a page or a column ends, the paragraph goes on by the same rule,
unless a sentence ends there.

What stands at the head or foot of most pages, but for its digits, is left out, and so are page numbers, and
what a browser prints there: when, the title, the address. The address is kept beside the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from annotations.corpus.pdf.glyphs import Glyph, Page
from annotations.corpus.pdf.lines import Letter, direction, is_rtl, letters_of, logical, with_blanks

_BASELINE = 0.35
"""Of an em: how far apart glyphs of one row may stand."""
_STRAYS, _STRAY = 3, 0.7
"""Letters above or under a row that belong to it, and how far away they may be, of an em."""
_ABOVE, _UNDER = 0.85, -0.15
"""Of an em: where the marks of a row stand."""
_KASRAS = frozenset("\u064d\u0650\u0655\u0656")
_SEGMENT = 1.1
"""Of an em: gaps that divide a row into what may be of two columns."""
_GUTTER = 0.7
"""Of an em: width of the stripe between two columns."""
_COLUMN_LINES, _COLUMN_LETTERS = 3, 12
"""Lines that a column has, and letters that they have on the average; with fewer it is a table."""
_PITCH = 1.4
"""How much farther apart than the others of the page the lines of two paragraphs stand."""
_FULL, _RAGGED = 0.15, 0.4
"""Of a column's width: what a line may leave free if a sentence ends with it, and if none does, where
paragraphs stand apart."""
_EDGE = 3
"""Lines at the head and foot of a page that may be repeated."""

_STOP = re.compile(r"[.!?؟…:۔][\"'”’»)\]]*\Z")
_PAGE_NUMBER = re.compile(
    r"[-–—|\s]*(?:(?:صفحة|الصفحة|ص|page|p\.)\s*)?\d{1,4}(?:\s*(?:/|من|of|-)\s*\d{1,4})?[-–—|\s]*\Z",
    re.IGNORECASE,
)
_PRINTED_FROM = re.compile(r"(?:\d{1,3}/\d{1,3}\s*)?((?:https?|file)://\S+?)(?:\s*\d{1,3}/\d{1,3})?\Z")
_DATE, _CLOCK = r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}", r"\d{1,2}:\d\d"
_PRINTED_ON = re.compile(rf"{_DATE}\D{{0,6}}{_CLOCK}|{_CLOCK}\D{{0,6}}{_DATE}")
_TATWEEL = re.compile("(?<=[\u0621-\u064a\u064b-\u0652])\u0640+(?=[\u0621-\u064a\u064b-\u0652])")
_LIST = re.compile(r"(?:[•▪●■◦*]|[-–—]\s|\(?\d{1,3}[.)-]\s)")


class Segment(NamedTuple):
    """A part of a row, or of one of its columns."""

    letters: list[Letter]
    left: float
    right: float
    y: float
    em: float


class PageLine(NamedTuple):
    """A line of a page with its place, as it is read."""

    text: str
    left: float
    right: float
    y: float
    em: float
    first_word: float
    """The width of its first word."""
    rtl: bool
    block: int
    """Of the page: lines of one column have the same."""


class PdfText(NamedTuple):
    """The text of a document."""

    text: str
    printed_from: str
    """The address that a browser has printed at the foot; empty if there is none."""


def text_of(pages: Sequence[Sequence[PageLine]], heights: Sequence[float]) -> PdfText:
    """Return the text of a document.

    Args:
        pages: the lines of each, see `page_lines`.
        heights: of the pages.
    """
    kept, printed_from = _without_edges(pages, heights)
    return PdfText("\n".join(_paragraphs(kept)), printed_from)


def page_lines(page: Page) -> list[PageLine]:
    """Return the lines of a page in the order of reading."""
    rows = [_segments(row) for row in _rows(page.glyphs)]
    rows = [row for row in rows if row]
    if not rows:
        return []
    everything = [segment for row in rows for segment in row]
    turned = direction((segment.letters for segment in everything), from_right=page.from_right)
    right = sum(letter.kind == "R" for segment in everything for letter in segment.letters)
    left = sum(letter.kind == "L" for segment in everything for letter in segment.letters)
    page_is_rtl = right > left
    lines = []
    for block, band in enumerate(_in_order(rows, rtl=page_is_rtl and not turned.lines_turned)):
        for row in band:
            letters = _joined(row)
            if not letters:
                continue
            text = logical(letters, turned, page_is_rtl=page_is_rtl)
            rtl = is_rtl(letters, page_is=page_is_rtl)
            text = _TATWEEL.sub("", text).strip()
            if text:
                lines.append(
                    PageLine(
                        text,
                        min(segment.left for segment in row),
                        max(segment.right for segment in row),
                        row[0].y,
                        max(segment.em for segment in row),
                        _first_word(letters, from_right=rtl and not turned.lines_turned),
                        rtl,
                        block,
                    )
                )
    return lines


def _rows(glyphs: Iterable[Glyph]) -> list[tuple[list[Glyph], list[Glyph]]]:
    """Return the rows of a page from above, each as its letters and the marks that stand on them."""
    letters = sorted((glyph for glyph in glyphs if not glyph.is_mark), key=lambda glyph: -glyph.y)
    rows: list[list[Glyph]] = []
    for glyph in letters:
        inked = glyph.text != " "
        if rows and abs(rows[-1][0].y - glyph.y) <= _BASELINE * max(
            rows[-1][0].em if rows[-1][0].text != " " else glyph.em, glyph.em if inked else 0.0
        ):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    rows = [row for row in rows if any(glyph.text != " " for glyph in row)]
    rows = _without_strays(rows)
    marks: list[list[Glyph]] = [[] for _ in rows]
    heights = [(median(glyph.y for glyph in row), max(glyph.em for glyph in row)) for row in rows]
    for mark in (glyph for glyph in glyphs if glyph.is_mark):
        middle = (mark.bottom + mark.top) / 2 if mark.top > mark.bottom else mark.y
        expected = _UNDER if mark.text in _KASRAS else _ABOVE
        near = [
            # One that has the row's own baseline is of that row; else it is told by where it stands.
            (0.0 if abs(y - mark.y) < 0.05 * em else abs(y + expected * em - middle), at)
            for at, (y, em) in enumerate(heights)
            if abs(y - middle) < 1.6 * em
        ]
        for _, at in sorted(near)[:1]:
            marks[at].append(mark)
    return list(zip(rows, marks, strict=True))


def _without_strays(rows: list[list[Glyph]]) -> list[list[Glyph]]:
    """Put letters that stand a little above or under a row into it, such as the number of a footnote."""
    kept = [row for row in rows if len(row) > _STRAYS]
    if not kept:
        return rows
    extents = [(min(glyph.x for glyph in row), max(glyph.right for glyph in row)) for row in kept]
    heights = [(median(glyph.y for glyph in row), row[0].em) for row in kept]
    strays: list[list[Glyph]] = []
    for row in rows:
        if len(row) > _STRAYS:
            continue
        alone = []
        for glyph in row:
            near = [
                (abs(y - glyph.y), at)
                for at, (y, em) in enumerate(heights)
                if abs(y - glyph.y) < _STRAY * em and extents[at][0] - em < glyph.x < extents[at][1] + em
            ]
            if near:
                kept[min(near)[1]].append(glyph)
            else:
                alone.append(glyph)
        if alone:
            strays.append(alone)
    return sorted([*kept, *strays], key=lambda row: -row[0].y)


def _segments(row: tuple[list[Glyph], list[Glyph]]) -> list[Segment]:
    """Divide a row at its wide gaps, from left to right."""
    letters = letters_of(*row)
    parts: list[list[Letter]] = []
    end = 0.0
    pending: list[Letter] = []
    for letter in letters:
        if letter.kind == "W":
            pending.append(letter)
            continue
        glyph = letter.glyph
        if parts and glyph.left - end <= _SEGMENT * glyph.em:
            parts[-1] += [*pending, letter]
            end = max(end, glyph.right)
        else:
            parts.append([letter])
            end = glyph.right
        pending = []
    return [
        Segment(
            part,
            min(letter.glyph.left for letter in part),
            max(letter.glyph.right for letter in part if letter.kind != "W"),
            median(letter.glyph.y for letter in part if letter.kind != "W"),
            median(letter.glyph.em for letter in part if letter.kind != "W"),
        )
        for part in parts
    ]


def _joined(row: Sequence[Segment]) -> list[Letter]:
    """Return the letters of what stands in one line of a column, with blanks, from left to right."""
    letters: list[Letter] = []
    for segment in sorted(row, key=lambda segment: segment.left):
        spaced = with_blanks(segment.letters)
        if letters and spaced:
            letters.append(Letter(" ", "W", spaced[0].glyph))
        letters += spaced
    return letters


def _first_word(letters: Sequence[Letter], *, from_right: bool) -> float:
    ordered = letters[::-1] if from_right else letters
    word: list[Glyph] = []
    for letter in ordered:
        if letter.kind == "W":
            break
        word.append(letter.glyph)
    return max(glyph.right for glyph in word) - min(glyph.left for glyph in word) if word else 0.0


# ---------------------------------------------------------------------- columns


def _in_order(rows: list[list[Segment]], *, rtl: bool, depth: int = 0) -> list[list[list[Segment]]]:
    """Return the rows of a page as blocks in the order of reading: bands, and the columns of each."""
    blocks: list[list[list[Segment]]] = []
    plain: list[list[Segment]] = []
    at = 0
    while at < len(rows):
        end, gutter = _band(rows, at)
        if gutter is None or depth > 8:
            plain.append(rows[at])
            at += 1
            continue
        if plain:
            blocks.append(plain)
            plain = []
        band = rows[at:end]
        sides = (
            [[segment for segment in row if segment.right <= gutter] for row in band],
            [[segment for segment in row if segment.left >= gutter] for row in band],
        )
        for side in sides[::-1] if rtl else sides:
            blocks += _in_order([row for row in side if row], rtl=rtl, depth=depth + 1)
        at = end
    if plain:
        blocks.append(plain)
    return blocks


def _band(rows: list[list[Segment]], start: int) -> tuple[int, float | None]:
    """Return where the band of columns ends that begins with a row, and the middle of its gutter; or None."""
    left = min(segment.left for row in rows for segment in row)
    right = max(segment.right for row in rows for segment in row)
    em = median(segment.em for row in rows for segment in row)
    free = _gaps(rows[start], left, right)
    best: tuple[int, float | None] = (start, None)
    for at in range(start, len(rows)):
        free = [
            (max(a, c), min(b, d)) for a, b in free for c, d in _gaps(rows[at], left, right)
            if min(b, d) - max(a, c) >= _GUTTER * em
        ]  # fmt: skip
        if not free:
            break
        for a, b in free:
            if a > left and b < right and _are_columns(rows[start : at + 1], (a + b) / 2):
                best = at + 1, (a + b) / 2
                break
    return best


def _gaps(row: Sequence[Segment], left: float, right: float) -> list[tuple[float, float]]:
    edges = [left, *(edge for segment in row for edge in (segment.left, segment.right)), right]
    return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b > a]


def _are_columns(band: Sequence[Sequence[Segment]], gutter: float) -> bool:
    for side in (False, True):
        lines = [
            sum(len(segment.letters) for segment in row if (segment.left >= gutter) is side)
            for row in band
            if any((segment.left >= gutter) is side for segment in row)
        ]
        if len(lines) < _COLUMN_LINES or sum(lines) < _COLUMN_LETTERS * len(lines):
            return False
    return True


# ---------------------------------------------------------------------- heads and feet


def _without_edges(
    pages: Sequence[Sequence[PageLine]], heights: Sequence[float]
) -> tuple[list[list[PageLine]], str]:
    """Return the lines of pages without what is repeated at their edges, and a browser's address."""
    shapes: Counter[tuple[str, int]] = Counter()
    edges = []
    for lines in pages:
        by_height = sorted(range(len(lines)), key=lambda at: -lines[at].y)
        at_edge = {*by_height[:_EDGE], *by_height[-_EDGE:]}
        edges.append(at_edge)
        shapes.update({_shape(lines[at]) for at in at_edge})
    needed = max(2, len(pages) / 2) if len(pages) > 1 else 2
    printed_from = ""
    kept = []
    for lines, at_edge, height in zip(pages, edges, heights, strict=True):
        outermost = (
            {max(at_edge, key=lambda at: lines[at].y), min(at_edge, key=lambda at: lines[at].y)}
            if lines
            else set()
        )
        address = next(
            (_PRINTED_FROM.match(lines[at].text) for at in outermost if _PRINTED_FROM.match(lines[at].text)),
            None,
        )
        remaining = []
        for at, line in enumerate(lines):
            in_margin = line.y > 0.9 * height or line.y < 0.1 * height
            if (
                at in outermost
                and address
                and (_PRINTED_FROM.match(line.text) or _PRINTED_ON.search(line.text))
            ):
                continue
            if at in at_edge and in_margin and len(pages) > 1 and shapes[_shape(line)] >= needed:
                continue
            if at in outermost and len(lines) > 1 and _PAGE_NUMBER.match(line.text):
                continue
            remaining.append(line)
        if address and not printed_from and not address[1].startswith("file:"):
            printed_from = address[1]
        kept.append(remaining)
    return kept, printed_from


def _shape(line: PageLine) -> tuple[str, int]:
    return re.sub(r"\d+", "0", line.text), round(line.y / 6)


# ---------------------------------------------------------------------- paragraphs


def _paragraphs(pages: Iterable[list[PageLine]]) -> list[str]:
    paragraphs: list[str] = []
    last: PageLine | None = None
    last_width = 0.0
    for lines in pages:
        pitches = [
            (above.y - below.y) / above.em
            for above, below in pairwise(lines)
            if above.block == below.block and 0 < above.y - below.y < 4 * above.em
        ]
        pitch = _usual(pitches)
        apart = sum(1.15 * pitch < each < 3 * pitch for each in pitches) >= 2
        edges = {
            block: (
                min(line.left for line in lines if line.block == block),
                max(line.right for line in lines if line.block == block),
            )
            for block in {line.block for line in lines}
        }
        first_of_page = True
        for line in lines:
            left, right = edges[line.block]
            same = last is not None and not first_of_page and last.block == line.block
            if last is not None and _goes_on(
                last, line, last_width, right - left, pitch if same else 0.0, edges[line.block], apart=apart
            ):
                paragraphs[-1] = _with_line(paragraphs[-1], line.text)
            else:
                paragraphs.append(line.text)
            last, last_width, first_of_page = line, right - left, False
    return [
        paragraph.replace("\u00ad", "-") if paragraph.endswith("\u00ad") else paragraph.replace("\u00ad", "")
        for paragraph in paragraphs
    ]


def _usual(pitches: Sequence[float]) -> float:
    """Return how far apart the lines of a page stand as a rule, in ems: as the many close ones do."""
    if not pitches:
        return 0.0
    rounded = Counter(round(20 * pitch) for pitch in pitches)
    return min(pitch for pitch, count in rounded.items() if 3 * count >= max(rounded.values())) / 20 or 1.0


def _goes_on(
    last: PageLine,
    line: PageLine,
    last_width: float,
    width: float,
    pitch: float,
    edges: tuple[float, float],
    *,
    apart: bool,
) -> bool:
    """Say whether a line is of the same paragraph as the one before it."""
    if not 0.85 < line.em / max(0.1, last.em) < 1.18 or line.rtl != last.rtl or _LIST.match(line.text):
        return False
    if last.text.endswith("\u00ad"):
        return True
    room = last_width - (last.right - last.left)
    if pitch and apart:  # where paragraphs stand apart, lines may be as ragged as they like
        full = room < (_FULL if _STOP.search(last.text) else _RAGGED) * last_width
        return full and 0 < (last.y - line.y) / last.em <= 1.15 * pitch
    if line.first_word + 0.1 * line.em < room:
        return False
    if pitch:
        if not 0 < (last.y - line.y) / last.em <= _PITCH * pitch:
            return False
        indent = edges[1] - line.right if line.rtl else line.left - edges[0]
        before = edges[1] - last.right if last.rtl else last.left - edges[0]
        return not (indent > 1.2 * line.em and before < 0.5 * line.em)
    return not _STOP.search(last.text) and abs(width - last_width) < 0.15 * max(width, last_width)


def _with_line(paragraph: str, line: str) -> str:
    if paragraph.endswith("\u00ad"):
        return paragraph[:-1] + line
    if re.search(r"[a-z]-\Z", paragraph) and re.match("[a-z]", line):
        return paragraph[:-1] + line
    return f"{paragraph} {line}"
