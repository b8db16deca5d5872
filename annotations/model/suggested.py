"""Says which values of an annotation are still those that a person took from a suggestion.

The mark is of a value and not of the field: who overrules a suggestion afterwards, by hand or in another
program, has decided alone, and the mark goes. Where it stays, the value stands as it was suggested, so that
agreement of annotators can be measured with such values and without them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from annotations.model.origin import origin
from annotations.model.records import Annotation, Suggested

TAGS = "tags"
"""The field that means the tags; any other is the id of an attribute."""


def stands(field: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Say whether the value of a field in one document is still there in another.

    Tags stand as long as none of them is gone: one more is said beside them, and overrules nothing.
    """
    if field == TAGS:
        return set(before["tags"]) <= set(after["tags"])
    return bool(before["attributes"].get(field) == after["attributes"].get(field))


def without_overruled(before: Annotation, after: Annotation) -> Annotation:
    """Return `after` without the marks of `before` whose values aren't there any more."""
    held = set(before.suggested)
    if not held or not held & set(after.suggested):
        return after
    old, new = _values(before), _values(after)
    kept = tuple(mark for mark in after.suggested if mark not in held or stands(mark.field, old, new))
    return after if kept == after.suggested else msgspec.structs.replace(after, suggested=kept)


def has_taken_tags(annotation: Annotation) -> bool:
    """Say whether the decision itself, the tags, was taken: from a suggestion, or over from a colleague."""
    return bool(origin(annotation)) or any(mark.field == TAGS for mark in annotation.suggested)


def marked(marks: Sequence[Suggested], taken: Iterable[Suggested]) -> tuple[Suggested, ...]:
    """Return the marks of an annotation after some values were taken: one for each field, the last one."""
    by_field = {mark.field: mark for mark in (*marks, *taken)}
    return tuple(sorted(by_field.values(), key=lambda mark: (mark.field, mark.rule)))


def _values(annotation: Annotation) -> dict[str, Any]:
    return {"tags": annotation.tags, "attributes": annotation.attributes}
