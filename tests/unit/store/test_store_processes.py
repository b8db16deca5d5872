"""Several processes at one file: one writes, the others know who, and nobody loses anything."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import store_tools
from store_tools import ME, beside, content, drop, make, note, opened, plain, put, reopened

from annotations.services.restoring import JOURNAL, restore
from annotations.services.verification import verify
from annotations.store.base import NotSavedError, StoreError
from annotations.store.tinydb_store import open_store

TOOLS = str(Path(store_tools.__file__).parent)
WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from store_tools import *
from annotations.store.base import NotSavedError
from annotations.store import disk, journal, lock
if "no lock" in sys.argv[4]:
    lock.Lock.acquire = lambda self, like=None: disk.make_folder(self.path.parent) or True
    lock.Lock.lost = False
if "no look" in sys.argv[4]:
    journal.Journal.owned = lambda self, more=0: True
store = open_store(Path(sys.argv[1]), annotator=ME)
print("ready", flush=True)
sys.stdin.readline()
for number in range(int(sys.argv[3])):
    try:
        print("saved", put(store, make(number)).uuid)
        store.checkpoint()
    except NotSavedError as error:
        print("refused", error)
    except Exception as error:
        print("failed", error)
try:
    store.close()
except Exception as error:
    print("failed", error)
"""


def writers(path: Path, count: int, saves: int, mode: str = "") -> tuple[list[str], str]:
    """Let `count` processes save at once; return the uuids they were told are saved, and all they said."""
    command = [
        sys.executable,
        "-c",
        WRITER,
        str(path),
        TOOLS,
        str(saves),
        mode,
    ]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    processes = [subprocess.Popen(command, **pipes) for _ in range(count)]  # type: ignore[call-overload]
    for process in processes:
        process.stdout.readline()
    for process in processes:
        process.stdin.write("\n")
        process.stdin.flush()
    said = "".join(process.communicate()[0] for process in processes)
    return [line.split()[1] for line in said.splitlines() if line.startswith("saved ")], said


@pytest.mark.parametrize("count", [2, 8])
@pytest.mark.parametrize("existing", [True, False])
def test_many_processes_lose_nothing(path: Path, count: int, existing: bool) -> None:
    if existing:
        with opened(path) as store:
            put(store, make())
    saved, said = writers(path, count, 30)
    documents = reopened(path)
    assert "failed" not in said
    assert "failed" not in said
    assert len(saved) == 30, "one process writes"
    assert said.count("refused") == 30 * (count - 1)
    assert "pid " in said
    assert set(saved) <= set(documents)
    assert len(documents) == 30 + existing


def test_without_a_lock_nothing_that_was_saved_is_lost(path: Path) -> None:
    """On a network mount where locks do nothing both write: what one is told is saved, is.

    One may put an older state of the file over a newer one in the moment after his last look. Then file and
    journal don't belong together, and the person is asked: the journal has all of both.
    """
    for count, existing in ((2, True), (3, False)):
        file = path.with_name(f"{count}.json")
        if existing:
            with opened(file) as store:
                put(store, make())
        saved, _ = writers(file, count, 30, "no lock")
        assert len(saved) > 30
        in_file = set(plain(file))
        with open_store(file, annotator=ME, readonly=True) as store:
            apart = store.info().apart
        if apart:
            restore(file, JOURNAL, by=ME)
        assert {*saved, *in_file} <= set(reopened(file))
        assert [str(finding) for finding in verify(file) if finding.wrong] == []


def loses(path: Path) -> bool:
    """Let two processes save without a lock, and without a look at what the journal's name is; tell whether
    anything is lost, or fails.
    """
    with opened(path) as store:
        put(store, make())
    saved, said = writers(path, 2, 30, "no lock, no look")
    try:
        return "failed" in said or not set(saved) <= set(reopened(path))
    except StoreError:
        return True


def test_processes_without_a_lock_are_found_out(path: Path) -> None:
    """The control: two processes that don't look after each write must lose something, or fail."""
    assert any(loses(path.with_name(f"{attempt}.json")) for attempt in range(6))


def test_the_second_is_told_who_holds_the_file_and_follows(path: Path) -> None:
    first = opened(path)
    saved = put(first, make(1))
    second = open_store(path, annotator="other")
    info = second.info()
    assert info.readonly
    assert info.holder.startswith(f"{ME}@")
    assert f"pid {os.getpid()}" in info.holder
    assert info.holder in info.why
    with pytest.raises(NotSavedError, match="open in another claimreader"):
        put(second, make(2))
    seen = [len(second.list())]
    changed = note(first, saved, "ملاحظة")
    (event,) = second.watch(1, timeout=5)
    assert (event.uuid, event.after, event.by) == (saved.uuid, changed, ME)
    for number in range(5):
        put(first, make(number))
        first.checkpoint()
        second.watch(2 + number, timeout=5)
        seen.append(len(second.list()))
    assert seen == [1, 2, 3, 4, 5, 6], "a reader's view never goes back"
    drop(first, changed)
    second.watch(7, timeout=5)
    assert content(second) == content(first)
    assert second.watch(8, timeout=0) == []
    second.close()
    put(first, make(9))
    first.close()
    with opened(path) as third:
        assert not third.info().readonly


