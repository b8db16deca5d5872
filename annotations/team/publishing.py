"""Derives the lines of one's own feed from the journal, and says which of them a hub doesn't have.

Nothing is kept of how far was sent: the hub itself says what it has. Before anything is added, the last line
there has to be one of this store's own changes. If it isn't, another place writes the feed too, or this
database is older than what it has published: a copy, or a backup that was restored. Both would lose work in
silence ("the hub has 35 of mine, I have 35, nothing to do"). Then a new feed begins, which names the old one,
and the person is told.

A feed begins with what its member has said before, as of the change `base` of the journal. That is reckoned
back from what is there now and the changes since, so that it is the same whenever it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain
from typing import Any, NamedTuple

import msgspec

from annotations.model.side_records import (
    DONE,
    FEEDS,
    AnyRecord,
    Done,
    Feed,
    document_of,
)
from annotations.store.events import record_of
from annotations.store.history_entries import PastEntry, PastOp, document
from annotations.store.journal import ANNOTATIONS
from annotations.team.record import (
    FIRST,
    SHARED,
    SNAPSHOT,
    VERSION,
    DamagedLineError,
    FeedOp,
    FeedRecord,
    NewerLineError,
    encode,
    in_parts,
)
from annotations.team.record import decode as decode_line

Entries = Callable[[int], Iterator[PastEntry]]
"""Returns the journal's changes after a number, see `annotations.store.history_entries.entries`."""

_GONE = msgspec.Raw(b"null")


class NotOursError(Exception):
    """A feed's last line is none of this store's changes; the message says how that was seen."""


class _Said(msgspec.Struct):
    """The parts of a document that have to be known to publish it."""

    annotator: str
    rev: int


_SAID = msgspec.json.Decoder(_Said)


class _Change(NamedTuple):
    """One change as a feed has it, before it is divided into lines and chained."""

    fields: tuple[tuple[str, Any], ...]
    """Those of a record between `seq` and `ops`, in order."""
    parts: list[list[FeedOp]]


