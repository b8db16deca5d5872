"""The sentences that people see differently: they are found here, settled, and opened again by undo.

Most decisions change the annotations, and the history of the store takes that back. Keeping one's own
changes nothing there; it is remembered beside the annotations, and taken back here. The number of the store's
last change at that moment keeps the two in the order in which they were done, wherever that was.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from annotations.services.adjudication import ALL, KEEP, MINE, UNION
from annotations.services.undo import comes_after_all, is_redone_first

if TYPE_CHECKING:
    from annotations.model.records import Annotation, Change
    from annotations.services.adjudication import Choice, Dispute
    from annotations.store.base import Store
    from tui.screens.context import SessionContext
    from tui.session.review import Reviewing


class Decision(NamedTuple):
    """A sentence was settled so without a change of the annotations; or was not, if `mark` is None."""

    place: int
    mark: str | None
    seq: int
    """The store's last change when something else was decided on it."""


class Look(NamedTuple):
    """The marks of sentences, as they were looked at."""

    disputes: Sequence[Dispute]
    places: Mapping[str, Sequence[int]]
    """By article, the places of its sentences, in the order of its text."""
    said: list[Sequence[Annotation]]
    """By place, the annotations as of which the mark is."""
    marks: list[str]
    changes: int
    """The annotations' changes as of which all are."""


