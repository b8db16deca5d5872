"""The lock: one has it, the others know who, and nothing is left where nothing was saved."""

from __future__ import annotations

import fcntl
import subprocess
import sys
from pathlib import Path

import pytest
from store_tools import ME, beside, make, opened, put, reopened

from annotations.store.lock import Lock
from annotations.store.tinydb_store import is_open_elsewhere


@pytest.mark.parametrize("there", [True, False])
def test_two_that_save_nothing_leave_nothing(path: Path, there: bool) -> None:
    if there:
        path.parent.mkdir()
    first, second = opened(path), opened(path)
    assert second.info().readonly
    second.close()
    assert opened(path).info().readonly, "who only looked has not taken the lock away"
    first.close()
    assert path.parent.exists() == there
    assert not there or not list(path.parent.iterdir())
    with opened(path) as third:
        assert not third.info().readonly
        put(third, make())
    assert len(reopened(path)) == 1


def test_whether_another_one_writes_is_told_without_reading_and_leaves_no_trace(path: Path) -> None:
    assert not is_open_elsewhere(path)
    assert not path.parent.exists()
    with opened(path) as writer:
        put(writer, make())
        card = beside(path, ".lock").read_bytes()
        assert is_open_elsewhere(path)
        assert beside(path, ".lock").read_bytes() == card, "the holder's card is as it was"
        put(writer, make(1))
    assert not is_open_elsewhere(path)
    with opened(path) as next_one:
        assert not next_one.info().readonly


def test_a_lock_file_that_is_taken_away_is_not_held_by_two(path: Path) -> None:
    """Who has opened the file before it was taken away locks nothing that another one sees."""
    path.parent.mkdir()
    first, waiting, third = (Lock(path, name) for name in ("first", "waiting", "third"))
    assert first.acquire()
    flock, held = fcntl.flock, []

    def late(fd: int, operation: int) -> None:
        if not held:  # the file is open; now its holder leaves, and a third one comes
            held.append(True)
            first.release(remove=True)
            assert third.acquire()
        flock(fd, operation)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fcntl, "flock", late)
        assert not waiting.acquire()
    third.release()
    assert waiting.acquire()
    waiting.release()


def test_many_that_come_and_go_are_never_two_at_once(path: Path) -> None:
    script = """
import os, sys, time
from pathlib import Path
from annotations.store.lock import Lock
path, log = Path(sys.argv[1]), os.open(sys.argv[2], os.O_WRONLY | os.O_APPEND)
until, number = time.monotonic() + 2, 0
while time.monotonic() < until:
    lock = Lock(path, "x")
    if lock.acquire():
        os.write(log, b"+")
        os.write(log, b"-")
        number += 1
        lock.release(remove=True)
print(number)
"""
    path.parent.mkdir()
    log = path.with_name("log")
    log.touch()
    command = [sys.executable, "-c", script, str(path), str(log)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(3)]
    counts = [int(process.communicate()[0]) for process in running]
    assert sum(counts) > 30
    assert log.read_text() == "+-" * sum(counts)


@pytest.mark.parametrize(
    "card",
    [
        b"",
        b"\xff\x00",
        b'{"user":"\x1b[2J","host":1}',
        b'{"user":"\\u001b[2J\\u202e","host":"h","pid":1,"since":""}',
    ],
)
def test_a_strange_card_does_no_harm(path: Path, card: bytes) -> None:
    path.parent.mkdir()
    lock, other = Lock(path, ME), Lock(path, "other")
    assert lock.acquire()
    path.write_bytes(card)
    assert not other.acquire()
    assert other.holder().isprintable()
    lock.release()
