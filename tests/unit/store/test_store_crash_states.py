"""Every disk state that a crash may leave is recovered to what had been acknowledged, or one change more."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from crash_states import Recorder, lay_out, states
from failing_disk import Disk
from store_tools import (
    ME,
    beside,
    drop,
    drop_beside,
    everything,
    make,
    make_beside,
    note,
    opened,
    plain,
    put,
    put_beside,
)

from annotations.store import disk
from annotations.store.base import StoreError
from annotations.store.tinydb_store import open_store


def reopened(path: Path) -> dict[str, dict[str, object]]:
    """Return all that the next opening finds, of every table."""
    with opened(path) as store:
        return everything(store)


def recorded(root: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """Do a session with every kind of call in it; return what it did to the files."""
    monkeypatch.setattr("annotations.store.tinydb_store.MAX_JOURNAL", 3000)
    root.mkdir()
    path = root / "annotations.json"
    recorder = Recorder(root)
    with Disk(after=recorder):
        store = opened(path)
        first, second = make(1), make(2)
        flag, people = make_beside("later", 1), make_beside("people", 2)
        for step in (
            lambda: None,
            lambda: put(store, first),
            lambda: put(store, second),
            lambda: put_beside(store, "later", flag),
            store.checkpoint,
            lambda: note(store, first, "changed"),
            lambda: put_beside(store, "people", people),
            lambda: drop_beside(store, "later", flag),
            lambda: drop(store, second),
            store.checkpoint,
            lambda: put(store, make(3)),
            store.checkpoint,
            lambda: note(store, first, "again"),
        ):
            step()
            recorder.mark(everything(store))
        store.close()
    return recorder.steps


def check(steps: list[tuple[object, ...]], work: Path, *, plainly: bool = True) -> int:
    """Recover every state, and with `plainly` read it as TinyDB does; return how many there were."""
    seen: dict[tuple[tuple[str, bytes], ...], object] = {}
    for before, after, state in states(steps):
        key = tuple(sorted(state.items()))
        root = work / "state"
        if key not in seen:
            lay_out(state, root)
            path = root / "annotations.json"
            if plainly and path.exists():
                assert isinstance(plain(path), dict), (
                    "plain TinyDB must be able to read the file at any moment"
                )
            try:
                read = everything(open_store(path, annotator=ME, readonly=True))
                if len(seen) % 8 == 0:
                    assert reopened(path) == read == reopened(path)
            except StoreError as error:
                pytest.fail(f"not recovered: {error}")
            seen[key] = read
            shutil.rmtree(root)
        assert seen[key] in (before or {}, after), "an acknowledged change is gone"
    return len(seen)


@pytest.mark.usefixtures("sizes")
def test_every_state_is_recovered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert check(recorded(tmp_path / "session", monkeypatch), tmp_path) > 100


@pytest.mark.usefixtures("sizes")
def test_a_crash_during_recovery_is_recovered_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "session"
    recorded(root, monkeypatch)
    path = root / "annotations.json"
    store = opened(path)
    put(store, make(9))
    store.checkpoint()
    put(store, make(10))
    saved = everything(store)
    copy = tmp_path / "copy"
    shutil.copytree(root, copy)
    store.close()
    path = copy / "annotations.json"
    path.write_bytes(path.read_bytes()[:-50])
    beside(path, ".journal").write_bytes(beside(path, ".journal").read_bytes() + b'{"seq":99,')
    recorder = Recorder(copy)
    recorder.mark(saved)
    with Disk(after=recorder), opened(path) as store:
        assert everything(store) == saved
        recorder.mark(saved)
    assert check(recorder.steps, tmp_path, plainly=False) > 20


def nothing(*_: object) -> None:
    """Flush nothing."""


@pytest.mark.parametrize(("name", "replacement"), [("flush", nothing), ("flush_folder", nothing)])
def test_a_store_that_does_not_flush_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, replacement: Callable[..., None]
) -> None:
    """The control: without the flushes the same check must fail."""
    monkeypatch.setattr(disk, name, replacement)
    steps = recorded(tmp_path / "session", monkeypatch)
    monkeypatch.undo()
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        check(steps, tmp_path)
