"""Reads `.csv` and `.tsv`: the first row names the columns; fields may hold line ends (RFC 4180).

Read as a stream. The parser is strict: a stray quote would otherwise swallow all rows up to the next one,
silently.

Many tables divided by tabs are written without quoting, and a quotation mark is a letter there; read by the
rules of CSV, a title that begins with one makes the rows up to the next one a single article. Such a file
betrays itself: lines of it are no rows by those rules, while all have the header's number of fields without
them. It is looked through for that before it is read. Each of its rows ends before its line end, where the
rows of other tables end behind it, so that a row that is read again alone needs no second look.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from annotations.corpus.encoding import decode_part
from annotations.corpus.fields import FieldPicker
from annotations.corpus.file_content import LIMIT, opened, text_stream
from annotations.corpus.formats import suffix_of
from annotations.corpus.formats.table_columns import columns_of, no_text, refuse_gdelt, seems_textless
from annotations.corpus.formats.table_quoting import LineForm, is_unquoted
from annotations.corpus.records import ArticleError, BadBytes, Entry, Fault, Options, Record

_LOOKED_AT = 1000
"""Rows without a text after which a table that names no text has none."""


def records(path: Path, options: Options) -> Iterator[Record | Fault]:
    """Yield the record of every row."""
    with opened(path, options.max_size) as file:
        stream, codec, encoding = text_stream(file, options.encoding)
        lines = _Lines(stream, codec)
        first = lines.position
        table = _begin(lines, path, options)
        if is_unquoted(stream, first, table.delimiter):
            table = table.without_quoting(lines)
        picker = FieldPicker(options)
        items = _records(lines, table, picker, encoding)
        if table.seems_textless:
            begun = []
            for item in items:
                begun.append(item)
                if isinstance(item, Record) or len(begun) == _LOOKED_AT:
                    break
            if begun and not isinstance(begun[-1], Record):
                raise ArticleError(no_text(table.names, options))
            yield from begun
        yield from items


def read(path: Path, entry: Entry, options: Options) -> Record:
    """Read one row again."""
    with opened(path, options.max_size) as file:
        stream, codec, encoding = text_stream(file, options.encoding)
        lines = _Lines(stream, codec)
        first = lines.position
        table = _begin(lines, path, options)
        if _ends_without_line_end(stream, first, entry, table.delimiter):
            table = table.without_quoting(lines)
        lines.move(entry.start)
        try:
            row = next(table.rows)
        except (csv.Error, StopIteration, _NotTextError):
            raise ArticleError("is no longer there: open the corpus again") from None
    values = _named(table.names, row)
    picker = FieldPicker(options)
    return picker.record(values, encoding, entry.start, entry.end, entry.number, lines.take_bad())


def _records(lines: _Lines, table: _Table, picker: FieldPicker, encoding: str) -> Iterator[Record | Fault]:
    """Yield the record of every row from where the lines stand."""
    while True:
        start, number = lines.position, lines.count + 1
        lines.all_fit = True
        try:
            row = next(table.rows)
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
        if lines.all_fit and lines.count > number and not table.unquoted:
            yield Fault("line", number, lines.count, _MERGED)
            continue
        try:
            end = lines.content_end() if table.unquoted else lines.position
            yield picker.record(_named(table.names, row), encoding, start, end, number, bad)
        except ArticleError as error:
            yield Fault("line", number, lines.count, str(error))


_MERGED = (
    "a quote that opens in the first of them and closes in the last makes one row of these, each of which is "
    'one without it: quote such fields, with "" for a quote in one'
)


class _NotTextError(Exception):
    """One line is no text in the file's encoding; the others may be."""


class _Lines:
    """Decoded lines of a stream for the csv module, which takes as many as a row needs, and no more."""

    def __init__(self, stream: BinaryIO, codec: str) -> None:
        self._stream = stream
        self._codec = codec
        self.position = stream.tell()
        self.count = 0
        self._last = b""
        self.form: LineForm | None = None
        """The form of a line that is a row by itself."""
        self.all_fit = True
        """True if all lines since it was set have that form."""
        self._bad: list[BadBytes] = []

    def move(self, position: int) -> None:
        """Go to a byte at which a row begins."""
        self._stream.seek(position)
        self.position = position
        self._bad = []

    def content_end(self) -> int:
        """Return where the last line ended, without its line end."""
        return self.position - len(self._last) + len(self._last.rstrip(b"\r\n"))

    def take_bad(self) -> BadBytes | None:
        """Return the bytes that were no text in the lines since it was asked last."""
        if not self._bad:
            return None
        bad, self._bad = self._bad, []
        return bad[0]._replace(bytes=sum(each.bytes for each in bad))

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._stream.readline(LIMIT)
        if not line:
            raise StopIteration
        start = self.position
        self.position += len(line)
        self._last = line
        self.count += 1
        if self.all_fit:
            self.all_fit = self.form is not None and self.form.fits(line)
        try:
            return line.decode(self._codec)
        except UnicodeDecodeError:
            return self._damaged(line, start)

    def _damaged(self, line: bytes, start: int) -> str:
        """Decode a line of which some bytes are no text.

        Raises:
            _NotTextError: most aren't.
        """
        try:
            text, bad = decode_part(line, self._codec, at=start)
        except ArticleError as error:
            raise _NotTextError(str(error)) from None
        if bad is not None:
            self._bad.append(bad)
        return text


class _Table(NamedTuple):
    """A table that is being read."""

    names: list[str]
    """Its columns'."""
    delimiter: str
    rows: Iterator[list[str]]
    seems_textless: bool
    """True if columns have the names of addresses or titles, and none that of a text."""
    unquoted: bool = False

    def without_quoting(self, lines: _Lines) -> _Table:
        """Return it with quotes as letters."""
        delimiter = self.delimiter

        def cells(line: str) -> list[str]:
            return line.rstrip("\r\n").split(delimiter)

        return self._replace(rows=map(cells, lines), unquoted=True)


def _begin(lines: _Lines, path: Path, options: Options) -> _Table:
    """Read what the first line says of a table; the lines then stand at the first record.

    Raises:
        ArticleError: there is none, or a table of a kind that has no text.
    """
    csv.field_size_limit(LIMIT)  # of the whole process; 128 KiB is less than a long article
    start = lines.position
    try:
        line = next(lines, "")
    except _NotTextError as error:
        raise ArticleError(f"line 1: {error}") from None
    lines.move(start)
    lines.count = 0
    # The delimiter that the header has most of: Excel writes `;` where 0,5 is a number.
    delimiter = "\t" if suffix_of(path.name) == ".tsv" else max(",;\t|", key=line.count)
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        first = next(rows)
    except (csv.Error, StopIteration, _NotTextError) as error:
        raise ArticleError(f"line 1: no column names ({str(error) or 'the file is empty'})") from None
    columns = columns_of(first, options)
    if not columns.in_first_row:
        refuse_gdelt(first)
        lines.move(start)
        lines.count = 0
    lines.form = LineForm(delimiter.encode(), len(first) - 1)
    return _Table(columns.names, delimiter, rows, seems_textless(columns.names, options))


def _ends_without_line_end(stream: BinaryIO, first: int, entry: Entry, delimiter: str) -> bool:
    """Say whether a row was read without quoting: it ends before its line end."""
    stream.seek(max(entry.start, (entry.end or 0) - 1))
    last, behind = stream.read(1), stream.read(1)
    if last == b"\n" or not last:
        return False
    if behind:
        return True
    stream.seek(first)  # of the last row of a file, which may end without a line end, all the file tells it
    return is_unquoted(stream, first, delimiter)


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