class Settlement:
    """The sentences that are to be settled, each with its mark.

    Args:
        context: whose annotations.
        reviewing: finds the sentences and makes the changes.
    """

    def __init__(self, context: SessionContext, reviewing: Reviewing) -> None:
        self._context = context
        self._reviewing = reviewing
        self._last = Look((), {}, [], [], 0)
        self._saving = False
        """True while a change is being saved that settles sentences."""
        self._done: list[Decision] = []
        """The state before each decision that changed nothing in the annotations, for undo."""
        self._undone: list[Decision] = []

    @property
    def disputes(self) -> Sequence[Dispute]:
        """The sentences."""
        return self._last.disputes

    @property
    def marks(self) -> list[str]:
        """The mark of each of them; an empty one has not been settled."""
        return self._last.marks

    def look_at(self, disputes: Sequence[Dispute]) -> Look:
        """Return the marks of sentences; a second for some thousand, so this is for a worker."""
        changes = self._context.session.annotations.changes
        places: dict[str, list[int]] = {}
        for place in sorted(range(len(disputes)), key=lambda place: _where(disputes[place])):
            places.setdefault(disputes[place].article, []).append(place)
        look = Look(disputes, places, [()] * len(disputes), [""] * len(disputes), changes)
        for article_id in places:
            for place, said in self._said(look, article_id):
                look.said[place] = said
                look.marks[place] = self._reviewing.mark(disputes[place], said)
        return look

    def begin(self, look: Look) -> None:
        """Take these sentences as what is to be settled, in place of those of before."""
        self._renumber(look.disputes)
        self._last = look
        self.look_again()

    def _renumber(self, disputes: Sequence[Dispute]) -> None:
        """Let undo find its sentences where they are listed now; one that isn't listed is left as it is."""
        listed = {_where(dispute): place for place, dispute in enumerate(disputes)}
        now_at = {place: listed.get(_where(dispute)) for place, dispute in enumerate(self.disputes)}
        for decisions in (self._done, self._undone):
            decisions[:] = [
                decision._replace(place=place)
                for decision in decisions
                if (place := now_at[decision.place]) is not None
            ]

    def look_again(self) -> None:
        """Take in that the annotations may have changed, elsewhere than by `take`."""
        annotations, look = self._context.session.annotations, self._last
        if self._saving or look.changes == annotations.changes:
            return
        self._last = look._replace(changes=annotations.changes)
        for article_id in look.places:
            if annotations.is_as_of(look.changes, article_id):
                continue
            for place, said in self._said(look, article_id):
                if look.said[place] != said:
                    look.said[place] = said
                    look.marks[place] = self._reviewing.mark(look.disputes[place], said)

    def _said(self, look: Look, article_id: str) -> Iterable[tuple[int, Sequence[Annotation]]]:
        """Return what the open file says now of each sentence of an article, by its place."""
        places = look.places[article_id]
        begins = [(look.disputes[place].sha256, look.disputes[place].start) for place in places]
        said: dict[int, list[Annotation]] = {place: [] for place in places}
        for annotation in self._context.session.annotations.about(article_id):
            before = bisect_right(begins, (annotation.article.sha256, annotation.target.start))
            place = places[before - 1] if before else None
            if place is not None and look.disputes[place].holds(annotation):
                said[place].append(annotation)
        return said.items()

    @property
    def settled(self) -> int:
        """The number of sentences that are settled."""
        return sum(map(bool, self.marks))

    @property
    def alone(self) -> int:
        """The number of open sentences that one person alone has decided."""
        return sum(
            dispute.decided == 1 for dispute, mark in zip(self.disputes, self.marks, strict=True) if not mark
        )

    def now(self, place: int) -> Sequence[Annotation]:
        """Return what the open file says of a sentence now."""
        return self.disputes[place].now(self._context.session.annotations.about)

    def _mark(self, place: int) -> str:
        return self._reviewing.mark(self.disputes[place], self.now(place))

    def take(self, place: int, choice: Choice) -> str | None:
        """Settle a sentence.

        Returns:
            Why the next start will ask again, empty if it won't; None if nothing could be saved, which has
            been said.
        """
        dispute, now = self.disputes[place], self.now(place)
        changes = self._reviewing.changes([(dispute, choice, now)])
        if changes and not self._save([dispute], changes):
            return None
        now = self.now(place)
        before = Decision(place, self._reviewing.kept(dispute, now), self._store.info().seq)
        mark = UNION if choice == ALL else str(MINE if choice == KEEP else choice)
        trouble = self._reviewing.keep(dispute, now, mark)
        if not changes and before.mark != self._reviewing.kept(dispute, now):
            self._done.append(before)
            self._undone.clear()
        self.look_again()
        self.marks[place] = self._mark(place)
        return trouble

    def take_agreed(self) -> Sequence[Dispute] | None:
        """Settle, as one step, all open sentences on which all who have decided them agree.

        Returns:
            Those that were settled; None if nothing could be saved, which has been said.
        """
        places = {id(self.disputes[place]): place for place, mark in enumerate(self.marks) if not mark}
        taken = self._reviewing.agreed(self.disputes[place] for place in places.values())
        if taken:
            changes = self._reviewing.changes(
                (dispute, dispute.sides[0].number or ALL, self.now(places[id(dispute)])) for dispute in taken
            )
            if not self._save(taken, changes):
                return None
            self.look_again()
        return taken

    def _save(self, disputes: Sequence[Dispute], changes: Sequence[Change]) -> bool:
        self._saving = True
        try:
            return self._context.save(self._reviewing.records(disputes), changes, kind="settle")
        finally:
            self._saving = False

    def undo(self) -> int | None:
        """Take back what was decided last.

        Returns:
            The place of the sentence that is as it was; None if the history took a change back, and said so.
        """
        return self._turn_back(self._done, self._undone, comes_after_all, self._context.undo)

    def redo(self) -> int | None:
        """Decide again what was taken back last; returns as `undo`."""
        return self._turn_back(self._undone, self._done, is_redone_first, self._context.redo)

    def _turn_back(
        self,
        decisions: list[Decision],
        opposite: list[Decision],
        is_next: Callable[[Store, str, int], bool],
        in_history: Callable[[], None],
    ) -> int | None:
        """Bring back how a sentence was settled before the last decision, or have the history take its turn.

        What waits for the disk has no number yet, and has to be saved before anything is taken back.

        Args:
            decisions: what may be brought back.
            opposite: takes how it was settled until now.
            is_next: says whether a decision goes before the history's next step.
            in_history: takes that step.
        """
        waits = self._context.session.annotations.unsaved
        if (
            not decisions
            or waits
            or not is_next(self._store, self._context.project.annotator, decisions[-1].seq)
        ):
            in_history()
            return None
        place, mark, _ = decisions.pop()
        dispute, now = self.disputes[place], self.now(place)
        opposite.append(Decision(place, self._reviewing.kept(dispute, now), self._store.info().seq))
        self._reviewing.keep(dispute, now, mark)
        self.marks[place] = self._mark(place)
        return place

    @property
    def _store(self) -> Store:
        return self._context.session.annotations.pending


def _where(dispute: Dispute) -> tuple[str, str, int]:
    """Return what tells a sentence from all others, however often all is compared."""
    return dispute.article, dispute.sha256, dispute.start
