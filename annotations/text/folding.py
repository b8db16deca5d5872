"""Folds text into the form in which it is compared, with the way back to the original; and reads digits.

The folding follows Lucene's ArabicNormalizer and, which that one lacks, its PersianNormalizer: without the
Persian letters a search for الكورية doesn't find الکوریة, which is how several Arabic sites write. It works
code point by code point (NFKD, marks and invisible characters dropped, letter variants joined, digits to
ASCII, case folded), so each folded character has exactly one original, and a hit can be shown at exactly the
letters that made it.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from array import array
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Any

BIDI_MARKS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""The controls of UAX #9, 2.1 to 2.6: they direct a display and are no text."""

INVISIBLE = BIDI_MARKS + "\u00ad\u180e\u200b\u2060\u2061\u2062\u2063\u2064\u2065\ufeff"
"""Characters that have no shape and join to no neighbour; ZWJ and ZWNJ do join."""

PREPENDED = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2"
"""Number signs, which belong to the character after them (UAX #29, GCB=Prepend; the Arabic ones)."""

_LETTERS = {
    **dict.fromkeys("ٱٲٳٵ", "ا"),  # the forms with a hamza or madda above or below fall apart under NFKD
    **dict.fromkeys("ىیېےۍ", "ي"),
    **dict.fromkeys("ةهہھەۃۀ", "ه"),
    **dict.fromkeys("کڪڭ", "ك"),
    "ٶ": "و",
    "ٸ": "ي",
    "ـ": "",  # tatweel
    "٪": "%",
    "٫": ".",
    "٬": ",",
}

_ASCII_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2)


class _Table(dict[int, str]):
    """`str.translate` table that works out a code point's folding when it first meets it."""

    def __missing__(self, code: int) -> str:
        decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", chr(code)).casefold())
        folded = self[code] = "".join(_fold_one(char) for char in decomposed)
        return folded


def _fold_one(char: str) -> str:
    if char in _LETTERS:
        return _LETTERS[char]
    if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return ""
    digit = unicodedata.decimal(char, None)
    return char if digit is None else str(digit)


_COMMON = (
    "".join(map(chr, range(0x80)))
    + "،؛؟ـ٪٫٬ٰٱ۔"
    + "".join(
        map(chr, (*range(0x621, 0x63B), *range(0x641, 0x656), *range(0x660, 0x66A), *range(0x6F0, 0x6FA)))
    )
    + "پچڈڑژڤکگںھہیےۀۃەۆۇې"
    + "\xa0«»·°–—‘’“”„•‹›\u200b\u200c\u200d\u200e\u200f\u202b\u202c\ufeff"
)
"""The characters of nearly every line of Arabic news, at most 255, the first of which has to be U+0000."""
_GONE = b"\xff"
"""The last code, which no character has: there are fewer."""
_RARE = 32
"""Stretches of other characters from which a text is none of Arabic news."""
_NONE = "\ufffe"
"""The character that a charset has in the place of none."""


class Translation:
    """Does what `str.translate` does by a table, in a seventh of the time if all letters are common ones.

    `translate` makes Python's objects of each code point; a charset's codec makes none. So the text is
    encoded in a charset of its own, loses what the table drops, and is decoded as the table has the letters.
    """

    def __init__(self, table: Mapping[int, str]) -> None:
        self._table = table

    @cached_property
    def _charsets(self) -> tuple[Any, bytes, str]:
        """The charset, the codes in it that are dropped, and the charset of the results."""
        made = [self._table[ord(char)] for char in _COMMON]
        known = "".join(char if len(to) < 2 else _NONE for char, to in zip(_COMMON, made, strict=True))
        dropped = bytes(code for code, to in enumerate(made) if not to)
        results = "".join(to if len(to) == 1 else _NONE for to in made)
        return codecs.charmap_build(known.ljust(256, _NONE)), dropped, results.ljust(256, _NONE)

    def __call__(self, text: str) -> str:
        """Return the text with each code point as the table has it."""
        known, dropped, results = self._charsets
        made: list[str] = []
        rest = text
        for _ in range(_RARE):
            try:
                codes = codecs.charmap_encode(rest, "strict", known)[0]
            except UnicodeEncodeError as error:  # an emoji or a letter with an accent amid common ones
                common, rare = rest[: error.start], rest[error.start : error.end]
                made += self(common), rare.translate(self._table)
                rest = rest[error.end :]
            else:
                made.append(codecs.charmap_decode(codes.translate(None, dropped), "strict", results)[0])
                return made[0] if len(made) == 1 else "".join(made)
        made.append(rest.translate(self._table))
        return "".join(made)

    def with_gaps(self, text: str) -> tuple[str, array[int]] | None:
        """Return what calling it returns, and the places in it before which code points were dropped.

        A place stands there once for each of them, in order: where a code point of the result was in the text
        follows from how many places there are up to its own. None if there is more to be told, since one code
        point has become several.
        """
        known, _, results = self._charsets
        made: list[str] = []
        gaps = array("q")
        at = length = 0
        for _ in range(_RARE):
            try:
                codes, rare = codecs.charmap_encode(text[at:], "strict", known)[0], ""
            except UnicodeEncodeError as error:
                codes = codecs.charmap_encode(text[at : at + error.start], "strict", known)[0]
                rare = text[at + error.start : at + error.end]
            between = codes.translate(self._marked).split(_GONE)
            *places, length = accumulate(map(len, between), initial=length)
            gaps.extend(places[1:])
            made.append(codecs.charmap_decode(b"".join(between), "strict", results)[0])
            if not rare:
                return "".join(made), gaps
            for char in rare:
                letters = self._table[ord(char)]
                if len(letters) > 1:
                    return None
                if not letters:
                    gaps.append(length)
                made.append(letters)
                length += len(letters)
            at += len(codes) + len(rare)
        return None

    @cached_property
    def _marked(self) -> bytes:
        """The table for bytes that has `_GONE` for each code that is dropped."""
        dropped = self._charsets[1]
        return bytes.maketrans(dropped, _GONE * len(dropped))


