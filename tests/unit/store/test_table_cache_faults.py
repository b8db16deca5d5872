"""Kills, full disks and other people's files around the cache of a large file: nothing is lost or changed.

What counts is always what the annotations file and its journal say by themselves. `CLAIMREADER_TORTURE=1000`
kills at every step there is; the ordinary run at some of them.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from store_tools import ME, content, drop, everything, make, make_beside, note, opened, plain, put, put_beside

from annotations.paths import cache_folder
from annotations.store import cached_tables, recovery, storage, table_cache
from annotations.store.errors import CacheError
from annotations.store.tinydb_store import TinyDBStore, open_store

TORTURE = int(os.environ.get("CLAIMREADER_TORTURE", "0"))
KILLS = TORTURE or 40
RACES = TORTURE // 20 or 4
NEVER = 1 << 60


@pytest.fixture(autouse=True)
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every file for a large one, with a cache of its own."""
    monkeypatch.setenv("CLAIMREADER_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(storage, "LARGE", 1)


@pytest.fixture
def path(memory: Path) -> Path:
    return memory / "annotations.json"


@pytest.fixture
def filled(path: Path) -> Path:
    """A file and its cache."""
    with opened(path) as store:
        for number in range(20):
            put(store, make(number, article=f"art-{number % 3}"))
        put_beside(store, "people", make_beside("people", 1))
        drop(store, store.list()[0])
    with opened(path) as store:
        assert store.table.cached
    return path


def truth(path: Path) -> dict[str, dict[str, Any]]:
    """Return what file and journal say, as if there were no cache."""
    with pytest.MonkeyPatch.context() as without:
        without.setattr(storage, "LARGE", NEVER)
        with open_store(path, annotator="other", readonly=True) as store:
            return everything(store)


def check(path: Path) -> None:
    """See that a second and a third opening, which find or make a cache, say what the files do."""
    expected = truth(path)
    for _ in range(2):
        with open_store(path, annotator="other", readonly=True) as store:
            assert everything(store) == expected


# ---------------------------------------------------------------------- kills


def work(path: Path, tell: Callable[[TinyDBStore], None]) -> None:
    """Make a cache and renew it; tell what is there whenever something was saved."""
    with opened(path) as store:
        for number in range(3):
            added = put(store, make(number, article="new"))
            tell(store)
            note(store, store.list("art-1")[0], f"note {number}")
            tell(store)
            store.checkpoint()
            drop(store, added)
            tell(store)


def killed_at(path: Path, step: int, *, background: bool) -> tuple[bool, str]:
    """Do the work in a process that dies at a step of making or renewing; tell if it did, and what it said.

    A step is a statement of SQLite's or a call that opens, renames or removes a file of the cache.
    """
    receive, send = os.pipe()
    child = os.fork()
    if not child:
        steps = 0

        def count(*_: object) -> None:
            nonlocal steps
            steps += 1
            if steps == step:
                os.kill(os.getpid(), signal.SIGKILL)

        connect = sqlite3.connect

        def connected(*args: Any, **more: Any) -> sqlite3.Connection:
            connection = connect(*args, **more)
            connection.set_trace_callback(count)
            return connection

        sqlite3.connect = connected
        for name in ("replace", "unlink", "open", "rename"):
            real = getattr(os, name)

            def call(place: Any, *args: Any, real: Any = real, **more: Any) -> Any:
                if "annotations-" in str(place):
                    count()
                result = real(place, *args, **more)
                if "annotations-" in str(place):
                    count()
                return result

            setattr(os, name, call)
        table_cache._TICK = 0
        try:
            tell = lambda store: os.write(send, f"{sorted(content(store).items())!r}\n".encode())  # noqa: E731
            if background:
                from annotations.store import checkpoint_worker, tinydb_store

                checkpoint_worker.PAUSE, checkpoint_worker.SHORTEST, checkpoint_worker.REST = 0, 0, 0
                store = tinydb_store.open_store(path, annotator=ME)
                for number in range(6):
                    put(store, make(number))
                    tell(store)
                    time.sleep(0.02)
                store.close()
            else:
                work(path, tell)
        finally:
            os._exit(0)
    os.close(send)
    with os.fdopen(receive, "rb") as pipe:
        said = pipe.read().decode().splitlines()
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status), said[-1] if said else ""


