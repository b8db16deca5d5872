"""While the disk takes nothing: what the analyst does stays in sight, and is saved when it can be, once."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import msgspec
import pytest
from faultkit import Disk
from storekit import ME, content, make, opened, plain, put

from annotations.store.base import Change, ConflictError, NotSavedError
from annotations.store.outbox import Outbox


def full(name: str, args: tuple[Any, ...]) -> None:
    if name == "write":
        raise OSError(errno.ENOSPC, "No space left on device")


def test_nothing_made_meanwhile_is_lost(path: Path) -> None:
    with opened(path) as store:
        old, gone = put(store, make(1)), put(store, make(2))
        saved = content(store)
        outbox = Outbox(store, ME)
        fresh = make(3, article="art-2")
        with Disk(before=full):
            for changes in (
                [Change(fresh.uuid, 0, fresh)],
                [Change(fresh.uuid, 1, msgspec.structs.replace(fresh, note="again"))],
                [Change(gone.uuid, 1, None), Change(old.uuid, 1, msgspec.structs.replace(old, note="x"))],
            ):
                with pytest.raises(NotSavedError, match="disk full"):
                    outbox.apply(changes)
                assert content(store) == saved, "the store holds only what is on the disk"
            assert not outbox.retry()
            assert "disk full" in outbox.reason
        assert outbox.waiting == {fresh.uuid, gone.uuid, old.uuid}
        assert {it.uuid: it.note for it in outbox.list()} == {old.uuid: "x", fresh.uuid: "again"}
        assert [it.uuid for it in outbox.list("art-2")] == [fresh.uuid]
        assert outbox.retry()
        assert {it.uuid: it.note for it in store.list()} == {old.uuid: "x", fresh.uuid: "again"}
        assert (outbox.waiting, outbox.reason) == (frozenset(), "")


def test_a_first_save_on_a_full_disk_waits_too(path: Path) -> None:
    def nowhere(name: str, args: tuple[Any, ...]) -> None:
        if name == "mkdir" or (name == "open" and args[1] & os.O_CREAT):
            raise OSError(errno.ENOSPC, "No space left on device")

    with Disk(before=nowhere):
        store = opened(path)
    with store:
        outbox = Outbox(store, ME)
        assert outbox.retry(), "nothing waits"
        fresh = make(1)
        with Disk(before=nowhere), pytest.raises(NotSavedError, match="disk full"):
            outbox.apply([Change(fresh.uuid, 0, fresh)])
        assert not path.parent.exists()
        assert outbox.retry()
    assert set(plain(path)) == {fresh.uuid}


def test_the_next_save_takes_along_what_waits(path: Path) -> None:
    with opened(path) as store:
        outbox = Outbox(store, ME)
        first, second = make(1), make(2)
        with Disk(before=full), pytest.raises(NotSavedError):
            outbox.apply([Change(first.uuid, 0, first)])
        (stored,) = outbox.apply([Change(second.uuid, 0, second)])
        assert stored.uuid == second.uuid
        assert set(content(store)) == {first.uuid, second.uuid}


def test_what_can_never_be_saved_does_not_wait(path: Path) -> None:
    with opened(path) as store:
        outbox = Outbox(store, ME)
        bad = msgspec.structs.replace(make(1), tags=("\x1b",))
        with pytest.raises(NotSavedError):
            outbox.apply([Change(bad.uuid, 0, bad)])
        with pytest.raises(ConflictError):
            outbox.apply([Change(bad.uuid, 5, make(1))])
        assert outbox.waiting == frozenset()
        assert outbox.retry()
