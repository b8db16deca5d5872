"""Text of any origin as one line of a value: without controls, without what directs a display."""

from __future__ import annotations

import unicodedata

from annotations.arabic import BIDI_MARKS


def one_line(text: str) -> str:
    """Return words of an article as a value: in one line, without controls and bidi controls."""
    kept = (" " if unicodedata.category(char) in ("Cc", "Zl", "Zp") else char for char in text)
    return " ".join("".join(char for char in kept if char not in BIDI_MARKS).split())
