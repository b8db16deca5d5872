"""`annotations.json` as TinyDB's own extension point carries it: a `Storage` for the file.

The file is always an ordinary TinyDB file, one document a line, in ASCII: plain `TinyDB(path)` opens files in
the locale's encoding, and UTF-8 fails under C and turns to mojibake under cp1256. Documents stay the bytes
they were read as, so that opening decodes each only to check it, and a checkpoint joins bytes instead of
holding the interpreter's lock for seconds in `json.dumps`. A file as we write it is read line by line, and so
is never in memory as a whole.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
from tinydb.storages import Storage

from annotations.store import disk
from annotations.store.base import DamagedError, StoreError
from annotations.store.documents import Documents
from annotations.store.journal import LostError

MAX_DOCUMENT = 4 << 20
"""Bytes of one document: 1,000 times a long annotation. More would stall every screen."""

_PIECES_PER_WRITE = 100
"""Documents joined at once by a checkpoint: some 100 KB, 50 us during which no other thread runs."""

OTHER_FILE = "It stays as it is; name another file with --db"
"""The remedy for a file that isn't ours to mend."""

_BOM = b"\xef\xbb\xbf"
_SHAPE = msgspec.json.Decoder(dict[str, dict[str, msgspec.Raw]])
_OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw])

_TABLE = re.compile(rb'\{?"([ !#-\[\]-~]+)": \{\n')
_DOCUMENT = re.compile(rb'"([0-9]{1,18})": (\{.*\})(,?)\n')
"""The lines that `pieces` writes."""


Tables = dict[str, Documents]


def dump(document: Any) -> bytes:
    """Write JSON in ASCII.

    Raises:
        ValueError: a number that JSON doesn't have, an object that contains itself.
    """
    return json.dumps(document, allow_nan=False, separators=(",", ":")).encode("ascii")


def read(path: Path) -> Tables:
    """Read a TinyDB file.

    Raises:
        DamagedError: it is no JSON.
        StoreError: it is JSON, but no TinyDB file.
        OSError: it can't be read.
    """
    with path.open("rb") as file:
        try:
            return _by_lines(file)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, _OtherLayoutError):
            file.seek(0)
            return parse(file.read(), path)


class _OtherLayoutError(Exception):
    """Another program wrote it, or it is damaged: `parse` finds out."""


def _by_lines(file: BinaryIO) -> Tables:
    """Read a file that has the lines, and nothing but the lines, that `pieces` writes.

    Raises:
        _OtherLayoutError: it hasn't.
        msgspec.MsgspecError, UnicodeDecodeError, RecursionError: nor is a document what it should be.
    """
    tables: Tables = {}
    ended = b""  # the line behind the documents of a table

    def documents() -> Iterator[tuple[str, bytes]]:
        nonlocal ended
        more = first = True
        while found := _DOCUMENT.fullmatch(line := file.readline(MAX_DOCUMENT)):
            slot, piece, comma = found.groups()
            if not (more and line.isascii()):
                raise _OtherLayoutError
            _OBJECT.decode(piece)
            yield slot.decode(), piece
            more, first = bool(comma), False
        if more and not first:
            raise _OtherLayoutError
        ended = line

    while ended != b"}}\n":
        head = file.readline(MAX_DOCUMENT)
        found = _TABLE.fullmatch(head)
        if not found or ended != (b"},\n" if tables else b"") or head.startswith(b"{") == bool(tables):
            raise _OtherLayoutError
        tables[found[1].decode()] = Documents(documents())
    if file.read(1):
        raise _OtherLayoutError
    return tables


