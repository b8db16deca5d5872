"""A folder that several users may write to: they take turns with one annotations file."""

from __future__ import annotations

import codecs
import os
import stat
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from store_tools import beside, content, make, note, opened, put

from annotations.services.undo import undo

TEAM = 54321
FIRST, SECOND, STRANGER = 50001, 50002, 50003


def as_user(uid: int, groups: list[int], work: Callable[[], None]) -> None:
    """Do something as another user, whose own group is numbered as she is; fail here if it fails there."""
    if os.geteuid() != 0:
        pytest.fail("working as another user needs root; run this test as root, or deselect it")
    if (child := os.fork()) == 0:
        status = 1
        try:
            os.setgroups(groups)
            os.setgid(uid)
            os.setuid(uid)
            os.umask(0o022)
            work()
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that other users get to, which those of pytest are not; what a user needs is loaded."""
    with opened(tmp_path / "x.json") as store:
        put(store, make(1))
    codecs.lookup("ascii")
    monkeypatch.setattr("annotations.store.tinydb_store.MAX_JOURNAL", 1000)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def session(path: Path) -> None:
    """Open, change all that is there, add one, take one change back, and bring the file up to date twice."""
    with opened(path) as store:
        assert not store.info().readonly, store.info().why
        for annotation in store.list():
            note(store, annotation, f"seen by {os.geteuid()}")
        put(store, make(1))
        store.checkpoint()
        assert undo(store, "analyst-1")
        put(store, make(2))
        store.checkpoint()
        assert store.info().trouble == ""


def shared(folder: Path, owner: int, group: int, mode: int) -> Path:
    team = folder / "team"
    team.mkdir()
    os.chown(team, owner, group)
    team.chmod(mode)
    return team / "annotations.json"


@pytest.mark.parametrize("mode", [0o770, 0o2775, 0o777])
def test_users_with_rights_on_one_folder_take_turns(folder: Path, mode: int) -> None:
    path = shared(folder, FIRST, TEAM, mode)
    groups = [TEAM] if mode != 0o777 else []
    for turn, uid in enumerate((FIRST, SECOND, FIRST, SECOND, STRANGER, FIRST), start=1):
        if uid != STRANGER or mode == 0o777:
            as_user(uid, groups, lambda: session(path))
            with opened(path) as store:  # as root, which changes nothing of who owns what
                assert len(content(store)) >= min(turn, 4)
    assert all(
        stat.S_IMODE(file.lstat().st_mode) & 0o006 == (0o006 if mode == 0o777 else 0)
        for file in path.parent.rglob("*")
        if file.is_file()
    )


def test_who_is_told_that_it_is_open_is_told_by_whom_across_users(folder: Path) -> None:
    path = shared(folder, FIRST, TEAM, 0o770)
    as_user(SECOND, [TEAM], lambda: session(path))

    def look() -> None:
        store = opened(path)
        assert "analyst-1@" in store.info().holder
        assert len(store.list()) == 1
        store.close()

    held = opened(path)
    as_user(FIRST, [TEAM], look)
    held.close()


@pytest.mark.parametrize("mode", [0o700, 0o755, 0o1777])
def test_in_a_folder_that_is_not_shared_on_purpose_a_new_file_is_private(folder: Path, mode: int) -> None:
    path = shared(folder, FIRST, FIRST, mode)
    as_user(FIRST, [], lambda: session(path))
    assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.rglob("*")} == {0o600, 0o700}


def test_opening_up_the_annotations_file_opens_up_what_lies_beside_it(folder: Path) -> None:
    """An analyst knows of the one file."""
    path = shared(folder, FIRST, TEAM, 0o700)
    as_user(FIRST, [TEAM], lambda: session(path))
    path.parent.chmod(0o2770)
    path.chmod(0o660)
    os.chown(path, FIRST, TEAM)
    as_user(FIRST, [TEAM], lambda: session(path))
    as_user(SECOND, [TEAM], lambda: session(path))
    assert beside(path, ".journal").exists()
