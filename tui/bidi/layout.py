"""Lines of a paragraph for a width in cells: wrapped in logical order, then each ordered for the eye."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.bidi.glyphs import Glyphs
from tui.bidi.line import Line

if TYPE_CHECKING:
    from tui.bidi.paragraph import Paragraph


def layout(paragraph: Paragraph, width: int, *, harakat: bool = True) -> list[Line]:
    """Wrap a paragraph into lines of at most `width` cells, at words, else at graphemes.

    A line is wider than `width` only if it is a single grapheme that is. An empty paragraph gives one empty
    line. Spaces at which a line is cut are hidden in it; the last line keeps its own as far as they fit.

    Args:
        paragraph: what to set; what doesn't depend on the width is kept with it for the next call.
        width: cells, at least 1.
        harakat: whether vowel marks are shown. Hidden ones take part in the lines as hidden code points.

    Raises:
        ValueError: `width` is less than 1.
    """
    if width < 1:
        raise ValueError(f"a line of {width} cells can hold nothing")
    glyphs = paragraph.cache.get(harakat)
    if not isinstance(glyphs, Glyphs):
        glyphs = paragraph.cache[harakat] = Glyphs(paragraph, harakat=harakat)
    starts, size = glyphs.starts, len(paragraph.text)
    lines = []
    start = 0
    for first, last, following in glyphs.wrap(width):
        end = starts[following] if following < len(starts) else size
        lines.append(Line(glyphs, first, last, start, end))
        start = end
    return lines or [Line(glyphs, 0, 0, 0, size)]


def estimate_lines(length: int, width: int) -> int:
    """Guess how many lines so many code points take as a paragraph: each loses half a word at its end."""
    return max(1, -(-length // max(1, width - 3)))
