"""What the terminal is told at start and at every kind of exit.

claimreader sends each row in the order of its cells. A terminal that does bidi itself would reorder it once
more, so it is told to leave the order alone where it can be told, each in its way (`tui.terminal.profiles`),
and told the contrary when the screen is given back. It is also asked what it is.

Textual restores its own modes on exit, suspend and crash, but not when the process is told to end:
`on_signals` makes SIGTERM and SIGHUP a regular exit, so that the store is closed and the terminal given back.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import signal
from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.terminal.detection import QUERY, may_ask
from tui.terminal.profiles import DEFAULT, Profile

if TYPE_CHECKING:
    from textual.driver import Driver


def keeping_order(base: type[Driver], profile: Callable[[], Profile] = lambda: DEFAULT) -> type[Driver]:
    """Return `base` with a profile's codes at start and stop; suspending goes through both, too.

    A driver without a writer thread (headless, or in a browser) is returned as it is: no terminal is there to
    be told.

    Args:
        base: Textual's driver.
        profile: gives the profile that is in use.
    """
    if not hasattr(base, "_enable_bracketed_paste"):
        return base

    class KeepingOrder(base):  # type: ignore[misc, valid-type]  # the base is chosen by Textual at run time
        _stop = ""

        def start_application_mode(self) -> None:
            super().start_application_mode()
            # Of two sizes in quick succession the older could be told last, and stay (1 in 50 when busy): the
            # second signal interrupts the handler of the first, which has read the size and not yet told it.
            _answer_in_loop("SIGWINCH")
            if may_ask():
                self.write(QUERY)
            self.use_profile()

        def use_profile(self) -> None:
            """Take back what the terminal was told, and tell it what the profile of now wants."""
            now = profile()
            self.write(self._stop + now.start)
            self.flush()
            self._stop = now.stop

        def stop_application_mode(self) -> None:
            self.write(self._stop)
            self.flush()
            self._stop = ""
            super().stop_application_mode()

        # When a terminal closes, the kernel sends SIGHUP and then SIGCONT, at which Textual starts once more
        # with a new writer thread, which dies of the first write (EIO). Whoever writes then waits for ever
        # for room in its queue, with the annotations locked. So what nobody can read any more is dropped. As
        # a background job there is no writer at all.

        def _can_write(self) -> bool:
            thread = self._writer_thread
            return thread is not None and thread.is_alive()

        def write(self, data: str) -> None:
            if self._can_write():
                super().write(data)

        def close(self) -> None:
            if self._can_write():
                super().close()

    return KeepingOrder


def on_signals(leave: Callable[[int], None], hurry: Callable[[], None]) -> None:
    """Let the event loop answer signals.

    `leave` is called with the shell's exit code (128 + signal) on SIGTERM and SIGHUP, and `hurry` before, at
    once, wherever the main thread stands: it may be waiting for the terminal to take what it has written.
    Textual's handlers of suspend and resume run between two steps of the loop.

    Textual runs those wherever the signal finds the program. They write to the terminal through a queue whose
    lock isn't re-entrant, so a suspend that fell into a write of the main thread hung for ever (1 in 200).

    Must run inside the event loop, with the driver made.
    """
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, 0)
        _answer_in_loop(name, functools.partial(leave, 128 + number))
        # The loop learns of a signal by a byte that the interpreter writes, whichever handler is there.
        with contextlib.suppress(ValueError, AttributeError):  # not the main thread (tests); Windows
            signal.signal(number, lambda *_: hurry())
            signal.siginterrupt(number, False)
    _answer_in_loop("SIGTSTP")
    _answer_in_loop("SIGCONT")


def _answer_in_loop(name: str, handler: Callable[[], object] | None = None) -> None:
    """Let a signal wait until the event loop calls its handler; without one given, the handler it has now."""
    # NotImplementedError: Windows, which lacks most of these, too; RuntimeError: not the main thread (tests).
    with contextlib.suppress(NotImplementedError, RuntimeError, AttributeError):
        number = getattr(signal, name)
        own = signal.getsignal(number)
        if handler is None and callable(own):
            handler = functools.partial(own, number, None)
        if handler is not None:
            asyncio.get_running_loop().add_signal_handler(number, handler)
