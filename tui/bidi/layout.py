"""Lines of a paragraph for a width in cells: wrapped in logical order, then each ordered for the eye."""

from __future__ import annotations

import re

from tui.bidi.classes import EXPLICIT, closing_bracket
from tui.bidi.glyphs import Glyphs
from tui.bidi.line import Line
from tui.bidi.paragraph import Direction, Paragraph

_STRONG = re.compile("[LRA]")


def layout(paragraph: Paragraph, width: int, *, harakat: bool = True) -> list[Line]:
    """Wrap a paragraph into lines of at most `width` cells, at words, else at graphemes.

    A line is wider than `width` only if it is a single grapheme that is. An empty paragraph gives one empty line.
    Spaces at which a line is cut are hidden in it; the last line keeps its own as far as they fit.

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
    if glyphs is None:
        glyphs = paragraph.cache[harakat] = Glyphs(paragraph, harakat=harakat)
    starts, size = glyphs.starts, len(paragraph.text)
    lines = []
    start = 0
    for first, last, following in glyphs.wrap(width):
        end = starts[following] if following < len(starts) else size
        lines.append(Line(glyphs, first, last, start, end))
        start = end
    return lines or [Line(glyphs, 0, 0, 0, size)]


def layout_prefix(
    text: str, width: int, lines: int, *, direction: Direction = "auto", harakat: bool = True
) -> list[Line]:
    """Lay out the first lines of a paragraph without reading all of it.

    Reads up to a strong letter behind which nothing can change what is before it: no bracket is open that closes later,
    and no isolate. If there is none, reads the whole text.

    Args:
        text: the paragraph.
        width: cells, at least 1.
        lines: how many lines are wanted.
        direction: as for `Paragraph`.
        harakat: as for `layout`.

    Returns:
        At least `lines` lines, the very ones that `layout` of the whole paragraph begins with; fewer only if that has
        fewer. The paragraph is complete if the last one's `end` is the length of the text.
    """
    # Twice the cells, since marks take none and a wrapped line is not full.
    size = max(1, lines + 1) * (width + 1) * 2
    while (cut := _safe_cut(text, size)) < len(text):
        # The last line may go on behind the cut, and the letter at the cut may join to the next one.
        found = layout(Paragraph(text[:cut], direction), width, harakat=harakat)[:-1]
        if len(found) >= lines:
            return found
        size *= 2
    return layout(Paragraph(text, direction), width, harakat=harakat)


def estimate_lines(text: str, width: int) -> int:
    """Guess how many lines a paragraph takes, at no cost: one word in two is lost at the end of a line of Arabic news."""
    return max(1, -(-len(text) // max(1, width - 3)))


def _safe_cut(text: str, size: int) -> int:
    """Return the end of a prefix of at least `size` code points that resolves as it does in the whole text."""
    if len(text) <= size * 2:
        return len(text)
    part = Paragraph(text[: size * 2])
    letters = part.classes
    if any(letter in letters for letter in EXPLICIT):
        return len(text)
    strong = list(_STRONG.finditer(letters, size))
    if not strong:
        return len(text)
    cut = strong[-1].end()
    for place, letter in enumerate(letters[:cut]):
        if letter == "Q" and (closer := closing_bracket(text[place])) and text.find(closer, cut) >= 0:
            return len(text)
    return cut
