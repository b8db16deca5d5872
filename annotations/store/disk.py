"""Does what has to happen on the disk before a change counts as saved.

A write is durable when the file's data was flushed and, for a new or renamed file, its folder too; a rename
replaces atomically. Every write, flush, rename and copy of the store is one of these functions; its other
modules open files and take away what is left over, and no more. Sources: fsync(2) and rename(2); Pillai et
al., "All File Systems Are Not Created Equal" (OSDI 2014); fcntl(2) of macOS.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from annotations.file_reading import check_is_plain

if sys.platform != "win32":
    import fcntl

PRIVATE = 0o600
"""Mode of a file that we create: what an analyst marks is nobody else's business until she says so."""

_NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EXDEV, errno.EMLINK}
"""The answers of link(2) where the file system has no hard links: exFAT, some network mounts."""

PLAIN = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
"""Flags of `os.open`: no link in a file's place, and on Windows no line feed made two bytes."""

_PATIENCE = 20.0
"""Seconds to wait for another who exchanges files: he holds the folder while he reads 100,000 annotations."""

_BUSY = {errno.EAGAIN, errno.EWOULDBLOCK, errno.EACCES, errno.EINTR}
"""The answers of flock(2) when another holds the lock; any other: this file system has none for folders."""

_NO_RANGES = {errno.ENOSYS, errno.EOPNOTSUPP, errno.EXDEV, errno.EINVAL, errno.EPERM, errno.EBADF}
"""The answers of copy_file_range(2) where it can't copy: an old kernel, a sandbox, some network mounts."""

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


class Likeness(NamedTuple):
    """The owner and the mode of a file of the store; names as in `os.stat_result`."""

    st_mode: int
    st_uid: int
    st_gid: int


def likeness(*paths: Path) -> Likeness:
    """Return what a file beside `paths` is to be like: as the first of them that exists, else as the folder.

    A folder in which others may make and remove files is one that is shared on purpose: they may read and
    write ours there, too, or they could not take turns. Where only owners may remove files (sticky, as
    /tmp), and everywhere else, a new file is ours alone.
    """
    for path in paths:
        with contextlib.suppress(OSError):
            status = path.stat()
            return Likeness(status.st_mode & 0o666, status.st_uid, status.st_gid)
    mode, uid, gid = PRIVATE, os.geteuid() if hasattr(os, "geteuid") else 0, -1
    with contextlib.suppress(OSError):
        folder = paths[0].parent.stat()
        if sys.platform != "win32" and not folder.st_mode & stat.S_ISVTX:
            gid = folder.st_gid if folder.st_mode & stat.S_IWGRP else -1
            mode |= 0o060 if folder.st_mode & stat.S_IWGRP else 0
            mode |= 0o006 if folder.st_mode & stat.S_IWOTH else 0
    return Likeness(mode, uid, gid)


def create(path: Path, like: Likeness | None, flags: int = os.O_TRUNC) -> int:
    """Open `path` for writing, made if need be, with mode and owner as `like` (None: 0600, ours)."""
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | PLAIN | flags, PRIVATE)
    try:
        _resemble(fd, like)
    except BaseException:
        os.close(fd)
        raise
    return fd


def _resemble(fd: int, like: Likeness | None) -> None:
    if like is None or not hasattr(os, "geteuid"):
        return
    status = os.fstat(fd)
    mode = like.st_mode & 0o666
    if status.st_uid != like.st_uid:
        with contextlib.suppress(PermissionError):  # not ours to give away: it stays the one who saved it
            os.fchown(fd, like.st_uid, -1)
    if like.st_gid not in (-1, status.st_gid):
        try:
            os.fchown(fd, -1, like.st_gid)
        except PermissionError:
            mode &= ~0o060  # nor is our own group the one that is meant
    # A file of somebody else's, or a mount without modes.
    with contextlib.suppress(PermissionError, NotImplementedError):
        if stat.S_IMODE(status.st_mode) & 0o666 != mode:
            os.fchmod(fd, mode)


