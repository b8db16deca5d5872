"""Turns any name into a word of ASCII letters and back, for brat's types and CoNLL's labels."""

from __future__ import annotations

import re

_UNSAFE = re.compile(r"[^A-Za-z0-9_-]|_(?=u[0-9a-f]+_)")
_ESCAPED = re.compile(r"_u([0-9a-f]{1,6})_")


def to_word(name: str) -> str:
    """Return a name as one word of ASCII letters, digits, `_`, `-`; others become `_u<code point>_`."""
    return _UNSAFE.sub(lambda match: f"_u{ord(match[0]):x}_", name)


def from_word(word: str) -> str:
    """Undo `to_word`."""
    return _ESCAPED.sub(
        lambda match: chr(int(match[1], 16)) if int(match[1], 16) < 0x110000 else match[0], word
    )
