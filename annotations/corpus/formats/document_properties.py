"""Tells what people wrote into the properties of a document from what programs put there by themselves."""

from __future__ import annotations

import re

from annotations.corpus.formats.page_fields import one_line

_NO_TITLE = re.compile(
    r"microsoft (?:word|powerpoint|excel) - .*|document ?\d*|untitled.*|مستند ?\d*|print|no title|slide 1"
    r"|about:blank|.*\.(?:docx?|pdf|rtf|odt|indd|qxd|html?|txt|tmp)|(?:https?|file):.*|[\W\d_]*",
    re.IGNORECASE,
)
_NO_AUTHOR = frozenset((
    "python-docx", "user", "admin", "administrator", "owner", "hp", "pc", "dell", "lenovo", "anonymous",
    "unknown", "windows user", "microsoft office user", "un-named", "(anonymous)", "(unspecified)",
))  # fmt: skip


def title_of(value: object) -> str:
    """Return a document's title; empty if it is a file's name or what a program writes for none."""
    title = one_line(value)
    return "" if _NO_TITLE.fullmatch(title) else title


def author_of(value: object) -> str:
    """Return a document's author; empty if it is a computer's name for whoever uses it."""
    author = one_line(value, 300)
    return "" if author.lower() in _NO_AUTHOR else author
