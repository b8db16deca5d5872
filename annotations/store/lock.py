"""One writer per annotations file: a lock for the session, with a card that says who holds it.

The kernel frees the lock when its holder dies, so it is never stale. The lock file is never removed or
emptied before it is ours: on Unix that would split those who wait over two files. It is advisory: other
programs don't know of it, which is why a checkpoint also looks whether the file is still the one that was
read.
"""

from __future__ import annotations

import contextlib
import os
import socket
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from annotations.store import disk

if TYPE_CHECKING:
    from filelock import FileLock


class Card(msgspec.Struct, frozen=True):
    """Who holds a lock, and since when (local time)."""

    user: str
    host: str
    pid: int
    since: str

    def __str__(self) -> str:
        return f"{self.user}@{self.host}, pid {self.pid}, since {self.since}"


class Lock:
    """The lock on one annotations file.

    Args:
        path: the lock file, made if need be.
        user: who we are, for those who find it locked.
    """

    def __init__(self, path: Path, user: str) -> None:
        self.path = path
        self.user = user
        self._lock: FileLock | None = None

    def acquire(self, like: os.stat_result | None = None) -> bool:
        """Take the lock; False when another has it.

        Raises:
            OSError: no lock can be taken in this folder.
        """
        from filelock import FileLock, Timeout

        with contextlib.suppress(FileExistsError):
            os.close(disk.create(self.path, like, os.O_EXCL))
        lock = FileLock(self.path, timeout=0, thread_local=False)
        try:
            lock.acquire()
        except Timeout:
            return False
        self._lock = lock
        with contextlib.suppress(OSError):  # the card is a courtesy; the lock is the kernel's
            self._write_card()
        return True

    def _write_card(self) -> None:
        now = datetime.now().astimezone()
        card = Card(self.user, socket.gethostname(), os.getpid(), now.strftime("%Y-%m-%d %H:%M"))
        line = msgspec.json.encode(card) + b"\n"
        fd = os.open(self.path, os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0))
        try:
            disk.write_all(fd, line)  # over the last holder's card, so that there is one at every moment
            os.ftruncate(fd, len(line))
        finally:
            os.close(fd)

    def holder(self) -> str:
        """Say who has the lock, as far as the card tells."""
        for _ in range(5):
            try:
                first, _, _ = self.path.read_bytes()[:4096].partition(b"\n")
                card = str(msgspec.json.decode(first, type=Card))
            except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
                time.sleep(0.02)  # the lock comes before the card
            else:
                return "".join(c if c.isprintable() else "?" for c in card)
        return "somebody unknown"

    def release(self) -> None:
        """Let others in."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None
