"""Takes from PDFium where each character of a page stands, and what it is.

The order in which PDFium gives characters is not used. It turns what it takes for right-to-left, guessing
from how each producer has cut its text into pieces: of Chromium's pages two words in three come out with
their letters backwards, of others marks, brackets and lines are in wrong places. Positions are the same
whoever made the file, since people have to be able to read it.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from annotations.corpus.records import ArticleError

MOST_PAGES = 2000
_MOST_GLYPHS = 10_000_000
"""Of a document: no article has as many, and a book of 2,000 pages has half of them."""


_MOST_PIECES = 5000
"""Of a page, which are looked at for the order in which they were drawn."""


_OUTLINES = 50
"""Lines and areas on a page without text that are more than a frame."""


class Glyph(NamedTuple):
    """A character on a page; lengths in points, x from the left and y from the bottom of the upright page."""

    text: str
    """Plain letters, several for a ligature."""
    left: float
    right: float
    bottom: float
    top: float
    x: float
    """Of the origin, which is in the order of reading even where letters overlap."""
    y: float
    """Of the baseline."""
    em: float
    """The size of the font."""
    number: int
    """In PDFium's order."""
    is_mark: bool
    """True for a vowel sign and the like, which stands on a letter."""


class Page(NamedTuple):
    """A page as it is read."""

    glyphs: list[Glyph]
    height: float
    has_pictures: bool
    from_right: bool = False
    """True if the pieces of its lines were drawn from the right."""


def open_document(data: bytes) -> Any:
    """Open a PDF.

    Raises:
        ArticleError: it is encrypted, damaged or too long.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise ArticleError("encrypted: save it without a password (qpdf --decrypt)") from None
        raise ArticleError("no PDF, or damaged beyond reading: fetch it again") from None
    if count > MOST_PAGES:
        raise ArticleError(f"has {count:,} pages, more than {MOST_PAGES:,}: split it (qpdf --split-pages)")
    return document


def pages(document: Any) -> Iterator[Page]:
    """Yield the pages of a document; one that is damaged is without glyphs.

    Raises:
        ArticleError: there are more characters than any article has.
    """
    import pypdfium2

    total = 0
    for number in range(len(document)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError:
            yield Page([], 0, has_pictures=False)
            continue
        try:
            glyphs, height = _glyphs(page)
            pictures = not glyphs and _has_pictures(page)
            from_right = bool(glyphs) and _is_drawn_from_right(page)
        finally:
            page.close()
        total += len(glyphs)
        if total > _MOST_GLYPHS:
            raise ArticleError(f"has more than {_MOST_GLYPHS:,} characters: split it (qpdf --split-pages)")
        yield Page(glyphs, height, has_pictures=pictures, from_right=from_right)


def _has_pictures(page: Any) -> bool:
    """Say whether a page without text shows pictures, or many lines, as letters that were made outlines."""
    import pypdfium2.raw as pdfium

    count = min(_MOST_PIECES, pdfium.FPDFPage_CountObjects(page))
    kinds = Counter(pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page, at)) for at in range(count))
    shown = kinds[pdfium.FPDF_PAGEOBJ_IMAGE] + kinds[pdfium.FPDF_PAGEOBJ_FORM]
    return shown > 0 or kinds[pdfium.FPDF_PAGEOBJ_PATH] >= _OUTLINES


def _is_drawn_from_right(page: Any) -> bool:
    """Say whether a piece of text more often stands to the left of the one that was drawn before it."""
    import pypdfium2.raw as pdfium

    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    votes = 0
    before: tuple[float, float, float] | None = None
    for at in range(min(_MOST_PIECES, pdfium.FPDFPage_CountObjects(page))):
        piece = pdfium.FPDFPage_GetObject(page, at)
        if pdfium.FPDFPageObj_GetType(piece) != pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        if not pdfium.FPDFPageObj_GetBounds(piece, left, bottom, right, top):
            continue
        if before is not None and bottom.value < before[2] and top.value > before[1]:
            votes += 1 if left.value < before[0] else -1
        before = left.value, bottom.value, top.value
    return votes > 0


def _glyphs(page: Any) -> tuple[list[Glyph], float]:
    """Return the glyphs of a page that stand upright as most of them do, and the page's height."""
    import pypdfium2.raw as pdfium

    width, height = page.get_size()
    textpage = page.get_textpage()
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    loose, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    raw = textpage.raw
    rows: list[tuple[int, Glyph]] = []
    try:
        for number in range(textpage.count_chars()):
            if pdfium.FPDFText_IsGenerated(raw, number) == 1:
                continue  # a blank that PDFium has made up
            text = plain(pdfium.FPDFText_GetUnicode(raw, number))
            if not text:
                continue
            pdfium.FPDFText_GetCharBox(raw, number, left, right, bottom, top)
            pdfium.FPDFText_GetLooseCharBox(raw, number, loose)
            if text == " " and loose.right <= loose.left:
                continue  # another blank that PDFium has made up, somewhere
            pdfium.FPDFText_GetCharOrigin(raw, number, x, y)
            pdfium.FPDFText_GetMatrix(raw, number, matrix)
            size = pdfium.FPDFText_GetFontSize(raw, number) * math.hypot(matrix.c, matrix.d)
            em = size if 0.5 < size < 2000 else max(0.5, top.value - bottom.value)
            quarter = round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) % 4
            mark = unicodedata.category(text[0]) == "Mn"
            # A letter's room begins at its origin, whatever of its ink is left of that: the tail of a waw
            # lies under the next word. Pieces of a sign of several letters have the sign's origin.
            glyph = Glyph(
                text,
                left.value if mark else loose.left if matrix.a < 0 else x.value,
                right.value if mark or loose.right <= loose.left else loose.right,
                bottom.value,
                top.value,
                x.value,
                y.value,
                em,
                number,
                mark,
            )
            if all(map(math.isfinite, glyph[1:8])):
                rows.append((quarter, glyph))
    finally:
        textpage.close()
    if not rows:
        return [], height
    turns = Counter(quarter for quarter, _ in rows)
    # A matrix that mirrors, as in some Arabic, has an angle of half a turn, and isn't turned.
    if turns[0] + turns[2] >= turns[1] + turns[3]:
        return [glyph for quarter, glyph in rows if quarter in {0, 2}], height
    quarter = 1 if turns[1] >= turns[3] else 3
    return [_turned(glyph, quarter, width, height) for kind, glyph in rows if kind == quarter], width


