"""Joining forms of Arabic letters: each code point replaced by the one presentation form that shows it.

The table of forms is arabic-reshaper's, loaded with the first Arabic that is shown (3 ms). The joining is our
own, by the rules of Unicode's chapter 9.2: the library takes letters without presentation forms (Kurdish,
Sindhi, some Urdu) for ones that don't join, so that their neighbours come out unjoined, and gives no map.
Here the answer has exactly one code point for each one given: the map is the identity.
"""

from __future__ import annotations

import codecs
import re
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from tui.bidi.code_page import CODE_PAGE, Letters, encoded

if TYPE_CHECKING:
    from collections.abc import Callable

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

_LAM = "\u0644"
_LIGATURES = {
    "\u0622": "\ufef5\ufef6",
    "\u0623": "\ufef7\ufef8",
    "\u0625": "\ufef9\ufefa",
    "\u0627": "\ufefb\ufefc",
}
"""For each alef that merges with a lam the ligature: alone, joined to the letter before."""

_STRETCH = 1 << 14
_STRETCHES = re.compile(rf".{{1,{_STRETCH}}}+[^ ]*+", re.DOTALL)
"""No letter joins over a space. A text shaped as a whole takes 14 bytes a code point while that goes on."""

_LAM_ALEF = f"{_LAM}[{_MARKS}]*+([{''.join(_LIGATURES)}])"
"""A pattern that `re` compiles when a text needs it: most are of the code page."""


def shape(text: str, codes: bytes | None = None) -> str:
    """Return the text with every Arabic letter in its joining form, code point by code point.

    The alef of a lam-alef becomes `MERGED`, its lam the ligature. Marks, joiners and other text stay as
    they are. `codes` is as for `Letters.of`.
    """
    if text.isascii():
        return text
    if len(text) > _STRETCH:
        return "".join(_shape(m[0]) for m in _STRETCHES.finditer(text))
    return _shape(text, codes)


def _shape(text: str, codes: bytes | None = None) -> str:
    codes = codes or encoded(text)
    return _shape_any(text) if codes is None else _shape_page(codes)


def _shape_any(text: str) -> str:
    """Shape a text of any code points."""
    forms, joined = _forms(), _joined(_TYPE_LETTERS.of(text).encode())
    out = [forms[char][join] if char in forms else char for char, join in zip(text, joined, strict=True)]
    for m in re.finditer(_LAM_ALEF, text):
        lam, alef = m.start(), m.end() - 1
        out[lam], out[alef] = _LIGATURES[m[1]][joined[lam] & 1], MERGED
    return "".join(out)


def _shape_page(codes: bytes) -> str:
    """Shape a text of the code page, in 20 ns a code point of a long one where `_shape_any` takes 100.

    In Unicode the forms of a letter follow each other as the numbers of what it is joined to do: alone,
    final, initial, medial. So that number has only to be added to the letter's isolated form, each of 16
    bits, for all letters at once.
    """
    page = _page()
    codes = page.lam_alef.sub(page.merge, codes)
    widened = bytearray(2 * len(codes))
    widened[::2] = _joined(codes.translate(page.types))
    alone = codecs.charmap_decode(codes, "strict", page.alone)[0].encode("utf-16-le")
    shown = int.from_bytes(alone, "little") + int.from_bytes(widened, "little")
    text = shown.to_bytes(len(widened), "little").decode("utf-16-le")
    for shifted, form in _MAKSURA.items():
        text = text.replace(shifted, form)
    return text


def _joined(types: bytes) -> bytes:
    """Return what each code point is joined to: 1 the letter before, 2 the letter after, 3 both, else 0.

    All of them are reckoned at once, as bytes of one large number. "Joins the next letter" is shifted by one
    byte, to where that letter is. On code points that joins pass over, which are bytes of ones, it is carried
    on as by any addition.

    Args:
        types: the joining types.
    """
    before = _met(types, "little", _JOINS_NEXT, _HAS_FINAL)
    after = _met(types, "big", _JOINS_LAST, _HAS_INITIAL)
    turned = int.from_bytes(after.to_bytes(len(types), "big"), "little")
    return (before | turned << 1).to_bytes(len(types), "little")


