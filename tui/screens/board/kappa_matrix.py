"""Shows the kappa of each two people: a row and a column for each person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult

from annotations.services.costliest import Part
from tui.i18n import _
from tui.presenters.agreement_figures import FigureRow, about_person, matrix_head, matrix_rooms, matrix_row
from tui.screens.board.column_paging import first_after_turn
from tui.screens.board.costliest import open_costliest
from tui.screens.list_screen import ListScreen
from tui.widgets.agreement_rows import FigureDrawer, FigureHead
from tui.widgets.bars import KeyHints, TopBar
from tui.widgets.cursor_list import CursorList
from tui.widgets.passages import Passages
from tui.widgets.strips import from_right

if TYPE_CHECKING:
    from annotations.services.team_agreement import TeamAgreement
    from tui.screens.context import SessionContext


class KappaMatrixScreen(ListScreen):
    """Lists people with the kappa that each has with every other one.

    Args:
        context: closes the screen.
        agreement: the figures.
        name: the person on whom the cursor begins, if there is one of that name.
    """

    key_place = "kappa"

    def __init__(self, context: SessionContext, agreement: TeamAgreement, name: str = "") -> None:
        super().__init__(context, CursorList(FigureDrawer(self._row).draw, self._moved))
        self._agreement = agreement
        self._names = [person.name for person in agreement.people]
        self._begins_at = self._names.index(name) if name in self._names else 0
        self._first = 0
        """The place of the first person who has a column."""
        self.head = FigureHead()
        self.panel = Passages()

    def compose(self) -> ComposeResult:
        """Compose the matrix above, and the intervals of a row below."""
        yield TopBar()
        yield self.head
        yield self.rows
        yield self.panel
        yield KeyHints("kappa")

    def on_mount(self) -> None:
        """Show the rows."""
        self.rows.fill(len(self._names), at=self._begins_at)

    def on_resize(self, event: events.Resize) -> None:
        """Show the people for whom there is room."""
        self._lay_out()

    def refresh_data(self) -> None:
        """Nothing to draw anew: the figures are of the moment at which they were asked for."""

    def _lay_out(self) -> None:
        self.head.show(matrix_head(self._agreement, self._first, self.size.width))
        self.rows.refresh()
        self._moved()
        count = len(self._names)
        people = _("people {first}-{last} of {all}").format(
            first=self._first + 1, last=min(count, self._first + self._shown), all=count
        )
        alarm = self.context.session.annotations.alarm
        self.query_one(TopBar).show(_("kappa of each two"), (people,), alarm)

    @property
    def _shown(self) -> int:
        return matrix_rooms(len(self._names), self.size.width)[1]

    def _row(self, number: int) -> FigureRow:
        return matrix_row(self._agreement, number, self._first, self.size.width)

    def _moved(self) -> None:
        in_sight = self._names[self._first : self._first + self._shown]
        self.panel.show(about_person(self._agreement, self._names[self.rows.cursor], in_sight))

    # ------------------------------------------------------------------ keys

    def action_people(self, step: int) -> None:
        """Show the people further right or left; in Arabic the first ones are at the right."""
        step = -step if from_right() else step
        self._first = first_after_turn(self._first, step, shown=self._shown, count=len(self._names))
        self._lay_out()

    async def action_open(self) -> None:
        """Show the sentences that the person under the cursor sees otherwise than others."""
        part = Part("person", self._names[self.rows.cursor])
        await open_costliest(self.context, self._agreement, part)
