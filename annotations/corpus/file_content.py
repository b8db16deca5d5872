"""Reads a file of the corpus, plain or gzipped, within limits, with every failure as one line.

A file is opened only when it is a regular one (a pipe named `a.txt` would wait for ever), and what is one
text is read only up to `LIMIT`, also after unpacking, so that no file of two gigabytes and no gzip bomb fills
the memory.
"""

from __future__ import annotations

import io
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from annotations.corpus.records import ArticleError
from annotations.file_reading import UnfitFileError, open_file, read_rest, size_shown

if TYPE_CHECKING:
    import gzip

LIMIT = 64 << 20
"""Bytes that one text, or one record, may have."""

MOST = 1 << 30
"""Bytes that a file may have, unpacked, unless the user says otherwise with `--max-size`."""

_RATIO, _HARMLESS = 50, 128 << 20
"""How many times larger than packed a file may become, from so many bytes on: news is packed to a fifth, JSON
that repeats itself to a twentieth, and what is made to fill a disk to a thousandth, which is gzip's limit."""

_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP or Office file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x1f\x8b", "gzipped (name it .gz)"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"SQLite format 3", "an SQLite database"),
)


@contextmanager
def opened(
    path: Path,
    most: int | None = None,
    *,
    remedy: str = "--max-size SIZE reads more",
    as_it_lies: bool = False,
) -> Iterator[BinaryIO]:
    """Open a file for reading, unpacked if its name ends in `.gz`.

    Args:
        path: the file.
        most: bytes that it may have, unpacked, if the user said so. Else `MOST`, and what becomes larger by
            far than any text does is taken for a trap after a second, instead of being read for minutes.
        remedy: what helps if it is larger.
        as_it_lies: leave a `.gz` packed, for who unpacks it piece by piece, and minds `UnpackedLimit`.

    Raises:
        ArticleError: from here or from inside the block: it is gone, may not be read, is no regular file,
            ends early.
    """
    try:
        if path.suffix.lower() == ".gz" and not as_it_lies:
            import gzip  # here: the list is on screen 1.5 ms earlier

            try:
                with open_file(path) as packed, gzip.GzipFile(fileobj=packed) as unpacked:
                    limited = _Limited(unpacked, os.fstat(packed.fileno()).st_size, most, remedy)
                    with io.BufferedReader(limited, 1 << 16) as file:
                        yield file
            except (EOFError, gzip.BadGzipFile, zlib.error) as error:
                raise ArticleError(f"the .gz is damaged: {_lower(error)}; fetch it again") from None
        else:
            with open_file(path) as file:
                if os.fstat(file.fileno()).st_size > (most or MOST):
                    raise ArticleError(beyond(os.fstat(file.fileno()).st_size, most or MOST, remedy))
                yield file
    except OSError as error:
        raise ArticleError(describe(error)) from None


class UnpackedLimit:
    """Says how large a packed file may become.

    Args:
        packed: its bytes as it lies there.
        most: bytes that it may have, unpacked, if the user said so; else see `opened`.
        remedy: what helps if it is larger.
    """

    def __init__(self, packed: int, most: int | None, remedy: str = "--max-size SIZE reads more") -> None:
        self._most = most or MOST
        self._remedy = remedy
        self._trap = None if most else max(_HARMLESS, _RATIO * packed)

    def check(self, unpacked: int) -> None:
        """Take in how many bytes it has become by now.

        Raises:
            ArticleError: these are too many.
        """
        if unpacked > self._most:
            raise ArticleError(f"has more than {size_shown(self._most)} unpacked: {self._remedy}")
        if self._trap is not None and unpacked > self._trap:
            raise ArticleError(
                f"becomes more than {_RATIO} times as large when it is unpacked, as no text does; "
                f"if it is meant so: {self._remedy}"
            )


class _Limited(io.RawIOBase):
    """An unpacked file that ends with an error where it has become too large."""

    def __init__(self, file: gzip.GzipFile, packed: int, most: int | None, remedy: str) -> None:
        super().__init__()
        self._file = file
        self._limit = UnpackedLimit(packed, most, remedy)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        self._limit.check(self._file.tell())
        return len(data)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()


