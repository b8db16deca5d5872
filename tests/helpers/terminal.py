"""A terminal in memory for tests: a program runs in a real pty, pyte keeps the screen, tests type and read.

It draws a frame when it is whole (mode 2026, which it says it has), so that no test sees half of one on a
slow machine. Other queries stay without a reply: a terminal need not answer, and the reader must not wait for
it.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyte

COMMAND = str(Path(sys.executable).parent / "claimreader")
"""The program as it is installed beside the Python that runs the tests."""

TORN = int(os.environ.get("CLAIMREADER_TORN", "0"))
"""Bytes to take in at a time, 0 for all there are. A few hundred show a test what a slow machine would: a
frame long before the next."""

ASKED, HAS = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
BEGIN, END = b"\x1b[?2026h", b"\x1b[?2026l"


def patient(value: str, seconds: float = 60.0) -> list[str]:
    """Return the command that starts the program as a busy machine needs it: it waits longer for something.

    Args:
        value: what says how long, as `tui.terminal.query.SECONDS`.
        seconds: that long.
    """
    module, _, name = value.rpartition(".")
    code = (
        f"import sys, {module}; {module}.{name} = {seconds}; "
        "from tui.cli import main; raise SystemExit(main(sys.argv[1:]))"
    )
    return [sys.executable, "-c", code]


class Terminal:
    """Runs a command on a screen of `columns` x `rows` cells."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 120,
        rows: int = 40,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        first_time: bool = False,
    ) -> None:
        if env and "CLAIMREADER_HOME" in env and not first_time:
            mark = Path(env["CLAIMREADER_HOME"], "welcomed")  # what greets a new user would cover the preview
            if os.access(mark.parent.parent, os.W_OK):
                mark.parent.mkdir(exist_ok=True)
                mark.touch()
                mark.with_name("offered.json").write_text('{"never": true}')
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.sent = b""
        """All that the program wrote."""
        self._undrawn = b""
        self._waited = 0
        self.code: int | None = None
        """Exit code, as a shell has it (128 + signal)."""
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            # Here and not in the parent, which may come to it only after the program has asked for the size.
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            if cwd:
                os.chdir(cwd)
            terminal = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "PAGER": "cat"}
            environment = {**os.environ, **terminal, **(env or {})}
            for name in (
                "COLUMNS",
                "LINES",
            ):  # set by a test runner's terminal, they would win over this one's
                environment.pop(name, None)
            os.execvpe(  # noqa: S606 - the program under test, no shell wanted
                command[0], list(command), environment
            )

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *exc: object) -> None:
        self.kill()
        if self._fd >= 0:
            self.close_window()

    def read(self, seconds: float) -> bool:
        """Take in what the program writes within that time, and show one frame of it; False at its end.

        One frame at a time, however many have come: so a test that waits for what is on the screen only
        until the next frame sees it on a slow machine, too.
        """
        if self._fd < 0:
            time.sleep(seconds)
            return self._show_frame()
        ready, _, _ = select.select([self._fd], [], [], 0 if self._next_frame() else seconds)
        ended = False
        if ready:
            try:
                data = os.read(self._fd, TORN or 65536)
            except OSError:  # EIO: the other side is closed
                data = b""
            ended = not data
            self.sent += data
            if ASKED in self.sent[1 - len(ASKED) - len(data) :]:  # it, too, may come in two parts
                os.write(self._fd, HAS)
            self._undrawn += data
        return self._show_frame() or not ended

    def _next_frame(self) -> int:
        """Return how many of the bytes that aren't drawn yet end a frame, or stand before one."""
        begun = self._undrawn.find(BEGIN)
        if begun >= 0:
            end = self._undrawn.find(END, begun)
            return end + len(END) if end >= 0 else begun
        part = next((n for n in range(len(BEGIN) - 1, 0, -1) if self._undrawn.endswith(BEGIN[:n])), 0)
        return len(self._undrawn) - part  # the mark itself may come in two parts

    def _show_frame(self) -> bool:
        """Draw the next frame, or what stands before one; False if there is nothing to draw yet."""
        whole = self._next_frame()
        self._stream.feed(self._undrawn[:whole])
        self._undrawn = self._undrawn[whole:]
        return whole > 0

    def wait_for(self, text: str, seconds: float = 60, *, logical: bool = False) -> None:
        """Wait until the text is on the screen (a generous limit: the machine may be busy)."""
        end = time.monotonic() + seconds
        while text not in (shown := self.logical if logical else self.text):
            assert time.monotonic() < end, f"{text!r} did not appear:\n{shown}"
            if not self.read(0.1) and text not in self.text:
                raise AssertionError(f"the program ended before {text!r}:\n{shown}")

    def wait_until(self, true: Callable[[], object], seconds: float = 60) -> None:
        """Wait until something is true of the screen."""
        end = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < end, f"it did not come about:\n{self.logical}"
            self.read(0.1)

    def wait_for_bytes(self, wanted: bytes, seconds: float = 60) -> None:
        """Wait until the program has written these bytes, behind those waited for before."""
        end = time.monotonic() + seconds
        while (at := self.sent.find(wanted, self._waited)) < 0:
            self.read(0.1)
            assert time.monotonic() < end, f"{wanted!r} was not written"
        self._waited = at + len(wanted)

    def wait_until_gone(self, text: str, seconds: float = 60) -> None:
        """Wait until the text is no longer on the screen."""
        self.wait_until(lambda: text not in self.text, seconds)

    def settle(self, seconds: float = 0.5) -> int:
        """Wait until nothing was written for so long; returns how many bytes were in all."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            before = len(self.sent)
            self.read(left)
            if len(self.sent) != before:
                end = time.monotonic() + seconds
        return len(self.sent)

    def wait_for_end(self, seconds: float = 60) -> int:
        """Wait until the program has ended; returns its exit code."""
        end = time.monotonic() + seconds
        while self.code is None:
            self.read(0.05)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                while self.read(0.05) and (self._undrawn or select.select([self._fd], [], [], 0.05)[0]):
                    pass
                code = os.waitstatus_to_exitcode(status)
                self.code = code if code >= 0 else 128 - code
            assert time.monotonic() < end, f"the program did not end:\n{self.text}"
        return self.code

    def type(self, keys: str) -> None:
        """Send keys as a terminal does."""
        os.write(self._fd, keys.encode())

    def resize(self, columns: int, rows: int) -> None:
        """Change the window's size, as a window manager does."""
        self.screen.resize(rows, columns)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        os.kill(self.pid, signal.SIGWINCH)

    def close_window(self) -> None:
        """Close the terminal's side, as when its window is closed: the kernel tells the program by SIGHUP and
        SIGCONT."""
        os.close(self._fd)
        self._fd = -1

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Send a signal, if the program still runs."""
        if self.code is None:
            os.kill(self.pid, number)
            if number == signal.SIGKILL:
                os.waitpid(self.pid, 0)
                self.code = 128 + number

    @property
    def text(self) -> str:
        """The screen as rows of cells."""
        return "\n".join(self.screen.display)

    @property
    def unwrapped(self) -> str:
        """The screen's text with the rows joined that the terminal has broken, as a long path is."""
        rows = self.screen.display
        return "".join(row if row[-1] != " " else row.rstrip() + "\n" for row in rows)

    @property
    def logical(self) -> str:
        """The screen with each row's Arabic turned back: letters for presentation forms, read from the
        right."""
        return "\n".join(logical(row) for row in self.screen.display)


def logical(row: str) -> str:
    """Turn a row of shaped cells, right to left, back into letters in reading order; numbers and Latin stay
    as they are."""
    letters = unicodedata.normalize("NFKC", row[::-1])
    out: list[str] = []
    run = ""
    for char in letters + "\0":
        if char.isascii() and (char.isalnum() or char in ".,-/:"):
            run += char
        else:
            out.append(run[::-1])
            run = ""
            out.append(char)
    return "".join(out).rstrip("\0")
