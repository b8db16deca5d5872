"""Holds the tables in memory: TinyDB's, with an index by the documents' own key, and one way to change them.

TinyDB finds by its document id or by visiting all. Here a document's identity is its key (a `uuid`, an
article's `id`); the document id is only where it stands, for another program may have put its own document
there meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, NoReturn

import msgspec
from tinydb.table import Table

from annotations.model.records import (
    MAX_COUNTER,
    Annotation,
    Counter,
    InvalidAnnotationError,
    decode,
    from_document,
)
from annotations.model.side_records import (
    SIDE_TABLES,
    AnyRecord,
    SideRecord,
    SideTable,
    article_of,
    decode_record,
    record_from,
)
from annotations.store.base import StoreError
from annotations.store.documents import Documents
from annotations.store.journal import ANNOTATIONS, ARTICLES, JournalEntry, Op
from annotations.store.storage import MAX_DOCUMENT, OTHER_FILE, CheckpointStorage, Tables, dump, is_slot

DELETED = "deleted"
META = "_meta"
FORMAT = 1

_OWN_DIGITS = 15
"""Digits of a document id from which we count on: below 2^53, which every JSON reader keeps exactly."""

_STEP = 100
"""Documents that are changed in one go: some 3 ms."""


class ArticleKey(msgspec.Struct):
    """The key of a document of `articles`, which alone the store relies on."""

    id: str


class _Text(msgspec.Struct):
    sha256: str


class _OfText(msgspec.Struct):
    """The part of an annotation that says which text it is about: read in a sixth of the time of it all."""

    article: _Text


_OF_TEXT = msgspec.json.Decoder(_OfText)


class Tombstone(msgspec.Struct):
    """The part of a document of `deleted` that the store relies on."""

    uuid: str
    rev: Counter
    table: str = ANNOTATIONS


class Meta(msgspec.Struct):
    """The part of the one document of `_meta` that the store relies on."""

    format: Counter = FORMAT
    seq: Counter = 0
    store: str = ""
    checkpoint: str = ""
    line: tuple[str, ...] = ()
    session: str = ""


class Stranger(NamedTuple):
    """A document or table that isn't what claimreader keeps there: it stays as it is, and isn't shown."""

    table: str
    slot: str
    """Its document id; empty for a whole table."""
    why: str

    def __str__(self) -> str:
        where = f"document {self.slot[:40]!r} of table" if self.slot else "table"
        return f"{where} {self.table[:40]!r}: {self.why}"


class KeyedTable(Table):
    """A table whose documents are found by their key, at the cost of one look into a dictionary.

    A document that isn't of the table's shape is left where it stands: no key finds it, no query sees it.

    Args:
        storage: the tables in memory.
        name: which of them.
        key_of: checks the JSON of a document that the file holds and returns its key; what is none of the
            table's raises msgspec.MsgspecError or InvalidAnnotationError.
    """

    def __init__(self, storage: CheckpointStorage, name: str, key_of: Callable[[bytes], str]) -> None:
        super().__init__(storage, name)
        documents = storage.tables.setdefault(name, Documents())
        if isinstance(documents, bytes):
            raise StoreError(f"{storage.path}: {name} is no table. {OTHER_FILE}")
        self._documents = documents
        self._slots: dict[str, str] = {}
        """Document ids by key, but for those that `cached` has."""
        self._moved: set[str] = set()
        """Keys that `cached` has, and that were taken away; they may be in `_slots` again."""
        self._last = 0
        self.doubles: list[str] = []
        """Document ids of documents whose key an earlier document has: kept, but not found by key."""
        self.strangers: dict[str, str] = {}
        """Document ids of those that are not what this table holds, and why: kept, but not shown."""
        self.cached = documents.cached
        """The documents that were checked when the cache was made; there is no stranger among them."""
        if self.cached is not None:
            self._last = self.cached.last
            return
        for slot, piece in self._documents.pieces():
            if len(slot) <= _OWN_DIGITS and is_slot(slot):
                self._last = max(self._last, int(slot))
            try:
                key = checked_key(slot, piece, key_of)
            except NOT_OURS as error:
                self.strangers[slot] = str(error)
                continue
            if self._slots.setdefault(key, slot) != slot:
                self.doubles.append(slot)

    @property
    def last(self) -> int:
        """The highest of our document ids."""
        return self._last

    @property
    def all_documents(self) -> Documents:
        """The documents by their ids, with those of others."""
        return self._documents

    def _slot(self, key: str) -> str | None:
        slot = self._slots.get(key)
        if slot is None and self.cached is not None and key not in self._moved:
            place = self.cached.find(key)
            slot = place and place[1]
        return slot

    def _read_table(self) -> Mapping[str, dict[str, Any]]:  # type: ignore[override] # TinyDB only looks into it
        """Return what TinyDB's queries see."""
        return _Seen(self._documents, self.strangers) if self.strangers else self._documents

    def _update_table(self, updater: object) -> NoReturn:
        """Refuse what TinyDB's own methods would change: it would not be in the journal.

        Raises:
            TypeError: always.
        """
        raise TypeError("this table is for queries; changes go through Store.apply, which makes them durable")

    def known(self) -> Iterator[str]:
        """Yield every key, in the order of the file."""
        if self.cached is not None:
            for slot, key in self.cached.named():
                if self._documents.changed.get(slot, b"") is not None:
                    yield key
        yield from self._slots

    def piece(self, key: str) -> bytes | None:
        """Return a document as JSON."""
        slot = self._slots.get(key)
        if slot is not None:
            return self._documents.piece(slot)
        if self.cached is None or key in self._moved or (place := self.cached.find(key)) is None:
            return None
        return self._documents.changed.get(place[1]) or self.cached.piece(place[0])

    def pieces(self, keys: Iterable[str]) -> Iterator[bytes]:
        """Yield the documents of these keys as JSON; a key without one is passed over."""
        if self.cached is None:
            return map(self._documents.piece, filter(None, map(self._slots.get, keys)))
        return filter(None, map(self.piece, keys))

    def document(self, key: str) -> dict[str, Any] | None:
        """Return a document, read anew each time."""
        piece = self.piece(key)
        return None if piece is None else msgspec.json.decode(piece, type=dict[str, Any])

    def double_pieces(self) -> list[bytes]:
        """Return the documents whose key an earlier one has."""
        return [self._documents.piece(slot) for slot in self.doubles]

    def stranger_pieces(self) -> Iterator[bytes]:
        """Yield the documents that are not what this table holds."""
        return (self._documents.piece(slot) for slot in self.strangers)

    def drop_doubles(self) -> None:
        """Take them away, when they are kept under keys of their own."""
        for slot in self.doubles:
            self._documents.drop(slot)
        self.doubles = []

    def slot_for(self, key: str, wanted: str = "", skip: int = 1) -> str:
        """Return where a document stands or is to stand: at `wanted`, unless that is taken."""
        slot = self._slot(key)
        if slot is None:
            free = is_slot(wanted) and wanted not in self._documents
            slot = wanted if free else self._free(self._last + skip)
        return slot

    def _free(self, number: int) -> str:
        while str(number) in self._documents:  # an id of more digits than ours, or there are 10^15 of them
            number += 1
        return str(number)

    def put(self, key: str, piece: bytes, wanted: str = "") -> None:
        """Add a document, or replace the one with its key."""
        known = self._slot(key)
        slot = self.slot_for(key, wanted)
        if known is None or key in self._slots:
            self._slots[key] = slot
        self._documents.put(slot, piece)
        if len(slot) <= _OWN_DIGITS:
            self._last = max(self._last, int(slot))
        self.clear_cache()

    def drop(self, key: str) -> None:
        """Take a document away, if it is there."""
        if (slot := self._slot(key)) is not None:
            if self._slots.pop(key, None) is None:
                self._moved.add(key)
            self._documents.drop(slot)
            self.clear_cache()


