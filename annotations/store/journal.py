"""The journal: each change as one checksummed line, on the disk before anything else knows of it.

A line is `{"seq":..,"t":..,"by":..,"session":..,"kind":..,"ops":[[table, slot, after, id, before],
..],"crc":"9f1c22aa"}`: JSON in UTF-8, `crc` being the CRC-32 of all bytes before `,"crc":`. A line that is
torn or altered is known by it, and no other line is harmed. Full journals become segments in
`<database>.history/<last seq>.jsonl`; none is rewritten.
"""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from annotations.file_reading import UnfitFileError, read_bytes
from annotations.records import Counter
from annotations.store import disk
from annotations.store.errors import StoreError

ANNOTATIONS = "_default"
ARTICLES = "articles"

MAX_FILE = 512 << 20
"""Bytes of a journal or segment, which is read whole: three times a change of 100,000 annotations at once."""

_CRC = b',"crc":"'
_TAIL = len(_CRC) + 8 + len('"}')
_SEQ = re.compile(rb'\{"seq":(\d{1,18}),')
_SEGMENT = re.compile(r"(\d{1,18})\.jsonl")


class Op(msgspec.Struct, frozen=True, array_like=True):
    """One document's part in a change. `slot`, TinyDB's document id, says where it stood, not which it is."""

    table: str
    slot: str
    after: dict[str, Any] | None
    id: str
    before: dict[str, Any] | None


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """One durable change: all of its `ops` or none."""

    seq: Counter
    t: str
    by: str
    session: str
    kind: str
    ops: tuple[Op, ...]
    of: int | None = None


class Scan(NamedTuple):
    """What a journal holds: its entries, lines that are none, the rest after the last line, good lines."""

    entries: list[Entry]
    bad: list[bytes]
    unfinished: bytes
    good: bytes


_DECODER = msgspec.json.Decoder(Entry)


def encode(entry: Entry) -> bytes:
    """Write one line, with its checksum and the line feed."""
    body = msgspec.json.encode(entry)[:-1]
    return body + b'%s%08x"}\n' % (_CRC, zlib.crc32(body))


def decode(line: bytes) -> Entry | None:
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
    entries: list[Entry] = []
    bad: list[bytes] = []
    good: list[bytes] = []
    *lines, unfinished = data.split(b"\n")
    for line in lines:
        line = line.removesuffix(b"\r")  # noqa: PLW2901 - git's core.autocrlf puts it there; JSON has none raw
        if (seq := _SEQ.match(line)) and int(seq[1]) <= since and intact(line):
            good.append(line)
        elif entry := decode(line):
            good.append(line)
            entries.append(entry)
        else:
            bad.append(line)
    good.append(b"")
    return Scan(entries, bad, unfinished, b"\n".join(good))


def in_order(entries: Iterable[Entry], since: int) -> Iterator[Entry]:
    """Yield each change after `since` once: after a crash segment and journal may hold the same lines."""
    for entry in entries:
        if entry.seq > since:
            since = entry.seq
            yield entry


def segments(folder: Path, since: int = 0) -> list[Path]:
    """List the history's segments that hold changes after `since`, in order; none where we may not look."""
    try:
        names = [path.name for path in folder.iterdir()]
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return []
    found = [(int(match[1]), name) for name in names if (match := _SEGMENT.fullmatch(name))]
    return [folder / name for last, name in sorted(found) if last > since]


def read(path: Path) -> bytes:
    """Return the bytes of a journal or segment; none when there is no such file.

    No link is followed: what is damaged in a journal is copied beside it, and would be of another's file.

    Raises:
        StoreError: it is a link, a pipe or a device, or far larger than any journal.
        OSError: it can't be read.
    """
    try:
        return read_bytes(path, MAX_FILE, follow=False)
    except FileNotFoundError:
        return b""
    except UnfitFileError as error:
        raise StoreError(f"{path}: {error.strerror}. Nothing is read or saved until it is gone") from None


