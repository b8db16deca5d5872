"""Reads `.json`: an array of objects, one object, or (as some data sets are) objects one after the other.

The file is read as a stream that is cut into its objects by their brackets; each is then parsed by itself. So
a file of any size costs little memory, and an object that is broken, or a file that ends early, costs no
other object.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from annotations.corpus.fields import FieldPicker
from annotations.corpus.file_content import LIMIT, opened, text_stream, too_large
from annotations.corpus.formats.json_object import parse
from annotations.corpus.records import ArticleError, Entry, Fault, Options, Record

_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*+(?P<open>\\?\Z)?"?|[\[\]{}]', re.DOTALL)
_CHUNK = 1 << 20

_DEEPEST = 1000
"""Brackets in brackets: as many as Python's own parser takes, and more than anybody writes."""


def records(path: Path, options: Options) -> Iterator[Record | Fault]:
    """Yield the record of every object."""
    picker = FieldPicker(options)
    with opened(path, options.max_size) as file:
        stream, codec, encoding = text_stream(file, options.encoding)
        for number, (start, data) in enumerate(split_objects(stream), 1):
            try:
                values, bad = parse(data, codec, start)
                yield picker.record(values, encoding, start, start + len(data), number, bad)
            except ArticleError as error:
                yield Fault("record", number, number, str(error))


def read(path: Path, entry: Entry, options: Options) -> Record:
    """Read one object again."""
    with opened(path, options.max_size) as file:
        stream, codec, encoding = text_stream(file, options.encoding)
        stream.seek(entry.start)
        data = stream.read((entry.end or entry.start) - entry.start)
    values, bad = parse(data, codec, entry.start)
    return FieldPicker(options).record(values, encoding, entry.start, entry.end, entry.number, bad)


def split_objects(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield each object that lies at the top or in an array at the top: where it begins, and its bytes.

    Raises:
        ArticleError: the file ends inside something, or an object is larger than `LIMIT`.
    """
    base = stream.tell()
    buffer = b""
    at = 0  # how far the buffer has been looked at
    brackets = _Brackets()
    while chunk := stream.read(
        max(_CHUNK, len(buffer))
    ):  # at least doubled, so a long object is not scanned again and again
        buffer += chunk
        for token in _TOKEN.finditer(buffer, at):
            if token["open"] is not None:
                break  # a string that goes on in the next chunk
            at = token.end()
            kind = token[0]
            if kind in b"[{":
                brackets.enter(kind, token.start())
            elif kind in b"]}" and (start := brackets.leave(kind)) is not None:
                yield base + start, buffer[start:at]
        else:
            at = len(buffer)
        done = at if brackets.start is None else brackets.start
        base, buffer, at = base + done, buffer[done:], at - done
        if brackets.start is not None:
            brackets.start = 0
        if len(buffer) > LIMIT:
            raise ArticleError(f"record {brackets.count + 1}: {too_large()}")
    if brackets.depth or buffer.strip():
        raise ArticleError(
            f"ends early, in or after record {brackets.count + 1}; what comes before it is read"
        )


class _Brackets:
    """The brackets that are open, as they come one after the other."""

    def __init__(self) -> None:
        self.depth = 0
        self.count = 0
        """Objects that have ended."""
        self.start: int | None = None
        """The place in the buffer at which the object begins that is being read."""
        self._in_array = False
        """True if the outermost is an array, whose objects are the ones that count."""

    def enter(self, bracket: bytes, at: int) -> None:
        """Take an opening bracket.

        Raises:
            ArticleError: it is deeper in others than any article is.
        """
        if bracket == b"{" and self.depth == self._in_array:
            self.start = at
        self._in_array = self._in_array or (self.depth == 0 and bracket == b"[")
        self.depth += 1
        if self.depth > _DEEPEST:
            raise ArticleError(f"not JSON of articles: nested {_DEEPEST} deep, after record {self.count}")

    def leave(self, bracket: bytes) -> int | None:
        """Take a closing bracket; return where the object began that ends with it, None if none does.

        Raises:
            ArticleError: none is open.
        """
        self.depth -= 1
        if self.depth < 0:
            raise ArticleError(
                f"not JSON: a bracket is closed that was not opened, after record {self.count}"
            )
        self._in_array = self._in_array and self.depth > 0
        if bracket != b"}" or self.depth != self._in_array or self.start is None:
            return None
        self.count += 1
        start, self.start = self.start, None
        return start
