"""A program in a pty of 120x40 cells, measured from outside: what it writes when, and what that costs it.

Bytes are stamped as they are read. Nothing is emulated: a screen in memory would take its time out of the
figures, and no measure needs one. The few questions without whose answer a program waits are answered.
CPU time is that of the whole process, in ns from the kernel's scheduler; Linux only.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

QUIET = 0.06
"""Seconds without output after which a key counts as answered."""
_ANSWERS = (
    (re.compile(rb"\x1b\[\??6n"), b"\x1b[1;1R"),
    (re.compile(rb"\x1b\[0?c"), b"\x1b[?62;22c"),
    (re.compile(rb"\x1b\[>0?c"), b"\x1b[>41;389;0c"),
    (re.compile(rb"\x1b\[>0?q"), b"\x1bP>|XTerm(389)\x1b\\"),
    (re.compile(rb"\x1b\[\?2026\$p"), b"\x1b[?2026;2$y"),
    (re.compile(rb"\x1b\]11;\?(?:\x07|\x1b\\)"), b"\x1b]11;rgb:0000/0000/0000\x1b\\"),
)
_CONTROLS = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[PX^_\]].*?(?:\x1b\\|\x07)|[ -/]*[0-~])", re.DOTALL)
FRAME_END = b"\x1b[?2026l"
"""What ends a synchronised update."""
ARABIC = re.compile(r"[\u0620-\u064a\ufb50-\ufdff\ufe70-\ufefc]")


class Reply(NamedTuple):
    """The program's answer to one key."""

    first: float
    """Seconds to the first byte."""
    settled: float
    """Seconds to the last byte."""
    bytes: int
    frames: int
    """Synchronised updates; 0 for a program that has none."""
    cpu: float
    """Seconds."""


class Session:
    """One run of a program.

    Args:
        command: what to run; found on PATH.
        env: added to the environment.
        cwd: where to run it.
    """

    def __init__(
        self, command: Sequence[str], env: Mapping[str, str] | None = None, cwd: Path | None = None
    ) -> None:
        self.began = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
            if cwd:
                os.chdir(cwd)
            known = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **(env or {})}
            # Not cached bytecode would be compiled at each start, which no installed program is.
            for name in ("COLUMNS", "LINES", "PYTHONDONTWRITEBYTECODE", "TEXTUAL"):
                known.pop(name, None)
            try:
                os.execvpe(command[0], list(command), known)  # noqa: S606 - no shell wanted
            finally:
                os._exit(127)
        self.data = bytearray()
        self.last = self.began
        """When the last byte came."""
        self._asked = 0

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def clock(self) -> float:
        """Return the seconds since the start."""
        return time.perf_counter() - self.began

    def read(self, seconds: float) -> bool:
        """Take in what comes within that time; False if nothing did.

        Raises:
            EOFError: the program has ended.
        """
        ready, _, _ = select.select([self._fd], [], [], max(0.0, seconds))
        if not ready:
            return False
        try:
            some = os.read(self._fd, 1 << 16)
        except OSError:  # EIO: the other side is closed
            some = b""
        if not some:
            raise EOFError(bytes(self.data[-400:]).decode("utf-8", "replace"))
        self.last = time.perf_counter()
        self.data += some
        self._answer()
        return True

    def _answer(self) -> None:
        fresh = bytes(self.data[self._asked :])
        self._asked = max(self._asked, len(self.data) - 16)
        for question, answer in _ANSWERS:
            if m := question.search(fresh):
                self._asked = max(self._asked, len(self.data) - len(fresh) + m.end())
                os.write(self._fd, answer)

    def wait(self, shown: Callable[[str], object], since: int = 0, seconds: float = 120) -> float:
        """Wait for text that the program writes; returns when it came, in seconds since the start.

        Raises:
            TimeoutError: it didn't come.
        """
        end = time.perf_counter() + seconds
        while not shown(_CONTROLS.sub(b"", bytes(self.data[since:])).decode("utf-8", "ignore")):
            if time.perf_counter() > end:
                raise TimeoutError(bytes(self.data[-400:]).decode("utf-8", "replace"))
            self.read(0.5)
        return self.last - self.began

    def wait_for(self, mark: bytes, since: int = 0, seconds: float = 120) -> None:
        """Wait for bytes that the program writes.

        Raises:
            TimeoutError: they didn't come.
        """
        end = time.perf_counter() + seconds
        while self.data.find(mark, since) < 0:
            if time.perf_counter() > end:
                raise TimeoutError(f"no {mark!r}")
            self.read(0.5)

    def settle(self, quiet: float = QUIET, seconds: float = 20) -> float:
        """Wait until nothing comes any more; returns when the last byte came, in seconds since the start."""
        end = time.perf_counter() + seconds
        while self.read(quiet) and time.perf_counter() < end:
            pass
        return self.last - self.began

    def send(self, key: str) -> None:
        """Type."""
        os.write(self._fd, key.encode())

    def key(self, key: str, *, quiet: float = QUIET, seconds: float = 20) -> Reply:
        """Type a key and wait for all that comes of it.

        Raises:
            TimeoutError: nothing comes of it.
        """
        before, cpu, sent = len(self.data), self.cpu(), time.perf_counter()
        self.send(key)
        if not self.read(seconds):
            raise TimeoutError(f"no answer to {key!r}")
        first = self.last - sent
        self.settle(quiet, seconds)
        new = bytes(self.data[before:])
        return Reply(first, self.last - sent, len(new), new.count(FRAME_END), self.cpu() - cpu)

    def cpu(self) -> float:
        """Return the seconds of CPU that the process has used, all threads (clock_getcpuclockid(3))."""
        return time.clock_gettime((~self.pid << 3) | 2)

    def peak(self) -> float:
        """Return the most memory that it has had in RAM so far, in MiB."""
        status = Path("/proc", str(self.pid), "status").read_text()
        match = re.search(r"VmHWM:\s+(\d+)", status)
        return int(match[1]) / 1024 if match else 0.0

    def idle(self, seconds: float) -> float:
        """Return the share of a core that it takes when nothing is typed."""
        cpu, end = self.cpu(), time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self.read(left)
        return (self.cpu() - cpu) / seconds

    def rest(self, looks: int = 20, seconds: float = 300) -> None:
        """Wait until every thread sleeps, however busy the machine is: one that only waits its turn does not.

        Raises:
            TimeoutError: it works on.
        """
        end, slept = time.perf_counter() + seconds, 0
        while slept < looks:
            if time.perf_counter() > end:
                raise TimeoutError("still at work")
            slept = 0 if self.read(0.01) or self._works() else slept + 1

    def _works(self) -> bool:
        for task in Path("/proc", str(self.pid), "task").iterdir():
            with contextlib.suppress(OSError):  # a thread that has just ended
                if (task / "stat").read_text().rpartition(") ")[2][0] in "RD":
                    return True
        return False

    def calm(self, share: float = 0.02, seconds: float = 180) -> None:
        """Wait until it does nothing by itself: until a second has taken less than a share of a core."""
        end = time.perf_counter() + seconds
        while self.idle(1.0) > share and time.perf_counter() < end:
            pass

    def close(self, by: signal.Signals = signal.SIGKILL) -> None:
        """End the program."""
        os.kill(self.pid, by)
        os.waitpid(self.pid, 0)
        os.close(self._fd)
