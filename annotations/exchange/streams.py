"""Reads files from elsewhere as streams: a file of any size costs little memory.

A file that is cut short is refused as a whole: half an import looks like a whole one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, TypeGuard

import msgspec

from annotations.corpus.file_content import LIMIT, opened
from annotations.corpus.formats.json_cutting import split_objects
from annotations.corpus.records import ArticleError
from annotations.exchange import ExchangeError

_ENCODER = msgspec.json.Encoder()
_LONGEST_FIRST = 1 << 22
"""Bytes of a first line that is looked at to tell lines from an object that is written in several."""

_LINE_ENDS = tuple((char.encode(), f"\\u{ord(char):04x}".encode()) for char in "\u0085\u2028\u2029")


@contextmanager
def binary(path: Path) -> Iterator[BinaryIO]:
    """Open a regular file, unpacked if its name ends in `.gz`, after a byte order mark.

    Raises:
        ExchangeError: it can't be read.
    """
    try:
        with opened(path, remedy="unpack it, and split it") as file:
            if file.read(3) != b"\xef\xbb\xbf":
                file.seek(0)
            yield file
    except ArticleError as error:
        raise ExchangeError(str(error)) from None


def json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each line's number (from 1) and object; empty lines are passed over.

    Raises:
        ExchangeError: a line is no JSON object, or is longer than `LIMIT` bytes.
    """
    with binary(path) as file:
        number = 0
        while line := file.readline(LIMIT):
            number += 1
            if len(line) == LIMIT:
                raise ExchangeError(f"line {number} has more than {LIMIT >> 20} MB")
            if not line.isspace():
                yield number, decoded(line, f"line {number}")
        if number == 0:
            raise ExchangeError("the file is empty")


def json_objects(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each object of a JSON array, or of a row of objects, with its number (from 1).

    Raises:
        ExchangeError: what stands there is no JSON, or the file is cut short.
    """
    with binary(path) as file:
        number = 0
        for number, (_, data) in enumerate(split_objects(file), 1):
            yield number, decoded(data, f"item {number}")
        if number == 0:
            raise ExchangeError("there is no JSON object in it")


def json_records(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each object of a file that is JSON lines, an array, or one object, with its place for messages.

    Raises:
        ExchangeError: as `json_lines` and `json_objects`.
    """
    with binary(path) as file:
        in_lines = _in_lines(file)
    if not in_lines:
        yield from ((f"item {number}", item) for number, item in json_objects(path))
    else:
        yield from ((f"line {number}", item) for number, item in json_lines(path))


def json_inside(path: Path, keys: Collection[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each object of the arrays that lie under one of these keys of the objects at the top.

    So a feed of any size is read one element after the other; what else lies around them is passed over.

    Raises:
        ExchangeError: as `json_objects`, but for a file that has none.
    """
    with binary(path) as file:
        for number, (_, data) in enumerate(split_objects(file, (frozenset(keys), None)), 1):
            yield f"item {number}", decoded(data, f"item {number}")


def _in_lines(file: BinaryIO) -> bool:
    """Say whether the first line that isn't empty is an object of its own, or longer than a person writes."""
    while line := file.readline(_LONGEST_FIRST):
        if not line.isspace():
            try:
                return len(line) == _LONGEST_FIRST or isinstance(msgspec.json.decode(line), dict)
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
                return not line.lstrip().startswith((b"{", b"["))
    return True


def decoded(data: bytes, place: str) -> dict[str, Any]:
    """Decode one JSON object.

    Raises:
        ExchangeError: it is broken, or something else than an object.
    """
    try:
        value = msgspec.json.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ExchangeError(f"{place} is broken or cut short: {error}") from None
    if not isinstance(value, dict):
        raise ExchangeError(f"{place} is no JSON object")
    return value


def encoded(value: Any) -> bytes:
    """Return a value as one JSON line with its end.

    U+0085, U+2028 and U+2029 may stand in JSON as they are (RFC 8259, 7), but `str.splitlines` cuts there,
    and so does many a reader of JSON lines: they are escaped.
    """
    data = _ENCODER.encode(value)
    if b"\xc2" in data or b"\xe2" in data:  # their first bytes: one byte is looked for ten times as fast
        for raw, escaped in _LINE_ENDS:
            if raw in data:
                data = data.replace(raw, escaped)
    return data + b"\n"


def is_offset(value: Any) -> TypeGuard[int]:
    """Say whether a value is a whole number; `true` is one in Python, and no place in a text."""
    return isinstance(value, int) and not isinstance(value, bool)


def text_of(value: Any, what: str, place: str) -> str:
    """Return a string, or say that it should be one.

    Raises:
        ExchangeError: it isn't.
    """
    if not isinstance(value, str):
        raise ExchangeError(f'{place} has no "{what}" that is a text')
    return value