class Publisher:
    """Makes the lines of a feed.

    Args:
        feed: the feed.
        entries: the journal's changes.
        records: the records that are there now, of the tables that colleagues see; asked when the feed's
            beginning is wanted.
    """

    def __init__(self, feed: Feed, entries: Entries, records: Callable[[], Iterable[AnyRecord]]) -> None:
        self.feed = feed
        self._entries = entries
        self._records = records

    def missing(self, ends: Sequence[bytes], until: int) -> Iterator[bytes]:
        """Yield the lines that come after what a hub has.

        Args:
            ends: what `Hub.ends` says of the feed.
            until: the last change that is saved: a line of the journal may be there before it is.

        Raises:
            NotOursError: see `annotations.team.publishing`.
        """
        if len(ends) > 1:
            raise NotOursError(f"it has {len(ends)} ends: another place writes it too")
        if not ends:
            yield from self._lines(self._changes(0, until), 0, FIRST)
            return
        try:
            last = decode_line(ends[0])
        except NewerLineError:
            raise NotOursError("a newer claimreader writes it") from None
        except DamagedLineError as error:
            raise NotOursError(str(error)) from None
        first = last.entry if last.kind != SNAPSHOT else 0
        changes = self._changes(first, until)
        change = next(changes, None)
        if change is None or not _is_part(last, change):
            raise NotOursError(f"its line {last.seq}, of {last.t}, is none of this database's changes")
        rest = change._replace(parts=change.parts[last.part + 1 :])
        yield from self._lines(chain([rest], changes), last.seq, last.h, last.part + 1)

    def unsent(self, ends: Sequence[bytes], until: int) -> int:
        """Return how many changes a hub doesn't have; see `missing`."""
        return len({msgspec.json.decode(line, type=_Numbered).entry for line in self.missing(ends, until)})

    def _changes(self, first: int, until: int) -> Iterator[_Change]:
        """Yield the changes from a number of the journal on; from 0 with what was there before the feed."""
        feed = self.feed
        if first <= feed.base:
            begin = (("entry", feed.base), ("t", feed.created), ("by", feed.annotator), ("session", ""))
            parts = in_parts(self._beginning())
            if parts:
                yield _Change((*begin, ("kind", SNAPSHOT)), parts)
        for entry in self._entries(max(first - 1, feed.base)):
            if entry.seq > until:
                return
            parts = in_parts(self._own(entry.ops))
            if parts:
                fields = [("entry", entry.seq), ("t", entry.t), ("by", entry.by), ("session", entry.session)]
                fields += [("kind", entry.kind), *([("of", entry.of)] if entry.of is not None else [])]
                yield _Change(tuple(fields), parts)

    def _lines(self, changes: Iterable[_Change], seq: int, prev: str, part: int = 0) -> Iterator[bytes]:
        for change in changes:
            for number, ops in enumerate(change.parts, part):
                seq += 1
                fields = [("v", VERSION), ("feed", self.feed.uuid), ("seq", seq), *change.fields]
                line, prev = encode([*fields, *([("part", number)] if number else [])], ops, prev)
                yield line
            part = 0

    def _own(self, ops: Iterable[PastOp]) -> Iterator[FeedOp]:
        """Yield what is the member's own of a change."""
        for op in ops:
            if op.table not in SHARED or (op.table == FEEDS.name and op.id != self.feed.uuid):
                continue
            after, before = document(op.after), document(op.before)
            piece = after or before
            try:
                said = _SAID.decode(piece) if piece is not None else None
            except msgspec.MsgspecError:  # what another program has left there
                continue
            if said is not None and said.annotator == self.feed.annotator:
                yield FeedOp(
                    op.id,
                    said.rev if after is not None else said.rev + 1,
                    op.after if after is not None else _GONE,
                    op.table,
                )

    def _beginning(self) -> list[FeedOp]:
        """Return what the member had said when the feed began, by table and uuid."""
        # First what is there now, then the changes: one that comes between is among these.
        said = {(_table_of(record), record.uuid): record for record in self._records()}
        touched: set[tuple[str, str]] = set()
        for entry in self._entries(self.feed.base):
            for op in entry.ops:
                place = op.table, op.id
                if op.table not in SHARED or op.table == FEEDS.name or place in touched:
                    continue
                touched.add(place)
                before = record_of(op.table, document(op.before))
                if before is None:
                    said.pop(place, None)
                else:
                    said[place] = before
        return [
            # Written anew, since a file that another program has written may have its keys in another order.
            FeedOp(uuid, record.rev, msgspec.Raw(msgspec.json.encode(document_of(record))), table)
            for (table, uuid), record in sorted(said.items(), key=lambda item: item[0])
            if record.annotator == self.feed.annotator
        ]


def is_shared(ops: Iterable[PastOp], annotator: str) -> bool:
    """Say whether a change has something that colleagues see: a flag, for one, is one's own alone."""
    return any(op.table in SHARED and op.table != FEEDS.name and _annotator_of(op) == annotator for op in ops)


def _annotator_of(op: PastOp) -> str:
    piece = document(op.after) or document(op.before)
    try:
        return _SAID.decode(piece).annotator if piece is not None else ""
    except msgspec.MsgspecError:  # what another program has left there
        return ""


def last_entry(ends: Sequence[bytes]) -> int:
    """Return the number of the last change that is among a feed's ends; 0 where none can be read."""
    entries = [0]
    for end in ends:
        with suppress(DamagedLineError, NewerLineError):
            entries.append(decode_line(end).entry)
    return max(entries)


class _Numbered(msgspec.Struct):
    entry: int


def _table_of(record: AnyRecord) -> str:
    return DONE.name if isinstance(record, Done) else ANNOTATIONS


def _is_part(record: FeedRecord, change: _Change) -> bool:
    """Say whether a line is that part of a change which it says it is."""
    fields = dict(change.fields)
    if record.part >= len(change.parts) or record.of != fields.pop("of", None):
        return False
    same = all(getattr(record, name) == value for name, value in fields.items())
    return same and tuple(change.parts[record.part]) == record.ops
