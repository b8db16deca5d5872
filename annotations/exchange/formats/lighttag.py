"""Reads LightTag's export: `examples` with the spans and classes that people have given them.

A span is one annotation for each person who marked it. What a reviewer has called wrong stays out, and is
counted; so is what only a model has suggested.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from annotations.exchange import ExchangeError
from annotations.exchange.dates import to_utc
from annotations.exchange.incoming import ImportNote, IncomingAnnotation
from annotations.exchange.offsets import fitting
from annotations.exchange.streams import is_offset, json_records

_SIGNED = ("annotated_by", "classified_by")


def read_annotations(path: Path) -> Iterator[IncomingAnnotation | ImportNote]:
    """Yield spans, and classes of whole texts.

    Raises:
        ExchangeError: it is another file, or is cut short.
    """
    left_out: Counter[str] = Counter()
    for place, item in json_records(path):
        examples = item.get("examples")
        if not isinstance(examples, list):
            raise ExchangeError(f'{place} has no "examples"')
        for number, example in enumerate(examples, 1):
            yield from _example(example, f"example {number}", left_out)
        if item.get("relations"):
            yield ImportNote(place, "trees of relations have no place here; left out")
    for what, count in sorted(left_out.items()):
        yield ImportNote(f"{count} of them", f"{what}; left out", harmless=True)


def _example(example: Any, place: str, left_out: Counter[str]) -> Iterator[IncomingAnnotation | ImportNote]:
    text = example.get("content", example.get("text")) if isinstance(example, dict) else None
    if not isinstance(text, str) or not text:
        yield ImportNote(place, "has no text")
        return
    said: dict[tuple[int, int, str | None], dict[str, Any]] = {}
    for item in _objects(example.get("annotations")):
        start, end, tag = item.get("start"), item.get("end"), item.get("tag")
        if not (is_offset(start) and is_offset(end) and isinstance(tag, str)):
            yield ImportNote(place, f"{str(item)[:60]} is no span with start, end and tag")
            continue
        quote = item["value"] if isinstance(item.get("value"), str) else None
        _sign(said, fitting(text, start, end, quote), tag, item, left_out)
    for item in _objects(example.get("classifications")):
        name = item.get("classname", item.get("class"))
        if isinstance(name, str):
            _sign(said, (0, len(text)), name, item, left_out)
        else:
            yield ImportNote(place, f"{str(item)[:60]} names no class")
    for (start, end, annotator), values in said.items():
        where = f"{place}, {start}-{end}"
        tags, created = tuple(values["tags"]), values["created"]
        common = {"text": text, "annotator": annotator, "created": created, "updated": created}
        yield IncomingAnnotation(place=where, start=start, end=end, tags=tags, **common)


def _sign(
    said: dict[tuple[int, int, str | None], dict[str, Any]],
    span: tuple[int, int],
    tag: str,
    item: Mapping[str, Any],
    left_out: Counter[str],
) -> None:
    """Add a tag for each person who has given it."""
    if item.get("correct") is False:
        left_out["called wrong in the review"] += 1
        return
    signed = next((item[key] for key in _SIGNED if isinstance(item.get(key), list)), None)
    people = _objects(signed) if signed is not None else [{}]
    if not people:
        left_out["suggested, and accepted by nobody"] += 1
    for person in people:
        name = person.get("annotator")
        entry = said.setdefault(
            (*span, name if isinstance(name, str) and name else None),
            {"tags": [], "created": to_utc(person.get("timestamp"))},
        )
        entry["tags"].append(tag)


def _objects(value: Any) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
