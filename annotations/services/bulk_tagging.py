"""One tag on many annotations at once, of any articles and any spans, as one set of changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from annotations.model.records import Annotation, timestamp
from annotations.model.scheme import Scheme
from annotations.store.base import Change


class Bulk(NamedTuple):
    """What one press of a tag's key on many annotations comes to."""

    changes: Sequence[Change]
    on: bool
    """Whether the tag is set; else it is taken away."""
    left: int
    """Annotations of other annotators, which stay as they are."""

    @property
    def deleted(self) -> int:
        """How many lose their last tag, and go."""
        return sum(change.annotation is None for change in self.changes)


def press(annotations: Sequence[Annotation], tag: str, annotator: str, scheme: Scheme) -> Bulk:
    """Set a tag on all of them; where all have it already, take it away from all.

    Args:
        annotations: which ones, each once.
        tag: id of the tag.
        annotator: who does it, and whose annotations alone are changed.
        scheme: how tags go together.
    """
    mine = [one for one in annotations if one.annotator == annotator]
    on = not all(tag in one.tags for one in mine)
    now = timestamp()
    changes = []
    for one in mine:
        if on == (tag in one.tags):
            continue
        tags = scheme.toggled(one.tags, tag)
        changed = msgspec.structs.replace(one, tags=tags, updated=now) if tags else None
        changes.append(Change(one.uuid, one.rev, changed))
    return Bulk(changes, on, len(annotations) - len(mine))