_TABLE = _Table()
_translated = Translation(_TABLE)
_BETWEEN = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Return the form that searches compare: idempotent, without what a reader can't see or may leave out."""
    return _translated(text)


def folded_words(text: str) -> str:
    """Return the folded words of a text, with one space between them and nothing else."""
    return _BETWEEN.sub(" ", fold(text)).strip()


def fold_map(text: str) -> tuple[str, Sequence[int]]:
    """Fold, and say where each folded character came from.

    Returns:
        The folded text, and one offset (code points) into `text` for each of its characters.
    """
    offsets = array("L" if len(text) > 0x7FFF_FFFF else "I")
    pieces = []
    for offset, char in enumerate(text):
        piece = _TABLE[ord(char)]
        pieces.append(piece)
        for _ in piece:
            offsets.append(offset)
    return "".join(pieces), offsets


def find(text: str, query: str) -> list[tuple[int, int]]:
    """Find a folded query in a text.

    Returns:
        Spans of `text` (code points, half-open) in order, not overlapping; none cuts a grapheme cluster: the
        marks after the last letter belong to it. An empty query, or one of marks only, is found nowhere.
    """
    wanted = fold(query)
    if not wanted.strip():
        return []
    if wanted not in fold(text):
        return []
    folded, offsets = fold_map(text)
    hits: list[tuple[int, int]] = []
    at = folded.find(wanted)
    while at >= 0:
        start, end = offsets[at], offsets[at + len(wanted) - 1] + 1
        floor = hits[-1][1] if hits else 0
        while start > floor and not is_boundary(text, start):
            start -= 1
        if end > floor:
            while not is_boundary(text, end):
                end += 1
            if hits and start < floor:  # letters of one ligature, as in ﷲ: one character, one hit
                start = hits.pop()[0]
            hits.append((start, end))
        at = folded.find(wanted, at + len(wanted))
    return hits


def ascii_digits(text: str) -> str:
    """Return the text with Arabic-Indic and Persian digits as ASCII ones, of the same length."""
    return text.translate(_ASCII_DIGITS)


def extends(char: str) -> bool:
    """Say whether a character belongs to the one before it (UAX #29, GB9 and GB9a, a little wider)."""
    code = ord(char)
    if code < 0x300:
        return False
    return (
        unicodedata.category(char)[0] == "M"
        or code in {0x200C, 0x200D, 0xFF9E, 0xFF9F}
        or 0x1F3FB <= code <= 0x1F3FF
        or 0xE0020 <= code <= 0xE007F
    )


def is_boundary(text: str, offset: int) -> bool:
    """Say whether a span may begin or end at `offset` without cutting a grapheme cluster (UAX #29).

    Where the standard looks back over a run (flags, emoji joined by ZWJ, conjoining jamo) the whole run is
    one cluster: a span may come out longer than need be, and never cuts one.
    """
    if not 0 < offset < len(text):
        return True
    before, after = text[offset - 1], text[offset]
    if before < "\u0300" and after < "\u0300":
        return before != "\r" or after != "\n"
    if _is_control(before) or _is_control(after):
        return True
    return not (
        extends(after)
        or (
            before == "\u200d" and unicodedata.category(after)[0] in "SPC"
        )  # emoji: letters start anew after it
        or before in PREPENDED
        or (_is_flag(before) and _is_flag(after))
        or (_is_hangul(before) and _is_hangul(after) and (_is_jamo(before) or _is_jamo(after)))
    )


def _is_control(char: str) -> bool:
    """GCB=Control: breaks on both sides."""
    category = unicodedata.category(char)
    if category == "Cf":
        return not (extends(char) or char in PREPENDED)
    return category in {"Cc", "Zl", "Zp"}


def _is_flag(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _is_jamo(char: str) -> bool:
    return "\u1100" <= char <= "\u11ff" or "\ua960" <= char <= "\ua97c" or "\ud7b0" <= char <= "\ud7fb"


def _is_hangul(char: str) -> bool:
    return _is_jamo(char) or "\uac00" <= char <= "\ud7a3"
