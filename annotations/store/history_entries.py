"""Reads the history as a whole, as undo, merging and `verify` do, which look back over years of changes.

A change is read as far as somebody asks: the documents before and after it stay the bytes that they are in
the journal until they are looked at, for 50,000 changes are 70 MB of them, and decoding what isn't shown took
most of the time. One segment is in memory at a time.

A full segment is compressed, to a tenth, and never summarised: undo, merging and a team's feeds are made of
the changes themselves. `<last seq>.jsonl` becomes `<last seq>.jsonl.gz` in a way that leaves one whole copy
under one of both names whenever the machine stops; where both are there the first is read.
"""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from annotations.model.records import Counter
from annotations.store import disk, journal

_LEVEL = 6
"""zlib's own default: 9 saves another 2 % in twice the time."""

_NULL = b"null"


class PastOp(msgspec.Struct, frozen=True, array_like=True):
    """One document's part in a change, see `journal.Op`; the documents are as they stand in the line."""

    table: str
    slot: str
    after: msgspec.Raw
    id: str
    before: msgspec.Raw


class PastEntry(msgspec.Struct, frozen=True):
    """One durable change, see `journal.JournalEntry`."""

    seq: Counter
    t: str
    by: str
    session: str
    kind: str
    ops: tuple[PastOp, ...]
    of: int | None = None


_DECODER = msgspec.json.Decoder(PastEntry)


def decode(line: bytes) -> PastEntry | None:
    """Read one line (without its end); None when it is torn, altered or no change at all."""
    if line.startswith(journal.MARKED) or not journal.intact(line):
        return None
    try:
        return _DECODER.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def document(raw: msgspec.Raw) -> bytes | None:
    """Return one side of a change as JSON; None: there was or is no such document."""
    piece = bytes(raw)
    return None if piece == _NULL else piece


def lines(data: bytes) -> list[bytes]:
    """Return the lines of a journal or segment, the rest after the last line end left out."""
    whole_lines = data.split(b"\n")[:-1]
    return [line.removesuffix(b"\r") for line in whole_lines] if b"\r" in data else whole_lines


def entries(path: Path, history: Path, since: int = 0, about: str | None = None) -> Iterator[PastEntry]:
    """Yield every change after `since` that history and journal hold, each once, in order.

    Args:
        path: the journal.
        history: the folder of the segments.
        since: segments that end before it aren't opened.
        about: a uuid; lines that don't hold it are passed over.
    """
    # A uuid of other characters may be written in more than one way.
    named = about.encode() if about and about.isascii() and about.replace("-", "").isalnum() else b""
    # The journal is read first: what is rotated meanwhile is then found in a segment.
    tail = journal.live(path)
    last = since
    for data in _blobs(history, since, tail):
        for line in lines(data):
            if named not in line or (since and _is_known(line, since)):
                continue
            if (entry := decode(line)) and entry.seq > last:
                last = entry.seq
                yield entry


def _is_known(line: bytes, since: int) -> bool:
    """Tell whether a line says that it is of a change that isn't asked for, before more of it is read."""
    match = journal.SEQ.match(line)
    return match is None or int(match[1]) <= since


def _blobs(history: Path, since: int, tail: bytes) -> Iterator[bytes]:
    for segment in journal.segments(history, since):
        yield journal.read(segment)
    yield tail


def compress_one(history: Path, like: disk.Likeness | None = None) -> bool:
    """Compress the oldest segment that isn't yet, durably before the plain one goes; True if one was.

    The holder of the lock does, beside the keys: 30 ms a segment, in which other threads run. Where the lock
    file was taken away there may be two: `disk.alone_in` the history they do it one after the other.

    Raises:
        OSError: the disk would not take it; the segment stands as it was.
        StoreError: it is none, but a link or a pipe.
    """
    if _oldest_plain(history) is None:
        return False
    with disk.alone_in(history):
        if segment := _oldest_plain(history):
            _compress(segment, like)
    return True


def _oldest_plain(history: Path) -> Path | None:
    return next(
        (segment for segment in journal.segments(history) if segment.suffix != journal.COMPRESSED), None
    )


def _compress(segment: Path, like: disk.Likeness | None) -> None:
    fresh = segment.with_name(segment.name + journal.COMPRESSED)
    data = journal.read(segment)
    temporary = fresh.with_name(fresh.name + ".new")
    disk.write_file(temporary, [_gzipped(data)], like)
    if journal.read(temporary, compressed=True) != data:
        temporary.unlink(missing_ok=True)
        raise OSError(None, f"{fresh.name} does not read back as it was written")
    disk.replace(temporary, fresh)
    disk.flush_folder(segment.parent)
    with contextlib.suppress(FileNotFoundError):
        segment.unlink()
    disk.flush_folder(segment.parent)


def _gzipped(data: bytes) -> bytes:
    # No time and no name in the header (RFC 1952): the same lines are the same bytes.
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()
