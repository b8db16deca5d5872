"""`claimreader history [ANNOTATION]`: who changed what, and when, in words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from annotations.records import Annotation, to_document
from annotations.store.base import Event, Store

_SHOWN = ("article", "target", "links")
"""Whose unknown keys lie with them in `extra`; those of links are shown with the links."""


class NotOneError(LookupError):
    """A prefix that no annotation has, or several; the message says which."""


def find_uuid(store: Store, prefix: str) -> str:
    """Return the uuid that begins with `prefix`, of annotations that are there or ever were.

    Raises:
        NotOneError: there is none, or more than one.
    """
    found = {annotation.uuid for annotation in store.list()} | {event.uuid for event in store.history()}
    if prefix in found:
        return prefix
    matching = sorted(uuid for uuid in found if uuid.startswith(prefix))
    if len(matching) != 1:
        some = f"{len(matching)} annotations begin with {prefix!a}: {', '.join(matching[:3])}"
        raise NotOneError(some if matching else f"no annotation begins with {prefix!a}")
    return matching[0]


def as_text(event: Event) -> str:
    """Write one line: number, time, who, what kind, which annotation, and each field before and after."""
    at = event.after or event.before
    place = (
        f"{at.article.id}:{at.target.sentence + 1 if at.target.sentence is not None else '-'}" if at else "-"
    )
    kind = event.kind if event.of is None else f"{event.kind} of {event.of}"
    line = f"{event.seq} {event.time} {event.by} {kind} {event.uuid} {place} {'; '.join(_differences(event))}"
    if line.isprintable():
        return line
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)


def _differences(event: Event) -> Iterator[str]:
    if event.after is None:
        yield "deleted" + (f": {_show(event.before.target.quote)}" if event.before else "")
        return
    before, after = _fields(event.before), _fields(event.after)
    if event.before is None:
        yield f"new: {_show(event.after.target.quote)}"
    for field in dict.fromkeys([*before, *after]):
        old, new = before.get(field), after.get(field)
        if old != new and (event.before or new):
            yield (
                f"{field}: {_show(new)}" if event.before is None else f"{field}: {_show(old)} -> {_show(new)}"
            )


def _fields(annotation: Annotation | None) -> dict[str, Any]:
    """Flatten an annotation by one level: an attribute is a field of its own, the span one field."""
    if annotation is None:
        return {}
    span = annotation.target
    fields = {
        "span": f"{span.start}-{span.end}",
        "tags": annotation.tags,
        "note": annotation.note,
        "links": to_document(annotation)["links"] if annotation.links else [],
    }
    if annotation.extra:
        fields |= {key: value for key, value in annotation.extra.items() if key not in _SHOWN}
    return fields | annotation.attributes


def _show(value: Any) -> str:
    return _ENCODER.encode(value)[:80]


_ENCODER = json.JSONEncoder(ensure_ascii=False)
