"""Defines what every store of annotations promises, whatever lies behind it.

The interface is small so that undo, merge and export are written once, above it. Every method that changes
something returns only when the change is durable, and raises with nothing changed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Protocol

import msgspec

from annotations.model.records import Annotation, Change
from annotations.model.side_records import AnyChange, AnyRecord, R, SideTable
from annotations.store.errors import ConflictError, DamagedError, NotSavedError, StoreError
from annotations.store.journal import ANNOTATIONS

__all__ = [
    "AnnotationReader",
    "AnyChange",
    "Change",
    "ConflictError",
    "DamagedError",
    "Event",
    "Info",
    "NotSavedError",
    "Store",
    "StoreError",
]


class Event(msgspec.Struct, frozen=True):
    """One record's part in one durable change: who, when, what before and after (None: did not exist)."""

    seq: int
    time: str
    by: str
    session: str
    kind: str
    """"edit", "undo", "redo", "import", "merge", ..."""
    uuid: str
    rev: int
    before: AnyRecord | None
    after: AnyRecord | None
    of: int | None = None
    """For an undo or a redo: the seq of the change that it takes back."""
    table: str = ANNOTATIONS
    """The record's table: that of annotations, or one of `SIDE_TABLES`."""


class Info(msgspec.Struct, frozen=True):
    """The state of a store, as far as the screen has to say it."""

    path: str
    readonly: bool = False
    why: str = ""
    """The reason why it is read-only, for the user."""
    holder: str = ""
    """The holder of the lock, when it isn't us: `user@host, pid 4242, since 14:05`."""
    notes: tuple[str, ...] = ()
    """Lines about what recovery did when the store was opened."""
    seq: int = 0
    """The last change, from which to `watch`."""
    trouble: str = ""
    """The reason why the TinyDB file isn't brought up to date; what was saved is safe in the journal."""
    apart: str = ""
    """The annotations file and its journal, if they don't belong together: what was found, as a line."""
    apart_sides: tuple[str, ...] = ()
    """The same, a line for each of the two."""
    behind: bool = False
    """The TinyDB file has yet to be brought up to date, which a thread does on a pause."""


class Words(Protocol):
    """Whatever tells what people have said of articles and their lines."""

    def find(self, table: str, uuid: str) -> AnyRecord | None:
        """Return a record of any table by the table's name, or None."""

    def records(self, table: SideTable[R]) -> Sequence[R]:
        """Return all records of a table beside the annotations, oldest first."""
        ...


class AnnotationReader(Protocol):
    """The questions that a store answers to all; the annotations that it hands out are frozen copies."""

    def info(self) -> Info:
        """Say where the store is and in what state."""
        ...

    def get(self, uuid: str) -> Annotation | None:
        """Return one annotation, or None."""
        ...

    def list(self, article_id: str | None = None) -> Sequence[Annotation]:
        """Return all annotations, or those of one article, oldest first."""
        ...

    def article_ids(self) -> Sequence[str]:
        """Return the ids of the articles that have annotations, sorted: for going through them in turn."""
        ...

    def annotated_texts(self, article_ids: Sequence[str]) -> Mapping[str, Collection[str]]:
        """Return by article the texts (their sha256) that annotations are about, without reading these all.

        Of annotations that were changed or deleted their former texts may be among them.
        """
        ...

    def linking(self, to: str | None = None) -> Sequence[Annotation]:
        """Return the annotations that hold a link to one, or any link at all; costs what it returns."""
        ...

    def records(self, table: SideTable[R], article_id: str | None = None) -> Sequence[R]:
        """Return all records of a table beside the annotations, or those of one article, oldest first."""
        ...

    def find(self, table: str, uuid: str) -> AnyRecord | None:
        """Return a record of any table by the table's name, or None."""
        ...

    def deleted(self, table: str = ANNOTATIONS) -> Sequence[str]:
        """Return the uuids of annotations, or of a table's records, that were deleted, not brought back."""
        ...

    def article(self, article_id: str, *, filed: bool = False) -> dict[str, Any] | None:
        """Return the record of an article, if it has annotations; as corrected, or as `filed`."""
        ...

    def articles(self, *, filed: bool = False) -> Sequence[dict[str, Any]]:
        """Return the records of the articles that have annotations, see `article`."""
        ...

    def history(self, uuid: str | None = None, since: int = 0) -> Iterator[Event]:
        """Yield events in order, of one record or of all in all tables, with `seq > since`."""
        ...

    def watch(self, since: int, timeout: float) -> Sequence[Event]:
        """Wait up to `timeout` seconds for events with `seq > since`, made by anyone."""
        ...


class Store(AnnotationReader, Protocol):
    """A place where annotations live."""

    def apply(
        self, changes: Sequence[AnyChange], *, by: str, kind: str = "edit", of: int | None = None
    ) -> Sequence[Annotation]:
        """Make all changes or none, durably, of annotations and of other records.

        `rev` of each becomes one more than the last that its uuid ever had, so that none comes twice, not
        even when a deletion is taken back; a higher one that it brings along stays. `created` and `updated`
        stay as given. Each uuid comes once.

        Returns:
            The annotations as stored (deleted ones and records of other tables left out).

        Raises:
            ConflictError: a `base_rev` is not the current revision.
            NotSavedError: the disk would not take it; nothing has changed.
        """
        ...

    def remember_article(self, record: dict[str, Any]) -> None:
        """Keep id, sha256, title, source, published, url and length of an article that has annotations."""
        ...

    def checkpoint(self) -> None:
        """Bring the TinyDB file up to date."""
        ...

    def close(self) -> None:
        """Checkpoint, and let others in."""
        ...
