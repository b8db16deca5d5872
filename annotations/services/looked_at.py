"""Shows annotations otherwise than they were saved: the part that all such views have in common.

A view stands for the store that it was made of wherever annotations are read, so that an export, a report or
a list needn't know of it. It is never saved to.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from annotations.model.records import Annotation
from annotations.model.side_records import AnyChange
from annotations.store.base import Event, Info, NotSavedError, Store
from annotations.store.journal import ANNOTATIONS

_HERE = "these annotations are only looked at"


def texts_of_listed(
    annotations_of: Callable[[str], Sequence[Annotation]], article_ids: Sequence[str]
) -> Mapping[str, Collection[str]]:
    """Return by article the texts (their sha256) that the annotations of a view are about."""
    return {each: {it.article.sha256 for it in annotations_of(each)} for each in article_ids}


class LookedAtStore:
    """Answers for a view of a store what concerns the store itself, and saves nothing.

    Args:
        store: the annotations as they were saved.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def deleted(self, table: str = ANNOTATIONS) -> Sequence[str]:
        """Return the uuids of annotations, or of a table's records, that were deleted, not brought back."""
        return self._store.deleted(table)

    def history(self, uuid: str | None = None, since: int = 0) -> Iterator[Event]:
        """Yield events in order: the past is as it was."""
        return self._store.history(uuid, since)

    def watch(self, since: int, timeout: float) -> Sequence[Event]:
        """Wait up to `timeout` seconds for events with `seq > since`, made by anyone."""
        return self._store.watch(since, timeout)

    def info(self) -> Info:
        """Say where the store is and in what state."""
        return self._store.info()

    def apply(
        self, changes: Sequence[AnyChange], *, by: str, kind: str = "edit", of: int | None = None
    ) -> Sequence[Annotation]:
        """Refuse: who saves opens the store itself.

        Raises:
            NotSavedError: always.
        """
        raise NotSavedError(_HERE)

    def remember_article(self, record: dict[str, Any]) -> None:
        """Refuse, as `apply`.

        Raises:
            NotSavedError: always.
        """
        raise NotSavedError(_HERE)

    def checkpoint(self) -> None:
        """Leave the file as it is."""

    def close(self) -> None:
        """Let others in."""
        self._store.close()
