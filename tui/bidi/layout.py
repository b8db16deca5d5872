"""Lays a paragraph out for a width in cells: wrapped in logical order, then each line ordered for the eye.

Of a paragraph of any length the first lines can be laid out without reading all of it. It can be cut behind a
strong letter without a change to what is before it, if nothing that is open there gets closed later: the
rules look ahead only to the next strong letter (W4, W5, N1), to the end of a bracket pair (N0) and to the end
of an isolate (X5c, X10).
"""

from __future__ import annotations

import re

from tui.bidi.classes import classes, closing_bracket, is_closing_bracket, pair_key
from tui.bidi.glyphs import Glyphs
from tui.bidi.line import Line
from tui.bidi.paragraph import Direction, Paragraph

_TRIES = 8
_BRACKETS = re.compile("[QB]")
_ISOLATES = re.compile("[Bijfk]")
_TWINS = {"\u3009": "\u3009\u232a"}  # the two closing angle brackets that are canonically equivalent (BD16)


def layout(paragraph: Paragraph, width: int, *, harakat: bool = True) -> list[Line]:
    """Wrap a paragraph into lines of at most `width` cells, at words, else at graphemes.

    A line is wider than `width` only if it is a single grapheme that is. An empty paragraph gives one empty
    line. Spaces at which a line is cut are hidden in it; the last line keeps its own as far as they fit.

    Args:
        paragraph: what to set; what doesn't depend on the width is kept with it for the next call.
        width: cells, at least 1.
        harakat: whether vowel marks are shown. Hidden ones take part in the lines as hidden code points.

    Raises:
        ValueError: `width` is less than 1.
    """
    if width < 1:
        raise ValueError(f"a line of {width} cells can hold nothing")
    glyphs = glyphs_of(paragraph, harakat=harakat)
    starts, size = glyphs.starts, len(paragraph.text)
    lines = []
    start = 0
    for first, last, following in glyphs.wrap(width):
        end = starts[following] if following < len(starts) else size
        lines.append(Line(glyphs, first, last, start, end))
        start = end
    return lines or [Line(glyphs, 0, 0, 0, size)]


def glyphs_of(paragraph: Paragraph, *, harakat: bool = True) -> Glyphs:
    """Return the graphemes of a paragraph, which are kept with it."""
    glyphs = paragraph.cache.get(harakat)
    if not isinstance(glyphs, Glyphs):
        glyphs = paragraph.cache[harakat] = Glyphs(paragraph, harakat=harakat)
    return glyphs


def estimate_lines(length: int, width: int) -> int:
    """Guess how many lines so many code points take as a paragraph: each loses half a word at its end."""
    return max(1, -(-length // max(1, width - 3)))


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
            whole_lines = layout(Paragraph(text[:cut], direction), width, harakat=harakat)[:-1]
            if len(whole_lines) >= lines:
                return whole_lines
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
    brackets, isolates = _open_brackets(text, letters, cut), _open_isolates(letters, cut)
    closed_later = {closer for closer in {closer for _, closer in brackets} if _occurs(closer, text, cut)}
    open_places = [place for place, closer in brackets if closer in closed_later]
    if isolates and ("f" in {letters[place] for place in isolates} or text.find("\u2069", cut) >= 0):
        open_places.append(isolates[0])
    return min(open_places, default=None)


def _open_brackets(text: str, letters: str, cut: int) -> list[tuple[int, str]]:
    """Return the brackets that are open at `cut`, each with the bracket that would close it."""
    # With controls two brackets may be no pair, as they may lie in different isolates: all openers are open.
    pairs = letters[:cut].isupper()
    brackets: list[tuple[int, str]] = []
    for m in _BRACKETS.finditer(letters, 0, cut):
        place = m.start()
        if m[0] == "B":
            brackets.clear()
        elif (closer := closing_bracket(text[place])) is not None:
            brackets.append((place, closer))
        elif pairs and is_closing_bracket(text[place]):
            _close(brackets, pair_key(text[place]))
    return brackets


def _close(brackets: list[tuple[int, str]], closer: str) -> None:
    """Take the last bracket that this one closes away, with those opened inside; a lone one closes none."""
    for depth in range(len(brackets) - 1, -1, -1):
        if brackets[depth][1] == closer:
            del brackets[depth:]
            return


def _open_isolates(letters: str, cut: int) -> list[int]:
    """Return the isolate initiators that are open at `cut`."""
    isolates: list[int] = []
    for m in _ISOLATES.finditer(letters, 0, cut):
        if m[0] == "B":
            isolates.clear()
        elif m[0] == "k":
            del isolates[-1:]
        else:
            isolates.append(m.start())
    return isolates


def _occurs(closer: str, text: str, start: int) -> bool:
    """Say whether a closing bracket, or one that is canonically equivalent, stands behind `start`."""
    return any(text.find(char, start) >= 0 for char in _TWINS.get(closer, closer))
