"""Makes rows of cells of texts: shaped and ordered, a sign in the place of what is hidden and matters."""

from __future__ import annotations

from collections.abc import Iterator

from tui.bidi import Direction, Paragraph, direction_of, layout, mostly_rtl
from tui.presenters.stored import with_signs


def text_rows(text: str, width: int) -> Iterator[str]:
    """Yield the rows of an article's text.

    Right-to-left paragraphs stand at the right edge of `width` cells.
    """
    in_rtl = mostly_rtl(text)
    for part in text.split("\n"):
        yield from paragraph_rows(part, width, direction_of(part, in_rtl=in_rtl))


def paragraph_rows(text: str, width: int, direction: Direction) -> Iterator[str]:
    """Yield the rows of a paragraph, those from right to left at the right edge of `width` cells."""
    paragraph = Paragraph(with_signs(text, direction), direction)
    for line in layout(paragraph, width):
        yield " " * (width - line.width) + line.text if paragraph.base_level and line.width else line.text


def fitted(text: str, width: int, *, right: bool = False) -> str:
    """Return the first `width` cells of a text as one row of exactly that width."""
    width = max(1, width)
    line = layout(Paragraph(with_signs(" ".join(text[: 8 * width].split()))), width)[0]
    blank = " " * (width - line.width)
    return blank + line.text if right else line.text + blank
