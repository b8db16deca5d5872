"""Cuts an Arabic text into tokens: words in the form in which they are compared, digits, signs, their place.

Also the ways to divide a word, since و, ب, ل and the article are written together with it, and what
digits with separators amount to, which is not the same from Rabat to Baghdad.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from annotations.text.folding import INVISIBLE, ascii_digits, fold
from annotations.text.numbers import words

_DIGIT = "0-9٠-٩۰-۹"
_MARK = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
_TOKEN = re.compile(
    rf"(?P<number>[{_DIGIT}]+(?:[.,٫٬،][{_DIGIT}]+)*)"
    rf"|(?P<latin>[A-Za-zÀ-ɏ]+)"
    rf"|(?P<word>[^\W\d_A-Za-zÀ-ɏ](?:[^\W\d_A-Za-zÀ-ɏ]|[{_MARK}])*)"
    rf"|(?P<sign>\n|[^\s{INVISIBLE}])"
)
MOST_DIGITS = 15
"""More are no amount but an account or a telephone number; and every integer of so many digits is exact
as a float."""


DASHES = frozenset("-–—‒‑")


class Token(NamedTuple):
    """A run of letters or digits, or one sign; `start` and `end` are code points of the text."""

    start: int
    end: int
    kind: str
    text: str
    bare: str
    """A word in the form of `words.bare`, a number with ASCII digits, anything else as it is."""


END = Token(-1, -1, "sign", "\n", "\n")
"""Stands before the first token and after the last."""


class Tokens(Sequence[Token]):
    """The tokens of a text; outside of it there is `END`."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._tokens = [self._token(match) for match in _TOKEN.finditer(text)]

    def __len__(self) -> int:
        return len(self._tokens)

    def __getitem__(self, index: int) -> Token:  # type: ignore[override]  # nothing slices
        return self._tokens[index] if 0 <= index < len(self._tokens) else END

    def glued(self, index: int) -> bool:
        """Say whether a token touches the one before it."""
        return index > 0 and self[index].start == self[index - 1].end

    @staticmethod
    def _token(match: re.Match[str]) -> Token:
        kind, text = match.lastgroup or "sign", match[0]
        bare = words.bare(text) if kind == "word" else ascii_digits(text) if kind == "number" else text
        return Token(match.start(), match.end(), kind, text, bare)


def definite(token: Token) -> bool:
    """Say whether a word begins with the article."""
    return (
        token.kind == "word"
        and token.text[0] not in "آأإ"  # آلية, إلى
        and words.without_article(token.bare) is not None
    )


def made_definite(token: Token) -> bool:
    """Say whether a word has the article, be it behind و or a preposition: والكواكب."""
    return definite(token) or (
        token.kind == "word" and any(reading.definite for reading in readings(token.bare)[1:])
    )


class WordReading(NamedTuple):
    """One way to divide a word."""

    cut: int
    """Letters of و, ف, ب, ل, ك taken off; the article stays in the quote."""
    rest: str
    """The word without them and without the article."""
    definite: bool
    """True if it has the article."""


@lru_cache(maxsize=1 << 15)
def readings(word: str) -> tuple[WordReading, ...]:
    """Return the ways to divide a bare word: whole, without و or ف, without ب, ل or ك too."""
    cuts = [0]
    if word[:1] in {"و", "ف"}:
        cuts.append(1)
    if word[cuts[-1] : cuts[-1] + 1] in {"ب", "ل", "ك"}:
        cuts.append(cuts[-1] + 1)
    ways = []
    for cut in cuts:
        rest = word[cut:]
        ways.append(WordReading(cut, rest, False))
        if rest.startswith("لل") and len(rest) > 4:  # ل and the article
            ways.append(WordReading(cut, rest[2:], True))
        elif (bare := words.without_article(rest)) is not None:
            ways.append(WordReading(cut, bare, True))
    return tuple(ways)


def is_any(token: Token, table: frozenset[str]) -> bool:
    """Say whether a word is in a table, with or without what is written together with it (و, ب, ال)."""
    if token.kind != "word":
        return False
    return any(rest in table for _, rest, _ in readings(token.bare))


def like_a_year(token: Token) -> bool:
    """Say whether digits may be a Gregorian year: four of them, without separators, from 1700 to 2100."""
    return (
        token.kind == "number"
        and len(token.bare) == 4
        and token.bare.isdigit()
        and 1700 <= int(token.bare) <= 2100
    )


def position(token: Token, cut: int) -> int:
    """Return where a word goes on after `cut` letters (code points of the text), with their marks."""
    at, letters = 0, 0
    while at < len(token.text) and (letters < cut or not fold(token.text[at])):
        letters += len(fold(token.text[at]))
        at += 1
    return token.start + (at if cut else 0)


Sureness = Literal["sure", "measured", "scaled", "unsure"]


def digits_value(raw: str) -> tuple[Decimal, Sureness] | None:
    """Read digits with separators.

    Returns:
        The amount, and whether it is `sure`; so only before what can be had in parts (`measured`: 12,5, which
        may be two numbers before people); so only before a scale or a percent sign (`scaled`: 1.500); or
        `unsure` altogether (15،300: one or two). None for no amount: 007, 1.2.3, twenty digits.
    """
    text = ascii_digits(raw).replace("٬", ",").replace("٫", ".")
    if sum(map(str.isdigit, text)) > MOST_DIGITS or re.match(r"0\d", text):
        return None
    if text.isdigit():
        return Decimal(text), "sure"
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", text):
        return Decimal(text.replace(",", "")), "sure"
    if re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}", text):
        return Decimal(text.replace(".", "")), "sure"
    if re.fullmatch(r"\d+\.\d+", text):
        return Decimal(text), "scaled" if re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", text) else "sure"
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+,\d{1,2}", text):  # 1.250.000,50: the other sign tells
        return Decimal(text.replace(".", "").replace(",", ".")), "sure"
    if re.fullmatch(r"\d+,\d{1,2}", text):
        return Decimal(text.replace(",", ".")), "measured"
    if re.fullmatch(r"\d{1,3}(?:،\d{3})+", text):
        return Decimal(text.replace("،", "")), "sure" if "،0" in text else "unsure"
    return None


def percent(tokens: Tokens, index: int) -> int | None:
    """Return the index after a percent sign or its words, or None."""
    token = tokens[index]
    if token.bare in {"%", "٪", "﹪", "％"}:
        return index + 1
    if token.kind != "word":
        return None
    if token.bare.startswith("بال") and token.bare[3:] in words.HUNDRED:
        return index + 1
    following = tokens[index + 1].bare
    if token.bare not in {"في", "فى", "بال", "ب"}:
        return None
    if following.startswith("ال") and following[2:] in words.HUNDRED:
        return index + 2
    if token.bare == "بال" and following == "100":  # 50 بالـ100
        return index + 2
    return index + 3 if following == "ال" and tokens[index + 2].bare == "100" else None
