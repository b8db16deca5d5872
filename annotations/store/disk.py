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
from collections.abc import Iterable
from pathlib import Path

from annotations.file_reading import check_is_plain

PRIVATE = 0o600
"""Mode of a file that we create: what an analyst marks is nobody else's business until she says so."""

_NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EXDEV, errno.EMLINK}
"""What link(2) answers where the file system has no hard links: exFAT, some network mounts."""

_PLAIN = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
"""No link in a file's place, and on Windows no line feed made two bytes."""

_FLUSHED_PIECE = 1 << 20
"""Bytes after which a long write is flushed: a save made meanwhile never waits behind more than that."""


def flush(fd: int) -> None:
    """Return when the file's data and size are on the disk."""
    if sys.platform == "darwin":
        import fcntl

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
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | _PLAIN | flags, PRIVATE)
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


def write_file(path: Path, pieces: Iterable[bytes], like: os.stat_result | None) -> None:
    """Write and flush a whole file under a name that nobody reads yet.

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
    except BaseException:
        with contextlib.suppress(OSError):
            path.unlink()  # on a full disk the half of a file is in the way of the next save
        raise
    finally:
        os.close(fd)


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

    Raises:
        OSError: it can't be; UnfitFileError if `path` is a link, whose target is nobody's to copy, a pipe or
            a device.
    """
    check_is_plain(path)
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
