"""Writes the journal: each change as one checksummed line, on the disk before anything else knows of it.

A line is `{"seq":..,"t":..,"by":..,"session":..,"kind":..,"ops":[[table, slot, after, id, before],
..],"crc":"9f1c22aa"}`: JSON in UTF-8, `crc` being the CRC-32 of all bytes before `,"crc":`. A line that is
torn or altered is known by it, and no other line is harmed. Full journals become segments in
`<database>.history/<last seq>.jsonl`; none is rewritten, but compressed
later (`annotations.store.history_entries`).

**A file for each session.** The lock file may be tidied away while its holder works, and then a second one
holds a lock, too. So nobody ever adds a line to another's file: a session that begins to save moves the file
that it finds to `<journal>.old`, reads it, and puts a file of its own, with all those lines, in its place. A
change is saved when it is on the disk and the file that it was written to still has the journal's name. If
it has, the one who moves the file away will read that line; if not, nobody was told that it is saved. While
there is a `<journal>` the `.old` one is only left over; while there is none the `.old` one is the journal.

**Marks.** Between the changes stand lines that say which store this is and which checkpoint of the
annotations file was the last: `{"mark":1,"store":..,"session":..,"checkpoint":..,"seq":..,"t":..,"crc":..}`,
one where a session begins and one after each checkpoint. See `annotations.store.lineage`.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
import zlib
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from annotations.file_reading import UnfitFileError, read_bytes, too_large
from annotations.model.records import Counter
from annotations.model.side_records import AnyChange, SideChange
from annotations.store import disk
from annotations.store.errors import StoreError

ANNOTATIONS = "_default"
ARTICLES = "articles"

MAX_FILE = 512 << 20
"""Bytes of a journal or segment, which is read whole: three times a change of 100,000 annotations at once."""

_PIECE = 1 << 20

_CRC = b',"crc":"'
_TAIL = len(_CRC) + 8 + len('"}')
SEQ = re.compile(rb'\{"seq":(\d{1,18}),')
"""Matches the beginning of each line of a change."""
_SEGMENT = re.compile(r"(\d{1,18})\.jsonl(?:\.gz)?")

COMPRESSED = ".gz"
"""Behind the name of a segment: gzip (RFC 1952), see `annotations.store.history_entries`."""


class Op(msgspec.Struct, frozen=True, array_like=True):
    """One document's part in a change. `slot`, TinyDB's document id, says where it stood, not which it is."""

    table: str
    slot: str
    after: dict[str, Any] | None
    id: str
    before: dict[str, Any] | None


class JournalEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """One durable change: all of its `ops` or none."""

    seq: Counter
    t: str
    by: str
    session: str
    kind: str
    ops: tuple[Op, ...]
    of: int | None = None


class Mark(msgspec.Struct, frozen=True):
    """A line that says whose lines these are, and which state of the annotations file came last before it."""

    mark: int
    """1: the form of this line."""
    store: str
    session: str
    checkpoint: str
    """Empty: none yet, or one of before there were marks."""
    seq: int
    """The last change that the session had seen."""
    t: str


class Scan(NamedTuple):
    """The content of a journal: changes, bad lines, the rest after the last line, good lines, marks."""

    entries: list[JournalEntry]
    bad: list[bytes]
    unfinished: bytes
    good: bytes
    marks: list[Mark]


def table_of(change: AnyChange) -> str:
    """Return the name of the table that a change is about."""
    return change.table if isinstance(change, SideChange) else ANNOTATIONS


class LostError(Exception):
    """The journal's name belongs to another file now: whoever put it there, we write no more."""


_DECODER = msgspec.json.Decoder(JournalEntry)
_MARK = msgspec.json.Decoder(Mark)
MARKED = b'{"mark":'
"""The beginning of each mark."""


def encode(entry: JournalEntry | Mark) -> bytes:
    """Write one line, with its checksum and the line feed."""
    body = msgspec.json.encode(entry)[:-1]
    return body + b'%s%08x"}\n' % (_CRC, zlib.crc32(body))