def test_a_reader_follows_a_file_that_does_not_exist_yet(path: Path) -> None:
    reader = open_store(path, annotator="other", readonly=True)
    writer = opened(path)
    assert reader.watch(0, timeout=0) == []
    put(writer, make())
    assert [event.seq for event in reader.watch(0, timeout=5)] == [1]
    writer.close()


def test_the_writer_is_woken_by_its_own_changes(path: Path) -> None:
    store = opened(path)
    seen: list[Any] = []
    watcher = threading.Thread(target=lambda: seen.extend(store.watch(0, timeout=10)))
    watcher.start()
    put(store, make())
    watcher.join(5)
    assert [event.seq for event in seen] == [1]


def test_two_that_begin_with_nothing_do_not_overwrite_each_other(path: Path) -> None:
    first, second = opened(path), opened(path)
    assert second.info().readonly, "it is told before anything was saved"
    assert f"pid {os.getpid()}" in second.info().holder
    put(first, make(1))
    with pytest.raises(NotSavedError, match="open in another"):
        put(second, make(2))
    second.watch(0, timeout=5)
    assert content(second) == content(first), "the second sees what the first has"
    first.close()
    third = opened(path)
    put(third, make(3))
    assert len(third.list()) == 2


def test_a_killed_holder_frees_the_file(path: Path) -> None:
    script = WRITER.replace(
        "sys.stdin.readline()", "put(store, make()); print('saved', flush=True); sys.stdin.readline()"
    )
    command = [sys.executable, "-c", script, str(path), TOOLS, "0", ""]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        process.stdout.readline()
        assert f"pid {process.pid}" in opened(path).info().holder
        process.send_signal(signal.SIGKILL)
        process.wait()
        with opened(path) as store:
            assert not store.info().readonly
            assert len(store.list()) == 1


def as_nobody(work: Callable[[], object]) -> object:
    """Do `work` in a child process of another user, and return what it returns."""
    if os.geteuid() != 0:
        return work()
    receive, send = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of forking with threads: none has a lock here
        child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
            result = json.dumps(work()).encode()
        except BaseException as error:
            result = json.dumps(f"{type(error).__name__}: {error}").encode()
        os.write(send, result)
        os._exit(0)
    os.close(send)
    with os.fdopen(receive, "rb") as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    return json.loads(answer)


@pytest.fixture
def shared(path: Path, tmp_path: Path) -> Path:
    """A file with one annotation that everybody may read and only its owner write."""
    with opened(path) as store:
        put(store, make())
    for folder in (path.parent, *tmp_path.parents[:3], tmp_path):
        folder.chmod(folder.stat().st_mode | 0o555)
    for file in path.parent.iterdir():
        file.chmod(0o555 if file.is_dir() else 0o444)
    path.parent.chmod(0o555)
    return path


def test_a_folder_that_cannot_be_written_is_read_and_nothing_is_saved(shared: Path) -> None:
    def work() -> tuple[int, bool, str, str]:
        store = opened(shared)
        try:
            put(store, make())
        except NotSavedError as error:
            return len(store.list()), store.info().readonly, store.info().why, str(error)
        return 0, False, "", ""

    count, readonly, why, error = as_nobody(work)  # type: ignore[misc]
    assert (count, readonly) == (1, True)
    assert "can't be written" in why
    assert "--db" in error


def test_a_read_only_file_is_not_replaced(shared: Path) -> None:
    shared.parent.chmod(0o777)
    assert as_nobody(lambda: opened(shared).info().why.startswith(f"{shared} can't be written")) is True


def test_a_journal_that_cannot_be_read_is_told(shared: Path) -> None:
    shared.parent.chmod(0o755)
    beside(shared, ".journal").chmod(0)
    beside(shared, ".history").mkdir(mode=0)
    shared.parent.chmod(0o555)
    count, notes = as_nobody(lambda: (len(opened(shared).list()), opened(shared).info().notes))  # type: ignore[misc]
    assert count == 1
    assert "can't be read" in notes[0]


def test_a_file_that_cannot_be_read_is_one_line(shared: Path) -> None:
    shared.parent.chmod(0o755)
    shared.chmod(0)
    message = as_nobody(lambda: len(opened(shared).list()))
    assert isinstance(message, str)
    assert message.startswith("StoreError: ")
    assert str(shared) in message
    assert "\n" not in message


def test_saved_while_a_checkpoint_runs(path: Path) -> None:
    store = opened(path)
    for number in range(300):
        put(store, make(number))
    running = threading.Thread(target=store.checkpoint)
    running.start()
    beside = 0
    while running.is_alive():
        put(store, make(beside))
        beside += 1
        time.sleep(0)
    expected = content(store)
    store.close()
    assert len(expected) == 300 + beside
    assert reopened(path) == expected
