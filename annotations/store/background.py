"""When the TinyDB file is brought up to date: in a thread of its own, on a pause, and never all the time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from annotations.store.base import StoreError

PAUSE = 1.0
"""Seconds without a save that count as a pause."""

REST = 20
"""A checkpoint of d seconds is followed by 20 d without one: a large file isn't written all day long."""


class Background:
    """Runs `checkpoint` some time after `touch`.

    Args:
        checkpoint: what to run; its StoreError is the store's to show, and it is tried again after the next
        rest.
    """

    def __init__(self, checkpoint: Callable[[], None]) -> None:
        self._checkpoint = checkpoint
        self._wake = threading.Condition()
        self._thread: threading.Thread | None = None
        self._due: float | None = None
        self._rested = 0.0
        self._stopped = False

    def touch(self, *, now: bool = False) -> None:
        """Something was saved. `now`: don't wait for a pause."""
        with self._wake:
            self._due = max(time.monotonic() + (0 if now else PAUSE), self._rested)
            if self._thread is None and not self._stopped:
                self._thread = threading.Thread(target=self._run, name="checkpoint", daemon=True)
                self._thread.start()
            elif now:
                self._wake.notify()

    def stop(self) -> None:
        """Return when no checkpoint runs any more, and none will."""
        with self._wake:
            self._stopped = True
            self._wake.notify()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()

    def _run(self) -> None:
        while True:
            with self._wake:
                while not self._stopped and (self._due is None or time.monotonic() < self._due):
                    self._wake.wait(None if self._due is None else max(0, self._due - time.monotonic()))
                if self._stopped:
                    return
                self._due = None
            began = time.monotonic()
            try:
                self._checkpoint()
            except StoreError:
                self.touch()
            finally:
                ended = time.monotonic()
                self._rested = ended + max(PAUSE, REST * (ended - began))
