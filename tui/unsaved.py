"""Changes that the disk would not take: kept in order, shown as unsaved, tried again until a save works.

A change that was made while the disk was full is not lost, but nothing pretends that it is saved either: it
lies over what the store has, and each sentence that it touches is marked until it is durable.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from annotations.records import Annotation
from annotations.store.base import Change, Store


class Unsaved:
    """The changes that wait, oldest first."""

    def __init__(self) -> None:
        self._waiting: list[tuple[str, tuple[Change, ...]]] = []

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, article_id: str, changes: Sequence[Change]) -> None:
        """Keep changes to an article that could not be saved."""
        self._waiting.append((article_id, tuple(changes)))

    def take_back(self) -> str | None:
        """Drop the last change; returns its article, or None if nothing waits."""
        return self._waiting.pop()[0] if self._waiting else None

    def save(self, store: Store, by: str) -> list[str]:
        """Save what waits, oldest first, each as a step of its own.

        Returns the articles whose changes are saved now.

        Raises:
            StoreError: the disk still won't take one; that one and all behind it go on waiting.
        """
        saved = []
        while self._waiting:
            article_id, changes = self._waiting[0]
            store.apply(changes, by=by)
            self._waiting.pop(0)
            saved.append(article_id)
        return saved

    def over(self, article_id: str, stored: Sequence[Annotation]) -> Sequence[Annotation]:
        """Return an article's annotations as they will be once all is saved."""
        if not self._waiting:
            return stored
        current = {annotation.uuid: annotation for annotation in stored}
        for waiting_id, changes in self._waiting:
            if waiting_id == article_id:
                for change in changes:
                    if change.annotation is None:
                        current.pop(change.uuid, None)
                    else:
                        current[change.uuid] = msgspec.structs.replace(
                            change.annotation, rev=change.base_rev + 1
                        )
        return list(current.values())

    def uuids(self, article_id: str) -> frozenset[str]:
        """Return which annotations of an article wait."""
        return frozenset(
            change.uuid
            for waiting_id, changes in self._waiting
            if waiting_id == article_id
            for change in changes
        )