def _met(types: bytes, order: Literal["little", "big"], offers: bytes, takes: bytes) -> int:
    """Return a number with a 1 for each letter that takes what the one before it, in this order, offers."""
    offered = int.from_bytes(types.translate(offers), order) << 8
    if b"T" in types:
        offered += int.from_bytes(types.translate(_PASSED_OVER), order)
    return offered & int.from_bytes(types.translate(takes), order)


def _where(types: bytes, value: int = 1) -> bytes:
    return bytes(value * (code in types) for code in range(256))


_JOINS_NEXT, _JOINS_LAST, _PASSED_OVER = _where(b"DC"), _where(b"DRC"), _where(b"T", 255)
_HAS_FINAL, _HAS_INITIAL = _where(b"DR"), _where(b"D")


@cache
def _types() -> dict[str, str]:
    """Return the type of every character that has one."""
    ranges = re.compile("(.)(?:-(.))?")
    return {
        chr(code): letter
        for letter, chars in _TYPES
        for first, last in ranges.findall(chars)
        for code in range(ord(first), ord(last or first) + 1)
    }


def joining_type(char: str) -> str:
    """Return the joining type of a character; one that has none is of type U, and ends what is joined."""
    return _types().get(char, "U")


_TYPE_LETTERS = Letters(joining_type)


@cache
def _forms() -> dict[str, tuple[str, str, str, str]]:
    """Return for each letter its forms: alone, joined to the letter before, to the letter after, to both."""
    from arabic_reshaper.letters import LETTERS_ARABIC  # here: text without Arabic doesn't need it

    forms: dict[str, tuple[str, str, str, str]] = {}
    for letter, (alone, initial, medial, final) in LETTERS_ARABIC.items():
        if joining_type(letter) in ("R", "D", "U"):
            forms[letter] = (alone, final or alone, initial or alone, medial or final or alone)
    return forms | {letter: forms[like] for letter, like in _SAME_SHAPE.items()}


class _Page(NamedTuple):
    """The properties of each code; behind the code page's own there are some for ligatures."""

    types: bytes
    alone: str
    """The character that is shown for each code if it isn't joined."""
    lam_alef: re.Pattern[bytes]
    merge: Callable[[re.Match[bytes]], bytes]


# The one letter whose forms don't follow each other: it is reckoned from two places before its initial form,
# which are forms of a letter (U+06D0) that the code page hasn't.
_MAKSURA = {"\ufbe6": "\ufeef", "\ufbe7": "\ufef0"}


@cache
def _page() -> _Page:
    forms = _forms()
    types = _TYPE_LETTERS.page[: len(CODE_PAGE)] + b"R" * len(_LIGATURES) + b"U"
    alone = "".join([forms[char][0] if char in forms else char for char in CODE_PAGE])
    for shifted, form in _MAKSURA.items():
        alone = alone.replace(form, shifted)
    alone += "".join([alone_and_joined[0] for alone_and_joined in _LIGATURES.values()]) + MERGED
    codes = {char: bytes([code]) for code, char in enumerate(CODE_PAGE)}
    ligatures = {codes[alef]: bytes([code]) for code, alef in enumerate(_LIGATURES, len(CODE_PAGE))}
    merged = bytes([len(alone) - 1])
    marks = b"".join([codes[char] for char in CODE_PAGE if joining_type(char) == "T"])
    return _Page(
        types.ljust(256, b"U"),
        alone,
        re.compile(b"%b([%b]*+)([%b])" % (codes[_LAM], re.escape(marks), b"".join(ligatures))),
        lambda m: ligatures[m[2]] + m[1] + merged,
    )
