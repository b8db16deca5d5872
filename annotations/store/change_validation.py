"""Checks a change of annotations or other records against the tables, and reads it back, before it is saved.

Each record is read once on the way: the one that stands there for its revision, the new one from the very
bytes that the tables will hold, so that nothing is saved that the next opening would refuse.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from annotations.model.records import Annotation, InvalidAnnotationError
from annotations.model.side_records import AnyChange, AnyRecord, after_change, document_of
from annotations.store import journal
from annotations.store.base import ConflictError, NotSavedError

if TYPE_CHECKING:
    from annotations.store.tables import RecordChange, State


class ValidatedChange(NamedTuple):
    """A change that may be saved."""

    ops: Sequence[journal.Op]
    """Its parts as the journal says them; none if nothing would change."""
    stored: Sequence[Annotation]
    """The annotations as they will be stored, in the order of the change, deleted ones left out."""
    records: Mapping[tuple[str, str], RecordChange]
    """By table and uuid, for `State.changing`."""


def validated(
    changes: Sequence[AnyChange], state: State, records: Mapping[str, dict[str, Any]], path: Path
) -> ValidatedChange:
    """Check a change, and return what the journal is to say of it.

    Args:
        changes: see `annotations.store.base.Store.apply`.
        state: the tables now; only the caller may change them meanwhile.
        records: what is known of articles, by id.
        path: of the annotations file, for messages.

    Raises:
        ConflictError: a `base_rev` is not the current revision.
        NotSavedError: an annotation or another record is none that could be read again.
    """
    from annotations.store.tables import RecordChange  # here: TinyDB isn't needed before the list

    ops: list[journal.Op] = []
    stored: list[Annotation] = []
    put: dict[str, int] = {}
    """How many documents each table gets or has replaced."""
    known_records: dict[tuple[str, str], RecordChange] = {}
    for change in changes:
        table = journal.table_of(change)
        current = state.find_in(table, change.uuid)
        last_rev = state.last_rev(change.uuid, current)
        if (current.rev if current else 0) != change.base_rev and not (
            current is None and change.base_rev == last_rev
        ):
            raise ConflictError(change.uuid, current)
        documents = state.documents(table)
        before = documents.document(change.uuid)
        after: dict[str, Any] | None = None
        kept, piece = None, b""
        if (wanted := after_change(change)) is not None:
            # an import keeps a higher revision of its own, so that a whole export comes back as it was
            rev = max(wanted.rev, last_rev + 1)
            try:
                after = document_of(msgspec.structs.replace(wanted, rev=rev))
                kept, piece = _read_back(state, table, change.uuid, after)
            except (ValueError, TypeError, RecursionError) as error:
                kind = "annotation" if table == journal.ANNOTATIONS else f"{table}:"
                name = f"{change.uuid[:40]!r}"
                raise NotSavedError(f"{path}: {kind} {name} can't be kept: {error}") from error
            put[table] = put.get(table, 0) + 1
            if isinstance(kept, Annotation):
                stored.append(kept)
        if before or after:
            slot = documents.slot_for(change.uuid, skip=put.get(table, 0))
            ops.append(journal.Op(table, slot, after, change.uuid, before))
            known_records[table, change.uuid] = RecordChange(current, kept, piece)
    if len(known_records) < len(ops):
        known_records = {}  # a uuid comes twice, against the rules: what stands there after the first is read
    for article_id in {annotation.article.id: None for annotation in stored}:
        record, known = records.get(article_id), state.articles.document(article_id)
        if record not in (None, known):
            slot = state.articles.slot_for(article_id)
            ops.append(journal.Op(journal.ARTICLES, slot, record, article_id, known))
    return ValidatedChange(ops, stored, known_records)


def _read_back(state: State, table: str, uuid: str, document: dict[str, Any]) -> tuple[AnyRecord, bytes]:
    """Return a record read as the next opening will, and its JSON; what can't be is not saved."""
    from annotations.store.storage import MAX_DOCUMENT, dump  # here: as above

    piece = dump(document)
    if len(piece) > MAX_DOCUMENT:
        raise InvalidAnnotationError(f"it has {len(piece)} bytes, {MAX_DOCUMENT} at most can be kept")
    kept = state.decode(table, piece)
    if kept.uuid != uuid:
        raise InvalidAnnotationError(f"it says uuid {kept.uuid!r}")
    return kept, piece
