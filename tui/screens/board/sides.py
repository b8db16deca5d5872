"""Shows what contradicts what: questions, their sides, who stands on which and since when, and who turned."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult

from annotations.services.questions import questions
from tui.config.bindings import undoable
from tui.i18n import N_, _, plural
from tui.presenters.cases import Passage
from tui.presenters.claims import passages_about
from tui.presenters.sides import SideRow, legend, rows_of, side_columns, side_words
from tui.screens.list_screen import ListScreen
from tui.screens.messages import OpenAnnotation, OpenDialog
from tui.textual_ext.crash_handler import told
from tui.widgets.bars import KeyHints, TopBar
from tui.widgets.cursor_list import ColumnHead, ColumnName, CursorList
from tui.widgets.passages import Passages
from tui.widgets.side_rows import SideDrawer

if TYPE_CHECKING:
    from annotations.insight.sides import Question
    from annotations.model.records import Annotation
    from annotations.model.side_records import PlacedRecord
    from tui.screens.context import SessionContext

_FEW = 400
"""Annotations with links up to which a key waits for the questions: 50 ms."""


class SidesScreen(ListScreen):
    """Lists the questions to which claims give contrary answers.

    Args:
        context: whose annotations.
        query: the board's filter: only questions are listed of which it finds a claim.
    """

    key_place = "sides"

    def __init__(self, context: SessionContext, query: str = "") -> None:
        self._drawer = SideDrawer(self._row, self._quote)
        super().__init__(context, CursorList(self._drawer.draw, self._moved))
        self.head = ColumnHead((), N_("quote"))
        self.panel = Passages()
        self.answered = asyncio.Event()
        """Set while what is listed is what stands in the annotations; see `tui.textual_ext.key_dispatch`."""
        self._query = query
        self.questions: Sequence[Question] = ()
        """The questions that are listed."""
        self.shown: Sequence[SideRow] = ()
        """The rows."""
        self._seen: object = None
        """Equal as long as the questions are what the annotations say."""

    def compose(self) -> ComposeResult:
        """Compose the questions above, all about the row under the cursor below."""
        yield TopBar()
        yield self.head
        yield self.rows
        yield self.panel
        yield KeyHints("sides")

    def on_mount(self) -> None:
        """Find the questions."""
        self.refresh_data()

    def on_resize(self, event: events.Resize) -> None:
        """Show the columns for which there is room."""
        self._lay_out(event.size.width)

    # ------------------------------------------------------------------ finding

    def refresh_data(self) -> None:
        """Find the questions anew, if anything has changed."""
        annotations = self.context.session.annotations
        index = annotations.claim_index
        index.update()
        seen = (id(index), index.version, annotations.people, self.context.session.voices)
        if seen == self._seen:
            self.update_status()
            return
        self._seen = seen
        if len(annotations.pending.linking()) <= _FEW:
            self._take(self._find())
        else:
            self.answered.clear()
            self.run_worker(self._find_beside(), group="find", exclusive=True, exit_on_error=False)

    async def _find_beside(self) -> None:
        try:
            self._take(await asyncio.to_thread(self._find))
        except Exception as error:  # the list stays as it is; it is told
            self.context.notify(told(error), error=True)
            self.answered.set()

    def _find(self) -> Sequence[Question]:
        session = self.context.session
        annotations, voices = session.annotations, session.voices
        index, only = annotations.claim_index, None
        if self._query:
            only = frozenset(map(index.uuid, index.find(self._query, people=annotations.people)))
        return questions(
            annotations.pending,
            annotations.people,
            only=only,
            voice=lambda article_id: voices.of(article_id)[0],
            nouns=session.project.nouns,
            is_aside=session.is_aside,
        )

    def _take(self, asked: Sequence[Question]) -> None:
        """Show other questions; the cursor stays on its claim, else on its row."""
        before = self._at_cursor
        self.questions, self.shown = asked, rows_of(asked)
        self._lay_out(self.size.width)
        at = self.rows.cursor
        if before is not None and before.annotation:
            same = (before.kind, before.annotation)
            places = (place for place, row in enumerate(self.shown) if (row.kind, row.annotation) == same)
            at = next(places, at)
        self.rows.fill(len(self.shown), at=at, nothing=self._nothing())
        self.update_status()
        self.answered.set()

    def _nothing(self) -> str:
        if self._query:
            return _("no claims that the filter finds are linked as contradicting each other")
        return _("no claims are linked as contradicting each other: on the board, l links them")

    def _place_of(self, uuid: str, otherwise: int) -> int:
        places = (place for place, row in enumerate(self.shown) if row.annotation == uuid)
        return next(places, otherwise)

    # ------------------------------------------------------------------ what is shown

    def _lay_out(self, width: int) -> None:
        columns = side_columns(width, self.shown)
        self._drawer.lay_out(columns)
        self.head.show([ColumnName(column.name, column.room, column.right) for column in columns])
        self.rows.refresh()

    def _row(self, number: int) -> SideRow:
        return self.shown[number]

    def _annotation(self, uuid: str) -> Annotation | None:
        return self.context.session.annotations.pending.get(uuid)

    def _quote(self, row: SideRow) -> str:
        annotation = self._annotation(row.annotation)
        return (
            undoable(_("deleted; {undo} brings it back"), "sides")
            if annotation is None
            else annotation.target.quote
        )

    @property
    def _at_cursor(self) -> SideRow | None:
        place = self.rows.cursor
        return self.shown[place] if place < len(self.shown) else None

    def _moved(self) -> None:
        self.panel.show(self._about_cursor())

    def _about_cursor(self) -> Sequence[Passage]:
        row = self._at_cursor
        if row is None:
            return ()
        asked, session = self.questions[row.question], self.context.session
        if row.kind == "question":
            return legend(asked)
        if row.kind == "turned":
            turned = next(turned for turned in asked.turned if turned.then.annotation == row.annotation)
            return [
                Passage((side_words(asked.sides[turn.side]), turn.since), annotation.target.quote)
                for turn in (turned.first, turned.then)
                if (annotation := self._annotation(turn.annotation))
            ]
        annotation = self._annotation(row.annotation)
        if annotation is None:
            return ()
        annotations = session.annotations
        fact = annotations.claim_index.fact(annotation)
        scheme = session.project.scheme
        return passages_about(annotation, fact, session.link_ends, scheme, annotations.people)

    def update_status(self) -> None:
        """Show how many questions and claims there are."""
        annotations = self.context.session.annotations
        claims = sum(asked.claims for asked in self.questions)
        facts = (
            annotations.saved_label,
            plural("{n} question", "{n} questions", len(self.questions)),
            plural("{n} claim", "{n} claims", claims),
        )
        place = self._query or _("contradictions")
        self.query_one(TopBar).show(place, tuple(filter(None, facts)), annotations.alarm)

    def look_at(self, annotation: PlacedRecord) -> None:
        """Put the cursor on an annotation: what was undone should be seen."""
        self.rows.move_to(self._place_of(annotation.uuid, self.rows.cursor))

    # ------------------------------------------------------------------ keys

    async def action_open(self) -> None:
        """Go to the sentence; from a heading to the first claim of the question."""
        row = self._at_cursor
        if row is not None and row.kind == "question":
            self.action_move(1)
            return
        annotation = self._annotation(row.annotation) if row else None
        if annotation is not None:
            await self.context.send(OpenAnnotation(annotation))

    def action_question(self, direction: int) -> None:
        """Go to the next question, or to the one before."""
        at = self.rows.cursor
        headings = [place for place, row in enumerate(self.shown) if row.kind == "question"]
        ahead = [place for place in headings if (place - at) * direction > 0]
        if ahead:
            self.rows.move_to(ahead[0] if direction > 0 else ahead[-1])

    def go_to_question(self, number: int) -> None:
        """Put the cursor on a question's heading."""
        for place, row in enumerate(self.shown):
            if row.question == number:
                self.rows.move_to(place)
                return

    async def action_matrix(self) -> None:
        """Show which source carries which sides."""
        from tui.screens.board.matrix import MatrixScreen

        if not self.questions:
            self.context.notify(self._nothing())
            return
        row = self._at_cursor
        at = row.question if row else 0
        screen = MatrixScreen(self.context, self.questions, at, self.go_to_question)
        await self.context.send(OpenDialog(screen))

    async def action_export(self) -> None:
        """Export the annotations that are listed."""
        from tui.screens.dialogs.export import ask_export

        listed = frozenset(row.annotation for row in self.shown if row.annotation)
        await ask_export(self.context, None, listed)
