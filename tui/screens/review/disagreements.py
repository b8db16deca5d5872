"""The disagreements of two annotators: mine, theirs or both, with one key a sentence.

The figures are those of the two files as they were compared; what is settled afterwards is an edit like any
other, saved at once and undone in the same way. The other file is only read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.message import Message

from tui.i18n import N_, _, plural
from tui.presenters.cases import Case, Passage, parts_beyond, place_columns
from tui.presenters.stored import with_signs
from tui.screens.list_screen import ListScreen
from tui.screens.messages import OpenAnnotation
from tui.screens.review.decision_list import DecisionList
from tui.screens.review.settlement import Compared, Settlement
from tui.textual_ext.crash_handler import told
from tui.widgets.bars import KeyHints, TopBar

if TYPE_CHECKING:
    from annotations.model.records import Annotation
    from annotations.model.side_records import PlacedRecord
    from annotations.services.adjudication import Side
    from annotations.services.agreement_measures import Measure
    from tui.screens.context import SessionContext
    from tui.session.colleague import Colleague


class ReviewScreen(ListScreen):
    """Shows where the annotations of the corpus and those of a colleague differ.

    Args:
        context: whose annotations.
        colleague: the other one's annotations.
    """

    key_place = "review"

    class ComparisonEnded(Message):
        """The two have been compared."""

        def __init__(self, compared: Compared) -> None:
            super().__init__()
            self.compared = compared

    def __init__(self, context: SessionContext, colleague: Colleague) -> None:
        self._whose = with_signs(colleague.name)
        self._their_head = _("2 {name}").format(name=f"\u2068{self._whose}\u2069")
        self._figures: Sequence[str] = ()
        self._settlement = Settlement(context, colleague)
        self._decisions = DecisionList(
            context,
            ((N_("article"), 8), (N_("no."), 4), (N_("1 mine"), 13), (self._their_head, 13)),
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
        """Have the two compared."""
        self._decisions.fill(
            0, nothing=_("comparing with {name} ...").format(name=f"\u2068{self._whose}\u2069")
        )
        self.update_status()
        self._compare()

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _compare(self) -> None:
        try:
            compared = self._settlement.compare()
        except Exception as error:  # whatever it is, the list can't be waited for any more; it is told
            self.call_later(self.context.notify, told(error), error=True)
        else:
            self.post_message(self.ComparisonEnded(compared))

    def on_review_screen_comparison_ended(self, event: ComparisonEnded) -> None:
        """Show the figures and the rows, with the cursor on the first that is open."""
        comparison, disputes = event.compared
        labels = comparison.agreements[0]
        self._figures = (
            _("agree {share}").format(share=_percent(labels.percent)),
            _("kappa {value}").format(value=_figure(labels.kappa)),
            _("alpha {value}").format(value=_figure(labels.alpha)),
        )
        self._settlement.begin(disputes)
        both = plural(
            "no disagreement: you both decided {n:,} sentence, and in the same way; Esc: back",
            "no disagreement: you both decided {n:,} sentences, and in the same way; Esc: back",
            labels.units,
        )
        nothing = _("no disagreement: there is no sentence that both have decided; Esc: back")
        self._decisions.fill(len(disputes), nothing=both if labels.units else nothing)
        self.update_status()

    # ------------------------------------------------------------------ what is shown

    def _is_open(self, place: int) -> bool:
        """Return whether a sentence isn't settled."""
        return not self._settlement.marks[place]

    def _case(self, place: int) -> Case:
        """Return what stands in a row."""
        dispute = self._settlement.disputes[place]
        mine, theirs = self._tags(self._settlement.mine(place)), self._tags(dispute.theirs)
        columns = (*place_columns(dispute.quote), mine, theirs)
        return Case(self._settlement.marks[place], columns, dispute.quote.target.quote)

    def _tags(self, annotations: Sequence[Annotation]) -> str:
        set_tags = {tag for annotation in annotations for tag in annotation.tags}
        tags = self.context.project.scheme.ordered(set_tags)
        # A type makes a claim of it anyway, and the column is narrow.
        return "+".join(tag for tag in tags if tag != "claim" or len(tags) == 1) or "-"

    def _passages(self, place: int) -> Sequence[Passage]:
        """Return what both marked, and in it what the other one did not."""
        mine, theirs = self._settlement.mine(place), self._settlement.disputes[place].theirs
        return [*self._side(_("1 mine"), mine, theirs), *self._side(self._their_head, theirs, mine)]

    def _side(self, name: str, own: Sequence[Annotation], other: Sequence[Annotation]) -> list[Passage]:
        if not own:
            return [Passage((_("{name}: nothing").format(name=name),))]
        passages = []
        for annotation in own:
            of_whom = annotation.annotator if annotation.annotator != self._whose else ""
            said = (with_signs(of_whom), with_signs(annotation.note))
            label = (f"{name}: {with_signs(self._tags([annotation]))}", *filter(None, said))
            passages.append(Passage(label, annotation.target.quote, parts_beyond(annotation, other)))
        return passages

    def refresh_data(self) -> None:
        """Draw everything anew."""
        self._settlement.look_again()
        self._decisions.refresh()
        self.update_status()

    def update_status(self) -> None:
        """Show the figures, and how far one is."""
        annotations, marks = self.context.session.annotations, self._settlement.marks
        settled = _("settled {n}/{all}").format(n=sum(map(bool, marks)), all=len(marks))
        facts = (annotations.saved_label, *self._figures, settled)
        self.query_one(TopBar).show(self._whose, tuple(filter(None, facts)), annotations.alarm)

    def look_at(self, annotation: PlacedRecord) -> None:
        """Put the cursor on the sentence of an annotation: what was undone should be seen."""
        for place, dispute in enumerate(self._settlement.disputes):
            if dispute.holds(annotation):
                self.rows.move_to(place)
                return

    # ------------------------------------------------------------------ keys

    def action_open_case(self, direction: int) -> None:
        """Put the cursor on the next or previous sentence that isn't settled."""
        self._decisions.move_to_open(direction)

    def action_take(self, side: Side) -> None:
        """Settle a sentence, and go to the next one that is open."""
        if not self._settlement.disputes:
            return
        place = self.rows.cursor
        trouble = self._settlement.take(place, side)
        if trouble is None:
            return
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

    def action_undo(self) -> None:
        """Take back what was decided last: a change of the annotations, or only that mine stays."""
        self._show_turned_back(self._settlement.undo())

    def action_redo(self) -> None:
        """Do again what was taken back last."""
        self._show_turned_back(self._settlement.redo())

    def _show_turned_back(self, place: int | None) -> None:
        if place is not None:
            self.rows.move_to(place)
            self.refresh_data()

    async def action_open(self) -> None:
        """Open the sentence in the reader."""
        if self._settlement.disputes:
            await self.context.send(OpenAnnotation(self._settlement.disputes[self.rows.cursor].quote))


def _percent(measure: Measure) -> str:
    return _("undefined") if measure.value is None else f"{measure.value:.0%}"


def _figure(measure: Measure) -> str:
    return _("undefined") if measure.value is None else f"{measure.value:.2f}"
