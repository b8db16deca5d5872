"""Keeps the lines about annotations in words, so that a key words anew only what it has changed.

Annotations are the same objects until they change, so that one is known again by itself. What is linked to it
may change without it, and is looked for again once any annotation has changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from tui.presenters.annotation import DetailLine, annotation_lines
from tui.presenters.links import link_lines, origin_lines
from tui.session.lru_cache import LRUCache

if TYPE_CHECKING:
    from annotations.model.records import Annotation
    from annotations.model.scheme import Scheme
    from tui.screens.context import SessionContext

_KEPT = 256
"""Annotations whose lines are kept: those of more sentences than a screen has."""


class _Worded(NamedTuple):
    annotation: Annotation
    scheme: Scheme
    changes: tuple[int, int]
    """The numbers of changes, here and of colleagues, up to which it was looked for what is linked to it."""
    links: Sequence[DetailLine]
    lines: dict[tuple[str, bool], list[DetailLine]]
    """By the mark beside them, and by whether numbers are offered."""


class AnnotationLines:
    """Says what is shown of annotations.

    Args:
        context: has the annotations and the scheme.
    """

    def __init__(self, context: SessionContext) -> None:
        self._context = context
        self._worded: LRUCache[str, _Worded] = LRUCache(_KEPT)

    def of(self, annotation: Annotation, mark: str = "", *, numbers_offered: bool) -> Sequence[DetailLine]:
        """Return the lines about an annotation, see `tui.presenters.annotation.annotation_lines`."""
        worded = self._known(annotation)
        lines = worded.lines.get((mark, numbers_offered))
        if lines is None:
            lines = annotation_lines(
                annotation, worded.scheme, lambda _: worded.links, mark, numbers_offered=numbers_offered
            )
            worded.lines[mark, numbers_offered] = lines
        return lines

    def _known(self, annotation: Annotation) -> _Worded:
        """Return what is kept of an annotation as it is now."""
        session, scheme = self._context.session, self._context.project.scheme
        changes = session.annotations.changes, session.team_version
        known = self._worded.get(annotation.uuid)
        same = known is not None and known.annotation is annotation and known.scheme is scheme
        if known is not None and same and known.changes == changes:
            return known
        ends = session.link_ends
        links = [*origin_lines(annotation, ends), *link_lines(annotation, ends)]
        lines = known.lines if known is not None and same and known.links == links else {}
        known = _Worded(annotation, scheme, changes, links, lines)
        self._worded.put(annotation.uuid, known)
        return known
