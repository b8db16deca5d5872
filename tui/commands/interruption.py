"""Ends a command in order when it is told to: Ctrl-C, `kill`, a terminal that is closed.

Python raises an exception for Ctrl-C alone; the other two would end the process where it is, with a partial
file or a bar left behind. All three become one exception, so that whatever cleans up after the one does after
all. While that goes on, more of them are passed over for a moment: people press Ctrl-C twice.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, NoReturn

_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")
_PATIENCE = 2.0
"""Seconds that cleaning up may take before a second signal ends the process at once."""


class EndedError(KeyboardInterrupt):
    """The process was told to end. What holds for Ctrl-C holds for this, so it descends from that.

    Args:
        number: the signal.
    """

    def __init__(self, number: int) -> None:
        super().__init__()
        self.code = 128 + number
        """The exit code, as a shell has it."""


@contextmanager
def ends_in_order() -> Iterator[None]:
    """Raise `EndedError` in the main thread when the process is told to end.

    What the process was started to pass over, as `nohup` has it with SIGHUP, is passed over.
    """
    told: float | None = None

    def end(number: int, frame: FrameType | None) -> None:
        nonlocal told
        if told is None:
            told = time.monotonic()
            raise EndedError(number)
        if time.monotonic() - told > _PATIENCE:
            at_once(number)

    before: dict[int, Any] = {}
    for name in _SIGNALS:
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) != signal.SIG_IGN:
            before[number] = signal.signal(number, end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def at_once(number: int) -> NoReturn:
    """End the process by a signal, with no clean-up."""
    signal.signal(number, signal.SIG_DFL)
    signal.raise_signal(number)
    raise SystemExit(128 + number)  # a system on which the signal is not delivered at once
