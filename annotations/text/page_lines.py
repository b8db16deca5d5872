"""Names the lines of a page by what they say, so that the same line is known again on another page.

A line's name is a number of 64 bits made of its folded words: punctuation, vowel marks and forms of alef make
no difference. Nor do figures in a line of few words, since `532 views` and `71 views` are one line of a
template; in longer ones they are what is new in a daily report. Of a million lines two share a name by chance
once in ten million corpora (2^40 pairs of 2^64).
"""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Sequence
from hashlib import blake2b
from typing import NamedTuple, Protocol

from annotations.text.folding import folded_words
from annotations.text.sentences import BREAKS

_BREAK = re.compile(rf"[{BREAKS}]")
_FIGURE = re.compile(b"[0-9]+")
_TEMPLATE = 6
"""Words up to which a line is the same with other figures."""
_NO_WORD = bytes(8)

NO_NAME = 0
"""The name of a line without a word: such lines are not the same line."""


class Bounds(Protocol):
    """A sentence as far as its bounds go, in code points."""

    @property
    def start(self) -> int:
        """Its first code point."""

    @property
    def end(self) -> int:
        """The code point after its last one."""


class TextLines(NamedTuple):
    """The lines of a text in order, those without a sentence left out."""

    names: array[int]
    firsts: Sequence[int]
    """The first sentence of each."""
    ends: Sequence[int]
    """The sentence after its last one."""
    words: Sequence[int]
    """How many words each has, at least 1."""


def text_lines(text: str, units: Sequence[Bounds], words: Sequence[str] | None = None) -> TextLines:
    """Return the lines of a text.

    Args:
        text: of the page.
        units: all its sentences.
        words: the `folded_words` of each, if they are at hand.
    """
    if not units:
        return TextLines(array("Q"), (), (), ())
    if words is None:
        words = [folded_words(text[unit.start : unit.end]) for unit in units]
    firsts = []
    before = -1
    for number, unit in enumerate(units):
        start = unit.start
        # as a rule nothing but one space or one line end lies between
        if before < 0 or text[before] == "\n" or (start - before > 1 and _BREAK.search(text, before, start)):
            firsts.append(number)
        before = unit.end
    ends = [*firsts[1:], len(units)]
    if len(firsts) < len(units):
        words = [
            words[first] if end == first + 1 else " ".join(filter(None, words[first:end]))
            for first, end in zip(firsts, ends, strict=True)
        ]
    said = "\n".join(words).encode("utf-8", "surrogatepass").split(b"\n")
    counts = [line.count(b" ") + 1 for line in said]
    digests = [
        blake2b(line, digest_size=8).digest() if count > _TEMPLATE else _digest(line, count)
        for line, count in zip(said, counts, strict=True)
    ]
    names = array("Q")
    names.frombytes(b"".join(digests))
    if sys.byteorder == "big":
        names.byteswap()
    return TextLines(names, firsts, ends, counts)


def line_names(text: str, units: Sequence[Bounds]) -> list[int]:
    """Return the name of the line of each sentence."""
    names, firsts, ends, _ = text_lines(text, units)
    return [name for name, first, end in zip(names, firsts, ends, strict=True) for _ in range(first, end)]


def line_name(folded: str) -> int:
    """Return the name of a line of these folded words."""
    line = folded.encode("utf-8", "surrogatepass")
    return int.from_bytes(_digest(line, line.count(b" ") + 1), "little")


def _digest(line: bytes, count: int) -> bytes:
    """Return the name as bytes, the lowest first, of a line of so many words."""
    if not line:
        return _NO_WORD
    if count <= _TEMPLATE:
        line = _FIGURE.sub(b"0", line)
    return blake2b(line, digest_size=8).digest()


def name_shown(name: int) -> str:
    """Write a line's name as a store keeps it: 16 hexadecimal digits."""
    return f"{name:016x}"
