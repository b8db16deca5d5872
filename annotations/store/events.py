"""A journal's entries as the events that the Store interface speaks of."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from annotations.records import Annotation, InvalidAnnotationError, decode
from annotations.store.base import Event
from annotations.store.journal import ANNOTATIONS
from annotations.store.past import PastEntry, document


def events(entry: PastEntry, uuid: str | None = None) -> Iterator[Event]:
    """Yield an event for each annotation (or the one) that a change is about."""
    for op in entry.ops:
        if op.table == ANNOTATIONS and uuid in (None, op.id):
            before, after = _annotation(op.before), _annotation(op.after)
            rev = after.rev if after else before.rev + 1 if before else 0
            yield Event(
                entry.seq, entry.t, entry.by, entry.session, entry.kind, op.id, rev, before, after, entry.of
            )


def _annotation(raw: msgspec.Raw) -> Annotation | None:
    """Read one side of a change; None also when another program had left something unreadable there."""
    piece = document(raw)
    try:
        return None if piece is None else decode(piece)
    except InvalidAnnotationError:
        return None
