"""Says which claimants are one person: what the scheme lists, and what annotators have said on the board.

What somebody says is one record of the store's table `people`, with the names, the one that stands for all of
them first. It changes no annotation: the text and every export keep the spelling that was written. A record
is its annotator's alone, so names that others or the scheme have joined can be joined further by anybody, and
parted only by whoever has joined them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

import msgspec

from annotations.model.people import People, folded_name
from annotations.model.records import new_uuid, timestamp
from annotations.model.scheme import Scheme
from annotations.model.side_records import PEOPLE, Identity, R, SideChange, SideTable

_FEWEST = 2
"""Names that a record has: one alone says nothing."""


class PeopleSource(Protocol):
    """A source of records beside the annotations: a store, or the pending changes before one."""

    def records(self, table: SideTable[R], article_id: str | None = None) -> Sequence[R]:
        """Return all records of a table."""
        ...


class Parted(NamedTuple):
    """The result of parting names."""

    changes: Sequence[SideChange]
    by_others: Sequence[str]
    """Who else holds them together, as far as that is annotators."""
    by_scheme: bool
    """True if the scheme does."""


def people_of(scheme: Scheme, source: PeopleSource) -> People:
    """Return what is known of the people of a project; of contrary words the later one holds."""
    said = sorted(source.records(PEOPLE), key=lambda identity: (identity.updated, identity.uuid))
    return People([*scheme.same_claimants, *(identity.names for identity in said)])


def joined(names: Iterable[str], stands: str, source: PeopleSource, by: str) -> list[SideChange]:
    """Return the changes by which names become one person's.

    Records of this annotator that have some of the names become one record.

    Args:
        names: the spellings.
        stands: the one that is to stand for all; it needn't be among them.
        source: where the records are.
        by: the annotator.
    """
    wanted = {folded_name(name) for name in (stands, *names)}
    mine = [
        identity
        for identity in source.records(PEOPLE)
        if identity.annotator == by and not wanted.isdisjoint(map(folded_name, identity.names))
    ]
    spellings = [stands, *names, *(name for identity in mine for name in identity.names)]
    now = timestamp()
    all_names = tuple(dict.fromkeys(name for name in spellings if folded_name(name)))
    if not mine:
        new = Identity(uuid=new_uuid(), names=all_names, annotator=by, created=now, updated=now)
        return [PEOPLE.put(new)]
    first, *others = mine
    renewed = msgspec.structs.replace(first, names=all_names, updated=now)
    return [PEOPLE.put(renewed, first.rev), *map(PEOPLE.drop, others)]


def parted(names: Iterable[str], scheme: Scheme, source: PeopleSource, by: str) -> Parted:
    """Return the changes after which this annotator says of none of these names whose it is.

    Args:
        names: the spellings.
        scheme: may list them, too.
        source: where the records are.
        by: the annotator.
    """
    wanted = {folded_name(name) for name in names}
    changes: list[SideChange] = []
    others: dict[str, None] = {}
    for identity in source.records(PEOPLE):
        kept = tuple(name for name in identity.names if folded_name(name) not in wanted)
        if len(kept) == len(identity.names):
            continue
        if identity.annotator != by:
            others[identity.annotator] = None
        elif len(kept) < _FEWEST:
            changes.append(PEOPLE.drop(identity))
        else:
            rest = msgspec.structs.replace(identity, names=kept, updated=timestamp())
            changes.append(PEOPLE.put(rest, identity.rev))
    listed = any(folded_name(name) in wanted for group in scheme.same_claimants for name in group)
    return Parted(changes, tuple(others), listed)