def parse(data: bytes, path: Path) -> Tables:
    """Read the content of a TinyDB file.

    Raises:
        DamagedError: it is no JSON.
        StoreError: it is JSON, but no TinyDB file.
    """
    data = data.removeprefix(_BOM)
    try:
        raw = _SHAPE.decode(data)
        if not data.isascii():
            data.decode()
            raw = {
                name: {slot: msgspec.Raw(dump(json.loads(bytes(it)))) for slot, it in table.items()}
                for name, table in raw.items()
            }
    except msgspec.ValidationError as error:
        raise StoreError(f"{path}: not a TinyDB file ({error}). {OTHER_FILE}") from None
    except RecursionError:
        raise StoreError(f"{path}: nested too deeply for an annotations file. {OTHER_FILE}") from None
    except ValueError as error:  # DecodeError, UnicodeDecodeError, JSONDecodeError
        raise DamagedError(
            path, _place(data, error), whole=data.rstrip().endswith(b"}") and b"\0" not in data
        ) from None
    for name, table in raw.items():
        for slot, piece in table.items():
            if not is_slot(slot):
                raise StoreError(
                    f"{path}: {slot[:40]!a} in table {name[:40]!a} is no document id. {OTHER_FILE}"
                )
            if len(memoryview(piece)) > MAX_DOCUMENT:
                raise StoreError(
                    f"{path}: document {slot} has more than {MAX_DOCUMENT >> 20} MiB. {OTHER_FILE}"
                )
    return {
        name: Documents((slot, bytes(piece)) for slot, piece in table.items()) for name, table in raw.items()
    }


def is_slot(text: str) -> bool:
    """Tell whether TinyDB can use it as a document id: a whole number."""
    return text.isascii() and text.isdecimal() and len(text) < 19


def _place(data: bytes, error: ValueError) -> str:
    """Say where in the file it stops being JSON, as editors count: line and column."""
    try:
        json.loads(data)
    except json.JSONDecodeError as better:
        return f"line {better.lineno} column {better.colno}: {better.msg}"
    except UnicodeDecodeError as better:
        line = data.count(b"\n", 0, better.start) + 1
        return f"line {line}: not UTF-8"
    except (ValueError, RecursionError):
        return str(error)
    return f"NaN, Infinity or half a surrogate pair, which JSON doesn't have ({error})"


def pieces(tables: Mapping[str, Documents]) -> Iterator[bytes]:
    """Write a TinyDB file, some 100 KB at a time."""
    before = b"{"
    for name, table in tables.items():
        yield before + dump(name) + b": {"
        before = b"\n"
        lines = table.pieces()
        while batch := [
            b'"%s": %s' % (slot.encode(), piece) for slot, piece in islice(lines, _PIECES_PER_WRITE)
        ]:
            yield before + b",\n".join(batch)
            before = b",\n"
        before = b"\n},\n"
    yield b"\n}}\n" if tables else b"{}\n"


class CheckpointStorage(Storage):
    """TinyDB's storage for the annotations file: tables in memory, the file replaced atomically.

    Args:
        path: the file itself, no symbolic link to it.
        tables: its content, as `parse` reads it.
        identity: `disk.identity` of the file when it was read.
        sound: the file is good enough to become the backup.
    """

    def __init__(self, path: Path, tables: Tables, identity: disk.Identity | None, *, sound: bool) -> None:
        self.path = path
        self.tables = tables
        self.identity = identity
        self._sound = sound

    def read(self) -> Tables:  # type: ignore[override] # TinyDB asks for dict of dict; it uses what Mapping has
        """Return all tables as they are in memory."""
        return self.tables

    def write(  # type: ignore[override] # as above
        self, tables: Mapping[str, Documents], ours: Callable[[], bool] = lambda: True
    ) -> None:
        """Replace the file by `tables`; the file as it was becomes `<file>.bak`.

        Args:
            tables: the new content.
            ours: whether we are still the one who writes here; asked while nobody else can begin to.

        Raises:
            LostError: we aren't; the file stands as it was.
            StoreError: another program has changed the file; it stands as that program left it.
            OSError: the disk would not take it; the file stands as it was.
        """
        fresh = self.path.with_name(self.path.name + ".tmp")
        written = disk.write_file(fresh, pieces(tables), disk.status_of(self.path))
        with disk.alone_in(self.path.parent):
            if disk.place(fresh) != written:
                raise StoreError(f"{self.path}: another claimreader is just writing it")
            if not ours():
                fresh.unlink(missing_ok=True)
                raise LostError
            now = disk.identity(self.path)
            if now not in (self.identity, None):
                fresh.unlink(missing_ok=True)
                raise StoreError(
                    f"{self.path}: another program has changed it. Your changes are safe in its journal; "
                    "close and open it again to bring both together"
                )
            if now and self._sound:
                disk.keep_as(self.path, self.path.with_name(self.path.name + ".bak"))
            disk.replace(fresh, self.path)
            self.identity = disk.identity(self.path)
            self._sound = True
            disk.flush_folder(self.path.parent)
