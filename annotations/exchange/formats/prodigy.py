"""Writes and reads Prodigy's `spans_manual` tasks, one per article and annotator; spans may overlap.

Offsets are code points (Python's). Prodigy needs tokens, and `token_end` counts the span's last token in. A
span keeps what Prodigy doesn't know, so the rest of an annotation travels in its first span.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from annotations.exchange import ExchangeError
from annotations.exchange.dates import to_utc
from annotations.exchange.export_job import ExportJob
from annotations.exchange.formats.jsonl import ARTICLE_KEYS
from annotations.exchange.incoming import ImportNote, IncomingAnnotation
from annotations.exchange.round_trip_payload import KEY, pack, unpack
from annotations.exchange.streams import encoded, is_offset, json_records, text_of
from annotations.exchange.tokens import tokens
from annotations.model.records import Annotation, Link

NO_TAG = "(no tag)"
"""The label of a span whose annotation has no tag: Prodigy wants one."""


def stream(job: ExportJob) -> Iterator[bytes]:
    """Yield the file, a task at a time."""
    for article, spans in job.documents():
        known = {key: job.articles.metadata(article.id).get(key) for key in ARTICLE_KEYS}
        meta = {"article": article.id, "sha256": article.sha256} | known
        ordered = sorted(spans, key=lambda annotation: annotation.annotator)
        for annotator, group in groupby(ordered, key=lambda annotation: annotation.annotator):
            task = _task(job, article.text, list(group))
            yield encoded({KEY: job.format.name} | task | {"meta": meta, "_session_id": annotator})


def _task(job: ExportJob, text: str, annotations: list[Annotation]) -> dict[str, Any]:
    pieces = list(
        tokens(text, [(annotation.target.start, annotation.target.end) for annotation in annotations])
    )
    first = {token.start: index for index, token in enumerate(pieces)}
    last = {token.end: index for index, token in enumerate(pieces)}
    spans = []
    for annotation in annotations:
        start, end = annotation.target.start, annotation.target.end
        span = {"start": start, "end": end, "token_start": first[start], "token_end": last[end]}
        job.agree(text[pieces[span["token_start"]].start : pieces[span["token_end"]].end], annotation)
        payload = pack(annotation)
        for tag in annotation.tags or (NO_TAG,):
            spans.append(span | {"label": tag, KEY: payload})
            payload = {"uuid": annotation.uuid}
    listed = [
        {
            "text": text[token.start : token.end],
            "start": token.start,
            "end": token.end,
            "id": index,
            "ws": token.space,
        }
        for index, token in enumerate(pieces)
    ]
    return {"text": text, "tokens": listed, "spans": spans, "_view_id": "spans_manual", "answer": "accept"}


def read_annotations(path: Path) -> Iterator[IncomingAnnotation | ImportNote]:
    """Yield spans and labels of whole texts; rejected and ignored tasks are counted, and left out.

    Raises:
        ExchangeError: it is another file, or is cut short.
    """
    left_out: Counter[str] = Counter()
    for place, task in json_records(path):
        text = text_of(task.get("text"), "text", place)
        if not {"spans", "answer", "accept", "_task_hash"} & task.keys():
            raise ExchangeError(f'{place} has neither "spans" nor "answer"')
        answer = task.get("answer", "accept")
        if answer != "accept":
            left_out[answer if answer in ("reject", "ignore") else "not accepted"] += 1
            continue
        session = task.get("_session_id") or task.get("_annotator_id")
        meta: Any = task.get("meta") if isinstance(task.get("meta"), dict) else {}
        common: dict[str, Any] = {
            "text": text,
            "article": meta["article"] if isinstance(meta.get("article"), str) else None,
            "annotator": session if isinstance(session, str) and session else None,
            "updated": to_utc(task.get("_timestamp")),
        }
        spans = task.get("spans")
        if isinstance(spans, list):
            yield from _spans(spans, task, common, place)
        tags = _labels(task)
        if tags and text:
            yield IncomingAnnotation(place=place, start=0, end=len(text), tags=tags, **common)
    for answer, count in sorted(left_out.items()):
        many = f"{count} task{'s' * (count != 1)}"
        said = "were not accepted" if answer == "not accepted" else f'have the answer "{answer}"'
        yield ImportNote(many, f"{said}; left out", harmless=True)


def _labels(task: dict[str, Any]) -> tuple[str, ...]:
    """Return the labels of the whole text: the options that were chosen, else the one that was proposed.

    Beside spans a label alone is the one that was asked for, which the spans have themselves.
    """
    accept = task.get("accept")
    if isinstance(accept, str):
        accept = [accept]
    if not isinstance(accept, list):
        accept = [] if task.get("spans") or "options" in task else [task.get("label")]
    return tuple(dict.fromkeys(str(label) for label in accept if _is_label(label)))


def _is_label(value: Any) -> bool:
    """Say whether a value names an option: a text, or the number that some give their options."""
    return (isinstance(value, str) and value != "") or is_offset(value)


def _spans(
    listed_spans: list[Any], task: dict[str, Any], common: dict[str, Any], place: str
) -> Iterator[IncomingAnnotation | ImportNote]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for span in listed_spans:
        if not (isinstance(span, dict) and is_offset(span.get("start")) and is_offset(span.get("end"))):
            yield ImportNote(place, f"{str(span)[:60]} is no span with start and end")
            continue
        payload = span.get(KEY)
        uuid = payload.get("uuid") if isinstance(payload, dict) else None
        groups.setdefault(f"{uuid or ''} {span['start']}-{span['end']}", []).append(span)
    relations: dict[str, list[Link]] = {}
    listed = task.get("relations")
    for item in listed if isinstance(listed, list) else []:
        try:
            begin, end = (
                f"{place}  {item[key]['start']}-{item[key]['end']}" for key in ("head_span", "child_span")
            )
            relations.setdefault(begin, []).append(Link(str(item["label"]), end))
        except (TypeError, KeyError):
            yield ImportNote(place, f"{str(item)[:60]} is no relation between spans")
    for name, spans in groups.items():
        key = f"{place} {name}"
        yield _annotation(spans, common | {"key": key, "local_links": tuple(relations.get(key, ()))}, place)


def _annotation(spans: list[dict[str, Any]], fields: dict[str, Any], place: str) -> IncomingAnnotation:
    """Return the annotation that spans of one place are, each with one of its labels."""
    start, end = spans[0]["start"], spans[0]["end"]
    labels = (span.get("label") for span in spans)
    fields = fields | {
        "start": start,
        "end": end,
        "tags": tuple(label for label in labels if isinstance(label, str) and label != NO_TAG),
    }
    packed = (span[KEY] for span in spans if isinstance(span.get(KEY), dict))
    payload = unpack(next((whole for whole in packed if len(whole) > 1), None), place)
    where = f"{place}, {start}-{end}"
    if payload is None:
        return IncomingAnnotation(place=where, **fields)
    return payload.incoming(where, **fields | _dates(payload))


def _dates(payload: Any) -> dict[str, str]:
    return {"annotator": payload.annotator, "updated": payload.updated}
