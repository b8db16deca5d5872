"""Reads and writes `annotations.json` through TinyDB's own extension point, a `Storage`.

The file is always an ordinary TinyDB file, one document a line, in ASCII: plain `TinyDB(path)` opens files in
the locale's encoding, and UTF-8 fails under C and turns to mojibake under cp1256. Documents stay the bytes
they were read as, so that opening decodes each only to check it, and a checkpoint joins bytes instead of
holding the interpreter's lock for seconds in `json.dumps`. A file as we write it is read line by line, and so
is never in memory as a whole.

What another program has put into the file stays in it byte for byte, in its table and under its document id,
whether it is a document, a table or something that TinyDB itself would not have written. Only what isn't
ASCII is escaped, as the whole file is. What counts as JSON is what Python's `json` reads, and so TinyDB: that
takes NaN, whole numbers of any size and halves of surrogate pairs, which msgspec, ten times as fast, refuses.
"""

from __future__ import annotations

import errno
import json
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import msgspec
from tinydb.storages import Storage

from annotations.file_reading import UnfitFileError, open_file, read_rest
from annotations.store import disk
from annotations.store.base import DamagedError, StoreError
from annotations.store.documents import Documents
from annotations.store.journal import LostError

MAX_DOCUMENT = 4 << 20
"""Bytes of an annotation: 1,000 times a long one. More would stall every screen, and is kept unread."""

MAX_SLOT = 100
"""Digits of a document id that is used as one. Our own have 16 at most (2^53, RFC 8259, 6)."""

_LONGEST_LINE = 16 << 20
"""Bytes of a line that is read alone; a file with a longer one is read as a whole."""

MAX_FILE = 4 << 30
"""Bytes of an annotations file: three times one of a million annotations."""

MAX_WHOLE = 1 << 30
"""Bytes of one that another program has laid out, which is read as a whole: that takes four times as much."""

_PIECES_PER_WRITE = 100
"""Documents joined at once by a checkpoint: some 100 KB, 50 us during which no other thread runs."""

LARGE = 16 << 20
"""Bytes of an annotations file from which on it has a cache: 12,000 annotations, which are read in 0.6 s."""

OTHER_FILE = "It stays as it is; name another file with --db"
"""The remedy for a file that isn't ours to mend."""

_BOM = b"\xef\xbb\xbf"
_SHAPE = msgspec.json.Decoder(dict[str, dict[str, msgspec.Raw]])
_OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw])

_STRING = rb'"(?:[ !#-\[\]-~]|\\[ -~])*"'
_TABLE = re.compile(rb"\{?(%s): \{\n" % _STRING)
_DOCUMENT = re.compile(rb"(%s): ([^ \t\r\n](?:.*[^ \t\r\n,])?)(,?)\n" % _STRING)
"""The lines that `pieces` writes."""

_LENIENT = json.JSONDecoder(parse_int=str, parse_float=str)
"""Reads what TinyDB reads; of numbers only the extent matters: 4,300 digits are no limit (CVE-2020-10735)."""
_SPACE = re.compile(r"[ \t\r\n]*")
_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
_FOREIGN_LETTERS = re.compile("[^\0-\x7f]+")


