"""Reads `.jsonl` and `.ndjson` as a stream, an object a line; a line that is broken costs that line only.

A record's place is its bytes in the file, so that it is read again without reading what stands before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from annotations.corpus.fields import FieldPicker
from annotations.corpus.file_content import LIMIT, opened, text_stream, too_large
from annotations.corpus.formats.json_object import parse
from annotations.corpus.records import ArticleError, Entry, Fault, Options, Record


def records(path: Path, options: Options) -> Iterator[Record | Fault]:
    """Yield the record of every line that isn't blank."""
    picker = FieldPicker(options)
    with opened(path, options.max_size) as file:
        stream, codec, encoding = text_stream(file, options.encoding)
        start, number = stream.tell(), 0
        while line := stream.readline(LIMIT):
            number += 1
            end = start + len(line)
            try:
                if len(line) == LIMIT and not line.endswith(b"\n"):
                    while (rest := stream.readline(LIMIT)) and not rest.endswith(b"\n"):
                        end += len(rest)
                    end += len(rest)
                    raise ArticleError(too_large())
                if not line.isspace():
                    values, bad = parse(line, codec, start)
                    yield picker.record(values, encoding, start, end, number, bad)
            except ArticleError as error:
                yield Fault("line", number, number, str(error))
            start = end


def read(path: Path, entry: Entry, options: Options) -> Record:
    """Read one line again."""
    with opened(path, options.max_size) as file:
        stream, codec, encoding = text_stream(file, options.encoding)
        stream.seek(entry.start)
        line = stream.read((entry.end or entry.start) - entry.start)
    values, bad = parse(line, codec, entry.start)
    return FieldPicker(options).record(values, encoding, entry.start, entry.end, entry.number, bad)
