"""Shows who has decided how many sentences, and in a team who is how far with the articles to read.

It is counted in a worker, since it goes through all annotations. Of colleagues nothing of what they say is
shown or counted, only how far they are: a team is blind until one has decided.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult

from tui.i18n import _
from tui.presenters.annotators import annotator_lines
from tui.screens.dialogs.base import Dialog
from tui.textual_ext.crash_handler import told
from tui.widgets.bars import KeyHints
from tui.widgets.lines import Lines

if TYPE_CHECKING:
    from tui.screens.context import SessionContext


class Annotators(Dialog[None]):
    """Shows a row an annotator.

    Args:
        context: whose annotations are counted.
    """

    key_place = "guidelines"

    def __init__(self, context: SessionContext) -> None:
        super().__init__()
        self.context = context
        self._lines = Lines()

    def compose(self) -> ComposeResult:
        """Compose the rows, and how to leave."""
        yield self._lines
        yield KeyHints("guidelines")

    def on_mount(self) -> None:
        """Have it counted; what has come of colleagues is seen by that."""
        if self.context.session.team is not None:
            self.context.session.team.seen()
        self._lines.show([_("counting ...")])
        self._count()

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _count(self) -> None:
        session = self.context.session
        try:
            lines = annotator_lines(session.count_annotators())
            if session.team is not None:
                lines = [*self._team(), *lines]
        except Exception as error:  # whatever it is, one doesn't wait for it any more; it is told
            self.app.call_later(self._lines.show, [told(error)])
        else:
            self.app.call_later(self._lines.show, lines)

    def _team(self) -> list[str]:
        """Return how far everybody in the team is with what is to read, in a thread."""
        from tui.presenters.team import member_lines

        members = self.context.session.team_filter.members()
        if not members:
            return [_("what the team has done is still being read"), ""]
        return [_("how far each is with the articles to read"), "", *member_lines(members), ""]

    # ------------------------------------------------------------------ keys

    def action_scroll(self, rows: int) -> None:
        """Scroll by rows."""
        self._lines.jump(self._lines.top + rows)

    def action_page(self, direction: int) -> None:
        """Scroll by what is seen, less a row to go on from."""
        self.action_scroll(direction * max(1, self._lines.size.height - 1))

    def action_ends(self, direction: int) -> None:
        """Scroll to the beginning or the end."""
        self._lines.jump(self._lines.virtual_size.height if direction > 0 else 0)
