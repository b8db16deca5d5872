"""The first lines of a paragraph of any length, without reading all of it.

A paragraph can be cut behind a strong letter without a change to what is before it, if nothing that is open
there gets closed later: the rules look ahead only to the next strong letter (W4, W5, N1), to the end of a
bracket pair (N0) and to the end of an isolate (X5c, X10).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.bidi.classes import classes, closing_bracket, is_closing_bracket, pair_key
from tui.bidi.layout import layout
from tui.bidi.paragraph import Direction, Paragraph

if TYPE_CHECKING:
    from tui.bidi.line import Line

_TRIES = 8
_POINTS = re.compile("[QBijfk]")
_TWINS = {"\u3009": "\u3009\u232a"}  # the two closing angle brackets that are canonically equivalent (BD16)


def layout_prefix(
    text: str, width: int, lines: int, *, direction: Direction = "auto", harakat: bool = True
) -> list[Line]:
    """Lay out the first lines of a paragraph, in a time that doesn't depend on its length.

    Args:
        text: the paragraph.
        width: cells, at least 1.
        lines: how many lines are wanted.
        direction: as for `Paragraph`.
        harakat: as for `layout`.

    Returns:
        At least `lines` lines, the very ones with which `layout` of the whole paragraph begins; fewer only
        if that has fewer. The paragraph is complete if the last one's `end` is the length of the text.
        Where no place to cut is found, which takes a bracket or an isolate that stays open, it is laid out
        to its end.

    Raises:
        ValueError: `width` is less than 1.
    """
    size = (lines + 2) * width
    while size * 2 < len(text):
        cut = _settled(text, size)
        if cut is not None:
            # The last line may go on behind the cut, and the letter at the cut may join to the next one.
            found = layout(Paragraph(text[:cut], direction), width, harakat=harakat)[:-1]
            if len(found) >= lines:
                return found
        size *= 2
    return layout(Paragraph(text, direction), width, harakat=harakat)


def _settled(text: str, size: int) -> int | None:
    """Return the end of a prefix of `size` code points or a quarter more that resolves as in the whole."""
    limit = size + size // 4 + 1
    letters = classes(text[:limit])
    for _ in range(_TRIES):
        cut = max(letters.rfind(strong, size, limit) for strong in "LRA") + 1
        if not cut:
            return None
        unsettled = _first_open(text, letters, cut)
        if unsettled is None:
            return cut
        limit = unsettled
    return None


def _first_open(text: str, letters: str, cut: int) -> int | None:
    """Return the first bracket or isolate open at `cut` that what follows could close or decide."""
    brackets: list[tuple[int, str]] = []
    isolates: list[int] = []
    controls = not letters[:cut].isupper()
    for m in _POINTS.finditer(letters, 0, cut):
        place, letter = m.start(), m[0]
        if letter == "B":
            brackets.clear()
            isolates.clear()
        elif letter == "k":
            del isolates[-1:]
        elif letter != "Q":
            isolates.append(place)
        elif (closer := closing_bracket(text[place])) is not None:
            brackets.append((place, closer))
        elif not controls and is_closing_bracket(text[place]):
            # With controls a pair may not be one, as its ends may lie in different isolates: all openers
            # count as open.
            depth = next(
                (d for d in range(len(brackets) - 1, -1, -1) if brackets[d][1] == pair_key(text[place])), None
            )
            if depth is not None:
                del brackets[depth:]
    closed_later = {
        closer for closer in {closer for _, closer in brackets}
        if any(text.find(char, cut) >= 0 for char in _TWINS.get(closer, closer))
    }  # fmt: skip
    open_places = [place for place, closer in brackets if closer in closed_later]
    if isolates and ("f" in {letters[i] for i in isolates} or text.find("\u2069", cut) >= 0):
        open_places.append(isolates[0])
    return min(open_places, default=None)
