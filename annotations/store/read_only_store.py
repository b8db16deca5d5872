"""The half of the store that needs no lock: reading, looking back, following what another process saves."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotations.model.records import Annotation, age
from annotations.store import disk, history_entries, journal
from annotations.store.base import Event, Info
from annotations.store.events import events

if TYPE_CHECKING:
    from annotations.store.lineage import Apart
    from annotations.store.recovery import Loaded, Paths
    from annotations.store.tables import AnnotationTable, State

POLL = 0.25
"""Seconds between two looks at another's journal."""


class Reading:
    """A store as it was when it was opened, and what has been saved since.

    Args:
        path: as `open_store`.
        repair: as `open_store`.
    """

    _state: State

    def __init__(self, path: Path, *, repair: bool) -> None:
        from annotations.store.recovery import Paths

        self._given = path
        self._paths: Paths = Paths.of(path)
        self._repair = repair
        self._locked = False
        self._written = 0
        """The last change that the TinyDB file has, if this store writes it."""
        self._why = ""
        self._holder = ""
        self._trouble = ""
        self._apart: Apart | None = None
        self._mutex = threading.RLock()
        self._changed = threading.Condition(self._mutex)

    def _load(self) -> Loaded:
        from annotations.store import recovery

        self._seen = disk.identity(self._paths.journal)
        loaded = recovery.load(self._paths, repair=self._repair)
        self._state = loaded.state
        self._notes = (*loaded.notes, *filter(None, [loaded.state.told]))
        self._apart = loaded.apart
        return loaded

    def info(self) -> Info:
        """Say where the store is and in what state."""
        seq = self._state.seq
        return Info(
            str(self._given),
            bool(self._why),
            self._why,
            self._holder,
            self._notes,
            seq,
            self._trouble,
            str(self._apart or ""),
            tuple(map(str, self._apart or ())),
            self._locked and self._written < seq,
        )

    @property
    def table(self) -> AnnotationTable:
        """TinyDB's table of annotations, for its queries: `table.search(where("tags").any(["claim"]))`."""
        return self._state.annotations

    def get(self, uuid: str) -> Annotation | None:
        """Return one annotation, or None."""
        with self._mutex:
            return self._state.annotations.find(uuid)

    def list(self, article_id: str | None = None) -> Sequence[Annotation]:
        """Return all annotations, or those of one article, oldest first."""
        with self._mutex:
            table = self._state.annotations
            uuids = table.known() if article_id is None else table.of_article(article_id)
            found = [annotation for uuid in uuids if (annotation := table.find(uuid))]
        return sorted(found, key=age)

    def article_ids(self) -> Sequence[str]:
        """Return the ids of the articles that have annotations, sorted."""
        with self._mutex:
            return sorted(self._state.annotations.article_ids())

    def linking(self, to: str | None = None) -> Sequence[Annotation]:
        """Return the annotations that hold a link to one, or any link at all; costs what it returns."""
        with self._mutex:
            table = self._state.annotations
            return [annotation for uuid in table.linking(to) if (annotation := table.find(uuid))]

    def deleted(self) -> Sequence[str]:
        """Return the uuids of annotations that were deleted and not brought back."""
        with self._mutex:
            return tuple(self._state.deleted.known())

    def article(self, article_id: str) -> dict[str, Any] | None:
        """Return the record of an article, if it has annotations."""
        with self._mutex:
            return self._state.articles.document(article_id)

    def articles(self) -> Sequence[dict[str, Any]]:
        """Return the records of the articles that have annotations."""
        with self._mutex:
            return [
                record
                for key in self._state.articles.known()
                if (record := self._state.articles.document(key))
            ]

    def history(self, uuid: str | None = None, since: int = 0) -> Iterator[Event]:
        """Yield events in order, of one annotation or of all, with `seq > since`."""
        return events(history_entries.entries(self._paths.journal, self._paths.history, since, uuid), uuid)

    def watch(self, since: int, timeout: float) -> Sequence[Event]:
        """Wait up to `timeout` seconds for events with `seq > since`, made by anyone."""
        deadline = time.monotonic() + timeout
        while True:
            with self._mutex:
                if not self._locked:
                    self._follow()
                left = deadline - time.monotonic()
                if self._state.seq > since or left <= 0:
                    break
                self._changed.wait(left if self._locked else min(left, POLL))
        return [*self.history(since=since)] if self._state.seq > since else []

    def _follow(self) -> None:
        """Take in what the holder of the lock has saved since we looked last."""
        if (identity := disk.identity(self._paths.journal)) == self._seen:
            return
        self._seen = identity
        for entry in journal.entries(self._paths.journal, self._paths.history, self._state.seq):
            if entry.seq != self._state.seq + 1 or not self._state.takes(entry):
                self._load()  # which also tells what is wrong
                return
            self._state.change(entry)
