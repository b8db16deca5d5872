"""Text in XML: what can't stand there is replaced, and everything else comes back as it went in."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

_UNSAFE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 (2.2) can't hold, not even escaped."""


def is_safe(text: str) -> bool:
    """Say whether XML can hold a text whole."""
    return _UNSAFE.search(text) is None


def quoted(text: str) -> str:
    """Return a text as an attribute's value, in quotes."""
    return quoteattr(_replaced(text))


def element(text: str) -> str:
    """Return a text for an element; a bare CR would come back as a line feed (XML 1.0, 2.11)."""
    return escape(_replaced(text), {"\r": "&#13;"})


def _replaced(text: str) -> str:
    return _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text)
