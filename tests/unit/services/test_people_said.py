"""People as said on the board: kept, undone, in one record, and parted only by whoever joined them."""

from __future__ import annotations

from pathlib import Path

import pytest
from claim_store import ME, pending_changes_of
from msgspec.structs import replace

from annotations.model.scheme import DEFAULT
from annotations.model.side_records import PEOPLE, Identity
from annotations.services.people import joined, parted, people_of
from annotations.services.saving import save
from annotations.services.undo import redo, undo
from annotations.store.pending_changes import PendingChanges
from annotations.store.tinydb_store import open_store

SCHEME = replace(DEFAULT, same_claimants=(("وزارة الري", "الوزارة"),))


@pytest.fixture
def pending(tmp_path: Path) -> PendingChanges:
    return pending_changes_of(tmp_path, [])


def groups(pending: PendingChanges) -> list[tuple[str, ...]]:
    return list(people_of(SCHEME, pending).groups())


def test_names_said_to_be_one_persons_are_so_with_those_of_the_scheme_and_undone_in_one_step(
    pending: PendingChanges, tmp_path: Path
) -> None:
    save(pending, joined(["وزير الري", "الوزاره"], "وزير الري", pending, ME), by=ME)
    assert groups(pending) == [("وزير الري", "الوزاره", "وزارة الري", "الوزارة")]
    assert people_of(SCHEME, pending).canonical("وزارة الري") == "وزير الري"
    undo(pending.store, ME)
    assert groups(pending) == [("وزارة الري", "الوزارة")]
    redo(pending.store, ME)
    pending.close()
    with open_store(tmp_path / "annotations.json", annotator=ME) as again:
        assert people_of(SCHEME, again).same("وزير الري", "وزارة الري")


def test_who_joins_further_names_has_one_record_and_the_spelling_that_was_chosen_last_stands(
    pending: PendingChanges,
) -> None:
    for names, stands in ((["a", "b"], "a"), (["c", "d"], "d"), (["b", "c"], "b")):
        save(pending, joined(names, stands, pending, ME), by=ME)
    (record,) = pending.records(PEOPLE)
    assert record.names[0] == "b"
    assert set(record.names) == {"a", "b", "c", "d"}


def test_what_another_has_joined_stays_theirs(pending: PendingChanges) -> None:
    save(pending, joined(["a", "b"], "a", pending, "sara"), by="sara")
    save(pending, joined(["b", "c"], "c", pending, ME), by=ME)
    assert [(one.annotator, one.names) for one in pending.records(PEOPLE)] == [
        ("sara", ("a", "b")),
        (ME, ("c", "b")),
    ]
    assert people_of(DEFAULT, pending).canonical("a") == "c"


def test_a_name_is_parted_by_whoever_joined_it_and_a_record_of_one_name_goes(pending: PendingChanges) -> None:
    save(pending, joined(["a", "b", "c"], "a", pending, ME), by=ME)
    result = parted(["c"], SCHEME, pending, ME)
    assert (result.by_others, result.by_scheme) == ((), False)
    save(pending, result.changes, by=ME)
    assert [one.names for one in pending.records(PEOPLE)] == [("a", "b")]
    save(pending, parted(["a"], SCHEME, pending, ME).changes, by=ME)
    assert not pending.records(PEOPLE)
    assert parted(["الوزارة"], SCHEME, pending, ME) == ([], (), True)
    theirs = Identity(uuid="u", names=("x", "y"), annotator="sara", created="2026", updated="2026")
    save(pending, [PEOPLE.put(theirs)], by="sara")
    assert parted(["x"], SCHEME, pending, ME) == ([], ("sara",), False)
