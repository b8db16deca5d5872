"""Reads `.jsonl` and `.ndjson` as a stream, an object a line; a line that is broken costs that line only.

A record's place is its bytes in the file, so that it is read again without reading what stands before it.
A line that says what Elasticsearch is to do with the next one (`{"index": {"_id": ...}}`) belongs to that.
Where lines are answers of an API, each with many articles, these are cut out of their lines.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from annotations.corpus.file_content import LIMIT, TextStream, opened, text_stream, too_large
from annotations.corpus.formats.json_array import textless
from annotations.corpus.formats.json_cutting import split_objects
from annotations.corpus.formats.json_layout import find_layout, no_record_at
from annotations.corpus.formats.json_object import parse
from annotations.corpus.formats.json_records import RecordMaker
from annotations.corpus.formats.json_surroundings import Surroundings
from annotations.corpus.record_path import Step
from annotations.corpus.records import ArticleError, Entry, Fault, Options, Record, Remark

_ACTION = re.compile(rb'\s*\{\s*"(?:index|create|update|delete)"\s*:\s*\{[^{}]*\}\s*\}\s*')
_LINES = 20
"""Lines that are looked at: the first answers may be empty."""
_NOWHERE = Surroundings(io.BytesIO(), "utf-8")
_PIECE = 1 << 16


def records(path: Path, options: Options) -> Iterator[Record | Fault | Remark]:
    """Yield the record of every line that isn't blank."""
    with opened(path, options.max_size) as file:
        stream = text_stream(file, options.encoding)
        maker = RecordMaker(options)
        inside = _path_in_lines(stream, maker)
        yield from _cut(stream, maker, inside) if inside else _lines(stream, maker)
        if maker.textless:
            yield textless(maker.textless)


def read(path: Path, entry: Entry, options: Options) -> Record:
    """Read one record again."""
    with opened(path, options.max_size) as file:
        stream = text_stream(file, options.encoding)
        first = stream.file.tell()
        end = entry.end or entry.start
        around = _NOWHERE
        begins = entry.start > first
        stream.file.seek(entry.start - begins)
        line = stream.file.read(end - entry.start + begins)  # with what is before it
        if begins:
            before, line = line[:1], line[1:]
            if before != b"\n":
                around = Surroundings(io.BytesIO(_line_around(stream.file, entry.start)), stream.codec)
    place = entry.start, end, entry.number
    record = _record(RecordMaker(options), line, stream, place, around)
    if record is None:
        raise ArticleError("holds no text")
    return record


def _lines(stream: TextStream, maker: RecordMaker) -> Iterator[Record | Fault]:
    action = b""  # what is to be done with the next line
    for number, start, line in _each_line(stream.file):
        try:
            if line is None:
                raise ArticleError(too_large())
            if line.isspace():
                action = action and action + line
                continue
            if _ACTION.fullmatch(line):
                action = b"" if b'"delete"' in line[:20] else line
                continue
            data, action = action + line, b""
            place = start + len(line) - len(data), start + len(line), number
            if record := _record(maker, data, stream, place, _NOWHERE):
                yield record
        except ArticleError as error:
            action = b""
            yield Fault("line", number, number, str(error))


def _cut(stream: TextStream, maker: RecordMaker, path: Sequence[Step]) -> Iterator[Record | Fault]:
    """Yield the articles in lines that have several each; their numbers go through the file."""
    number = 0
    for of_line, start, line in _each_line(stream.file):
        if line is None:
            yield Fault("line", of_line, of_line, too_large())
            continue
        around = Surroundings(io.BytesIO(line), stream.codec)
        try:
            for at, data in split_objects(io.BytesIO(line), path, stream.codec):
                number += 1
                place = start + at, start + at + len(data), number
                try:
                    if record := maker.record(data, stream.codec, stream.encoding, place, around):
                        yield record
                except ArticleError as error:
                    yield Fault("record", number, number, str(error))
        except ArticleError as error:
            yield Fault("line", of_line, of_line, str(error))
    if not number and maker.path is not None:
        raise no_record_at(stream, maker.path)


def _each_line(stream: BinaryIO) -> Iterator[tuple[int, int, bytes | None]]:
    """Yield number, beginning and bytes of each line; None for one that is longer than a record may be."""
    start, number = stream.tell(), 0
    while line := stream.readline(LIMIT):
        number += 1
        end = start + len(line)
        if len(line) == LIMIT and not line.endswith(b"\n"):
            while (rest := stream.readline(LIMIT)) and not rest.endswith(b"\n"):
                end += len(rest)
            end += len(rest)
            yield number, start, None
        else:
            yield number, start, line
        start = end


def _record(
    maker: RecordMaker, line: bytes, stream: TextStream, place: tuple[int, int, int], around: Surroundings
) -> Record | None:
    """Make the record of a line, which may have the action on Elasticsearch before it."""
    action_end = line.find(b"\n", 0, len(line) - 1)
    if action_end < 0:
        return maker.record(line, stream.codec, stream.encoding, place, around)
    action, behind = line[:action_end], line[action_end + 1 :]
    record = maker.record(behind, stream.codec, stream.encoding, place, around)
    ((_, said),) = parse(action, stream.codec, place[0])[0].items()
    return record._replace(id=record.id or str(said.get("_id") or "")) if record else None


def _path_in_lines(stream: TextStream, maker: RecordMaker) -> Sequence[Step] | None:
    """Return the path from a line to its articles; None if each line is one."""
    begin = stream.file.tell()
    try:
        for number, _start, line in _each_line(stream.file):
            if number > _LINES:
                break
            if line is None or line.isspace() or _ACTION.fullmatch(line):
                continue
            first = TextStream(io.BytesIO(line), stream.codec, stream.encoding)
            path = find_layout(first, maker.path, maker.has_text, maker.is_certain)
            if path is not None or maker.path is not None:
                maker.lead(path)
                return path or None
            if _is_article(line, stream, maker):
                break
    finally:
        stream.file.seek(begin)
    return None


def _is_article(line: bytes, stream: TextStream, maker: RecordMaker) -> bool:
    try:
        return maker.has_text(parse(line, stream.codec, 0)[0])
    except ArticleError:
        return False


def _line_around(stream: BinaryIO, place: int) -> bytes:
    """Return the line in which a place is."""
    begin = place
    while begin > 0:
        size = min(_PIECE, begin)
        stream.seek(begin - size)
        end = stream.read(size).rfind(b"\n")
        begin -= size
        if end >= 0:
            begin += end + 1
            break
    stream.seek(begin)
    return stream.readline(LIMIT)
