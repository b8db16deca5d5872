"""What a change of annotations will be in the journal: checked against what is there, and read back first."""

from __future__ import annotations

from collections.abc import Mapping, MutableSequence, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from annotations.model.records import Annotation, InvalidAnnotationError, decode, to_document
from annotations.store import journal
from annotations.store.base import Change, ConflictError, NotSavedError

if TYPE_CHECKING:
    from annotations.store.tables import State


def drafted(
    changes: Sequence[Change], state: State, records: Mapping[str, dict[str, Any]], path: Path
) -> tuple[Sequence[journal.Op], Sequence[Annotation]]:
    """Return what the journal is to say, and the annotations as they will be stored.

    Args:
        changes: see `annotations.store.base.Store.apply`.
        state: the tables now; only the caller may change them meanwhile.
        records: what is known of articles, by id.
        path: of the annotations file, for messages.

    Raises:
        ConflictError: a `base_rev` is not the current revision.
        NotSavedError: an annotation is none that could be read again.
    """
    ops: MutableSequence[journal.Op] = []
    stored: MutableSequence[Annotation] = []
    for change in changes:
        current = state.annotations.find(change.uuid)
        if (current.rev if current else 0) != change.base_rev and not (
            current is None and change.base_rev == state.last_rev(change.uuid)
        ):
            raise ConflictError(change.uuid, current)
        before = state.annotations.document(change.uuid)
        after = None
        if change.annotation is not None:
            # an import keeps a higher revision of its own, so that a whole export comes back as it was
            rev = max(change.annotation.rev, state.last_rev(change.uuid) + 1)
            try:
                after, kept = _read_back(change.uuid, msgspec.structs.replace(change.annotation, rev=rev))
            except (ValueError, TypeError, RecursionError) as error:
                name = f"{change.uuid[:40]!a}"
                raise NotSavedError(f"{path}: annotation {name} can't be kept: {error}") from error
            stored.append(kept)
        if before or after:
            slot = state.annotations.slot_for(change.uuid, skip=len(stored))
            ops.append(journal.Op(journal.ANNOTATIONS, slot, after, change.uuid, before))
    for article_id in {annotation.article.id: None for annotation in stored}:
        record, known = records.get(article_id), state.articles.document(article_id)
        if record not in (None, known):
            slot = state.articles.slot_for(article_id)
            ops.append(journal.Op(journal.ARTICLES, slot, record, article_id, known))
    return ops, stored


def _read_back(uuid: str, annotation: Annotation) -> tuple[dict[str, Any], Annotation]:
    """Return the document, and it read as the next opening will: what can't be read back is not saved."""
    from annotations.store.storage import MAX_DOCUMENT, dump  # here: TinyDB isn't needed before the list

    document = to_document(annotation)
    piece = dump(document)
    if len(piece) > MAX_DOCUMENT:
        raise InvalidAnnotationError(f"it has {len(piece)} bytes, {MAX_DOCUMENT} at most can be kept")
    kept = decode(piece)
    if kept.uuid != uuid:
        raise InvalidAnnotationError(f"it says uuid {kept.uuid!a}")
    return document, kept
