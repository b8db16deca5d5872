"""Saves changes of annotations and other records: the one way in, for screens, commands and all services.

A link is stored at one end and seen at both, so whoever deletes an annotation would leave the links to it
behind. Here every deletion takes them along, in the same step of the history, so that one undo brings all of
it back. A merge and a restore pass here, too, so that no change leaves a link to nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from annotations.model.links import completed
from annotations.model.records import Annotation
from annotations.model.side_records import AnyChange, AnyRecord, after_change
from annotations.services.line_kinds import with_fixed_lines
from annotations.store.base import Store
from annotations.store.journal import table_of

if TYPE_CHECKING:
    from annotations.model.line_layers import LineLayers


def save(
    store: Store,
    changes: Sequence[AnyChange],
    *,
    by: str,
    kind: str = "edit",
    of: int | None = None,
    records: Iterable[Mapping[str, Any]] = (),
    announce: Callable[[Sequence[AnyRecord]], None] = lambda touched: None,
    layers: LineLayers | None = None,
) -> Sequence[Annotation]:
    """Make changes durably, as one step, all or none; links to what they delete go with it.

    Args:
        store: where annotations live, or the pending changes before it.
        changes: what to do, each uuid once; of annotations, and of records of other tables.
        by: whose change it is, and who can undo it.
        kind: what the history calls it: "edit", "undo", "import", ...
        of: for an undo or a redo, the number of the change that it takes back.
        records: what the store is to remember of the articles that are annotated, see
            `annotations.composition.filed_record`.
        announce: called with all records that are to be changed, each as it was and as it will be (of a new
            or deleted one there is one of the two), before the store is asked: what it doesn't take may
            wait, and be in sight so.
        layers: know which lines of the articles are repeated, which is fixed with the first annotation of
            each, see `annotations.services.line_kinds`.

    Returns:
        The annotations that were changed, as they are now; deleted ones left out.

    Raises:
        ConflictError: somebody has changed one of the records meanwhile.
        NotSavedError: the disk would not take it; nothing has changed.
    """
    for record in records:
        store.remember_article(dict(record))
    changes = with_fixed_lines(completed(changes, store), store, layers, by)
    announce(
        [
            record
            for change in changes
            for record in (store.find(table_of(change), change.uuid), after_change(change))
            if record is not None
        ]
    )
    return store.apply(changes, by=by, kind=kind, of=of)
