"""A paragraph: its base direction, the level of each code point, the order of any line of it (UAX #9).

Levels are facts of the whole paragraph; a wrapped line is only cut from them. Resolving a line by itself
would take the context away by which its numbers, brackets and neutrals resolve.
"""

from __future__ import annotations

import re
from typing import Literal

from tui.bidi.classes import EXPLICIT, classes
from tui.bidi.code_page import encoded
from tui.bidi.explicit import explicit_levels, first_strong
from tui.bidi.resolve import implicit_levels

Direction = Literal["auto", "ltr", "rtl"]

_TRAILING = "BPWZ" + EXPLICIT
_REMOVED = re.compile("[Zabcdp]")
_STRONG = re.compile("[LRA]")
_SEPARATOR = re.compile("[BP]")
_LEVEL_RUN = re.compile(rb"\x01+|\x02+|\x00+|(.)\1*", re.DOTALL)
"""Matches a run of one level; the levels of news by themselves, which takes a third of the time."""


class Paragraph:
    """One paragraph of text, resolved when it is first asked.

    Args:
        text: the paragraph, in logical order, any code points at all. A separator inside it (U+2029, a line
            feed) ends embeddings and isolates, as X8 says, but not the paragraph.
        direction: `auto` takes the first strong character (P2, P3), left to right if there is none.
    """

    __slots__ = ("_levels", "_one_way", "base_level", "cache", "classes", "codes", "controls", "text")

    def __init__(self, text: str, direction: Direction = "auto") -> None:
        self.text = text
        self.codes = encoded(text)
        """The text in the code page of `tui.bidi.code_page`, if it can be so."""
        self.classes = classes(text, self.codes)
        """One letter per code point, see `tui.bidi.classes`."""
        self.controls = self.codes is None and not self.classes.isupper()
        """True if there is an embedding, an override or an isolate: their letters alone are lower case."""
        self.base_level = _base_level(self.classes) if direction == "auto" else int(direction == "rtl")
        self._levels: bytes | None = None
        self._one_way: bool | None = None
        self.cache: dict[bool, object] = {}
        """Kept by `tui.bidi.layout` for another width: the glyphs with harakat and without."""

    @property
    def resolved(self) -> bytes:
        """The level of each code point, one byte each; one that X9 removes has that of its predecessor."""
        if self._levels is None:
            self._levels = self._resolve()
        return self._levels

    @property
    def one_way(self) -> bool:
        """True if every code point has the base level, as in three of four paragraphs of news."""
        if self._one_way is None:
            self._one_way = self.resolved.count(self.base_level) == len(self.text)
        return self._one_way

    @property
    def levels(self) -> list[int | None]:
        """The level of each code point with the paragraph set as one line (L1), None where X9 removes it."""
        levels: list[int | None] = list(self.resolved)
        for m in _REMOVED.finditer(self.classes):
            levels[m.start()] = None
        return levels

    def _resolve(self) -> bytes:
        letters, text, base = self.classes, self.text, self.base_level
        resolve = explicit_levels if self.controls or "B" in letters[:-1] else implicit_levels
        levels = resolve(letters, text, base)
        return _reset(levels, letters, base)

    def line_levels(self, start: int, end: int) -> bytes:
        """Return the levels of the line `[start:end)`: white space at its end has the base level (L1)."""
        levels = self.resolved[start:end]
        text = len(self.classes[start:end].rstrip(_TRAILING))
        return (
            levels if start + text == end else levels[:text] + bytes([self.base_level]) * (end - start - text)
        )

    def visual_order(self, start: int, end: int) -> list[int]:
        """Return the code points of the line `[start:end)` from left to right (L2), without removed ones."""
        order = reorder(self.line_levels(start, end), start)
        letters = self.classes
        if self.controls or "Z" in letters:
            return [i for i in order if letters[i] not in "Zabcdp"]
        return order


def visual_runs(levels: bytes) -> list[tuple[int, int, int]]:
    """Apply L2: the runs of one level of a line's units, from left to right: `(level, first, last)`."""
    if not levels:
        return []
    if levels.count(levels[0]) == len(levels):
        return [(levels[0], 0, len(levels))]
    runs = [(m[0][0], *m.span()) for m in _LEVEL_RUN.finditer(levels)]
    lowest_odd = min((level for level, _, _ in runs if level & 1), default=0)
    if not lowest_odd:
        return runs
    # Each open stretch waits with its level; when a lower level follows, it is turned once for each level
    # between and joins what was before it. So a run is moved in C at each level, not looked at in Python.
    floor = lowest_odd - 1
    waiting: list[tuple[int, list[tuple[int, int, int]]]] = [(floor, [])]
    for run in [*runs, (floor, 0, 0)]:
        level = max(run[0], floor)
        while waiting[-1][0] > level:
            high, stretch = waiting.pop()
            low = max(waiting[-1][0], level)
            if (high - low) & 1:
                stretch.reverse()
            if low == waiting[-1][0]:
                waiting[-1][1].extend(stretch)
            else:
                waiting.append((low, stretch))
        if waiting[-1][0] < level:
            waiting.append((level, []))
        waiting[-1][1].append(run)
    return waiting[0][1][:-1]


def reorder(levels: bytes, first: int = 0) -> list[int]:
    """Apply L2: the numbers of a line's units from left to right, counted from `first`."""
    order: list[int] = []
    for level, start, end in visual_runs(levels):
        units = range(first + start, first + end)
        order.extend(reversed(units) if level & 1 else units)
    return order


def _base_level(letters: str) -> int:
    if "i" in letters or "j" in letters or "f" in letters:
        return first_strong(letters) or 0
    strong = _STRONG.search(letters)
    return int(strong is not None and strong[0] != "L")


def _reset(levels: bytes, letters: str, base: int) -> bytes:
    """Apply L1 to the paragraph as one line; what it does before a separator holds for every line."""
    separators = "B" in letters or "P" in letters
    if not separators and letters[-1:] not in _TRAILING:
        return levels
    ends = [m.start() for m in _SEPARATOR.finditer(letters)] if separators else []
    out = bytearray(levels)
    start = 0
    for end in [*ends, len(letters)]:
        text = start + len(letters[start:end].rstrip(_TRAILING))
        out[text : end + 1] = bytes([base]) * (min(end + 1, len(letters)) - text)
        start = end + 1
    return bytes(out)
