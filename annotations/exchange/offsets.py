"""Turns code points into UTF-16 code units and back: half of the annotation tools count as JavaScript does.

A text without characters beyond the Basic Multilingual Plane has the same offsets in both, and most have
none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


def fitting(text: str, start: int, end: int, quote: str | None) -> tuple[int, int]:
    """Return a span in code points, in whichever unit its quote is found; without a quote, as it is given.

    Tools that run in a browser count UTF-16 code units, those in Python code points, and some have done both.
    """
    if quote is None or text[start:end] == quote:
        return start, end
    units = Utf16(text)
    if not units.is_same() and 0 <= start <= end:
        at, stop = units.to_code_points(start), units.to_code_points(end)
        if text[at:stop] == quote:
            return at, stop
    return start, end


class Utf16:
    """The offsets of one text, both ways, in time logarithmic in its characters beyond U+FFFF."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._astral: Sequence[int] = [match.start() for match in _ASTRAL.finditer(text)]
        """Code point offsets of the characters that take two units."""
        self._units: Sequence[int] = [at + index for index, at in enumerate(self._astral)]
        """The same, in units."""

    def is_same(self) -> bool:
        """Say whether both units are one for this text."""
        return not self._astral

    def to_units(self, offset: int) -> int:
        """Return the unit at which the code point `offset` begins."""
        return offset + bisect_left(self._astral, offset)

    def to_code_points(self, unit: int) -> int:
        """Return the code point that begins at `unit`; inside a surrogate pair, the one after it."""
        before = bisect_left(self._units, unit)
        return max(unit - before, self._astral[before - 1] + 1 if before else 0)

    def slice(self, start: int, end: int) -> str:
        """Return what a program that counts units finds there."""
        return self._encoded[2 * start : 2 * end].decode("utf-16-le", "replace")

    @cached_property
    def _encoded(self) -> bytes:
        return self._text.encode("utf-16-le", "surrogatepass")
