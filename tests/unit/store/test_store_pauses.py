"""The TinyDB file follows the keys: on every pause, not only on the first, and in a folder that was empty."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from store_tools import ME, content, make, plain, put

from annotations.store import checkpoint_worker
from annotations.store.base import StoreError
from annotations.store.checkpoint_worker import CheckpointWorker, pause_before
from annotations.store.tinydb_store import open_store

LONG = 60
"""Seconds after which an event counts as one that never comes; a sound one takes 2 on a machine at rest."""


def wait_until(true: Callable[[], object]) -> None:
    """Wait for an event."""
    end = time.monotonic() + LONG
    while not true():
        assert time.monotonic() < end, "it never came about"
        time.sleep(0.01)


def test_three_pauses_in_a_fresh_folder(path: Path) -> None:
    with open_store(path, annotator=ME) as store:
        for number in range(3):
            saved = put(store, make(number))
            wait_until(lambda saved=saved: path.exists() and saved.uuid in plain(path))
            assert plain(path) == content(store)


def test_a_pause_right_after_opening(path: Path) -> None:
    """The thread has found nothing to do and sleeps; the first save wakes it."""
    with open_store(path, annotator=ME) as store:
        put(store, make(0))
    with open_store(path, annotator=ME) as store:
        store._checkpoints.touch(now=True)
        wait_until(lambda: store._checkpoints._due is None)
        saved = put(store, make(1))
        wait_until(lambda: saved.uuid in plain(path))


def test_the_pause_leaves_the_checkpoint_its_time() -> None:
    """Up to 100,000 annotations, whose checkpoint takes 0.6 to 1.1 s, the file is 2 s behind at most."""
    for took in (0.0, 0.02, 0.3, 0.6, 0.8, checkpoint_worker.UNMEASURED, 1.1):
        assert pause_before(took) + 1.5 * took <= checkpoint_worker.LATEST
    assert pause_before(100) == checkpoint_worker.SHORTEST


def test_without_a_pause_the_file_follows_after_a_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who never stops for a second still gets the file brought up to date."""
    monkeypatch.setattr(checkpoint_worker, "PAUSE", 0.2)
    written = threading.Event()
    keeper = CheckpointWorker(written.set)
    end = time.monotonic() + LONG
    while not written.is_set():
        keeper.touch()
        assert time.monotonic() < end, "it never came about"
        time.sleep(0.001)
    keeper.stop()


def test_a_failed_checkpoint_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoint_worker, "PAUSE", 0.01)
    done = threading.Event()
    failures = [StoreError("disk full")] * 2

    def checkpoint() -> None:
        if failures:
            raise failures.pop()
        done.set()

    keeper = CheckpointWorker(checkpoint)
    keeper.touch()
    assert done.wait(LONG)
    keeper.stop()