def make_folder(folder: Path, like: Likeness | None = None) -> None:
    """Make a folder and its parents, 0700 or open to those who may read `like`; flush their names."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    if like and hasattr(os, "geteuid"):
        _open_up(folder, like)
    try:
        flush_folder(folder.parent)
    except OSError:
        with contextlib.suppress(OSError):
            folder.rmdir()  # or the next call would find it and take its name for durable
        raise


Inode = tuple[int, int]
"""Device and inode: which file it is, whatever its name."""

Identity = tuple[int, int, int]
"""Inode, size, time of modification in ns: one state of a file."""


def _open_up(folder: Path, like: Likeness) -> None:
    """Give a folder of ours the mode, and if possible the owners, that go with files like `like`."""
    mode = like.st_mode & 0o666
    if os.geteuid() != like.st_uid:
        with contextlib.suppress(PermissionError):
            os.chown(folder, like.st_uid, -1)
    if like.st_gid not in (-1, folder.stat().st_gid):
        try:
            os.chown(folder, -1, like.st_gid)
        except PermissionError:
            mode &= ~0o060
    with contextlib.suppress(PermissionError, NotImplementedError):
        folder.chmod(mode | (mode & 0o444) >> 2)


def align(like: Likeness, paths: Iterable[Path]) -> None:
    """Let those who may use the annotations file use what lies beside it, as far as that is ours; or not.

    An analyst opens or closes her annotations by the mode of the one file that she knows of.
    """
    if not hasattr(os, "geteuid"):
        return
    for path in paths:
        with contextlib.suppress(OSError):
            status = path.lstat()
            mode = like.st_mode & 0o666
            if stat.S_ISDIR(status.st_mode):
                mode |= (mode & 0o444) >> 2
            elif not stat.S_ISREG(status.st_mode):
                continue
            if status.st_uid != os.geteuid() or stat.S_IMODE(status.st_mode) == mode:
                continue
            if like.st_gid not in {status.st_gid, -1}:
                os.chown(path, -1, like.st_gid)
            path.chmod(mode)


def write_file(path: Path, pieces: Iterable[bytes], like: Likeness | None) -> Identity:
    """Write and flush a whole file under a name that nobody reads yet; returns which file it is.

    Its inode alone would not say so: who removes it and makes another one may be given the same.

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
    return _identity(status)


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


def overwrite(source: Path, target: Path) -> None:
    """Put the content of `source` into `target` itself, and remove `source` when it is there.

    For a file that can't be replaced, since it is a mount of its own, as a single file in a container is
    (rename(2): EBUSY). Until it is done `source` stays, whole, which tells the next opening what happened.

    Raises:
        OSError: the disk would not take it; what `target` holds is torn.
    """
    reading = os.open(source, os.O_RDONLY | PLAIN)
    try:
        writing = os.open(target, os.O_WRONLY | PLAIN)
        try:
            os.ftruncate(writing, 0)
            _transfer(reading, writing)
        finally:
            os.close(writing)
    finally:
        os.close(reading)
    source.unlink()


def copied(path: Path, copy: Path) -> Path:
    """Write and flush a copy of `path` as `<copy>.new`, of the same mode; return that name.

    A copy and no link: a program that has `path` open, as TinyDB keeps it, may write into it at any time. It
    shares the blocks where the file system can (btrfs, XFS: copy_file_range(2) tries that first), and costs
    10,000 annotations 30 ms elsewhere.

    Raises:
        OSError: there is none; UnfitFileError if `path` is a link, whose target is nobody's to copy, a pipe
            or a device.
    """
    check_is_plain(path)
    fresh = copy.with_name(copy.name + ".new")
    fresh.unlink(missing_ok=True)
    reading = os.open(path, os.O_RDONLY | PLAIN)
    try:
        status = os.fstat(reading)
        writing = create(fresh, Likeness(status.st_mode, status.st_uid, status.st_gid), os.O_EXCL)
        try:
            _transfer(reading, writing)
        except BaseException:
            with contextlib.suppress(OSError):
                fresh.unlink()
            raise
        finally:
            os.close(writing)
    finally:
        os.close(reading)
    return fresh


def _transfer(reading: int, writing: int) -> None:
    """Copy the rest of a file, flushed piece by piece."""
    in_kernel = hasattr(os, "copy_file_range")
    while True:
        number = 0
        if in_kernel:
            try:
                number = os.copy_file_range(reading, writing, _FLUSHED_PIECE)
            except OSError as error:
                if error.errno not in _NO_RANGES:
                    raise
            in_kernel = number > 0
        if not in_kernel:  # at the end too, for what the kernel could not copy
            piece = os.read(reading, _FLUSHED_PIECE)
            write_all(writing, piece)
            number = len(piece)
        flush(writing)
        if number == 0:
            return


def keep_as(path: Path, copy: Path) -> None:
    """Keep a copy of `path` as `copy`, at no moment without a whole file of that name."""
    replace(copied(path, copy), copy)


def name_too(path: Path, name: Path) -> None:
    """Give a file that is never written again a second name; a copy where there are no hard links."""
    fresh = name.with_name(name.name + ".new")
    fresh.unlink(missing_ok=True)
    try:
        os.link(path, fresh)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        fresh = copied(path, name)
    replace(fresh, name)


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


def inode(path: Path) -> Inode | None:
    """Tell which file or folder has this name; None: nothing has it, as far as we may look."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def identity(path: Path) -> Identity | None:
    """Tell in which state a file is; None: no file."""
    try:
        return _identity(path.stat())
    except FileNotFoundError:
        return None


def _identity(status: os.stat_result) -> Identity:
    return status.st_ino, status.st_size, status.st_mtime_ns


def aside(path: Path) -> Path:
    """Name a copy of a file that is about to be replaced by something better."""
    return path.with_name(f"{path.name}.damaged-{time.time_ns()}")


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
