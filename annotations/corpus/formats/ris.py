"""Reads `.ris`, in which Zotero, EndNote and newspaper archives give references: the abstract is the text.

A record is from its `TY` to its `ER`. A record's place is its bytes, so that it is read again by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from annotations.corpus.encoding import decode_part, normalise
from annotations.corpus.fields import FieldPicker
from annotations.corpus.file_content import LIMIT, opened, text_stream, too_large
from annotations.corpus.records import ArticleError, Entry, Fault, Options, Record

_TAG = re.compile(r"\ufeff?\s{0,3}([A-Z][A-Z0-9])  ?-(?: (.*)|)$", re.DOTALL)
_BEGINS = re.compile(rb"(?:\xef\xbb\xbf)?\s*TY  ?-")
_ENDS = re.compile(rb"\s*ER  ?-\s*$")

_FIELDS: Mapping[str, tuple[str, ...]] = {
    "text": ("AB", "N2", "N1"),
    "title": ("TI", "T1", "CT", "BT", "ST"),
    "source": ("JO", "T2", "JF", "JA", "J2", "PB", "DP"),
    "author": ("AU", "A1", "A2"),
    "published": ("DA", "PY", "Y1", "Y2"),
    "url": ("UR", "L2", "LK"),
    "language": ("LA",),
    "id": ("ID", "AN", "DO"),
}
"""Our names, and the tags that they go by, the likelier first."""


def records(path: Path, options: Options) -> Iterator[Record | Fault]:
    """Yield the record of every reference."""
    with opened(path, options.max_size) as file:
        stream = text_stream(file, options.encoding)
        for number, (start, data) in enumerate(_references(stream.file), 1):
            try:
                if data is None:
                    raise ArticleError(too_large())
                place = start, start + len(data), number
                yield _record(data, stream.codec, stream.encoding, place, options)
            except ArticleError as error:
                yield Fault("record", number, number, str(error))


def read(path: Path, entry: Entry, options: Options) -> Record:
    """Read one reference again."""
    with opened(path, options.max_size) as file:
        stream = text_stream(file, options.encoding)
        stream.file.seek(entry.start)
        end = entry.end or entry.start
        data = stream.file.read(end - entry.start)
    return _record(data, stream.codec, stream.encoding, (entry.start, end, entry.number), options)


def _references(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Yield where each reference begins, and its bytes; None if there are too many of them."""
    at = start = stream.tell()
    lines: list[bytes] = []
    size = 0
    while line := stream.readline(LIMIT):
        begins = _BEGINS.match(line)
        if begins and lines:  # the one before has no end
            yield start, b"".join(lines) if size <= LIMIT else None
            lines = []
        if begins or lines:
            if not lines:
                start, size = at, 0
            size += len(line)
            if size <= LIMIT:
                lines.append(line)
        at += len(line)
        if lines and _ENDS.match(line):
            yield start, b"".join(lines) if size <= LIMIT else None
            lines = []
    if lines:
        yield start, b"".join(lines) if size <= LIMIT else None


def _record(data: bytes, codec: str, encoding: str, place: tuple[int, int, int], options: Options) -> Record:
    text, bad = decode_part(data, codec, at=place[0])
    tags: dict[str, list[str]] = {}
    last: list[str] | None = None
    for line in normalise(text).split("\n"):
        match = _TAG.match(line)
        if match:
            last = tags.setdefault(match[1], [])
            last.append((match[2] or "").strip())
        elif last and line.strip():  # goes on with what the line before says
            last[-1] = f"{last[-1]}\n{line.strip()}".strip()
    # by their tags, too, which the user may name: --field text=N1
    values: dict[str, object] = (
        {tag: "\n".join(parts) for tag, parts in tags.items()} if options.fields else {}
    )
    for name, names in _FIELDS.items():
        said = next((tags[tag] for tag in names if any(tags.get(tag, ()))), [])
        if name == "author":
            values[name] = said
        elif name == "published":
            values[name] = _date(said[0]) if said else ""
        else:
            values[name] = "\n".join(filter(None, said)) if name == "text" else next(iter(said), "")
    if not values["text"] and "text" not in options.fields:
        raise ArticleError("no abstract (AB or N2)")
    return FieldPicker(options).record(values, encoding, *place, bad)


def _date(written: str) -> str:
    """Return a date in ISO 8601; RIS writes `2024/10/27/evening`, with what is unknown left out."""
    parts = [part.strip() for part in written.split("/")[:3]]
    known = []
    for part in parts:
        if not part.isdigit():
            break
        known.append(part.zfill(2))
    return "-".join(known) if known and "/" in written else written
