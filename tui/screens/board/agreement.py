"""Shows how far people agree: alpha by tag, article and week, each two by kappa, and what pulls it down.

Everything is reckoned beside the keys, in a thread: the figures are there first, their intervals a moment
later. What comes while they are looked at changes nothing on the screen; the top line says that there is
newer, and a key reckons again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events, work
from textual.app import ComposeResult
from textual.message import Message
from textual.worker import get_current_worker

from tui.config.bindings import first
from tui.i18n import _, plural
from tui.presenters.agreement_figures import FigureRow, about_part, figure_rows
from tui.screens.list_screen import ListScreen
from tui.screens.messages import OpenDialog
from tui.session.people_agreement import NoAgreementError
from tui.textual_ext.crash_handler import told
from tui.widgets.agreement_rows import FigureDrawer
from tui.widgets.bars import KeyHints, TopBar
from tui.widgets.cursor_list import CursorList
from tui.widgets.passages import Passages

if TYPE_CHECKING:
    from annotations.services.costliest import Part
    from annotations.services.team_agreement import TeamAgreement
    from tui.screens.context import SessionContext


class AgreementScreen(ListScreen):
    """Lists the figures, section by section.

    Args:
        context: whose annotations, and whose team's.
    """

    key_place = "agreement"

    class Reckoned(Message):
        """The figures are there, or have their intervals, too.

        Args:
            agreement: the figures; None if there is nothing to compare.
            nothing: then says why.
            complete: whether nothing more comes.
        """

        def __init__(self, agreement: TeamAgreement | None, nothing: str = "", *, complete: bool) -> None:
            super().__init__()
            self.agreement = agreement
            self.nothing = nothing
            self.complete = complete

    def __init__(self, context: SessionContext) -> None:
        super().__init__(context, CursorList(FigureDrawer(self._row).draw, self._moved))
        self.panel = Passages()
        self.agreement: TeamAgreement | None = None
        """The figures that are shown; None before the first, and where there is nothing to compare."""
        self.shown: Sequence[FigureRow] = ()
        """The rows."""
        self._nothing = ""
        self._reckoning = False
        self._stand: object = None
        """Equal as long as the figures are of what is known."""
        self._is_old = False
        """True once it was said that there is newer."""

    def compose(self) -> ComposeResult:
        """Compose the figures above, and all about the row under the cursor below."""
        yield TopBar()
        yield self.rows
        yield self.panel
        yield KeyHints("agreement")

    def on_mount(self) -> None:
        """Have the figures reckoned."""
        self.action_renew()

    def on_resize(self, event: events.Resize) -> None:
        """Show the columns for which there is room."""
        self._lay_out(event.size.width)

    # ------------------------------------------------------------------ reckoning

    def action_renew(self) -> None:
        """Reckon again; what is shown stays until the new figures are there."""
        self._stand, self._is_old, self._reckoning = self._current_stand(), False, True
        if self.agreement is None:
            self._nothing = _("comparing ...")
            self._lay_out(self.size.width)
        self.update_status()
        self._reckon()

    def _current_stand(self) -> object:
        return self.context.session.people_agreement.stand

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _reckon(self) -> None:
        worker = get_current_worker()
        last: TeamAgreement | None = None
        try:
            for agreement in self.context.session.people_agreement.reckoned():
                if worker.is_cancelled:
                    return
                if last is None:
                    self.post_message(self.Reckoned(agreement, complete=False))
                last = agreement
            self.post_message(self.Reckoned(last, complete=True))
        except NoAgreementError as error:
            self.post_message(self.Reckoned(None, why_none(error), complete=True))
        except Exception as error:  # whatever it is, the figures can't be waited for any more; it is told
            self.post_message(self.Reckoned(None, told(error), complete=True))

    def on_agreement_screen_reckoned(self, event: Reckoned) -> None:
        """Show the figures; the cursor stays on its row."""
        at = self.part_at_cursor
        self.agreement, self._nothing = event.agreement, event.nothing
        self._reckoning = not event.complete
        self._lay_out(self.size.width, at)
        self.update_status()
        if event.complete:
            self.refresh_data()

    def refresh_data(self) -> None:
        """Say once that there is newer; where nothing is shown, there is nothing to keep from moving."""
        if not self._reckoning and not self._is_old and self._current_stand() != self._stand:
            if self.agreement is None:
                self.action_renew()
                return
            self._is_old = True
            self.context.notify(_("there is newer: {key} reckons again").format(key=first("agreement.renew")))
        self.update_status()

    # ------------------------------------------------------------------ what is shown

    def _lay_out(self, width: int, at: Part | None = None) -> None:
        self.shown = () if self.agreement is None or not width else figure_rows(self.agreement, width)
        places = (place for place, row in enumerate(self.shown) if at is not None and row.part == at)
        self.rows.fill(len(self.shown), at=next(places, self.rows.cursor), nothing=self._nothing)

    def _row(self, number: int) -> FigureRow:
        return self.shown[number]

    @property
    def part_at_cursor(self) -> Part | None:
        """The part of the agreement under the cursor; None on a heading."""
        return self.shown[self.rows.cursor].part if self.shown else None

    def _moved(self) -> None:
        part, agreement = self.part_at_cursor, self.agreement
        self.panel.show(() if part is None or agreement is None else about_part(agreement, part))

    def update_status(self) -> None:
        """Show how many people and sentences are compared, and whether there is newer."""
        annotations, agreement = self.context.session.annotations, self.agreement
        state = ""
        if self._is_old:
            state = _("newer: {key}").format(key=first("agreement.renew"))
        elif self._reckoning and agreement is not None:
            state = _("intervals ...")
        counts: tuple[str, ...] = ()
        if agreement is not None:
            counts = (
                plural("{n:,} person", "{n:,} people", len(agreement.people)),
                plural("{n:,} sentence", "{n:,} sentences", agreement.sets.units),
            )
        facts = (annotations.saved_label, *counts, state)
        self.query_one(TopBar).show(_("agreement"), tuple(filter(None, facts)), annotations.alarm)

    # ------------------------------------------------------------------ keys

    async def action_open(self) -> None:
        """Show the sentences that pull the figure at the cursor down; from a heading go to its first row."""
        if not self.shown or self.agreement is None:
            return
        part = self.part_at_cursor
        if part is None:
            self.action_move(1)
        else:
            from tui.screens.board.costliest import open_costliest

            await open_costliest(self.context, self.agreement, part)

    def action_section(self, direction: int) -> None:
        """Go to the next section, or to the one before."""
        at = self.rows.cursor
        headings = [place for place, row in enumerate(self.shown) if row.part is None]
        ahead = [place for place in headings if (place - at) * direction > 0]
        if ahead:
            self.rows.move_to(ahead[0] if direction > 0 else ahead[-1])

    async def action_matrix(self) -> None:
        """Show the kappa of each two as a matrix."""
        from tui.screens.board.kappa_matrix import KappaMatrixScreen

        if self.agreement is None:
            return
        part = self.part_at_cursor
        name = part.name if part is not None and part.kind in ("person", "pair") else ""
        await self.context.send(OpenDialog(KappaMatrixScreen(self.context, self.agreement, name)))


def why_none(error: NoAgreementError) -> str:
    """Say why there is nothing to compare, and what helps."""
    return {
        "team": _("what the team has done is still being read"),
        "decided": _("nothing to compare yet: nobody else has decided a sentence that you have"),
        "people": _("one person alone: claimreader help team, or claimreader --review FILE"),
    }[error.missing]
