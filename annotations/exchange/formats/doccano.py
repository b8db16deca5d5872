"""Writes and reads doccano's sequence labelling: an article a line, with its spans and their relations.

doccano's editor counts UTF-16 code units (v-annotator, Label/Text.ts: `text.length`), and so do its exports.
It knows spans with one label each: an annotation with three tags is three of them, and comes back as one, by
its ends. What else stands in the line becomes the document's metadata in doccano, and is exported again; so
the article's id survives.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from annotations.exchange import ExchangeError
from annotations.exchange.export_job import AnnotatedArticle, ExportJob
from annotations.exchange.formats.jsonl import ARTICLE_KEYS
from annotations.exchange.incoming import ImportNote, IncomingAnnotation
from annotations.exchange.offsets import Utf16
from annotations.exchange.round_trip_payload import KEY
from annotations.exchange.streams import encoded, is_offset, json_records, text_of
from annotations.model.records import Annotation, Link

NO_TAG = "it has no tag, and a span needs a label"
SAME_SPAN = "another one has the same span, and nothing else tells them apart here (try --by NAME)"
LABELS = ("entities", "label", "labels")
"""The names that doccano's forms have for what is marked."""
ELSEWHERE = "only links between spans of one article have a place"


def stream(job: ExportJob) -> Iterator[bytes]:
    """Yield the file: in the relation form if there is a relation anywhere, else in the simple one."""
    with tempfile.TemporaryFile() as spool:
        entity = relations = 0
        for document in job.documents():
            task = _task(job, document, entity, relations)
            if task is not None:
                entity += len(task["entities"])
                relations += len(task["relations"])
                spool.write(encoded(task))
        spool.seek(0)
        form = '"JSONL(Relation)"' if relations else '"JSONL", with column_label "label"'
        job.remarks.append(f"import it in doccano as {form}; allow overlapping spans, or doccano drops some")
        for line in spool:
            yield line if relations else _simple(line)


def _task(job: ExportJob, document: AnnotatedArticle, entity: int, relation: int) -> dict[str, Any] | None:
    """Return an article in the relation form; ids count on from those given, unique in the file."""
    units = Utf16(document.article.text)
    entities: list[dict[str, Any]] = []
    first: dict[str, int] = {}
    spans: set[tuple[int, int]] = set()
    kept: list[Annotation] = []
    for annotation in document.annotations:
        span = (annotation.target.start, annotation.target.end)
        if not annotation.tags or span in spans:
            job.leave_out(annotation, SAME_SPAN if annotation.tags else NO_TAG)
            continue
        spans.add(span)
        kept.append(annotation)
        first[annotation.uuid] = entity + len(entities)
        start, end = (units.to_units(offset) for offset in span)
        job.agree(units.slice(start, end), annotation)
        entities += [
            {"id": entity + len(entities) + place, "label": tag, "start_offset": start, "end_offset": end}
            for place, tag in enumerate(annotation.tags)
        ]
    if not kept:
        return None
    relations: list[dict[str, Any]] = []
    for annotation in kept:
        for link in annotation.links:
            if link.to in first:
                ends = {"from_id": first[annotation.uuid], "to_id": first[link.to], "type": link.type}
                relations.append({"id": relation + len(relations)} | ends)
            else:
                job.losses.add(annotation, "links", ELSEWHERE)
    meta = {key: job.articles.metadata(document.article.id).get(key) for key in ARTICLE_KEYS}
    ids = {"article": document.article.id, "sha256": document.article.sha256}
    task = {KEY: job.format.name, "text": document.article.text}
    return task | {"entities": entities, "relations": relations} | ids | meta


def _simple(line: bytes) -> bytes:
    task = msgspec.json.decode(line)
    del task["relations"]
    entities = task.pop("entities")
    label = [[entity["start_offset"], entity["end_offset"], entity["label"]] for entity in entities]
    return encoded({KEY: task.pop(KEY), "text": task.pop("text"), "label": label} | task)


def read_annotations(path: Path) -> Iterator[IncomingAnnotation | ImportNote]:
    """Yield what stands in a file of doccano's, in any of its forms for spans: lines or an array.

    A row without labels says nothing; a file in which no row has a place for them is none of doccano's. The
    comments of a document are the note of its first span, else of the whole text.

    Raises:
        ExchangeError: it is another file, or is cut short.
    """
    labelled = False
    for place, task in json_records(path):
        text = text_of(task.get("text", task.get("data")), "text", place)
        named = next((key for key in LABELS if key in task), None)
        labelled = labelled or named is not None
        spans = None if named is None else task[named]
        if spans is not None and not isinstance(spans, list):
            raise ExchangeError(f'{place} has neither "label" nor "entities"')
        comment = comments(task)
        for incoming in _spans(task, text, spans or [], place):
            if comment and isinstance(incoming, IncomingAnnotation):
                incoming.note, comment = comment, ""
            yield incoming
        if comment and text:
            yield IncomingAnnotation(place=place, text=text, start=0, end=len(text), note=comment)
    if not labelled:
        raise ExchangeError('no row has "label" or "entities"')


def comments(task: dict[str, Any]) -> str:
    """Return what people have written beside a document, a line each."""
    listed = task.get("Comments", task.get("comments"))
    if isinstance(listed, str):
        listed = [listed]
    texts = (
        [item.get("text") if isinstance(item, dict) else item for item in listed or []]
        if isinstance(listed, list)
        else []
    )
    return "\n".join(text for text in texts if isinstance(text, str) and text)


def _spans(
    task: dict[str, Any], text: str, spans: list[Any], place: str
) -> Iterator[IncomingAnnotation | ImportNote]:
    units = Utf16(text)
    groups: dict[tuple[int, int], set[str]] = {}
    keys: dict[Any, str] = {}
    for item in spans:
        if isinstance(item, str):
            raise ExchangeError(f"{place} has labels without offsets")
        try:
            start, end, label, identity = _span(item)
        except (TypeError, ValueError, KeyError):
            yield ImportNote(place, f"{str(item)[:60]} is no span with start, end and label")
            continue
        groups.setdefault((start, end), set()).add(label)
        keys[identity] = f"{place}, {start}-{end}"
    links: dict[str, list[Link]] = {}
    relations = task.get("relations")
    if relations is not None and not isinstance(relations, list):
        yield ImportNote(place, '"relations" is no list; left out')
    for item in relations if isinstance(relations, list) else []:
        try:
            begin, to, kind = keys[item["from_id"]], keys[item["to_id"]], str(item["type"])
        except (TypeError, KeyError):
            yield ImportNote(place, f"the relation {str(item)[:60]} is not between spans of this line")
            continue
        links.setdefault(begin, []).append(Link(kind, to))
    for (start, end), tags in groups.items():
        key = f"{place}, {start}-{end}"
        yield IncomingAnnotation(
            place=key,
            key=key,
            article=task.get("article") if isinstance(task.get("article"), str) else None,
            text=text,
            start=units.to_code_points(start) if start >= 0 else start,
            end=units.to_code_points(end),
            tags=tuple(sorted(tags)),
            local_links=tuple(links.get(key, ())),
        )


def _span(item: Any) -> tuple[int, int, str, Any]:
    if isinstance(item, dict):
        start, end, label, identity = item["start_offset"], item["end_offset"], item["label"], item.get("id")
    else:
        start, end, label = item
        identity = None
    if not (is_offset(start) and is_offset(end) and isinstance(label, str)):
        raise TypeError
    hash(identity)  # relations name spans by it: a list or an object is no identity, which is a TypeError
    return start, end, label, identity
