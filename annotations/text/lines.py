"""Makes one line of any text: for a value, without what directs a display; to be compared, spaced alike."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from annotations.text.folding import BIDI_MARKS

_STRETCH = 1 << 14
_STRETCHES = re.compile(rf".{{1,{_STRETCH}}}+\S*+", re.DOTALL)
_ENCODER = json.JSONEncoder(ensure_ascii=False)


def one_line(text: str) -> str:
    """Return words of an article as a value: in one line, without controls and bidi controls."""
    return flat("".join(char for char in text if char not in BIDI_MARKS))


def json_beginning(value: Any, most: int) -> str:
    """Return the beginning of a value as JSON, `most` code points at the longest, for a line of a list."""
    return _ENCODER.encode(value)[:most]


def flat(text: str) -> str:
    """Return a text in one line, with all else that is in it."""
    return " ".join(
        "".join(" " if unicodedata.category(char) in ("Cc", "Zl", "Zp") else char for char in text).split()
    )


def words_by_stretch(text: str) -> Iterator[list[str]]:
    """Yield the words of a text, which white space parts: as a list each word takes ten times its letters."""
    if len(text) <= _STRETCH:
        yield text.split()
    else:
        for match in _STRETCHES.finditer(text):
            yield match[0].split()


def spaced(text: str) -> str:
    """Return a text with one space between its words and none around it."""
    return " ".join(" ".join(words) for words in words_by_stretch(text) if words)