def _turned(glyph: Glyph, quarter: int, width: float, height: float) -> Glyph:
    """Return a glyph of a page that lies on its side as it stands on the upright page."""
    if quarter == 1:  # from the bottom to the top
        return glyph._replace(
            left=glyph.bottom, right=glyph.top, bottom=width - glyph.right, top=width - glyph.left,
            x=glyph.y, y=width - glyph.x,
        )  # fmt: skip
    return glyph._replace(
        left=height - glyph.top, right=height - glyph.bottom, bottom=glyph.left, top=glyph.right,
        x=height - glyph.y, y=glyph.x,
    )  # fmt: skip


@lru_cache(4096)
def plain(code: int) -> str:
    """Return the plain letters of a code point; empty for what is no character.

    Forms of letters for the place in a word (presentation forms) become the letters, and ligatures the
    letters in the order in which they are read.
    """
    if code == 2:  # what PDFium puts for a hyphen at a line's end
        return "\u00ad"
    if code in {0, 0xFFFE, 0xFFFF} or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return ""
    char = chr(code)
    if 0xFB00 <= code <= 0xFDFF or 0xFE70 <= code <= 0xFEFC:
        if 0xFE70 <= code <= 0xFE7F or 0xFC5E <= code <= 0xFC63:  # a mark on a blank or a tatweel
            return unicodedata.normalize("NFKC", char).strip(" \u0640")
        return unicodedata.normalize("NFKC", char)
    if char.isspace() or char == "\u200b":
        return " "
    return "" if unicodedata.category(char) in {"Cc", "Cf", "Cs"} and char != "\u00ad" else char
