"""Cuts text into the words that search compares, in the spelling in which it compares them.

The folding is that of `annotations.text.folding`, but it keeps what tells words apart: a hamza on و and ي, a
ة. Folded away, فئة (category) would be found wherever فيه (in it) stands. Which of these letters may stand
for one another is the business of `annotations.text.searching.forms`.

Letters, digits and another script begin a word of their own, so that KN-23, KN23 and KN 23 are the same two
words and `50شخصا` has a 50. So does what follows عبد in عبدالله, which others write with a space. The commas
of 12,000 are no boundary. Words never go beyond white space, so a text is cut piece by piece, and a piece
that was seen before costs nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from annotations.text.folding import Translation, fold, is_boundary

KEPT = "ؤئءة"
"""Letters that `folding.fold` takes for others, and a search doesn't."""

_HAMZA = "\N{ARABIC HAMZA ABOVE}"
_ARABIC = (
    "\u0620-\u063f\u0641-\u064a\u066e-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc\u06ff\u0750-\u077f\u08a0-\u08c7"
)
_WORDS = rf"[0-9]+|[{_ARABIC}]+|[^\W\d_{_ARABIC}]+"
_WORD = re.compile(_WORDS)
_SERVANT = "عبدال"
_WORD_OR_SERVANT = re.compile(rf"(?<![{_ARABIC}])[وفبلك]?عبد(?=ال.)|{_WORDS}")
_BETWEEN = re.compile(r"[\W_]+")
_OTHER = re.compile(rf"[^ {_ARABIC}]")
_PIECE = re.compile(r"\S+")
_GROUPED = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_SEATED = {"و" + _HAMZA: "ؤ", "ي" + _HAMZA: "ئ"}
_LONGEST = 64
"""Code points of a piece of text that is remembered."""

LETTERS = re.compile(rf"[{_ARABIC}]+")
"""A word in Arabic script."""


class _Table(dict[int, str]):
    """`str.translate` table that works out a code point's spelling when it first meets it."""

    def __missing__(self, code: int) -> str:
        composed = unicodedata.normalize("NFKC", chr(code))
        spelled = self[code] = "".join(
            "ة" if char == "ۃ" else char if char in KEPT or char == _HAMZA else fold(char)
            for char in composed
        )
        return spelled


_TABLE = _Table()
_translated = Translation(_TABLE)


class _Blanks(dict[int, str]):
    """`str.translate` table that makes a space of what is no part of a word; line ends stay."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        seen = self[code] = " " if char != "\n" and _BETWEEN.fullmatch(char) else char
        return seen


_apart = Translation(_Blanks())


def _spelled(text: str) -> str:
    spelled = _translated(text)
    if _HAMZA in spelled:  # a text in NFD
        for apart, letter in _SEATED.items():
            spelled = spelled.replace(apart, letter)
        spelled = spelled.replace(_HAMZA, "")
    return spelled


def _words_in(spelled: str) -> list[str]:
    pattern = _WORD_OR_SERVANT if _SERVANT in spelled else _WORD
    return pattern.findall(_GROUPED.sub("", spelled) if "," in spelled else spelled)


def words_of(text: str) -> list[str]:
    """Return the words of a text, in the spelling in which they are compared."""
    return _words_in(_spelled(text))


def folded_and_words(pieces: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the `folding.folded_words` of each piece of a text, and the `words_of` all, for one folding.

    Args:
        pieces: without line ends, such as the sentences of an article. No word goes beyond one.
    """
    if not pieces:
        return [], []
    spelled = _spelled("\n".join(pieces))
    between: list[str] = []
    words: list[str] = []
    for piece, parts in zip(spelled.split("\n"), _apart(spelled).split("\n"), strict=True):
        apart = parts.split()
        between.append(" ".join(apart))
        # Most sentences are in Arabic letters alone: then what lies between words is all that divides them.
        whole = _SERVANT not in piece and not _OTHER.search(between[-1])
        words += apart if whole else _words_in(piece)
    folded = "\n".join(between).replace("ؤ", "و").replace("ئ", "ي").replace("ة", "ه").split("\n")
    return folded, words


def located_words(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the words of `words_of` with where they are: code points of the text, half-open.

    No span cuts a grapheme cluster: marks after the last letter belong to it. Several words that are written
    as one character, as in ﷺ, have the same span.
    """
    for match in _PIECE.finditer(text):
        piece, at = match[0], match.start()
        for word, start, end in (_in_piece if len(piece) <= _LONGEST else _located)(piece):
            yield word, at + start, at + end


def _located(piece: str) -> list[tuple[str, int, int]]:
    """Return the words of a piece without white space, with where they are in it."""
    letters: list[str] = []
    origins: list[int] = []
    for origin, char in enumerate(piece):
        for letter in _TABLE[ord(char)]:
            if letter == _HAMZA:
                if letters and letters[-1] + letter in _SEATED:
                    letters[-1] = _SEATED[letters[-1] + letter]
                continue
            letters.append(letter)
            origins.append(origin)
    spelled = "".join(letters)
    if "," in spelled:
        commas = {match.start() for match in _GROUPED.finditer(spelled)}
        origins = [origin for at, origin in enumerate(origins) if at not in commas]
        spelled = _GROUPED.sub("", spelled)
    located = []
    for match in (_WORD_OR_SERVANT if _SERVANT in spelled else _WORD).finditer(spelled):
        start, end = origins[match.start()], origins[match.end() - 1] + 1
        while not is_boundary(piece, start):
            start -= 1
        while not is_boundary(piece, end):
            end += 1
        located.append((match[0], start, end))
    return located


_in_piece = lru_cache(maxsize=1 << 14)(_located)
