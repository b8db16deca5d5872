"""While the disk takes nothing: what the analyst does stays in sight, and is saved when it can be, once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from failing_disk import Disk, no_room_for_files, no_room_to_write
from store_tools import ME, content, make, opened, plain, put

from annotations.model.records import Annotation, ArticleRef
from annotations.services.undo import undo
from annotations.store.base import Change, ConflictError, NotSavedError, Store
from annotations.store.pending_changes import PendingChanges


def test_nothing_made_meanwhile_is_lost(path: Path) -> None:
    with opened(path) as store:
        old, gone = put(store, make(1)), put(store, make(2))
        saved = content(store)
        pending_changes = PendingChanges(store, ME)
        fresh = make(3, article="art-2")
        with Disk(before=no_room_to_write):
            for changes in (
                [Change(fresh.uuid, 0, fresh)],
                [Change(fresh.uuid, 1, msgspec.structs.replace(fresh, note="again"))],
                [Change(gone.uuid, 1, None), Change(old.uuid, 1, msgspec.structs.replace(old, note="x"))],
            ):
                with pytest.raises(NotSavedError, match="disk full"):
                    pending_changes.apply(changes)
                assert content(store) == saved, "the store holds only what is on the disk"
            assert not pending_changes.retry()
            assert "disk full" in pending_changes.reason
        assert pending_changes.waiting == {fresh.uuid, gone.uuid, old.uuid}
        assert {annotation.uuid: annotation.note for annotation in pending_changes.list()} == {
            old.uuid: "x",
            fresh.uuid: "again",
        }
        assert [annotation.uuid for annotation in pending_changes.list("art-2")] == [fresh.uuid]
        assert pending_changes.retry()
        assert {annotation.uuid: annotation.note for annotation in store.list()} == {
            old.uuid: "x",
            fresh.uuid: "again",
        }
        assert (pending_changes.waiting, pending_changes.reason) == (frozenset(), "")


def test_a_first_save_on_a_full_disk_waits_too(path: Path) -> None:
    with Disk(before=no_room_for_files):
        store = opened(path)
    with store:
        pending_changes = PendingChanges(store, ME)
        assert pending_changes.retry(), "nothing waits"
        fresh = make(1)
        with Disk(before=no_room_for_files), pytest.raises(NotSavedError, match="disk full"):
            pending_changes.apply([Change(fresh.uuid, 0, fresh)])
        assert not path.parent.exists()
        assert pending_changes.retry()
    assert set(plain(path)) == {fresh.uuid}


def test_the_next_save_takes_along_what_waits(path: Path) -> None:
    with opened(path) as store:
        pending_changes = PendingChanges(store, ME)
        first, second = make(1), make(2)
        with Disk(before=no_room_to_write), pytest.raises(NotSavedError):
            pending_changes.apply([Change(first.uuid, 0, first)])
        (stored,) = pending_changes.apply([Change(second.uuid, 0, second)])
        assert stored.uuid == second.uuid
        assert set(content(store)) == {first.uuid, second.uuid}


def test_what_can_never_be_saved_does_not_wait(path: Path) -> None:
    with opened(path) as store:
        pending_changes = PendingChanges(store, ME)
        bad = msgspec.structs.replace(make(1), tags=("\x1b",))
        with pytest.raises(NotSavedError):
            pending_changes.apply([Change(bad.uuid, 0, bad)])
        with pytest.raises(ConflictError):
            pending_changes.apply([Change(bad.uuid, 5, make(1))])
        assert pending_changes.waiting == frozenset()
        assert pending_changes.retry()


def test_what_waited_is_undone_one_decision_at_a_time(path: Path) -> None:
    with opened(path) as store:
        pending_changes = PendingChanges(store, ME)
        first, second = make(1), make(2)
        with Disk(before=no_room_to_write):
            for changes in (
                [Change(first.uuid, 0, first)],
                [Change(second.uuid, 0, second)],
                [Change(first.uuid, 1, msgspec.structs.replace(first, note="noted"))],
                [Change(second.uuid, 1, None)],
            ):
                with pytest.raises(NotSavedError):
                    pending_changes.apply(changes)
        assert pending_changes.retry()
        notes = []
        while undo(pending_changes, ME):
            notes.append({annotation.uuid: annotation.note for annotation in pending_changes.list()})
        assert notes == [
            {first.uuid: "noted", second.uuid: ""},
            {first.uuid: "", second.uuid: ""},
            {first.uuid: ""},
            {},
        ]
        kinds = [event.kind for event in store.history()]
        assert kinds == ["edit"] * 4 + ["undo"] * 4


def moved(annotation: Annotation, by: int) -> Annotation:
    target = annotation.target
    put = msgspec.structs.replace(target, start=target.start + by, end=target.end + by)
    return msgspec.structs.replace(annotation, target=put, article=ArticleRef("art-1", "1" * 64))


def test_a_change_past_them_blocks_nothing_and_both_hold(path: Path) -> None:
    """As following a moved article was, while a change of the same annotation waited for the disk."""
    with opened(path) as store:
        pending_changes = PendingChanges(store, ME)
        first, other = put(store, make(1)), put(store, make(2))
        with Disk(before=no_room_to_write), pytest.raises(NotSavedError):
            pending_changes.apply([Change(first.uuid, 1, msgspec.structs.replace(first, note="mine"))])
        put(store, moved(first, 5))
        pending_changes.apply([Change(other.uuid, 1, msgspec.structs.replace(other, note="later"))])
        assert pending_changes.waiting == frozenset()
        assert pending_changes.clashes == ()
        (after,) = [annotation for annotation in store.list() if annotation.uuid == first.uuid]
        assert (after.note, after.target, after.article) == (
            "mine",
            moved(first, 5).target,
            moved(first, 5).article,
        )


def replaced(**changes: Any) -> Callable[[Annotation], Annotation | None]:
    return lambda annotation: msgspec.structs.replace(annotation, **changes)


CLASHES: dict[
    str, tuple[Callable[[Annotation], Annotation | None], Callable[[Annotation], Annotation | None], str, Any]
] = {
    "deleted here, changed there": (
        lambda annotation: None,
        replaced(note="theirs"),
        "edited",
        ("theirs", "b"),
    ),
    "changed here, deleted there": (replaced(note="mine"), lambda annotation: None, "deleted", ("mine", "b")),
    "deleted on both sides": (lambda annotation: None, lambda annotation: None, "", None),
    "one field on both sides": (replaced(note="mine"), replaced(note="theirs"), "", ("mine", "b")),
    "the same on both sides": (replaced(note="same"), replaced(note="same"), "", ("same", "b")),
    "attributes": (
        replaced(attributes={"a": "mine", "b": "b"}),
        replaced(attributes={"a": "a", "b": "theirs"}),
        "",
        ("", "theirs"),
    ),
    "moved on both sides": (
        lambda annotation: moved(annotation, 3),
        lambda annotation: moved(annotation, 5),
        "moved",
        ("", "b"),
    ),
}


def test_attributes_that_are_added_keep_their_order_where_somebody_else_changed_the_same(path: Path) -> None:
    names = [f"attribute_{number}" for number in (5, 2, 7, 1, 6, 3, 4)]
    with opened(path) as store:
        pending_changes = PendingChanges(store, ME)
        base = put(store, msgspec.structs.replace(make(1), attributes={"b": "b"}))
        mine = msgspec.structs.replace(base, attributes={"b": "b", **dict.fromkeys(names, "mine")})
        with Disk(before=no_room_to_write), pytest.raises(NotSavedError):
            pending_changes.apply([Change(base.uuid, 1, mine)])
        store.apply([Change(base.uuid, 1, msgspec.structs.replace(base, note="theirs"))], by="colleague")
        assert pending_changes.retry()
        now = store.get(base.uuid)
        assert now is not None
        assert list(now.attributes) == ["b", *names]


@pytest.mark.parametrize(("mine", "theirs", "kind", "expected"), CLASHES.values(), ids=CLASHES)
def test_a_waiting_change_whose_ground_has_moved(
    path: Path, mine: Any, theirs: Any, kind: str, expected: Any
) -> None:
    with opened(path) as store:
        pending_changes = PendingChanges(store, ME)
        base = put(store, msgspec.structs.replace(make(1), attributes={"a": "a", "b": "b"}))
        rest = make(2)
        with Disk(before=no_room_to_write):
            with pytest.raises(NotSavedError):
                pending_changes.apply([Change(base.uuid, 1, mine(base))])
            with pytest.raises(NotSavedError):
                pending_changes.apply([Change(rest.uuid, 0, rest)])
        store.apply([Change(base.uuid, 1, theirs(base))], by="colleague")
        assert pending_changes.retry()
        now = store.get(base.uuid)
        assert (now and (now.note, now.attributes["b"])) == expected
        assert [(clash.uuid, clash.kind) for clash in pending_changes.clashes] == (
            [(base.uuid, kind)] if kind else []
        )
        assert store.get(rest.uuid), "the rest is saved whatever becomes of the first"
        if kind == "moved":
            assert now
            assert now.target == moved(base, 5).target


def test_an_undo_that_waits_never_goes_over_what_came_afterwards(path: Path) -> None:
    with opened(path) as store:
        pending_changes = PendingChanges(store, ME)
        first = put(store, make(1))
        noted = put(store, msgspec.structs.replace(first, note="mine"))
        with Disk(before=no_room_to_write), pytest.raises(NotSavedError):
            undo(pending_changes, ME)
        assert pending_changes.get(first.uuid) != noted
        put(store, msgspec.structs.replace(noted, tags=("event",)), by="colleague")
        assert pending_changes.retry()
        now = store.get(first.uuid)
        assert now
        assert (now.note, now.tags) == ("mine", ("event",))
        assert [clash.kind for clash in pending_changes.clashes] == ["undo"]


def test_what_waits_survives_that_the_store_is_opened_anew(path: Path) -> None:
    store = opened(path)
    pending_changes = PendingChanges(store, ME)
    pending_changes.remember_article({"id": "art-1", "title": "عنوان"})
    first = make(1)
    with Disk(before=no_room_to_write), pytest.raises(NotSavedError):
        pending_changes.apply([Change(first.uuid, 0, first)])
    store.close()
    assert not pending_changes.retry(), "it is closed"
    assert pending_changes.waiting == {first.uuid}
    with opened(path) as store:
        pending_changes = PendingChanges(store, ME, after=pending_changes)
        assert [annotation.uuid for annotation in pending_changes.list()] == [first.uuid]
        assert pending_changes.retry()
        assert store.article("art-1") == {"id": "art-1", "title": "عنوان"}
        assert [annotation.uuid for annotation in store.list()] == [first.uuid]


def test_what_waits_and_can_never_be_saved_is_set_aside(path: Path) -> None:
    """On a disk without room for a lock nothing is checked before it waits."""

    with Disk(before=no_room_for_files):
        store = opened(path)
        pending_changes = PendingChanges(store, ME)
        bad, good = msgspec.structs.replace(make(1), tags=("\x1b",)), make(2)
        for annotation in (bad, good):
            with pytest.raises(NotSavedError, match="disk full"):
                pending_changes.apply([Change(annotation.uuid, 0, annotation)])
    with store:
        assert pending_changes.retry()
        assert [part.uuid for part in store.list()] == [good.uuid]
        assert [(part.uuid, part.kind) for part in pending_changes.clashes] == [(bad.uuid, "unfit")]


def test_they_are_a_store_to_whoever_works_with_one(path: Path) -> None:
    with opened(path) as store:
        pending_changes: Store = PendingChanges(store, ME)
        first = put(pending_changes, make(1))
        with Disk(before=no_room_to_write), pytest.raises(NotSavedError):
            pending_changes.apply([Change(first.uuid, 1, None)], by=ME)
        assert (pending_changes.deleted(), pending_changes.list(), pending_changes.article_ids()) == (
            [first.uuid],
            [],
            ["art-1"],
        )
        assert pending_changes.info().seq == 1
        assert [event.uuid for event in pending_changes.watch(0, 0)] == [first.uuid]
        pending_changes.checkpoint()
        pending_changes.close()
        assert pending_changes.info().readonly
