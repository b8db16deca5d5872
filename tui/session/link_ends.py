"""Finds the other ends of links: one's own annotations, and those of colleagues as far as they may be seen.

A link lies with who holds it, so that one from mine to a colleague's annotation stays when that is deleted:
it is then known by the words that it had, and is as before once the deletion is undone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from annotations.model.links import Source
    from annotations.model.records import Annotation
    from annotations.team.colleagues import Said


class ColleagueEnd(NamedTuple):
    """The end of a link that is a colleague's annotation."""

    said: Said | None
    """The annotation, and whose it is; None: it may not be seen, since I haven't decided its sentence."""
    deleted: bool
    """True if the colleague has deleted it since."""


class LinkEnds:
    """The annotations to which links lead, see `annotations.model.links.Source`.

    Args:
        own: what is in my own file.
        colleague: finds a colleague's annotation by its uuid; None: there is none that has come here.
    """

    def __init__(
        self, own: Source, colleague: Callable[[str], ColleagueEnd | None] = lambda uuid: None
    ) -> None:
        self._own = own
        self.colleague = colleague

    def get(self, uuid: str) -> Annotation | None:
        """Return an annotation of my own file, or None."""
        return self._own.get(uuid)

    def linking(self, to: str | None = None) -> Sequence[Annotation]:
        """Return the annotations of my own file that hold a link to one, or any link at all."""
        return self._own.linking(to)

    def in_sight(self, uuid: str) -> Annotation | None:
        """Return an annotation of my own file, else a colleague's that may be seen and is there."""
        own = self._own.get(uuid)
        if own is not None:
            return own
        end = self.colleague(uuid)
        return None if end is None or end.said is None or end.deleted else end.said.annotation
