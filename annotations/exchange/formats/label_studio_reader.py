"""Reads Label Studio's JSON export: regions of `<Text>` with their labels, attributes, notes and relations.

Both its full export and its predecessor's are arrays of tasks. Regions of other media (images, sound, HTML
with its XPaths) are named and left out. Its two short forms, JSON_MIN and CSV, are read by
`label_studio_min_reader`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from annotations.exchange import ExchangeError
from annotations.exchange.dates import to_utc
from annotations.exchange.formats import label_studio_min_reader
from annotations.exchange.formats.label_studio_min_reader import annotator_of
from annotations.exchange.incoming import ImportNote, IncomingAnnotation
from annotations.exchange.round_trip_payload import KEY, unpack
from annotations.exchange.streams import is_offset, json_objects
from annotations.model.records import Link

TEXT = "text"
LABELS = "label"


class Control(NamedTuple):
    """The form in which an attribute appears as a result: its type, and the key of its value."""

    type: str
    key: str


CONTROLS = {
    "choice": Control("choices", "choices"),
    "text": Control("textarea", "text"),
    "date": Control("textarea", "text"),
    "number": Control("number", "number"),
}
"""Kinds of attribute that Label Studio has a control for."""

_WHOLE = frozenset({"choices", "textarea", "number", "rating"})
"""Kinds of result that may be about a whole text."""
_ELSEWHERE = frozenset({"x", "y", "startOffset", "endOffset", "channel", "points", "start", "end"})
"""Keys of a value that is about a place, in a picture, a sound or a page."""

_ATTRIBUTES = {control.type: control.key for control in CONTROLS.values()}


def read_annotations(path: Path) -> Iterator[IncomingAnnotation | ImportNote]:
    """Yield what stands in an export.

    Raises:
        ExchangeError: it is another file, or is cut short.
    """
    if label_studio_min_reader.is_table(path):
        yield from label_studio_min_reader.read_table(path)
        return
    for number, task in json_objects(path):
        place = f"task {task.get('id', number)}"
        data, annotations = task.get("data"), task.get("annotations", task.get("completions"))
        if label_studio_min_reader.is_short(task):
            yield from label_studio_min_reader.read_task(task, place)
            continue
        if not isinstance(data, dict) or not isinstance(annotations, list):
            raise ExchangeError(f'{place} has no "data" and "annotations"')
        if not annotations and task.get("predictions"):
            yield ImportNote(place, "has predictions only; nobody has accepted them")
        for annotation in annotations:
            if isinstance(annotation, dict) and not annotation.get("was_cancelled"):
                yield from _annotation(data, annotation, place)


def _annotation(
    data: Mapping[str, Any], annotation: Mapping[str, Any], place: str
) -> Iterator[IncomingAnnotation | ImportNote]:
    regions: dict[str, list[Mapping[str, Any]]] = {}
    relations: dict[str, list[Link]] = {}
    results = annotation.get("result")
    for item in results if isinstance(results, list) else []:
        if not isinstance(item, dict):
            yield ImportNote(place, "a result is no object")
        elif item.get("type") == "relation":
            begin, end = str(item.get("from_id")), str(item.get("to_id"))
            if item.get("direction") == "left":
                begin, end = end, begin
            labels = item.get("labels") or ["related"]
            for label in labels if isinstance(labels, list) else []:
                relations.setdefault(begin, []).append(Link(str(label), f"{place}, region {end}"))
        else:
            regions.setdefault(str(item.get("id")), []).append(item)
    signature = annotator_of(annotation.get("completed_by"))
    for region_id, items in regions.items():
        key = f"{place}, region {region_id}"
        yield _region(data, items, tuple(relations.get(region_id, ())), signature, annotation, key)


def _region(
    data: Mapping[str, Any],
    items: list[Mapping[str, Any]],
    local_links: tuple[Link, ...],
    annotator: str | None,
    annotation: Mapping[str, Any],
    key: str,
) -> IncomingAnnotation | ImportNote:
    place = key
    value = _value(items[0])
    start, end = value.get("start"), value.get("end")
    if "start" not in value and "end" not in value and _of_text(items):
        return _whole(data, items, annotator, annotation, key)
    if not is_offset(start) or not is_offset(end):
        return ImportNote(place, f"{items[0].get('type')} is no span of a text")
    tags: list[str] = []
    attributes: dict[str, Any] = {}
    meta: dict[str, Any] = {}
    for item in items:
        kind, content = item.get("type"), _value(item)
        if isinstance(item.get("meta"), dict):
            meta |= item["meta"]
        if kind == "labels" and isinstance(content.get("labels"), list):
            tags += [str(label) for label in content["labels"]]
        elif isinstance(kind, str) and kind in _ATTRIBUTES:
            chosen = content.get(_ATTRIBUTES[kind])
            single = chosen[0] if isinstance(chosen, list) and len(chosen) == 1 else chosen
            attributes[str(item.get("from_name"))] = single
    quote = next((_value(item)["text"] for item in items if isinstance(_value(item).get("text"), str)), None)
    notes = meta.get("text")
    note = "\n".join(map(str, notes)) if isinstance(notes, list) else ""
    text = _text(data, items[0], start, end, quote)
    fields: dict[str, Any] = {
        "article": data["article"] if isinstance(data.get("article"), str) else None,
        "text": text,
        "start": start,
        "end": end,
        "quote": quote,
        "tags": tuple(tags),
        "note": note,
        "key": key,
        "local_links": local_links,
    }
    payload = unpack(meta.get(KEY), place)
    if payload is None:
        dates = {
            "created": to_utc(annotation.get("created_at")),
            "updated": to_utc(annotation.get("updated_at")),
        }
        return IncomingAnnotation(place=place, attributes=attributes, annotator=annotator, **fields | dates)
    return payload.incoming(place, **fields, attributes=payload.attributes | attributes)


def _of_text(items: list[Mapping[str, Any]]) -> bool:
    """Say whether results without a span are about the text as a whole."""
    return all(str(item.get("type")) in _WHOLE and not _value(item).keys() & _ELSEWHERE for item in items)


def _whole(
    data: Mapping[str, Any],
    items: list[Mapping[str, Any]],
    annotator: str | None,
    annotation: Mapping[str, Any],
    key: str,
) -> IncomingAnnotation | ImportNote:
    """Return what is said of a whole text: choices are its tags, what is written its note."""
    tags: list[str] = []
    notes: list[str] = []
    attributes: dict[str, Any] = {}
    for item in items:
        content = _value(item)
        for name in ("choices", "text"):
            said = content.get(name)
            listed = [said] if isinstance(said, str) else said if isinstance(said, list) else []
            (tags if name == "choices" else notes).extend(each for each in listed if isinstance(each, str))
        for name in ("number", "rating"):
            if name in content:
                attributes[str(item.get("from_name"))] = content[name]
    text = _text(data, items[0], 0, 0, None)
    if not text:
        return ImportNote(key, "it is about no text")
    return IncomingAnnotation(
        place=key,
        article=data["article"] if isinstance(data.get("article"), str) else None,
        text=text,
        start=0,
        end=len(text),
        tags=tuple(tag for tag in tags if tag),
        attributes=attributes,
        note="\n".join(notes),
        key=key,
        annotator=annotator,
        created=to_utc(annotation.get("created_at")),
        updated=to_utc(annotation.get("updated_at")),
    )


def _value(item: Mapping[str, Any]) -> Mapping[str, Any]:
    value = item.get("value")
    return value if isinstance(value, dict) else {}


def _text(
    data: Mapping[str, Any], item: Mapping[str, Any], start: int, end: int, quote: str | None
) -> str | None:
    """Return the text that offsets count in: the field with the quote there, else that called text."""
    texts = [
        value for value in (data.get(str(item.get("to_name"))), *data.values()) if isinstance(value, str)
    ]
    fitting = next((text for text in texts if quote is not None and text[start:end] == quote), None)
    named = data.get(TEXT)
    return fitting or (named if isinstance(named, str) else next(iter(texts), None))
