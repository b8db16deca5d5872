"""What has to happen on the disk before a change counts as saved.

A write is durable when the file's data was flushed and, for a new or renamed file, its folder too; a rename
replaces atomically. Everything that the store does to files goes through here, so that the tests can make
each call fail. Sources: fsync(2) and rename(2); Pillai et al., "All File Systems Are Not Created Equal" (OSDI
2014); fcntl(2) of macOS.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

if sys.platform != "win32":
    import fcntl

PRIVATE = 0o600
"""Mode of a file that we create: what an analyst marks is nobody else's business until she says so."""

_NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EXDEV, errno.EMLINK}
"""What link(2) answers where the file system has no hard links: exFAT, some network mounts."""

PLAIN = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
"""Flags of `os.open`: no link in a file's place, and on Windows no line feed made two bytes."""

_PATIENCE = 20.0
"""Seconds to wait for another who exchanges files: he holds the folder while he reads 100,000 annotations."""

_BUSY = {errno.EAGAIN, errno.EWOULDBLOCK, errno.EACCES, errno.EINTR}
"""What flock(2) answers when another holds the lock; anything else: this file system has none for folders."""

_FLUSHED_PIECE = 1 << 20
"""Bytes after which a long write is flushed: a save made meanwhile never waits behind more than that."""


def flush(fd: int) -> None:
    """Return when the file's data and size are on the disk."""
    if sys.platform == "darwin":
        try:
            fcntl.fcntl(fd, fcntl.F_FULLFSYNC)  # macOS's fsync leaves the data in the drive's cache
        except OSError:
            os.fsync(fd)  # a network file system knows no such call
    elif hasattr(os, "fdatasync"):
        os.fdatasync(fd)
    else:
        os.fsync(fd)


def flush_folder(folder: Path) -> None:
    """Return when the names in `folder` are on the disk. Windows has no such call."""
    if sys.platform == "win32":
        return
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    except OSError as error:
        if error.errno != errno.EINVAL:  # a file system that doesn't flush folders (some FUSE mounts)
            raise
    finally:
        os.close(fd)


def write_all(fd: int, data: bytes) -> None:
    """Write all of `data`; write(2) may take less than it is given."""
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]


def create(path: Path, like: os.stat_result | None, flags: int = os.O_TRUNC) -> int:
    """Open `path` for writing, made if need be, with mode and owner of the file `like` (None: 0600, ours)."""
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | PLAIN | flags, PRIVATE)
    try:
        _resemble(fd, like)
    except BaseException:
        os.close(fd)
        raise
    return fd


def _resemble(fd: int, like: os.stat_result | None) -> None:
    if like is None or not hasattr(os, "geteuid"):
        return
    # Not ours to give away, or a mount without modes: the file then stays the one who saved it.
    with contextlib.suppress(PermissionError, NotImplementedError):
        os.fchmod(fd, like.st_mode & 0o666)
        if os.geteuid() != like.st_uid:
            os.fchown(fd, like.st_uid, like.st_gid)


def make_folder(folder: Path, like: os.stat_result | None = None) -> None:
    """Make a folder and its parents, 0700 or open to those who may read `like`; flush their names."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    mode = (like.st_mode if like else PRIVATE) & 0o666
    folder.mkdir(mode=mode | (mode & 0o444) >> 2, exist_ok=True)
    if like and hasattr(os, "geteuid") and os.geteuid() != like.st_uid:
        with contextlib.suppress(PermissionError):
            os.chown(folder, like.st_uid, like.st_gid)
    try:
        flush_folder(folder.parent)
    except OSError:
        with contextlib.suppress(OSError):
            folder.rmdir()  # or the next call would find it and take its name for durable
        raise


Place = tuple[int, int]
"""Device and inode: which file it is, whatever its name."""


def write_file(path: Path, pieces: Iterable[bytes], like: os.stat_result | None) -> Place:
    """Write and flush a whole file under a name that nobody reads yet; returns which file it is.

    The interpreter's lock is let go at each piece: with pieces of some 100 KB other threads go on as if
    alone.
    """
    path.unlink(missing_ok=True)  # whatever a crash, or somebody else, has left under this name
    fd = create(path, like, os.O_EXCL)
    try:
        unflushed = 0
        for piece in pieces:
            write_all(fd, piece)
            unflushed += len(piece)
            if unflushed >= _FLUSHED_PIECE:
                flush(fd)
                unflushed = 0
        flush(fd)
        status = os.fstat(fd)
    except BaseException:
        with contextlib.suppress(OSError):
            path.unlink()  # on a full disk the half of a file is in the way of the next save
        raise
    finally:
        os.close(fd)
    return status.st_dev, status.st_ino


def replace(source: Path, target: Path) -> None:
    """Rename over `target` atomically; retried on Windows, which refuses while a program has it open."""
    for pause in (0.01, 0.05, 0.2, 0.5, 1.0) if sys.platform == "win32" else ():
        try:
            source.replace(target)
        except PermissionError:
            time.sleep(pause)
        else:
            return
    source.replace(target)


def keep_as(path: Path, copy: Path) -> None:
    """Give the content of `path` the name `copy` too, at no moment without a whole file of that name.

    A hard link, where there are any: `path` is then only ever replaced, never written in place, by us.
    """
    fresh = copy.with_name(copy.name + ".new")
    fresh.unlink(missing_ok=True)
    try:
        os.link(path, fresh)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        shutil.copy2(path, fresh)
        fd = os.open(fresh, os.O_RDWR)
        try:
            flush(fd)
        finally:
            os.close(fd)
    replace(fresh, copy)


@contextlib.contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Let no other claimreader exchange files in `folder` meanwhile, be the lock file there or not.

    The lock is on the folder itself, which nobody tidies away while there is something in it. It is held for
    some ms, when a session's journal begins or a file is replaced; no save waits for it.

    Raises:
        OSError: the folder is gone, or somebody doesn't let it go (EBUSY).
    """
    if sys.platform == "win32":  # where a file that is open keeps its name, and so does the lock
        yield
        return
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                if error.errno not in _BUSY:
                    break
                if time.monotonic() > until:
                    raise OSError(errno.EBUSY, "another claimreader keeps its folder busy") from None
                time.sleep(0.005)
            else:
                break
        yield
    finally:
        os.close(fd)


def place(path: Path) -> Place | None:
    """Tell which file or folder has this name; None: nothing has it, as far as we may look."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


Identity = tuple[int, int, int]


def identity(path: Path) -> Identity | None:
    """Tell one state of a file from another: inode, size, modification time in ns; None: no file."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


def aside(path: Path) -> Path:
    """Name a copy of a file that is about to be replaced by something better."""
    return path.with_name(f"{path.name}.damaged-{time.time_ns()}")


def status_of(*paths: Path) -> os.stat_result | None:
    """Return what the first of `paths` that exists is like, for those made beside it."""
    for path in paths:
        with contextlib.suppress(OSError):
            return path.stat()
    return None


def reason(error: Exception) -> str:
    """Say in a few words, for the user, what is wrong and what helps."""
    if not isinstance(error, OSError):
        return str(error)
    remedy = {
        errno.ENOSPC: "disk full: make room, then save again",
        errno.EDQUOT: "your disk quota is used up: make room, then save again",
        errno.EFBIG: "the file may not grow further here (ulimit -f)",
        errno.EACCES: "it may not be written: name a file elsewhere with --db",
        errno.EROFS: "the disk is read-only: name a file elsewhere with --db",
        errno.EIO: "the disk reports an error: copy your files to another one",
        errno.ENOENT: "its folder is gone",
    }
    return remedy.get(error.errno or 0) or error.strerror or str(error)
