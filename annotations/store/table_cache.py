"""Keeps the tables of a large annotations file taken apart, in the user's cache, to be opened at once.

A million annotations are one JSON of 1.3 GB: to read it takes a minute, and 500 MB of memory if all of it is
kept. So the first opening of a file of more than `storage.LARGE` bytes puts what it has read into an SQLite
file in the cache: the documents, sixteen packed as one, and for the three tables that grow (annotations,
articles, what was deleted) where each stands by its document id and its key, by article and by the other end
of a link, and which texts of an article were annotated. The next opening reads from there what somebody asks
for, and nothing before. What is changed in a session lies on top, in `Documents` and `AnnotationIndex`. A
smaller file has no cache.

**It is derived, and never believed more than the file.** It stands for the annotations file in one state and
for nothing else: inode, size, time of modification and of change, and the last bytes of it, in which `_meta`
names the store, the checkpoint and its line of descent. Those are kept in a seal beside the cache, with the
version of this module and a checksum of the whole cache, which is reckoned at each opening (0.1 s a million):
a cache that is torn, of another state or of another version is no cache. Neither is one that isn't a plain
file of ours that nobody else may write to; who may write ours may write the annotations, too. A state that is
younger than its file system's clock is coarse isn't sealed, for it could change without a trace (git calls
that racy). What lies in it is checked again when it is read, as all documents are.

**It is made where the file is read**, by whoever opens the store, in the thread that does (the reader's opens
it after the first frame), and brought up to date by who writes the file, after each checkpoint: a copy with
the session's changes in it, under a new name that takes the old one's place, so that nobody who has it open
sees another one. The journal is read on top of it as on top of the file (`annotations.store.recovery`), which
knows nothing of a cache. Where it can't be made or used everything goes on without.

A file with documents that are none of ours, two of one key, or laid out by another program has no cache.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import stat
import sys
import tempfile
import threading
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from annotations.file_reading import open_file
from annotations.paths import cache_folder
from annotations.store import disk
from annotations.store.errors import CacheError, StoreError
from annotations.text.sanitising import is_utf8

VERSION = 2
"""Of what is in the cache, and of what counts as a document: raise it when a check of either changes."""

_TOGETHER = 16
"""Documents packed as one, as in `annotations.store.documents`."""

_BETWEEN = b"\0"
_TABLE_BITS = 40
"""A document's place is its table's number and, in so many bits, its number in the table."""

_WINDOW = 64 * _TOGETHER
"""Documents that are read together when a table is gone through."""

_ASKED = 500
"""Articles that are asked for in one statement, which may have 32,766 placeholders, and 999 before 3.32."""

_END = 4096
"""Bytes of the end of the file that the seal has."""

_TICK = 20_000_000
"""Nanoseconds by which a state must be past before it is sealed: two ticks of the slowest kernel's clock."""

_COARSE = 10_000_000
"""Nanoseconds: exFAT's times are multiples of it, as are those in whole seconds."""

_LEFT_BEHIND = 3600
"""Seconds without a write after which nobody writes it any more; a million annotations take two minutes."""

_PIECE = 1 << 20

_SCHEMA = """
CREATE TABLE tables (number INTEGER PRIMARY KEY, name TEXT NOT NULL, last INTEGER NOT NULL, size INTEGER);
CREATE TABLE blocks (number INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE documents (place INTEGER PRIMARY KEY, slot NOT NULL, key, article INTEGER);
CREATE TABLE articles (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
CREATE TABLE texts (article INTEGER NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (article, sha256))
    WITHOUT ROWID;
CREATE TABLE links (other TEXT NOT NULL, place INTEGER NOT NULL);
CREATE TABLE tombstones (uuid TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
"""

_INDEXES = f"""
CREATE UNIQUE INDEX by_slot ON documents (place >> {_TABLE_BITS}, slot);
CREATE UNIQUE INDEX by_key ON documents (place >> {_TABLE_BITS}, key) WHERE key IS NOT NULL;
CREATE INDEX by_article ON documents (article) WHERE article IS NOT NULL;
CREATE INDEX by_other ON links (other);
"""

