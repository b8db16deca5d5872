"""The disk refuses: full, broken, read-only, at any one of the store's calls, and from any one on.

What `apply` returned from is there; what it refused is nowhere, neither in memory nor at the next opening.
"""

from __future__ import annotations

import contextlib
import errno
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import store_tools
from failing_disk import Disk, Failing, no_room_for_files
from store_tools import (
    ME,
    beside,
    content,
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
    reopened,
)

from annotations.store import journal, storage, table_cache
from annotations.store.base import NotSavedError, StoreError
from annotations.store.change_validation import validated
from annotations.store.tables import State
from annotations.store.tinydb_store import open_store

Content = dict[str, dict[str, Any]]

STEP = 1 if "CLAIMREADER_TORTURE" in os.environ else 5
"""Where there is a cache, too, the ordinary run fails one call of so many."""


@pytest.fixture(autouse=True)
def _small_journal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotations.store.tinydb_store.MAX_JOURNAL", 2500)


def session(path: Path, model: Content) -> list[str]:
    """Do a session's work; `model` follows what is acknowledged, and memory must never say anything else.

    What is in the file before is acknowledged, too.

    Returns:
        The uuids of the changes that were refused.
    """
    refused: list[str] = []
    try:
        store = opened(path)
    except StoreError:
        return refused  # it can't be read now
    try:
        made = [make(number) for number in range(4)]
        flag = make_beside("later", 1)
        model.update(everything(store))
        for step, uuid in (
            (lambda: put(store, made[0]), made[0].uuid),
            (lambda: put(store, made[1]), made[1].uuid),
            (store.checkpoint, ""),
            (lambda: put_beside(store, "later", flag), flag.uuid),
            (lambda: note(store, made[0], "changed"), made[0].uuid),
            (lambda: drop(store, made[1]), made[1].uuid),
            (store.checkpoint, ""),
            (lambda: put(store, made[2]), made[2].uuid),
            (store.checkpoint, ""),
            (lambda: put(store, made[3]), made[3].uuid),
            (lambda: drop_beside(store, "later", flag), flag.uuid),
        ):
            before = everything(store)
            try:
                step()
            except NotSavedError:
                assert everything(store) == before, "memory shows what is not on the disk"
                refused.append(uuid)
            except StoreError:
                assert not uuid
            else:
                model.clear()
                model.update(everything(store))
    finally:
        try:
            store.close()
        except StoreError:
            pass
        except OSError:
            pytest.fail("a bare OSError")
    return refused


def fill(path: Path) -> Content:
    """Make a file, and whatever is made of it by opening it; return what is in it."""
    with opened(path) as store:
        for number in range(3):
            put(store, make(number))
        put_beside(store, "people", make_beside("people", 1))
    with opened(path) as store:
        return everything(store)


def check_every_failure(
    tmp_path: Path, codes: tuple[int, ...], *, on: bool, filled: bool = False, step: int = 1
) -> int:
    """Fail each call in turn; return how many there are."""
    number = 1 - step
    while True:
        number += step
        for code in codes:
            path = tmp_path / f"{number}-{code}" / "annotations.json"
            failing = Failing(number, code, on=on)
            model: Content = fill(path) if filled else {}
            with Disk(before=failing):
                refused = session(path, model)
            if not on and "annotations-" in failing.failed:
                assert not refused, "an error of the cache stops nobody"
            if not failing.failed:
                return number - 1
            if path.exists():
                assert plain(path) is not None, failing.failed
            with opened(path) as store:
                got = everything(store)
            differing = [uuid for uuid in got | model if got.get(uuid) != model.get(uuid)]
            # Where even cutting off the refused line fails it may be there, as after a crash.
            assert differing == [] or (on and differing == refused[:1]), (
                f"call {number}, {failing.failed}: {code}"
            )
            shutil.rmtree(path.parent, ignore_errors=True)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_any_one_call_fails(memory: Path, code: int) -> None:
    assert check_every_failure(memory, (code,), on=False) > 60


@pytest.mark.parametrize("on", [False, True])
def test_any_call_fails_where_the_file_has_a_cache(
    memory: Path, monkeypatch: pytest.MonkeyPatch, on: bool
) -> None:
    """Those that keep the cache among them."""
    monkeypatch.setenv("CLAIMREADER_HOME", str(memory / "home"))
    monkeypatch.setattr(storage, "LARGE", 1)
    monkeypatch.setattr(table_cache, "_TICK", 0)
    assert (
        check_every_failure(memory, (errno.ENOSPC if on else errno.EIO,), on=on, filled=True, step=STEP) > 60
    )


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_every_call_fails_from_one_on(memory: Path, code: int) -> None:
    assert check_every_failure(memory, (code,), on=True) > 60


