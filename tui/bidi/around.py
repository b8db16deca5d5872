"""Cuts a line out of a paragraph around a part of it, so that lines with such a part can be set in a column.

A concordance shows its hits below each other: each begins at one column, what stands before it is at its
right, what follows at its left. The line is a part of its paragraph: levels and joining forms are those of
the whole, so that a letter at a cut, or at an edge of the hit, is joined as it is in the text, and a number
in what was cut off still decides what it decided. The cuts lie between words; a word that would leave much of
the room empty is cut between graphemes.

Which words stand at which side is decided by the cells of the line and not by logic: a Latin name of three
words runs from left to right, and where the second one is the hit, the third stands at its right.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from tui.bidi.glyphs import Glyphs
from tui.bidi.layout import glyphs_of
from tui.bidi.line import Line
from tui.bidi.paragraph import Paragraph

_EMPTY = 3
"""A part of the room, one of so many, that may stay empty for the sake of a word."""


class Placed(NamedTuple):
    """A line that stands in a row of cells."""

    line: Line
    column: int
    """The cells of the row before it."""


def around(paragraph: Paragraph, start: int, end: int, left: int, right: int) -> Placed:
    """Cut a paragraph around the code points `[start:end)`, for a row of `left + right` cells.

    The part that is asked for begins `left` cells from the left of the row, where it is read from the right:
    its rightmost cell is the last one of these. If it has no room there itself, its beginning is shown.

    Args:
        paragraph: of any length, but all of it is laid out.
        start: of the part, in the paragraph's text.
        end: where it ends; at least one code point behind.
        left: cells for the part and for what stands at its left, one at the least.
        right: cells for what stands at its right.
    """
    glyphs = glyphs_of(paragraph)
    starts = glyphs.starts
    if not starts:
        return Placed(Line(glyphs, 0, 0, 0, len(paragraph.text)), left)
    key_first = max(0, bisect_right(starts, start) - 1)
    key_last = max(key_first + 1, bisect_right(starts, max(start, end - 1)))
    beside = left - glyphs.width(key_first, key_last)
    from_right = paragraph.base_level & 1
    first = _back(glyphs, key_first, right if from_right else beside)
    last = _forth(glyphs, key_last, beside if from_right else right)
    while True:
        line = Line(glyphs, first, last, starts[first], glyphs.end(last - 1))
        edge = max((column for _, column in line.columns(start, end)), default=line.width)
        if line.width - edge > right:
            outer = line.offset_at(line.width - 1)
        elif edge > left:
            outer = line.offset_at(0)
        else:
            return Placed(line, left - edge)
        inside = starts[key_first] <= outer < glyphs.end(key_last - 1)
        if not inside and first < key_first and (outer < starts[key_first] or last == key_last):
            first = _word_end(glyphs, first, key_first)
        elif not inside and last > key_last:
            last = _word_start(glyphs, last, key_last)
        elif last > key_last:
            last = key_last
        elif last > key_first + 1:
            last = key_last = last - 1
        else:
            return Placed(line, max(0, left - edge))  # one grapheme, wider than its room


def _back(glyphs: Glyphs, at: int, room: int) -> int:
    """Return the grapheme with which what stands before one begins, in so many cells."""
    least = at
    if glyphs.columns is None:
        least = max(0, at - max(0, room))
    else:
        while least and glyphs.width(least - 1, at) <= room:
            least -= 1
    if not least or _is_blank(glyphs, least - 1):
        first = least
    else:
        first = _word_end(glyphs, least, at)
        if glyphs.width(least, first) * _EMPTY > room:
            return least
    while first < at and _is_blank(glyphs, first):
        first += 1
    return first


def _forth(glyphs: Glyphs, at: int, room: int) -> int:
    """Return the grapheme behind what follows one, in so many cells."""
    size = len(glyphs.starts)
    most = at
    if glyphs.columns is None:
        most = min(size, at + max(0, room))
    else:
        while most < size and glyphs.width(at, most + 1) <= room:
            most += 1
    if most == size or _is_blank(glyphs, most):
        last = most
    else:
        last = _word_start(glyphs, most, at)
        if glyphs.width(last, most) * _EMPTY > room:
            return most
    while last > at and _is_blank(glyphs, last - 1):
        last -= 1
    return last


def _word_end(glyphs: Glyphs, first: int, limit: int) -> int:
    """Return the beginning of the next word behind a grapheme, `limit` if there is none before that."""
    while first < limit and not _is_blank(glyphs, first):
        first += 1
    while first < limit and _is_blank(glyphs, first):
        first += 1
    return first


def _word_start(glyphs: Glyphs, last: int, limit: int) -> int:
    """Return the end of the word before the one that ends at a grapheme, `limit` if there is none."""
    while last > limit and not _is_blank(glyphs, last - 1):
        last -= 1
    while last > limit and _is_blank(glyphs, last - 1):
        last -= 1
    return last


def _is_blank(glyphs: Glyphs, grapheme: int) -> bool:
    return glyphs.kinds[glyphs.starts[grapheme]] == " "
