"""Finds the hidden characters of a text that can change what a reader sees, and tells their kinds.

What is shown shall be what is stored, but 4,000 code points of Unicode have no shape. `5 U+200B 00` looks
as 500 and isn't, U+202E turns 21 into 12 (Trojan Source, CVE-2021-42574; UTR #36, 2.10), tag characters
(U+E0020) hide whole sentences. Most of them are honest spelling somewhere: ZWNJ between Arabic letters, ZWJ
in an emoji, a variation selector behind one, a zero width space between two words. So each is judged by its
place, after UTS #55 (3.1), UTS #51 (emoji sequences) and UTS #39 (5, joining controls):

- controls of direction (LRE, RLE, LRO, RLO, PDF, LRI, RLI, FSI, PDI): always;
- marks of direction (LRM, RLM, ALM): between two digits, and where they change the order of a number, which
  only the display knows (`Reorders`);
- zero width (ZWSP, WJ, BOM, soft hyphen, joiners ...): inside a word or a number, joiners not between letters
  of a script that has a use for them;
- tags, selectors, modifiers: outside the sequences that they are made for;
- fillers and all else without a shape: always.

Offsets are code points of the text as it is stored. Clean text costs one search by a regular expression; any
text costs a time that grows with its length.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice
from typing import Literal, NamedTuple

HiddenKind = Literal[
    "override", "embedding", "isolate", "end", "mark", "zero width", "tag", "filler", "selector", "modifier",
    "format",
]  # fmt: skip

Reorders = Callable[[str, Sequence[int]], Collection[int]]
"""Says which of some marks of direction, by their offsets in a text, change the order of a number in it."""

SIGN = "\ufffd"
"""Shown for a hidden character where there is no place beside the text to tell of it."""

CHECKS = 1024
"""Runs of marks that `Reorders` is asked about, up to 1 ms each; those behind count as changing something."""

COUNTED = 1000
"""Hidden characters that are counted; hostile text may have a million, 20 µs each."""

_OF_BMP = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
)
HIDDEN = _OF_BMP + (
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U0001f3fb-\U0001f3ff\U000e0000-\U000e0fff"
)
"""Default_Ignorable_Code_Point (DerivedCoreProperties.txt), format characters without a shape, the emoji
modifiers, which the screen doesn't show, and the blank of braille."""

_MAYBE = re.compile(f"[{_OF_BMP}\U00010000-\U0010ffff]")
"""With one range beyond the BMP a search takes 7 ms for a megabyte, with the five that are meant 30."""
_ANY = re.compile(f"[{HIDDEN}]")
_RUN = re.compile(f"[{HIDDEN}]+")
_FAR = 64
"""Hidden characters that are passed over to find a neighbour that is seen."""

_CONTROLS: dict[str, HiddenKind] = {
    **dict.fromkeys("\u202d\u202e", "override"),
    **dict.fromkeys("\u202a\u202b", "embedding"),
    **dict.fromkeys("\u2066\u2067\u2068", "isolate"),
    **dict.fromkeys("\u202c\u2069", "end"),
}
MARKS = "\u061c\u200e\u200f"
"""ALM, LRM, RLM: the marks of direction (UAX #9, 2.6)."""
_JOINERS = "\u200c\u200d"
_ZERO_WIDTH = "\u00ad\u034f\u17b4\u17b5\u180e\u200b\u2060\ufeff" + _JOINERS
_FILLERS = "\u115f\u1160\u2800\u3164\uffa0"

# Scripts whose letters ZWNJ and ZWJ join or part: Arabic to Mandaic, India's to Myanmar, Khmer, Mongolian.
_JOINED = re.compile("[\u0600-\u08ff\u0900-\u109f\u1780-\u17ff\u1800-\u18af\ufb50-\ufdff\ufe70-\ufefc]")
_JAMO, _BRAILLE = re.compile("[\u1100-\u115e\u1161-\u11ff]"), re.compile("[\u2801-\u28ff]")
_BEFORE_SIGN = "+-\u2212±~≈<>=≤≥$€£¥%‰٪"
"""Signs that belong to the number at their side."""
_INSIDE = ".,:/'\u2019\u066b\u066c\u060c-\u2010\u2011\u2012\u2013\u2014\u2212×"
"""Signs that belong to a number that goes on behind them."""


