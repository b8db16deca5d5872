"""Finds out how a project counts the positions in a source: code points or UTF-16, and a line end as what.

The standard says code points of the text as it lies in the file. NVivo counts UTF-16 (of 303 selections of a
real project 300 end at words that way, 49 as code points) and may count a line end as two where the file has
one; ATLAS.ti counts a CR LF as one. A project says who wrote it, but versions differ, so each way of counting
is tried on all selections of a source: the one by which more of them begin and end at words, and with the
words that they are called by, is right. Where that tells nothing apart, the program's own way is taken, or
the way of the sources before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from annotations.exchange.offsets import Utf16
from annotations.model.quote_search import joins_words

_OURS = "claimreader"
_NAME_COUNTS = 2
"""The weight of what a selection's name says, as a multiple of what the ends of words say."""
_BY_FAR = 2
"""Selections that a way of counting line ends has to explain beyond the program's own way."""
_FEW = 3
"""Selections that are too few to say that none of the ways fits."""
_NAMED = 1000
"""Code points of a selection that are looked at for the words of its name."""


class Position(NamedTuple):
    """A selection as the file has it."""

    start: int
    end: int
    name: str
    """The name that the program gave it: as a rule its first words."""


class Counting(NamedTuple):
    """A way of counting: in which unit, and what a line end is."""

    utf16: bool
    line_ends: str = ""
    """Empty: as in the file; else what each of them is taken for."""

    def __str__(self) -> str:
        unit = "UTF-16 units" if self.utf16 else "code points"
        ends = {"\n": ", a line end as one", "\r\n": ", a line end as two"}.get(self.line_ends, "")
        return f"{unit}{ends}"


class SourceText:
    """A text in which positions are counted in one way."""

    def __init__(self, text: str, counting: Counting) -> None:
        if counting.line_ends == "\n":
            text = text.replace("\r\n", "\n")
        elif counting.line_ends:
            text = text.replace("\r\n", "\n").replace("\n", "\r\n")
        self.text = text
        self.counting = counting

    @cached_property
    def _units(self) -> Utf16:
        return Utf16(self.text)

    def in_code_points(self, start: int, end: int) -> tuple[int, int]:
        """Return a span of the file in code points of `text`."""
        if not self.counting.utf16 or start < 0 or end < 0:
            return start, end
        return self._units.to_code_points(start), self._units.to_code_points(end)

    def fits(self, position: Position) -> int:
        """Say how well a selection sits: with its ends at those of words, and with the words of its name."""
        start, end = self.in_code_points(position.start, position.end)
        text = self.text
        if not 0 <= start < end <= len(text) or self._cuts(position):
            return 0
        at_words = (
            not joins_words(text[start - 1 : start] if start else "", text[start : start + 1])
            and not joins_words(text[end - 1 : end], text[end : end + 1])
            and not text[start].isspace()
        )
        wanted = "".join(position.name[:_NAMED].split())[:40]
        named = bool(wanted) and "".join(text[start:end][:_NAMED].split()).startswith(wanted)
        return at_words + _NAME_COUNTS * named

    def _cuts(self, position: Position) -> bool:
        """Say whether an end would lie inside of a character."""
        units = self._units
        return self.counting.utf16 and any(
            units.to_units(units.to_code_points(end)) != end for end in (position.start, position.end)
        )


class Countings:
    """Decides for one source after the other how a project counts."""

    def __init__(self, origin: str) -> None:
        self._origin = origin.casefold()
        self._decided: Counter[Counting] = Counter()

    def decide(self, text: str, positions: Sequence[Position]) -> tuple[SourceText, str]:
        """Return the text of a source as its positions count it, and a line on that if it isn't plain.

        Args:
            text: as it lies in the file.
            positions: all selections of the source.
        """
        ways = [SourceText(text, counting) for counting in self._ways(text)]
        if len(ways) == 1:
            return ways[0], ""
        scores = [sum(way.fits(position) for position in positions) for way in ways]
        best = 0
        for at in range(1, len(ways)):
            other_ends = ways[at].counting.line_ends != ways[best].counting.line_ends
            if scores[at] >= scores[best] + (_BY_FAR if other_ends else 1):
                best = at
        chosen = ways[best]
        if scores[best] > min(scores):
            self._decided[chosen.counting] += scores[best]
        return chosen, self._said(text, ways, best, positions)

    def _ways(self, text: str) -> list[Counting]:
        """Return the ways of counting that differ for a text, the likeliest first."""
        if self._origin == _OURS:
            return [Counting(utf16=False)]
        units = [False, True] if not Utf16(text).is_same() else [False]
        if "nvivo" in self._origin:
            units.reverse()
        ends = [""]
        if "\r\n" in text:
            ends = ["\n", ""] if "atlas" in self._origin else ["", "\n"]
        elif "\n" in text:
            ends = ["", "\r\n"]
        ways = [Counting(unit, end) for end in ends for unit in units]
        return sorted(ways, key=lambda way: -self._decided[way])

    def _said(self, text: str, ways: list[SourceText], best: int, positions: Sequence[Position]) -> str:
        fitting = [sum(way.fits(position) > 0 for position in positions) for way in ways]
        count = len(positions)
        if fitting[best] * 2 < count and count >= _FEW:
            return f"only {fitting[best]} of {count} selections begin and end at words: look at them"
        chosen = ways[best].counting
        if chosen == Counting(utf16=False) or (chosen.line_ends == "\n" and not chosen.utf16):
            return ""
        plain = next(at for at, way in enumerate(ways) if way.counting.utf16 is False)
        return (
            f"its offsets count {chosen}: {fitting[best]} of {count} selections begin and end at words that "
            f"way, {fitting[plain]} as {ways[plain].counting}"
        )
