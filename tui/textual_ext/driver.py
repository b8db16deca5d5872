"""Reads and writes in the place of Textual's driver: terminals do bidi, go away, and have keys waiting.

claimreader sends each row in the order of its cells. A terminal that does bidi itself would reorder it once
more, so it is told to leave the order alone where it can be told, each in its way (`tui.terminal.profiles`),
and told the contrary when the screen is given back. It is also asked what it is.

Textual (8.2.8) draws on standard error and reads standard input, whatever they are; at the end of the
terminal its input thread reads nothing for ever, at 100 % of a core, and keeps the process from ending; its
writer dies of the first error; a write that blocks holds up the program, signals included. So a POSIX driver,
of the same interface, has its own file, its own reading loop and its own way to wait for room:

- the screen is drawn where the terminal is: on standard output if that is one, else on the controlling
  terminal; keys are read from standard input if that is a terminal, else from the controlling one;
- end of file, EIO and every other error on either way is `TerminalLost`, said once, after which nothing is
  written any more;
- keys typed before the terminal was in raw mode are keys, too: there Enter came as a line feed.

Textual restores its own modes on exit, suspend and crash, but not when the process is told to end:
`on_signals` makes SIGTERM and SIGHUP a regular exit, so that the store is closed and the terminal given back.

Relies on a driver's `start_application_mode`, `stop_application_mode`, `write`, `flush`, `close` and
`_writer_thread`, on `_enable_bracketed_paste` as the mark of a driver that has a terminal; on `LinuxDriver`'s
`run_input_thread`, `_patch_lflag` (the mark of a POSIX driver), `_file`, `_debug`, `fileno`, `input_tty`,
`exit_event`, `process_message` and `send_message`, and on its writer's `_queue`; on `SYNC_START` and
`SYNC_END` of `textual._ansi_sequences`, which begin and end a frame; for other drivers on the
name `XTermParser` in the module that reads. Worth offering to Textual: an end at the end of the terminal, no
waiting for a writer that is gone or for room without a limit, a regular exit at SIGTERM and SIGHUP, and a way
to give a driver its parser.
"""

from __future__ import annotations

import asyncio
import codecs
import contextlib
import functools
import math
import os
import queue
import selectors
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import IO, TYPE_CHECKING, Any, Protocol, cast, runtime_checkable

from textual._ansi_sequences import SYNC_END, SYNC_START
from textual.message import Message

from tui.terminal.profiles import DEFAULT, Profile
from tui.terminal.query import QUESTION, may_ask
from tui.textual_ext.input_parser import InputParser

if TYPE_CHECKING:
    from textual.driver import Driver

ROOM_SECONDS = 0.1
"""Seconds that a write waits for room before it looks whether the terminal is still wanted."""
LAST_SECONDS = 0.7
"""Seconds that the last bytes may take when the program was told to end: a blocked terminal takes none."""


class TerminalLost(Message):
    """The terminal is gone: nothing comes from it, or it takes nothing any more."""


@runtime_checkable
class TakesProfile(Protocol):
    """Stands for a driver that can tell its terminal of another profile."""

    def tell_profile(self) -> None:
        """Take back what the terminal was told, and tell it what the profile of now wants."""


@runtime_checkable
class CanHurry(Protocol):
    """Stands for a driver that waits for its terminal, but at the end no longer than a moment."""

    def hurry(self) -> None:
        """Wait for the terminal a moment more at the most: the program was told to end."""


def extended_driver(base: type[Driver], profile: Callable[[], Profile]) -> type[Driver]:
    """Return Textual's driver with the reading, the writing and the codes of this package.

    Args:
        base: Textual's driver.
        profile: gives the profile that is in use.
    """
    # Drivers that keep Textual's reading loop (in a browser, on Windows in another module) make their parser
    # there, by this name.
    for name in (base.__module__, "textual.drivers.win32"):
        module = sys.modules.get(name)
        if module is not None and hasattr(module, "XTermParser"):
            module.XTermParser = InputParser  # type: ignore[attr-defined]
    return keeping_order(on_its_terminal(base), profile)


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
                self.write(QUESTION)
            self.tell_profile()

        def tell_profile(self) -> None:
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

        _frame: list[str] | None = None
        """The parts of a frame that has begun; they go out in one write, which wakes the writer once."""

        def write(self, data: str) -> None:
            if data == SYNC_START:
                self._frame = [data]
                return
            if self._frame is not None:
                self._frame.append(data)
                if data != SYNC_END:
                    return
                data, self._frame = "".join(self._frame), None
            if self._can_write():
                super().write(data)

        def close(self) -> None:
            if self._can_write():
                super().close()

    return KeepingOrder


