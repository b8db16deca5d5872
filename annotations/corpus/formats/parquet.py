"""Reads `.parquet` by pyarrow, which is large and therefore an extra.

Read in batches, and only the columns that are wanted. A record's place is its row.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from annotations.corpus.encoding import decode_part
from annotations.corpus.fields import FieldPicker
from annotations.corpus.file_content import MOST, beyond, opened, read_whole
from annotations.corpus.records import ArticleError, BadBytes, Entry, Fault, Options, Record

_BATCH = 64
"""Rows; of articles about half a megabyte."""


def records(path: Path, options: Options) -> Iterator[Record | Fault]:
    """Yield the record of every row."""
    picker = FieldPicker(options)
    with _table(path, options.max_size) as table:
        for number, row in enumerate(_rows(table, picker), 1):
            try:
                values, bad = _sound(row)
                yield picker.record(values, "utf-8", number - 1, number, number, bad)
            except ArticleError as error:
                yield Fault("row", number, number, str(error))


def read(path: Path, entry: Entry, options: Options) -> Record:
    """Read one row again; of the file only its row group is read."""
    picker = FieldPicker(options)
    with _table(path, options.max_size) as table:
        before = 0
        for group in range(table.num_row_groups):
            rows = table.metadata.row_group(group).num_rows
            if entry.start < before + rows:
                for number, row in enumerate(_rows(table, picker, [group]), before):
                    if number == entry.start:
                        values, bad = _sound(row)
                        return picker.record(values, "utf-8", entry.start, entry.end, entry.number, bad)
            before += rows
    raise ArticleError("is no longer there: open the corpus again")


@contextmanager
def _table(path: Path, most: int | None) -> Iterator[Any]:
    import pyarrow.parquet

    with opened(path, most) as file:
        source = io.BytesIO(read_whole(path, most)) if path.suffix.lower() == ".gz" else file
        try:
            table = pyarrow.parquet.ParquetFile(source)
            unpacked = sum(table.metadata.row_group(at).total_byte_size for at in range(table.num_row_groups))
            if unpacked > (most or MOST):
                raise ArticleError(beyond(unpacked, most or MOST))
            yield table
        except (pyarrow.ArrowException, NotImplementedError, OSError) as error:
            # Of damaged pages pyarrow says OSError, as the system does of a file.
            reason = str(error).partition("\n")[0]
            raise ArticleError(f"not Parquet, or damaged: {reason}") from None


def _rows(
    table: Any, picker: FieldPicker, groups: list[int] | None = None
) -> Iterator[dict[str, Any] | ValueError]:
    """Yield each row, or why it can't be one: bytes that aren't UTF-8, a date that Python hasn't."""
    columns = picker.columns(table.schema_arrow.names)
    for batch in table.iter_batches(_BATCH, row_groups=groups, columns=columns):
        try:
            yield from batch.to_pylist()
        except (ValueError, OverflowError):
            for number in range(batch.num_rows):
                yield _row(batch.slice(number, 1))


def _row(batch: Any) -> dict[str, Any] | ValueError:
    try:
        row: dict[str, Any] = _as_bytes(batch).to_pylist()[0]
    except (ValueError, OverflowError) as error:
        return ValueError(str(error).partition("\n")[0])
    return row


def _as_bytes(batch: Any) -> Any:
    """Return a batch with bytes in the place of strings, which are only said to be UTF-8."""
    import pyarrow

    binary = {pyarrow.string(): pyarrow.binary(), pyarrow.large_string(): pyarrow.large_binary()}
    schema = pyarrow.schema([(field.name, binary.get(field.type, field.type)) for field in batch.schema])
    return batch.cast(schema)


def _sound(row: dict[str, Any] | ValueError) -> tuple[dict[str, Any], BadBytes | None]:
    """Return the values of a row; bytes in it that are no text are U+FFFD, and counted.

    Raises:
        ArticleError: there is no row, or most of a value is no text.
    """
    if isinstance(row, ValueError):
        raise ArticleError(f"can't be read: {row}")
    bad: BadBytes | None = None
    values = dict(row)
    for name, value in row.items():
        if isinstance(value, bytes):
            values[name], damage = decode_part(value, "utf-8")
            if damage is not None:
                bad = damage._replace(bytes=damage.bytes + (bad.bytes if bad else 0), cut=False)
    return values, bad
