"""Opens a file for reading in one way, whoever put it there, and replaces a small one.

A folder of articles comes from anywhere, and with it whatever lies beside the articles: a pipe under the name
of the journal would wait for a writer for ever, a link to `/dev/zero` would fill the memory, and so would a
sparse file of 20 GB. So a file is looked at before it is opened (opening a device may already do something),
opened without waiting (`O_NONBLOCK`, open(2)), looked at once more through the descriptor, since it may have
been exchanged in between, and read up to a limit that its kind sets. Where a link has no business, none is
followed.

It imports next to nothing, since the first frame needs it.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)  # a pipe without a writer is opened at once
    | getattr(os, "O_NOCTTY", 0)  # a terminal doesn't become ours
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)  # Windows: no line feed is changed
)

_PIECE = 1 << 16
"""Bytes. The C library learns from each freed piece of more than 128 KiB to keep twice as much in each
thread's heap: once 64 MiB have been asked for, none gives back anything that it has ever needed."""

NOT_REGULAR = "not a regular file"
IS_A_LINK = "a link, and none is followed here"


class UnfitFileError(OSError):
    """A file is not what it should be. `strerror` says why, in a few words without the path."""

    def __init__(self, reason: str, path: Path) -> None:
        super().__init__(errno.EINVAL, reason, str(path))


def open_file(path: Path, *, follow: bool = True, most: int | None = None) -> BinaryIO:
    """Open a regular file for reading.

    Args:
        path: the file.
        follow: whether a symbolic link may stand for it.
        most: bytes that it may have; None if the caller counts what it reads.

    Raises:
        UnfitFileError: it is a pipe, a device, a socket, too large, or a link where none is followed.
        OSError: it is gone, a folder, or may not be read.
    """
    _check(path.stat() if follow else path.lstat(), path, most)
    flags = _FLAGS | (0 if follow else getattr(os, "O_NOFOLLOW", 0))
    try:
        fd = os.open(path, flags)
    except BlockingIOError:  # a lease (fcntl(2)), such as Samba takes, asks for time; it is a regular file
        fd = os.open(path, flags & ~getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        if not follow and error.errno in {errno.ELOOP, errno.EMLINK}:  # became a link; EMLINK: FreeBSD
            raise UnfitFileError(IS_A_LINK, path) from None
        raise
    try:
        _check(os.fstat(fd), path, most)
        if hasattr(os, "set_blocking") and os.name != "nt":
            os.set_blocking(fd, True)
        return os.fdopen(fd, "rb")
    except BaseException:
        os.close(fd)
        raise


def head_of(location: str, most: int) -> bytes:
    """Return the first bytes of a file that was just seen to be a regular one, for 3 microseconds.

    Whatever has taken its place meanwhile isn't waited for.

    Args:
        location: its path.
        most: bytes.

    Returns:
        Nothing if it can't be read: whoever opens it says why.
    """
    try:
        fd = os.open(location, _FLAGS)
    except OSError:
        return b""
    try:
        return os.read(fd, most)
    except OSError:
        return b""
    finally:
        os.close(fd)


def read_bytes(path: Path, most: int, *, follow: bool = True) -> bytes:
    """Return the whole content of a regular file of at most `most` bytes.

    Raises:
        UnfitFileError, OSError: see `open_file`.
    """
    with open_file(path, follow=follow, most=most) as file:
        return read_rest(file, most, path)


def read_rest(file: BinaryIO, most: int, path: Path) -> bytes:
    """Return what is left of an open file; it may have grown since, and files of `/proc` say size 0.

    Read piece by piece: `read(n)` makes room for `n` bytes before it knows how many there are.

    Raises:
        UnfitFileError: there are more than `most` bytes.
    """
    pieces = []
    size = 0
    while piece := file.read(_PIECE):
        size += len(piece)
        if size > most:
            raise UnfitFileError(too_large(size, most), path)
        pieces.append(piece)
    return b"".join(pieces)


def read_text(path: Path, most: int) -> str:
    r"""Return a small file of ours as text: UTF-8, any line end as `\n`.

    Raises:
        UnfitFileError, OSError: see `open_file`.
        UnicodeDecodeError: it is not UTF-8.
    """
    return read_bytes(path, most).decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")


def check_is_plain(path: Path) -> None:
    """Make sure that a name is that of a regular file itself, before it is linked or copied by name.

    Raises:
        UnfitFileError: it is a link, a pipe, a device.
        OSError: it is gone, or a folder.
    """
    _check(path.lstat(), path, None)


def replace_file(path: Path, text: str, *, durable: bool = False) -> None:
    """Write a small file of ours, whole or not at all; whatever else stood under its name is left alone.

    The text goes into a new file beside it first (`O_EXCL`: neither a pipe nor a link under that name is
    written to) that only we may read, and takes the name by a rename.

    Args:
        path: the file.
        text: what it shall hold.
        durable: flush it first, some ms: else a power cut may leave it empty on some file systems (rename(2)
            orders nothing).

    Raises:
        OSError: it can't be written; what stood there still does.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.new")
    temporary.unlink(missing_ok=True)  # of a process of that number which was killed
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    fd = os.open(temporary, flags, 0o600)
    try:
        with os.fdopen(fd, "wb") as file:
            file.write(text.encode("utf-8", "backslashreplace"))
            if durable:
                file.flush()
                os.fsync(fd)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def too_large(size: int, most: int) -> str:
    """Say that a file has more bytes than it may have."""
    return f"has {size_shown(size)}; {size_shown(most)} at most"


def size_shown(size: int) -> str:
    """Write a number of bytes for people, in powers of 1,024 as file managers count: `64 MB`, `1.5 GB`."""
    for unit, factor in (("GB", 1 << 30), ("MB", 1 << 20)):
        if size >= factor:
            return f"{size / factor:.1f}".removesuffix(".0") + f" {unit}"
    return f"{size} bytes"


def bytes_of(typed: str) -> int:
    """Read a number of bytes as a person writes it: `200MB`, `1.5 GB`, `4096`; a KB has 1,024 bytes.

    Raises:
        ValueError: it is none, or not even one byte.
    """
    text = typed.strip().upper().removesuffix("B").removesuffix("I").rstrip()
    factor = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}.get(text[-1:], 1)
    size = float(text if factor == 1 else text[:-1]) * factor
    if not 1 <= size < 1 << 60:  # NaN isn't either
        raise ValueError(typed)
    return int(size)


def _check(status: os.stat_result, path: Path, most: int | None) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if stat.S_ISLNK(status.st_mode):
        raise UnfitFileError(IS_A_LINK, path)
    if not stat.S_ISREG(status.st_mode):
        raise UnfitFileError(NOT_REGULAR, path)
    if most is not None and status.st_size > most:
        raise UnfitFileError(too_large(status.st_size, most), path)
