"""Opens a large annotations file through its cache, makes the cache where there is none, and keeps it up.

What is in a cache and when it counts is said in `annotations.store.table_cache`. Here is what of a document
goes into it: those of the three tables that grow are checked as they are when a file is read, and a file in
which one fails has no cache, so that its strangers are told of as ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from annotations.model.records import decode
from annotations.store import disk, storage, table_cache
from annotations.store.documents import Documents
from annotations.store.journal import ANNOTATIONS, ARTICLES
from annotations.store.storage import Tables
from annotations.store.table_cache import CacheWriter, Entry, TableCache
from annotations.store.tables import DELETED, META, NOT_OURS, ArticleKey, Tombstone, checked_key

_LAST = 1 << 16
"""The number of `_meta`, which always ends a file; a file with as many tables has no cache."""

_FAILURES = (*table_cache.FAILURES, *NOT_OURS, storage.OtherLayoutError)


def read(main: Path, identity: disk.Identity, *, anew: bool = False) -> Tables:
    """Read a large annotations file through its cache, which is made if need be, or without one.

    Args:
        main: the file.
        identity: its state, as the caller knows it.
        anew: make the cache of what the file holds now, whether there is one or not.

    Raises:
        StoreError, OSError: see `storage.read`.
    """
    cache = (None if anew else table_cache.opened(main)) or _made(main, identity)
    return _tables(cache) if cache is not None and cache.identity == identity else storage.read(main)


def _tables(cache: TableCache) -> Tables:
    """Return the tables of a cache: those that grow stay there, the others are read."""
    tables: Tables = {}
    for name, table in cache.tables().items():
        if name in _ENTRIES:
            tables[name] = Documents(cached=table)
        else:
            tables[name] = Documents((slot, table.piece(place)) for place, slot in table.slots())
    return tables


def _made(main: Path, identity: disk.Identity) -> TableCache | None:
    try:
        writer = CacheWriter(main, identity)
        try:
            for number, (name, documents) in enumerate(storage.by_lines(main)):
                if number >= _LAST:
                    raise ValueError("too many tables")
                writer.add_table(_LAST if name == META else number, name, _entered(name, documents))
            writer.finish()
        finally:
            writer.abandon()
    except _FAILURES:
        return None
    return table_cache.opened(main)


def renew(main: Path, tables: Tables, identity: disk.Identity | None, checksum: int) -> None:
    """Bring the cache up to date with what has just been written to the annotations file.

    Args:
        main: the file.
        tables: what was written, on top of the cache that they were read from; without one nothing is done.
        identity: the state of the file that was written; None if it isn't there.
        checksum: Adler-32 of what was written; another program may have changed it within the same tick.
    """
    cached = [table.cached for table in tables.values() if isinstance(table, Documents) and table.cached]
    if not cached or identity is None:
        return
    cache = cached[0].cache
    try:
        writer = CacheWriter(main, identity, cache, checksum)
        try:
            _renew(writer, cache, tables)
            writer.finish()
        finally:
            writer.abandon()
    except _FAILURES:
        return  # it is of another state now, and made anew at the next opening


def _renew(writer: CacheWriter, cache: TableCache, tables: Tables) -> None:
    numbers = cache.numbers()
    for name, number in numbers.items():
        table = tables.get(name)
        if not (isinstance(table, Documents) and table.cached):
            writer.drop_table(number)
    after = max((number for number in numbers.values() if number < _LAST), default=-1)
    for name, table in tables.items():
        if not isinstance(table, Documents):
            raise TypeError(f"{name} is no table")
        if table.cached is None:
            after += name not in numbers
            number = numbers.get(name, _LAST if name == META else after)
            writer.add_table(number, name, _entered(name, table.pieces()))
            continue
        changed: dict[int, tuple[str, bytes, Entry] | None] = {}
        for slot, piece in table.changed.items():
            place = table.cached.place(slot)
            if place is None:
                raise ValueError(f"{slot} isn't cached")
            if name == DELETED and piece is None:
                writer.forget_tombstones([table.cached.key(place)])
            changed[place] = None if piece is None else (slot, piece, _entry(name, slot, piece))
        writer.change_table(table.cached, changed, list(_entered(name, table.added())))


def _entered(name: str, documents: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes, Entry]]:
    return ((slot, piece, _entry(name, slot, piece)) for slot, piece in documents)


def _entry(name: str, slot: str, piece: bytes) -> Entry:
    """Check a document of a table that grows, and return what is known of it.

    Raises:
        NOT_OURS: it isn't what the table holds.
    """
    known: list[Entry] = []
    if name not in _ENTRIES:
        return _NOTHING

    def key_of(document: bytes) -> str:
        known.append(_ENTRIES[name](document))
        return str(known[0].key)

    checked_key(slot, piece, key_of)
    return known[0]


def _annotation(piece: bytes) -> Entry:
    annotation = decode(piece)
    article = annotation.article
    return Entry(annotation.uuid, article.id, article.sha256, tuple(link.to for link in annotation.links))


def _article(piece: bytes) -> Entry:
    return Entry(msgspec.convert(msgspec.json.decode(piece), ArticleKey).id)


def _tombstone(piece: bytes) -> Entry:
    tombstone = msgspec.convert(msgspec.json.decode(piece), Tombstone)
    return Entry(tombstone.uuid, tombstone_of="" if tombstone.table == ANNOTATIONS else tombstone.table)


_NOTHING = Entry()
_ENTRIES: dict[str, Callable[[bytes], Entry]] = {
    ANNOTATIONS: _annotation,
    ARTICLES: _article,
    DELETED: _tombstone,
}
