"""A paragraph as a row of graphemes, each with what is shown for it and its width in cells, before any line is cut.

The unit is the grapheme: a letter with its marks, a lam-alef, an emoji sequence, a flag. It is in one place on the
screen and no line, style or cursor divides it. Everything is kept as strings and lists over the whole paragraph; a
line is a slice of them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate, compress
from typing import TYPE_CHECKING

from tui.bidi.classes import WORD, mirror
from tui.bidi.kinds import HIDDEN, TAB, ZERO_WIDTH, combining, kinds, stand_in
from tui.bidi.shaping import MERGED, shape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui.bidi.paragraph import Paragraph

MARKS_SHOWN = 8
"""Marks of one letter that are sent to the terminal; the rest is hidden. Vocalised Quran text has at most five."""

DOTTED_CIRCLE = "\u25cc"
_ALLAH = "\ufeea\ufee0\ufedf\ufe8d"  # in visual order: U+FDF2 runs from right to left wherever it stands

_MANY_MARKS = re.compile(f"[mahj]{{{MARKS_SHOWN + 1},}}")
_LONE_MARK = re.compile("(^|[xtbzg])([hj]*)m")
_SPACE_WITH_MARK = re.compile(" (?=[hj]*m)")
_GRAPHEME = re.compile("rr?|[wp][mh]*(?:j[wp][mh]*){0,7}|[scxtgl ]")
_WIDE_BREAK = re.compile("[wc](?=[wsp])")
_WIDTHS = bytes.maketrans(
    b"s prxlwctg" + ZERO_WIDTH.encode(),
    bytes([1, 1, 1, 1, 1, 1, 2, 2, len(TAB), len(_ALLAH), *[0] * len(ZERO_WIDTH)]),
)
_MARKS = re.compile("m+")
_LEVEL_RUN = re.compile(rb"(.)\1*", re.DOTALL)


class Glyphs:
    """The graphemes of a paragraph.

    Attributes:
        paragraph: what it is of.
        ordinary: every grapheme is one cell and nothing is hidden: no controls, wide characters or lone marks.
        kinds: one letter per code point, see `tui.bidi.kinds`.
        shown: one code point per code point: what is sent for it, `MERGED` where nothing is.
        starts: for each grapheme its first code point; it lasts to the next one's. What is before the first is hidden.
        columns: for each grapheme and for the end the cells before it in logical order; None if each has one cell.
        level: the one level that all code points have, None if they differ.
    """

    __slots__ = (
        "_breaks",
        "_mirrored",
        "_ranks",
        "columns",
        "kinds",
        "level",
        "ordinary",
        "paragraph",
        "shown",
        "starts",
    )

    def __init__(self, paragraph: Paragraph, *, harakat: bool = True) -> None:
        self.paragraph = paragraph
        levels = paragraph.resolved
        self.level = levels[0] if levels and levels.count(levels[:1]) == len(levels) else None
        self._mirrored = "Q" in paragraph.classes
        letters, shown = _draw(paragraph, harakat=harakat)
        self.ordinary = not letters.encode().translate(None, b"s ma") and letters[:1] != "m"
        self.columns: list[int] | None = None
        self.starts: Sequence[int]
        if self.ordinary:
            letters = letters.replace(" m", "sm")
            self.starts = range(len(letters))
            if "m" in letters or "a" in letters:
                self.starts = list(compress(self.starts, letters.encode().translate(_WIDTHS)))
            self._breaks = letters
        else:
            letters = _limit_marks(letters.replace("n", "m"))
            letters = _LONE_MARK.sub(r"\1\2l", _SPACE_WITH_MARK.sub("s", letters))
            shown = _without_hidden(shown, letters)
            self.starts = [m.start() for m in _GRAPHEME.finditer(letters)]
            cells = list(accumulate(letters.encode().translate(_WIDTHS), initial=0))
            self.columns = [*(cells[i] for i in self.starts), cells[-1]]
            self._breaks = _WIDE_BREAK.sub(" ", letters).replace("t", " ").replace("z", " ")
        self._ranks: Sequence[int] | None = None
        self.kinds = letters
        self.shown = shown

    @property
    def ranks(self) -> Sequence[int]:
        """For each code point the number of its grapheme, of an ordinary paragraph."""
        if self._ranks is None:
            self._ranks = list(accumulate(self.kinds.encode().translate(_WIDTHS), initial=-1))[1:]
        return self._ranks

    def end(self, grapheme: int) -> int:
        """Return the code point at which a grapheme, with what is hidden behind it, ends."""
        return self.starts[grapheme + 1] if grapheme + 1 < len(self.starts) else len(self.shown)

    def width(self, first: int, last: int) -> int:
        """Return the cells of the graphemes `[first:last)`."""
        return last - first if self.columns is None else self.columns[last] - self.columns[first]

    def text(self, first: int, last: int, level: int) -> str:
        """Return what is sent for the graphemes `[first:last)` of one level, from left to right (L2, L3, L4)."""
        start, end = self.starts[first], self.end(last - 1)
        if self.ordinary:
            sent = self.shown[start:end].replace(MERGED, "")
            if level & 1:
                sent = sent[::-1]
                if self.kinds.find("m", start, end) >= 0:
                    sent = _marks_behind(sent, self.kinds[start:end].replace("a", "")[::-1])
        else:
            parts = [self._part(k) for k in range(first, last)]
            sent = "".join(reversed(parts) if level & 1 else parts)
        if self._mirrored and level & 1 and self.paragraph.classes.find("Q", start, end) >= 0:
            return "".join(map(mirror, sent))
        return sent

    def _part(self, grapheme: int) -> str:
        start = self.starts[grapheme]
        kind = self.kinds[start]
        if kind == "t":
            return TAB
        if kind == "g":
            return _ALLAH
        sent = self.shown[start : self.end(grapheme)].replace(MERGED, "")
        return DOTTED_CIRCLE + sent if kind == "l" else sent

    def wrap(self, width: int) -> Iterator[tuple[int, int, int]]:
        """Cut into lines of at most `width` cells; each is `(first, last, next)`.

        The line shows the graphemes `[first:last)`; `[last:next)` are the spaces at which it was cut. A word wider
        than a line is cut between graphemes, a grapheme wider than a line has one for itself.
        """
        starts, columns, letters, breaks = self.starts, self.columns, self.kinds, self._breaks
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


def _marks_behind(sent: str, letters: str) -> str:
    """Put the marks of a reversed run behind their letters again, in their own order (L3)."""
    parts: list[str] = []
    at = 0
    for m in _MARKS.finditer(letters):
        start, letter = m.span()
        parts += (sent[at:start], sent[letter], sent[start:letter][::-1])
        at = letter + 1
    return "".join(parts) + sent[at:]


def _draw(paragraph: Paragraph, *, harakat: bool) -> tuple[str, str]:
    """Return the kinds of a paragraph's code points and what is shown for each."""
    text = paragraph.text
    if not paragraph.controls:
        letters, shown = _draw_words(text)
    else:
        # Joins don't cross a change of level (UAX #9, 3.5), which only explicit controls make inside a word. Arabic that
        # is forced to run from left to right is not joined: its forms would point away from each other.
        runs = [(m[0][0] & 1, text[m.start() : m.end()]) for m in _LEVEL_RUN.finditer(paragraph.resolved)]
        drawn = [_draw_words(run) if odd else (kinds(run), run) for odd, run in runs]
        letters, shown = ("".join(parts) for parts in zip(*drawn, strict=True))
    if not harakat:
        hidden = kinds(text, harakat=False)
        letters = "".join([b if b == "h" else a for a, b in zip(letters, hidden, strict=True)])
    return letters, shown


def _draw_words(text: str) -> tuple[str, str]:
    # No join crosses a space.
    words = text.split(" ")
    if max(map(len, words)) <= WORD:
        drawn = list(map(_kept, words))
    else:
        drawn = [_kept(word) if len(word) <= WORD else _draw_word(word) for word in words]
    letters, shown = zip(*drawn, strict=True)
    return " ".join(letters), " ".join(shown)


def _draw_word(word: str) -> tuple[str, str]:
    letters, shown = kinds(word), shape(word)
    if MERGED in shown:
        letters = "".join([
            "a" if glyph == MERGED and kind == "s" else kind for kind, glyph in zip(letters, shown, strict=True)
        ])  # fmt: skip
    return letters, shown


# As for the classes of words: at most 11 MB.
_kept = lru_cache(maxsize=1 << 14)(_draw_word)


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