def beyond(size: int, most: int, remedy: str = "--max-size SIZE reads more") -> str:
    """Say that a file has more bytes than is read."""
    return f"has {size_shown(size)}, more than {size_shown(most)}: {remedy}"


def describe(error: OSError) -> str:
    """Say in a few words why the system would not give a file."""
    if isinstance(error, FileNotFoundError):
        return "is gone, or a link to nothing"
    if isinstance(error, UnfitFileError):
        return str(error.strerror)
    return f"can't be read: {_lower(error.strerror or error)}"


def read_whole(path: Path, most: int | None = None) -> bytes:
    """Read a file that is one text.

    Raises:
        ArticleError: it can't be read, is larger than `LIMIT` or `most` when unpacked, or is known not to be
            text.
    """
    with opened(path, most) as file:
        try:
            data = read_rest(file, LIMIT, path)
        except UnfitFileError:
            raise ArticleError(too_large()) from None
    refuse_binary(data)
    return data


def too_large() -> str:
    """Say that one text has more than `LIMIT` bytes."""
    return f"one text of more than {LIMIT >> 20} MB: split it"


def refuse_binary(head: bytes) -> None:
    """Refuse the beginning of a file that is known not to be text.

    Raises:
        ArticleError: it says what the file is.
    """
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            raise ArticleError(f"not text: {kind}")


class TextStream(NamedTuple):
    """A file of many records in an encoding in which every line end is the byte 0x0A."""

    file: BinaryIO
    """Stands at the first record, after a byte order mark."""
    codec: str
    """Python's name of the codec that decodes its bytes."""
    encoding: str
    """The encoding of the file itself, as a person is told."""


def text_stream(file: BinaryIO, encoding: str | None) -> TextStream:
    """Prepare a file of many records for reading line by line.

    UTF-16 and UTF-32, as Excel and PowerShell write, have no such line ends: up to `LIMIT` they are recoded
    to UTF-8.

    Raises:
        ArticleError: the file isn't text.
    """
    key = identity(file), encoding
    if key[0] is not None and key in _BEGUN:  # each record that a search shows is read by itself
        name, first = _BEGUN[key]
        file.seek(first)
        return TextStream(file, name, name)
    # Here: listing files needs none of it.
    from annotations.corpus.encoding import decode, detect, if_utf16, too_many_nuls

    head = file.read(1 << 16)
    refuse_binary(head)
    try:
        name = encoding or detect(head, complete=False)
    except ArticleError:
        name = "utf-8"  # what most such files are: the lines that aren't will be named
    if name.startswith(("utf-16", "utf-32")):
        data = head + file.read(LIMIT)
        if len(data) > LIMIT:
            raise ArticleError(f"{name} of more than {LIMIT >> 20} MB: recode it to UTF-8")
        return TextStream(io.BytesIO(decode(data, encoding=name).text.encode()), "utf-8", name)
    if too_many_nuls(head):  # a few are shown as signs, as in a text that is a file of its own
        raise ArticleError(f"not text: it holds NUL bytes{if_utf16(head)}")
    first = 3 if head.startswith(b"\xef\xbb\xbf") else 0
    if key[0] is not None:
        if len(_BEGUN) >= _FILES:
            _BEGUN.clear()
        _BEGUN[key] = name, first
    file.seek(first)
    return TextStream(file, name, name)


Identity = tuple[int, ...]
"""Device, inode, size and time: a file in a state."""

_FILES = 256
"""Files of many records of which it is remembered how they begin."""
_BEGUN: dict[tuple[Identity | None, str | None], tuple[str, int]] = {}
"""The encoding of a file in a state, and where its first record begins."""


def identity(file: BinaryIO) -> Identity | None:
    """Return what tells a file in a state from others; None if it isn't a plain one."""
    try:
        status = os.fstat(file.fileno())
    except OSError:  # it is unpacked while it is read
        return None
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def _lower(error: object) -> str:
    text = str(error)
    return text[:1].lower() + text[1:]