class _Seen(Mapping[str, dict[str, Any]]):
    """A table's documents without the strangers."""

    def __init__(self, documents: Documents, strangers: Mapping[str, str]) -> None:
        self._documents = documents
        self._strangers = strangers

    def __getitem__(self, slot: str) -> dict[str, Any]:
        if slot in self._strangers:
            raise KeyError(slot)
        return self._documents[slot]

    def __iter__(self) -> Iterator[str]:
        return (slot for slot in self._documents if slot not in self._strangers)

    def __len__(self) -> int:
        return len(self._documents) - len(self._strangers)


NOT_OURS = (InvalidAnnotationError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""The errors of a document that isn't what its table holds."""


def checked_key(slot: str, piece: bytes, key_of: Callable[[bytes], str]) -> str:
    """Return the key of a document that a table may hold.

    Raises:
        NOT_OURS: it isn't what the table holds.
    """
    if not is_slot(slot):
        raise InvalidAnnotationError("its document id is no whole number")
    if len(piece) > MAX_DOCUMENT:
        raise InvalidAnnotationError(f"it has more than {MAX_DOCUMENT >> 20} MiB")
    return key_of(piece)


def _key_of(shape: type[msgspec.Struct]) -> Callable[[bytes], str]:
    """Return what checks that a document has a shape, and returns the first field of it, which is the key."""
    name = shape.__struct_fields__[0]

    def key_of(piece: bytes) -> str:
        return str(getattr(msgspec.convert(msgspec.json.decode(piece), shape), name))

    return key_of


class AnnotationIndex:
    """The uuids of the annotations by their article, and by the annotations that they link to.

    Those of the cache are looked up there, but for those that have changed since: each of them is here.
    """

    def __init__(self) -> None:
        self._articles: dict[str, dict[str, None]] = {}
        self._linking: dict[str, dict[str, None]] = {}
        """By the other end: the uuids of those that hold a link to it."""
        self.documents = Documents()
        """The annotations, of which some may be cached."""

    def article_ids(self) -> Iterator[str]:
        """Yield the ids of the articles that have annotations."""
        articles = self._articles
        yield from (article_id for article_id, uuids in articles.items() if uuids)
        cached, changed = self.documents.cached, self.documents.changed
        if cached is None:
            return
        emptied = {article_id for slot in changed if (article_id := cached.article_of(slot)) is not None}
        emptied = {each for each in emptied if all(slot in changed for _, slot in cached.about(each))}
        for article_id in cached.article_ids():
            if article_id not in emptied and not articles.get(article_id):
                yield article_id

    def of_article(self, article_id: str) -> list[str]:
        """Return the uuids of an article's annotations."""
        cached = [key for _, key in self._cached(article_id)]
        return [*cached, *self._articles.get(article_id, ())]

    def _cached(self, article_id: str) -> Iterator[tuple[int, str]]:
        """Yield place and uuid of the annotations of an article that are in the cache as they are."""
        if (cached := self.documents.cached) is not None:
            for place, slot in cached.about(article_id):
                if slot not in self.documents.changed:
                    yield place, cached.key(place)

    def pieces_of(self, article_id: str) -> Iterator[bytes]:
        """Yield the JSON of an article's annotations that are in the cache as they are."""
        if (cached := self.documents.cached) is not None:
            for place, slot in cached.about(article_id):
                if slot not in self.documents.changed:
                    yield cached.piece(place)

    def changed_of(self, article_id: str) -> list[str]:
        """Return the uuids of an article's other annotations."""
        return list(self._articles.get(article_id, ()))

    def linking(self, to: str | None = None) -> list[str]:
        """Return the uuids of those that hold a link to an annotation, or any link, in order of age."""
        holders = self._linking.values() if to is None else [self._linking.get(to, {})]
        uuids = {uuid for holding in holders for uuid in holding}
        if (cached := self.documents.cached) is not None:
            changed = self.documents.changed
            uuids.update(uuid for slot, uuid in cached.linking(to) if slot not in changed)
        return sorted(uuids)

    def read(self, piece: bytes) -> str:
        """Check an annotation's JSON, add the annotation, and return its uuid.

        Raises:
            InvalidAnnotationError: it is none.
        """
        annotation = decode(piece)
        self.add(annotation)
        return annotation.uuid

    def add(self, annotation: Annotation) -> None:
        """Enter an annotation under its article and its links."""
        self._articles.setdefault(annotation.article.id, {})[annotation.uuid] = None
        for link in annotation.links:
            self._linking.setdefault(link.to, {})[annotation.uuid] = None

    def remove(self, annotation: Annotation) -> None:
        """Take an annotation out of its article and its links, as `add` was given it."""
        _take_out(self._articles, annotation.article.id, annotation.uuid)
        for to in {link.to for link in annotation.links}:
            _take_out(self._linking, to, annotation.uuid)


def _take_out(index: dict[str, dict[str, None]], name: str, key: str) -> None:
    """Take a key out of an index; a name without keys goes, too."""
    if (keys := index.get(name)) is not None:
        keys.pop(key, None)
        if not keys:
            del index[name]


class Records:
    """A table of records beside the annotations, found by their uuid and by the article that they are about.

    Args:
        storage: the tables in memory.
        table: which of them.
    """

    def __init__(self, storage: CheckpointStorage, table: SideTable[Any]) -> None:
        self._table = table
        self._articles: dict[str, dict[str, None]] = {}
        self.documents = KeyedTable(storage, table.name, self._read)

    def _read(self, piece: bytes) -> str:
        record = decode_record(self._table, piece)
        self.enter(record)
        return str(record.uuid)

    def find(self, uuid: str) -> SideRecord | None:
        """Return a record, read anew each time."""
        piece = self.documents.piece(uuid)
        return None if piece is None else decode_record(self._table, piece)

    def of_article(self, article_id: str) -> list[str]:
        """Return the uuids of the records about an article."""
        return list(self._articles.get(article_id, ()))

    def enter(self, record: SideRecord) -> None:
        """Enter a record under its article, if it has one."""
        if (article := article_of(record)) is not None:
            self._articles.setdefault(article.id, {})[record.uuid] = None

    def take_out(self, record: SideRecord) -> None:
        """Take a record out from under its article, as `enter` was given it."""
        if (article := article_of(record)) is not None:
            _take_out(self._articles, article.id, record.uuid)


class RecordChange(NamedTuple):
    """A record's part in a change that is made here: the tables take it in without reading it again."""

    before: AnyRecord | None
    """The record as the tables hold it."""
    after: AnyRecord | None
    piece: bytes
    """The JSON of `after`; empty if the record goes."""


_NOTHING_KNOWN: Mapping[tuple[str, str], RecordChange] = MappingProxyType({})


class State:
    """All tables at one moment of the journal, `seq`."""

    def __init__(self, storage: CheckpointStorage) -> None:
        self.storage = storage
        self.index = AnnotationIndex()
        self.annotations = KeyedTable(storage, ANNOTATIONS, self.index.read)
        self.index.documents = self.annotations.all_documents
        self.articles = KeyedTable(storage, ARTICLES, _key_of(ArticleKey))
        self.side = {name: Records(storage, table) for name, table in SIDE_TABLES.items()}
        """The tables of records beside the annotations, by name."""
        self._gone: dict[str, str] = {}
        """The tables of deleted records beside the annotations, by uuid."""
        self.deleted = KeyedTable(storage, DELETED, self._read_tombstone)
        if self.deleted.cached is not None:
            self._gone.update(self.deleted.cached.tombstones())
        self.meta = read_meta(storage.path, storage.tables)
        self.seq: int = self.meta["seq"]
        self.described = bool(storage.tables.get(META))
        """The file says which store it is, and how far it goes."""

    def _read_tombstone(self, piece: bytes) -> str:
        tombstone = msgspec.convert(msgspec.json.decode(piece), Tombstone)
        if tombstone.table != ANNOTATIONS:
            self._gone[tombstone.uuid] = tombstone.table
        return tombstone.uuid

    def find(self, uuid: str) -> Annotation | None:
        """Return an annotation, read from its JSON each time: nobody can alter what the store holds."""
        piece = self.annotations.piece(uuid)
        return None if piece is None else decode(piece)

    def find_all(self, article_id: str | None = None) -> list[Annotation]:
        """Return all annotations, or those of an article; a seventh faster than asking for each."""
        if article_id is None:
            return [decode(piece) for piece in self.annotations.pieces(self.annotations.known())]
        others = self.annotations.pieces(self.index.changed_of(article_id))
        return [decode(piece) for piece in chain(self.index.pieces_of(article_id), others)]

    def annotated_texts(self, article_ids: Sequence[str]) -> dict[str, set[str]]:
        """Return the texts that were annotated, see `annotations.store.base.AnnotationReader`."""
        cached = self.index.documents.cached
        texts = {} if cached is None else cached.texts(article_ids)
        for article_id in article_ids:
            if uuids := self.index.changed_of(article_id):
                of_article = texts.setdefault(article_id, set())
                of_article.update(
                    _OF_TEXT.decode(piece).article.sha256 for piece in self.annotations.pieces(uuids)
                )
        return texts

    def find_in(self, table: str, uuid: str) -> AnyRecord | None:
        """Return a record of any table, read anew in the same way."""
        return self.find(uuid) if table == ANNOTATIONS else self.side[table].find(uuid)

    def documents(self, table: str) -> KeyedTable:
        """Return the table of annotations or one of those beside it, by name."""
        return self.annotations if table == ANNOTATIONS else self.side[table].documents

    def gone(self, table: str) -> Iterator[str]:
        """Yield the uuids of a table's records that were deleted and not brought back."""
        return (uuid for uuid in self.deleted.known() if self._gone.get(uuid, ANNOTATIONS) == table)

    def records(self) -> Iterator[tuple[str, AnyRecord]]:
        """Yield everything that is said, by table: the annotations, then what is kept beside them."""
        for name in (ANNOTATIONS, *SIDE_TABLES):
            for uuid in self.documents(name).known():
                if (record := self.find_in(name, uuid)) is not None:
                    yield name, record

    def strangers(self) -> Iterator[Stranger]:
        """Yield what isn't what claimreader keeps where it stands; all of it stays as it is."""
        beside = [records.documents for records in self.side.values()]
        for table in (self.annotations, self.articles, self.deleted, *beside):
            for slot, why in table.strangers.items():
                yield Stranger(table.name, slot, why)
        for table in beside:
            for slot in table.doubles:
                yield Stranger(table.name, slot, "an earlier document has its uuid")

    def foreign_tables(self) -> Iterator[Stranger]:
        """Yield the tables of other programs."""
        for name, table in self.storage.tables.items():
            if name not in (ANNOTATIONS, ARTICLES, DELETED, META, *SIDE_TABLES):
                size = "no table" if isinstance(table, bytes) else f"{len(table)} document(s)"
                yield Stranger(name, "", f"another program's, {size}")

    @property
    def told(self) -> str:
        """One line for the screen of what is kept and not shown; empty if there is nothing."""
        number = sum(1 for _ in self.strangers())
        return (
            f"{number} document(s) that are no annotations are kept, not shown: claimreader verify"
            if number
            else ""
        )

    @property
    def ours(self) -> bool:
        """True if anything says that this is an annotations file, or nothing says that it is another's.

        A list of things to do or the settings of a program, named by mistake, must not become one.
        """
        tables = self.storage.tables.values()
        odd = any(
            isinstance(table, bytes)
            or not all(is_slot(slot) and piece.startswith(b"{") for slot, piece in table.pieces())
            for table in tables
        )
        return (
            not (odd or any(self.strangers()))
            or META in self.storage.tables
            or any(self.annotations.known())
            or any(
                b'"uuid"' in piece and b'"target"' in piece for piece in self.annotations.stranger_pieces()
            )
        )

    @property
    def newer(self) -> bool:
        """The file was written by a claimreader whose format this one doesn't know."""
        return bool(self.meta["format"] > FORMAT)

    def change(self, entry: JournalEntry) -> None:
        """Take one change of the journal in: the one way in which tables change, saving or recovering."""
        for _ in self.changing(entry):
            pass

    def changing(
        self, entry: JournalEntry, known: Mapping[tuple[str, str], RecordChange] = _NOTHING_KNOWN
    ) -> Iterator[None]:
        """Take a change in, and stop every few ms so that others may read; `seq` follows at the end.

        Args:
            entry: the change.
            known: by table and uuid the records that the tables hold and are to hold, where they have been
                read already, as whoever makes a change has.
        """
        for number, op in enumerate(entry.ops, 1):
            if op.table == ARTICLES and op.after is not None:
                self.articles.put(op.id, dump(op.after), op.slot)
            elif op.table == ANNOTATIONS or op.table in self.side:
                self._change_record(op, entry, known.get((op.table, op.id)) or self._read(op))
            if number % _STEP == 0:
                yield
        self.seq = max(self.seq, entry.seq)

    def _read(self, op: Op) -> RecordChange:
        """Read a document of the journal, and the one that it replaces."""
        before = self.find_in(op.table, op.id)
        if op.after is None:
            return RecordChange(before, None, b"")
        piece = dump(op.after)
        return RecordChange(before, self.decode(op.table, piece), piece)

    def decode(self, table: str, piece: bytes) -> AnyRecord:
        """Read the JSON of a record of any table.

        Raises:
            InvalidAnnotationError: it is none.
        """
        return decode(piece) if table == ANNOTATIONS else decode_record(SIDE_TABLES[table], piece)

    def _change_record(self, op: Op, entry: JournalEntry, change: RecordChange) -> None:
        """Put a record in its place, or a tombstone that keeps its last revision."""
        last = self.last_rev(op.id, change.before)
        table = self.documents(op.table)
        self._reindex(op.table, change)
        if change.after is not None:
            table.put(op.id, change.piece, op.slot)
            self.deleted.drop(op.id)
            self._gone.pop(op.id, None)
        else:
            tombstone = {"uuid": op.id, "rev": min(last + 1, MAX_COUNTER), "by": entry.by, "t": entry.t}
            if op.table != ANNOTATIONS:
                tombstone["table"] = self._gone[op.id] = op.table
            table.drop(op.id)
            self.deleted.put(op.id, dump(tombstone))

    def _reindex(self, table: str, change: RecordChange) -> None:
        for record, comes in ((change.before, False), (change.after, True)):
            if isinstance(record, Annotation):
                (self.index.add if comes else self.index.remove)(record)
            elif record is not None:
                (self.side[table].enter if comes else self.side[table].take_out)(record)

    def takes(self, entry: JournalEntry) -> bool:
        """Tell whether `check` lets a change pass."""
        try:
            self.check(entry)
        except InvalidAnnotationError:
            return False
        return True

    def check(self, entry: JournalEntry) -> None:
        """See that a change read from a file is one that `change` may take.

        Raises:
            InvalidAnnotationError: it is not; a right checksum proves nothing about who wrote it.
        """
        for op in entry.ops:
            if op.table not in (ANNOTATIONS, ARTICLES, *self.side) or (
                op.after is None and op.table == ARTICLES
            ):
                raise InvalidAnnotationError(f"table {op.table[:40]!r} is not changed so")
            if op.after is not None and self._key(op.table, op.after) != op.id:
                raise InvalidAnnotationError(f"it is said to be about {op.id[:40]!r}")

    def _key(self, table: str, document: dict[str, Any]) -> object:
        if table == ARTICLES:
            return document.get("id")
        if table == ANNOTATIONS:
            return from_document(document).uuid
        return record_from(SIDE_TABLES[table], document).uuid

    def last_rev(self, uuid: str, current: AnyRecord | None) -> int:
        """Return the last revision that a record ever had, also a deleted one; 0: it never was.

        Args:
            uuid: the record's.
            current: the record as the tables hold it, None if they don't.
        """
        return current.rev if current else self._last_rev_of_deleted(uuid)

    def _last_rev_of_deleted(self, uuid: str) -> int:
        piece = self.deleted.piece(uuid)
        return int(msgspec.json.decode(piece)["rev"]) if piece else 0

    def snapshot(self, meta: dict[str, Any]) -> Tables:
        """Return the tables as they are now, for a checkpoint that goes on while they change.

        Args:
            meta: what `_meta` is to say, but for the number of the last change.
        """
        tables: Tables = {
            name: table if isinstance(table, bytes) else table.copy()
            for name, table in self.storage.tables.items()
            if table or name not in self.side  # who keeps nothing in one has the file as it ever was
        }
        described = tables.pop(META, None)
        described = described if isinstance(described, Documents) else Documents()
        described.put("1", dump(meta | {"seq": self.seq}))
        return tables | {META: described}


def read_meta(path: Path, tables: Tables) -> dict[str, Any]:
    """Return the document of `_meta`; where there is none it says `seq` 0, `format` 1 and no store.

    Raises:
        StoreError: it isn't what claimreader writes there.
    """
    try:
        table = tables.get(META, Documents())
        if isinstance(table, bytes):
            raise msgspec.ValidationError("no table")
        meta = table.get("1", {})
        checked: dict[str, Any] = msgspec.to_builtins(msgspec.convert(meta, Meta))
        return meta | checked
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        fault = f"{path}: table _meta is not what claimreader keeps there"
        raise StoreError(f"{fault}: {error}. {OTHER_FILE}") from None