FAILURES = (
    sqlite3.Error,
    OSError,
    zlib.error,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    msgspec.MsgspecError,
    StoreError,
)
"""The errors of a cache that can't be made, or isn't what we made; UnicodeError is a ValueError."""


class Seal(msgspec.Struct, frozen=True):
    """Says which state of which file a cache stands for, and that it is whole."""

    version: int
    state: tuple[int, int, int, int, int]
    """Device, inode, size, and times of modification and change in ns, of the annotations file."""
    end: str
    """SHA-256 of its last bytes."""
    size: int
    """Bytes of the cache."""
    checksum: int
    """Adler-32 of the cache."""


class Entry(msgspec.Struct, frozen=True):
    """The key of a document, and what else it is found by."""

    key: str | None = None
    """None in a table that is read as a whole."""
    article: str | None = None
    text: str = ""
    """The text of that article (its sha256)."""
    links: tuple[str, ...] = ()
    tombstone_of: str = ""
    """The table of a deleted record that was no annotation."""


def path_of(main: Path) -> Path:
    """Return where the cache of an annotations file is."""
    name = hashlib.sha256(os.fsencode(main)).hexdigest()[:16]
    return cache_folder() / f"annotations-{name}.sqlite"


def _seal_of(path: Path) -> Path:
    return path.with_name(path.name + "-seal")


