"""Writes and reads doccano's text classification: a span a line, usually a sentence, its tags as labels.

The span's place in its article goes along as metadata, which doccano keeps; a file that comes from elsewhere
has only the text, which is then looked for among the sentences of the corpus.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotations.exchange import ExchangeError
from annotations.exchange.export_job import ExportJob
from annotations.exchange.formats.doccano import comments
from annotations.exchange.formats.jsonl import ARTICLE_KEYS
from annotations.exchange.incoming import ImportNote, IncomingAnnotation
from annotations.exchange.round_trip_payload import KEY
from annotations.exchange.streams import binary, encoded, json_records, text_of
from annotations.exchange.tables import rows

TEXTS = ("text", "data", "sentence")
"""The names that the column with the text may have in a table."""
LABELS = ("label", "labels")


def stream(job: ExportJob) -> Iterator[bytes]:
    """Yield the file, a line at a time."""
    for annotation in job.records():
        known = job.articles.metadata(annotation.article.id)
        yield encoded(
            {
                KEY: job.format.name,
                "text": annotation.target.quote,
                "label": annotation.tags,
                "note": annotation.note,
                "annotator": annotation.annotator,
                "uuid": annotation.uuid,
                "article": annotation.article.id,
                "sha256": annotation.article.sha256,
                "start": annotation.target.start,
                "end": annotation.target.end,
            }
            | {key: known.get(key) for key in ARTICLE_KEYS}
        )


def read_annotations(path: Path) -> Iterator[IncomingAnnotation | ImportNote]:
    """Yield what stands in a file: lines, an array, or a table with the columns `text` and `label`.

    Raises:
        ExchangeError: it is another file, or is cut short.
    """
    for place, task in _tasks(path):
        text = text_of(task.get("text", task.get("data")), "text", place)
        label = task.get("label", task.get("labels"))
        labels = [label] if isinstance(label, str) else [] if label is None and _is_open(task) else label
        if not isinstance(labels, list) or not all(isinstance(item, str) for item in labels):
            raise ExchangeError(f'{place} has no "label" that is a list of texts')
        comment = comments(task)
        if not labels and not comment and "uuid" not in task:
            continue
        if not text:
            yield ImportNote(place, "the text is empty")
            continue
        given = {
            key: _of_type(task.get(key), str) for key in ("article", "sha256", "uuid", "annotator", "note")
        }
        start, end = _of_type(task.get("start"), int), _of_type(task.get("end"), int)
        incoming = IncomingAnnotation(
            place=place, tags=tuple(labels), **given | {"note": given["note"] or comment}
        )
        if start is None or end is None or incoming.article is None:
            incoming.text, incoming.start, incoming.end = text, 0, len(text)
        else:
            incoming.quote, incoming.start, incoming.end = text, start, end
        yield incoming


def _tasks(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each row with its place; doccano writes the labels of a table's row with `#` between them."""
    with binary(path) as file:
        first = file.read(1024).lstrip()[:1]
    if first in (b"[", b"{", b""):
        yield from json_records(path)
        return
    for place, cells in rows(path, TEXTS, LABELS):
        text = next(cells[name] for name in TEXTS if name in cells)
        label = next(cells[name] for name in LABELS if name in cells)
        listed = [part.strip() for part in label.split("#") if part.strip()]
        yield place, {"text": text, "label": listed, "Comments": cells.get("Comments") or None}


def _is_open(task: dict[str, Any]) -> bool:
    """Say whether a row has a place for labels, with none in it."""
    return "label" in task or "labels" in task


def _of_type(value: Any, wanted: type) -> Any:
    return value if isinstance(value, wanted) and not isinstance(value, bool) else None
