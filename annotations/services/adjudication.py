"""Settles what two annotators see differently, sentence by sentence: mine is kept, theirs is taken, or both.

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

from annotations.model.records import Annotation, Change, new_uuid
from annotations.model.side_records import PlacedRecord
from annotations.paths import likely_file
from annotations.services.agreement import Comparison
from annotations.services.agreement_items import marked_spans
from annotations.services.annotation_files import AnnotationsFile, read_annotations_file
from annotations.store.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path

    from annotations.composition import Project
    from annotations.store.base import Store

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
    """An annotation that starts from `start` on and before `end` (code points) is about this sentence."""
    mine: Sequence[Annotation]
    """My annotations of it, as they were before any of theirs was taken."""
    theirs: Sequence[Annotation]

    @property
    def quote(self) -> Annotation:
        """An annotation of the sentence, to say where it is."""
        return (*self.mine, *self.theirs)[0]

    def now(self, about: About) -> Sequence[Annotation]:
        """Return what the open file says of this sentence now."""
        return [annotation for annotation in about(self.article) if self.holds(annotation)]

    def holds(self, annotation: PlacedRecord) -> bool:
        """Say whether an annotation or a flag is about this sentence, whatever number it carries."""
        of_text = (annotation.article.id, annotation.article.sha256) == (self.article, self.sha256)
        return of_text and self.start <= annotation.target.start < self.end

    def fingerprint(self, now: Sequence[Annotation]) -> str:
        """Name what both say, but for revisions and times: 16 hex digits."""
        said = [sorted(map(_content, side)) for side in (now, self.theirs)]
        return hashlib.sha256(msgspec.json.encode(said)).hexdigest()[:16]

    def agreed(self, now: Sequence[Annotation]) -> bool:
        """Say whether both mark the same spans with the same tags."""
        return marked_spans(now) == marked_spans(self.theirs) and bool(now) == bool(self.theirs)

    def take(self, side: Side, store: Store, now: Sequence[Annotation]) -> list[Change]:
        """Return the changes that make the open file say what one side, or both, says."""
        here = {annotation.uuid for annotation in now}
        kept = {annotation.uuid: annotation for annotation in self.mine} if side == "both" else {}
        theirs = []
        for their in self.theirs:
            other = kept.get(their.uuid) or (None if their.uuid in here else store.get(their.uuid))
            free = other is None or _content(other) == _content(their)
            theirs.append(their if free else _apart(their, now))
        taken = {"mine": self.mine, "theirs": theirs, "both": [*self.mine, *theirs]}[side]
        wanted = {annotation.uuid: _as_stored(annotation, store.get(annotation.uuid)) for annotation in taken}
        return settle(store, wanted.values(), [current for current in now if current.uuid not in wanted])


def read_theirs(project: Project, path: Path) -> AnnotationsFile:
    """Read the annotations file that those of a project are to be compared with: `--review FILE`.

    Raises:
        StoreError: there is none, it can't be read, or it is the project's own.
    """
    if not path.exists():
        raise StoreError(f"--review {path}: no such annotations file{likely_file(path)}")
    if path.resolve() == project.database.resolve():
        raise StoreError(f"--review {path}: these are your own annotations; name a colleague's file")
    return read_annotations_file(path, by=project.annotator)


def disputes(
    comparison: Comparison, mine: Iterable[Annotation], theirs: Iterable[Annotation]
) -> list[Dispute]:
    """Return the disagreements of a comparison, with the annotations themselves."""
    ours = {annotation.uuid: annotation for annotation in mine}
    others = {annotation.uuid: annotation for annotation in theirs}
    return [
        Dispute(
            seen.article,
            seen.sha256,
            seen.start,
            seen.end,
            [ours[uuid] for uuid in seen.uuids_a],
            [others[uuid] for uuid in seen.uuids_b],
        )
        for seen in comparison.disagreements
    ]


def settle(store: Store, taken: Iterable[Annotation], rejected: Iterable[Annotation]) -> list[Change]:
    """Return the changes by which a sentence in `store` gets the annotations taken and loses those rejected.

    For both, `rejected` is empty.
    """
    wanted = {annotation.uuid: annotation for annotation in taken}
    changes = []
    for uuid in dict.fromkeys([*wanted, *(annotation.uuid for annotation in rejected)]):
        current, after = store.get(uuid), wanted.get(uuid)
        if current != after:
            changes.append(Change(uuid, current.rev if current else 0, after))
    return changes


def _apart(their: Annotation, now: Sequence[Annotation]) -> Annotation:
    """Give theirs a uuid of its own, for one of mine has it; the same one as when it was taken before."""
    said = _said(their)
    twin = next((mine for mine in now if mine.uuid != their.uuid and _said(mine) == said), None)
    return twin or msgspec.structs.replace(their, uuid=new_uuid(), rev=1)


def _as_stored(wanted: Annotation, current: Annotation | None) -> Annotation:
    """Return the stored one where it says the same, so that nothing is changed for the sake of a revision."""
    return current if current is not None and _content(current) == _content(wanted) else wanted


def _content(annotation: Annotation) -> tuple[str, bytes]:
    return annotation.uuid, _said(annotation)


def _said(annotation: Annotation) -> bytes:
    """Return all that an annotation says, as bytes that are equal where the same is said."""
    span = annotation.target
    links = sorted((link.type, link.to) for link in annotation.links)
    place = annotation.annotator, span.start, span.end
    said = (*place, annotation.tags, annotation.attributes, annotation.note, links, annotation.extra)
    return msgspec.json.encode(said, order="deterministic")
