"""Textual's driver, on a terminal that may go away, may be elsewhere, and may have keys waiting.

Textual (8.2.8) draws on standard error and reads standard input, whatever they are; at the end of the
terminal its input thread reads nothing for ever, at 100 % of a core, and keeps the process from ending; its
writer dies of the first error; a write that blocks holds up the program, signals included. So this driver, of
the same interface, has its own file, its own reading loop and its own way to wait for room:

- the screen is drawn where the terminal is: on standard output if that is one, else on the controlling
  terminal; keys are read from standard input if that is a terminal, else from the controlling one;
- end of file, EIO and every other error on either way is `TerminalLost`, said once, after which nothing is
  written any more;
- keys typed before the terminal was in raw mode are keys, too: there Enter came as a line feed.
"""

from __future__ import annotations

import codecs
import contextlib
import math
import os
import queue
import selectors
import sys
import threading
import time
from typing import IO, TYPE_CHECKING, Any, cast

from textual.message import Message

from tui.textual_ext.input_parser import KeyParser

if TYPE_CHECKING:
    from textual.driver import Driver

CONTROLLING = "/dev/tty"
ROOM_SECONDS = 0.1
"""How long a write waits for room before it looks whether the terminal is still wanted."""
LAST_SECONDS = 0.7
"""How long the last bytes may take when the program was told to end: a blocked terminal takes none."""


class TerminalLost(Message):
    """The terminal is gone: nothing comes from it, or it takes nothing any more."""


class Screen:
    """The file that Textual's writer thread writes to: a descriptor of our own, without a buffer to fill.

    Args:
        descriptor: of the terminal.
        lost: called in the writer's thread when the terminal takes nothing any more.
    """

    def __init__(self, descriptor: int, lost: Any) -> None:
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
    try:
        return os.open(CONTROLLING, os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC)
    except OSError:
        return None


def on_its_terminal(base: type[Driver]) -> type[Driver]:
    """Return Textual's driver for POSIX terminals with the reading and writing of this module.

    Any other driver (headless, Windows, web) is returned as it is.
    """
    if not hasattr(base, "run_input_thread") or not hasattr(base, "_patch_lflag"):
        return base

    class OnItsTerminal(base):  # type: ignore[misc, valid-type]  # the base is chosen by Textual at run time
        _lost = False
        """Whether the terminal is gone."""
        _latest = math.inf
        """Until when the terminal is waited for (monotonic seconds)."""

        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            keyboard, screen = where(sys.__stdin__), where(sys.__stdout__)
            if keyboard is not None:
                self.fileno = keyboard
                self.input_tty = True
            if screen is not None:
                self._file = Screen(screen, self.lose_terminal)

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
            parser = KeyParser(self._debug)
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