@pytest.mark.parametrize("background", [False, True])
@pytest.mark.parametrize("cached", [False, True])
def test_killed_while_it_is_made_or_renewed(
    filled: Path, background: bool, cached: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_cache, "_TICK", 0)
    steps = 400
    died = 0
    for step in range(1, steps, max(1, steps * 4 // KILLS)):
        place = filled.parent / str(step)
        place.mkdir()
        copy = place / filled.name
        for file in filled.parent.glob("annotations.json*"):
            (shutil.copytree if file.is_dir() else shutil.copy2)(file, place / file.name)
        if cached:
            check(copy)
        before = truth(copy)
        killed, said = killed_at(copy, step, background=background)
        died += killed
        plain(copy)
        after = truth(copy)
        if said:
            known = dict(eval(said))  # noqa: S307 - our own child's
            there = {uuid: document for uuid, document in after.items() if "table" not in document}
            differing = [uuid for uuid in known | there if known.get(uuid) != there.get(uuid)]
            assert len(differing) <= 1, "more than the one change that wasn't told yet"
            assert all(not killed or uuid for uuid in differing)
        else:
            assert before.items() <= after.items() or len(after) >= len(before)
        check(copy)
        with opened(copy) as store:
            put(store, make(1))
        check(copy)
        shutil.rmtree(place)
    assert died > 5


def test_several_make_and_renew_it_at_once(filled: Path) -> None:
    for _ in range(RACES):
        shutil.rmtree(cache_folder())
        children = []
        for number in range(3):
            child = os.fork()
            if not child:
                code = 1
                try:
                    for _ in range(6):
                        with open_store(filled, annotator=f"{number}", readonly=True) as reader:
                            expected = {it.uuid: it.rev for it in reader.list()}
                            with open_store(filled, annotator=f"{number}", readonly=True) as later:
                                there = {it.uuid: it.rev for it in later.list()}
                            assert all(there.get(uuid, rev) >= rev for uuid, rev in expected.items())
                    code = 0
                finally:
                    os._exit(code)
            children.append(child)
        with opened(filled) as store:
            for number in range(4):
                note(store, store.list()[number], "more")
                store.checkpoint()
            expected = everything(store)
        assert [os.waitpid(child, 0)[1] for child in children] == [0, 0, 0]
        assert truth(filled) == expected
        check(filled)


# ---------------------------------------------------------------------- a cache that fails in the middle


@pytest.mark.parametrize("locked", [False, True])
def test_one_that_can_not_be_read_any_more_is_left_at_any_moment(filled: Path, locked: bool) -> None:
    """At each look into it: what is asked, saved and written then is right, and nothing is said of it."""
    rows = table_cache.TableCache.rows
    for number in range(0, 400, 1 if TORTURE else 23):
        before = truth(filled)
        looks = 0

        def fail(self: table_cache.TableCache, query: str, *values: object, at: int = number) -> Any:
            nonlocal looks
            looks += 1
            if looks > at:
                raise CacheError("an error of the disk")
            return rows(self, query, *values)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(table_cache, "_TICK", 0)
            patch.setattr(table_cache.TableCache, "rows", fail)
            store = open_store(filled, annotator=ME, readonly=not locked)
            store.pause_checkpoints()
            with store:
                assert everything(store) == before
                if locked:
                    changed = note(store, store.list("art-1")[0], f"note {number}")
                    store.checkpoint()
                    kept = put(store, make(number, article="art-1"))
                    drop(store, kept)
                    assert store.get(kept.uuid) is None
                    assert store.get(changed.uuid) == changed
                    assert store.deleted()
                    before = everything(store)
        assert truth(filled) == before
    assert looks > 5


def test_a_cache_that_is_overwritten_while_it_is_open(path: Path) -> None:
    with opened(path) as store:
        for number in range(600):
            put(store, make(number, article=f"art-{number}", note="x" * 300))
    with opened(path) as store:
        expected = everything(store)
    with opened(path) as store:
        assert store.table.cached
        cache = table_cache.path_of(path)
        with cache.open("r+b") as file:
            file.write(os.urandom(cache.stat().st_size))
        for number in range(600):
            store.list(f"art-{number}")
        saved = put(store, make(1))
        assert everything(store).keys() == expected.keys() | {saved.uuid}
    assert len(plain(path)) == 601


# ---------------------------------------------------------------------- the folder of the cache


@contextlib.contextmanager
def disk_of(folder: Path, size: str) -> Iterator[None]:
    """Put the cache's folder on a small disk of its own; needs root, as the tests in CI have it."""
    if os.geteuid() != 0:
        pytest.fail("mounting a tiny tmpfs needs root; run this test as root, or deselect it")
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.mark.parametrize("kb", [*range(4, 200, 24), 4000])
def test_a_full_disk_or_another_one_under_the_cache(path: Path, kb: int) -> None:
    with disk_of(cache_folder(), f"{kb}k"):
        for number in range(4):
            with opened(path) as store:
                for more in range(20):
                    put(store, make(more, article=f"art-{more}", note=os.urandom(300).hex()))
                    if more % 9 == 0:
                        store.checkpoint()
                assert store.info().trouble == ""
                assert bool(store.table.cached) == (kb == 4000 and number > 0) or kb < 4000
                expected = everything(store)
            assert truth(path) == expected
            check(path)
        assert len(plain(path)) == 80


def test_a_read_only_disk_under_the_cache(filled: Path) -> None:
    home = cache_folder()
    with disk_of(home, "4m"):
        with opened(filled) as store:
            assert store.table.cached
            subprocess.run(["mount", "-o", "remount,ro", home], check=True)
            note(store, store.list()[0], "more")
            expected = everything(store)
        assert truth(filled) == expected
        check(filled)


def test_a_folder_that_vanishes_while_it_is_used(filled: Path) -> None:
    with opened(filled) as store:
        shutil.rmtree(cache_folder())
        note(store, store.list()[0], "more")
        store.checkpoint()
        shutil.rmtree(cache_folder())
        cache_folder().write_text("a file")
        note(store, store.list()[1], "more")
        store.checkpoint()
        assert store.info().trouble == ""
        expected = everything(store)
    assert truth(filled) == expected
    check(filled)


# ---------------------------------------------------------------------- other people's files


def _in_place(path: Path, data: bytes) -> None:
    with path.open("r+b") as file:
        file.write(data)


def _renamed(path: Path, data: bytes) -> None:
    other = path.with_name("other")
    other.write_bytes(data)
    other.replace(path)


def _made_anew(path: Path, data: bytes) -> None:
    path.unlink()
    path.write_bytes(data)


@pytest.mark.parametrize("way", [_in_place, _renamed, _made_anew], ids=lambda f: f.__name__)
def test_a_file_of_the_same_size_and_time_is_read(filled: Path, way: Callable[[Path, bytes], None]) -> None:
    for tag in (b"event", b"claim", b"other", b"claim"):
        status, data = filled.stat(), filled.read_bytes()
        changed = data.replace(b'"claim"', b'"%s"' % tag).replace(b'"event"', b'"%s"' % tag)
        way(filled, changed.replace(b'"other"', b'"%s"' % tag))
        os.utime(filled, ns=(status.st_atime_ns, status.st_mtime_ns))
        assert filled.stat().st_size == status.st_size
        with open_store(filled, annotator=ME, readonly=True) as store:
            assert {it.tags for it in store.list()} == {(tag.decode(),)}
        check(filled)


@pytest.mark.parametrize("way", ["move", "copy2", "link"])
def test_an_older_backup_in_its_place_is_read(filled: Path, way: str) -> None:
    kept = filled.with_name("kept")
    shutil.copy2(filled, kept)
    with opened(filled) as store:
        note(store, store.list()[0], "later")
    check(filled)
    for file in filled.parent.glob("annotations.json?*"):
        (shutil.rmtree if file.is_dir() else os.unlink)(file)
    if way == "link":
        filled.unlink()
        os.link(kept, filled)
    else:
        getattr(shutil, way)(kept, filled)
    with open_store(filled, annotator=ME, readonly=True) as store:
        assert "later" not in {it.note for it in store.list()}
    check(filled)


def _changed_silently(path: Path) -> None:
    status = path.stat()
    _in_place(path, path.read_bytes().replace(b'"claim"', b'"event"'))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def test_a_change_between_the_writing_of_the_file_and_that_of_the_cache(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    renew = cached_tables.renew

    def late(main: Path, *args: Any) -> None:
        _changed_silently(main)
        renew(main, *args)

    monkeypatch.setattr(cached_tables, "renew", late)
    with opened(filled) as store:
        assert store.table.cached
        note(store, store.list()[0], "more")
    monkeypatch.undo()
    monkeypatch.setenv("CLAIMREADER_HOME", str(cache_folder()))
    monkeypatch.setattr(storage, "LARGE", 1)
    assert {it["tags"][0] for uuid, it in truth(filled).items() if "target" in it} == {"event"}
    check(filled)


def test_a_change_while_the_file_is_read(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    by_lines = storage.by_lines

    def late(main: Path) -> Iterator[Any]:
        for name, documents in by_lines(main):
            listed = list(documents)
            yield name, iter(listed)
        _changed_silently(main)

    shutil.rmtree(cache_folder())
    with monkeypatch.context() as patch:
        patch.setattr(storage, "by_lines", late)
        open_store(filled, annotator=ME, readonly=True).close()
    assert table_cache.opened(filled) is None
    check(filled)


def test_a_file_from_the_future_is_waited_for_by_nobody(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.utime(filled, (4_000_000_000, 4_000_000_000))
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    with opened(filled) as store:
        assert store.table.cached
    now = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: now() - 3_600_000_000_000)  # a clock that was put back
    filled.write_bytes(filled.read_bytes())
    with opened(filled) as store:
        assert not store.table.cached
        assert len(store.list()) == 19
    assert sum(slept) < 1


@pytest.mark.parametrize("coarse", [10_000_000, 1_000_000_000, 2_000_000_000])
def test_where_the_time_of_change_tells_nothing_there_is_no_cache(
    filled: Path, monkeypatch: pytest.MonkeyPatch, coarse: int
) -> None:
    state = table_cache._state

    def rounded(main: Path) -> Any:
        (*rest, changed), end = state(main)
        return (*rest, changed // coarse * coarse), end

    monkeypatch.setattr(table_cache, "_state", rounded)
    for _ in range(2):
        with opened(filled) as store:
            assert not store.table.cached
            note(store, store.list()[0], "more")


def test_the_control_a_cache_that_is_believed_anyway_is_found_out(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seal = table_cache._read_seal(table_cache._seal_of(table_cache.path_of(filled)))
    _changed_silently(filled)
    monkeypatch.setattr(table_cache, "_state", lambda main: (seal.state, seal.end))
    monkeypatch.setattr(table_cache, "_identity", lambda state: recovery.disk.identity(filled))
    with pytest.raises(AssertionError):
        check(filled)
