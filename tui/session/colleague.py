"""The annotations of the corpus may be compared with those of another person: `--review FILE`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from annotations.model.records import Annotation
    from tui.session.annotation_service import Record


class Colleague(NamedTuple):
    """Holds another person's annotations file, as it was read."""

    name: str
    annotations: Sequence[Annotation]
    records: Mapping[str, Record]
    """By id, what that file remembers of its articles."""
