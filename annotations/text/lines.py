"""Text of any origin as one line of a value: without controls, without what directs a display."""

from __future__ import annotations

import unicodedata

from annotations.text.folding import BIDI_MARKS


def one_line(text: str) -> str:
    """Return words of an article as a value: in one line, without controls and bidi controls."""
    return flat("".join(char for char in text if char not in BIDI_MARKS))


def flat(text: str) -> str:
    """Return a text in one line, with all else that is in it."""
    return " ".join(
        "".join(" " if unicodedata.category(char) in ("Cc", "Zl", "Zp") else char for char in text).split()
    )
