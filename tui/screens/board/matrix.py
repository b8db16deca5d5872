"""Shows source against question: a row for a question, a column for a source, a letter for each side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.strip import Strip

from annotations.insight.sides import matrix
from tui.i18n import N_, _
from tui.presenters.cases import Passage
from tui.presenters.claims import ClaimRow, Column
from tui.presenters.sides import counts_of, legend, matrix_cells, matrix_columns, title_of
from tui.screens.board.column_paging import first_after_turn
from tui.screens.list_screen import ListScreen
from tui.theme import Palette
from tui.widgets.bars import KeyHints, TopBar
from tui.widgets.claim_rows import drawn
from tui.widgets.cursor_list import ColumnHead, ColumnName, CursorList
from tui.widgets.passages import Passages

if TYPE_CHECKING:
    from annotations.insight.sides import Question
    from tui.screens.context import SessionContext


class MatrixScreen(ListScreen):
    """Lists questions with the sides that each source carries.

    Args:
        context: closes the screen.
        questions: the rows.
        at: the place of the question on which the cursor begins.
        chosen: is called with the place of a question that was chosen.
    """

    key_place = "matrix"

    def __init__(
        self, context: SessionContext, questions: Sequence[Question], at: int, chosen: Callable[[int], None]
    ) -> None:
        super().__init__(context, CursorList(self._draw, self._moved))
        self._questions = questions
        self._chosen = chosen
        self._begins_at = at
        self._table = matrix(questions)
        self._first = 0
        """The place of the first source that is shown."""
        self._columns: Sequence[Column] = ()
        self.head = ColumnHead((), N_("question"))
        self.panel = Passages()

    def compose(self) -> ComposeResult:
        """Compose the table above, and what the letters of a row mean below."""
        yield TopBar()
        yield self.head
        yield self.rows
        yield self.panel
        yield KeyHints("matrix")

    def on_mount(self) -> None:
        """Show the rows."""
        self.rows.fill(len(self._questions), at=self._begins_at)

    def on_resize(self, event: events.Resize) -> None:
        """Show the sources for which there is room."""
        self._lay_out(event.size.width)

    def refresh_data(self) -> None:
        """Nothing to draw anew: the table is of the moment at which it was asked for."""

    def _lay_out(self, width: int) -> None:
        self._columns = matrix_columns(self._table, self._first, width)
        self.head.show([ColumnName(column.name, column.room) for column in self._columns])
        self.rows.refresh()
        shown, known = len(self._columns), len(self._table.sources)
        sources = _("sources {first}-{last} of {all}").format(
            first=self._first + 1, last=self._first + shown, all=known
        )
        self.query_one(TopBar).show(
            _("which source carries which side"), (sources,), self.context.session.annotations.alarm
        )

    def _draw(self, number: int, width: int, lit: bool, look: Palette) -> Strip:
        cells = matrix_cells(self._table, number, self._first, self._columns)
        claim = ClaimRow("", cells, title_of(self._questions[number]))
        return drawn(claim, tuple(self._columns), width, lit, look)

    def _moved(self) -> None:
        if self._questions:
            asked = self._questions[self.rows.cursor]
            about = Passage((counts_of(asked, sources=False),), title_of(asked), own=True)
            self.panel.show([about, *legend(asked)])

    # ------------------------------------------------------------------ keys

    def action_sources(self, step: int) -> None:
        """Show the sources further right or left; those with the most claims come first."""
        shown, count = len(self._columns), len(self._table.sources)
        self._first = first_after_turn(self._first, step, shown=shown, count=count)
        self._lay_out(self.size.width)

    async def action_open(self) -> None:
        """Go back to the sides of the question under the cursor."""
        self._chosen(self.rows.cursor)
        await self.action_back()
