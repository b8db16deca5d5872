"""Lists the sentences that people see differently: one's word is taken with one key, or all spans.

The screen is one for two uses (`tui.session.review`): a colleague's file, from which is taken into mine, and
the gold of a team, which its lead decides on. The figures are those of the moment in which all was compared;
what is settled afterwards is an edit like any other, saved at once and undone in the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.message import Message

from annotations.services.adjudication import ALL, KEEP, Choice, Dispute, Review
from tui.config.bindings import first
from tui.i18n import N_, _, one_by_one, plural
from tui.presenters.cases import Case, Passage, place_columns
from tui.presenters.review import ReviewWords, figures
from tui.presenters.stored import with_signs
from tui.screens.list_screen import ListScreen
from tui.screens.messages import OpenAnnotation
from tui.screens.review.decision_list import DecisionList
from tui.screens.review.settlement import Look, Settlement
from tui.textual_ext.crash_handler import told
from tui.widgets.bars import KeyHints, TopBar

if TYPE_CHECKING:
    from annotations.model.side_records import PlacedRecord
    from tui.screens.context import SessionContext
    from tui.session.review import Reviewing


class ReviewScreen(ListScreen):
    """Shows where people's words on the corpus differ.

    Args:
        context: whose annotations.
        reviewing: finds the sentences, and makes the changes that settle them.
    """

    key_place = "review"

    class Compared(Message):
        """Everybody's words have been put side by side."""

        def __init__(self, review: Review, look: Look, stand: int) -> None:
            super().__init__()
            self.review = review
            self.look = look
            self.stand = stand

    def __init__(self, context: SessionContext, reviewing: Reviewing) -> None:
        self._reviewing = reviewing
        self._whose = with_signs(reviewing.whose)
        self._words = ReviewWords(context.project.scheme, with_colleague=not reviewing.is_gold)
        self._figures: Sequence[str] = ()
        self._stand: int | None = None
        """The stand of what is shown; None before anything is."""
        self._settlement = Settlement(context, reviewing)
        self._decisions = DecisionList(
            context,
            ((N_("article"), 8), (N_("no."), 4), (N_("who says what"), 27)),
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
        """Have all compared."""
        self._decisions.fill(
            0, nothing=_("comparing with {name} ...").format(name=f"\u2068{self._whose}\u2069")
        )
        self.update_status()
        self._begin()

    def _begin(self) -> None:
        """Compare, if what is compared is here; else as soon as it is."""
        if self._reviewing.is_ready:
            self._stand = self._reviewing.stand
            self._compare()

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _compare(self) -> None:
        stand = self._reviewing.stand
        try:
            review = self._reviewing.read()
            look = self._settlement.look_at(review.disputes)
        except Exception as error:  # whatever it is, the list can't be waited for any more; it is told
            self.call_later(self.context.notify, told(error), error=True)
        else:
            self.post_message(self.Compared(review, look, stand))

    def on_review_screen_compared(self, event: Compared) -> None:
        """Show the figures and the rows, with the cursor on the first that is open, or where it was."""
        before = self._under_cursor
        self._stand = event.stand
        self._figures = figures(event.review) if event.review.decided else ()
        self._settlement.begin(event.look)
        self._decisions.fill(len(event.review.disputes), nothing=self._nothing(event.review))
        if before is not None and (place := self._place_of(before)) is not None:
            self.rows.move_to(place)
        self.update_status()
        if said := self._reviewing.remark:
            self.context.notify(said)

    def _nothing(self, review: Review) -> str:
        """Return what is said where there is nothing to settle."""
        if self._reviewing.is_gold:
            return self._reviewing.remark or _("nobody has decided a sentence yet; Esc: back")
        if not review.decided:
            return _("no disagreement: there is no sentence that both have decided; Esc: back")
        return plural(
            "no disagreement: you both decided {n:,} sentence, and in the same way; Esc: back",
            "no disagreement: you both decided {n:,} sentences, and in the same way; Esc: back",
            review.decided,
        )

    # ------------------------------------------------------------------ what is shown

    @property
    def _under_cursor(self) -> Dispute | None:
        disputes = self._settlement.disputes
        return disputes[self.rows.cursor] if disputes else None

    def _place_of(self, dispute: Dispute) -> int | None:
        """Return where a sentence is listed now."""
        wanted = dispute.article, dispute.sha256, dispute.start
        return next(
            (
                place
                for place, each in enumerate(self._settlement.disputes)
                if (each.article, each.sha256, each.start) == wanted
            ),
            None,
        )

    def _is_open(self, place: int) -> bool:
        """Return whether a sentence isn't settled."""
        return not self._settlement.marks[place]

    def _case(self, place: int) -> Case:
        """Return what stands in a row."""
        dispute = self._settlement.disputes[place]
        sides = self._reviewing.sides(dispute, self._settlement.now(place))
        columns = (*place_columns(dispute.quote), self._words.in_row(sides))
        return Case(self._settlement.marks[place], columns, dispute.quote.target.quote)

    def _passages(self, place: int) -> Sequence[Passage]:
        """Return what each marked, what was made of it, and who is still at work on it."""
        dispute, now = self._settlement.disputes[place], self._settlement.now(place)
        passages = self._words.passages(self._reviewing.sides(dispute, now))
        if self._reviewing.is_gold and now:
            theirs = [annotation for side in dispute.sides for annotation in side.annotations]
            passages = [*self._words.said([_("gold")], now, theirs), *passages]
            if not dispute.sides:
                passages.append(Passage((_("nobody says so any more"),)))
            elif self._reviewing.is_overtaken(dispute, now):
                passages.insert(0, Passage((_("somebody has changed it"),)))
        if unfinished := self._reviewing.unfinished(dispute):
            names = one_by_one(f"\u2068{with_signs(name)}\u2069" for name in unfinished)
            passages.append(Passage((_("not done with the article:"), names)))
        return passages

    def refresh_data(self) -> None:
        """Draw everything anew; compare as soon as what is compared is here."""
        if self._stand is None:
            self._begin()
        self._settlement.look_again()
        self._decisions.refresh()
        self.update_status()

    def update_status(self) -> None:
        """Show the figures, how far one is, and whether people have said something since."""
        annotations, settled = self.context.session.annotations, self._settlement.settled
        state = [_("settled {n}/{all}").format(n=settled, all=len(self._settlement.marks))]
        if self._stand is not None and self._reviewing.stand != self._stand:
            state.append(_("newer: {key}").format(key=first("review.renew")))
        facts = (*self._figures, annotations.saved_label, " · ".join(state))
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

    def action_take(self, choice: Choice) -> None:
        """Settle a sentence, and go to the next one that is open."""
        dispute = self._under_cursor
        if dispute is None:
            return
        if choice == KEEP and not self._settlement.now(self.rows.cursor):
            self.context.notify(_("there is nothing to keep: take somebody's word, or mark it in the reader"))
            return
        if choice not in (ALL, KEEP) and dispute.side(choice) is None:
            self.context.notify(_("nobody with the number {n} has decided this sentence").format(n=choice))
            return
        place = self.rows.cursor
        trouble = self._settlement.take(place, choice)
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
            self.context.notify(self._all_settled())

    def _all_settled(self) -> str:
        if self._reviewing.is_gold:
            return _("all settled; {key} shows it to everybody").format(key=first("review.publish"))
        return _("all settled; Esc goes back")

    def action_take_agreed(self) -> None:
        """Settle all open sentences on which all agree; next those that one person alone has decided."""
        taken = self._settlement.take_agreed()
        if taken is None:
            return
        if not taken:
            self.context.notify(_("nothing is left on which all agree"))
            return
        self._decisions.refresh()
        place = self._decisions.following(1, around=True)
        if place is not None and not self._is_open(self.rows.cursor):
            self.rows.move_to(place)
        self.update_status()
        self.context.notify(self._taken(taken))

    def _taken(self, taken: Sequence[Dispute]) -> str:
        """Say what one key has settled, and what it would settle next."""
        n = len(taken)
        if taken[0].decided == 1:
            return _("taken, decided by one person alone: {n:,}").format(n=n)
        said = _("taken, on which all agree: {n:,}").format(n=n)
        if left := self._settlement.alone:
            more = _("decided by one person alone: {n:,}, {key} again").format(
                n=left, key=first("review.agreed")
            )
            return one_by_one([said, more])
        return said

    def action_renew(self) -> None:
        """Compare anew, with what people have said since."""
        if self._reviewing.is_ready:
            self._compare()

    def action_publish(self) -> None:
        """Show gold to everybody, as it is now."""
        self.context.notify(self._reviewing.publish())

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
        if (dispute := self._under_cursor) is not None:
            await self.context.send(OpenAnnotation(dispute.quote))

    async def action_comment(self) -> None:
        """Open the sentence in the reader, to type a note on it; in gold those who annotate will read it."""
        if (dispute := self._under_cursor) is not None:
            await self.context.send(OpenAnnotation(dispute.quote, noting=True))
