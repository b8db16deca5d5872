"""Backups are copies, and a file that can't be replaced is written in place without a moment of danger."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from failing_disk import Disk
from store_tools import beside, content, make, note, opened, plain, put, reopened
from tinydb import TinyDB

from annotations.store import disk
from annotations.store.base import StoreError


def backups(path: Path) -> dict[str, bytes]:
    files = [beside(path, ".bak"), *beside(path, ".backups").iterdir(), *path.parent.glob("*.damaged-*")]
    return {file.name: file.read_bytes() for file in files}


def test_a_tinydb_that_stays_open_writes_into_no_backup(path: Path) -> None:
    with opened(path) as store:
        put(store, make(1))
    handles = [TinyDB(path)]
    with opened(path) as store:
        for number in range(2, 5):
            put(store, make(number))
            store.checkpoint()
            handles.append(TinyDB(path))
    torn = path.read_bytes()[:-40]
    path.unlink()
    path.write_bytes(torn)
    handles.append(TinyDB(path))
    with opened(path) as store:
        put(store, make(5))
    before = backups(path)
    assert len(before) == 3
    for handle in handles[:-1]:
        handle.insert({"hello": 1})
    for handle in handles:
        handle.close()
    assert backups(path) == before
    inodes = [file.stat().st_ino for file in path.parent.rglob("*") if file.is_file()]
    assert len(inodes) == len(set(inodes))


@pytest.mark.parametrize("code", [errno.ENOSYS, errno.EXDEV, errno.EOPNOTSUPP, errno.EPERM, None])
def test_a_copy_is_whole_where_the_kernel_copies_nothing_or_a_part(tmp_path: Path, code: int | None) -> None:
    data = os.urandom(3_000_001)
    source = tmp_path / "source"
    source.write_bytes(data)
    calls = []

    def refuse(name: str, args: tuple[Any, ...]) -> None:
        if name == "copy_file_range":
            calls.append(name)
            if code and len(calls) > 1:
                raise OSError(code, os.strerror(code))

    with Disk(before=refuse):
        disk.keep_as(source, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == data
    assert len(calls) == (2 if code else 4)


@pytest.fixture
def mounted(path: Path, tmp_path: Path) -> Iterator[Path]:
    """An annotations file that is a mount of its own, as `docker run -v annotations.json:...` makes it."""
    if os.geteuid() != 0:
        pytest.fail("mounting a file needs root; run this test as root, or deselect it")
    outside = tmp_path / "outside.json"
    with opened(path) as store:
        put(store, make(1))
    shutil.move(path, outside)
    path.touch()
    subprocess.run(["mount", "--bind", outside, path], check=True)
    yield path
    subprocess.run(["umount", "--lazy", path], check=True)


def test_a_file_that_is_a_mount_of_its_own_is_written_in_place(mounted: Path, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="busy"):
        (tmp_path / "other").write_text("") or (tmp_path / "other").replace(mounted)
    with opened(mounted) as store:
        first = put(store, make(2, note="a long note" * 100))
        store.checkpoint()
        assert store.info().trouble == ""
        note(store, first, "short")
    assert len(plain(mounted)) == 2
    assert plain(mounted) == plain(tmp_path / "outside.json") == reopened(mounted)
    assert not beside(mounted, ".tmp").exists()


def test_a_crash_at_any_write_in_place_loses_nothing(path: Path) -> None:
    live = path.parent.with_name("live") / path.name
    with opened(live) as store:
        put(store, make(1))
        put(store, make(2))
    states: list[Path] = []

    def busy(name: str, args: tuple[Any, ...]) -> None:
        if name == "replace" and Path(args[1]) == live:
            raise OSError(errno.EBUSY, "Device or resource busy")

    def crash(name: str, args: tuple[Any, ...], result: Any) -> None:
        if name in ("copy_file_range", "write", "ftruncate", "replace", "unlink", "fdatasync"):
            states.append(path.parent.with_name(f"crash-{len(states)}"))
            subprocess.run(["cp", "-r", live.parent, states[-1]], check=True)

    store = opened(live)
    put(store, make(3, note="x" * 5000))
    expected = content(store)
    with Disk(before=busy, after=crash), pytest.MonkeyPatch.context() as patch:
        patch.setattr(disk, "_FLUSHED_PIECE", 500)
        store.checkpoint()
    store.close()
    sizes = {(state / path.name).stat().st_size for state in states}
    assert len(sizes) > 10
    assert 0 in sizes
    for state in states:
        assert reopened(state / path.name) == expected
        assert plain(state / path.name) == expected


def test_a_disk_that_is_full_in_the_middle_of_it_loses_nothing_and_is_tried_again(path: Path) -> None:
    with opened(path) as store:
        put(store, make(1))
    truncated = []

    def full(name: str, args: tuple[Any, ...]) -> None:
        if name == "replace" and Path(args[1]) == path:
            raise OSError(errno.EBUSY, "Device or resource busy")
        if name == "ftruncate":
            truncated.append(name)
        if truncated and name in ("copy_file_range", "write"):
            raise OSError(errno.ENOSPC, "No space left on device")

    store = opened(path)
    put(store, make(2))
    expected = content(store)
    with Disk(before=full), pytest.raises(StoreError, match="disk full"):
        store.checkpoint()
    assert path.read_bytes() == b""
    copy = path.parent.with_name("copy")
    shutil.copytree(path.parent, copy)
    assert reopened(copy / path.name) == expected
    backup = beside(path, ".bak").read_bytes()
    store.checkpoint()
    assert beside(path, ".bak").read_bytes() == backup, "what was torn never becomes the backup"
    store.close()
    assert plain(path) == expected


def test_a_journal_whose_lines_git_has_ended_anew_is_read(path: Path) -> None:
    """With core.autocrlf a checkout on Windows has CRLF in every text file."""
    store = opened(path)
    first = put(store, make(1))
    store.checkpoint()
    note(store, first, "only in the journal")
    put(store, make(2))
    expected = content(store)
    copy = path.parent.with_name("copy")
    shutil.copytree(path.parent, copy)
    store.close()
    for file in copy.iterdir():
        if file.is_file():
            file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    path = copy / path.name
    with opened(path) as store:
        assert content(store) == expected
        assert store.info().notes == ()
        put(store, make(3))
        expected = content(store)
        assert len(list(store.history())) == 4
    assert b"\r" not in beside(path, ".journal").read_bytes()
    assert reopened(path) == plain(path) == expected
    assert not list(path.parent.glob("*.damaged-*"))
    assert json.loads(path.read_bytes())
