"""Reads what Potato's annotators have made: `annotated_instances.jsonl`, a text a line, or the table of it.

Labels are of the whole text, `{"schema": {"label": "true"}}`; what was written into a box has other words as
its value, and becomes the note. Spans have offsets of the browser, so the words that they repeat decide the
unit. In a table spans are written as Python writes its lists, which is named and left to the JSON lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from annotations.exchange import ExchangeError
from annotations.exchange.incoming import ImportNote, IncomingAnnotation
from annotations.exchange.offsets import fitting
from annotations.exchange.streams import binary, is_offset, json_records
from annotations.exchange.tables import rows

TEXT = "displayed_text"
SAID = frozenset({"label_annotations", "span_annotations"})
_USERS = ("user_id", "user")
_CHOSEN = frozenset({"true", "on", "yes"})
_NOT_CHOSEN = frozenset({"", "false", "off", "no", "none", "nan"})


def read_annotations(path: Path) -> Iterator[IncomingAnnotation | ImportNote]:
    """Yield spans, and labels of whole texts.

    Raises:
        ExchangeError: it is another file, or is cut short.
    """
    # each annotator has a folder in older versions
    folder = path.absolute().parent.name if path.stem == "annotated_instances" else ""
    with binary(path) as file:
        is_json = file.read(1024).lstrip()[:1] in (b"[", b"{", b"")
    for place, item in json_records(path) if is_json else rows(path, {TEXT}):
        text = item.get(TEXT)
        if not isinstance(text, str) or (is_json and SAID.isdisjoint(item)):
            raise ExchangeError(f'{place} has no "{TEXT}" with "label_annotations" or "span_annotations"')
        if not text:
            yield ImportNote(place, "the text is empty")
            continue
        user = next((item[key] for key in _USERS if isinstance(item.get(key), str) and item[key]), folder)
        common: dict[str, Any] = {"text": text, "annotator": user or None}
        if is_json:
            yield from _labels(_by_schema(item.get("label_annotations")), common, place)
            yield from _spans(item.get("span_annotations"), common, place)
        else:
            yield from _cells(item, common, place)


def _labels(
    schemas: Mapping[str, Mapping[str, Any]], common: Mapping[str, Any], place: str
) -> Iterator[IncomingAnnotation]:
    tags: list[str] = []
    written: list[str] = []
    for schema, labels in schemas.items():
        for label, value in labels.items():
            word = str(value).strip()
            if value is True or word.casefold() in _CHOSEN or word == label or word.isdecimal():
                tags.append(label)
            elif value not in (False, None) and word.casefold() not in _NOT_CHOSEN:
                written.append(f"{schema}: {word}")
    if tags or written:
        yield IncomingAnnotation(
            place=place,
            start=0,
            end=len(common["text"]),
            tags=tuple(tags),
            note="\n".join(written),
            **common,
        )


def _by_schema(value: Any) -> dict[str, dict[str, Any]]:
    """Return labels by schema, of either form: objects in each other, or a list with a name and a value."""
    schemas: dict[str, dict[str, Any]] = {}
    if isinstance(value, dict):
        for schema, labels in value.items():
            schemas[schema] = labels if isinstance(labels, dict) else {str(labels): labels}
    for item in value if isinstance(value, list) else []:
        if isinstance(item, dict) and isinstance(item.get("name"), str):
            schemas.setdefault(str(item.get("schema", "")), {})[item["name"]] = item.get("value", True)
    return schemas


def _spans(value: Any, common: Mapping[str, Any], place: str) -> Iterator[IncomingAnnotation | ImportNote]:
    listed: list[Any] = []
    for part in value.values() if isinstance(value, dict) else [value]:
        listed += part if isinstance(part, list) else [] if part is None else [part]
    spans: dict[tuple[int, int], list[str]] = {}
    for item in listed:
        label = None
        if isinstance(item, dict):
            label = next(
                (item[key] for key in ("annotation", "name", "label") if isinstance(item.get(key), str)), None
            )
        if label is None or not (is_offset(item.get("start")) and is_offset(item.get("end"))):
            yield ImportNote(place, f"{str(item)[:60]} is no span with start, end and label")
            continue
        quote = next((item[key] for key in ("span", "text") if isinstance(item.get(key), str)), None)
        span = fitting(common["text"], item["start"], item["end"], quote)
        spans.setdefault(span, []).append(label)
    for (start, end), labels in spans.items():
        where = f"{place}, {start}-{end}"
        yield IncomingAnnotation(place=where, start=start, end=end, tags=tuple(labels), **common)


def _cells(
    cells: Mapping[str, str], common: Mapping[str, Any], place: str
) -> Iterator[IncomingAnnotation | ImportNote]:
    """Yield what a row of the table says: columns are called `schema:::label`."""
    schemas: dict[str, dict[str, Any]] = {}
    spans = False
    for name, cell in cells.items():
        schema, mark, label = name.partition(":::")
        if mark and schema == "span_annotation":
            spans = spans or cell.strip() not in ("", "[]")
        elif mark:
            schemas.setdefault(schema, {})[label] = cell
    yield from _labels(schemas, common, place)
    if spans:
        yield ImportNote(place, "a table has no usable spans; import annotated_instances.jsonl for them")