def test_memory_before_disk_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: a store that shows a change before it is durable must fail the same test."""

    def hasty(changes: Any, state: State, *others: Any) -> Any:
        change = validated(changes, state, *others)
        state.change(journal.JournalEntry(state.seq, "", ME, "", "edit", tuple(change.ops)))
        return change

    monkeypatch.setattr("annotations.store.tinydb_store.validated", hasty)
    with pytest.raises(AssertionError):
        check_every_failure(tmp_path, (errno.ENOSPC,), on=False)


def test_a_write_that_takes_less_than_it_is_given(path: Path) -> None:
    model: Content = {}
    with Disk(most=7):
        session(path, model)
    assert len(model) == 3
    assert reopened(path) == model == plain(path)


def test_after_a_failed_flush_the_journal_is_written_to_a_new_file(path: Path) -> None:
    """The kernel calls pages that it couldn't write clean: flushing the same file again proves nothing."""
    store = opened(path)
    put(store, make(1))
    old = beside(path, ".journal").stat().st_ino

    def fail(name: str, args: tuple[Any, ...]) -> None:
        if name == "fdatasync":
            raise OSError(errno.EIO, "Input/output error")

    with Disk(before=fail), pytest.raises(NotSavedError, match="copy your files to another"):
        put(store, make(2))
    put(store, make(3))
    assert beside(path, ".journal").stat().st_ino != old
    assert len(content(open_store(path, annotator=ME, readonly=True))) == 2


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Path]:
    """A disk of 800 KB; needs root, as the tests in CI have it."""
    if os.geteuid() != 0:
        pytest.fail("mounting a tiny tmpfs needs root; run this test as root, or deselect it")
    folder = tmp_path / "tiny"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=800k", "tmpfs", folder], check=True)
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def test_a_full_disk_keeps_all_that_was_saved_and_saves_again_when_there_is_room(tiny: Path) -> None:
    path = tiny / "annotations.json"
    ballast = tiny / "ballast"
    ballast.write_bytes(bytes(500_000))
    store = opened(path)
    model: Content = {}
    refused = 0
    while refused < 10:
        try:
            put(store, make(len(model)))
        except NotSavedError as error:
            refused += "disk full" in str(error)
        else:
            model = content(store)
        if not refused and len(model) % 20 == 0:
            with contextlib.suppress(StoreError):  # it needs twice the room, and goes on without
                store.checkpoint()
        assert content(store) == model
    assert len(model) > 20
    copy = tiny.parent / "copy" / "annotations.json"
    shutil.copytree(tiny, copy.parent)
    assert reopened(copy) == model
    ballast.unlink()
    put(store, make(1))
    expected = content(store)
    store.close()
    assert reopened(path) == expected
    assert len(expected) == len(model) + 1


def test_a_limit_on_the_size_of_files(tmp_path: Path) -> None:
    script = """
import resource, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from store_tools import *
from annotations.store.base import StoreError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
store = opened(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))
refused = 0
while refused < 3:
    try:
        put(store, make(len(store.list())))
    except NotSavedError as error:
        assert "ulimit" in str(error), error
        refused += 1
print(*content(store))
try:
    store.close()
except StoreError:
    pass
""".replace("import *\n", "import *\nfrom annotations.store.base import NotSavedError\n", 1)
    path = tmp_path / "annotations.json"
    run = subprocess.run(
        [sys.executable, "-c", script, path, Path(store_tools.__file__).parent],
        capture_output=True,
        text=True,
        check=True,
    )
    assert resource.RLIMIT_FSIZE
    saved = run.stdout.split()
    assert len(saved) > 5
    assert sorted(reopened(path)) == sorted(saved)


def test_control_of_the_model(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: a recovery that forgets deletions is seen by the comparison that all tests here use."""
    change = State.change
    monkeypatch.setattr(
        State, "change", lambda self, entry: None if entry.ops[0].after is None else change(self, entry)
    )
    store = opened(path)
    drop(store, put(store, make(1)))
    copy = path.parent.with_name("copy") / path.name
    shutil.copytree(path.parent, copy.parent)
    assert reopened(copy) != content(store) == {}
    store.close()


def test_a_first_save_on_a_full_disk_can_be_repeated(path: Path) -> None:
    with Disk(before=no_room_for_files):
        store = opened(path)
    assert not store.info().readonly
    with store:
        with Disk(before=no_room_for_files), pytest.raises(NotSavedError, match="disk full") as raised:
            put(store, make(1))
        assert raised.value.again
        assert not path.parent.exists()
        assert store.apply([], by=ME) == []
        put(store, make(1))
        assert not store.info().readonly
    assert len(plain(path)) == 1
