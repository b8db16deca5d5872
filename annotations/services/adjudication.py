"""Settles sentences that people see differently, each by itself: one's word is taken, or all spans.

A dispute has the word of each side on one sentence. What is made of it when one side is taken depends on
where it goes. Between two files (`WithColleague`) theirs is copied into mine as it is, with its uuid and its
name; the gold of a team is signed by itself (`annotations.services.gold`). In both the state of a sentence is
read from the annotations as they are, so undo, redo and edits in the reader need nothing of their own here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

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
    from annotations.store.base import AnnotationReader

ALL: Literal["all"] = "all"
KEEP: Literal["keep"] = "keep"

Choice = int | Literal["all", "keep"]
"""The number of the side that is taken; all spans, of all sides; or what is there, as it is."""

ALIKE, UNION, EDITED = "=", "+", "*"
"""Marks of a settled sentence: all say the same; all spans were taken; it is as nobody has said. Where one
side was taken the mark is its number."""

MINE, THEIRS = 1, 2
"""The numbers of the sides between two files."""

About = Callable[[str], Sequence[Annotation]]
"""The open file's annotations of an article, by its id."""


class Side(NamedTuple):
    """The word of one person on a sentence."""

    number: int
    """Names the side for a person, from 1; 0: there are more than can be named."""
    name: str
    annotations: Sequence[Annotation]


class Dispute(msgspec.Struct):
    """One sentence that is to be settled, as it was when the comparison was made."""

    article: str
    sha256: str
    start: int
    end: int
    """An annotation that starts from `start` on and before `end` (code points) is about this sentence."""
    sides: tuple[Side, ...]
    """The word of each on it; of a side that has said nothing there are no annotations."""
    settled: tuple[Annotation, ...] = ()
    """The annotations that had settled it, where nobody has a word on it any more."""
    noted: tuple[Side, ...] = ()
    """Those who have only noted something on it, which decides nothing; they have no other word on it."""

    @property
    def quote(self) -> Annotation:
        """An annotation of the sentence, to say where it is."""
        said = (annotation for side in self.sides for annotation in side.annotations)
        return next(said, None) or self.settled[0]

    @property
    def decided(self) -> int:
        """The number of sides that have said something."""
        return sum(bool(side.annotations) for side in self.sides)

    def side(self, number: int) -> Side | None:
        """Return the side of a number, if there is one."""
        return next((side for side in self.sides if side.number == number), None)

    def now(self, about: About) -> Sequence[Annotation]:
        """Return what the open file says of this sentence now."""
        return [annotation for annotation in about(self.article) if self.holds(annotation)]

    def holds(self, annotation: PlacedRecord) -> bool:
        """Say whether an annotation or a flag is about this sentence, whatever number it carries."""
        of_text = (annotation.article.id, annotation.article.sha256) == (self.article, self.sha256)
        return of_text and self.start <= annotation.target.start < self.end


class Review(NamedTuple):
    """The sentences that are to be settled, and how far people agree on them."""

    disputes: Sequence[Dispute]
    decided: int
    """Sentences that at least two have decided."""
    percent: float | None
    """The part of these on whose tags they agree, 0 to 1; None: it is undefined."""
    kappa: float | None
    """Cohen's, of two."""
    alpha: float | None
    """Krippendorff's (nominal), over the sets of tags as labels."""


# ------------------------------------------------------------------ between two files


