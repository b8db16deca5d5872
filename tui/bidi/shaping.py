"""Joining forms of Arabic letters: each code point replaced by the one presentation form that shows it.

The forms are those of the Unicode database that Python has, by which a presentation form decomposes to its
letter; arabic-reshaper's tables are the same, and the oracle in the tests, but take 7 ms to import. The
joining is done here, because its `reshape` takes longer to read its settings at each call (25 µs) than a word
takes to shape (5 µs), takes letters without presentation forms (Kurdish, Sindhi, some Urdu) for ones that
don't join, so that their neighbours come out unjoined, and gives no map. Here the answer has exactly one code
point for each one given: the map is the identity.
"""

from __future__ import annotations

import re
from functools import cache
from unicodedata import decomposition

MERGED = "\u2060"
"""Stands for a code point without a glyph of its own: the alef of lam-alef. It is never sent."""

# Joining_Type of ArabicShaping.txt (Unicode 15) for the Arabic blocks. What isn't named there is
# dual-joining if it is a letter; marks and format characters are transparent.
_RIGHT = (
    "\u0622-\u0625\u0627\u0629\u062f-\u0632\u0648\u0671-\u0673\u0675-\u0677\u0688-\u0699\u06c0\u06c3-\u06cb\u06cd\u06cf"
    "\u06d2\u06d3\u06d5\u06ee\u06ef\u0759-\u075b\u076b\u076c\u0771\u0773\u0774\u0778\u0779\u0870-\u0882\u088e\u08aa-\u08ac"
    "\u08ae\u08b1\u08b2\u08b9"
)
_NOT_JOINING = "\u0621\u0674\u06d4\u06fd\u06fe\u0887\u0888\u08ad\u200c"
_CAUSING = "\u0640\u0883-\u0885\u200d"
_DUAL = "\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\u0886-\u088d\u08a0-\u08c8"
_MARKS = (
    "\u0300-\u036f\u0610-\u061a\u061c\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0898-\u089f"
    "\u08ca-\u08e1\u08e3-\u08ff\u1ab0-\u1aff\u1dc0-\u1dff\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u206a-\u206f\u20d0-\u20ff"
    "\ufe00-\ufe0f\ufe20-\ufe2f\ufeff"
)
_TYPES = (("D", _DUAL), ("T", _MARKS), ("U", _NOT_JOINING), ("C", _CAUSING), ("R", _RIGHT))  # the last wins

# Letters that are another letter's shape in these positions but have no presentation forms of their own.
_SAME_SHAPE = {"\u06c2": "\u06c0", "\u06c3": "\u0629", "\u06d5": "\u0647"}
_PRESENTATION_FORMS = (*range(0xFB50, 0xFC00), *range(0xFE80, 0xFEFD))
_POSITIONS = ("<isolated>", "<final>", "<initial>", "<medial>")


def shape(text: str) -> str:
    """Return the text with every Arabic letter in its joining form, code point by code point.

    The alef of a lam-alef becomes `MERGED`, its lam the ligature. Marks, joiners and other text stay as
    they are.
    """
    if text.isascii():
        return text
    (forms, ligatures), types = _presentation(), _joining_types()
    out = list(text)
    joined = bytearray(len(out))  # 1: to the letter before, 2: to the letter after
    before = -1  # the last character, if it joins to what follows it
    lam = -1  # the same, if it is a lam that an alef may still merge with
    for place, char in enumerate(out):
        kind = types.get(char, "U")
        if kind == "T":
            continue
        if before >= 0 and kind != "U":
            if lam >= 0 and char in ligatures:
                out[lam], out[place] = ligatures[char][joined[lam]], MERGED
                before = lam = -1
                continue
            joined[place] = 1
            joined[before] |= 2
        if kind == "D":
            before = place
            lam = place if char == "\u0644" else -1
        else:
            before = place if kind == "C" else -1
            lam = -1
    return "".join(
        [forms[char][join] if char in forms else char for char, join in zip(out, joined, strict=True)]
    )


@cache
def _joining_types() -> dict[str, str]:
    """Return the type of every character that has one; all others are of type U, and end what is joined."""
    ranges = re.compile("(.)(?:-(.))?")
    return {
        chr(code): letter
        for letter, chars in _TYPES
        for first, last in ranges.findall(chars)
        for code in range(ord(first), ord(last or first) + 1)
    }


@cache
def _presentation() -> tuple[dict[str, tuple[str, str, str, str]], dict[str, tuple[str, str]]]:
    """Return forms and ligatures.

    For each letter its forms: alone, joined to the letter before, to the letter after, to both. For each alef
    that merges with a lam the ligature: alone, joined to the letter before.
    """
    shapes: dict[str, dict[str, str]] = {}
    for code in _PRESENTATION_FORMS:
        kind, _, letters = decomposition(chr(code)).partition(" ")
        if kind in _POSITIONS and len(letters) in (4, 9):  # one letter, or two
            name = "".join(chr(int(letter, 16)) for letter in letters.split())
            shapes.setdefault(name, {})[kind] = chr(code)
    types = _joining_types()
    forms: dict[str, tuple[str, str, str, str]] = {}
    ligatures: dict[str, tuple[str, str]] = {}
    for letter, shape in shapes.items():
        alone = shape.get("<isolated>", "")
        final = shape.get("<final>", alone)
        if len(letter) == 1 and types.get(letter) in ("R", "D", "U"):
            forms[letter] = (alone, final, shape.get("<initial>", alone), shape.get("<medial>", final))
        elif letter[0] == "\u0644" and letter[1:] in tuple("\u0622\u0623\u0625\u0627"):
            ligatures[letter[1]] = (alone, final)
    return forms | {letter: forms[like] for letter, like in _SAME_SHAPE.items()}, ligatures
