"""`.parquet`, by pyarrow, which is large and therefore an extra: `pip install 'claimreader[parquet]'`.

Read in batches, and only the columns that are wanted. A record's place is its row.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from annotations.corpus.fields import Picker
from annotations.corpus.opening import opened, read_whole
from annotations.corpus.records import ArticleError, Entry, Fault, Options, Record

_BATCH = 64
"""Rows; of articles about half a megabyte."""


def records(path: Path, options: Options) -> Iterator[Record | Fault]:
    """Yield the record of every row."""
    picker = Picker(options)
    with _table(path) as table:
        for number, row in enumerate(_rows(table, picker), 1):
            try:
                yield picker.record(row, "utf-8", number - 1, number, number)
            except ArticleError as error:
                yield Fault("row", number, number, str(error))


def read(path: Path, entry: Entry, options: Options) -> Record:
    """Read one row again; of the file only its row group is read."""
    picker = Picker(options)
    with _table(path) as table:
        before = 0
        for group in range(table.num_row_groups):
            rows = table.metadata.row_group(group).num_rows
            if entry.start < before + rows:
                for number, row in enumerate(_rows(table, picker, [group]), before):
                    if number == entry.start:
                        return picker.record(row, "utf-8", entry.start, entry.end, entry.number)
            before += rows
    raise ArticleError("is no longer there: open the corpus again")


@contextmanager
def _table(path: Path) -> Iterator[Any]:
    import pyarrow.parquet

    with opened(path) as file:
        source = io.BytesIO(read_whole(path)) if path.suffix.lower() == ".gz" else file
        try:
            yield pyarrow.parquet.ParquetFile(source)
        except (pyarrow.ArrowException, NotImplementedError) as error:
            reason = str(error).partition("\n")[0]
            raise ArticleError(f"not Parquet, or damaged: {reason}") from None


def _rows(table: Any, picker: Picker, groups: list[int] | None = None) -> Iterator[dict[str, Any]]:
    columns = picker.columns(table.schema_arrow.names)
    for batch in table.iter_batches(_BATCH, row_groups=groups, columns=columns):
        yield from batch.to_pylist()
