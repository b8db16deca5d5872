"""Makes the gold of a team: what holds, as the lead has decided it of what any number of people say.

Gold is an ordinary annotations file of the lead's beside his own, signed `gold`, so that everything that
works on annotations works on it. What is taken of somebody is a copy with a uuid of its own that follows from
the other's; `from` names that one, and links between two that were taken lead from copy to copy; where the
other end wasn't taken, or isn't any more, they lead to its source. Each copy also keeps on what it was
decided (`decided_on`): if somebody of those who were heard decides otherwise afterwards, the sentence is open
again.

Notes are words between people, so a copy has none of its source, and what says nothing but a note decides
nothing (`decides`): a colleague's, which is shown, or the lead's own in gold, a comment for those who
annotate that stays whatever is taken. Nobody sees gold before the lead publishes it
(`annotations.services.team.publish`).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID, uuid5

import msgspec

from annotations.model.origin import origin, with_origin
from annotations.model.records import (
    Annotation,
    ArticleRef,
    Change,
    Link,
    says_something,
    timestamp,
    timestamps,
)
from annotations.services.adjudication import (
    ALIKE,
    ALL,
    EDITED,
    KEEP,
    UNION,
    Choice,
    Dispute,
    Review,
    Side,
    settle,
)
from annotations.services.agreement_items import SentenceStarts, sentences_of, tags_of
from annotations.services.agreement_measures import Pairings, nominal
from annotations.team.joined import GOLD

if TYPE_CHECKING:
    from annotations.store.base import AnnotationReader
    from annotations.team.colleagues import Said

MOST_NAMED = 9
"""People who have a key each."""

DECIDED_ON = "decided_on"
"""The key of an annotation of gold under which lies the fingerprint of what was decided on."""

_COPIES = UUID("c4f3b0de-6a52-5d19-8b7c-90e4d1a2f6b3")

IdsOf = Callable[[str], Sequence[str]]
"""Takes a text (its sha256); returns the ids of the articles that have it here."""


class Heard(NamedTuple):
    """The words of people on the articles that are here."""

    said: Mapping[str, Sequence[Annotation]]
    """By person, the lead first."""
    elsewhere: int
    """Annotations of texts that aren't here, and so can't be decided."""
    aside: int = 0
    """Texts that the lead has set aside, so that there is nothing to decide in them."""


def heard(said: Iterable[Said], lead: str, ids_of: IdsOf, aside: Collection[str] = ()) -> Heard:
    """Sort what colleagues have published by person, under the ids that articles have here.

    Where several articles have one text, each stays where it was said if that can be.

    Args:
        said: all of it, see `annotations.team.colleagues.Colleagues.all_published`.
        lead: who leads, and comes first.
        ids_of: tells the articles by their text.
        aside: the ids of articles that are set aside.
    """
    ids: dict[str, Sequence[str]] = {}
    by_person: dict[str, list[Annotation]] = {}
    elsewhere = 0
    left_out: set[str] = set()
    for member, annotation in said:
        if member == GOLD:
            continue
        sha256 = annotation.article.sha256
        if sha256 not in ids:
            here = ids_of(sha256)
            ids[sha256] = [each for each in here if each not in aside]
            if here and not ids[sha256]:
                left_out.add(sha256)
        if not ids[sha256]:
            elsewhere += sha256 not in left_out
            continue
        there = annotation.article.id
        placed_at = there if there in ids[sha256] else ids[sha256][0]
        placed = msgspec.structs.replace(annotation, article=ArticleRef(placed_at, sha256))
        by_person.setdefault(member, []).append(placed)
    names = sorted(by_person, key=lambda name: (name != lead, name))
    return Heard({name: by_person[name] for name in names}, elsewhere, len(left_out))


def review_of_all(
    said: Mapping[str, Sequence[Annotation]],
    starts: SentenceStarts = lambda *_: None,
    gold: Iterable[Annotation] = (),
) -> Review:
    """Return every sentence that anybody has decided: those that are seen differently first.

    Among these are sentences of gold on which nobody has a word any more.

    Then come those on which all agree, then those that one person alone has decided, each in the order of
    article and text. A person's number is his place among all people, or, where there are more than
    `MOST_NAMED`, among those who have decided the sentence. Who has only a note on it is named beside them
    (`Dispute.noted`), and a sentence on which nobody has more isn't listed.

    Args:
        said: each person's annotations, by name, in the order in which they are numbered.
        starts: where the sentences of the articles start, for those whose text is at hand.
        gold: what gold says.
    """
    names = list(said)
    settled = [annotation for annotation in gold if decides(annotation)]
    differing: list[Dispute] = []
    agreed: list[Dispute] = []
    single: list[Dispute] = []
    labels: Counter[tuple[frozenset[str] | None, ...]] = Counter()
    for sentence, (*by_side, held) in sentences_of([*said.values(), settled], starts):
        sides, noted = _numbered(zip(names, by_side, strict=True), by_place=len(names) <= MOST_NAMED)
        dispute = Dispute(sentence.article, sentence.sha256, sentence.start, sentence.end, sides, noted=noted)
        if not sides:
            if held:
                dispute.settled = tuple(held)
                differing.append(dispute)
            continue
        if dispute.decided == 1:
            single.append(dispute)
            continue
        labels[tuple(tags_of(_deciding(own)) for own in by_side)] += 1
        (agreed if are_alike(dispute) else differing).append(dispute)
    alike = sum(count for said_, count in labels.items() if len(set(said_) - {None}) == 1)
    decided = labels.total()
    return Review(
        [*differing, *agreed, *single],
        decided,
        alike / decided if decided else None,
        None,
        Pairings.of(labels, nominal).alpha(nominal),
    )


def _numbered(
    said: Iterable[tuple[str, Sequence[Annotation]]], *, by_place: bool
) -> tuple[tuple[Side, ...], tuple[Side, ...]]:
    """Return those who have decided a sentence, and those who have only a note on it."""
    sides: list[Side] = []
    noted: list[Side] = []
    for place, (name, own) in enumerate(said, 1):
        if any(map(decides, own)):
            number = place if by_place else len(sides) + 1
            sides.append(Side(number if number <= MOST_NAMED else 0, name, own))
        elif own:
            noted.append(Side(place if by_place else 0, name, own))
    return tuple(sides), tuple(noted)


def are_alike(dispute: Dispute) -> bool:
    """Say whether all who have decided a sentence, one at least, say the same: spans, tags and attributes."""
    return len({signs_of(side.annotations) for side in dispute.sides}) == 1


class IntoGold:
    """Makes gold of what is taken.

    Args:
        store: the gold as it is now.
    """

    def __init__(self, store: AnnotationReader) -> None:
        self._store = store

    def mark(self, dispute: Dispute, now: Sequence[Annotation]) -> str:
        """Return the mark of a sentence: whose word gold is, or what else; empty while it isn't settled."""
        gold = signs_of(now)
        if not gold:
            return "" if dispute.sides else ALIKE
        alike = [side.number for side in dispute.sides if signs_of(side.annotations) == gold]
        if alike and len(alike) == len(dispute.sides):
            return ALIKE
        if self.is_overtaken(dispute, now):
            return ""
        if alike:
            return str(alike[0] or EDITED)
        return UNION if gold == signs_of(_all_spans(dispute)) else EDITED

    @staticmethod
    def is_overtaken(dispute: Dispute, now: Sequence[Annotation]) -> bool:
        """Say whether somebody has said something else since gold was decided."""
        on = {annotation.extra.get(DECIDED_ON) for annotation in now if decides(annotation)} - {None}
        return bool(on) and fingerprint(dispute) not in on

    def take(self, dispute: Dispute, choice: Choice, now: Sequence[Annotation]) -> list[Change]:
        """Return the changes that make gold say what one side says, or all spans, each once."""
        return self.take_all([(dispute, choice, now)])

    def take_all(self, taken: Iterable[tuple[Dispute, Choice, Sequence[Annotation]]]) -> list[Change]:
        """Return the changes of many sentences, as one step; see `take`."""
        copies: dict[str, Annotation] = {}
        rejected: list[Annotation] = []
        for dispute, choice, now in taken:
            on = fingerprint(dispute)
            chosen = _chosen(dispute, choice)
            made = [
                _copy(source, on, self._store.get(copy_uuid(source.uuid)), moment)
                for source, moment in zip(chosen, timestamps(), strict=False)
            ]
            here = {copy.uuid for copy in made}
            others = [
                annotation
                for annotation in now
                if annotation.uuid not in here and (decides(annotation) or origin(annotation))
            ]
            made = _with_notes(made, others)
            copies.update((copy.uuid, copy) for copy in made)
            rejected += others
        gone = {each.uuid: origin(each) for each in rejected if each.uuid not in copies}

        def end_of(link: Link) -> str:
            """Return where a link leads: to what gold has of its end, or to its source where it has none."""
            source = gone.get(link.to) or link.to
            copy = copy_uuid(source)
            return copy if copy in copies or (copy not in gone and self._has(copy)) else source

        def led(annotation: Annotation) -> Annotation:
            links = dict.fromkeys(Link(link.type, end_of(link)) for link in annotation.links)
            return msgspec.structs.replace(annotation, links=tuple(links)) if links else annotation

        changes = settle(self._store, [self._as_stored(led(copy)) for copy in copies.values()], rejected)
        ends = chain(map(origin, copies.values()), (uuid for uuid, source in gone.items() if source))
        holders = {
            holder.uuid: holder
            for end in ends
            for holder in self._store.linking(end)
            if holder.uuid not in copies and holder.uuid not in gone
        }
        now_ = timestamp()
        for holder in holders.values():
            changes.append(
                Change(holder.uuid, holder.rev, msgspec.structs.replace(led(holder), updated=now_))
            )
        return changes

    @staticmethod
    def keep(dispute: Dispute, now: Sequence[Annotation]) -> list[Change]:
        """Return the changes that settle a sentence as gold has it, whatever anybody says of it by now."""
        on, time = fingerprint(dispute), timestamp()
        return [
            Change(
                mine.uuid,
                mine.rev,
                msgspec.structs.replace(mine, updated=time, extra=mine.extra | {DECIDED_ON: on}),
            )
            for mine in now
            if decides(mine) and mine.extra.get(DECIDED_ON) != on
        ]

    def _has(self, uuid: str) -> bool:
        return self._store.get(uuid) is not None

    def _as_stored(self, copy: Annotation) -> Annotation:
        """Return the stored one where it says the same, so that nothing is changed for the sake of a time."""
        stored = self._store.get(copy.uuid)
        if stored is None:
            return copy
        same = msgspec.structs.replace(copy, updated=stored.updated) == stored
        return stored if same else copy