def decode(line: bytes) -> JournalEntry | None:
    """Read one line (without the line feed); None when it is torn, altered or no change at all."""
    if not intact(line):
        return None
    try:
        return _DECODER.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def intact(line: bytes) -> bool:
    """Tell whether a line has the checksum that it says."""
    return line[-_TAIL:] == b'%s%08x"}' % (_CRC, zlib.crc32(memoryview(line)[:-_TAIL]))


def scan(data: bytes, since: int = 0) -> Scan:
    """Read a journal's bytes; lines up to `since` are only checked, not decoded."""
    entries: list[JournalEntry] = []
    bad: list[bytes] = []
    good: list[bytes] = []
    marks: list[Mark] = []
    *lines, unfinished = data.split(b"\n")
    for line in lines:
        line = line.removesuffix(b"\r")  # noqa: PLW2901 - git's core.autocrlf puts it there; JSON has none raw
        if line.startswith(MARKED) and (mark := _mark(line)):
            good.append(line)
            marks.append(mark)
        elif (seq := SEQ.match(line)) and int(seq[1]) <= since and intact(line):
            good.append(line)
        elif entry := decode(line):
            good.append(line)
            entries.append(entry)
        else:
            bad.append(line)
    good.append(b"")
    return Scan(entries, bad, unfinished, b"\n".join(good), marks)


def _mark(line: bytes) -> Mark | None:
    try:
        return _MARK.decode(line) if intact(line) else None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def marks(data: bytes) -> list[Mark]:
    """Return the marks alone of a journal's or a segment's bytes, in order."""
    return [
        mark
        for line in data.split(b"\n")
        if line.startswith(MARKED) and (mark := _mark(line.removesuffix(b"\r"))) is not None
    ]


def in_order(entries: Iterable[JournalEntry], since: int) -> Iterator[JournalEntry]:
    """Yield each change after `since` once: after a crash segment and journal may hold the same lines."""
    for entry in entries:
        if entry.seq > since:
            since = entry.seq
            yield entry


def segments(folder: Path, since: int = 0) -> list[Path]:
    """List the history's segments that hold changes after `since`, in order; none where we may not look.

    Where a crash has left one plain and compressed, the plain one is listed.
    """
    try:
        names = [path.name for path in folder.iterdir()]
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return []
    by_last_seq = {
        int(match[1]): name for name in sorted(names, reverse=True) if (match := _SEGMENT.fullmatch(name))
    }
    return [folder / name for last, name in sorted(by_last_seq.items()) if last > since]


def read(path: Path, *, compressed: bool | None = None) -> bytes:
    """Return the bytes of a journal or segment; none when there is no such file.

    A segment that is being compressed may go under its plain name meanwhile: it is read under the other.
    Of a compressed one that is damaged all lines before the damage are returned, and one that is none.

    No link is followed: what is damaged in a journal is copied beside it, and would be of another's file.

    Args:
        path: the file.
        compressed: whether it is; None if its name says so.

    Raises:
        StoreError: it is a link, a pipe or a device, or far larger than any journal.
        OSError: it can't be read.
    """
    if compressed is None:
        compressed = path.suffix == COMPRESSED
    data = _read(path, compressed=compressed)
    if data is None and not compressed and _SEGMENT.fullmatch(path.name):
        data = _read(path.with_name(path.name + COMPRESSED), compressed=True)
    return data or b""


def _read(path: Path, *, compressed: bool = False) -> bytes | None:
    """Return the bytes of a file as `read`; None when there is none, which an empty one isn't."""
    try:
        data = read_bytes(path, MAX_FILE, follow=False)
        return _unpacked(data, path) if compressed else data
    except FileNotFoundError:
        return None
    except (UnfitFileError, IsADirectoryError) as error:
        raise StoreError(f"{path}: {error.strerror}. Nothing is read or saved until it is gone") from None


