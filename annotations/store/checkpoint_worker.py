"""Brings the TinyDB file up to date in a thread of its own, soon after a pause, and never all day long.

Another program sees a change at the latest `LATEST` seconds after the keys rest. So a checkpoint begins as
late as its own length allows, and while somebody goes on without a pause one of d seconds is followed by 20 d
without one: a large file isn't written all the time.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from annotations.store.base import StoreError

LATEST = 2.0
"""Seconds from the last save before a pause to the end of its checkpoint: what the design promises."""

PAUSE = 1.0
"""Seconds without a save that count as a pause, unless a checkpoint takes so long that it begins sooner."""

SHORTEST = 0.25
"""Seconds that are a pause in any case."""

UNMEASURED = 0.8
"""Seconds that the first checkpoint of a session may well take: that of 100,000 annotations, 140 MB."""

REST = 20
"""The time in which no checkpoint begins, while there is no pause, as a multiple of the last one's length."""

TOO_LONG = 5.0
"""Seconds of a checkpoint from which on it rests after a pause, too: of some 600,000 annotations."""

_NOTHING = 0.001
"""Seconds in which no checkpoint is written: there was nothing to do."""


def pause_before(took: float) -> float:
    """Return the seconds without a save after which a checkpoint begins that last took so many seconds."""
    return max(min(PAUSE, LATEST - 1.8 * took), min(PAUSE, SHORTEST))


class CheckpointWorker:
    """Runs `checkpoint` some time after `touch`.

    Args:
        checkpoint: what to run; its StoreError is the store's to show, and it is tried again after the next
        rest.
        tidy: does a piece of what is in no hurry, after a checkpoint and while none is due; returns whether
            there is more of it.
    """

    def __init__(self, checkpoint: Callable[[], None], tidy: Callable[[], bool] = lambda: False) -> None:
        self._checkpoint = checkpoint
        self._tidy = tidy
        self._wake = threading.Condition()
        self._thread: threading.Thread | None = None
        self._due: float | None = None
        self._begun = 0.0
        """The moment at which the first change was saved for which no checkpoint has begun."""
        self._rested = 0.0
        self._took = UNMEASURED
        self._stopped = False

    def touch(self, *, now: bool = False) -> None:
        """Something was saved. `now`: don't wait for a pause."""
        with self._wake:
            saved = time.monotonic()
            if self._due is None:
                self._begun = saved
            pause = 0.0 if now else pause_before(self._took)
            # The file follows a pause, and where none comes, a rest.
            due = min(saved + pause, max(self._begun + pause, self._rested))
            self._set(max(due, self._rested) if self._took > TOO_LONG else due)

    def stop(self) -> None:
        """Return when no checkpoint runs any more, and none will."""
        with self._wake:
            self._stopped = True
            self._wake.notify()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()

    def _is_due(self) -> bool:
        return self._due is not None and time.monotonic() >= self._due

    def _set(self, due: float) -> None:
        self._due = due
        if self._thread is None and not self._stopped:
            self._thread = threading.Thread(target=self._run, name="checkpoint", daemon=True)
            self._thread.start()
        else:
            self._wake.notify()  # it sleeps for ever, or until a later moment than this

    def _run(self) -> None:
        untidy = False
        while True:
            with self._wake:
                while not (self._stopped or self._is_due() or untidy):
                    self._wake.wait(None if self._due is None else max(0, self._due - time.monotonic()))
                if self._stopped:
                    return
                due = self._is_due()
                if due:
                    self._due = None
            if not due:
                untidy = self._tidy()
                continue
            began = time.monotonic()
            failed = False
            try:
                self._checkpoint()
            except StoreError:
                failed = True
            ended = time.monotonic()
            untidy = not failed
            with self._wake:
                took = ended - began
                self._took = took if took > _NOTHING else self._took
                self._rested = ended + REST * took
                if failed and self._due is None:
                    self._begun = ended
                    self._set(max(ended + PAUSE, self._rested))