def fingerprint(dispute: Dispute) -> str:
    """Name what all have decided of a sentence, whatever they note or link: 16 hex digits."""
    said = [(side.name, signs_of(side.annotations)) for side in dispute.sides]
    return hashlib.sha256(msgspec.json.encode(said)).hexdigest()[:16]


def copy_uuid(source: str) -> str:
    """Return the uuid of what gold has of an annotation: always the same, so that links can be led to it."""
    return str(uuid5(_COPIES, source.encode("utf-8", "surrogatepass").hex()))


def _copy(source: Annotation, on: str, before: Annotation | None, moment: str) -> Annotation:
    """Return what gold has of an annotation.

    Args:
        source: the annotation of somebody.
        on: what was decided on.
        before: what gold has of it already.
        moment: when that was; it puts those of one sentence in order, of which their uuids say nothing.
    """
    copy = msgspec.structs.replace(
        with_origin(source, source.uuid),
        uuid=copy_uuid(source.uuid),
        annotator=GOLD,
        created=moment if before is None else before.created,
        updated=moment,
        rev=1 if before is None else before.rev,
        note="" if before is None else before.note,
    )
    return msgspec.structs.replace(copy, extra=copy.extra | {DECIDED_ON: on})


def _with_notes(copies: list[Annotation], rejected: Sequence[Annotation]) -> list[Annotation]:
    """Return copies to which the lead's notes go over from what they take the place of."""
    notes = [annotation.note for annotation in rejected if annotation.note]
    if not (notes and copies):
        return copies
    first, *others = copies
    return [msgspec.structs.replace(first, note="\n".join(filter(None, [first.note, *notes]))), *others]


