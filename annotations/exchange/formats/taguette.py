"""Reads Taguette: its highlights as CSV (`id,document,tag,content`), and its project, an SQLite database.

A highlight with three tags is three rows of the table. A document is found by its name. The database also
has what stands around a highlight, so that words that stand twice are found; its offsets count bytes of the
document's text in UTF-8, and its snippets are HTML.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from annotations.corpus.file_content import LIMIT
from annotations.exchange import ExchangeError
from annotations.exchange.formats.markup_text import plain_text
from annotations.exchange.incoming import ImportNote, IncomingAnnotation
from annotations.exchange.streams import binary
from annotations.exchange.tables import rows
from annotations.model.records import CONTEXT

COLUMNS = ("document", "tag", "content")
SQLITE = b"SQLite format 3\0"
_TABLES = frozenset({"highlights", "documents", "tags", "highlight_tags"})
_MOST = 4 * LIMIT
"""Bytes of a project, which is held in memory."""

_STEPS = 200_000_000
"""Steps of SQLite's machine that reading a project may take: a view can make it count for ever."""


def read_annotations(path: Path) -> Iterator[IncomingAnnotation | ImportNote]:
    """Yield the highlights.

    Raises:
        ExchangeError: it is another file, or is damaged.
    """
    with binary(path) as file:
        head = file.read(len(SQLITE))
        if head == SQLITE:
            data = head + file.read(_MOST - len(head) + 1)
            if len(data) > _MOST:
                raise ExchangeError(f"the project has more than {_MOST >> 20} MB")
    if head == SQLITE:
        try:
            yield from _project(data)
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise ExchangeError(f"the database is damaged: {error}") from None
        return
    yield from _table(path)


def _table(path: Path) -> Iterator[IncomingAnnotation | ImportNote]:
    """Yield the highlights of a table; rows of one highlight follow each other."""
    held: IncomingAnnotation | None = None
    current = None
    for place, cells in rows(path, *({name} for name in COLUMNS)):
        identity = (cells.get("id"), cells["document"], cells["content"])
        if held is not None and identity == current and cells.get("id"):
            held.tags += (cells["tag"],) if cells["tag"] else ()
            continue
        if held is not None:
            yield _or_untagged(held)
            held = None
        if not cells["content"].strip():
            yield ImportNote(place, "the highlight has no words")
            continue
        held, current = _highlight(place, cells["document"], cells["content"], cells["tag"]), identity
    if held is not None:
        yield _or_untagged(held)


def _or_untagged(highlight: IncomingAnnotation) -> IncomingAnnotation | ImportNote:
    """Return a highlight, or a line if it has no tag: then it says nothing."""
    return highlight if highlight.tags else ImportNote(highlight.place, "the highlight has no tag")


def _highlight(place: str, document: str, content: str, *tags: str) -> IncomingAnnotation:
    return IncomingAnnotation(
        place=place,
        article=document or None,
        quote=content.strip(),
        tags=tuple(tag for tag in tags if tag),
    )


def _project(data: bytes) -> Iterator[IncomingAnnotation | ImportNote]:
    database = sqlite3.connect(":memory:")
    try:
        database.deserialize(_without_log(data))
        steps = [0]

        def count() -> bool:
            steps[0] += 1
            return steps[0] > _STEPS // 10_000

        database.set_progress_handler(count, 10_000)
        database.execute("PRAGMA trusted_schema = OFF")
        there = {
            name for name, kind in database.execute("SELECT name, type FROM sqlite_master") if kind == "table"
        }
        if not there >= _TABLES:
            raise ExchangeError(
                "the database has no highlights, documents and tags: it is none of Taguette's"
            )
        yield from _highlights(database)
    finally:
        database.close()


def _without_log(data: bytes) -> bytes:
    """Return a database that needs no write-ahead log, which memory hasn't (SQLite, File Format, 1.3.2)."""
    return data[:18] + b"\1\1" + data[20:] if data[18:20] == b"\2\2" else data


def _highlights(database: sqlite3.Connection) -> Iterator[IncomingAnnotation | ImportNote]:
    tags: dict[int, list[str]] = {}
    for highlight, tag in database.execute(
        "SELECT highlight_id, path FROM highlight_tags JOIN tags ON tags.id = tag_id ORDER BY path"
    ):
        tags.setdefault(highlight, []).append(str(tag))
    text, current = b"", None
    highlights = database.execute(
        "SELECT h.id, h.start_offset, h.end_offset, h.snippet, d.id, d.name, d.contents"
        " FROM highlights h JOIN documents d ON d.id = h.document_id ORDER BY d.id, h.start_offset, h.id"
    )
    for identity, start, end, snippet, document, name, contents in highlights:
        place = f"highlight {identity}"
        if document != current:
            text, current = plain_text(str(contents), break_blocks=False).encode("utf-8", "replace"), document
        quote = plain_text(str(snippet)).strip()
        if not quote:
            yield ImportNote(place, "the highlight has no words")
            continue
        incoming = _highlight(place, str(name), quote, *tags.get(identity, ()))
        if isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text):
            marked = text[start:end].decode("utf-8", "replace")
            if "".join(marked.split()) == "".join(quote.split()):
                around = 4 * CONTEXT  # bytes of a code point
                incoming.prefix = text[max(0, start - around) : start].decode("utf-8", "ignore")[-CONTEXT:]
                incoming.suffix = text[end : end + around].decode("utf-8", "ignore")[:CONTEXT]
        yield _or_untagged(incoming)
