"""The list of claims that the board and the choice of a link's other end both have, with a panel below it.

The panel says all about the claim under the cursor. A row is put into words when it is seen, and that is kept
until its annotation changes: the board may have 100,000 of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.cache import LRUCache

from annotations.model.links import ties
from tui.config.bindings import undoable
from tui.i18n import N_, _
from tui.presenters import claims
from tui.presenters.cases import Passage
from tui.presenters.claims import ClaimRow, Column
from tui.screens.board.query import ClaimQuery, ClaimQueryController, ClaimQueryResult
from tui.widgets.burst import AfterBurst
from tui.widgets.claim_rows import ClaimDrawer
from tui.widgets.cursor_list import ColumnHead, ColumnName, CursorList
from tui.widgets.passages import Passages

if TYPE_CHECKING:
    from textual.widget import Widget

    from annotations.model.records import Annotation
    from annotations.services.claim_index import ClaimIndex
    from tui.screens.context import SessionContext

_KEPT = 512
"""Rows whose words are kept: more than a screen has."""


class ClaimList:
    """The claims that a query finds, with a cursor and marks.

    Args:
        context: whose annotations are listed.
        changed: is called when other rows are listed, and when what is listed may have changed.
        link_of: the uuid of one that is to be linked, if the rows are those that it may be linked with.
    """

    def __init__(self, context: SessionContext, changed: Callable[[], None], link_of: str = "") -> None:
        self._context = context
        self._link_of = link_of
        self._changed = changed
        self.head = ColumnHead((), N_("quote"))
        self._drawer = ClaimDrawer(self._claim)
        self.rows = CursorList(self._drawer.draw, self._moved)
        self.panel = Passages()
        self.finder = ClaimQueryController(context, self.rows, self._take)
        self.result = ClaimQueryResult(ClaimQuery())
        """The rows that are listed, and the query that found them."""
        self.marked: set[int] = set()
        """Rows of the claim index."""
        self._claims: LRUCache[int, ClaimRow] = LRUCache(_KEPT)
        self._columns: Sequence[Column] = ()
        self._version_seen = 0
        """The index's version that is on screen."""
        self._verdicts_seen = 0
        """The number of decisions up to which it was looked for what is related."""
        self._team_seen = 0
        """The number of what colleagues have said that the panel knows."""
        self._rows_known = 0
        """The number of rows that the index had when it was looked through."""
        self._after_keys = AfterBurst(self.rows, self._show_panel)

    @property
    def widgets(self) -> tuple[Widget, ...]:
        """The names of the columns, the rows, and the panel about one of them, for a screen to compose."""
        return self.head, self.rows, self.panel

    @property
    def index(self) -> ClaimIndex:
        """The claim index that the rows are of; once `begin` was called."""
        index = self.finder.index
        assert index is not None
        return index

    def begin(self) -> None:
        """Read the annotations, and list what can be listed at once; also when they were opened anew."""
        self.marked.clear()
        self._claims.clear()
        self._version_seen = self.finder.read().version
        self._verdicts_seen = self._context.session.annotations.verdicts
        self.finder.ask(self.finder.query._replace(link_of=self._link_of))

    def lay_out(self, width: int) -> None:
        """Show the columns for which so many cells have room."""
        needed = self.finder.index.widths() if self.finder.index else {}
        columns = claims.fitting(width, needed)
        if columns == self._columns:
            return
        self._columns = columns
        self._claims.clear()
        self.head.show([ColumnName(column.name, column.room, column.right) for column in columns])
        self._drawer.lay_out(self._columns)
        self.rows.refresh()

    def _lay_out_if_filled(self) -> None:
        """Show a column that was empty until now; else all stay where they are while claims change."""
        shown = {column.id for column in self._columns}
        width = self.rows.screen.size.width
        if shown != {column.id for column in claims.fitting(width, self.index.widths())}:
            self.lay_out(width)

    def ask(self, *, text: str | None = None, order: str | None = None) -> None:
        """Ask for other rows; what isn't named stays as it was asked for last."""
        now = self.finder.query
        asked = {name: value for name, value in (("text", text), ("order", order)) if value is not None}
        self.finder.ask(now._replace(**asked))

    def _take(self, result: ClaimQueryResult) -> None:
        """Show other rows; the cursor stays on its row, and goes to the first one for another text."""
        at, before = self.rows.cursor, self.result
        row = before.rows[at] if at < len(before.rows) else None
        self.result, self._rows_known = result, len(self.index)
        self.lay_out(self.rows.screen.size.width)
        same_text = result.query.text == before.query.text
        if not same_text or self._link_of:
            self._claims.clear()
        place = None if row is None else self.place_of(row)
        at = 0 if not same_text else place if place is not None else at
        self.rows.fill(len(result.rows), at=at, nothing=self._nothing())
        self._changed()

    # ------------------------------------------------------------------ what is shown

    def _nothing(self) -> str:
        """Return what stands in place of rows."""
        if not self.index.complete:
            return _("reading the annotations: they come up here as they are read")
        if self.result.query.text:
            return _("no annotation matches; Esc shows all again")
        return _("no annotations yet: open an article and tag a sentence; Esc goes back")

    def _claim(self, place: int) -> ClaimRow:
        row = self.result.rows[place]
        cached = self._claims.get(row)
        if cached is None:
            cached = self._claims[row] = self._claim_of(row)
        return cached

    def _claim_of(self, row: int) -> ClaimRow:
        annotation, marked = self.index.annotation(row), row in self.marked
        if annotation is None:
            text = undoable(_("deleted; {undo} brings it back"), "board")
            return claims.deleted_row(text, self._columns, marked=marked)
        session = self._context.session
        links = ties(annotation, session.annotations.pending)
        mark = claims.link_mark([tie.other for tie in links], self._link_of, self.result.related.get(row))
        return claims.claim_row(
            annotation,
            self.index.fact(annotation),
            len(links),
            self._columns,
            session.project.scheme,
            mark=claims.MARK if marked else mark,
            words=self.result.words,
        )

    def at_cursor(self) -> Annotation | None:
        """Return the annotation under the cursor; None on a deleted one, and in an empty list."""
        row = self.row_at_cursor
        return None if row is None else self.index.annotation(row)

    @property
    def row_at_cursor(self) -> int | None:
        """The row of the index under the cursor; None in an empty list."""
        place = self.rows.cursor
        return self.result.rows[place] if place < len(self.result.rows) else None

    def place_of(self, row: int) -> int | None:
        """Return where a row of the index stands in the list, if it does."""
        try:
            return self.result.rows.index(row)
        except ValueError:
            return None

    def _moved(self) -> None:
        """Show what is under the cursor; of keys in a burst only the last one's panel is laid out."""
        self._after_keys.call()

    def _show_panel(self) -> None:
        self.panel.show(self._about_cursor())

    def _about_cursor(self) -> Sequence[Passage]:
        annotation = self.at_cursor()
        if annotation is None:
            return ()
        session = self._context.session
        fact = self.index.fact(annotation)
        annotations, scheme = session.annotations, session.project.scheme
        about = claims.passages_about(annotation, fact, session.link_ends, scheme, annotations.people)
        row = self.row_at_cursor
        related = None if row is None else self.result.related.get(row)
        return [*about[:1], claims.passage_on_related(related), *about[1:]] if related else about

    def draw_anew(self, rows: set[int]) -> None:
        """Draw rows of the index anew where they are in sight."""
        for row in rows:
            self._claims.discard(row)
        for place in self._in_sight:
            if self.result.rows[place] in rows:
                self.rows.update(place)

    @property
    def _in_sight(self) -> range:
        return range(self.rows.top, min(self.rows.bottom, len(self.result.rows)))

    def refresh_data(self) -> None:
        """Draw what changed in the annotations, once `begin` was called."""
        if self.finder.index is None:
            return
        if self._context.session.annotations.claim_index is not self.index:  # the store was opened anew
            self.begin()
            return
        self.index.update()
        if self._version_seen != self.index.version:
            self._version_seen = self.index.version
            self._lay_out_if_filled()
            before = [(place, self._claims.get(self.result.rows[place])) for place in self._in_sight]
            self._claims.clear()
            for place, claim_before in before:
                if self._claim(place) != claim_before:
                    self.rows.update(place)
            if len(self.index) > self._rows_known:
                self.finder.ask(self.finder.query)
            self._moved()
        elif self._team_seen != self._context.session.team_version:
            self._moved()  # the other end of a link may be a colleague's
        self._team_seen = self._context.session.team_version
        self._look_again_if_decided()
        self._changed()

    def _look_again_if_decided(self) -> None:
        """Have it looked again for what is related, once somebody has decided on a suggestion."""
        verdicts = self._context.session.annotations.verdicts
        if self._link_of and self._verdicts_seen != verdicts:
            self.finder.ask(self.finder.query)
        self._verdicts_seen = verdicts

    # ------------------------------------------------------------------ keys

    def walk(self, key: str) -> bool:
        """Move the cursor by a key that a line to type in has no use for; return whether it was one."""
        page = max(1, self.rows.size.height - 1)
        steps = {"up": -1, "down": 1, "pageup": -page, "pagedown": page}
        if key not in steps:
            return False
        self.rows.move_to(self.rows.cursor + steps[key])
        return True
