"""Settling what two annotators see differently, sentence by sentence: mine, theirs, or both.

"Mine" is the annotations file that is open and may be changed, "theirs" is another one that is only read. The
state of a sentence is read from the annotations as they are, so undo, redo and edits in the reader need
nothing of their own here. Keeping mine changes nothing, so who has decided so must be remembered elsewhere:
under the fingerprint of what both said, which is another one as soon as either says something else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Literal

import msgspec

from annotations.model.records import Annotation, new_uuid
from annotations.services.agreement_report import Comparison, settle

if TYPE_CHECKING:
    from annotations.store.base import Change, Store

Side = Literal["mine", "theirs", "both"]
SIDES: tuple[Side, ...] = ("mine", "theirs", "both")

About = Callable[[str], Sequence[Annotation]]
"""My annotations of an article, by its id."""


class Dispute(msgspec.Struct):
    """One sentence that two people saw differently when the comparison was made."""

    article: str
    sha256: str
    start: int
    end: int
    """What starts from `start` on and before `end` (code points) is about this sentence."""
    mine: Sequence[Annotation]
    """What I said before any of theirs was taken."""
    theirs: Sequence[Annotation]

    @property
    def quote(self) -> Annotation:
        """An annotation of the sentence, to say where it is."""
        return (*self.mine, *self.theirs)[0]

    def now(self, about: About) -> Sequence[Annotation]:
        """Return what the open file says of this sentence now."""
        return [one for one in about(self.article) if self.holds(one)]

    def holds(self, one: Annotation) -> bool:
        """Say whether an annotation is about this sentence, whatever number of a sentence it carries."""
        of_text = (one.article.id, one.article.sha256) == (self.article, self.sha256)
        return of_text and self.start <= one.target.start < self.end

    def fingerprint(self, now: Sequence[Annotation]) -> str:
        """Name what both say, but for revisions and times: 16 hex digits."""
        said = [sorted(map(_content, side)) for side in (now, self.theirs)]
        return hashlib.sha256(msgspec.json.encode(said)).hexdigest()[:16]

    def agreed(self, now: Sequence[Annotation]) -> bool:
        """Say whether both mark the same spans with the same tags."""
        return _marked(now) == _marked(self.theirs) and bool(now) == bool(self.theirs)

    def take(self, side: Side, store: Store, now: Sequence[Annotation]) -> list[Change]:
        """Return the changes that make the open file say what one side, or both, says."""
        here = {one.uuid for one in now}
        kept = {one.uuid: one for one in self.mine} if side == "both" else {}
        theirs = []
        for one in self.theirs:
            other = kept.get(one.uuid) or (None if one.uuid in here else store.get(one.uuid))
            theirs.append(one if other is None or _content(other) == _content(one) else _apart(one, now))
        taken = {"mine": self.mine, "theirs": theirs, "both": [*self.mine, *theirs]}[side]
        wanted = {one.uuid: _as_stored(one, store.get(one.uuid)) for one in taken}
        return settle(store, wanted.values(), [one for one in now if one.uuid not in wanted])


def disputes(
    comparison: Comparison, mine: Iterable[Annotation], theirs: Iterable[Annotation]
) -> list[Dispute]:
    """Return the disagreements of a comparison, with the annotations themselves."""
    ours = {one.uuid: one for one in mine}
    others = {one.uuid: one for one in theirs}
    found = []
    for it in comparison.disagreements:
        a, b = [ours[uuid] for uuid in it.uuids_a], [others[uuid] for uuid in it.uuids_b]
        found.append(Dispute(it.article, it.sha256, it.start, it.end, a, b))
    return found


def _apart(their: Annotation, now: Sequence[Annotation]) -> Annotation:
    """Give theirs a uuid of its own, for one of mine has it; the same one as when it was taken before."""
    twin = next((one for one in now if one.uuid != their.uuid and _said(one) == _said(their)), None)
    return twin or msgspec.structs.replace(their, uuid=new_uuid(), rev=1)


def _as_stored(wanted: Annotation, current: Annotation | None) -> Annotation:
    """Return the stored one where it says the same, so that nothing is changed for the sake of a revision."""
    return current if current is not None and _content(current) == _content(wanted) else wanted


def _marked(annotations: Iterable[Annotation]) -> set[tuple[str, int, int]]:
    return {(tag, one.target.start, one.target.end) for one in annotations for tag in one.tags}


def _content(one: Annotation) -> tuple[str, bytes]:
    return one.uuid, _said(one)


def _said(one: Annotation) -> bytes:
    span = one.target
    links = sorted((link.type, link.to) for link in one.links)
    said = (one.annotator, span.start, span.end, one.tags, one.attributes, one.note, links, one.extra)
    return msgspec.json.encode(said, order="deterministic")