Tables = dict[str, Documents | bytes]
"""By name: the documents of each table; bytes for what stands in the place of a table and is none."""


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
        StoreError: it is JSON, but no TinyDB file; or a link, a pipe, a device, or larger than `MAX_FILE`.
        OSError: it can't be read.
    """
    with _opened(path) as file:
        try:
            return {name: Documents(documents) for name, documents in _by_lines(file)}
        except OtherLayoutError:
            file.seek(0)
            return parse(_rest(file, path), path)


def by_lines(path: Path) -> Iterator[tuple[str, Iterator[tuple[str, bytes]]]]:
    """Yield the tables of a file of our own layout, each with its documents, which are to be read in turn.

    Raises:
        OtherLayoutError: it isn't.
        StoreError, OSError: as `read`.
    """
    with _opened(path) as file:
        yield from _by_lines(file)


def check(path: Path) -> None:
    """See that a TinyDB file can be read, at a fifth of what `read` costs.

    Raises:
        StoreError, OSError: as `read`.
    """
    with _opened(path) as file:
        try:
            for _, documents in _by_lines(file):
                for _ in documents:
                    pass
        except OtherLayoutError:
            file.seek(0)
            parse(_rest(file, path), path)


def _rest(file: BinaryIO, path: Path) -> bytes:
    try:
        return read_rest(file, MAX_WHOLE, path)
    except UnfitFileError as error:
        raise StoreError(f"{path}: {error.strerror}. {OTHER_FILE}") from None


def _opened(path: Path) -> BinaryIO:
    try:
        # No link: the one to the annotations file itself has been followed by `recovery.Paths.of`.
        return open_file(path, follow=False, most=MAX_FILE)
    except UnfitFileError as error:
        raise StoreError(f"{path}: {error.strerror}. {OTHER_FILE}") from None


class OtherLayoutError(Exception):
    """A file that another program wrote, or that is damaged: `parse` finds out which."""


def _by_lines(file: BinaryIO) -> Iterator[tuple[str, Iterator[tuple[str, bytes]]]]:
    """Read a file that has the lines, and nothing but the lines, that `pieces` writes.

    Yields:
        Each table with its documents, which are to be read before the next one.

    Raises:
        OtherLayoutError: it hasn't, or a document isn't what it should be.
    """
    first_table = True
    ended = b""  # the line behind the documents of a table

    def documents() -> Iterator[tuple[str, bytes]]:
        nonlocal ended
        more = first = True
        while match := _DOCUMENT.fullmatch(line := file.readline(_LONGEST_LINE)):
            slot, piece, comma = match.groups()
            if not (more and line.isascii()):
                raise OtherLayoutError
            try:
                _OBJECT.decode(piece)
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
                _check_alone(piece)
            yield _text(slot), piece
            more, first = bool(comma), False
        if more and not first:
            raise OtherLayoutError
        ended = line

    while ended != b"}}\n":
        head = file.readline(MAX_DOCUMENT)
        match = _TABLE.fullmatch(head)
        if not match or ended != (b"" if first_table else b"},\n") or head.startswith(b"{") != first_table:
            raise OtherLayoutError
        first_table = False
        yield _text(match[1]), documents()
    if file.read(1):
        raise OtherLayoutError


def _text(string: bytes) -> str:
    """Return what a JSON string says."""
    if b"\\" not in string:
        return string[1:-1].decode("ascii")
    try:
        return str(json.loads(string))
    except ValueError:
        raise OtherLayoutError from None


def _check_alone(piece: bytes) -> None:
    """See that a line's value is one whole value, as TinyDB reads it."""
    text = piece.decode("ascii")
    try:
        whole = _value(text, 0)[1] == len(text)
    except ValueError:
        whole = False
    if not whole:
        raise OtherLayoutError


def parse(data: bytes, path: Path) -> Tables:
    """Read the content of a TinyDB file.

    Raises:
        DamagedError: it is no JSON.
        StoreError: it is JSON, but no TinyDB file.
    """
    data = data.removeprefix(_BOM)
    tables: Mapping[str, Mapping[str, msgspec.Raw | str] | str]
    try:
        try:
            tables = _SHAPE.decode(data)
            data.decode()
        except (msgspec.MsgspecError, RecursionError):
            tables = _leniently(data.decode(), path)
    except ValueError as error:  # UnicodeDecodeError, JSONDecodeError
        raise DamagedError(
            path, _place(data, error), whole=data.rstrip().endswith(b"}") and b"\0" not in data
        ) from None
    return {
        name: Documents((slot, _ascii(piece)) for slot, piece in table.items())
        if isinstance(table, Mapping)
        else _ascii(table)
        for name, table in tables.items()
    }


def _ascii(piece: msgspec.Raw | str) -> bytes:
    """Return a value's JSON as it stands, but for what isn't ASCII: that can only be inside of strings."""
    text = piece if isinstance(piece, str) else bytes(piece).decode()
    if not text.isascii():
        text = _FOREIGN_LETTERS.sub(lambda match: json.dumps(match[0])[1:-1], text)
    return text.encode("ascii")


def _leniently(text: str, path: Path) -> Mapping[str, Mapping[str, str] | str]:
    """Take a file apart that msgspec refuses or that has something else in the place of a table.

    Raises:
        json.JSONDecodeError: it is no JSON, not even for Python.
        StoreError: it is JSON, but no object.
    """
    start = _skip_space(text, 0)
    if text[start : start + 1] == "{":
        tables, end = _members(text, start, _table)
    else:
        _, end = _value(text, start)
    if (end := _skip_space(text, end)) != len(text):
        raise json.JSONDecodeError("Extra data", text, end)
    if text[start] != "{":
        raise StoreError(f"{path}: not a TinyDB file (no object). {OTHER_FILE}")
    return tables


T = TypeVar("T")


def _members(text: str, at: int, value: Callable[[str, int], tuple[T, int]]) -> tuple[Mapping[str, T], int]:
    """Read the object that begins at `at`; return its members, each read by `value`, and where it ends."""
    members: dict[str, T] = {}
    at = _skip_space(text, at + 1)
    closing = text[at : at + 1] == "}"
    while not closing:
        if text[at : at + 1] != '"':
            raise json.JSONDecodeError("Expecting property name enclosed in double quotes", text, at)
        key, at = _LENIENT.raw_decode(text, at)
        if text[(at := _skip_space(text, at)) : at + 1] != ":":
            raise json.JSONDecodeError("Expecting ':' delimiter", text, at)
        members[key], at = value(text, _skip_space(text, at + 1))
        closing = text[(at := _skip_space(text, at)) : at + 1] == "}"
        if not closing:
            if text[at : at + 1] != ",":
                raise json.JSONDecodeError("Expecting ',' delimiter", text, at)
            at = _skip_space(text, at + 1)
    return members, at + 1


