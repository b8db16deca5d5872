"""Cuts a text into tokens at white space, punctuation and the ends of spans, for formats that count in them.

Arabic clitics are written together with their word, so a span may well begin inside what a tokenizer calls a
token (و‖الجيش). The tokens are cut there, not the span moved: an end of a span is always an end of a token.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple


class TextToken(NamedTuple):
    """A word or a mark, `text[start:end]` in code points."""

    start: int
    end: int
    space: bool
    """Whether one space follows, which is in no token (`whitespace_` of spaCy)."""


def tokens(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[TextToken]:
    """Yield tokens that with their spaces are the text; other white space is a token too."""
    spans = list(spans)
    starts, ends = {start for start, _ in spans}, {end for _, end in spans}
    cuts = sorted({0, len(text)} | starts | ends | set(_changes(text)))
    held: TextToken | None = None
    for start, end in pairwise(cuts):
        if (
            held is not None
            and text[start:end] == " "
            and start not in starts
            and end not in ends
            and not held.space
        ):
            held = held._replace(space=True)
            continue
        if held is not None:
            yield held
        held = TextToken(start, end, space=False)
    if held is not None:
        yield held


def words(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[TextToken]:
    """Yield the tokens that aren't white space."""
    return (token for token in tokens(text, spans) if not text[token.start].isspace())


def _changes(text: str) -> Iterator[int]:
    """Yield where the kind of character changes, and both sides of each punctuation mark."""
    before = ""
    for at, char in enumerate(text):
        kind = " " if char.isspace() else "." if unicodedata.category(char)[0] in "PS" else "w"
        if at and (kind != before or kind == "."):
            yield at
        before = kind
