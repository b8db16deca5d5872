"""Reads Argilla's records: version 2 and its feedback data sets (`fields`, `responses`), and version 1.

What people have answered comes in, each person's answers as annotations of that person; what a model
suggested and nobody has accepted stays out, and is counted. An answer that is a list of spans marks these;
a choice is a tag of the whole text, a rating an attribute, and a text the note.
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

_RESPONSES = ".responses"
_LONGEST_LABEL = 64
"""Code points: an answer with more, or of several lines, is what somebody has written."""

_VERSION_1 = frozenset({"annotation", "prediction", "annotation_agent", "prediction_agent"})
_DONE = frozenset({"submitted", "completed", "validated"})


def read_annotations(path: Path) -> Iterator[IncomingAnnotation | ImportNote]:
    """Yield spans, and answers about whole texts.

    Raises:
        ExchangeError: it is another file, or is cut short.
    """
    open_records: Counter[str] = Counter()
    for place, item in _records(path):
        text = _text(item)
        answers = list(_answers(item, open_records))
        if text is None and not answers:
            continue
        if text is None:
            yield ImportNote(place, "has no text")
            continue
        for user, said in answers:
            yield from _annotations(text, user, said, item, place)
    for state, count in sorted(open_records.items()):
        yield ImportNote(f"{count} record{'s' * (count != 1)}", f"{state}; left out", harmless=True)


def _records(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for place, item in json_records(path):
        listed = item.get("records", item.get("items"))
        if isinstance(listed, list):
            for number, inner in enumerate(listed, 1):
                if isinstance(inner, dict):
                    yield f"{place}.{number}", inner
            continue
        if not is_record(item):
            raise ExchangeError(f'{place} has neither "responses" nor "annotation", as records of Argilla do')
        yield place, item


def is_record(item: Mapping[str, Any]) -> bool:
    """Say whether an object is a record of Argilla's, by its keys."""
    if isinstance(item.get("fields"), dict):
        return "responses" in item or "suggestions" in item
    has_text = "text" in item or "inputs" in item or "tokens" in item
    return any(key.endswith(_RESPONSES) for key in item) or (has_text and not _VERSION_1.isdisjoint(item))


def _text(item: Mapping[str, Any]) -> str | None:
    """Return the text that offsets count in: the one that is called so, else the longest."""
    fields = item.get("fields", item.get("inputs"))
    texts = fields if isinstance(fields, dict) else item
    if isinstance(item.get("text"), str) and item["text"]:
        return str(item["text"])
    if isinstance(texts.get("text"), str) and texts["text"]:
        return str(texts["text"])
    if not isinstance(fields, dict):
        return fields if isinstance(fields, str) and fields else None
    strings = [value for value in texts.values() if isinstance(value, str) and value]
    return max(strings, key=len, default=None)


def _answers(
    item: Mapping[str, Any], open_records: Counter[str]
) -> Iterator[tuple[str | None, dict[str, Any]]]:
    """Yield each person with the answers by question; states that are no answer are counted."""
    responses = item.get("responses")
    by_person: dict[str | None, dict[str, Any]] = {}
    for question, value, user, status in _given(responses, item):
        if status is not None and str(status).lower() not in _DONE:
            open_records[f"{str(status).lower()[:20]}, not submitted"] += 1
        elif value is not None:
            by_person.setdefault(user if isinstance(user, str) and user else None, {})[question] = value
    if not by_person and (item.get("suggestions") or item.get("prediction")):
        open_records["has suggestions only, which nobody has accepted"] += 1
    yield from by_person.items()


def _given(responses: Any, item: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any, Any]]:
    """Yield question, value, person and status of each answer, of any of Argilla's forms."""
    if isinstance(responses, dict):  # version 2: lists by question
        for question, listed in responses.items():
            for each in listed if isinstance(listed, list) else [listed]:
                if isinstance(each, dict):
                    yield question, each.get("value"), each.get("user_id"), each.get("status")
    elif isinstance(responses, list):  # feedback data sets of version 1: an object for each person
        for each in responses:
            values = each.get("values") if isinstance(each, dict) else None
            for question, answer in values.items() if isinstance(values, dict) else ():
                value = answer.get("value") if isinstance(answer, dict) else answer
                yield question, value, each.get("user_id"), each.get("status")
    for key, values in item.items():  # version 2 as a data set: columns
        if key.endswith(_RESPONSES) and isinstance(values, list):
            users, states = item.get(f"{key}.users"), item.get(f"{key}.status")
            for place, value in enumerate(values):
                yield key.removesuffix(_RESPONSES), value, _at(users, place), _at(states, place)
    if item.get("annotation") is not None:  # version 1
        yield "annotation", item["annotation"], item.get("annotation_agent"), item.get("status")


def _at(values: Any, place: int) -> Any:
    return values[place] if isinstance(values, list) and place < len(values) else None


def _annotations(
    text: str, user: str | None, said: Mapping[str, Any], item: Mapping[str, Any], place: str
) -> Iterator[IncomingAnnotation | ImportNote]:
    dates = {"created": to_utc(item.get("inserted_at")), "updated": to_utc(item.get("updated_at"))}
    common: dict[str, Any] = {"text": text, "annotator": user} | dates
    tags: list[str] = []
    notes: list[str] = []
    attributes: dict[str, Any] = {}
    spans: dict[tuple[int, int], list[str]] = {}
    for question, value in said.items():
        for answer in value if isinstance(value, list) else [value]:
            span = _span(answer, text)
            if span is not None:
                spans.setdefault(span[:2], []).append(span[2])
            elif isinstance(answer, str) and answer:
                short = len(answer) <= _LONGEST_LABEL and "\n" not in answer
                (tags if short else notes).append(answer)
            elif isinstance(answer, int | float) and not isinstance(answer, bool):
                attributes[question] = answer
            elif answer is not None and answer != "":
                yield ImportNote(place, f"{question}: {str(answer)[:60]} has no place here")
    for (start, end), labels in spans.items():
        where = f"{place}, {start}-{end}"
        yield IncomingAnnotation(place=where, start=start, end=end, tags=tuple(labels), **common)
    if tags or notes or attributes:
        yield IncomingAnnotation(
            place=place,
            start=0,
            end=len(text),
            tags=tuple(tags),
            note="\n".join(notes),
            attributes=attributes,
            **common,
        )


def _span(answer: Any, text: str) -> tuple[int, int, str] | None:
    """Return start, end and label of a span; None if an answer is none."""
    if isinstance(answer, dict):
        start, end, label = answer.get("start"), answer.get("end"), answer.get("label")
    elif isinstance(answer, list) and len(answer) >= 3:
        label, start, end = answer[:3]
    else:
        return None
    if not (is_offset(start) and is_offset(end) and isinstance(label, str)):
        return None
    quote = answer.get("text") if isinstance(answer, dict) else None
    return (*fitting(text, start, end, quote if isinstance(quote, str) else None), label)
