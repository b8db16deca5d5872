"""Reads `.json`: articles in an array, one object, objects one after the other, or wrapped in an answer.

The file is read as a stream that is cut into its objects by their brackets; each is then parsed by itself. So
a file of any size costs little memory, and an object that is broken, or a file that ends early, costs no
other object.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from annotations.corpus.file_content import TextStream, opened, text_stream
from annotations.corpus.formats.chat import Days
from annotations.corpus.formats.json_cutting import split_objects
from annotations.corpus.formats.json_layout import find_layout, no_record_at
from annotations.corpus.formats.json_records import RecordMaker
from annotations.corpus.formats.json_surroundings import Person, Surroundings
from annotations.corpus.records import ArticleError, Entry, Fault, Options, Record, Remark


def records(path: Path, options: Options) -> Iterator[Record | Fault | Remark]:
    """Yield the record of every article."""
    with opened(path, options.max_size) as file:
        yield from records_of(text_stream(file, options.encoding), options)


def read(path: Path, entry: Entry, options: Options) -> Record:
    """Read one article again."""
    with opened(path, options.max_size) as file:
        return read_of(text_stream(file, options.encoding), entry, options)


def records_of(
    stream: TextStream, options: Options, owner: Person | None = None
) -> Iterator[Record | Fault | Remark]:
    """Yield the record of every article in a stream.

    Args:
        stream: stands at the beginning.
        options: the user's word.
        owner: whose posts those are that say nothing of that.
    """
    maker = RecordMaker(options)
    around = Surroundings(stream.file, stream.codec, owner)
    path = find_layout(stream, maker.path, maker.has_text, maker.is_certain)
    maker.lead(path)
    days = Days()
    number = 0
    for number, (start, data) in enumerate(split_objects(stream.file, path, stream.codec), 1):
        place = start, start + len(data), number
        try:
            messages = maker.message(data, stream.codec, place, around) if maker.by_day else None
            if messages is not None:
                for message in messages:
                    if day := days.add(message):
                        yield maker.day(day, stream.encoding)
            elif record := maker.record(data, stream.codec, stream.encoding, place, around):
                yield record
        except ArticleError as error:
            yield Fault("record", number, number, str(error))
    if day := days.rest():
        yield maker.day(day, stream.encoding)
    if maker.textless:
        yield textless(maker.textless)
    if not number and maker.path is not None:
        raise no_record_at(stream, maker.path)


def read_of(stream: TextStream, entry: Entry, options: Options, owner: Person | None = None) -> Record:
    """Read one article of a stream again; see `records_of`.

    Raises:
        ArticleError: there is none at that place.
    """
    maker = RecordMaker(options)
    around = Surroundings(stream.file, stream.codec, owner)
    stream.file.seek(entry.start)
    end = entry.end or entry.start
    data = stream.file.read(end - entry.start)
    if maker.by_day and data[:1] == b"{":
        parts = [
            ((entry.start + at, entry.start + at + len(part), entry.number), part)
            for at, part in split_objects(io.BytesIO(data))
        ]
        messages = [maker.message(part, stream.codec, place, around) or () for place, part in parts]
        if day := [message for part in messages for message in part]:
            return maker.day(day, stream.encoding)
    record = maker.record(data, stream.codec, stream.encoding, (entry.start, end, entry.number), around)
    if record is None:
        raise ArticleError("holds no text")
    return record


def textless(count: int) -> Remark:
    """Return what is said of messages without text, which are left out."""
    return Remark(f"{count:,} message{'s hold' if count > 1 else ' holds'} no text: left out")
