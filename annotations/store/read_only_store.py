"""Does what needs no lock of a store's work: it reads, answers, and follows what others save meanwhile.

Whoever writes has one of these as a part, and changes its tables under `mutex`; whoever only reads needs no
more than this.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotations.model.article_corrections import corrected
from annotations.model.records import Annotation, age
from annotations.model.side_records import (
    CORRECTIONS,
    AnyRecord,
    ArticleCorrection,
    R,
    SideTable,
    correction_uuid,
)
from annotations.model.side_records import age as record_age
from annotations.store import disk, history_entries, journal
from annotations.store.base import Event
from annotations.store.errors import CacheError
from annotations.store.events import events

if TYPE_CHECKING:
    from annotations.store.lineage import Apart
    from annotations.store.recovery import Caching, Loaded, Paths
    from annotations.store.tables import KeyedTable, State


class ReadOnlyStore:
    """A store as it was when it was loaded, and what has been saved since.

    Args:
        path: see `annotations.store.tinydb_store.open_store`.
        repair: as there.
    """

    state: State
    """The tables. They change only while `mutex` is held; `load` puts others in their place."""

    def __init__(self, path: Path, *, repair: bool) -> None:
        from annotations.store.recovery import Paths

        self.paths: Paths = Paths.of(path)
        self.mutex = threading.RLock()
        self.notes: Sequence[str] = ()
        """The remarks of loading, one line each."""
        self.apart: Apart | None = None
        """The annotations file and its journal, if they don't belong together."""
        self.caching: Caching = "kept"
        """Which cache a large file is read through, see `annotations.store.recovery`."""
        self._repair = repair
        self._seen: disk.Identity | None = None
        """The journal as it was when it was last looked at."""

    def load(self) -> Loaded:
        """Read the last saved state, and take it for the tables.

        Raises:
            StoreError: it can't be read.
        """
        from annotations.store import recovery

        self._seen = disk.identity(self.paths.journal)
        loaded = recovery.load(self.paths, repair=self._repair, caching=self.caching)
        self.state = loaded.state
        self.notes = (*loaded.notes, *filter(None, [loaded.state.told]))
        self.apart = loaded.apart
        return loaded

    def follow(self) -> bool:
        """Take in what the holder of the lock has saved since the last look; False: load all anew."""
        if (identity := disk.identity(self.paths.journal)) == self._seen:
            return True
        self._seen = identity
        try:
            for entry in journal.entries(self.paths.journal, self.paths.history, self.state.seq):
                if entry.seq != self.state.seq + 1 or not self.state.takes(entry):
                    return False
                self.state.change(entry)
        except CacheError:
            self.caching = "none"
            return False
        return True

    @property
    def table(self) -> KeyedTable:
        """TinyDB's table of annotations, for its queries."""
        return self.state.annotations

    def get(self, uuid: str) -> Annotation | None:
        """Return one annotation, or None."""
        with self.mutex:
            return self.state.find(uuid)

    def list(self, article_id: str | None = None) -> Sequence[Annotation]:
        """Return all annotations, or those of one article, oldest first."""
        with self.mutex:
            annotations = self.state.find_all(article_id)
        return sorted(annotations, key=age)

    def article_ids(self) -> Sequence[str]:
        """Return the ids of the articles that have annotations, sorted."""
        with self.mutex:
            return sorted(self.state.index.article_ids())

    def annotated_texts(self, article_ids: Sequence[str]) -> dict[str, set[str]]:
        """Return by article the texts (their sha256) that annotations are about, and maybe were before."""
        with self.mutex:
            return self.state.annotated_texts(article_ids)

    def linking(self, to: str | None = None) -> Sequence[Annotation]:
        """Return the annotations that hold a link to one, or any link at all; costs what it returns."""
        with self.mutex:
            state = self.state
            return [annotation for uuid in state.index.linking(to) if (annotation := state.find(uuid))]

    def records(self, table: SideTable[R], article_id: str | None = None) -> Sequence[R]:
        """Return all records of a table beside the annotations, or those of one article, oldest first."""
        with self.mutex:
            held = self.state.side[table.name]
            uuids = held.documents.known() if article_id is None else held.of_article(article_id)
            records = [record for uuid in uuids if isinstance(record := held.find(uuid), table.kind)]
        return sorted(records, key=record_age)

    def find(self, table: str, uuid: str) -> AnyRecord | None:
        """Return a record of any table by the table's name, or None."""
        with self.mutex:
            return self.state.find_in(table, uuid)

    def deleted(self, table: str = journal.ANNOTATIONS) -> Sequence[str]:
        """Return the uuids of annotations, or of a table's records, that were deleted, not brought back."""
        with self.mutex:
            return tuple(self.state.gone(table))

    def article(self, article_id: str, *, filed: bool = False) -> dict[str, Any] | None:
        """Return the record of an article, if it has annotations; as corrected, or as `filed`."""
        with self.mutex:
            record = self.state.articles.document(article_id)
            return record if filed else self._corrected(article_id, record)

    def articles(self, *, filed: bool = False) -> Sequence[dict[str, Any]]:
        """Return the records of the articles that have annotations, see `article`."""
        with self.mutex:
            table = self.state.articles
            records = [record for key in table.known() if (record := table.document(key))]
            if filed or not self.state.side[CORRECTIONS.name].documents:
                return records
            return [self._corrected(str(record["id"]), record) or record for record in records]

    def _corrected(self, article_id: str, record: dict[str, Any] | None) -> dict[str, Any] | None:
        """Return an article's record with what people have said of it, or that alone."""
        held = self.state.side[CORRECTIONS.name]
        correction = held.find(correction_uuid(article_id)) if held.documents else None
        if not isinstance(correction, ArticleCorrection):
            return record
        return corrected(record or {"id": article_id, "sha256": correction.article.sha256}, correction)

    def history(self, uuid: str | None = None, since: int = 0) -> Iterator[Event]:
        """Yield events in order, of one record or of all in all tables, with `seq > since`."""
        return events(history_entries.entries(self.paths.journal, self.paths.history, since, uuid), uuid)
