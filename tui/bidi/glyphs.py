"""A paragraph as a row of graphemes, each with what is shown for it and its width in cells, before any line is cut.

The unit is the grapheme: a letter with its marks, a lam-alef, an emoji sequence, a flag. It is in one place on the
screen and no line, style or cursor divides it. Everything is kept as strings and lists over the whole paragraph; a
line is a slice of them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from tui.bidi.classes import EXPLICIT, mirror
from tui.bidi.kinds import HIDDEN, TAB, ZERO_WIDTH, combining, kinds, stand_in
from tui.bidi.paragraph import Paragraph
from tui.bidi.shaping import MERGED, shape

MARKS_SHOWN = 8
"""Marks of one letter that are sent to the terminal; the rest is hidden. Vocalised Quran text has at most five."""

DOTTED_CIRCLE = "\u25cc"
_ALLAH = "\ufeea\ufee0\ufedf\ufe8d"  # in visual order: the sign U+FDF2 runs from right to left wherever it stands

_ORDINARY = re.compile("[s ma]*")
_BASE = re.compile("[s ]")
_MANY_MARKS = re.compile(f"[mahj]{{{MARKS_SHOWN + 1},}}")
_LONE_MARK = re.compile("(^|[xtbzg])([hj]*)m")
_SPACE_WITH_MARK = re.compile(" (?=[hj]*m)")
_GRAPHEME = re.compile("rr?|[wp][mh]*(?:j[wp][mh]*){0,7}|[scxtgl ]")
_WIDE_BREAK = re.compile("[wc](?=[wsp])")
_WIDTHS = {ord(k): chr(w) for k, w in (("w", 2), ("c", 2), ("t", len(TAB)), ("g", len(_ALLAH)),
           *((k, 1) for k in "s prxl"), *((k, 0) for k in ZERO_WIDTH))}  # fmt: skip
_LEVEL_RUN = re.compile(rb"(.)\1*", re.DOTALL)


class Glyphs:
    """The graphemes of a paragraph.

    Attributes:
        kinds: one letter per code point, see `tui.bidi.kinds`.
        shown: one code point per code point: what is sent for it, `MERGED` where nothing is.
        starts: for each grapheme its first code point; it lasts to the next one's. Code points before the first are hidden.
        columns: for each grapheme, and at the end, the cells before it in logical order; None if each has one cell.
        level: the one level that all code points have, None if they differ.
    """

    __slots__ = ("_ordinary", "breaks", "columns", "kinds", "level", "mirrored", "paragraph", "shown", "starts")

    def __init__(self, paragraph: Paragraph, *, harakat: bool = True) -> None:
        text = paragraph.text
        self.paragraph = paragraph
        levels = paragraph.resolved
        self.level: int | None = levels[0] if levels and levels.count(levels[0]) == len(levels) else None
        self.mirrored = "Q" in paragraph.classes
        shown = _shape(paragraph)
        letters = kinds(text, harakat=harakat)
        if MERGED in shown:
            letters = _mark_merged(letters, shown)
        self._ordinary = _ORDINARY.fullmatch(letters) is not None and not letters.startswith(("m", "a"))
        self.columns: list[int] | None = None
        self.starts: Sequence[int]
        if self._ordinary:
            letters = letters.replace(" m", "sm")
            marked = "m" in letters or "a" in letters
            self.starts = [m.start() for m in _BASE.finditer(letters)] if marked else range(len(letters))
            self.breaks = letters
        else:
            letters = _limit_marks(letters.replace("n", "m"))
            letters = _LONE_MARK.sub(r"\1\2l", _SPACE_WITH_MARK.sub("s", letters))
            shown = _without_hidden(shown, letters)
            self.starts = [m.start() for m in _GRAPHEME.finditer(letters)]
            cells = list(accumulate(letters.translate(_WIDTHS).encode("latin-1"), initial=0))
            if cells[-1] != len(self.starts):
                self.columns = [*(cells[i] for i in self.starts), cells[-1]]
            self.breaks = _WIDE_BREAK.sub(" ", letters).replace("t", " ").replace("z", " ")
        self.kinds = letters
        self.shown = shown

    def end(self, grapheme: int) -> int:
        """Return the code point at which a grapheme, with what is hidden behind it, ends."""
        return self.starts[grapheme + 1] if grapheme + 1 < len(self.starts) else len(self.shown)

    def width(self, first: int, last: int) -> int:
        """Return the cells of the graphemes `[first:last)`."""
        return last - first if self.columns is None else self.columns[last] - self.columns[first]

    def text(self, first: int, last: int, level: int) -> str:
        """Return what is sent for the graphemes `[first:last)`, all of one level, from left to right (L2, L3, L4)."""
        start = self.starts[first]
        end = self.starts[last] if last < len(self.starts) else len(self.shown)
        letters = self.kinds[start:end]
        if self._ordinary and "m" not in letters:
            sent = self.shown[start:end].replace(MERGED, "")
            if level & 1:
                sent = sent[::-1]
        else:
            parts = [self._part(k) for k in range(first, last)]
            sent = "".join(reversed(parts) if level & 1 else parts)
        if self.mirrored and level & 1 and "Q" in self.paragraph.classes[start:end]:
            return "".join(map(mirror, sent))
        return sent

    def _part(self, grapheme: int) -> str:
        start = self.starts[grapheme]
        sent = self.shown[start : self.end(grapheme)].replace(MERGED, "")
        kind = self.kinds[start]
        if kind in "ltg":
            return DOTTED_CIRCLE + sent if kind == "l" else TAB if kind == "t" else _ALLAH
        return sent

    def wrap(self, width: int) -> Iterator[tuple[int, int, int]]:
        """Cut into lines of at most `width` cells; each is `(first, last, next)`.

        The line shows the graphemes `[first:last)`; those of `[last:next)` are the spaces at which it was cut. A word
        wider than a line is cut between graphemes, a grapheme wider than a line has one for itself.
        """
        starts, columns, letters, breaks = self.starts, self.columns, self.kinds, self.breaks
        count = len(starts)
        first = 0
        while first < count:
            if columns is None:
                limit = first + width
            else:
                limit = max(first + 1, bisect_right(columns, columns[first] + width, first) - 1)
            if limit >= count:
                yield first, count, count
                return
            last = limit
            if letters[starts[limit]] != " ":
                place = breaks.rfind(" ", starts[first], starts[limit])
                if place >= 0:
                    last = bisect_right(starts, place, first, limit)
            following = last
            while last > first and letters[starts[last - 1]] == " ":
                last -= 1
            while following < count and letters[starts[following]] == " ":
                following += 1
            yield first, last, following
            first = following


def _shape(paragraph: Paragraph) -> str:
    """Shape the text; joins don't cross a change of level (UAX #9, 3.5), which only explicit controls make inside a word."""
    text = paragraph.text
    if not any(letter in paragraph.classes for letter in EXPLICIT):
        return shape(text)
    parts = []
    for m in _LEVEL_RUN.finditer(paragraph.resolved):
        run = text[m.start() : m.end()]
        # Arabic forced to run from left to right joins with what stands beside it, as in FriBidi.
        parts.append(shape(run) if m[0][0] & 1 else shape(run[::-1])[::-1])
    return "".join(parts)


def _mark_merged(letters: str, shown: str) -> str:
    out = list(letters)
    place = shown.find(MERGED)
    while place >= 0:
        if out[place] == "s":
            out[place] = "a"
        place = shown.find(MERGED, place + 1)
    return "".join(out)


def _limit_marks(letters: str) -> str:
    def limit(m: re.Match[str]) -> str:
        parts = m[0].split("m", MARKS_SHOWN)
        return "m".join([*parts[:-1], parts[-1].replace("m", "h")])

    return _MANY_MARKS.sub(limit, letters)


def _without_hidden(shown: str, letters: str) -> str:
    out = []
    for char, letter in zip(shown, letters, strict=True):
        if letter in HIDDEN:
            out.append(MERGED)
        elif letter == "x":
            out.append(stand_in(char))
        else:
            out.append(combining(char) if letter in "ml" else char)
    return "".join(out)