def on_its_terminal(base: type[Driver]) -> type[Driver]:
    """Return Textual's driver for POSIX terminals with the reading and writing of this module.

    Any other driver (headless, Windows, web) is returned as it is.
    """
    if not hasattr(base, "run_input_thread") or not hasattr(base, "_patch_lflag"):
        return base

    class OnItsTerminal(base):  # type: ignore[misc, valid-type]  # the base is chosen by Textual at run time
        _lost = False
        """True once the terminal is gone."""
        _latest = math.inf
        """Until when the terminal is waited for (monotonic seconds)."""

        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            keyboard, screen = where(sys.__stdin__), where(sys.__stdout__)
            if keyboard is not None:
                self.fileno = keyboard
                self.input_tty = True
            if screen is not None:
                self._file = TerminalFile(screen, self.lose_terminal)

        def lose_terminal(self) -> None:
            """Say that the terminal is gone, once; may be called in any thread."""
            if not self._lost:
                self._lost = True
                with contextlib.suppress(RuntimeError):  # the loop is closed: the program ends anyway
                    self.send_message(TerminalLost())

        def hurry(self) -> None:
            """Wait for the terminal a moment more at the most: the program was told to end.

            One that is stuck (a stopped emulator, a line that is cut) may never take a byte again. May be
            called in a signal's handler.
            """
            self._latest = min(self._latest, time.monotonic() + LAST_SECONDS)

        def _waits(self) -> bool:
            return not self._lost and time.monotonic() < self._latest

        # ---------------------------------------------------------------- writing

        def write(self, data: str | None) -> None:
            thread = self._writer_thread
            while thread is not None and thread.is_alive():
                # Textual's own `write` waits for ever, in the thread that would answer a signal.
                waits = self._waits()
                with contextlib.suppress(queue.Full):
                    thread._queue.put(data, block=waits, timeout=ROOM_SECONDS)
                    return
                if not waits:
                    return

        def close(self) -> None:
            thread = self._writer_thread
            self.write(None)  # the writer's sign to end
            while thread is not None and thread.is_alive() and self._waits():
                thread.join(ROOM_SECONDS)  # a daemon: where the terminal is stuck it is left behind

        # ---------------------------------------------------------------- reading

        def run_input_thread(self) -> None:
            parser = InputParser(self._debug)
            decode = codecs.getincrementaldecoder("utf-8")("replace").decode
            first = True
            with selectors.SelectSelector() as selector:
                selector.register(self.fileno, selectors.EVENT_READ)
                # A thread outlives a main thread that broke down, and keeps the process alive with it.
                while not self.exit_event.is_set() and threading.main_thread().is_alive():
                    if selector.select(0 if first else 0.1):
                        try:
                            data = os.read(self.fileno, 4096)
                        except (InterruptedError, BlockingIOError):
                            continue
                        except OSError:  # EIO
                            data = b""
                        if not data:
                            self.lose_terminal()
                            return
                        text = decode(data)
                        if first:  # typed before the terminal was raw, where it makes of Enter a line feed
                            text = text.replace("\n", "\r")
                        if text:
                            for event in parser.feed(text):
                                self.process_message(event)
                    first = False
                    for event in parser.tick():
                        self.process_message(event)

    return OnItsTerminal


class TerminalFile:
    """The file that Textual's writer thread writes to: a descriptor of our own, without a buffer to fill.

    Args:
        descriptor: of the terminal.
        lost: called in the writer's thread when the terminal takes nothing any more.
    """

    def __init__(self, descriptor: int, lost: Callable[[], None]) -> None:
        self._descriptor = descriptor
        self._lost = lost
        self._dead = False

    def write(self, text: str) -> int:
        """Write all of a text; nothing once the terminal is gone."""
        data = memoryview(text.encode("utf-8", "replace"))
        while data and not self._dead:
            try:
                data = data[os.write(self._descriptor, data) :]
            except InterruptedError:
                continue
            except BlockingIOError:  # somebody else, who shares the terminal, has made it so
                threading.Event().wait(0.01)
            except OSError:
                self._dead = True
                self._lost()
        return len(text)

    def flush(self) -> None:
        """Do nothing: all is written."""

    def fileno(self) -> int:
        """Return the descriptor."""
        return self._descriptor

    def isatty(self) -> bool:
        """Tell that it is a terminal."""
        return True


def where(stream: IO[str] | None) -> int | None:
    """Return a descriptor of the terminal that a standard stream leads to, else of the controlling one.

    None: there is no terminal.
    """
    with contextlib.suppress(OSError, ValueError, AttributeError):
        descriptor = cast("IO[str]", stream).fileno()
        if os.isatty(descriptor):
            return descriptor
    from tui.terminal.standard_input import controlling_terminal  # here: most have theirs on the streams

    return controlling_terminal()


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
