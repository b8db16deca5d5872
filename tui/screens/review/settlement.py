"""The sentences that people see differently: they are found here, settled, and opened again by undo.

Most decisions change the annotations, and the history of the store takes that back. Keeping one's own
changes nothing there; it is remembered beside the annotations, and taken back here. Undo keeps the two in the
order in which they were done.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from annotations.services.adjudication import ALL, KEEP, MINE, UNION

if TYPE_CHECKING:
    from annotations.model.records import Annotation, Change
    from annotations.services.adjudication import Choice, Dispute
    from tui.screens.context import SessionContext
    from tui.session.review import Reviewing


class Decision(NamedTuple):
    """A sentence was settled so without a change of the annotations; or was not, if `mark` is None."""

    place: int
    mark: str | None


class Settlement:
    """The sentences that are to be settled, each with its mark.

    Args:
        context: whose annotations.
        reviewing: finds the sentences and makes the changes.
    """

    def __init__(self, context: SessionContext, reviewing: Reviewing) -> None:
        self._context = context
        self._reviewing = reviewing
        self.disputes: Sequence[Dispute] = ()
        self.marks: list[str] = []
        """The mark of each of them; an empty one has not been settled."""
        self._places: dict[str, list[int]] = {}
        """By article, the places of its sentences."""
        self._seen: dict[str, Sequence[Annotation]] = {}
        """By article, the annotations as of which the marks are."""
        self._saving = False
        """True while a change is being saved that settles sentences."""
        self._looked = -1
        """The annotations' changes as of which the marks are."""
        self._done: list[Decision | None] = []
        """The state before each decision, for undo; None for a change, which the history knows."""
        self._undone: list[Decision | None] = []

    def begin(self, disputes: Sequence[Dispute]) -> None:
        """Take these sentences as what is to be settled, in place of those of before."""
        self._renumber(disputes)
        self.disputes = disputes
        self.marks = [""] * len(disputes)
        self._places = {}
        for place, dispute in enumerate(disputes):
            self._places.setdefault(dispute.article, []).append(place)
        self._seen = {}
        self._look()

    def _renumber(self, disputes: Sequence[Dispute]) -> None:
        """Let undo find its sentences where they are listed now; one that isn't listed is left as it is."""
        listed = {_where(dispute): place for place, dispute in enumerate(disputes)}
        now_at = {place: listed.get(_where(dispute)) for place, dispute in enumerate(self.disputes)}
        for decisions in (self._done, self._undone):
            kept: list[Decision | None] = []
            for decision in decisions:
                if decision is None:
                    kept.append(None)
                elif (place := now_at[decision.place]) is not None:
                    kept.append(decision._replace(place=place))
            decisions[:] = kept

    def look_again(self) -> None:
        """Take in that the annotations may have changed, elsewhere than by `take`."""
        if not self._saving and self._looked != self._context.session.annotations.changes:
            self._look()

    def _look(self) -> None:
        """Look at the articles of which something else is said than when they were looked at last."""
        annotations = self._context.session.annotations
        self._looked = annotations.changes
        for article_id, places in self._places.items():
            said = annotations.about(article_id)
            if self._seen.get(article_id) is not said:
                self._seen[article_id] = said
                for place in places:
                    self.marks[place] = self._mark(place)

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
        before = Decision(place, self._reviewing.kept(dispute, now))
        mark = UNION if choice == ALL else str(MINE if choice == KEEP else choice)
        trouble = self._reviewing.keep(dispute, now, mark)
        if changes:
            self._note(None)
        elif before.mark != self._reviewing.kept(dispute, now):
            self._note(before)
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
            self._note(None)
            for dispute in taken:
                place = places[id(dispute)]
                self.marks[place] = self._mark(place)
        return taken

    def _note(self, before: Decision | None) -> None:
        self._done.append(before)
        self._undone.clear()

    def _save(self, disputes: Sequence[Dispute], changes: Sequence[Change]) -> bool:
        self._saving = True
        try:
            saved = self._context.save(self._reviewing.records(disputes), changes, kind="settle")
        finally:
            self._saving = False
        self._looked = self._context.session.annotations.changes  # what was settled is looked at by itself
        return saved

    def undo(self) -> int | None:
        """Take back what was decided last.

        Returns:
            The place of the sentence that is as it was; None if the history took a change back, and said so.
        """
        decision = self._done.pop() if self._done else None
        if decision is None:
            self._undone.append(None)
            self._context.undo()
            return None
        self._undone.append(self._put_back(decision))
        return decision.place

    def redo(self) -> int | None:
        """Decide again what was taken back last; returns as `undo`."""
        decision = self._undone.pop() if self._undone else None
        if decision is None:
            self._done.append(None)
            self._context.redo()
            return None
        self._done.append(self._put_back(decision))
        return decision.place

    def _put_back(self, decision: Decision) -> Decision:
        """Bring back how a sentence was settled before; return how it was settled until now."""
        place, mark = decision
        dispute, now = self.disputes[place], self.now(place)
        until_now = Decision(place, self._reviewing.kept(dispute, now))
        self._reviewing.keep(dispute, now, mark)
        self.marks[place] = self._mark(place)
        return until_now


def _where(dispute: Dispute) -> tuple[str, str, int]:
    """Return what tells a sentence from all others, however often all is compared."""
    return dispute.article, dispute.sha256, dispute.start
