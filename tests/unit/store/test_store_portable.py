"""What other systems need, as far as it can be seen from here: which calls are made there."""

from __future__ import annotations

import errno
import fcntl
import os
import sys
import time
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from store_tools import beside, content, make, note, opened, plain, put, reopened

from annotations.store import backups, disk


def test_macos_flushes_the_drives_cache(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(fcntl, "F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr(fcntl, "fcntl", lambda fd, command: asked.append(command))
    store = opened(path)
    put(store, make())
    assert asked == [51, 51], "the session's own journal, and the change"
    store.checkpoint()
    assert len(asked) > 2


def test_windows_is_asked_again_while_another_program_has_the_file_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh, target = tmp_path / "fresh", tmp_path / "target"
    fresh.write_text("new")
    target.write_text("old")
    busy = [PermissionError(errno.EACCES, "in use")] * 3
    replace = os.replace

    def held(source: Path, end: Path) -> None:
        if busy:
            raise busy.pop()
        replace(source, end)

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(os, "replace", held)
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    disk.replace(fresh, target)
    assert target.read_text() == "new"
    assert busy == []


def test_a_file_system_without_hard_links(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", none)
    monkeypatch.setattr("annotations.store.tinydb_store.MAX_JOURNAL", 1)
    with opened(path) as store:
        saved = put(store, make())
        for number in range(4):
            note(store, saved, str(number))
            store.checkpoint()
        expected = content(store)
    assert reopened(path) == plain(path) == expected
    assert len(plain(beside(path, ".bak"))) == 1
    assert len(list(beside(path, ".history").iterdir())) == 4


def test_a_journal_that_somebody_else_has_put_there_is_kept(path: Path) -> None:
    """Where locks don't work, as on some network mounts, two may write: nobody's lines are lost."""
    store = opened(path)
    put(store, make(1))
    beside(path, ".journal").write_bytes(b"theirs\n")
    put(store, make(2))
    (kept,) = [file.read_bytes() for file in path.parent.glob("*.journal.damaged-*")]
    assert kept.startswith(b"theirs\n")
    store.close()
    assert len(reopened(path)) == 2


def test_backups_of_seven_days_and_four_weeks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, bak = tmp_path / "backups", tmp_path / "bak"
    bak.write_text("{}")
    start = date(2026, 1, 1)

    class Today(date):
        now = start

        @classmethod
        def today(cls) -> date:
            return cls.now

    monkeypatch.setattr(backups, "date", Today)
    for day in range(120):
        Today.now = start + timedelta(days=day)
        backups.keep_today(bak, folder)
        backups.keep_today(bak, folder)
    ages = [(Today.now - date.fromisoformat(path.stem)).days for path in backups.dated(folder)]
    assert ages[:7] == [0, 1, 2, 3, 4, 5, 6]
    assert len(ages) <= 7 + 4
    assert 21 <= ages[-1] <= 35
    assert all(later - earlier <= 7 for earlier, later in pairwise(ages))


def test_a_backup_is_not_the_file_that_others_write_to(path: Path) -> None:
    with opened(path) as store:
        put(store, make(1))
        store.checkpoint()
        put(store, make(2))
    (dated,) = beside(path, ".backups").iterdir()
    with path.open("r+b") as file:  # as plain TinyDB writes: in place
        file.truncate(0)
    assert len(plain(dated)) == 1
    assert len(plain(beside(path, ".bak"))) == 1


def test_a_clock_that_is_set_back_costs_no_backup_and_no_copy_at_each_checkpoint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    bak = tmp_path / "annotations.json.bak"
    bak.write_bytes(b"{}\n")
    for number in range(40):
        (folder / f"{date(2026, 11, 1) + timedelta(number)}.json").write_bytes(b"{}\n")

    class Past(date):
        @classmethod
        def today(cls) -> date:
            return date(1970, 1, 1)

    kept: list[Path] = []
    monkeypatch.setattr(backups, "date", Past)
    monkeypatch.setattr(disk, "keep_as", lambda path, copy: kept.append(copy))
    before = sorted(folder.iterdir())
    backups.keep_today(bak, folder)
    assert kept == []
    assert sorted(folder.iterdir()) == before
