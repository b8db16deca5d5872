"""Rules W1-W7, N0-N2, I1 and I2 of UAX #9 for one isolating run sequence, as operations on its class string.

Each rule is one pass of `str.replace` or of a regular expression, skipped when a letter it needs doesn't
occur; no expression can backtrack, so that the time is linear for any text. The sequence stands between its
sos and eos letters.
"""

from __future__ import annotations

import re
from functools import cache
from heapq import heappop, heappush
from itertools import accumulate, compress

from tui.bidi.classes import EMBEDDINGS, closing_bracket, is_closing_bracket, pair_key

BRACKET_DEPTH = 63
"""BD16: at the opening bracket that finds this many open, the search for pairs ends."""

_MARKS = re.compile("M+")
_AFTER_ARABIC = re.compile("A[^LRAE]*+E[^LRA]*+")
_SINGLE_SEPARATOR = re.compile("(?<=E)[SC](?=E)")
_SINGLE_COMMA = re.compile("(?<=N)C(?=N)")
_CURRENCY = re.compile("T+")
_AFTER_LATIN = re.compile("L[^LRE]*+E[^LR]*+")
_KEPT = bytes(chr(code) not in f"Z{EMBEDDINGS}" for code in range(256))
_NEUTRALS = re.compile("[^LREN]+")
_BRACKETS = re.compile("Q")
_STRONG = re.compile("[LREN]")
_TOWARDS = {"L": re.compile("L"), "R": re.compile("[REN]")}
_ALL_TO = {side: str.maketrans(dict.fromkeys("OWPBZQqijfkSCT", side)) for side in "LR"}


def implicit_levels(classes: str, text: str, base: int) -> bytes:
    """Resolve a paragraph without embeddings, overrides and isolates: one sequence. One byte a code point."""
    if base:
        one_way = not ("L" in classes or "E" in classes or "N" in classes)
    else:
        one_way = not ("R" in classes or "A" in classes or "N" in classes)
    if one_way:
        return bytes([base]) * len(classes)
    side = "LR"[base]
    if "Z" not in classes:
        return levels_of(classes, text, base, side, side)
    kept = kept_flags(classes)
    levels = levels_of(classes.replace("Z", ""), "".join(compress(text, kept)), base, side, side)
    return put_back(levels, kept, base)


def kept_flags(classes: str) -> bytes:
    """Return for each code point 0 if X9 removes it, else 1."""
    return classes.encode().translate(_KEPT)


def put_back(levels: bytes, kept: bytes, base: int) -> bytes:
    """Give to each code point that X9 removed the level of the one before it."""
    return bytes(map((bytes([base]) + levels).__getitem__, accumulate(kept)))


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
    return _neutrals(_weak(sos + classes), text, "LR"[level & 1], eos).translate(_implicit(level))


@cache
def _implicit(level: int) -> bytes:
    """Return the table of I1 and I2 for an embedding level."""
    return bytes.maketrans(
        b"LREN", bytes(level + add for add in ((1, 0, 1, 1) if level & 1 else (0, 1, 2, 2)))
    )


def _weak(s: str) -> str:
    """Apply W1-W7 to a string that starts with its sos letter: L R E N and neutrals remain."""
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
    before = m.string[m.start() - 1]
    return {"Q": "q", "i": "O", "j": "O", "f": "O", "k": "O"}.get(before, before) * len(m[0])


def _currency(m: re.Match[str]) -> str:
    s, (start, end) = m.string, m.span()
    beside_number = s[start - 1] == "E" or s[end : end + 1] == "E"
    return ("E" if beside_number else "O") * (end - start)


def _neutrals(s: str, text: str, embedding: str, eos: str) -> bytes:
    """Apply N0-N2; the answer is without the sos letter."""
    other = "RL"[embedding == "R"]
    if other not in s and other != eos and not (embedding == "L" and ("E" in s or "N" in s)):
        # Nothing runs the other way (numbers count as R in N0-N2), so every neutral goes the way of the
        # embedding.
        return s[1:].translate(_ALL_TO[embedding]).encode()
    if "Q" in s:
        s = _bracket_pairs(s, text, embedding)

    s += eos
    for alike in ("RWR", "LWL"):  # nearly all neutrals
        s = s.replace(alike, alike[0] * 3).replace(alike, alike[0] * 3)  # twice, since they share letters
    out = bytearray(s.encode())  # in place: the pieces of `re.sub` are 5 MiB of a paragraph of 1 MB
    for m in _NEUTRALS.finditer(s):
        start, end = m.span()
        before = "L" if s[start - 1] == "L" else "R"
        after = "L" if s[end] == "L" else "R"
        out[start:end] = (before if before == after else embedding).encode() * (end - start)
    return bytes(out[1:-1])


def _bracket_pairs(s: str, text: str, embedding: str) -> str:
    """Apply N0. `s` has its sos letter in front, `text` has not."""
    pairs = _find_pairs(s, text)
    if not pairs:
        return s
    # Pairs are resolved in the order of their openers, so what lies inside a pair is still as it was; only
    # the context before it must know the brackets resolved so far: openers at once, closers once they are
    # passed.
    towards = _TOWARDS[embedding]
    nearest = looked_to = 0  # the sos letter is before all of them
    out = bytearray(s.encode())
    passed = (-1, "")
    ahead: list[tuple[int, str]] = []
    for opener, closer in pairs:
        while ahead and ahead[0][0] < opener:
            passed = max(passed, heappop(ahead))
        nearest = max(nearest, *(s.rfind(strong, looked_to, opener) for strong in "LREN"))
        looked_to = opener
        if _STRONG.search(s, opener, closer) is None:
            continue
        side = embedding
        if towards.search(s, opener, closer) is None:  # pairs are at most 63 deep in each other
            before = max(passed, (nearest, "L" if s[nearest] == "L" else "R"))
            side = before[1]
        passed = (opener, side)
        heappush(ahead, (closer, side))
        for place in (opener, closer):
            out[place] = ord(side)
            place += 1  # noqa: PLW2901 - walks on over the marks on this bracket
            while out[place : place + 1] == b"q":
                out[place] = ord(side)
                place += 1  # noqa: PLW2901 - as above
    return out.decode()


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
            char = pair_key(char)
            for depth in range(len(stack) - 1, -1, -1):
                if stack[depth][0] == char:
                    pairs.append((stack[depth][1], place))
                    del stack[depth:]
                    break
    pairs.sort()
    return pairs
