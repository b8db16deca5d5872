"""Splits off front matter, the lines between two `---` at the head of a Markdown or text file.

Only `key: value` lines are understood, which is what front matter of news holds; for that no YAML library is
needed. It is taken for front matter only if one of its keys is a field of ours, so that an article that
begins with a rule and a quotation stays whole. The article's text is what follows the closing line, as it
stands.
"""

from __future__ import annotations

import re

from annotations.corpus.fields import FieldPicker
from annotations.corpus.records import Options

_BLOCK = re.compile(r"---[ \t]*\n((?:.*\n){0,200}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_LINE = re.compile(r"([^\s:#'\"\[\]{}-][^:\n]{0,40}?)[ \t]*:(?:[ \t]+(.*)|[ \t]*)\Z")
_CONTINUATION = re.compile(r"\s*(?:#.*|-\s.*|\s.*)?\Z")


def split(text: str, options: Options) -> tuple[dict[str, str], str]:
    """Divide a text into what its front matter says (title, source, published, ...) and the article."""
    block = _BLOCK.match(text)
    if not block:
        return {}, text
    values: dict[str, str] = {}
    for line in block[1].splitlines():
        match = _LINE.match(line)
        if match:
            values.setdefault(match[1], _unquote(match[2] or ""))
        elif not _CONTINUATION.match(line):
            return {}, text
    metadata = FieldPicker(options).metadata(values)
    return (metadata, text[block.end() :]) if metadata else ({}, text)


def _unquote(value: str) -> str:
    value = value.strip()
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":
        return value[1:-1]
    return value
