"""The claims board: every annotation of the corpus, to be found, sorted, compared, tagged and linked."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType

from annotations.services.claim_index import ORDERS
from tui.config.bindings import bind_tags, bindings, first, undoable
from tui.i18n import N_, _, named, plural
from tui.screens.board.claim_list_screen import Boarding
from tui.widgets.bars import KeyHints, TopBar
from tui.widgets.bidi_input import BidiInput
from tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from annotations.model.records import Annotation

MOST = 5000
"""Annotations that one key may change: 2 s."""
NAMES = {
    "article": N_("in article order"),
    "number": N_("by number"),
    "date": N_("by date"),
    "certainty": N_("by certainty"),
    "changed": N_("last changed first"),
}
"""What the orders are called."""


class Board(Boarding):
    """Lists all annotations."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("board")

    def begin(self) -> None:
        """Bind the keys of a project's own scheme, too."""
        super().begin()
        bind_tags(self._bindings, self.app.session.project.scheme.tags, lambda tag: f"tag({tag.key!r})")

    def tell(self) -> None:
        """Show how many there are, of how many, and in what order."""
        session, (wish, rows, groups) = self.app.session, self._shown
        known = f"{len(self.board):,}" + ("" if self.board.complete else " …")
        count = _("{n} of {all}").format(n=f"{len(rows) - len(groups):,}", all=known)
        facts = (
            session.annotations.saved_label,
            _("marked {n}").format(n=len(self.marked)) if self.marked else "",
            _(NAMES[wish.order]) if wish.order != ORDERS[0] else "",
            count if wish.query or wish.groups else _("annotations {n}").format(n=known),
        )
        place = wish.query or (_("contradictions") if wish.groups else _("claims board"))
        self.query_one(TopBar).tell(place, tuple(filter(None, facts)), session.annotations.alarm)
        self.query_one(Prompt).fact.say(f" {count} ")

    def look_at(self, annotation: Annotation) -> None:
        """Put the cursor on an annotation: what was undone should be seen."""
        row = self.board.row(annotation.uuid)
        place = None if row is None else self.place_of(row)
        if place is not None:
            self.rows.move_to(place)

    # ------------------------------------------------------------------ getting round

    def action_move(self, step: int) -> None:
        """One row up or down."""
        self.rows.move_to(self.rows.cursor + step)

    def action_page(self, direction: int) -> None:
        """A page up or down."""
        self.rows.move_to(self.rows.cursor + direction * self.page)

    def action_ends(self, direction: int) -> None:
        """To the first or the last row."""
        self.rows.move_to(0 if direction < 0 else len(self.rows) - 1)

    async def action_open(self) -> None:
        """Go to the sentence in its article."""
        one = self.at_cursor()
        if one is not None:
            await self.app.open_annotation(one)

    def action_sort(self) -> None:
        """The next sort order."""
        order = ORDERS[(ORDERS.index(self.wish.order) + 1) % len(ORDERS)]
        self.ask(self.wish._replace(order=order))
        self.say(_("sorted: {how}").format(how=_(NAMES[order])))

    def action_groups(self) -> None:
        """Show what contradicts what, or the list again."""
        self.ask(self.wish._replace(groups=not self.wish.groups))

    def action_filter(self) -> None:
        """Write what to look for, or go on writing it."""
        self.query_one(Prompt).ask(_("filter"), self.wish.query)
        self.query_one(KeyHints).show(
            [
                ("↑ ↓", _("move")),
                ("Enter", _("to the list")),
                (first("board.palette"), _("every action")),
                ("Esc", _("show all")),
            ]
        )
        self.tell()

    @on(BidiInput.Submitted)
    def _submitted(self) -> None:
        self._close_prompt()

    @on(BidiInput.Cancelled)
    def _cancelled(self) -> None:
        self._close_prompt()
        self.ask(self.wish._replace(query=""))

    def _close_prompt(self) -> None:
        self.query_one(Prompt).close()
        self.query_one(KeyHints).show()
        self.set_focus(self.rows, scroll_visible=False)

    def action_escape(self) -> None:
        """Take the marks away, then the filter; with neither go back."""
        if self.marked:
            rows, self.marked = self.marked, set()
            self.draw_anew(rows)
            self.tell()
        elif self.wish.query:
            self.ask(self.wish._replace(query=""))
        else:
            self.app.leave()

    def action_back(self) -> None:
        """Back to where one was."""
        self.app.leave()

    # ------------------------------------------------------------------ marks, tags, links

    def action_mark(self) -> None:
        """Mark the annotation or not, and go on to the next."""
        place = self.rows.cursor
        if self.at_cursor() is None:
            return
        row = self._shown.rows[place]
        self.marked ^= {row}
        self.draw_anew({row})
        self.rows.move_to(place + 1)
        self.tell()

    def action_mark_all(self) -> None:
        """Mark all that are listed; where all are marked, none."""
        listed = {row for row in self._shown.rows if row >= 0}
        self.marked = self.marked - listed if listed <= self.marked else self.marked | listed
        self.draw_anew(listed)
        self.tell()

    @property
    def listed(self) -> frozenset[str] | None:
        """The uuids of what the filter, or the view of groups, lists; None where all is listed."""
        if not (self._shown.wish.query or self._shown.wish.groups):
            return None
        return frozenset(self.board.uuid(row) for row in self._shown.rows if row >= 0)

    def chosen(self) -> list[Annotation]:
        """Return the annotations that a key means: the marked ones, else the one under the cursor."""
        if not self.marked:
            one = self.at_cursor()
            return [one] if one else []
        rows = self.board.sorted(self.marked, ORDERS[0])
        return [one for row in rows if (one := self.board.annotation(row))]

    def action_tag(self, key: str) -> None:
        """Set the tag of a key on what is marked, or take it away where all of them have it."""
        from annotations.services.bulk_tagging import press

        project = self.app.session.project
        tag = project.scheme.by_key.get(key)
        if tag is None:
            self.say(_("no tag is on key {key}; it is free for your own scheme").format(key=key))
            return
        if self._too_many():
            return
        bulk = press(self.chosen(), tag.id, project.annotator, project.scheme)
        left = plural("{n} is another's: it stays", "{n} are others': they stay", bulk.left)
        if not bulk.changes:
            self.say(left if bulk.left else _("nothing to tag"))
        elif self.app.save(None, bulk.changes):
            how = _("{tag} set on {n}") if bulk.on else _("{tag} taken from {n}")
            gone = plural("{n} deleted with its last tag", "{n} deleted with their last tag", bulk.deleted)
            said = [how.format(tag=named(tag), n=len(bulk.changes))]
            said += [gone] if bulk.deleted else []
            said += [left] if bulk.left else []
            self.say("; ".join([*said, undoable(_("{undo} takes it back"), "board")]))

    def _too_many(self) -> bool:
        """Say so if more are marked than a key may change."""
        if len(self.marked) > MOST:
            many = _("{n} are marked, and {most} can be changed at once; Esc takes the marks away")
            self.say(many.format(n=f"{len(self.marked):,}", most=f"{MOST:,}"), error=True)
        return len(self.marked) > MOST

    async def action_link(self) -> None:
        """Link the annotation; the marked ones to the one under the cursor."""
        from tui.screens.dialogs.links import Linking

        if self._too_many():
            return
        target = self.at_cursor()
        ends = [one for one in self.chosen() if target is None or one.uuid != target.uuid]
        if self.marked and target and ends:
            await self.app.push_screen(Linking(ends, target))
        elif target:
            await self.app.push_screen(Linking([target]))
        else:
            self.say(_("no annotation here"))
