"""The disagreements with a colleague: they are found here, settled, and opened again by undo.

Taking theirs or both changes the annotations, and the history of the store takes that back. Keeping one's own
changes nothing there; it is remembered by `ReviewDecisions`, and taken back here. Undo keeps the two in the
order in which they were done.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tui.session.review_decisions import ReviewDecisions

if TYPE_CHECKING:
    from annotations.model.records import Annotation, Change
    from annotations.services.adjudication import Dispute, Side
    from annotations.services.agreement import Comparison
    from tui.screens.context import SessionContext
    from tui.session.annotation_service import Record
    from tui.session.colleague import Colleague

MARKS = {"mine": "1", "theirs": "2", "both": "3"}
"""A settled sentence is marked by the key that settled it."""
AGREED = "="


class Compared(NamedTuple):
    """The outcome of a comparison, with the annotations of each disagreement."""

    comparison: Comparison
    disputes: Sequence[Dispute]


class Decision(NamedTuple):
    """A sentence was settled so without a change of the annotations; or was not, if `side` is None."""

    place: int
    fingerprint: str
    side: Side | None


class Settlement:
    """The disagreements of the corpus's annotations with those of a colleague.

    Args:
        context: whose annotations.
        colleague: the other one's annotations, which are only read.
    """

    def __init__(self, context: SessionContext, colleague: Colleague) -> None:
        self._context = context
        self._colleague = colleague
        self.disputes: Sequence[Dispute] = ()
        self.marks: list[str] = []
        """The mark of each of them; an empty one has not been settled."""
        session = context.session
        self._decisions = ReviewDecisions(session.project.database)
        records = session.annotations.store.articles(filed=True)
        self._records: Mapping[str, Record] = {str(record.get("id")): record for record in records}
        self._saving = False
        """True while a change is being saved that settles one sentence."""
        self._done: list[Decision | None] = []
        """The state before each decision, for undo; None for a change, which the history knows."""
        self._undone: list[Decision | None] = []

    def compare(self) -> Compared:
        """Compare the two; a second for some thousand sentences, so this is for a worker."""
        from annotations.services.adjudication import disputes
        from annotations.services.agreement import compare_with

        session = self._context.session
        mine, theirs = session.annotations.pending.list(), self._colleague.annotations
        comparison = compare_with(
            session.project.corpus, mine, theirs, outline_of=session.articles.article_index.outline_of
        )
        return Compared(comparison, disputes(comparison, mine, theirs))

    def begin(self, disputes: Sequence[Dispute]) -> None:
        """Take these disagreements as what is to be settled."""
        self.disputes = disputes
        self.look_again()

    def look_again(self) -> None:
        """Take in that the annotations have changed, elsewhere than by `take`."""
        if not self._saving:  # else one sentence is looked at again, not all
            self.marks = [self._mark(place) for place in range(len(self.disputes))]

    def mine(self, place: int) -> Sequence[Annotation]:
        """Return what the corpus's annotations say of a sentence now."""
        return self.disputes[place].now(self._context.session.annotations.about)

    def _mark(self, place: int) -> str:
        dispute, mine = self.disputes[place], self.mine(place)
        side = self._decisions.get(dispute.fingerprint(mine))
        return MARKS[side] if side else AGREED if dispute.agreed(mine) else ""

    def take(self, place: int, side: Side) -> str | None:
        """Settle a sentence.

        Returns:
            Why the next start will ask again, empty if it won't; None if nothing could be saved, which has
            been said.
        """
        dispute, mine = self.disputes[place], self.mine(place)
        if self._decisions.get(dispute.fingerprint(mine)) in (None, "mine") and not dispute.agreed(mine):
            dispute.mine = mine  # edited in the reader since, perhaps
        changes = dispute.take(side, self._context.session.annotations.pending, mine)
        if changes and not self._save(dispute.article, changes):
            return None
        fingerprint = dispute.fingerprint(self.mine(place))
        before = Decision(place, fingerprint, self._decisions.get(fingerprint))
        self._done.append(None if changes else before)
        self._undone.clear()
        trouble = self._decisions.put(fingerprint, side)
        self.marks[place] = self._mark(place)
        return trouble

    def _save(self, article_id: str, changes: Sequence[Change]) -> bool:
        self._saving = True
        try:
            return self._context.save(self._record(article_id), changes, kind="settle")
        finally:
            self._saving = False

    def _record(self, article_id: str) -> Record:
        """Return what is known of an article: by my file, else by theirs."""
        known = self._records.get(article_id) or self._colleague.records.get(article_id, {})
        return {**known, "id": article_id}

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
        place, fingerprint, before = decision
        until_now = Decision(place, fingerprint, self._decisions.get(fingerprint))
        self._decisions.put(fingerprint, before)
        return until_now
