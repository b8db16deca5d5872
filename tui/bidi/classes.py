"""The bidi class of every code point as one letter, so that a paragraph's classes are one ASCII string.

The rules of UAX #9 then are `str.replace` and regular expressions over that string, which run at C speed:
eight times as fast as a list of characters walked in Python. The letters:

    L R strong           A Arabic letter (AL)     E European number (EN)    N Arabic number (AN)
    S plus, minus (ES)   T currency (ET)          C comma, point (CS)       M mark (NSM)
    Z removed (BN)       B paragraph end          P segment end (S: a tab)  W space (WS)
    O other neutral (ON)
    Q other neutral that rule L4 mirrors; every bracket of rule N0 is one of these
    a LRE   b RLE   c LRO   d RLO   p PDF   i LRI   j RLI   f FSI   k PDI
"""

from __future__ import annotations

import unicodedata
from functools import cache

from tui.bidi.code_page import Letters

LETTERS = {
    "L": "L", "R": "R", "AL": "A", "EN": "E", "AN": "N", "ES": "S", "ET": "T", "CS": "C",
    "NSM": "M", "BN": "Z", "B": "B", "S": "P", "WS": "W", "ON": "O",
    "LRE": "a", "RLE": "b", "LRO": "c", "RLO": "d", "PDF": "p",
    "LRI": "i", "RLI": "j", "FSI": "f", "PDI": "k",
}  # fmt: skip

EMBEDDINGS = "abcdp"
"""Removed by X9, like BN."""
ISOLATES = "ijfk"
EXPLICIT = EMBEDDINGS + ISOLATES

# DerivedBidiClass.txt, "@missing": the class of code points that Python's tables don't know yet.
_UNASSIGNED = (
    ("A", ((0x0600, 0x07BF), (0x0860, 0x08FF), (0xFB50, 0xFDCF), (0xFDF0, 0xFDFF), (0xFE70, 0xFEFF),
           (0x10D00, 0x10D3F), (0x10EC0, 0x10EFF), (0x10F30, 0x10F6F), (0x1EC70, 0x1ECBF),
           (0x1ED00, 0x1ED4F), (0x1EE00, 0x1EEFF))),
    ("R", ((0x0590, 0x05FF), (0x07C0, 0x085F), (0xFB1D, 0xFB4F), (0x10800, 0x10FFF), (0x1E800, 0x1EFFF))),
    ("T", ((0x20A0, 0x20CF),)),
    ("Z", ((0x2060, 0x206F), (0xFDD0, 0xFDEF), (0xFFF0, 0xFFF8), (0xE0000, 0xE0FFF))),
)  # fmt: skip

_COMMON_MIRRORS = "()[]{}<>«»‹›"
# Brackets of Unicode 14, which python-bidi's table lacks.
_LATER_MIRRORS = "\u2e55\u2e56\u2e57\u2e58\u2e59\u2e5a\u2e5b\u2e5c"


def bidi_class(char: str) -> str:
    """Return the letter of a character's bidi class, of unassigned ones as DerivedBidiClass.txt says."""
    if "\ud800" <= char <= "\udfff":  # no character: resolved as U+FFFD, which is shown for it
        return "O"
    known = unicodedata.bidirectional(char)
    if known == "ON" and unicodedata.mirrored(char):
        return "Q"
    if known:
        return LETTERS[known]
    code = ord(char)
    if code & 0xFFFE == 0xFFFE:  # noncharacters
        return "Z"
    for letter, ranges in _UNASSIGNED:
        if any(first <= code <= last for first, last in ranges):
            return letter
    return "L"


_LETTERS = Letters(bidi_class)


def classes(text: str, codes: bytes | None = None) -> str:
    """Return the letters of a text's bidi classes, one per code point; `codes` as for `Letters.of`."""
    return _LETTERS.of(text, codes)


@cache
def mirrors() -> dict[str, str]:
    """Return the mirrored twin (Bidi_Mirroring_Glyph) of each character that has one."""
    from bidi.mirror import MIRRORED  # here: 5 ms that text with ordinary brackets doesn't need

    return {**MIRRORED, **_pairs(_LATER_MIRRORS)}


def mirror(char: str) -> str:
    """Return the mirrored twin of a character (rule L4), or the character itself if it has none."""
    if char in _COMMON:
        return _COMMON[char]
    return mirrors().get(char, char) if unicodedata.mirrored(char) else char


def closing_bracket(char: str) -> str | None:
    """Return the closing bracket that belongs to an opening one (Bidi_Paired_Bracket), else None.

    A paired bracket is a mirrored character of category Ps or Pe that has a twin: this gives exactly
    BidiBrackets.txt. Angle brackets come in two canonically equivalent pairs; they are told as U+3008 and
    U+3009 (BD16).
    """
    if unicodedata.category(char) != "Ps" or not unicodedata.mirrored(char):
        return None
    twin = mirror(char)
    return None if twin == char else pair_key(twin)


def is_closing_bracket(char: str) -> bool:
    """Tell whether a character closes a bracket pair."""
    return unicodedata.category(char) == "Pe" and bool(unicodedata.mirrored(char)) and mirror(char) != char


def pair_key(char: str) -> str:
    """Return a closing bracket as `closing_bracket` tells it: canonically equivalent ones are one (BD16)."""
    return unicodedata.normalize("NFC", char)


def _pairs(chars: str) -> dict[str, str]:
    forward = dict(zip(chars[::2], chars[1::2], strict=True))
    return forward | {twin: char for char, twin in forward.items()}


_COMMON = _pairs(_COMMON_MIRRORS)
