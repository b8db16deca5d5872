"""Joining forms of Arabic letters: each code point replaced by the one presentation form that shows it.

The tables of forms are arabic-reshaper's, loaded with the first Arabic that is shown (7 ms). The joining is
done here, because its `reshape` takes longer to read its settings at each call (25 µs) than a word takes to
shape (5 µs), takes letters without presentation forms (Kurdish, Sindhi, some Urdu) for ones that don't join,
so that their neighbours come out unjoined, and gives no map. Here the answer has exactly one code point for
each one given: the map is the identity.
"""

from __future__ import annotations

import re
from functools import cache

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
_ISOLATED, _INITIAL, _MEDIAL, _FINAL = range(4)


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
    from arabic_reshaper.letters import LETTERS_ARABIC  # here: text without Arabic doesn't need them
    from arabic_reshaper.ligatures import LETTERS_LIGATURES

    types = _joining_types()
    forms: dict[str, tuple[str, str, str, str]] = {}
    for letter, shapes in LETTERS_ARABIC.items():
        if types.get(letter) in ("R", "D", "U"):
            alone = shapes[_ISOLATED]
            final = shapes[_FINAL] or alone
            forms[letter] = (alone, final, shapes[_INITIAL] or alone, shapes[_MEDIAL] or final)
    ligatures = {
        pair[1]: (shapes[_ISOLATED], shapes[_FINAL])
        for _, (pair, shapes) in LETTERS_LIGATURES
        if len(pair) == 2 and pair[0] == "\u0644" and pair[1] in "\u0622\u0623\u0625\u0627"
    }
    return forms | {letter: forms[like] for letter, like in _SAME_SHAPE.items()}, ligatures
