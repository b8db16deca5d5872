"""Makes one line of any text, for a value: without controls, without what directs a display."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

from annotations.text.folding import BIDI_MARKS

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
