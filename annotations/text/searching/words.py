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
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate

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
_REST = re.compile(r"\S*")
_DIGITS = re.compile(r"[0-9]+")
_GROUPED = re.compile(r",(?<=[0-9],)(?=[0-9]{3}(?![0-9]))")  # the comma first: it is looked for at once
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


class TextWords:
    """The words of a text as `words_of` has them, and where those stand that are asked for.

    Args:
        text: any.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _pieces(self) -> list[str]:
        """The parts that white space divides."""
        return self._text.split()

    @cached_property
    def _spelled(self) -> str:
        """The text as it is compared, a piece a line: no word goes beyond white space."""
        spelled = _spelled("\n".join(self._pieces))
        return _GROUPED.sub("", spelled) if "," in spelled else spelled

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return _WORD_OR_SERVANT if _SERVANT in self._spelled else _WORD

    @cached_property
    def words(self) -> list[str]:
        """The words in order."""
        return self._pattern.findall(self._spelled)

    def spans(self, numbers: Collection[int]) -> dict[int, tuple[int, int]]:
        """Return where words stand: code points of the text, half-open.

        No span cuts a grapheme cluster: marks after the last letter belong to it. Several words that are
        written as one character, as in ﷺ, have the same span.

        Args:
            numbers: of words, from 0.
        """
        spans: dict[int, tuple[int, int]] = {}
        begins, spelled = self._begins, self._spelled
        piece = at = first = offset = 0
        last = -1
        located: list[tuple[str, int, int]] = []
        for number in sorted(numbers):
            if number > last:  # it is in another piece than the one before
                begin = begins[number]
                piece += spelled.count("\n", at, begin)
                first = bisect_left(begins, spelled.rfind("\n", at, begin) + 1)
                at, located, offset = begin, self._in_piece(piece), self._start(piece)
                last = first + len(located) - 1
            _, start, end = located[number - first]
            spans[number] = offset + start, offset + end
        return spans

    def spans_of(self, words: Collection[str]) -> list[tuple[int, int]]:
        """Return where some words stand, in order; see `spans`."""
        return [
            (start + first, start + end)
            for start, piece in self._pieces_with(words)
            for word, first, end in _words_in_piece(piece)
            if word in words
        ]

    def _pieces_with(self, words: Collection[str]) -> Iterator[tuple[int, str]]:
        """Yield the pieces in which some words may stand, in order, each with where it begins in the text."""
        gapped = _translated.with_gaps(self._text)
        if gapped is None or _HAMZA in gapped[0]:
            return self._numbered_with(words)
        spelled, gaps = gapped
        if "," in spelled and _GROUPED.search(spelled) and any(map(_DIGITS.fullmatch, words)):
            return self._numbered_with(words)  # there are figures with commas, of which the words have none
        text = self._text
        ends: dict[int, int] = {}
        for word in words:
            at, end = spelled.find(word), 0
            while at >= 0:
                start = at + bisect_right(gaps, at)
                if start >= end:  # it isn't in the piece of the one before
                    end = _REST.match(text, start).end()  # type: ignore[union-attr]  # it matches anywhere
                    while start and not text[start - 1].isspace():
                        start -= 1
                    ends[start] = end
                at = spelled.find(word, at + 1)
        return ((start, text[start : ends[start]]) for start in sorted(ends))

    def _numbered_with(self, words: Collection[str]) -> Iterator[tuple[int, str]]:
        """Yield the same, in a text of which the spelling has letters at other places."""
        spelled = self._spelled
        pieces: set[int] = set()
        for word in words:
            piece = before = 0
            while (at := spelled.find(word, before)) >= 0:
                piece += spelled.count("\n", before, at)
                pieces.add(piece)
                before = spelled.find("\n", at)
                if before < 0:
                    break
        return ((self._start(piece), self._pieces[piece]) for piece in sorted(pieces))

    @cached_property
    def _begins(self) -> array[int]:
        """Where each word begins in `_spelled`."""
        return array("I", [match.start() for match in self._pattern.finditer(self._spelled)])

    def _start(self, piece: int) -> int:
        """Return where a piece begins in the text."""
        if self._are_single:
            return piece and self._lengths[piece - 1] + piece
        return self._starts[piece]

    @cached_property
    def _lengths(self) -> list[int]:
        """How long the pieces up to each one are together."""
        return list(accumulate(map(len, self._pieces)))

    @cached_property
    def _are_single(self) -> bool:
        """True if nothing but single spaces or line ends divides the pieces, as a rule."""
        return len(self._text) == self._lengths[-1] + len(self._pieces) - 1

    @cached_property
    def _starts(self) -> array[int]:
        """Where each piece begins, in a text in which it doesn't follow from their lengths."""
        return array("I", [match.start() for match in _PIECE.finditer(self._text)])

    def _in_piece(self, number: int) -> list[tuple[str, int, int]]:
        return _words_in_piece(self._pieces[number])


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


def _words_in_piece(piece: str) -> list[tuple[str, int, int]]:
    return (_in_piece if len(piece) <= _LONGEST else _located)(piece)
