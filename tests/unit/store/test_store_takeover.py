"""A lock file that somebody tidies away: two hold a lock then, and nothing of either is lost or mixed.

The random runs are those of `two_writers`: `CLAIMREADER_TORTURE=1000` makes a thousand of twelve. The others
put the second process at one moment each.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import two_writers
from store_tools import ME, beside, content, make, note, opened, put, reopened

from annotations.model.records import to_document
from annotations.services.verification import verify
from annotations.store import disk, journal
from annotations.store.base import Change, ConflictError, NotSavedError, StoreError
from annotations.store.tinydb_store import TinyDBStore, open_store

RUNS = max(12, int(os.environ.get("CLAIMREADER_TORTURE", "12")))
TWO_WRITERS = Path(two_writers.__file__)


def taken_in_turns(folder: Path, runs: int, mode: str, *large: str) -> str:
    """Let two processes take turns; return what was wrong."""
    folder.mkdir()
    command = [sys.executable, str(TWO_WRITERS), str(folder), str(runs), mode, *large]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("mode", ["sound", "looks at the journal alone"])
def test_the_lock_file_removed_at_random_while_a_second_one_waits(tmp_path: Path, mode: str) -> None:
    assert taken_in_turns(tmp_path / "turns", RUNS, mode) == ""


def test_the_same_with_files_that_have_a_cache(tmp_path: Path) -> None:
    assert taken_in_turns(tmp_path / "turns", RUNS, "sound", "large") == ""


def test_who_does_not_look_is_found_out(tmp_path: Path) -> None:
    """The control: the same two lose something if they don't look whose the lock and the journal are."""
    assert any(
        "lost" in taken_in_turns(tmp_path / str(number), 12, "looks at nothing") for number in range(6)
    )


def taken_over(path: Path) -> TinyDBStore:
    """Take the lock file away, and open a second time."""
    beside(path, ".lock").unlink()
    other = opened(path)
    assert not other.info().readonly
    return other


def test_the_first_one_notices_and_only_reads(path: Path) -> None:
    first = opened(path)
    saved = put(first, make(1))
    second = taken_over(path)
    with pytest.raises(NotSavedError, match=r"its lock file was taken away, and now .*pid \d+") as raised:
        put(first, make(2))
    assert not raised.value.again
    assert first.info().readonly
    theirs = note(second, saved, "theirs")
    first.watch(1, timeout=5)
    assert content(first) == content(second) == {saved.uuid: to_document(theirs)}
    first.close()
    put(second, make(3))
    second.close()
    assert len(reopened(path)) == 2


def test_a_lock_that_nobody_else_has_is_taken_again(path: Path) -> None:
    with opened(path) as store:
        put(store, make(1))
        beside(path, ".lock").unlink()
        put(store, make(2))
        assert not store.info().readonly
        assert opened(path).info().readonly, "the new lock file keeps others out"
    assert len(reopened(path)) == 2


def at(monkeypatch: pytest.MonkeyPatch, name: str, act: Callable[[], None], *, after: bool = False) -> None:
    """Let something happen once at a call of `disk`."""
    real = getattr(disk, name)

    def call(*args: object) -> object:
        monkeypatch.setattr(disk, name, real)
        if not after:
            act()
        result = real(*args)
        if after:
            act()
        return result

    monkeypatch.setattr(disk, name, call)


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("call", ["write_all", "flush"])
def test_taken_over_in_the_middle_of_a_save(
    path: Path, monkeypatch: pytest.MonkeyPatch, call: str, after: bool
) -> None:
    """What the second one has read is saved, whoever wrote it; what it hasn't is not, and is said."""
    first = opened(path)
    put(first, make(1))
    others: list[TinyDBStore] = []

    def take_over() -> None:
        others.append(taken_over(path))
        put(others[0], make(2))

    at(monkeypatch, call, take_over, after=after)
    mine = make(3)
    try:
        put(first, mine)
        told = True
    except NotSavedError:
        told = False
    (second,) = others
    assert told == (call == "flush" or after), "the line was in the file before the other one read it"
    assert (second.get(mine.uuid) is not None) == told
    assert content(first).keys() <= content(second).keys()
    put(second, make(4))
    first.close()
    second.close()
    assert len(reopened(path)) == 3 + told
    assert [str(finding) for finding in verify(path) if finding.wrong] == []


def test_a_change_is_made_again_from_what_the_other_one_left(path: Path) -> None:
    """The second one has saved and gone: the first one takes the lock again, and reads before it saves."""
    first = opened(path)
    saved = put(first, make(1))
    second = taken_over(path)
    theirs, changed = put(second, make(2)), note(second, saved, "theirs")
    second.close()
    mine = put(first, make(3))
    assert content(first) == {
        annotation.uuid: to_document(annotation) for annotation in (changed, theirs, mine)
    }
    with pytest.raises(ConflictError):
        first.apply([Change(saved.uuid, saved.rev, saved)], by=ME)
    first.close()
    assert [event.seq for event in opened(path).history()] == [1, 2, 3, 4]


