"""Writes Parquet: an annotation a row, its columns typed, so that `pandas.read_parquet` gives a usable frame.

The first columns are those of `project.annotations().to_pandas()` (`annotations.exchange.annotation_rows`):
days and times are such, tags a list of texts, each attribute of the scheme a column, of a span its words.
Behind them stand the columns that only programs need: link types, marks of suggestions, the revision, the
digest of the article's text and what is around the words. `more` is JSON and holds whatever has no column of
its type, such as the offsets of a span that is an attribute: nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from annotations.corpus.own_files import PARQUET_MARK
from annotations.exchange.annotation_rows import AnnotationRows, FrameColumn
from annotations.exchange.export_job import ExportJob
from annotations.exchange.formats.jsonl import NumberValue
from annotations.model.records import Annotation
from annotations.model.scheme import Scheme

_ROWS = 4096
"""Rows of a group, which are in memory together: some 4 MB."""

_MACHINE = (
    ("link_types", pa.list_(pa.string())),
    ("suggested", pa.list_(pa.struct([("field", pa.string()), ("rule", pa.string())]))),
    ("rev", pa.int64()),
    ("sha256", pa.string()),
    ("prefix", pa.string()),
    ("suffix", pa.string()),
    ("more", pa.string()),
)

_NUMBER = pa.struct(
    [
        *((name, pa.float64()) for name in ("value", "min", "max")),
        *((name, pa.string()) for name in ("unit", "what")),
        ("approx", pa.bool_()),
        ("quote", pa.string()),
    ]
)
_TYPES: dict[str, Any] = {
    "text": pa.string(),
    "count": pa.int64(),
    "number": pa.float64(),
    "flag": pa.bool_(),
    "day": pa.timestamp("ms"),  # pandas has no type for days, and would make objects of them
    "moment": pa.timestamp("us", tz="UTC"),
    "texts": pa.list_(pa.string()),
    "values": pa.list_(_NUMBER),
}


def save(job: ExportJob, path: Path) -> None:
    """Write the file, some thousand rows at a time."""
    rows = _Rows(job.scheme)
    with pq.ParquetWriter(path, rows.schema, compression="zstd") as writer:
        held: list[dict[str, Any]] = []
        for annotation in job.records():
            held.append(rows.row(annotation, job.articles.metadata(annotation.article.id)))
            if len(held) == _ROWS:
                writer.write_batch(pa.RecordBatch.from_pylist(held, rows.schema))
                held = []
        if held:
            writer.write_batch(pa.RecordBatch.from_pylist(held, rows.schema))


class _Rows:
    """Makes the rows of the file, and knows their types."""

    def __init__(self, scheme: Scheme) -> None:
        self._flat = AnnotationRows(scheme)
        self._scheme = scheme
        own = {name for name, _ in _MACHINE}
        self._renamed = {
            column.name: f"attribute_{column.name}" if column.name in own else column.name
            for column in self._flat.columns
        }
        fields = [(self._renamed[column.name], _type(column)) for column in self._flat.columns]
        self.schema = pa.schema([*fields, *_MACHINE], metadata={PARQUET_MARK: "1"})

    def row(self, annotation: Annotation, facts: Any) -> dict[str, Any]:
        """Return an annotation as Arrow takes it."""
        flat = self._flat.row(annotation, facts)
        for attribute in self._scheme.attributes:
            name = self._flat.names[attribute.id]
            if attribute.kind == "numbers":
                flat[name] = _numbers(flat[name])
        row = {
            self._renamed[name]: datetime.combine(value, time()) if type(value) is date else value
            for name, value in flat.items()
        }
        return row | {
            "link_types": [link.type for link in annotation.links],
            "suggested": [{"field": mark.field, "rule": mark.rule} for mark in annotation.suggested],
            "rev": annotation.rev,
            "sha256": annotation.article.sha256,
            "prefix": annotation.target.prefix,
            "suffix": annotation.target.suffix,
            "more": self._more(annotation, flat),
        }

    def _more(self, annotation: Annotation, flat: dict[str, Any]) -> str | None:
        """Return as JSON what the columns don't give back as it is."""
        attributes = {
            key: value
            for key, value in annotation.attributes.items()
            if value is not None and flat.get(self._flat.names.get(key, "")) != value
        }
        more: dict[str, Any] = {"attributes": attributes} if attributes else {}
        if annotation.extra:
            more["extra"] = annotation.extra
        times = {
            name: text
            for name, text in (("created", annotation.created), ("updated", annotation.updated))
            if flat[name] is None
        }
        return msgspec.json.encode(more | times).decode() if more or times else None


def _type(column: FrameColumn) -> Any:
    return _TYPES[column.kind]


def _numbers(values: Iterable[Any]) -> list[dict[str, Any]]:
    """Return numbers in one shape; what is none is left to `more`, with all the others."""
    try:
        return [msgspec.to_builtins(each) for each in msgspec.convert(values, list[NumberValue], strict=True)]
    except msgspec.ValidationError:
        return []
