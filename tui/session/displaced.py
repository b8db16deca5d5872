"""Annotations whose article has changed so that they don't fit it any more: hidden, and some to be looked at.

How that is found out is in `annotations.services.reanchoring`, how they are moved to their words in
`tui.session.reanchoring`. As long as such an annotation stands where it doesn't fit it is neither shown nor
counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotations.model.records import Annotation, ArticleRef
    from annotations.model.side_records import PlacedRecord
    from annotations.services.reanchoring import DisplacedAnnotations


class DisplacementTracker:
    """Knows of the annotations that don't fit their articles.

    Args:
        get: returns an annotation as it is now, by its uuid; None if it is gone.
    """

    def __init__(self, get: Callable[[str], Annotation | None]) -> None:
        self._get = get
        self.findings: DisplacedAnnotations | None = None
        """The annotations whose article has changed, as they were found; None until that was looked at."""
        self._displaced: Mapping[str, ArticleRef] = {}
        """By uuid, the text that each was made for. Replaced, never changed: workers read it."""
        self._uncertain: Mapping[str, Annotation] = {}
        """By uuid, as they were found: those that a person should look at."""
        self._waiting: set[str] | None = None
        """The uuids of those of them that still don't fit; None before that was looked at."""

    def take(self, findings: DisplacedAnnotations) -> None:
        """Replace what is known by what was found."""
        self.findings = findings
        unfit: list[PlacedRecord] = [*findings.displaced, *findings.lost_flags]
        self._displaced = {record.uuid: record.article for record in unfit}
        uncertain = [*(step.old for step in findings.uncertain), *findings.orphans]
        self._uncertain = {annotation.uuid: annotation for annotation in uncertain}
        self._waiting = None

    def hides(self, annotation: PlacedRecord) -> bool:
        """Say whether an annotation or a flag as it is now stands where it doesn't fit."""
        return self._displaced.get(annotation.uuid) == annotation.article

    def remains(self, annotation: Annotation) -> bool:
        """Say whether an annotation, given as it was found, still stands where it doesn't fit."""
        current = self._get(annotation.uuid)
        return current is not None and current.article == annotation.article

    @property
    def waiting(self) -> int:
        """Return how many annotations a person should look at, since their article has changed."""
        if self._waiting is None:
            self._waiting = {uuid for uuid, annotation in self._uncertain.items() if self.remains(annotation)}
        return len(self._waiting)

    def renew(self, uuids: Iterable[str]) -> None:
        """Take in that annotations have changed; a key costs what it changes, not what is waiting."""
        if self._waiting is not None:
            for uuid in self._uncertain.keys() & uuids:
                keep = self._waiting.add if self.remains(self._uncertain[uuid]) else self._waiting.discard
                keep(uuid)

    def look_anew(self) -> None:
        """Take in that any annotation may have changed."""
        self._waiting = None
