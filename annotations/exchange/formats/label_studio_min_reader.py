"""Reads Label Studio's short exports, JSON_MIN and CSV: the task's own data with an entry per control.

A control's spans are a list of objects with start, end, text and labels; choices are an object, or the bare
word where there is one. Nothing says which keys are data and which are controls. Label Studio writes the data
first, then `id`, then the controls, then `annotator`; where a table is sorted by name instead, every column
that is neither the text nor known as data is a control.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from annotations.exchange.dates import to_utc
from annotations.exchange.formats.jsonl import ARTICLE_KEYS
from annotations.exchange.incoming import ImportNote, IncomingAnnotation
from annotations.exchange.offsets import fitting
from annotations.exchange.streams import binary, is_offset
from annotations.exchange.tables import rows
from annotations.model.records import MAX_NAME

_OF_ANNOTATION = frozenset({"annotation_id", "annotator", "lead_time"})
"""Keys by which a short export is known; a full one has them in its annotations."""

_NOT_CONTROLS = frozenset(
    {*ARTICLE_KEYS, *_OF_ANNOTATION, "id", "article", "sha256", "created_at", "updated_at", "agreement"}
)


def is_table(path: Path) -> bool:
    """Say whether a file is no JSON."""
    with binary(path) as file:
        return file.read(1024).lstrip()[:1] not in (b"[", b"{", b"")


def is_short(task: Mapping[str, Any]) -> bool:
    """Say whether a task is one of JSON_MIN."""
    return not isinstance(task.get("data"), dict) and not _OF_ANNOTATION.isdisjoint(task)


def read_table(path: Path) -> Iterator[IncomingAnnotation | ImportNote]:
    """Yield what stands in a CSV.

    Raises:
        ExchangeError: it is another file, or is cut short.
    """
    for place, cells in rows(path, _OF_ANNOTATION):
        yield from read_task({name: _decoded(cell) for name, cell in cells.items()}, place)


def read_task(task: Mapping[str, Any], place: str) -> Iterator[IncomingAnnotation | ImportNote]:
    """Yield the spans of a task, and what is said of its text as a whole."""
    text_key = _text_key(task)
    if text_key is None:
        yield ImportNote(place, "has no text")
        return
    text = task[text_key]
    common: dict[str, Any] = {
        "article": task["article"] if isinstance(task.get("article"), str) else None,
        "text": text,
        "annotator": annotator_of(_whole_number(task.get("annotator"))),
        "created": to_utc(task.get("created_at")),
        "updated": to_utc(task.get("updated_at")),
    }
    tags: list[str] = []
    spans: dict[tuple[int, int], dict[str, Any]] = {}
    for name in _controls(task, text_key):
        value = task[name]
        if isinstance(value, str):
            tags += [value] if value and len(value) <= MAX_NAME else []
            continue
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict) and is_offset(item.get("start")) and is_offset(item.get("end")):
                _add_span(spans, text, name, item)
            elif isinstance(item, dict) and isinstance(item.get("choices"), list):
                tags += [choice for choice in item["choices"] if isinstance(choice, str) and choice]
            elif isinstance(item, str) and item and len(item) <= MAX_NAME:
                tags.append(item)
            elif item is not None and not is_offset(item) and not isinstance(item, float):
                yield ImportNote(place, f"{name}: {str(item)[:60]} is no span of a text")
    for (start, end), said in spans.items():
        where = f"{place}, {start}-{end}"
        fields = common | {"quote": said["quote"], "attributes": said["attributes"]}
        yield IncomingAnnotation(place=where, start=start, end=end, tags=tuple(said["tags"]), **fields)
    if tags:
        yield IncomingAnnotation(place=place, start=0, end=len(text), tags=tuple(tags), **common)


def annotator_of(value: Any) -> str | None:
    """Name an annotator of Label Studio: by address where the export has it, else by number."""
    if isinstance(value, dict):
        value = value.get("email") or value.get("id")
    if isinstance(value, str):
        return value.partition(",")[0].strip() or None
    return None if value is None else f"label-studio-{value}"


def _add_span(
    spans: dict[tuple[int, int], dict[str, Any]], text: str, name: str, item: Mapping[str, Any]
) -> None:
    """Add what one control says of a span; a choice that is made for a span is an attribute of it."""
    quote = item["text"] if isinstance(item.get("text"), str) else None
    span = fitting(text, item["start"], item["end"], quote)
    said = spans.setdefault(span, {"quote": quote, "tags": [], "attributes": {}})
    for key, value in item.items():
        if key.endswith("labels") and isinstance(value, list):
            said["tags"] += [label for label in value if isinstance(label, str) and label]
        elif key == "choices" and isinstance(value, list) and value:
            said["attributes"][name] = value[0] if len(value) == 1 else value


def _text_key(task: Mapping[str, Any]) -> str | None:
    """Return the key of the text: the one that is called so, else that of the longest string."""
    if isinstance(task.get("text"), str) and task["text"]:
        return "text"
    strings = [key for key, value in task.items() if isinstance(value, str) and key not in _NOT_CONTROLS]
    return max(strings, key=lambda key: len(task[key]), default=None)


def _controls(task: Mapping[str, Any], text_key: str) -> list[str]:
    """Return the keys of the entries that a person has made."""
    keys = list(task)
    first, last = (keys.index(key) if key in task else -1 for key in ("id", "annotator"))
    in_order = 0 <= first < last and "annotation_id" not in keys[:last]
    return [
        key
        for place, key in enumerate(keys)
        if key != text_key
        and key not in _NOT_CONTROLS
        and (not isinstance(task[key], str) or not in_order or first < place < last)
    ]


def _decoded(cell: str) -> Any:
    """Return a cell's value: JSON where it is a list or an object, else the text."""
    if not cell.startswith(("[", "{")):
        return cell
    try:
        return msgspec.json.decode(cell)
    except (msgspec.MsgspecError, RecursionError):
        return cell


def _whole_number(value: Any) -> Any:
    """Return the number that a cell of a table is, if it is one."""
    return (
        int(value)
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 19
        else value
    )
