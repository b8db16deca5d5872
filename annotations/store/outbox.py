"""What could not be saved for lack of a disk that takes it: kept in sight, and saved as soon as one does.

The store itself never holds what isn't on the disk. The screen still has to show what the analyst has just
done, marked as not saved, or she would do it again and have it twice; so it looks at the store through this.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from annotations.records import Annotation, age
from annotations.store.base import Change, ConflictError, NotSavedError, Store


class Outbox:
    """A store, and the changes that wait for its disk.

    Args:
        store: where annotations live.
        by: who makes the changes that wait.
    """

    def __init__(self, store: Store, by: str) -> None:
        self.store = store
        self.by = by
        self.reason = ""
        """Why the last save failed, for the screen; empty when nothing waits."""
        self._waiting: dict[str, Change] = {}

    @property
    def waiting(self) -> frozenset[str]:
        """The uuids of annotations whose latest change is not saved."""
        return frozenset(self._waiting)

    def get(self, uuid: str) -> Annotation | None:
        """Return an annotation as it will be when all is saved."""
        change = self._waiting.get(uuid)
        return change.annotation if change else self.store.get(uuid)

    def list(self, article_id: str | None = None) -> Sequence[Annotation]:
        """Return the annotations as they will be when all is saved, oldest first."""
        saved = {annotation.uuid: annotation for annotation in self.store.list(article_id)}
        for uuid, change in self._waiting.items():
            saved.pop(uuid, None)
            if change.annotation and article_id in (None, change.annotation.article.id):
                saved[uuid] = change.annotation
        return sorted(saved.values(), key=age)

    def article_ids(self) -> Sequence[str]:
        """Return the ids of the articles that have annotations, sorted; unsaved ones too."""
        waiting = {change.annotation.article.id for change in self._waiting.values() if change.annotation}
        return sorted(waiting.union(self.store.article_ids()))

    def article(self, article_id: str) -> dict[str, Any] | None:
        """Return what the store remembers of an article."""
        return self.store.article(article_id)

    def linking(self, to: str | None = None) -> Sequence[Annotation]:
        """Return the annotations that will hold a link to one, or any link, when all is saved."""
        saved = {annotation.uuid: annotation for annotation in self.store.linking(to)}
        for uuid, change in self._waiting.items():
            saved.pop(uuid, None)
            if change.annotation and any(to in (None, link.to) for link in change.annotation.links):
                saved[uuid] = change.annotation
        return list(saved.values())

    def apply(self, changes: Sequence[Change], *, kind: str = "edit") -> Sequence[Annotation]:
        """Save changes, and before them those that wait.

        Raises:
            ConflictError: a `base_rev` is not that of the annotation as `get` returns it; nothing is kept of
            this. NotSavedError: not saved. With `again`, the changes wait; without, they can't be kept at
            all.
        """
        before = self._waiting
        after = dict(before)
        for change in changes:
            current = self.get(change.uuid)
            if change.base_rev != (current.rev if current else 0):
                raise ConflictError(change.uuid, current)
            base = before[change.uuid].base_rev if change.uuid in before else change.base_rev
            shown = change.annotation and msgspec.structs.replace(change.annotation, rev=change.base_rev + 1)
            after[change.uuid] = Change(change.uuid, base, shown)
        try:
            stored = self.store.apply(list(after.values()), by=self.by, kind=kind)
        except NotSavedError as error:
            if error.again:
                self._waiting, self.reason = after, str(error)
            raise
        self._waiting, self.reason = {}, ""
        return [annotation for annotation in stored if annotation.uuid in {change.uuid for change in changes}]

    def retry(self) -> bool:
        """Try to save what waits; True when nothing waits any more."""
        try:
            self.apply([])
        except NotSavedError:
            return False
        return True