class TableCache:
    """A cache that is open, whole, and of the file's state.

    Args:
        path: of the cache.
        main: the annotations file.

    Raises:
        FAILURES: there is none that may be used.
    """

    def __init__(self, path: Path, main: Path) -> None:
        self._seal = seal = _read_seal(_seal_of(path))
        if seal.version != VERSION or (seal.state, seal.end) != _state(main):
            raise ValueError("of another state")
        self.main = main
        self._lock = threading.RLock()
        self._file: BinaryIO = open_file(path, follow=False)
        try:
            _check_is_ours(os.fstat(self._file.fileno()))
            if (os.fstat(self._file.fileno()).st_size, _checksum(self._file)) != (seal.size, seal.checksum):
                raise ValueError("torn")
            self._database = _connect(path)
            self._tables: dict[str, int] = dict(self.rows("SELECT name, number FROM tables ORDER BY number"))
            # What was opened by its name is what was checked, unless another one has come in between.
            if not os.path.samestat(os.fstat(self._file.fileno()), path.stat()):
                raise ValueError("another one")
        except BaseException:
            self._file.close()
            raise
        self._block: tuple[int, list[bytes]] = (-1, [])

    @property
    def identity(self) -> disk.Identity:
        """The state of the annotations file that it stands for."""
        return _identity(self._seal.state)

    def __del__(self) -> None:
        for part in ("_file", "_database"):
            if part in self.__dict__:  # not where opening failed before it
                getattr(self, part).close()

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Return what a query finds; nothing where half a surrogate is looked for, which no cache has."""
        try:
            with self._lock:
                return self._database.execute(query, values).fetchall()
        except UnicodeEncodeError:
            return []
        except sqlite3.Error as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: Exception) -> CacheError:
        return CacheError(f"{path_of(self.main)}: can't be read any more: {error}. Start again")

    def tables(self) -> dict[str, CachedTable]:
        """Return the tables by name, in the order of the file."""
        return {name: CachedTable(self, number) for name, number in self._tables.items()}

    def numbers(self) -> dict[str, int]:
        """Return the numbers of the tables by name, in the order of the file."""
        return dict(self._tables)

    def piece(self, place: int) -> bytes:
        """Return the JSON of the document at a place."""
        number, at = divmod(place, _TOGETHER)
        block, pieces = self._block  # one look: another thread may be reading, too
        if block != number:
            rows = self.rows("SELECT data FROM blocks WHERE number = ?", number)
            try:
                pieces = _unpacked(rows[0][0])
            except (LookupError, TypeError, zlib.error) as error:
                raise self._unreadable(error) from error
            self._block = number, pieces
        if at >= len(pieces):
            raise self._unreadable(LookupError(f"no document {place}"))
        return pieces[at]

    def copy_to(self, path: Path) -> None:
        """Write a copy of this very file, whatever has its name now."""
        with self._lock, path.open("wb") as target:
            self._file.seek(0)
            while piece := self._file.read(_PIECE):
                target.write(piece)


class CachedTable:
    """One table of a cache.

    Args:
        cache: the open cache.
        number: which table.
    """

    def __init__(self, cache: TableCache, number: int) -> None:
        self.cache = cache
        self.number = number
        self._first = number << _TABLE_BITS
        self._end = (number + 1) << _TABLE_BITS
        self.size: int
        self.last: int
        ((self.size, self.last),) = cache.rows("SELECT size, last FROM tables WHERE number = ?", number)
        self._of = f"place >> {_TABLE_BITS} = {number}"

    def place(self, slot: str) -> int | None:
        """Return the place of the document of an id."""
        places = self.cache.rows(
            f"SELECT place FROM documents WHERE {self._of} AND slot = ?",  # noqa: S608 - a number
            _as_number(slot),
        )
        return int(places[0][0]) if places else None

    def piece(self, place: int) -> bytes:
        """Return the JSON of the document at a place."""
        return self.cache.piece(place)

    def find(self, key: str) -> tuple[int, str] | None:
        """Return the place and the id of the document of a key."""
        rows = self.cache.rows(
            f"SELECT place, slot FROM documents WHERE {self._of} AND key = ?",  # noqa: S608 - a number
            _as_bytes(key),
        )
        return (rows[0][0], str(rows[0][1])) if rows else None

    def slots(self) -> Iterator[tuple[int, str]]:
        """Yield place and id of all documents, in order."""
        for place, slot, _ in self._windows():
            yield place, slot

    def named(self) -> Iterator[tuple[str, str]]:
        """Yield id and key of all documents, in order."""
        for _, slot, key in self._windows():
            yield slot, _as_text(key)

    def _windows(self) -> Iterator[tuple[int, str, Any]]:
        after = self._first - 1
        query = (
            f"SELECT place, slot, key FROM documents WHERE place > ? AND place < {self._end} "  # noqa: S608
            f"ORDER BY place LIMIT {_WINDOW}"
        )
        while window := self.cache.rows(query, after):
            for place, slot, key in window:
                yield place, str(slot), key
            after = window[-1][0]

    # ------------------------------------------------------------------ annotations

    def article_ids(self) -> list[str]:
        """Return the ids of the articles that have annotations."""
        some = "EXISTS (SELECT 1 FROM documents WHERE article = number)"
        return [row[0] for row in self.cache.rows(f"SELECT id FROM articles WHERE {some}")]  # noqa: S608

    def texts(self, article_ids: Sequence[str]) -> dict[str, set[str]]:
        """Return the texts (their sha256) that were annotated, by article; also those of what has changed."""
        texts: dict[str, set[str]] = {}
        for part in (article_ids[at : at + _ASKED] for at in range(0, len(article_ids), _ASKED)):
            asked = list(filter(is_utf8, part))
            query = (
                "SELECT id, sha256 FROM articles JOIN texts ON article = number "  # noqa: S608 - marks only
                f"WHERE id IN ({', '.join('?' * len(asked))})"
            )
            for article_id, text in self.cache.rows(query, *asked):
                texts.setdefault(article_id, set()).add(text)
        return texts

    def about(self, article_id: str) -> list[tuple[int, str]]:
        """Return place and id of the annotations of an article."""
        query = (
            "SELECT place, slot FROM documents WHERE article = (SELECT number FROM articles WHERE id = ?) "
            "ORDER BY place"
        )
        return [(place, str(slot)) for place, slot in self.cache.rows(query, article_id)]

    def article_of(self, slot: str) -> str | None:
        """Return the article that the annotation of an id is about."""
        query = (
            f"SELECT id FROM documents JOIN articles ON number = article "  # noqa: S608 - a number
            f"WHERE {self._of} AND slot = ?"
        )
        ids = self.cache.rows(query, _as_number(slot))
        return ids[0][0] if ids else None

    def key(self, place: int) -> str:
        """Return the key of the document at a place."""
        ((key,),) = self.cache.rows("SELECT key FROM documents WHERE place = ?", place)
        return _as_text(key)

    def linking(self, other: str | None) -> list[tuple[str, str]]:
        """Return id and uuid of the annotations that hold a link to another, or any link."""
        query = "SELECT DISTINCT slot, key FROM links JOIN documents USING (place)"
        if other is not None:
            return self._named(self.cache.rows(f"{query} WHERE other = ?", other))
        return self._named(self.cache.rows(query))

    @staticmethod
    def _named(rows: Iterable[tuple[Any, ...]]) -> list[tuple[str, str]]:
        return [(str(slot), _as_text(key)) for slot, key in rows]

    def tombstones(self) -> dict[str, str]:
        """Return the tables of deleted records that were no annotations, by uuid."""
        return dict(self.cache.rows("SELECT uuid, name FROM tombstones"))


def opened(main: Path) -> TableCache | None:
    """Open the cache of an annotations file; None if there is none of its state."""
    try:
        return TableCache(path_of(main), main)
    except FAILURES:
        return None


class CacheWriter:
    """Writes a cache under a name of its own, which gets its place at the end, or nothing at all.

    Args:
        main: the annotations file.
        identity: the state of it that the cache will stand for.
        copy_of: begin with what that one has; None: with nothing.
        checksum: what the annotations file has to have where it isn't read meanwhile.

    Raises:
        FAILURES: it can't be written.
    """

    def __init__(
        self,
        main: Path,
        identity: disk.Identity,
        copy_of: TableCache | None = None,
        checksum: int | None = None,
    ) -> None:
        self._main = main
        self._expected = checksum
        self._path = path_of(main)
        self._before = _settled(main)
        if _identity(self._before[0]) != identity:
            raise ValueError("the file has changed")
        folder = self._path.parent
        folder.mkdir(parents=True, exist_ok=True)
        _tidy(self._path)
        fd, name = tempfile.mkstemp(dir=folder, prefix=f"{self._path.name}-new-")
        os.close(fd)
        self._fresh = Path(name)
        self._articles: dict[str, int] = {}
        self._entered = (0, "")
        """Article and text that were entered last: annotations stand article by article."""
        try:
            if copy_of is not None:
                copy_of.copy_to(self._fresh)
            self._database = sqlite3.connect(self._fresh, isolation_level=None, check_same_thread=False)
            # Nobody reads it before it is whole, and a torn one has no seal.
            self._database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
            self._database.execute("PRAGMA trusted_schema = OFF")
            self._database.execute("BEGIN")
            if copy_of is None:
                for statement in filter(str.strip, _SCHEMA.split(";")):
                    self._database.execute(statement)
            self._is_new = copy_of is None
        except BaseException:
            self.abandon()
            raise

    def abandon(self) -> None:
        """Leave nothing behind."""
        with contextlib.suppress(Exception):
            self._database.close()
        for left in (self._fresh, self._fresh.with_name(self._fresh.name + "-seal")):
            left.unlink(missing_ok=True)

    def add_table(self, number: int, name: str, documents: Iterable[tuple[str, bytes, Entry]]) -> None:
        """Write a whole table.

        Args:
            number: its place in the file.
            name: its name.
            documents: their ids, their JSON, and what is known of them.
        """
        run = self._database.execute
        place, last, block = number << _TABLE_BITS, 0, []
        for slot, piece, entry in documents:
            self._enter(place, slot, entry)
            last = max(last, _own_number(slot))
            block.append(piece)
            place += 1
            if place % _TOGETHER == 0:
                run("INSERT INTO blocks VALUES (?, ?)", (place // _TOGETHER - 1, _packed(block)))
                block = []
        if block:
            run("INSERT INTO blocks VALUES (?, ?)", (place // _TOGETHER, _packed(block)))
        run("INSERT INTO tables VALUES (?, ?, ?, 0)", (number, name, last))

    def drop_table(self, number: int) -> None:
        """Take a table away, that was read as a whole."""
        bounds = number << _TABLE_BITS, (number + 1) << _TABLE_BITS
        run = self._database.execute
        run("DELETE FROM documents WHERE place >= ? AND place < ?", bounds)
        run("DELETE FROM blocks WHERE number >= ? AND number < ?", [bound // _TOGETHER for bound in bounds])
        run("DELETE FROM tables WHERE number = ?", (number,))

    def change_table(
        self,
        table: CachedTable,
        changed: Mapping[int, tuple[str, bytes, Entry] | None],
        added: Sequence[tuple[str, bytes, Entry]],
    ) -> None:
        """Change documents where they stand, take away those that are None, and add others at the end."""
        run = self._database.execute
        blocks: dict[int, list[bytes]] = {}

        def block_of(number: int) -> list[bytes]:
            if number not in blocks:
                rows = run("SELECT data FROM blocks WHERE number = ?", (number,)).fetchall()
                blocks[number] = _unpacked(rows[0][0]) if rows else []
            return blocks[number]

        for place, document in changed.items():
            run("DELETE FROM documents WHERE place = ?", (place,))
            run("DELETE FROM links WHERE place = ?", (place,))
            if document is not None:
                slot, piece, entry = document
                self._enter(place, slot, entry)
                block_of(place // _TOGETHER)[place % _TOGETHER] = piece
        first = table.number << _TABLE_BITS
        ((at,),) = run(
            "SELECT coalesce(max(number) + 1, ?) * ? FROM blocks WHERE number >= ? AND number < ?",
            (first // _TOGETHER, _TOGETHER, first // _TOGETHER, (first + (1 << _TABLE_BITS)) // _TOGETHER),
        ).fetchall()
        for place, (slot, piece, entry) in enumerate(added, at):
            self._enter(place, slot, entry)
            block_of(place // _TOGETHER).append(piece)
        for number, block in blocks.items():
            run("INSERT OR REPLACE INTO blocks VALUES (?, ?)", (number, _packed(block)))
        last = max([table.last, *(_own_number(slot) for slot, _, _ in added)])
        run("UPDATE tables SET last = ? WHERE number = ?", (last, table.number))

    def forget_tombstones(self, uuids: Iterable[str]) -> None:
        """Take out what is said of records that are back."""
        self._database.executemany("DELETE FROM tombstones WHERE uuid = ?", [(uuid,) for uuid in uuids])

    def _enter(self, place: int, slot: str, entry: Entry) -> None:
        run = self._database.execute
        article = None if entry.article is None else self._article(entry.article)
        key = None if entry.key is None else _as_bytes(entry.key)
        run("INSERT INTO documents VALUES (?, ?, ?, ?)", (place, _as_number(slot), key, article))
        if article is not None and (article, entry.text) != self._entered:
            self._entered = article, entry.text
            run("INSERT OR IGNORE INTO texts VALUES (?, ?)", self._entered)
        for other in set(entry.links):
            run("INSERT INTO links VALUES (?, ?)", (other, place))
        if entry.tombstone_of and entry.key is not None:
            run("INSERT OR REPLACE INTO tombstones VALUES (?, ?)", (entry.key, entry.tombstone_of))

    def _article(self, article_id: str) -> int:
        number = self._articles.get(article_id)
        if number is None:
            run = self._database.execute
            run("INSERT OR IGNORE INTO articles (id) VALUES (?)", (article_id,))
            ((number,),) = run("SELECT number FROM articles WHERE id = ?", (article_id,)).fetchall()
            self._articles[article_id] = number
        return number

    def finish(self) -> None:
        """Seal it and put it in its place, if the annotations file is as it was.

        Raises:
            FAILURES: it can't be, or the file isn't; there is nothing left of it.
        """
        try:
            if self._is_new:
                for statement in filter(str.strip, _INDEXES.split(";")):
                    self._database.execute(statement)
            of_table = f"place >= number << {_TABLE_BITS} AND place < (number + 1) << {_TABLE_BITS}"
            counted = f"SELECT count(*) FROM documents WHERE {of_table}"  # noqa: S608 - a number
            self._database.execute(f"UPDATE tables SET size = ({counted})")  # noqa: S608 - a number
            self._database.execute("COMMIT")
            self._database.close()
            with open_file(self._fresh, follow=False) as file:
                size, checksum = os.fstat(file.fileno()).st_size, _checksum(file)
            with open_file(self._main, follow=False) as file:
                if self._expected not in (None, _checksum(file)):
                    raise ValueError("not what was written")
                disk.flush(file.fileno())  # as it was read; what another program wrote may not be yet
            if _settled(self._main) != self._before:
                raise ValueError("the file has changed")
            state, end = self._before
            seal = msgspec.json.encode(Seal(VERSION, state, end, size, checksum))
            self._fresh.replace(self._path)
            sealing = self._fresh.with_name(self._fresh.name + "-seal")
            made = os.O_WRONLY | os.O_CREAT | os.O_EXCL
            with os.fdopen(os.open(sealing, made, disk.PRIVATE), "wb") as file:
                file.write(seal)
            sealing.replace(_seal_of(self._path))
        finally:
            self.abandon()


def _tidy(path: Path) -> None:
    """Take away what writers have left behind that were killed."""
    for left in path.parent.glob(f"{path.name}-new-*"):
        with contextlib.suppress(OSError):
            if time.time() - left.lstat().st_mtime > _LEFT_BEHIND:
                left.unlink()


def _read_seal(path: Path) -> Seal:
    with open_file(path, follow=False, most=_END) as file:
        _check_is_ours(os.fstat(file.fileno()))
        return msgspec.json.decode(file.read(_END), type=Seal)


def _check_is_ours(status: os.stat_result) -> None:
    """See that nobody else may have written it.

    Raises:
        ValueError: somebody may.
    """
    if hasattr(os, "geteuid") and (
        status.st_uid != os.geteuid() or status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    ):
        raise ValueError("another's")


def _connect(path: Path) -> sqlite3.Connection:
    # Immutable: nobody writes into a file that has its place, so it needs no lock, and none is made.
    name = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    connection = sqlite3.connect(name, uri=True, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def _state(main: Path) -> tuple[tuple[int, int, int, int, int], str]:
    with open_file(main, follow=False) as file:
        status = os.fstat(file.fileno())
        file.seek(max(0, status.st_size - _END))
        end = hashlib.sha256(file.read(_END)).hexdigest()
    times = status.st_mtime_ns, status.st_ctime_ns
    return (status.st_dev, status.st_ino, status.st_size, *times), end


def _identity(state: tuple[int, int, int, int, int]) -> disk.Identity:
    _, inode, size, modified, _ = state
    return inode, size, modified


def _settled(main: Path) -> tuple[tuple[int, int, int, int, int], str]:
    """Return the state of a file that no write can change any more without its times telling.

    Anybody may set the time of modification; that of the last change, which each write sets, is the kernel's.
    Windows has none, FAT and exFAT only that of modification again, and sshfs too: there a file has no cache.

    Raises:
        ValueError: its times are too coarse for that, or are none, or lie in the future.
    """
    if sys.platform == "win32":
        raise ValueError("no time of change")
    (*_, changed), _ = _state(main)
    past = time.time_ns() - changed
    if changed % _COARSE == 0 or past < 0:
        raise ValueError("a time that tells nothing")
    if past < _TICK:
        time.sleep((_TICK - past) / 1e9)
    return _state(main)


def _checksum(file: BinaryIO) -> int:
    file.seek(0)
    value, room = 1, memoryview(bytearray(_PIECE))
    while size := file.readinto(room):  # type: ignore[attr-defined] # a file that is open in binary has it
        value = zlib.adler32(room[:size], value)
    return value


def _packed(block: list[bytes]) -> bytes:
    return zlib.compress(_BETWEEN.join(block), 1)


def _unpacked(data: bytes) -> list[bytes]:
    return zlib.decompress(data).split(_BETWEEN)


def _as_number(slot: str) -> int | str:
    """Return an id as SQLite keeps it in the least room; one that isn't written as a number is, stays."""
    number = _own_number(slot)
    return number if str(number) == slot else slot


def _own_number(slot: str) -> int:
    """Return the number of an id of ours; 0 of another's, which has more digits or is none."""
    return int(slot) if len(slot) <= 15 and slot.isascii() and slot.isdecimal() else 0


def _as_bytes(key: str) -> bytes | str:
    """Return a key in half the room, if it is a uuid as all programs write it."""
    digits = key.replace("-", "")
    if len(key) == 36 and len(digits) == 32:
        with contextlib.suppress(ValueError):
            data = bytes.fromhex(digits)
            if _as_text(data) == key:
                return data
    return key


def _as_text(key: bytes | str) -> str:
    if isinstance(key, str):
        return key
    digits = key.hex()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