def _table(text: str, at: int) -> tuple[Mapping[str, str] | str, int]:
    return _members(text, at, _value) if text[at : at + 1] == "{" else _value(text, at)


def _value(text: str, at: int) -> tuple[str, int]:
    """Return a value as it stands at `at`, and where it ends."""
    try:
        _, end = _LENIENT.raw_decode(text, at)
    except RecursionError:  # deeper than any program of ours reads: only its end is looked for
        end = _skip_brackets(text, at)
    return text[at:end], end


def _skip_brackets(text: str, at: int) -> int:
    depth = 0
    for match in _BRACKET.finditer(text, at):
        if match[0][0] != '"':
            depth += 1 if match[0] in "[{" else -1
        if depth == 0:
            if "\0" in text[at : match.end()]:
                break
            return match.end()
    raise json.JSONDecodeError("Expecting value", text, at)


def _skip_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def is_slot(text: str) -> bool:
    """Tell whether TinyDB can use it as a document id, and so can we: a whole number."""
    return text.isascii() and text.isdecimal() and len(text) <= MAX_SLOT


def _place(data: bytes, error: ValueError) -> str:
    """Say where in the file it stops being JSON, as editors count: line and column."""
    if isinstance(error, json.JSONDecodeError):
        return f"line {error.lineno} column {error.colno}: {error.msg}"
    start = error.start if isinstance(error, UnicodeDecodeError) else 0
    return f"line {data.count(bytes([10]), 0, start) + 1}: not UTF-8"


def pieces(tables: Mapping[str, Documents | bytes]) -> Iterator[bytes]:
    """Write a TinyDB file, some 100 KB at a time."""
    before = b"{"
    for name, table in tables.items():
        head = before + dump(name) + b": "
        before = b",\n"
        if isinstance(table, bytes):
            yield head + table
            continue
        yield head + b"{"
        between = b"\n"
        lines = table.pieces()
        while batch := [
            b"%s: %s" % (_quoted(slot), piece) for slot, piece in islice(lines, _PIECES_PER_WRITE)
        ]:
            yield between + b",\n".join(batch)
            between = b",\n"
        yield b"\n}"
    yield b"}\n" if tables else b"{}\n"


def _quoted(slot: str) -> bytes:
    return b'"%s"' % slot.encode() if slot.isascii() and slot.isalnum() else dump(slot)


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
        self.checksum = 0
        """Adler-32 of what was last written."""
        self._sound = sound

    def read(self) -> Tables:  # type: ignore[override] # TinyDB asks for dict of dict; it uses what Mapping has
        """Return all tables as they are in memory."""
        return self.tables

    def write(  # type: ignore[override] # as above
        self, tables: Mapping[str, Documents | bytes], ours: Callable[[], bool] = lambda: True
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
        written = disk.write_file(fresh, self._summed(pieces(tables)), disk.likeness(self.path))
        if fresh.stat().st_size > MAX_FILE:
            fresh.unlink(missing_ok=True)
            raise StoreError(
                f"{self.path}: would have more than {MAX_FILE >> 30} GB, which can't be read again"
            )
        with disk.alone_in(self.path.parent):
            if disk.identity(fresh) != written:
                raise StoreError(f"{self.path}: another claimreader is just writing it")
            if not ours():
                fresh.unlink(missing_ok=True)
                raise LostError
            self._exchange(fresh)

    def _summed(self, parts: Iterator[bytes]) -> Iterator[bytes]:
        checksum = 1
        for part in parts:
            checksum = zlib.adler32(part, checksum)
            yield part
        self.checksum = checksum

    def _exchange(self, fresh: Path) -> None:
        backup = self.path.with_name(self.path.name + ".bak")
        kept = disk.copied(self.path, backup) if self._sound and self.path.exists() else None
        now = disk.identity(self.path)
        if now not in (self.identity, None):
            for left in filter(None, (fresh, kept)):
                left.unlink(missing_ok=True)
            raise StoreError(
                f"{self.path}: another program has changed it. Your changes are safe in its journal; "
                "close and open it again to bring both together"
            )
        if kept:
            disk.replace(kept, backup)
        try:
            disk.replace(fresh, self.path)
        except OSError as error:
            if error.errno != errno.EBUSY:
                raise
            self._put_in(fresh)
        self.identity = disk.identity(self.path)
        self._sound = True
        disk.flush_folder(self.path.parent)

    def _put_in(self, fresh: Path) -> None:
        """Write into the file itself, a mount of its own; backup and journal have all that is in it."""
        disk.flush_folder(self.path.parent)  # the backup has its name before the file loses its content
        try:
            disk.overwrite(fresh, self.path)
        except OSError:
            self.identity = disk.identity(self.path)
            self._sound = False
            raise
