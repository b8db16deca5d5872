"""The kind of each code point on a screen as one letter, so that a paragraph's kinds are one ASCII string.

    s  one cell                               (space)  a space at which a line may end
    w  two cells                              c  two cells, a closing sign: no line begins with it
    p  one cell, a pictograph                 r  half a flag
    t  a tab                                  x  a control or other unprintable, shown as a stand-in
    g  the sign U+FDF2, shown as its letters
    m  a mark, in the cell before it          l  a mark without a letter, shown on a dotted circle
    n  a presentation form of a mark, which becomes one of these two
    a  in the cell before it, without a glyph of its own: the alef of lam-alef
    j  hidden: the zero width joiner          h  hidden: others that belong to what is before them
    z  hidden: the zero width space           b  hidden: bidi controls

Widths are Rich's, since Textual measures with them, but that nothing is passed on whose width terminals
disagree about: joiners, variation selectors, emoji modifiers and tags are hidden, so an emoji sequence
shows its members side by side.
"""

from __future__ import annotations

import re
import unicodedata

from tui.bidi.code_page import Letters

HIDDEN = "hjzb"
ZERO_WIDTH = "ma" + HIDDEN
TAB = "    "
"""A tab is always four cells: articles have no columns that it could align to."""

_STAND_IN = "\ufffd"
_BIDI_CONTROLS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# These two are patterns that `re` compiles when a text needs them, as news with its harakat doesn't.
# Default_Ignorable_Code_Point that isn't in category Cf, and the emoji modifiers, which some terminals draw
# as two cells.
_IGNORED = (
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u3164\uffa0\ufe00-\ufe0f\ufff0-\ufff8\U0001f3fb-\U0001f3ff"
    "\U000e0000-\U000e0fff]"
)
# Hidden with the harakat: vowels, their Quranic signs and their presentation forms; not madda and hamza
# (U+0653 to U+0655), which belong to the spelling.
_HARAKAT = (
    "[\u0610-\u061a\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u08ca-\u08e1\u08e3-\u08ff\ufe70-\ufe72\ufe74\ufe76-\ufe7f]"
)
_FIXED = {" ": " ", "\t": "t", "\u200b": "z", "\u200c": "h", "\u200d": "j", "\ufdf2": "g", "\ufe73": "x",
          "\ufe75": "x", "\u00a0": "s", "\u2007": "s", "\u202f": "s"}  # fmt: skip


def kind_of(char: str) -> str:
    """Return the letter of one code point, taken by itself."""
    if char in _FIXED:
        return _FIXED[char]
    code = ord(char)
    if 0x20 < code < 0x7F or 0x0621 <= code <= 0x064A:
        return "s"
    category = unicodedata.category(char)
    if _is_unprintable(code, category):
        return "x"
    if char in _BIDI_CONTROLS:
        return "b"
    if (code < 0x300 or 0x600 <= code < 0x700 or 0x2000 <= code < 0x20D0) and category[0] in "LMNPS":
        return "m" if category == "Mn" else "s"  # as Rich says, whose tables take 8 ms to load
    if 0x2500 <= code < 0x2600 and code < 0x25FD:  # lines and blocks, also as Rich says
        return "p" if category == "So" else "s"
    if re.match(_IGNORED, char):
        return "h"
    if 0xFE70 <= code <= 0xFE7F:
        return "n"
    return _kind_by_width(char, category)


def _is_unprintable(code: int, category: str) -> bool:
    """Say whether a code point is a control, half a surrogate pair, a separator of lines or no character."""
    return category in ("Cc", "Cs", "Zl", "Zp") or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def _kind_by_width(char: str, category: str) -> str:
    """Return the letter of any printable code point by the cells that it takes."""
    from rich.cells import get_character_cell_size  # here: 8 ms that news in Arabic doesn't need

    width, code = get_character_cell_size(char), ord(char)
    if category == "Cf":
        # Number signs (U+0600) and the like are seen, other format characters aren't.
        return "s" if width else "h"
    if 0x1F1E6 <= code <= 0x1F1FF:
        return "r"
    if width == 0:
        return "m"
    if width == 2:
        return "c" if category in ("Pe", "Pf", "Po") else "w"
    if category == "Zs":
        return " "
    return "p" if category == "So" and code >= 0x2000 else "s"


def _kind_without_harakat(char: str) -> str:
    return "h" if re.match(_HARAKAT, char) else kind_of(char)


_LETTERS = {True: Letters(kind_of), False: Letters(_kind_without_harakat)}


def kinds(text: str, codes: bytes | None = None, *, harakat: bool = True) -> str:
    """Return the letters of a text, each code point by itself; without harakat they are hidden.

    `codes` is as for `Letters.of`.
    """
    return _LETTERS[harakat].of(text, codes)


def may_hide(text: str) -> bool:
    """Say whether a text has a character that takes no cell, or the blank of braille; most have none."""
    if text.isascii():
        return False
    letters = kinds(text)
    return any(kind in letters for kind in HIDDEN) or "\u2800" in text


def stand_in(char: str) -> str:
    """Return what shows a code point of kind x: its control picture if it has one."""
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else _STAND_IN


def combining(char: str) -> str:
    """Return the combining mark of a presentation-form haraka (U+FE70 to U+FE7F), any other character itself.

    The presentation forms take a cell of their own, so they are never sent.
    """
    return unicodedata.normalize("NFKD", char)[-1] if "\ufe70" <= char <= "\ufe7f" else char
