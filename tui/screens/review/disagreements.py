"""The disagreements of two annotators: mine, theirs or both, with one key a sentence.

The figures are those of the two files as they were compared; what is settled afterwards is an edit like any
other, saved at once and undone in the same way. The other file is only read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message

from tui.config.bindings import bindings
from tui.i18n import N_, _, plural
from tui.presenters.stored import with_signs
from tui.screens.list_screen import ListScreen
from tui.screens.messages import OpenAnnotation
from tui.screens.review.decision_list import DecisionList, place_columns
from tui.session.review_decisions import ReviewDecisions
from tui.widgets.bars import KeyHints, TopBar
from tui.widgets.review_list import Case, Passage

if TYPE_CHECKING:
    from annotations.model.records import Annotation
    from annotations.services.adjudication import Dispute, Side
    from annotations.services.agreement import Comparison, Measure
    from annotations.store.base import Change
    from tui.screens.context import SessionContext
    from tui.session.annotation_service import Record
    from tui.session.colleague import Colleague

MARKS = {"mine": "1", "theirs": "2", "both": "3"}
"""How a row is marked: by the key that settled it."""
AGREED = "="


class Decision(NamedTuple):
    """That a sentence was settled without a change of the annotations."""

    place: int
    fingerprint: str
    side: Side | None


class ReviewScreen(ListScreen):
    """Shows where the annotations of the corpus and those of a colleague differ.

    Args:
        context: whose annotations.
        colleague: the other one's annotations.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("review")
    AUTO_FOCUS = "ReviewList"

    class Compared(Message):
        """The two have been compared."""

        def __init__(self, comparison: Comparison, disputes: Sequence[Dispute]) -> None:
            super().__init__()
            self.comparison = comparison
            self.disputes = disputes

    def __init__(self, context: SessionContext, colleague: Colleague) -> None:
        self._colleague = colleague
        self._disputes: Sequence[Dispute] = ()
        self._marks: list[str] = []
        self._figures: Sequence[str] = ()
        self._records: Mapping[str, Record] = {}
        self._taking = False
        """Whether a change is being saved that settles one sentence."""
        self._settled_here: list[Decision | None] = []
        """What was decided here, for undo: how it was before; None for a change, which the history knows."""
        self._undone: list[Decision | None] = []
        self._decisions = DecisionList(
            context,
            ((N_("article"), 8), (N_("no."), 4), (N_("1 mine"), 13), (N_("2 theirs"), 13)),
            N_("sentence"),
            case=self._case,
            passages=self._passages,
            is_open=self._is_open,
        )
        super().__init__(context, self._decisions.rows)

    def compose(self) -> ComposeResult:
        """Compose the list above, and the case under the cursor below."""
        yield TopBar()
        yield from self._decisions.widgets
        yield KeyHints("review", (("j k", _("move")),))

    def on_mount(self) -> None:
        """Have the two compared: a second for some thousand sentences."""
        session = self.context.session
        self._decided = ReviewDecisions(session.project.database)
        self._records = {str(record.get("id")): record for record in session.annotations.store.articles()}
        self._decisions.fill(0, nothing=_("comparing with {name} ...").format(name=self._colleague.name))
        self.update_status()
        self._compare()

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _compare(self) -> None:
        from annotations.services.adjudication import disputes
        from annotations.services.agreement import compare_with

        session = self.context.session
        mine, theirs = session.annotations.pending.list(), self._colleague.annotations
        comparison = compare_with(
            session.project.corpus, mine, theirs, outline_of=session.articles.article_index.outline_of
        )
        self.post_message(self.Compared(comparison, disputes(comparison, mine, theirs)))

    def on_review_screen_compared(self, event: Compared) -> None:
        """Show the figures and the rows, with the cursor on the first that is open."""
        labels = event.comparison.agreements[0]
        self._figures = (
            _("agree {share}").format(share=_percent(labels.percent)),
            _("kappa {value}").format(value=_figure(labels.kappa)),
            _("alpha {value}").format(value=_figure(labels.alpha)),
        )
        self._disputes = event.disputes
        self._mark_all()
        both = plural(
            "no disagreement: you both decided {n:,} sentence, and in the same way; Esc: back",
            "no disagreement: you both decided {n:,} sentences, and in the same way; Esc: back",
            labels.units,
        )
        nothing = _("no disagreement: there is no sentence that both have decided; Esc: back")
        self._decisions.fill(len(self._disputes), nothing=both if labels.units else nothing)
        self.update_status()

    # ------------------------------------------------------------------ what is shown

    def _mine_now(self, place: int) -> Sequence[Annotation]:
        return self._disputes[place].now(self.context.session.annotations.about)

    def _mark(self, place: int) -> str:
        """Return how a sentence was settled; nothing: it wasn't."""
        dispute, now = self._disputes[place], self._mine_now(place)
        side = self._decided.get(dispute.fingerprint(now))
        return MARKS[side] if side else AGREED if dispute.agreed(now) else ""

    def _mark_all(self) -> None:
        self._marks = [self._mark(place) for place in range(len(self._disputes))]

    def _is_open(self, place: int) -> bool:
        """Return whether a sentence isn't settled."""
        return not self._marks[place]

    def _case(self, place: int) -> Case:
        """Return what stands in a row."""
        dispute = self._disputes[place]
        mine, theirs = self._tags(self._mine_now(place)), self._tags(dispute.theirs)
        columns = (*place_columns(dispute.quote), mine, theirs)
        return Case(self._marks[place], columns, dispute.quote.target.quote)

    def _tags(self, annotations: Sequence[Annotation]) -> str:
        set_tags = {tag for annotation in annotations for tag in annotation.tags}
        tags = self.context.project.scheme.ordered(set_tags)
        # A type makes a claim of it anyway, and the column is narrow.
        return "+".join(tag for tag in tags if tag != "claim" or len(tags) == 1) or "-"

    def _passages(self, place: int) -> Sequence[Passage]:
        """Return what both marked, and in it what the other one did not."""
        dispute, now = self._disputes[place], self._mine_now(place)
        return [
            *self._side(_("1 mine"), now, dispute.theirs),
            *self._side(_("2 theirs"), dispute.theirs, now),
        ]

    def _side(self, name: str, own: Sequence[Annotation], other: Sequence[Annotation]) -> list[Passage]:
        if not own:
            return [Passage((_("{name}: nothing").format(name=name),))]
        passages = []
        for annotation in own:
            said = (f"{name}: {self._tags([annotation])}", annotation.annotator, annotation.note)
            label = tuple(map(with_signs, filter(None, said)))
            passages.append(Passage(label, annotation.target.quote, parts_beyond(annotation, other)))
        return passages

    def on_screen_resume(self) -> None:
        """Draw what may have changed in the reader."""
        if self.is_mounted:
            self.refresh_data()

    def refresh_data(self) -> None:
        """Draw everything anew."""
        if not self._taking:
            self._mark_all()
        self._decisions.refresh()
        self.update_status()

    def update_status(self) -> None:
        """Show the figures, and how far one is."""
        session, settled = self.context.session, sum(map(bool, self._marks))
        facts = (
            session.annotations.saved_label,
            *self._figures,
            _("settled {n}/{all}").format(n=settled, all=len(self._marks)),
        )
        self.query_one(TopBar).tell(
            self._colleague.name, tuple(filter(None, facts)), session.annotations.alarm
        )

    def look_at(self, annotation: Annotation) -> None:
        """Put the cursor on the sentence of an annotation: what was undone should be seen."""
        for place, dispute in enumerate(self._disputes):
            if dispute.holds(annotation):
                self.rows.move_to(place)
                return

    # ------------------------------------------------------------------ keys

    def action_open_case(self, direction: int) -> None:
        """Put the cursor on the next or previous sentence that isn't settled."""
        self._decisions.move_to_open(direction)

    def action_take(self, side: Side) -> None:
        """Settle a sentence, and go to the next one that is open."""
        if not self._disputes:
            return
        place, session = self.rows.cursor, self.context.session
        dispute, now = self._disputes[place], self._mine_now(place)
        if self._decided.get(dispute.fingerprint(now)) in (None, "mine") and not dispute.agreed(now):
            dispute.mine = now  # edited in the reader since, perhaps
        changes = dispute.take(side, session.annotations.pending, now)
        if changes and not self._save(dispute.article, changes):
            return
        fingerprint = dispute.fingerprint(self._mine_now(place))
        before = self._decided.get(fingerprint)
        self._settled_here.append(None if changes else Decision(place, fingerprint, before))
        self._undone.clear()
        trouble = self._decided.put(fingerprint, side)
        self._marks[place] = self._mark(place)
        following = self._decisions.following(1, around=True)
        self.rows.update(place)
        self.rows.move_to(place if following is None else following)
        self._decisions.update_panel()
        self.update_status()
        if trouble:
            said = _("taken, but the next start will ask again: {trouble}").format(trouble=trouble)
            self.context.notify(said, error=True)
        elif following is None:
            self.context.notify(_("all settled; Esc goes back"))

    def _save(self, article_id: str, changes: Sequence[Change]) -> bool:
        self._taking = True  # one row is looked at again, not all
        try:
            return self.context.save(self._record(article_id), changes, kind="settle")
        finally:
            self._taking = False

    def _record(self, article_id: str) -> Record:
        """Return what is known of an article: by my file, else by theirs."""
        known = self._records.get(article_id) or self._colleague.records.get(article_id, {})
        return {**known, "id": article_id}

    def action_undo(self) -> None:
        """Take back what was decided last: a change of the annotations, or only that mine stays."""
        decision = self._settled_here.pop() if self._settled_here else None
        if decision is None:
            self._undone.append(None)
            self.context.undo()
        else:
            self._undone.append(self._put_back(decision))

    def action_redo(self) -> None:
        """Do again what was taken back last."""
        decision = self._undone.pop() if self._undone else None
        if decision is None:
            self._settled_here.append(None)
            self.context.redo()
        else:
            self._settled_here.append(self._put_back(decision))

    def _put_back(self, decision: Decision) -> Decision:
        """Bring back how a sentence was settled before; return how it was settled until now."""
        place, fingerprint, before = decision
        until_now = Decision(place, fingerprint, self._decided.get(fingerprint))
        self._decided.put(fingerprint, before)
        self.rows.move_to(place)
        self.refresh_data()
        return until_now

    async def action_open(self) -> None:
        """Open the sentence in the reader."""
        if self._disputes:
            await self.context.send(OpenAnnotation(self._disputes[self.rows.cursor].quote))


def parts_beyond(annotation: Annotation, others: Sequence[Annotation]) -> Sequence[tuple[int, int]]:
    """Return the parts of an annotation's quote (code points in it) that no other one marks."""
    first, end = annotation.target.start, annotation.target.end
    start, parts = first, []
    for other in sorted(others, key=lambda other: other.target.start):
        parts.append((start, min(end, other.target.start)))
        start = max(start, other.target.end)
    if others:
        parts.append((start, end))
    return tuple((a - first, b - first) for a, b in parts if b > a)


def _percent(measure: Measure) -> str:
    return _("undefined") if measure.value is None else f"{measure.value:.0%}"


def _figure(measure: Measure) -> str:
    return _("undefined") if measure.value is None else f"{measure.value:.2f}"
