"""The tables in memory: TinyDB's, with an index by the documents' own key, and the one way in which they change.

TinyDB finds by its document id or by visiting all. Here a document's identity is its key (a `uuid`, an article's `id`);
the document id is only where it stands, for another program may have put its own document there meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from tinydb.table import Table

from annotations.records import Annotation, InvalidAnnotationError, decode
from annotations.store.base import StoreError
from annotations.store.journal import ANNOTATIONS, ARTICLES, Entry
from annotations.store.storage import OTHER_FILE, CheckpointStorage, Documents, Piece, dump

DELETED = "deleted"
META = "_meta"
FORMAT = 1


class KeyedTable(Table):
    """A table whose documents are found by their key, at the cost of one look into a dictionary."""

    def __init__(self, storage: CheckpointStorage, name: str, key: str) -> None:
        super().__init__(storage, name)
        self._key = key
        self._pieces = storage.tables.setdefault(name, Documents()).pieces
        self._slots: dict[str, str] = {}
        self._last = 0
        self.doubles: list[str] = []
        """Document ids of documents whose key an earlier document has: kept, but not found by key."""
        for slot, piece in self._pieces.items():
            try:
                found = self._key_of(piece)
            except (
                InvalidAnnotationError,
                msgspec.MsgspecError,
                KeyError,
                TypeError,
                RecursionError,
            ) as error:
                where = f"{storage.path}: document {slot} of table {name}"
                raise StoreError(
                    f"{where} is not what claimreader keeps there: {error}. {OTHER_FILE}"
                ) from None
            if self._slots.setdefault(found, slot) != slot:
                self.doubles.append(slot)
            self._last = max(self._last, int(slot))

    def _key_of(self, piece: Piece) -> str:
        return str(msgspec.json.decode(piece, type=dict[str, Any])[self._key])

    def keys(self) -> Iterator[str]:
        """Yield every key, in the order of the file."""
        return iter(self._slots)

    def piece(self, key: str) -> Piece | None:
        """Return a document as JSON."""
        slot = self._slots.get(key)
        return None if slot is None else self._pieces[slot]

    def document(self, key: str) -> dict[str, Any] | None:
        """Return a document, read anew each time."""
        piece = self.piece(key)
        return None if piece is None else msgspec.json.decode(piece, type=dict[str, Any])

    def slot_for(self, key: str, wanted: str = "", skip: int = 1) -> str:
        """Return where a document stands, or is to stand: at `wanted`, unless another document has taken that."""
        slot = self._slots.get(key)
        if slot is None:
            slot = wanted if wanted.isdecimal() and wanted not in self._pieces else str(self._last + skip)
        return slot

    def put(self, key: str, piece: bytes, wanted: str = "") -> None:
        """Add a document, or replace the one with its key."""
        slot = self.slot_for(key, wanted)
        self._slots[key] = slot
        self._pieces[slot] = piece
        self._last = max(self._last, int(slot))
        self.clear_cache()

    def drop(self, key: str) -> None:
        """Take a document away, if it is there."""
        if (slot := self._slots.pop(key, None)) is not None:
            del self._pieces[slot]
            self.clear_cache()


class AnnotationTable(KeyedTable):
    """The annotations: each is checked when it comes in, and found by its uuid or its article."""

    def __init__(self, storage: CheckpointStorage) -> None:
        self._articles: dict[str, dict[str, None]] = {}
        super().__init__(storage, ANNOTATIONS, "uuid")

    def _key_of(self, piece: Piece) -> str:
        annotation = decode(piece)
        self._articles.setdefault(annotation.article.id, {})[annotation.uuid] = None
        return annotation.uuid

    def find(self, uuid: str) -> Annotation | None:
        """Return an annotation. It is read from its JSON each time, so that nobody can alter what the store holds."""
        piece = self.piece(uuid)
        return None if piece is None else decode(piece)

    def of_article(self, article_id: str) -> list[str]:
        """Return the uuids of an article's annotations."""
        return list(self._articles.get(article_id, ()))

    def put(self, key: str, piece: bytes, wanted: str = "") -> None:
        """Add or replace an annotation."""
        self.drop_from_article(key)
        super().put(key, piece, wanted)
        self._key_of(piece)

    def drop(self, key: str) -> None:
        """Take an annotation away, if it is there."""
        self.drop_from_article(key)
        super().drop(key)

    def drop_from_article(self, key: str) -> None:
        """Forget which article an annotation belongs to."""
        if annotation := self.find(key):
            of_article = self._articles[annotation.article.id]
            of_article.pop(key, None)
            if not of_article:
                del self._articles[annotation.article.id]


class State:
    """All tables at one moment of the journal, `seq`."""

    def __init__(self, storage: CheckpointStorage) -> None:
        self.storage = storage
        self.annotations = AnnotationTable(storage)
        self.articles = KeyedTable(storage, ARTICLES, "id")
        self.deleted = KeyedTable(storage, DELETED, "uuid")
        self.meta = read_meta(storage.path, storage.tables)
        self.seq: int = self.meta["seq"]

    @property
    def newer(self) -> bool:
        """The file was written by a claimreader whose format this one doesn't know."""
        return bool(self.meta["format"] > FORMAT)

    def change(self, entry: Entry) -> None:
        """Take one change of the journal in: the only way in which tables change, when saving and when recovering."""
        for op in entry.ops:
            if op.table == ARTICLES and op.after is not None:
                self.articles.put(op.id, dump(op.after), op.slot)
            elif op.table == ANNOTATIONS and op.after is not None:
                self.annotations.put(op.id, dump(op.after), op.slot)
                self.deleted.drop(op.id)
            elif op.table == ANNOTATIONS:
                self.annotations.drop(op.id)
                rev = int((op.before or {}).get("rev", 0)) + 1
                self.deleted.put(op.id, dump({"uuid": op.id, "rev": rev, "by": entry.by, "t": entry.t}))
        self.seq = max(self.seq, entry.seq)

    def last_rev(self, uuid: str) -> int:
        """Return the last revision that an annotation ever had, also when it is deleted now; 0 when it never was."""
        if piece := self.annotations.piece(uuid):
            return decode(piece).rev
        piece = self.deleted.piece(uuid)
        return int(msgspec.json.decode(piece)["rev"]) if piece else 0

    def snapshot(self) -> dict[str, Documents]:
        """Return the tables as they are now, for a checkpoint that goes on while they change."""
        tables = {
            name: Documents(dict(table.pieces)) for name, table in self.storage.tables.items() if name != META
        }
        return tables | {META: Documents({"1": dump(self.meta | {"seq": self.seq})})}


def read_meta(path: Path, tables: dict[str, Documents]) -> dict[str, Any]:
    """Return the document of `_meta`, with `seq` 0 and `format` 1 where there is none.

    Raises:
        StoreError: it isn't what claimreader writes there.
    """
    try:
        meta = tables[META]["1"] if META in tables and "1" in tables[META] else {}
        return {"format": FORMAT, "seq": 0} | {
            key: msgspec.convert(value, int) if key in ("format", "seq") else value
            for key, value in meta.items()
        }
    except (msgspec.MsgspecError, RecursionError, AttributeError) as error:
        raise StoreError(
            f"{path}: table _meta is not what claimreader keeps there: {error}. {OTHER_FILE}"
        ) from None
