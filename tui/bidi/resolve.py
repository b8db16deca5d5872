"""Rules W1-W7, N0-N2, I1 and I2 of UAX #9 for one isolating run sequence, as operations on its class string.

Each rule is one pass of `str.replace` or of a regular expression, skipped when a letter it needs doesn't occur; no
expression can backtrack, so that the time is linear for any text. The sequence stands between its sos and eos letters.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, insort
from functools import cache

from tui.bidi.classes import closing_bracket, is_closing_bracket

BRACKET_DEPTH = 63
"""BD16: at the opening bracket that finds this many open, the search for pairs ends."""

_MARKS = re.compile("(.)(M+)")
_AFTER_ARABIC = re.compile("A[^LRAE]*+E[^LRA]*+")
_SINGLE_SEPARATOR = re.compile("(?<=E)[SC](?=E)")
_SINGLE_COMMA = re.compile("(?<=N)C(?=N)")
_CURRENCY = re.compile("T+")
_AFTER_LATIN = re.compile("L[^LRE]*+E[^LR]*+")
_NEUTRALS = re.compile("[^LREN]+")
_BRACKETS = re.compile("Q")
_ALL_TO = {side: str.maketrans({c: side for c in "OWPBZQqijfkSCT"}) for side in "LR"}


def levels_of(classes: str, text: str, level: int, sos: str, eos: str) -> bytes:
    """Resolve one isolating run sequence.

    Args:
        classes: its class letters, without those that X9 removes.
        text: its characters, of which only brackets matter.
        level: its embedding level, 0 to 125.
        sos: `L` or `R`, the direction at its start (X10).
        eos: the same at its end.

    Returns:
        The level of each character, one byte each.
    """
    resolved = _neutrals(_weak(sos + classes), text, "LR"[level & 1], eos)
    return resolved.encode().translate(_implicit(level))


@cache
def _implicit(level: int) -> bytes:
    """Return the table of I1 and I2 for an embedding level."""
    return bytes.maketrans(
        b"LREN", bytes(level + add for add in ((1, 0, 1, 1) if level & 1 else (0, 1, 2, 2)))
    )


def _weak(s: str) -> str:
    """Apply W1-W7 to a string that starts with its sos letter. Of the classes L R E N Q q and neutrals remain."""
    if "M" in s:
        s = _MARKS.sub(_marks, s)
    if "E" in s and "A" in s:
        s = _AFTER_ARABIC.sub(lambda m: m[0].replace("E", "N"), s)
    s = s.replace("A", "R")
    if "E" in s:
        if "S" in s or "C" in s:
            s = _SINGLE_SEPARATOR.sub("E", s)
        if "T" in s:
            s = _CURRENCY.sub(_currency, s)
    if "N" in s and "C" in s:
        s = _SINGLE_COMMA.sub("N", s)
    if "E" in s and "L" in s:
        s = _AFTER_LATIN.sub(lambda m: m[0].replace("E", "L"), s)
    return s  # W6: what is left of S, C and T is neutral, as is every letter but L R E N from here on


def _marks(m: re.Match[str]) -> str:
    # A mark on a bracket is remembered as q, since N0 turns it with its bracket; on an isolate it is neutral.
    before = m[1]
    return before + {"Q": "q", "i": "O", "j": "O", "f": "O", "k": "O"}.get(before, before) * len(m[2])


def _currency(m: re.Match[str]) -> str:
    s, (start, end) = m.string, m.span()
    beside_number = s[start - 1] == "E" or s[end : end + 1] == "E"
    return ("E" if beside_number else "O") * (end - start)


def _neutrals(s: str, text: str, embedding: str, eos: str) -> str:
    """Apply N0-N2; the answer is without the sos letter."""
    other = "RL"[embedding == "R"]
    if other not in s and other != eos and not (embedding == "L" and ("E" in s or "N" in s)):
        # Nothing runs the other way (numbers count as R in N0-N2), so every neutral goes the way of the embedding.
        return s[1:].translate(_ALL_TO[embedding])
    if "Q" in s:
        s = _bracket_pairs(s, text, embedding, other)

    def between(m: re.Match[str]) -> str:
        start, end = m.span()
        before = "L" if s[start - 1] == "L" else "R"
        after = "L" if s[end] == "L" else "R"
        return (before if before == after else embedding) * (end - start)

    s += eos
    return _NEUTRALS.sub(between, s)[1:-1]


def _bracket_pairs(s: str, text: str, embedding: str, other: str) -> str:
    """Apply N0. `s` has its sos letter in front, `text` has not."""
    pairs = _find_pairs(s, text)
    if not pairs:
        return s
    # Positions of strong text each way; pairs are resolved in the order of their openers, so what lies inside a pair
    # is still as it was, and only the context before it must know the brackets resolved so far.
    strong = {
        "L": [i for i, c in enumerate(s) if c == "L"],
        "R": [i for i, c in enumerate(s) if c in "REN"],
    }
    inside = {side: places.copy() for side, places in strong.items()}
    out = list(s)
    for opener, closer in pairs:
        if _between(inside[embedding], opener, closer):
            side = embedding
        elif not _between(inside[other], opener, closer):
            continue
        else:
            side = other if _last(strong[other], opener) > _last(strong[embedding], opener) else embedding
        for place in (opener, closer):
            insort(strong[side], place)
            out[place] = side
            place += 1  # noqa: PLW2901 - walks on over the marks on this bracket
            while place < len(out) and out[place] == "q":
                out[place] = side
                place += 1  # noqa: PLW2901 - as above
    return "".join(out)


def _between(places: list[int], start: int, end: int) -> bool:
    return bisect_left(places, start) != bisect_left(places, end)


def _last(places: list[int], before: int) -> int:
    at = bisect_left(places, before)
    return places[at - 1] if at else -1


def _find_pairs(s: str, text: str) -> list[tuple[int, int]]:
    """Find bracket pairs (BD16): positions in `s` of openers and closers, sorted."""
    pairs = []
    stack: list[tuple[str, int]] = []
    for m in _BRACKETS.finditer(s):
        place = m.start()
        char = text[place - 1]
        closing = closing_bracket(char)
        if closing is not None:
            if len(stack) == BRACKET_DEPTH:
                break
            stack.append((closing, place))
        elif is_closing_bracket(char):
            char = unicodedata.normalize("NFC", char)
            for depth in range(len(stack) - 1, -1, -1):
                if stack[depth][0] == char:
                    pairs.append((stack[depth][1], place))
                    del stack[depth:]
                    break
    pairs.sort()
    return pairs