class HiddenCharacter(NamedTuple):
    """One hidden character."""

    offset: int
    """In code points of the text that was asked about."""
    char: str
    kind: HiddenKind

    @property
    def code(self) -> str:
        """Its code point as Unicode writes it: `U+202E`."""
        return f"U+{ord(self.char):04X}"


def find_hidden(
    text: str,
    start: int = 0,
    end: int | None = None,
    *,
    reorders: Reorders | None = None,
    checks: int = CHECKS,
) -> Iterator[HiddenCharacter]:
    """Yield the hidden characters of a part of a text that can change what a reader sees.

    Args:
        text: the whole of it, as it is stored: what stands around the part is looked at, too.
        start: the part's first code point.
        end: the code point after its last one; None is the text's end.
        reorders: says which marks of direction change the order of a number. Without it none does.
        checks: how many runs of marks it is asked about; those behind count as ones that do.
    """
    end = len(text) if end is None else end
    maybe = _MAYBE.search(text, start, end)
    for match in _RUN.finditer(text, maybe.start(), end) if maybe else ():
        first, last = match.span()
        run = match[0]
        before, after = _before(text, first), _after(text, last)
        inside = _inside(text, before, after)
        reordering: Collection[int] | None = None
        for offset, char in enumerate(run, first):
            kind = _CONTROLS.get(char)
            if kind is None:
                kind = "mark" if char in MARKS else _judged(text, offset, inside=inside, alone=len(run) == 1)
            if kind is None:
                continue
            if kind == "mark" and not _between_digits(text, before, after):
                if reordering is None:
                    marks = [place for place, other in enumerate(run, first) if other in MARKS]
                    checks -= 1
                    reordering = () if reorders is None else marks if checks < 0 else reorders(text, marks)
                if offset not in reordering:
                    continue
            yield HiddenCharacter(offset, char, kind)


def count_hidden(text: str, *, reorders: Reorders | None = None) -> int:
    """Return how many hidden characters can change what a reader sees, `COUNTED` for as many and more."""
    return sum(1 for _ in islice(find_hidden(text, reorders=reorders), COUNTED))


def visible(text: str, sign: str = SIGN, *, reorders: Reorders | None = None, isolates: bool = True) -> str:
    """Return a text with a sign in the place of each hidden character that can change what is seen.

    Args:
        text: as it is stored.
        sign: one code point, so that offsets stay what they are.
        reorders: as for `find_hidden`.
        isolates: False leaves isolates as they are, for lines of the program's own that have some.
    """
    if text.isascii() or not _MAYBE.search(text):
        return text
    out = None
    for hidden in find_hidden(text, reorders=reorders):
        if isolates or not "\u2066" <= hidden.char <= "\u2069":
            out = out or list(text)
            out[hidden.offset] = sign
    return "".join(out) if out else text


def first_hidden(text: str, offset: int) -> int:
    """Return where hidden characters right before an offset begin, the offset itself if none do."""
    start = offset
    while start and offset - start < _FAR and _ANY.match(text, start - 1):
        start -= 1
    return start


def has_candidates(text: str, chars: str) -> bool:
    """Say whether any of a few characters is in a text, at the speed of a search for each."""
    return not text.isascii() and any(char in text for char in chars)


# -------------------------------------------------------------------- neighbours


def _before(text: str, offset: int) -> int:
    """Return where the last character stands that is seen before an offset, -1 if there is none."""
    offset -= 1
    stop = offset - _FAR
    while offset >= 0 and _ANY.match(text, offset):
        offset -= 1
        if offset < stop:
            return -1
    return offset


def _after(text: str, offset: int) -> int:
    """Return where the first character stands that is seen from an offset on, -1 if there is none."""
    stop = offset + _FAR
    while offset < len(text) and _ANY.match(text, offset):
        offset += 1
        if offset > stop:
            return -1
    return offset if offset < len(text) else -1


def _inside(text: str, before: int, after: int) -> bool:
    """Say whether what is between two places is inside a word or a number."""
    if before < 0 or after < 0:
        return False
    left, right = unicodedata.category(text[before])[0], unicodedata.category(text[after])[0]
    if left in "LNM" and right in "LNM":
        return True
    if right == "N":
        sign = text[before]
        return sign in _BEFORE_SIGN or (sign in _INSIDE and _digit(text, _before(text, before)))
    if left == "N":
        sign = text[after]
        return sign in _BEFORE_SIGN or (sign in _INSIDE and _digit(text, _after(text, after + 1)))
    return False


