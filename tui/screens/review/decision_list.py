"""The list that both review screens have: cases in rows, each waiting for a key, and a panel about one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tui.i18n import _
from tui.presenters.cases import Case, Passage
from tui.widgets.case_rows import CaseDrawer
from tui.widgets.cursor_list import ColumnHead, ColumnName, CursorList
from tui.widgets.passages import Passages

if TYPE_CHECKING:
    from textual.widget import Widget

    from tui.screens.context import SessionContext


class DecisionList:
    """Cases, of which some still wait for a decision.

    Args:
        context: says what is to be said.
        columns: what the columns are called, and how many cells each takes.
        quote: what the column at the right edge is called.
        case: says what stands in a row.
        passages: says what there is to know about a row's case.
        is_open: says whether a row's case waits for a decision.
    """

    def __init__(
        self,
        context: SessionContext,
        columns: Sequence[tuple[str, int]],
        quote: str,
        *,
        case: Callable[[int], Case],
        passages: Callable[[int], Sequence[Passage]],
        is_open: Callable[[int], bool],
    ) -> None:
        self._context = context
        self._passages = passages
        self._is_open = is_open
        self.head = ColumnHead([ColumnName(*column) for column in columns], quote)
        self.rows = CursorList(CaseDrawer(columns, case).draw, self.update_panel)
        self.panel = Passages()

    @property
    def widgets(self) -> tuple[Widget, ...]:
        """The names of the columns, the rows, and the panel about one of them, for a screen to compose."""
        return self.head, self.rows, self.panel

    def fill(self, count: int, *, nothing: str) -> None:
        """Show so many rows, the cursor on the first that is open; `nothing` is said if there is none."""
        self.rows.fill(count, nothing=nothing)
        if count and not self._is_open(0) and (place := self.following(1)) is not None:
            self.rows.move_to(place)

    def refresh(self) -> None:
        """Draw everything anew."""
        self.rows.refresh()
        self.update_panel()

    def update_panel(self) -> None:
        """Show what there is to know about the case under the cursor."""
        self.panel.show(self._passages(self.rows.cursor) if len(self.rows) else ())

    def following(self, direction: int, *, around: bool = False) -> int | None:
        """Return the next open case in a direction, `around` the end if wanted; None: there is none."""
        cursor, count = self.rows.cursor, len(self.rows)
        places = [*range(cursor + direction, count if direction > 0 else -1, direction)]
        if around:
            places += range(cursor)
        return next((place for place in places if self._is_open(place)), None)

    def move_to_open(self, direction: int) -> None:
        """Put the cursor on the next or previous row that waits for a decision, or say that there is none."""
        place = self.following(direction)
        if place is not None:
            self.rows.move_to(place)
        elif direction > 0:
            self._context.notify(_("nothing open from here on"))
        else:
            self._context.notify(_("nothing open before this"))
