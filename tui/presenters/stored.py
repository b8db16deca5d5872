"""Makes texts from outside fit for the engine, so that what is shown is what is stored.

The engine does what UAX #9 says, overrides included: they turn `21` into `12`. So a text of outside gets
there in one of two ways, both of the same length, so that every offset stays what it is:

- `unforced`: overrides, with the PDF that ends each, become characters that direct nothing and take no cell.
  The reader shows articles so, and tells of what is hidden beside the text.
- `with_signs`: in the place of each hidden character that can change what is seen stands a sign of one cell,
  for names and titles in rows, where nothing beside the text can tell of it. The sign is a noncharacter: to
  the engine it has no direction (BN, UAX #9, X9), so the digits at its sides stay in their order, and it is
  shown as what can't be shown (`tui.bidi.char_kinds.stand_in`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

from annotations.text.hidden_characters import Reorders, has_candidates, visible
from tui.bidi import Direction, Paragraph

SIGN = "\ufdd0"
_NOTHING = "\u206a"
"""A format character of class BN that is transparent to joining and takes no cell, as overrides do."""

_OVERRIDES = "\u202d\u202e"
_ISOLATES = "\u2066\u2067\u2068"
_OPENERS = "\u202a\u202b" + _OVERRIDES + _ISOLATES
_PDF, _PDI = "\u202c", "\u2069"
_EXPLICIT = re.compile("[\u202a-\u202e\u2066-\u2069\n\r\x1c-\x1e\x85\u2029]")

_WINDOW = 64
"""Code points at either side of a mark where a number is looked for: it reaches to the next letter."""
_LEAD = 1024
"""Code points at a paragraph's beginning in which its first strong letter is looked for."""
_HIDDEN = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
_NUMBER = re.compile(
    rf"(?:[-+\u2212±~≈<>≤≥$€£¥][{_HIDDEN}]*+)?\d"
    rf"(?:[\d.,:/'\u2019\u066b\u066c{_HIDDEN}]| ?[-\u2010-\u2014\u2212×][ {_HIDDEN}]*+(?=\d))*+"
    rf"(?: ?[%‰٪$€£¥])?"
)
"""A number with its sign and the number that it makes a range with."""


class Directed(NamedTuple):
    """A part of a text that a control gives another direction (UAX #9, X2 to X5c)."""

    opener: int
    closer: int | None
    """The PDF or PDI that ends it; None if it lasts to the end of its isolate or of the paragraph."""
    end: int
    """Where it ends."""
    forced: bool
    """True if it is an override."""


def directed(text: str, start: int = 0, end: int | None = None) -> Iterator[Directed]:
    """Yield the parts that embeddings, overrides and isolates direct, each when it ends.

    A PDF ends the last one opened in its own isolate, a PDI the isolate with all that is open in it, the end
    of a paragraph everything (X7, X6a, X8).
    """
    end = len(text) if end is None else end
    opened: list[int] = []
    isolates = 0
    for match in _EXPLICIT.finditer(text, start, end):
        char, place = match[0], match.start()
        if char in _PDF:
            if opened and text[opened[-1]] not in _ISOLATES:
                opener = opened.pop()
                yield Directed(opener, place, place + 1, text[opener] in _OVERRIDES)
        elif char in _PDI:
            if isolates:
                isolates -= 1
                while text[opener := opened.pop()] not in _ISOLATES:
                    yield Directed(opener, None, place, text[opener] in _OVERRIDES)
                yield Directed(opener, place, place + 1, forced=False)
        elif char in _OPENERS:
            opened.append(place)
            isolates += char in _ISOLATES
        else:
            yield from _unclosed(text, opened, place)
            opened.clear()
            isolates = 0
    yield from _unclosed(text, opened, end)


def _unclosed(text: str, opened: Sequence[int], end: int) -> Iterator[Directed]:
    """Yield the parts that are still open where a paragraph ends, the innermost first."""
    for opener in reversed(opened):
        yield Directed(opener, None, end, text[opener] in _OVERRIDES)


def unforced(text: str) -> str:
    """Return a paragraph or a text with overrides, and what ends them, that are not applied."""
    if not has_candidates(text, _OVERRIDES):
        return text
    out = list(text)
    for part in directed(text):
        if part.forced:
            out[part.opener] = _NOTHING
            if part.closer is not None:
                out[part.closer] = _NOTHING
    return "".join(out)


def with_signs(text: str, direction: Direction = "auto", *, isolates: bool = True) -> str:
    """Return a text with a sign in the place of each hidden character that can change what is seen.

    Args:
        text: one paragraph, as it is stored.
        direction: in which it is set.
        isolates: False leaves isolates: lines of the program's own have some.
    """
    return visible(text, SIGN, reorders=reorders_in(direction), isolates=isolates)


def reorders_in(direction: Direction) -> Reorders:
    """Return what tells whether marks of direction change the order of a number in a paragraph.

    Args:
        direction: in which the paragraph is set.
    """
    return partial(_reordering, direction=direction)


def _reordering(text: str, marks: Sequence[int], direction: Direction) -> Sequence[int]:
    """Return the marks if a number near them reads otherwise without them, else none."""
    line_start = text.rfind("\n", 0, marks[0]) + 1
    start = max(line_start, marks[0] - _WINDOW)
    end = min(marks[-1] + 1 + _WINDOW, len(text))
    line_end = text.find("\n", marks[-1], end)
    if line_end >= 0:
        end = line_end
    around = unforced(text[start:end])
    numbers = [match.span() for match in _NUMBER.finditer(around)]
    if not numbers:
        return ()
    if direction == "auto":
        direction = (
            "rtl" if Paragraph(text[line_start : min(end, line_start + _LEAD)]).base_level & 1 else "ltr"
        )
    without = list(around)
    for mark in marks:
        without[mark - start] = _NOTHING
    with_marks, without_marks = (
        _orders(Paragraph(stretch, direction), numbers, start, marks)
        for stretch in (around, "".join(without))
    )
    return () if with_marks == without_marks else marks


def _orders(
    paragraph: Paragraph, numbers: Sequence[tuple[int, int]], start: int, marks: Sequence[int]
) -> list[list[int]]:
    """Return for each number its code points from left to right, without the marks."""
    owner: list[int | None] = [None] * len(paragraph.text)
    for number, (first, last) in enumerate(numbers):
        owner[first:last] = [number] * (last - first)
    for mark in marks:
        owner[mark - start] = None
    orders: list[list[int]] = [[] for _ in numbers]
    for place in paragraph.visual_order(0, len(paragraph.text)):
        if (nth := owner[place]) is not None:
            orders[nth].append(place)
    return orders