def _chosen(dispute: Dispute, choice: Choice) -> Sequence[Annotation]:
    if choice == ALL:
        return _all_spans(dispute)
    side = None if choice == KEEP else dispute.side(choice)
    return _deciding(side.annotations) if side is not None else ()


def _all_spans(dispute: Dispute) -> list[Annotation]:
    """Return each span with its tags once, as the first who has it says it."""
    spans: dict[tuple[int, int, tuple[str, ...]], Annotation] = {}
    for annotation in chain.from_iterable(_deciding(side.annotations) for side in dispute.sides):
        span = annotation.target
        spans.setdefault((span.start, span.end, annotation.tags), annotation)
    return list(spans.values())


def decides(annotation: Annotation) -> bool:
    """Say whether an annotation still says something without its note, as a copy of it would be."""
    return bool(annotation.tags) or says_something(msgspec.structs.replace(annotation, note=""))


def _deciding(annotations: Iterable[Annotation]) -> list[Annotation]:
    return [annotation for annotation in annotations if decides(annotation)]


def signs_of(annotations: Iterable[Annotation]) -> tuple[bytes, ...]:
    """Return what annotations mark and how, equal where the same is marked.

    That is spans, tags and attributes; figures of agreement leave the attributes out. A note is words between
    people, and decides nothing; a link has ends that differ from person to person.
    """
    return tuple(sorted(map(_signs, _deciding(annotations))))


def _signs(annotation: Annotation) -> bytes:
    """Return what an annotation marks and how, as bytes to be compared."""
    span = annotation.target
    said = (span.start, span.end, annotation.tags, annotation.attributes)
    return msgspec.json.encode(said, order="deterministic")
