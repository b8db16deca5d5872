"""The annotations of the corpus may be compared with those of another person: `--review FILE`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from annotations.model.records import Annotation
    from tui.session.annotation_service import Record


class Colleague(NamedTuple):
    """Holds another person's annotations file, as it was read."""

    file: str
    """The name of that file."""
    annotations: Sequence[Annotation]
    records: Mapping[str, Record]
    """By id, what that file remembers of its articles."""

    @property
    def name(self) -> str:
        """The person's name, if the file is of one; else that of the file."""
        annotators = {annotation.annotator for annotation in self.annotations}
        return annotators.pop() if len(annotators) == 1 else self.file
