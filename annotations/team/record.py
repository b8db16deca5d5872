"""Defines the line of a feed: one change that its member saved, chained to the line before it by a hash.

    {"v":1,"feed":"<uuid>","seq":12,"entry":40,"t":"..Z","by":"NAME","session":"<uuid>","kind":"edit",
     "ops":[["<uuid>",3,{document}|null],..],"prev":"<16 hex>","h":"<16 hex>"}

`h` is the beginning of the SHA-256 of all bytes before `,"h":`, and `prev` that of the line before: one field
is checksum, chain and sign of a fork. A line is made of the journal's own bytes, so that it is the same one
whenever it is made: what a sync tool has cut off is published again, and changes nothing for who has it.

Of the journal's entry (`entry` is its number there) it has what is the member's own and meant for others:
annotations, and the articles that are done. What another one said, and came in by an import, is not the
member's to publish. A large change is several lines. The first lines of a feed may say what there was before
it began, as changes of the kind `SNAPSHOT`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Annotated, Any

import msgspec

from annotations.model.records import Counter
from annotations.model.side_records import DONE, FEEDS
from annotations.store.journal import ANNOTATIONS

VERSION = 1
SNAPSHOT = "snapshot"
"""The kind of the lines that say what there was when a feed began."""

FIRST = "0" * 16
"""The hash that the first line of a feed has for that of the one before it."""

SHARED = (ANNOTATIONS, DONE.name, FEEDS.name)
"""The tables that colleagues see; of the last only the feed's own record, which says that its member left."""

MAX_LINE = 16 << 20
"""Bytes that a line may have. Ours have `_PART`, or one record more."""

_PART = 256 << 10
"""Bytes of documents after which a change goes on in another line, so that a sync tool sends small pieces."""

_H = b',"h":"'
_OURS = b'{"v":1,'
_TAIL = len(_H) + 16 + len('"}')


class FeedOp(msgspec.Struct, frozen=True, array_like=True):
    """One record's part in a change: the document as it is afterwards; null: it is gone."""

    uuid: str
    rev: Counter
    document: msgspec.Raw
    table: str = ANNOTATIONS

    @property
    def gone(self) -> bool:
        """True if the record is deleted."""
        return bytes(self.document) == b"null"


class FeedRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a feed. Keys that this version doesn't know are passed over."""

    v: int
    feed: str
    seq: Counter
    """From 1, without gaps."""
    entry: Counter
    """The number of the change in its member's journal."""
    t: Annotated[str, msgspec.Meta(max_length=40, pattern="^[0-9TZ:.+-]*$")]
    by: str
    session: str
    kind: str
    of: int | None = None
    """For an undo or a redo: the journal's number of the change that it takes back."""
    part: int = 0
    """Of a change in several lines: which one it is, from 0."""
    ops: tuple[FeedOp, ...]
    prev: str
    h: str


class DamagedLineError(ValueError):
    """A line is torn, altered or none of a feed; the message says which in a few words."""


class StrangeLineError(DamagedLineError):
    """A line is as it was written, and none of a feed: it never comes again as a better one."""


class NewerLineError(ValueError):
    """A line was written by a newer claimreader, in a form that this one doesn't know."""


_DECODER = msgspec.json.Decoder(FeedRecord)
_VERSION = msgspec.json.Decoder(msgspec.defstruct("Version", [("v", int)]))


def encode(fields: Sequence[tuple[str, Any]], ops: Iterable[FeedOp], prev: str) -> tuple[bytes, str]:
    """Write one line, and return its hash too.

    Args:
        fields: those of `FeedRecord` before `ops`, in its order; `of` and `part` only if they say something.
        ops: the records.
        prev: the hash of the line before.
    """
    listed = [[op.uuid, op.rev, op.document] + ([op.table] if op.table != ANNOTATIONS else []) for op in ops]
    body = msgspec.json.encode(dict(fields) | {"ops": listed, "prev": prev})[:-1]
    name = hash_of(body)
    return b'%s%s%s"}\n' % (body, _H, name.encode()), name


def hash_of(body: bytes) -> str:
    """Return the hash of a line, of its bytes before `,"h":`."""
    return hashlib.sha256(body).hexdigest()[:16]


def is_whole(line: bytes) -> bool:
    """Say whether a line, without its end, is as it was written."""
    return line[-_TAIL:] == b'%s%s"}' % (_H, hash_of(line[:-_TAIL]).encode())


def decode(line: bytes) -> FeedRecord:
    """Read one line, with or without its line end.

    Raises:
        DamagedLineError: it isn't as it was written; as a `StrangeLineError`: it is, and is none of a feed.
        NewerLineError: it is, and in a form of the future.
    """
    line = line.rstrip(b"\r\n")
    if len(line) > MAX_LINE:
        raise DamagedLineError(f"a line of more than {MAX_LINE >> 20} MB")
    if not is_whole(line):
        raise DamagedLineError("a line that is torn or altered")
    try:
        if not line.startswith(_OURS) and _VERSION.decode(line).v > VERSION:  # type: ignore[attr-defined] # a struct made on the spot
            raise NewerLineError("a line of a newer claimreader")
        return _DECODER.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise StrangeLineError("a line that is none of a feed") from None


def in_parts(ops: Iterable[FeedOp]) -> list[list[FeedOp]]:
    """Divide the records of a change into lines of about `_PART` bytes; the same change always alike."""
    parts: list[list[FeedOp]] = []
    size = _PART
    for op in ops:
        if size >= _PART:
            parts.append([])
            size = 0
        parts[-1].append(op)
        size += len(bytes(op.document))
    return parts
