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
from annotations.exchange.formats.jsonl import ARTICLE_KEYS
from annotations.exchange.incoming import ImportNote, IncomingAnnotation
from annotations.exchange.round_trip_payload import KEY
from annotations.exchange.streams import encoded, json_lines, text_of


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
    """Yield what stands in a file.

    Raises:
        ExchangeError: it is another file, or is cut short.
    """
    for number, task in json_lines(path):
        place = f"line {number}"
        text = text_of(task.get("text", task.get("data")), "text", place)
        label = task.get("label", task.get("labels"))
        labels = [label] if isinstance(label, str) else label
        if not isinstance(labels, list) or not all(isinstance(item, str) for item in labels):
            raise ExchangeError(f'{place} has no "label" that is a list of texts')
        if not text:
            yield ImportNote(place, "the text is empty")
            continue
        given = {
            key: _of_type(task.get(key), str) for key in ("article", "sha256", "uuid", "annotator", "note")
        }
        start, end = _of_type(task.get("start"), int), _of_type(task.get("end"), int)
        incoming = IncomingAnnotation(
            place=place, tags=tuple(labels), **given | {"note": given["note"] or ""}
        )
        if start is None or end is None or incoming.article is None:
            incoming.text, incoming.start, incoming.end = text, 0, len(text)
        else:
            incoming.quote, incoming.start, incoming.end = text, start, end
        yield incoming


def _of_type(value: Any, wanted: type) -> Any:
    return value if isinstance(value, wanted) and not isinstance(value, bool) else None
