"""Reads `.csv` and `.tsv`: the first row names the columns; fields may hold line ends (RFC 4180).

Read as a stream. The parser is strict: a stray quote would otherwise swallow all rows up to the next one,
silently.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from annotations.corpus.encoding import decode_part
from annotations.corpus.fields import FieldPicker
from annotations.corpus.file_content import LIMIT, opened, text_stream
from annotations.corpus.formats import suffix_of
from annotations.corpus.records import ArticleError, BadBytes, Entry, Fault, Options, Record


def records(path: Path, options: Options) -> Iterator[Record | Fault]:
    """Yield the record of every row."""
    picker = FieldPicker(options)
    with opened(path, options.max_size) as file:
        stream, codec, encoding = text_stream(file, options.encoding)
        lines = _Lines(stream, codec)
        rows = _reader(lines, path)
        header = _header(rows)
        while True:
            start, number = lines.position, lines.count + 1
            try:
                row = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                yield Fault("line", number, lines.count, f"not a row: {error}")
                continue
            except _NotTextError as error:
                yield Fault("line", number, lines.count, str(error))
                continue
            finally:
                bad = lines.take_bad()
            if not any(row):
                continue
            try:
                yield picker.record(_named(header, row), encoding, start, lines.position, number, bad)
            except ArticleError as error:
                yield Fault("line", number, lines.count, str(error))


def read(path: Path, entry: Entry, options: Options) -> Record:
    """Read one row again."""
    with opened(path, options.max_size) as file:
        stream, codec, encoding = text_stream(file, options.encoding)
        lines = _Lines(stream, codec)
        rows = _reader(lines, path)
        header = _header(rows)
        lines.move(entry.start)
        try:
            row = next(rows)
        except (csv.Error, StopIteration, _NotTextError):
            raise ArticleError("is no longer there: open the corpus again") from None
    picker, values = FieldPicker(options), _named(header, row)
    return picker.record(values, encoding, entry.start, entry.end, entry.number, lines.take_bad())


class _NotTextError(Exception):
    """One line is no text in the file's encoding; the others may be."""


class _Lines:
    """Decoded lines of a stream for the csv module, which takes as many as a row needs, and no more."""

    def __init__(self, stream: BinaryIO, codec: str) -> None:
        self._stream = stream
        self._codec = codec
        self.position = stream.tell()
        self.count = 0
        self._bad: list[BadBytes] = []

    def move(self, position: int) -> None:
        """Go to a byte at which a row begins."""
        self._stream.seek(position)
        self.position = position
        self._bad = []

    def take_bad(self) -> BadBytes | None:
        """Return the bytes that were no text in the lines since it was asked last."""
        bad, self._bad = self._bad, []
        return bad[0]._replace(bytes=sum(each.bytes for each in bad)) if bad else None

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._stream.readline(LIMIT)
        if not line:
            raise StopIteration
        start = self.position
        self.position += len(line)
        self.count += 1
        try:
            text, bad = decode_part(line, self._codec, at=start)
        except ArticleError as error:
            raise _NotTextError(str(error)) from None
        if bad is not None:
            self._bad.append(bad)
        return text


def _reader(lines: _Lines, path: Path) -> Iterator[list[str]]:
    """Make a parser for the delimiter that the header has most of: Excel writes `;` where 0,5 is a number."""
    csv.field_size_limit(LIMIT)  # of the whole process; 128 KiB is less than a long article
    start = lines.position
    try:
        first = next(lines, "")
    except _NotTextError as error:
        raise ArticleError(f"line 1: {error}") from None
    lines.move(start)
    lines.count = 0
    delimiter = "\t" if suffix_of(path.name) == ".tsv" else max(",;\t|", key=first.count)
    return csv.reader(lines, delimiter=delimiter, strict=True)


def _header(rows: Iterator[list[str]]) -> list[str]:
    try:
        return next(rows)
    except (csv.Error, StopIteration, _NotTextError) as error:
        raise ArticleError(f"line 1: no column names ({str(error) or 'the file is empty'})") from None


def _named(header: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    """Give each field its column's name.

    Raises:
        ArticleError: there are more fields than columns, so a field was cut where it has a delimiter.
    """
    if any(row[len(header) :]):
        raise ArticleError(
            f"{len(row)} fields, the header has {len(header)}: quote those that hold a delimiter"
        )
    return dict(zip(header, row, strict=False))