def _unpacked(data: bytes, path: Path) -> bytes:
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    pieces = []
    size = 0
    try:
        while data and not unpacker.eof:
            pieces.append(unpacker.decompress(data, _PIECE))
            size += len(pieces[-1])
            if size > MAX_FILE:
                raise UnfitFileError(too_large(size, MAX_FILE), path)
            data = unpacker.unconsumed_tail
        pieces.append(unpacker.flush())
    except zlib.error:
        pass
    if not unpacker.eof or unpacker.unused_data:
        pieces.append(b"\n\0\n")
    return b"".join(pieces)


def old(path: Path) -> Path:
    """Name the file that a journal is moved to while a session puts its own in its place."""
    return path.with_name(path.name + ".old")


def live(path: Path) -> bytes:
    """Return the bytes of the journal, also where a session is just putting its own in its place, or died.

    Raises:
        OSError: it can't be read.
    """
    # A look whether one is there, besides the reading, would be a race: a full one may come in between.
    for _ in range(5):
        for name in (path, old(path)):
            if (data := _read(name)) is not None:
                return data
    return b""


def move_away(path: Path) -> None:
    """Take the journal's name from whoever writes to it; `disk.alone_in` its folder.

    What he writes from now on is not saved, and he knows; what was saved before, `live` reads.
    """
    if path.exists():
        disk.replace(path, old(path))


def move_back(path: Path) -> None:
    """Undo `move_away`, where no journal was put in its place."""
    with contextlib.suppress(OSError):
        if not path.exists() and old(path).exists():
            disk.replace(old(path), path)


def past(history: Path, since: int = 0) -> Iterator[JournalEntry]:
    """Yield the changes after `since` that the history's segments hold."""
    for segment in segments(history, since):
        yield from scan(read(segment), since).entries


def entries(journal: Path, history: Path, since: int = 0) -> Iterator[JournalEntry]:
    """Yield every change after `since` that history and journal hold, each once, in order."""
    # The journal is read first: what is rotated meanwhile is then found in a segment.
    tail = scan(live(journal), since).entries
    yield from in_order(chain(past(history, since), tail), since)