class WithColleague:
    """Settles what the open file and a colleague's see differently: theirs is copied into mine.

    Args:
        store: the open file's annotations.
    """

    def __init__(self, store: AnnotationReader) -> None:
        self._store = store

    @staticmethod
    def fingerprint(dispute: Dispute, now: Sequence[Annotation]) -> str:
        """Name what both say, but for revisions and times: 16 hex digits.

        Keeping mine changes nothing, so who has decided so is remembered elsewhere, under this name, which is
        another one as soon as either says something else.
        """
        return _digest([now, _of(dispute, THEIRS)])

    @staticmethod
    def agreed(dispute: Dispute, now: Sequence[Annotation]) -> bool:
        """Say whether both mark the same spans with the same tags."""
        theirs = _of(dispute, THEIRS)
        return marked_spans(now) == marked_spans(theirs) and bool(now) == bool(theirs)

    def take(self, dispute: Dispute, choice: Choice, now: Sequence[Annotation]) -> list[Change]:
        """Return the changes that make the open file say what one side, or both, says."""
        mine, store = _of(dispute, MINE), self._store
        here = {annotation.uuid for annotation in now}
        kept = {annotation.uuid: annotation for annotation in mine} if choice == ALL else {}
        theirs = []
        for their in _of(dispute, THEIRS):
            other = kept.get(their.uuid) or (None if their.uuid in here else store.get(their.uuid))
            free = other is None or _content(other) == _content(their)
            theirs.append(their if free else _apart(their, now))
        taken = [*mine, *theirs] if choice == ALL else mine if choice == MINE else theirs
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


def review_of(
    comparison: Comparison, mine: Iterable[Annotation], theirs: Iterable[Annotation], *, whose: str = ""
) -> Review:
    """Return the disagreements of a comparison, with the annotations themselves.

    Args:
        comparison: what was compared.
        mine: the open file's annotations.
        theirs: the colleague's.
        whose: the colleague's name.
    """
    ours = {annotation.uuid: annotation for annotation in mine}
    others = {annotation.uuid: annotation for annotation in theirs}
    disputes = [
        Dispute(
            seen.article,
            seen.sha256,
            seen.start,
            seen.end,
            (
                Side(MINE, "", [ours[uuid] for uuid in seen.uuids_a]),
                Side(THEIRS, whose, [others[uuid] for uuid in seen.uuids_b]),
            ),
        )
        for seen in comparison.disagreements
    ]
    labels = comparison.agreements[0]
    return Review(disputes, labels.units, labels.percent.value, labels.kappa.value, labels.alpha.value)


def settle(
    store: AnnotationReader, taken: Iterable[Annotation], rejected: Iterable[Annotation]
) -> list[Change]:
    """Return the changes by which a sentence gets the annotations taken and loses those rejected."""
    wanted = {annotation.uuid: annotation for annotation in taken}
    changes = []
    for uuid in dict.fromkeys([*wanted, *(annotation.uuid for annotation in rejected)]):
        current, after = store.get(uuid), wanted.get(uuid)
        if current != after:
            changes.append(Change(uuid, current.rev if current else 0, after))
    return changes


def _of(dispute: Dispute, number: int) -> Sequence[Annotation]:
    side = dispute.side(number)
    return side.annotations if side is not None else ()


def _apart(their: Annotation, now: Sequence[Annotation]) -> Annotation:
    """Give theirs a uuid of its own, for one of mine has it; the same one as when it was taken before."""
    said = _said(their)
    twin = next((mine for mine in now if mine.uuid != their.uuid and _said(mine) == said), None)
    return twin or msgspec.structs.replace(their, uuid=new_uuid(), rev=1)


def _as_stored(wanted: Annotation, current: Annotation | None) -> Annotation:
    """Return the stored one where it says the same, so that nothing is changed for the sake of a revision."""
    return current if current is not None and _content(current) == _content(wanted) else wanted


def _digest(sides: Iterable[Iterable[Annotation]]) -> str:
    said = [sorted(map(_content, side)) for side in sides]
    return hashlib.sha256(msgspec.json.encode(said)).hexdigest()[:16]


def _content(annotation: Annotation) -> tuple[str, bytes]:
    return annotation.uuid, _said(annotation)


def _said(annotation: Annotation) -> bytes:
    """Return all that an annotation says, as bytes that are equal where the same is said."""
    span = annotation.target
    links = sorted((link.type, link.to) for link in annotation.links)
    place = annotation.annotator, span.start, span.end
    said = (*place, annotation.tags, annotation.attributes, annotation.note, links, annotation.extra)
    return msgspec.json.encode(said, order="deterministic")
