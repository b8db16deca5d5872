"""Lets one session at a time write an annotations file: a lock, with a card that says who holds it.

The kernel frees the lock when its holder dies, so it is never stale. It is taken when a session begins,
before there is anything to save, so that a second person learns at once that somebody is at it; a session
that has saved nothing takes the lock file away again. Only its holder does, and filelock, from 3.25 on, takes
no lock on a file whose name is gone: otherwise two could hold one each. Whoever tidies up doesn't know
that: then the next one makes a lock file anew and holds that. So the holder looks before each save whether
its lock still has the name (`lost`); what makes two holders harmless is `annotations.store.journal`, not the
lock. The lock is advisory: other programs don't know of it, which is why a checkpoint also looks whether the
annotations file is still the one that was read.
"""

from __future__ import annotations

import contextlib
import os
import socket
import sys
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from annotations.file_reading import read_bytes
from annotations.store import disk
from annotations.text.sanitising import escaped

if TYPE_CHECKING:
    from filelock import FileLock


class LockHolder(msgspec.Struct, frozen=True):
    """The holder of a lock, and since when (local time)."""

    user: str
    host: str
    pid: int
    since: str

    def __str__(self) -> str:
        return f"{self.user}@{self.host}, pid {self.pid}, since {self.since}"


def is_held(path: Path) -> bool:
    """Tell whether another process holds a lock file, by trying; False too where that can't be tried.

    It costs 0.5 ms, where to open a store in order to learn it costs what reading all of it costs.
    """
    if not path.exists():
        return False
    from filelock import FileLock, Timeout

    lock = FileLock(path, timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        return True
    except OSError:
        return False
    lock.release()
    return False


class Lock:
    """The lock on one annotations file.

    Args:
        path: the lock file, made if need be, and so is its folder.
        user: who we are, for those who find it locked.
    """

    def __init__(self, path: Path, user: str) -> None:
        self.path = path
        self.user = user
        self._lock: FileLock | None = None
        self._made: Sequence[Path] = ()
        self._place: disk.Inode | None = None
        self._folder: disk.Inode | None = None

    def acquire(self, like: disk.Likeness | None = None) -> bool:
        """Take the lock; False when another has it.

        Raises:
            OSError: no lock can be taken in this folder.
        """
        from filelock import FileLock, Timeout

        self._made = [folder for folder in self.path.parents if not folder.exists()]
        disk.make_folder(self.path.parent)
        lock = FileLock(self.path, timeout=0, thread_local=False)
        with contextlib.suppress(FileExistsError):
            os.close(disk.create(self.path, like, os.O_EXCL))
        try:
            lock.acquire()
        except Timeout:
            return False
        self._lock = lock
        self._place, self._folder = disk.inode(self.path), disk.inode(self.path.parent)
        with contextlib.suppress(OSError):  # the card is a courtesy; the lock is the kernel's
            self._write_card()
        return True

    @property
    def lost(self) -> bool:
        """True if the lock that we hold isn't the one at its name any more: somebody has taken it away."""
        return disk.inode(self.path) != self._place

    @property
    def moved(self) -> bool:
        """True if the folder that the lock was taken in has gone, or another has its name."""
        return disk.inode(self.path.parent) != self._folder

    def _write_card(self) -> None:
        now = datetime.now().astimezone()
        card = LockHolder(self.user, socket.gethostname(), os.getpid(), now.strftime("%Y-%m-%d %H:%M"))
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
                first, _, _ = read_bytes(self.path, 4096, follow=False).partition(b"\n")
                card = str(msgspec.json.decode(first, type=LockHolder))
            except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
                time.sleep(0.02)  # the lock comes before the card
            else:
                return escaped(card)
        return "somebody unknown"

    def release(self, *, remove: bool = False) -> None:
        """Let others in; `remove`: and leave nothing that was made for the lock."""
        if self._lock is not None:
            if self.lost:  # what has the name is another's lock, and the folder isn't ours to take away
                remove, self._made = False, ()
            if (
                remove and sys.platform != "win32"
            ):  # which removes no file that is open, not even by its holder
                self._remove()
            self._lock.release()
            self._lock = None
            if remove and sys.platform == "win32":
                self._remove()
        if remove:
            with contextlib.suppress(OSError):  # somebody has put something else there
                for folder in self._made:
                    folder.rmdir()

    def _remove(self) -> None:
        with contextlib.suppress(OSError):
            self.path.unlink()