class Journal:
    """The journal while it is open for appending, by a process that holds the lock.

    Args:
        path: the file; `begin` puts one of ours there.
        good: the bytes of its good lines.
        last: `seq` of the last of them.
        like: the file whose mode and owner a new journal gets.
    """

    def __init__(self, path: Path, good: bytes, last: int, *, like: disk.Likeness | None = None) -> None:
        self.path = path
        self.last = last
        self._lines = bytearray(good)
        self._sound = True
        """The file holds these lines and nothing else; otherwise it is written anew before the next one."""
        self._like = like
        self._fd: int | None = None
        self._place: disk.Inode | None = None
        """Our file, held open as long; None before `begin` and after `close`."""

    def __len__(self) -> int:
        """Bytes of good lines."""
        return len(self._lines)

    @property
    def begun(self) -> bool:
        """True if the journal has a file of ours."""
        return self._place is not None

    @property
    def entries(self) -> list[JournalEntry]:
        """The changes that are in the file as we know it."""
        return scan(bytes(self._lines)).entries

    def begin(self, mark: Mark) -> None:
        """Put a file of ours, with all lines and a mark, in the journal's place.

        Called `disk.alone_in` its folder, after `move_away`, with what `live` says being our lines.

        Raises:
            OSError: the other file stands, as the journal or moved away; nothing is lost.
        """
        self._publish(bytes(self._lines) + encode(mark))
        with contextlib.suppress(OSError):  # it is only left over; the next session takes it away
            old(self.path).unlink(missing_ok=True)

    def _publish(self, lines: bytes) -> None:
        if sys.platform == "win32":  # which lets no file be replaced that is open
            self._let_go()
        fresh = self.path.with_name(self.path.name + ".new")
        disk.write_file(fresh, [lines], self._like)
        disk.replace(fresh, self.path)
        fd = os.open(self.path, os.O_WRONLY | os.O_APPEND | disk.PLAIN)
        try:
            status = os.fstat(fd)
            disk.flush_folder(self.path.parent)
        except BaseException:
            os.close(fd)
            raise
        self._let_go()
        self._fd, self._place = fd, (status.st_dev, status.st_ino)
        self._lines = bytearray(lines)
        self._sound = True

    @property
    def named(self) -> bool:
        """True if the journal is the file that we write to."""
        return self._place is not None and disk.inode(self.path) == self._place

    def owned(self, more: int = 0) -> bool:
        """Tell whether the journal is the file that we write to, with our lines and `more` bytes in it."""
        try:
            status = self.path.stat()
        except OSError:
            return False
        return (status.st_dev, status.st_ino) == self._place and status.st_size == len(self._lines) + more

    def append(self, entry: JournalEntry) -> bool:
        """Return when `entry` is on the disk: True if it is saved, False if the file isn't the journal now.

        Whether it is saved then, what has the journal's name says: its writer may have read the line.

        After a failed flush the kernel may have dropped what it couldn't write and call the next flush a
        success, so the file isn't trusted again: all its lines are written to a new one first (Rebello et
        al., "Can Applications Recover from fsync Failures?", ATC 2020).

        Raises:
            OSError: it is not; a reader won't find any of it, unless even cutting it off failed.
            ValueError: the journal would be larger than what is read again, or it can't be JSON.
            LostError: the file isn't the journal any more, and nothing was written.
        """
        line = encode(entry)
        if len(self._lines) + len(line) > MAX_FILE:
            raise ValueError(f"more than {MAX_FILE >> 20} MB of changes at once: make them in parts")
        self._add(line, self._ready())
        # Only now, and not before: a check before the write would be a race.
        if not self.owned(len(line)):
            return False
        self._lines += line
        self.last = entry.seq
        return True

    def _add(self, line: bytes, fd: int, *, flush: bool = True) -> None:
        written = False
        try:
            disk.write_all(fd, line)
            written = True
            if flush:
                disk.flush(fd)
        except OSError:
            self._sound = not written
            try:
                os.ftruncate(fd, len(self._lines))
            except OSError:
                self._sound = False
            raise

    def _ready(self) -> int:
        if not self._sound or self._fd is None:
            self.renew()
        assert self._fd is not None
        return self._fd

    def renew(self) -> None:
        """Write all good lines to a new file, and nothing else.

        Raises:
            OSError: the file stands as it was, and the next line is not appended to it.
            LostError: the file isn't the journal any more.
        """
        with disk.alone_in(self.path.parent):
            if not self.named:
                raise LostError
            self._publish(bytes(self._lines))

    def restore(self) -> None:
        """Put a file with all our lines in the journal's place, whatever is there.

        Called `disk.alone_in` its folder.

        Raises:
            OSError: what is there stands.
        """
        self._publish(bytes(self._lines))
        with contextlib.suppress(OSError):
            old(self.path).unlink(missing_ok=True)

    def mark(self, mark: Mark) -> None:
        """Add a mark, which is on the disk when the next change is; one that can't be isn't missed."""
        line = encode(mark)
        if self._sound and self._fd is not None and self.owned():
            with contextlib.suppress(OSError):
                self._add(line, self._fd, flush=False)
                self._lines += line

    def rotate(self, history: Path, mark: Mark) -> None:
        """Make what the journal holds the segment that ends with the last change, and begin a new one.

        Raises:
            OSError: the journal stands as it was.
            LostError: it isn't ours any more.
        """
        self._ready()
        with disk.alone_in(self.path.parent):
            if not self.owned():
                raise LostError
            disk.make_folder(history, self._like)
            disk.name_too(self.path, history / f"{self.last}.jsonl")
            disk.flush_folder(history)  # the lines have a second durable name before they lose the first
            try:
                self._publish(encode(mark))
            except OSError:
                self._sound = False
                raise

    def close(self) -> None:
        """Let the file go; from now on no file is ours.

        The kernel gives the inode of a file that nobody has open, and that has lost its name, to the next
        one: to ask by it whether the journal is still ours would be answered yes of another's.
        """
        self._let_go()
        self._place = None

    def _let_go(self) -> None:
        if self._fd is not None:
            fd, self._fd = self._fd, None
            os.close(fd)
