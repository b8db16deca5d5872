"""Reads the text of a PDF from its bytes: all that happens in the process beside this one."""

from __future__ import annotations

from typing import Any, NamedTuple

from annotations.corpus.pdf.glyphs import open_document, pages
from annotations.corpus.pdf.layout import PageLine, page_lines, text_of
from annotations.corpus.records import ArticleError

_MEANINGLESS = 0.3
"""Share of signs of no meaning, of all that are no blanks, from which a text can't be read."""


class PdfContent(NamedTuple):
    """The content of a PDF; each part is text or a number, so that it goes through a pipe as JSON."""

    text: str
    properties: dict[str, str]
    """Title and Author as the document has them."""
    printed_from: str
    """The address that a browser has printed at the foot of the pages; empty if there is none."""
    pictures: list[int]
    """The numbers of the pages that hold pictures and no text, from 1."""
    pages: int


def content_of(data: bytes) -> PdfContent:
    """Read a PDF.

    Raises:
        ArticleError: it is encrypted, damaged, too long, or holds no text that means anything.
    """
    document = open_document(data)
    lines: list[list[PageLine]] = []
    heights: list[float] = []
    pictures: list[int] = []
    try:
        for number, page in enumerate(pages(document), 1):  # a page's glyphs are let go before the next one
            lines.append(page_lines(page))
            heights.append(page.height)
            if page.has_pictures:
                pictures.append(number)
        properties = _properties(document)
    finally:
        document.close()
    if not any(lines):
        if pictures:
            raise ArticleError(
                "holds pictures of pages, no text: OCR it first (ocrmypdf -l ara IN.pdf OUT.pdf)"
            )
        raise ArticleError("holds no text")
    text, printed_from = text_of(lines, heights)
    signs = [char for char in text if not char.isspace()]
    lost = sum(char == "\ufffd" or "\ue000" <= char <= "\uf8ff" for char in signs)
    if signs and lost > _MEANINGLESS * len(signs):
        raise ArticleError(
            "its fonts don't say which letters they draw: OCR it (ocrmypdf --force-ocr -l ara IN.pdf OUT.pdf)"
        )
    return PdfContent(text, properties, printed_from, pictures, len(lines))


def _properties(document: Any) -> dict[str, str]:
    import pypdfium2

    try:
        given = document.get_metadata_dict()
    except (pypdfium2.PdfiumError, ValueError):
        return {}
    return {name: str(value)[:2000] for name, value in given.items() if value}
