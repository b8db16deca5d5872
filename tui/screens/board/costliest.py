"""Shows the sentences that pull a figure of agreement down, the costliest first, each with who says what.

It is the list of a moment: what is decided meanwhile moves no row. What others say of a sentence is shown as
long as one may see it, which ends when a decision of one's own is taken back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult

from tui.i18n import N_, _, plural
from tui.presenters.agreement_figures import (
    costly_cells,
    costly_columns,
    hidden_cells,
    not_to_be_seen,
    title_of,
    who_says_what,
)
from tui.presenters.claims import ClaimRow
from tui.screens.list_screen import ListScreen
from tui.screens.messages import OpenDialog, OpenPlace
from tui.widgets.bars import KeyHints, TopBar
from tui.widgets.claim_rows import ClaimDrawer
from tui.widgets.cursor_list import ColumnHead, ColumnName, CursorList
from tui.widgets.passages import Passages

if TYPE_CHECKING:
    from annotations.services.costliest import Costly, Part
    from annotations.services.team_agreement import TeamAgreement
    from tui.screens.context import SessionContext


class CostliestScreen(ListScreen):
    """Lists sentences that people see differently.

    Args:
        context: opens a sentence, and says whether one may see what others say of it.
        sentences: what is listed.
        part: the part of the agreement that they pull down.
    """

    key_place = "costliest"

    def __init__(self, context: SessionContext, sentences: Sequence[Costly], part: Part) -> None:
        self._drawer = ClaimDrawer(self._row)
        super().__init__(context, CursorList(self._drawer.draw, self._moved))
        self.sentences = sentences
        self._part = part
        self.head = ColumnHead((), N_("sentence"))
        self.panel = Passages()

    def compose(self) -> ComposeResult:
        """Compose the sentences above, and who says what of the one under the cursor below."""
        yield TopBar()
        yield self.head
        yield self.rows
        yield self.panel
        yield KeyHints("costliest")

    def on_mount(self) -> None:
        """Show the rows."""
        self._lay_out(self.size.width)
        self.rows.fill(len(self.sentences))
        self.update_status()

    def on_resize(self, event: events.Resize) -> None:
        """Show the columns in the room that there is."""
        self._lay_out(event.size.width)

    def _lay_out(self, width: int) -> None:
        columns = costly_columns(width)
        self._drawer.lay_out(columns)
        self.head.show([ColumnName(column.name, column.room, column.right) for column in columns])
        self.rows.refresh()

    def refresh_data(self) -> None:
        """Draw anew what may be seen of each sentence."""
        self.rows.refresh()
        self._moved()
        self.update_status()

    def _row(self, number: int) -> ClaimRow:
        costly = self.sentences[number]
        if not self.context.session.people_agreement.may_see(costly.seen):
            return ClaimRow("", hidden_cells(costly.seen), "")
        return ClaimRow("", costly_cells(costly), costly.seen.quote)

    def _moved(self) -> None:
        if self.sentences:
            seen = self.sentences[self.rows.cursor].seen
            may_see = self.context.session.people_agreement.may_see(seen)
            self.panel.show(who_says_what(seen) if may_see else not_to_be_seen(seen))

    def update_status(self) -> None:
        """Show how many there are, and which figure they pull down."""
        annotations = self.context.session.annotations
        count = plural("{n:,} seen differently", "{n:,} seen differently", len(self.sentences))
        facts = tuple(filter(None, (annotations.saved_label, count, title_of(self._part))))
        self.query_one(TopBar).show(_("agreement"), facts, annotations.alarm)

    # ------------------------------------------------------------------ keys

    async def action_open(self) -> None:
        """Open the sentence in the reader; Esc comes back to its row."""
        seen = self.sentences[self.rows.cursor].seen
        await self.context.send(OpenPlace(seen.article, seen.start))


async def open_costliest(context: SessionContext, agreement: TeamAgreement, part: Part) -> None:
    """Show the sentences that pull a figure down, or say that there is none."""
    from annotations.services.costliest import costliest

    sentences = costliest(agreement.disagreements, part)
    if sentences:
        await context.send(OpenDialog(CostliestScreen(context, sentences, part)))
    else:
        context.notify(_("no sentence is seen differently here"))
