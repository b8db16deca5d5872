"""A paragraph as a row of graphemes, each with what is shown for it and its width, before any line is cut.

The unit is the grapheme: a letter with its marks, a lam-alef, an emoji sequence, a flag. It is in one place
on the screen and no line, style or cursor divides it. Everything is kept as strings and lists over the
whole paragraph; a line is a slice of them.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from itertools import accumulate, compress
from typing import TYPE_CHECKING

from tui.bidi.char_kinds import HIDDEN, TAB, ZERO_WIDTH, combining, kinds, stand_in
from tui.bidi.classes import mirror
from tui.bidi.shaping import MERGED, shape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui.bidi.paragraph import Paragraph

MARKS_SHOWN = 8
"""Marks of one letter that are sent to the terminal, the rest is hidden; the Quran has at most five."""

DOTTED_CIRCLE = "\u25cc"
_ALLAH = "\ufeea\ufee0\ufedf\ufe8d"  # in visual order: U+FDF2 runs from right to left wherever it stands

_MANY_MARKS = re.compile(f"[mahj]{{{MARKS_SHOWN + 1},}}")
_LONE_MARK = re.compile("(^|[xtbzg])([hj]*)m")
_SPACE_WITH_MARK = re.compile(" (?=[hj]*m)")
_MARKS = re.compile(b"m+")
_REPLACED = re.compile(f"[{HIDDEN}]+|[xn]")
_SEQUENCE = re.compile("rr|[wp](?:[mh]*j[wp]){1,7}")
_WIDE_BREAK = re.compile("[wc](?=[wsp])")
_LEVEL_RUN = re.compile(rb"(.)\1*", re.DOTALL)

_PLACE = "I"
"""Four bytes for a place or a column, where a list takes 40: 20 MiB of a paragraph of 1 MB."""

_PLACES = array(_PLACE, range(1 << 11))
"""Most paragraphs are no longer; stretches of it are copied at once."""
_SPARSE = 8
"""Code points for one that begins no grapheme, from which on stretches are worth it."""

_NOT_SENT = f"a{HIDDEN}".encode()
_CELLS = {b"s prxl": 1, b"wc": 2, b"t": len(TAB), b"g": len(_ALLAH), ZERO_WIDTH.encode(): 0}
_WIDTHS = bytes.maketrans(b"".join(_CELLS), bytes(width for some, width in _CELLS.items() for _ in some))
_BEGINS = bytes.maketrans(b"".join(_CELLS), bytes(width > 0 for some, width in _CELLS.items() for _ in some))


class Glyphs:
    """The graphemes of a paragraph.

    Attributes:
        paragraph: what it is of.
        kinds: one letter per code point, see `tui.bidi.char_kinds`.
        shown: one code point per code point: what is sent for it, `MERGED` where nothing is.
        begins: for each code point 1 if a grapheme begins with it, else 0.
        starts: for each grapheme its first code point; it lasts to the next one's. What is before the first
            is hidden.
        columns: for each grapheme and for the end the cells before it in logical order; None if each has
            one cell.
        ordinary: every grapheme has one cell, nothing is hidden, and no mark is without a letter.
    """

    def __init__(self, paragraph: Paragraph, *, harakat: bool = True) -> None:
        self.paragraph = paragraph
        letters, shown = _draw(paragraph, harakat=harakat)
        if letters.encode().translate(None, b"s a"):
            letters, shown = _settle(letters, shown)
        self.ordinary = not letters.encode().translate(None, b"s ma")
        self.kinds = letters
        self.shown = shown
        self._special = not self.ordinary and any(kind in letters for kind in "ltgjr")
        self._mirrored = "Q" in paragraph.classes
        self._breaks = letters
        if not self.ordinary:
            self._breaks = _WIDE_BREAK.sub(" ", letters).replace("t", " ").replace("z", " ")

        self.begins = begins = _begins(letters)
        self.starts: Sequence[int] = range(len(letters))
        if begins.count(1) < len(begins):
            self.starts = _starts(begins)
        self.columns: Sequence[int] | None = None
        if not self.ordinary:
            widths = letters.encode().translate(_WIDTHS)
            if sum(widths) > len(self.starts):
                before = accumulate(widths, initial=0)
                self.columns = array(_PLACE, compress(before, begins + b"\1"))

    def end(self, grapheme: int) -> int:
        """Return the code point at which a grapheme, with what is hidden behind it, ends."""
        return self.starts[grapheme + 1] if grapheme + 1 < len(self.starts) else len(self.shown)

    def width(self, first: int, last: int) -> int:
        """Return the cells of the graphemes `[first:last)`."""
        return last - first if self.columns is None else self.columns[last] - self.columns[first]

    def text(self, first: int, last: int, level: int) -> str:
        """Return what is sent for the graphemes `[first:last)` of one level (rules L2, L3, L4)."""
        start, end = self.starts[first], self.end(last - 1)
        letters = self.kinds[start:end]
        if self._special and any(kind in letters for kind in "ltgjr"):
            parts = [self._part(k) for k in range(first, last)]
            sent = "".join(reversed(parts) if level & 1 else parts)
        else:
            sent = self.shown[start:end].replace(MERGED, "")
            if level & 1:
                sent = sent[::-1]
                if "m" in letters:
                    sent = _marks_behind(sent, letters.encode().translate(None, _NOT_SENT)[::-1])
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

        The line shows the graphemes `[first:last)`; `[last:next)` are the spaces at which it was cut. A
        word wider than a line is cut between graphemes, a grapheme wider than a line has one for itself.
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


def _marks_behind(sent: str, letters: bytes) -> str:
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
    letters = kinds(text, paragraph.codes, harakat=harakat)
    if not paragraph.controls:
        shown = shape(text, paragraph.codes)
    else:
        # Joins don't cross a change of level (UAX #9, 3.5), which only explicit controls make inside a
        # word. Arabic that is forced to run from left to right is not joined: its forms would point away
        # from each other.
        runs = [(m[0][0] & 1, text[m.start() : m.end()]) for m in _LEVEL_RUN.finditer(paragraph.resolved)]
        joined = shape("\n".join([run for odd, run in runs if odd]))
        at, parts = 0, []
        for odd, run in runs:
            parts.append(joined[at : at + len(run)] if odd else run)
            at += (len(run) + 1) * odd
        shown = "".join(parts)
    return _mark_merged(letters, shown), shown


def _mark_merged(letters: str, shown: str) -> str:
    """Put in the kind of code points that became a part of the one before them."""
    place = shown.find(MERGED)
    if place < 0:
        return letters
    out = bytearray(letters.encode())
    while place >= 0:
        if letters[place] == "s":  # and not what is hidden itself
            out[place] = ord("a")
        place = shown.find(MERGED, place + 1)
    return out.decode()


def _settle(letters: str, shown: str) -> tuple[str, str]:
    """Settle marks without a letter and too many on one, and put in what is shown for what can't be sent."""
    if not letters.encode().translate(None, b"s ma") and letters[0] != "m" and "mmmmm" not in letters:
        # Most vocalised text: each mark has its letter, and none has too many.
        return letters.replace(" m", "sm"), shown
    bare = letters
    if "m" in letters or "n" in letters:
        letters = _MANY_MARKS.sub(_limit_marks, letters.replace("n", "m"))
        letters = _LONE_MARK.sub(r"\1\2l", _SPACE_WITH_MARK.sub("s", letters))
    out = None
    for m in _REPLACED.finditer(letters if "n" not in bare else _presentation_marks(letters, bare)):
        out = out or list(shown)
        start, end = m.span()
        if m[0] in "xn":
            out[start] = (stand_in if m[0] == "x" else combining)(out[start])
        else:
            out[start:end] = [MERGED] * (end - start)
    return letters, "".join(out) if out else shown


def _presentation_marks(letters: str, bare: str) -> str:
    return "".join([b if b == "n" and a in "ml" else a for a, b in zip(letters, bare, strict=True)])


def _limit_marks(m: re.Match[str]) -> str:
    parts = m[0].split("m", MARKS_SHOWN)
    return "m".join([*parts[:-1], parts[-1].replace("m", "h")])


def _starts(begins: bytes) -> Sequence[int]:
    """Return for each grapheme its first code point."""
    joined = begins.count(0)
    if len(begins) > len(_PLACES) or joined * _SPARSE > len(begins):
        return array(_PLACE, compress(range(len(begins)), begins))
    starts = array(_PLACE)
    start = 0
    for _ in range(joined):
        end = begins.index(0, start)
        starts += _PLACES[start:end]
        start = end + 1
    return starts + _PLACES[start : len(begins)]


def _begins(letters: str) -> bytes:
    """Return for each code point whether a grapheme begins with it."""
    begins = letters.encode().translate(_BEGINS)
    if "j" not in letters and "r" not in letters:
        return begins
    out = bytearray(begins)
    for m in _SEQUENCE.finditer(letters):
        start, end = m.span()
        out[start + 1 : end] = bytes(end - start - 1)
    return bytes(out)
