"""Splits off front matter, the lines between two `---` at the head of a Markdown or text file.

Only `key: value` lines and lists of values are understood, which is what front matter of news holds; for that
no YAML library is needed. It is taken for front matter only if one of its keys is a field of ours, so that an
article that begins with a rule and a quotation stays whole. The article's text is what follows the closing
line, as it stands.
"""

from __future__ import annotations

import re

from annotations.corpus.fields import FieldPicker
from annotations.corpus.records import Options

_BLOCK = re.compile(r"---[ \t]*\n((?:.*\n){0,200}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_LINE = re.compile(r"([^\s:#'\"\[\]{}-][^:\n]{0,40}?)[ \t]*:(?:[ \t]+(.*)|[ \t]*)\Z")
_ITEM = re.compile(r"\s*-[ \t]+(?:name:[ \t]+)?(.+)\Z")
_CONTINUATION = re.compile(r"\s*(?:#.*|-\s.*|\s.*)?\Z")
_PART = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,]*)\s*(?:,|\Z)""")


def split(text: str, options: Options) -> tuple[dict[str, str], str]:
    """Divide a text into what its front matter says (title, source, published, ...) and the article."""
    block = _BLOCK.match(text)
    if not block:
        return {}, text
    values: dict[str, str | list[str]] = {}
    items: list[str] | None = None
    for line in block[1].splitlines():
        match = _LINE.match(line)
        if match:
            value = _value(match[2] or "")
            items = [] if value == "" else None
            values.setdefault(match[1], value if items is None else items)
        elif not _CONTINUATION.match(line):
            return {}, text
        elif items is not None and (item := _ITEM.match(line)):
            items.append(_unquote(item[1]))
    lines = {key: value if isinstance(value, str) else "; ".join(value) for key, value in values.items()}
    metadata = FieldPicker(options).metadata(lines)
    return (metadata, text[block.end() :]) if metadata else ({}, text)


def _value(written: str) -> str | list[str]:
    """Return a value without its quotes; of a list in brackets its parts."""
    written = written.strip()
    if not (written.startswith("[") and written.endswith("]")):
        return _unquote(written)
    parts = []
    at, inside = 0, written[1:-1]
    while at < len(inside) and (part := _PART.match(inside, at)):
        parts.append(_unquote(part[1]))
        at = part.end()
    return [part for part in parts if part] if at == len(inside) else inside


def _unquote(value: str) -> str:
    value = value.strip()
    if len(value) < 2 or value[0] != value[-1] or value[0] not in "'\"":
        return value
    inside = value[1:-1]
    return inside.replace("''", "'") if value[0] == "'" else inside.replace('\\"', '"')
