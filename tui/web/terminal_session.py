"""Runs one reader on a pseudo-terminal, and ends it by hanging up.

The kernel hangs the terminal up (SIGHUP, then end of input) when the last descriptor of its other side is
closed, be it by us or since this process was killed. At that the reader saves, gives its lock back and ends.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import signal
import struct
import termios
from collections.abc import Mapping, Sequence

from tui.terminal.detection import SERVED

LARGEST = 1000
"""Columns and rows that a browser's window can have at most; more is nonsense."""
_PIECE = 1 << 16
"""Bytes that are read at once, and about those that wait for a slow browser."""
_PATIENCE = 5.0
"""Seconds that a reader may take to save and end; then it is told to by SIGKILL, which its files survive."""
_MOST_UNREAD = 1 << 24
"""Bytes that may wait for a reader which takes no keys; nobody types that, and it would fill the memory."""

_PASSED_ON = ("HOME", "PATH", "USER", "LOGNAME", "LANG", "TZ", "TMPDIR", "VIRTUAL_ENV")
_PASSED_ON_BY_PREFIX = ("LC_", "XDG_", "CLAIMREADER_", "PYTHON")


def environment(of_server: Mapping[str, str], **more: str) -> dict[str, str]:
    """Return the environment of a reader in a browser.

    Nothing of the terminal in which the server was started is passed on: its name would decide how Arabic is
    sent, its `DISPLAY` would be the server's clipboard, and `NO_COLOR` is that person's wish.
    """
    kept = {
        name: value
        for name, value in of_server.items()
        if name in _PASSED_ON or name.startswith(_PASSED_ON_BY_PREFIX)
    }
    if "utf" not in (kept.get("LC_ALL") or kept.get("LC_CTYPE") or kept.get("LANG") or "").lower():
        kept["LC_ALL"] = "C.UTF-8"  # the page is UTF-8 whatever the server's locale is
    return {
        **kept,
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "TERM_PROGRAM": "xterm.js",
        SERVED: "1",
        **more,
    }


class TerminalSession:
    """A program on a pseudo-terminal. Made by `start`; who has it calls `end`."""

    def __init__(
        self,
        master: int,
        process: asyncio.subprocess.Process,
        output: asyncio.StreamReader,
        end_reading: asyncio.BaseTransport,
    ) -> None:
        self._master = master
        self._process = process
        self._output = output
        self._reading = end_reading
        self._unsent = bytearray()
        self._ending: asyncio.Task[None] | None = None

    @classmethod
    async def start(
        cls, command: Sequence[str], environ: Mapping[str, str], columns: int, rows: int
    ) -> TerminalSession:
        """Start a program on a terminal of that size (cells).

        Raises:
            OSError: there is no terminal left, or the program can't be started.
        """
        master, slave = os.openpty()
        try:
            _set_size(master, columns, rows)
            process = await asyncio.create_subprocess_exec(
                *command,
                stdin=slave,
                stdout=slave,
                stderr=slave,
                env=environ,
                preexec_fn=_take_terminal,
            )
            os.set_blocking(master, False)
            output = asyncio.StreamReader(_PIECE)
            side = os.fdopen(os.dup(master), "rb", buffering=0)
            reading, _ = await asyncio.get_running_loop().connect_read_pipe(
                lambda: asyncio.StreamReaderProtocol(output), side
            )
        except BaseException:
            os.close(master)  # hangs up on a program that has been started already
            raise
        finally:
            os.close(slave)
        return cls(master, process, output, reading)

    async def read(self) -> bytes:
        """Return what the program has written; nothing when it has ended."""
        try:
            return await self._output.read(_PIECE)
        except OSError:  # EIO: nobody has the terminal open any more
            return b""

    def write(self, data: bytes) -> None:
        """Type something; what the terminal doesn't take at once waits, up to a limit."""
        if self._ending is None and len(self._unsent) < _MOST_UNREAD:
            self._unsent += data
            self._send()

    def _send(self) -> None:
        loop = asyncio.get_running_loop()
        loop.remove_writer(self._master)
        while self._unsent:
            try:
                taken = os.write(self._master, self._unsent)
            except BlockingIOError:
                loop.add_writer(self._master, self._send)
                return
            except OSError:  # the program has gone
                self._unsent.clear()
                return
            del self._unsent[:taken]

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size, of which the program is told by SIGWINCH."""
        if self._ending is None:
            with contextlib.suppress(OSError):
                _set_size(self._master, columns, rows)

    async def end(self) -> None:
        """Hang up, and wait until the program has saved and ended."""
        if self._ending is None:
            self._ending = asyncio.create_task(self._end())
        await asyncio.shield(self._ending)  # whoever asked may be cancelled, the end isn't

    async def _end(self) -> None:
        asyncio.get_running_loop().remove_writer(self._master)
        self._reading.close()
        os.close(self._master)
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()


def size_of(columns: object, rows: object) -> tuple[int, int]:
    """Return a size that a terminal can have, whatever a browser said."""
    return _extent(columns, 80), _extent(rows, 24)


def _extent(value: object, default: int) -> int:
    return min(max(value, 2), LARGEST) if isinstance(value, int) else default


def _take_terminal() -> None:
    """Make the terminal the controlling one of this process, so that a hang-up reaches it.

    Runs in the child before the program: a few system calls, so that other threads don't matter. A server
    that was started by nohup ignores SIGHUP, which would be inherited.
    """
    os.login_tty(0)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def _set_size(descriptor: int, columns: int, rows: int) -> None:
    fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