def past(history: Path, since: int = 0) -> Iterator[Entry]:
    """Yield the changes after `since` that the history's segments hold."""
    for segment in segments(history, since):
        yield from scan(read(segment), since).entries


def entries(journal: Path, history: Path, since: int = 0) -> Iterator[Entry]:
    """Yield every change after `since` that history and journal hold, each once, in order."""
    # The journal is read first: what is rotated meanwhile is then found in a segment.
    tail = scan(read(journal), since).entries
    yield from in_order(chain(past(history, since), tail), since)


class Journal:
    """The journal while it is open for appending, by the one process that holds the lock.

    Args:
        path: the file; it is made with the first line.
        good: the bytes of its good lines.
        last: `seq` of the last of them.
        sound: the file holds nothing else; otherwise it is written anew before the next line.
        like: the file whose mode and owner a new journal gets.
    """

    def __init__(
        self, path: Path, good: bytes, last: int, *, sound: bool, like: disk.Likeness | None = None
    ) -> None:
        self.path = path
        self.last = last
        self._lines = bytearray(good)
        self._sound = sound
        self._like = like
        self._fd: int | None = None

    def __len__(self) -> int:
        """Bytes of good lines."""
        return len(self._lines)

    def append(self, entry: Entry) -> None:
        """Return when `entry` is on the disk.

        After a failed flush the kernel may have dropped what it couldn't write and call the next flush a
        success, so the file isn't trusted again: all its lines are written to a new one first (Rebello et
        al., "Can Applications Recover from fsync Failures?", ATC 2020).

        Raises:
            OSError: it is not; a reader won't find any of it, unless even cutting it off failed.
            ValueError: the journal would be larger than what is read again, or it can't be JSON.
        """
        line = encode(entry)
        if len(self._lines) + len(line) > MAX_FILE:
            raise ValueError(f"more than {MAX_FILE >> 20} MB of changes at once: make them in parts")
        fd = self._ready()
        written = False
        try:
            disk.write_all(fd, line)
            written = True
            disk.flush(fd)
        except OSError:
            self._sound = not written
            try:
                os.ftruncate(fd, len(self._lines))
            except OSError:
                self._sound = False
            raise
        self._lines += line
        self.last = entry.seq

    def _ready(self) -> int:
        if self._sound and self._fd is not None:
            # Another program may have removed, replaced or cut the file: what is written there would be lost.
            status, named = os.fstat(self._fd), disk.identity(self.path)
            self._sound = named is not None and named[:2] == (status.st_ino, len(self._lines))
            if named and named[1] and not self._sound:
                disk.keep_as(self.path, disk.aside(self.path))
        if not self._sound:
            self.renew()
        if self._fd is None:
            fd = disk.create(self.path, self._like, os.O_APPEND)
            try:
                disk.flush_folder(self.path.parent)
            except BaseException:
                os.close(fd)
                raise
            self._fd = fd
        return self._fd

    def renew(self) -> None:
        """Write all good lines to a new file, and nothing else.

        Raises:
            OSError: the file stands as it was, and the next line is not appended to it.
        """
        self.close()
        fresh = self.path.with_name(self.path.name + ".new")
        disk.write_file(fresh, [bytes(self._lines)], self._like)
        disk.replace(fresh, self.path)
        disk.flush_folder(self.path.parent)
        self._sound = True

    def rotate(self, history: Path, last: int) -> None:
        """Make what the journal holds the segment that ends with `last`, and begin a new journal.

        Raises:
            OSError: the journal stands as it was.
        """
        if not self._lines:
            return
        self._ready()
        disk.make_folder(history, self._like)
        segment = history / f"{last}.jsonl"
        disk.name_too(self.path, segment)
        disk.flush_folder(history)  # the lines have a second durable name before they lose the first
        self.close()
        lines, self._lines = self._lines, bytearray()
        try:
            self.renew()
        except OSError:
            self._lines = lines
            self._sound = False
            raise

    def close(self) -> None:
        """Let the file go."""
        if self._fd is not None:
            fd, self._fd = self._fd, None
            os.close(fd)
