"""`.json`: an array of objects, one object, or (as some data sets are) objects one after the other.

The file is read as a stream that is cut into its objects by their brackets; each is then parsed by itself. So
a file of any size costs little memory, and an object that is broken, or a file that ends early, costs no
other object.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from annotations.corpus.fields import Picker
from annotations.corpus.file_content import LIMIT, opened, text_stream, too_large
from annotations.corpus.formats.json_object import parse
from annotations.corpus.records import ArticleError, Entry, Fault, Options, Record

_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*+(?P<open>\\?\Z)?"?|[\[\]{}]', re.DOTALL)
_CHUNK = 1 << 20

_DEEPEST = 1000
"""Brackets in brackets: as many as Python's own parser takes, and more than anybody writes."""


def records(path: Path, options: Options) -> Iterator[Record | Fault]:
    """Yield the record of every object."""
    picker = Picker(options)
    with opened(path, options.max_size) as file:
        stream, codec, encoding = text_stream(file, options.encoding)
        for number, (start, data) in enumerate(split_objects(stream), 1):
            try:
                yield picker.record(parse(data, codec), encoding, start, start + len(data), number)
            except ArticleError as error:
                yield Fault("record", number, number, str(error))


def read(path: Path, entry: Entry, options: Options) -> Record:
    """Read one object again."""
    with opened(path, options.max_size) as file:
        stream, codec, encoding = text_stream(file, options.encoding)
        stream.seek(entry.start)
        data = stream.read((entry.end or entry.start) - entry.start)
    return Picker(options).record(parse(data, codec), encoding, entry.start, entry.end, entry.number)


def split_objects(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield each object that lies at the top or in an array at the top: where it begins, and its bytes.

    Raises:
        ArticleError: the file ends inside something, or an object is larger than `LIMIT`.
    """
    base = stream.tell()
    buffer = b""
    at = 0  # how far the buffer has been looked at
    depth = 0
    inside = -1  # where in the buffer the object begins that is being read
    array = False
    count = 0
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
                if kind == b"{" and depth == array:
                    inside = token.start()
                array = array or (depth == 0 and kind == b"[")
                depth += 1
                if depth > _DEEPEST:
                    raise ArticleError(f"not JSON of articles: nested {_DEEPEST} deep, after record {count}")
            elif kind in b"]}":
                depth -= 1
                if depth < 0:
                    raise ArticleError(
                        f"not JSON: a bracket is closed that was not opened, after record {count}"
                    )
                array = array and depth > 0
                if kind == b"}" and depth == array and inside >= 0:
                    count += 1
                    yield base + inside, buffer[inside:at]
                    inside = -1
        else:
            at = len(buffer)
        done = inside if inside >= 0 else at
        base, buffer, at, inside = base + done, buffer[done:], at - done, inside - done if inside >= 0 else -1
        if len(buffer) > LIMIT:
            raise ArticleError(f"record {count + 1}: {too_large()}")
    if depth or buffer.strip():
        raise ArticleError(f"ends early, in or after record {count + 1}; what comes before it is read")
