"""Turns a journal's entries into the events that the Store interface speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from annotations.model.records import InvalidAnnotationError, decode
from annotations.model.side_records import SIDE_TABLES, AnyRecord, decode_record
from annotations.store.base import Event
from annotations.store.history_entries import PastEntry, document
from annotations.store.journal import ANNOTATIONS

_KEPT = 4096
"""Records whose last state is remembered while events are read: what one works at for a week, 10 MB."""


def events(entries: Iterable[PastEntry], uuid: str | None = None) -> Iterator[Event]:
    """Yield an event for each record (or the one) that changes are about."""
    last: dict[str, tuple[bytes | None, AnyRecord | None]] = {}
    for entry in entries:
        for op in entry.ops:
            if (op.table != ANNOTATIONS and op.table not in SIDE_TABLES) or uuid not in (None, op.id):
                continue
            piece = document(op.before)
            # What a change found is nearly always what the one before it left.
            known = last.get(op.id)
            before = known[1] if known and known[0] == piece else record_of(op.table, piece)
            piece = document(op.after)
            after = record_of(op.table, piece)
            if len(last) >= _KEPT:
                last.clear()
            last[op.id] = piece, after
            rev = after.rev if after else before.rev + 1 if before else 0
            made = (entry.seq, entry.t, entry.by, entry.session, entry.kind)
            yield Event(*made, op.id, rev, before, after, entry.of, op.table)


def record_of(table: str, piece: bytes | None) -> AnyRecord | None:
    """Read one side of a change; None also when another program had left something unreadable there."""
    try:
        if piece is None:
            return None
        return decode(piece) if table == ANNOTATIONS else decode_record(SIDE_TABLES[table], piece)
    except InvalidAnnotationError:
        return None