def test_the_second_one_dies_where_it_takes_over(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At each of its calls: the first one goes on, or finds all that was saved when it opens again."""
    for dies in range(1, 40):
        file = path.with_name(f"{dies}.json")
        first = opened(file)
        saved = put(first, make(1))
        second = taken_over(file)
        count = 0

        class DeadError(BaseException):
            pass

        def die(*_: object, at: int = dies) -> None:
            nonlocal count
            count += 1
            if count == at:
                raise DeadError

        with pytest.MonkeyPatch.context() as patch:
            for name in ("open", "write", "fsync", "fdatasync", "replace", "unlink"):
                real = getattr(os, name)
                patch.setattr(os, name, lambda *args, real=real, **more: (die(), real(*args, **more))[1])
            patch.setattr(journal, "move_back", lambda path: None)  # who is killed moves nothing back
            try:
                put(second, make(2))
                done = True
            except DeadError:
                done = False
        second._lock.release()
        third = put(first, make(3))
        assert {saved.uuid, third.uuid} <= content(first).keys()
        first.close()
        assert reopened(file) == content(first)
        if done:
            assert dies > 5
            return
    pytest.fail("it never got through")


def test_a_folder_moved_and_made_anew_is_not_written_to(path: Path) -> None:
    store = opened(path)
    saved = put(store, make(1))
    moved = path.parent.with_name("moved")
    path.parent.rename(moved)
    path.parent.mkdir()
    with pytest.raises(NotSavedError, match="moved or replaced"):
        put(store, make(2))
    store.close()
    assert list(path.parent.iterdir()) == []
    assert saved.uuid in reopened(moved / path.name)


def test_a_folder_that_another_one_has_made_anew(path: Path) -> None:
    store = opened(path)
    put(store, make(1))
    path.parent.rename(path.parent.with_name("moved"))
    path.parent.mkdir()
    with opened(path) as other:
        theirs = put(other, make(2))
        with pytest.raises(NotSavedError, match="moved or replaced"):
            put(store, make(3))
        store.close()
    assert set(reopened(path)) == {theirs.uuid}


def test_a_longer_journal_is_read_and_never_set_aside(path: Path) -> None:
    """An older claimreader that found no lock has added to the same file: its lines are taken along."""
    store = opened(path)
    put(store, make(1))
    fresh = make(2)
    document = to_document(fresh)
    line = journal.encode(
        journal.JournalEntry(
            2, "t", "other", "s", "edit", (journal.Op("_default", "2", document, fresh.uuid, None),)
        )
    )
    with beside(path, ".journal").open("ab") as file:
        file.write(line)
    mine = put(store, make(3))
    assert {fresh.uuid, mine.uuid} <= content(store).keys()
    assert not list(path.parent.glob("*.damaged-*"))
    store.close()
    assert [event.seq for event in opened(path).history()] == [1, 2, 3]


def test_a_checkpoint_of_one_who_was_taken_over_is_not_written(path: Path) -> None:
    first = opened(path)
    put(first, make(1))
    second = taken_over(path)
    put(second, make(2))
    second.checkpoint()
    before = path.read_bytes()
    first.checkpoint()
    first.close()
    assert path.read_bytes() == before
    second.close()
    assert len(reopened(path)) == 2
    assert beside(path, ".lock").exists(), "who leaves takes no lock file away that isn't his"


def test_a_save_looks_twice_at_names_and_no_more(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[str] = []
    with opened(path) as store:
        put(store, make(1))
        stat = Path.stat
        monkeypatch.setattr(
            Path, "stat", lambda self, **more: (looks.append(self.name), stat(self, **more))[1]
        )
        put(store, make(2))
        monkeypatch.undo()
    assert sorted(looks) == [f"{path.name}.journal", f"{path.name}.lock"]


def test_a_journal_put_in_place_between_two_looks_of_a_reader_is_read(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(path) as store:
        saved = put(store, make(1))
        store.checkpoint()
        later = put(store, make(2))
        lines = beside(path, ".journal")
        journal.move_away(lines)
        real = journal.read_bytes

        def put_in_place(*args: Any, **more: Any) -> bytes:
            monkeypatch.setattr(journal, "read_bytes", real)
            try:
                return real(*args, **more)
            finally:
                journal.move_back(lines)

        monkeypatch.setattr(journal, "read_bytes", put_in_place)
        with open_store(path, annotator="other", readonly=True) as reader:
            assert set(content(reader)) == {saved.uuid, later.uuid}


def test_what_another_one_has_half_written_under_the_same_inode_is_not_put_in_place(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file system gives the inode of a file that is gone to the next one."""
    with opened(path) as store:
        put(store, make(1))
        store.checkpoint()
        before = path.read_bytes()
        put(store, make(2))

        def write_again() -> None:
            beside(path, ".tmp").write_bytes(b'{"_default": {\n')

        at(monkeypatch, "write_file", write_again, after=True)
        with pytest.raises(StoreError, match="another claimreader"):
            store.checkpoint()
        assert path.read_bytes() == before
    assert len(reopened(path)) == 2


def test_a_journal_that_was_let_go_is_nobodys(path: Path) -> None:
    """Its inode may be another file's by then: that of the journal of who has taken over, for one."""
    store = opened(path)
    put(store, make(1))
    writer = store._journal
    assert writer.named
    writer.close()
    assert beside(path, ".journal").exists()
    assert not writer.named
    assert not writer.owned()
    store.close()