def _between_digits(text: str, before: int, after: int) -> bool:
    return _digit(text, before) and _digit(text, after)


def _digit(text: str, place: int) -> bool:
    return place >= 0 and text[place].isdigit()


# -------------------------------------------------------------------- what is in its place


def _judged(text: str, offset: int, *, inside: bool, alone: bool) -> HiddenKind | None:
    """Return the kind of a character that directs nothing, None where it is in its place."""
    char = text[offset]
    code = ord(char)
    base = text[offset - 1] if offset else ""
    after = text[offset + 1] if offset + 1 < len(text) else ""
    if char in _ZERO_WIDTH:
        return "zero width" if inside and not _joins(text, offset, alone=alone) else None
    if char in _FILLERS:
        return None if _among_its_own(char, base, after) else "filler"
    if _selects(code):
        return None if _has_variants(char, base, after) else "selector"
    if 0x1F3FB <= code <= 0x1F3FF:
        pictograph = text[offset - 2] if base == "\ufe0f" and offset > 1 else base
        return None if _pictograph(pictograph) else "modifier"
    if code == 0xE0001 or 0xE0020 <= code <= 0xE007F:
        return None if _in_flag(text, offset) else "tag"
    for first, last in ((0x13000, 0x1345F), (0x1BC00, 0x1BCAF), (0x1D100, 0x1D1FF)):
        if first <= code <= last and base and first <= ord(base) <= last:
            return None  # hieroglyphs, shorthand and notes have format characters of their own
    return "format"


def _joins(text: str, offset: int, *, alone: bool) -> bool:
    """Say whether a character of zero width is spelling: a joiner between letters, one of an emoji."""
    char, base = text[offset], text[offset - 1] if offset else ""
    after = text[offset + 1] if offset + 1 < len(text) else ""
    if char == "\u034f":  # keeps marks apart (UAX #15), in the Hebrew of the Bible for instance
        return alone and unicodedata.category(base) == unicodedata.category(after) == "Mn"
    if char not in _JOINERS:
        return False
    if char == "\u200d" and _pictograph(after):  # `inside` says that it isn't, but for keycaps and the like
        return True
    return alone and _spells(base) and _spells(after)


def _spells(char: str) -> bool:
    """Say whether a character is a letter, or a mark on one, of a script that joiners are used in."""
    return _JOINED.match(char) is not None and unicodedata.category(char)[0] in "LM"


def _among_its_own(char: str, base: str, after: str) -> bool:
    """Say whether a filler is where it belongs: within a syllable of Hangul, within braille."""
    own = {"\u2800": _BRAILLE, "\u115f": _JAMO, "\u1160": _JAMO}.get(char)
    return own is not None and (own.match(base) is not None or own.match(after) is not None)


def _selects(code: int) -> bool:
    return 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF or 0x180B <= code <= 0x180F


def _has_variants(char: str, base: str, after: str) -> bool:
    """Say whether a character can have variants, by what StandardizedVariants.txt and its kin have."""
    if not base or _ANY.match(base):
        return False
    code = ord(base)
    if "\u180b" <= char <= "\u180f":
        return 0x1820 <= code <= 0x18AA
    category = unicodedata.category(base)
    if category == "Lo" and unicodedata.east_asian_width(base) in "WF":
        return True  # an ideograph, kana
    if char > "\ufe0f":
        return False
    if base in "0123456789#*":
        return after == "\u20e3"  # a key
    return (
        category == "So"
        or (code >= 0x2000 and category[0] in "SP")
        or 0x1000 <= code <= 0x109F
        or (0xA840 <= code <= 0xA877)
    )  # Myanmar, Phags-pa


def _pictograph(char: str) -> bool:
    return char != "" and char >= "\u203c" and unicodedata.category(char) == "So"


_FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f")
"""Flags of countries' parts (UTS #51, ED-14a)."""


def _in_flag(text: str, offset: int) -> bool:
    flag = text.rfind("\U0001f3f4", max(0, offset - 7), offset)
    match = _FLAG.match(text, flag) if flag >= 0 else None
    return match is not None and offset < match.end()
