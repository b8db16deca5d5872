"""Lays what a store says of articles and their lines over what another one says, which is only read.

A team's gold says nothing of articles as a rule. It is read as its lead reads them: repaired, set aside, with
the lines that count. What the lead says in gold holds there, until something newer is said at the own desk;
there is no copy of the one in the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from annotations.model.side_records import (
    SIDE_TABLES,
    AnyChange,
    AnyRecord,
    R,
    SideChange,
    SideRecord,
    SideTable,
    age,
    updated_at,
)

if TYPE_CHECKING:
    from annotations.store.base import AnnotationReader, Words


class Beneath(NamedTuple):
    """The words of one store as they were when it was read."""

    records: Mapping[tuple[str, str], SideRecord]
    """By table and uuid."""
    begun: frozenset[str]
    """The ids of the articles that have annotations there, whose lines are fixed as they are there."""

    def is_taken_back_by(self, changes: Sequence[AnyChange]) -> bool:
        """Say whether changes of the store above would take away what is said here alone."""
        return any(
            isinstance(change, SideChange)
            and change.record is None
            and not change.base_rev
            and (change.table, change.uuid) in self.records
            for change in changes
        )


def read_beneath(store: AnnotationReader) -> Beneath:
    """Return what a store says of articles and their lines."""
    tables = [table for table in SIDE_TABLES.values() if table.is_of_articles]
    records = {(table.name, each.uuid): each for table in tables for each in store.records(table)}
    return Beneath(records, frozenset(store.article_ids()))


class ArticleWords:
    """The word that holds of each article and line: of a store and what lies beneath it, that said last.

    Args:
        store: the one that is written; what is found has its revision, so that a change of it is made there.
        beneath: what the other one says.
    """

    def __init__(self, store: Words, beneath: Beneath) -> None:
        self._store = store
        self._beneath = beneath

    def find(self, table: str, uuid: str) -> AnyRecord | None:
        """Return a record of any table by the table's name, or None."""
        return self._holding(self._store.find(table, uuid), self._beneath.records.get((table, uuid)))

    def records(self, table: SideTable[R]) -> Sequence[R]:
        """Return all records of a table, oldest first."""
        said: dict[str, AnyRecord] = {each.uuid: each for each in self._store.records(table)}
        for (name, uuid), below in self._beneath.records.items():
            if name == table.name and (record := self._holding(said.get(uuid), below)) is not None:
                said[uuid] = record
        return sorted((each for each in said.values() if isinstance(each, table.kind)), key=age)

    @staticmethod
    def _holding(above: AnyRecord | None, below: SideRecord | None) -> AnyRecord | None:
        if below is None or (above is not None and updated_at(above) >= updated_at(below)):
            return above
        return msgspec.structs.replace(below, rev=above.rev if above is not None else 0)
