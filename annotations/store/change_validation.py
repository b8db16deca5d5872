"""Checks a change of annotations against the tables, and reads it back, before the journal hears of it.

Each annotation is read once on the way: the one that stands there for its revision, the new one from the very
bytes that the tables will hold, so that nothing is saved that the next opening would refuse.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from annotations.model.records import Annotation, InvalidAnnotationError, decode, to_document
from annotations.store import journal
from annotations.store.base import Change, ConflictError, NotSavedError

if TYPE_CHECKING:
    from annotations.store.tables import AnnotationChange, State


class ValidatedChange(NamedTuple):
    """A change that may be saved."""

    ops: Sequence[journal.Op]
    """Its parts as the journal says them; none if nothing would change."""
    stored: Sequence[Annotation]
    """The annotations as they will be stored, in the order of the change, deleted ones left out."""
    annotations: Mapping[str, AnnotationChange]
    """By uuid, for `State.changing`."""


def validated(
    changes: Sequence[Change], state: State, records: Mapping[str, dict[str, Any]], path: Path
) -> ValidatedChange:
    """Check a change, and return what the journal is to say of it.

    Args:
        changes: see `annotations.store.base.Store.apply`.
        state: the tables now; only the caller may change them meanwhile.
        records: what is known of articles, by id.
        path: of the annotations file, for messages.

    Raises:
        ConflictError: a `base_rev` is not the current revision.
        NotSavedError: an annotation is none that could be read again.
    """
    from annotations.store.tables import AnnotationChange  # here: TinyDB isn't needed before the list

    ops: list[journal.Op] = []
    stored: list[Annotation] = []
    annotations: dict[str, AnnotationChange] = {}
    for change in changes:
        current = state.find(change.uuid)
        last_rev = state.last_rev(change.uuid, current)
        if (current.rev if current else 0) != change.base_rev and not (
            current is None and change.base_rev == last_rev
        ):
            raise ConflictError(change.uuid, current)
        before = state.annotations.document(change.uuid)
        after: dict[str, Any] | None = None
        kept, piece = None, b""
        if change.annotation is not None:
            # an import keeps a higher revision of its own, so that a whole export comes back as it was
            rev = max(change.annotation.rev, last_rev + 1)
            try:
                after = to_document(msgspec.structs.replace(change.annotation, rev=rev))
                kept, piece = _read_back(change.uuid, after)
            except (ValueError, TypeError, RecursionError) as error:
                name = f"{change.uuid[:40]!a}"
                raise NotSavedError(f"{path}: annotation {name} can't be kept: {error}") from error
            stored.append(kept)
        if before or after:
            slot = state.annotations.slot_for(change.uuid, skip=len(stored))
            ops.append(journal.Op(journal.ANNOTATIONS, slot, after, change.uuid, before))
            annotations[change.uuid] = AnnotationChange(current, kept, piece)
    if len(annotations) < len(ops):
        annotations = {}  # a uuid comes twice, against the rules: what stands there after the first is read
    for article_id in {annotation.article.id: None for annotation in stored}:
        record, known = records.get(article_id), state.articles.document(article_id)
        if record not in (None, known):
            slot = state.articles.slot_for(article_id)
            ops.append(journal.Op(journal.ARTICLES, slot, record, article_id, known))
    return ValidatedChange(ops, stored, annotations)


def _read_back(uuid: str, document: dict[str, Any]) -> tuple[Annotation, bytes]:
    """Return an annotation read as the next opening will, and its JSON; what can't be is not saved."""
    from annotations.store.storage import MAX_DOCUMENT, dump  # here: as above

    piece = dump(document)
    if len(piece) > MAX_DOCUMENT:
        raise InvalidAnnotationError(f"it has {len(piece)} bytes, {MAX_DOCUMENT} at most can be kept")
    kept = decode(piece)
    if kept.uuid != uuid:
        raise InvalidAnnotationError(f"it says uuid {kept.uuid!a}")
    return kept, piece
