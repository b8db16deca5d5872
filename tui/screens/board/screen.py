"""The claims board: every annotation of the corpus, to be found, sorted, compared, tagged and linked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult

from annotations.services.claim_index import ORDERS
from tui.config.bindings import first, tag_keys, undoable
from tui.i18n import N_, _, named, one_by_one, plural
from tui.screens.board.claim_list import ClaimList
from tui.screens.list_screen import ListScreen
from tui.screens.messages import OpenAnnotation, OpenDialog
from tui.widgets.bars import KeyHints, TopBar
from tui.widgets.bidi_input import BidiInput
from tui.widgets.prompt import PromptRow

if TYPE_CHECKING:
    from annotations.model.records import Annotation
    from annotations.model.side_records import PlacedRecord
    from tui.screens.context import SessionContext

MOST_AT_ONCE = 5000
"""Annotations that one key may change: 2 s."""
ORDER_NAMES = {
    "article": N_("in article order"),
    "number": N_("by number"),
    "date": N_("by date"),
    "claimant": N_("by claimant"),
    "certainty": N_("by certainty"),
    "changed": N_("last changed first"),
}
"""The names of the orders on the screen."""


class BoardScreen(ListScreen):
    """Lists all annotations.

    Args:
        context: whose annotations.
    """

    key_place = "board"

    def __init__(self, context: SessionContext) -> None:
        self.claims = ClaimList(context, self.update_status)
        super().__init__(context, self.claims.rows)
        self.answered = self.claims.finder.answered
        """Set while what is listed is what was asked for; see `tui.textual_ext.key_dispatch`."""

    def compose(self) -> ComposeResult:
        """Compose the list above, all about the row under the cursor below, and the line to type in."""
        yield TopBar()
        yield from self.claims.widgets
        yield PromptRow()
        yield KeyHints("board")

    def on_mount(self) -> None:
        """Show what can be read at once, and bind the keys of a project's own tags, too."""
        self.claims.begin()
        tags = self.context.project.scheme.tags
        self.own_keys = tag_keys("board", tags, lambda tag: f"tag({tag.key!r})")

    def on_resize(self, event: events.Resize) -> None:
        """Show the columns for which there is room."""
        self.claims.lay_out(event.size.width)

    def refresh_data(self) -> None:
        """Draw what changed in the annotations."""
        self.claims.refresh_data()

    def update_status(self) -> None:
        """Show how many there are, of how many, and in what order."""
        session, index, result = self.context.session, self.claims.index, self.claims.result
        query = result.query
        known = f"{len(index):,}" + ("" if index.complete else " …")
        count = _("{n} of {all}").format(n=f"{len(result.rows):,}", all=known)
        facts = (
            session.annotations.saved_label,
            _("marked {n}").format(n=len(self.claims.marked)) if self.claims.marked else "",
            _(ORDER_NAMES[query.order]) if query.order != ORDERS[0] else "",
            count if query.text else _("annotations {n}").format(n=known),
        )
        place = query.text or _("claims board")
        self.query_one(TopBar).show(place, tuple(filter(None, facts)), session.annotations.alarm)
        self.query_one(PromptRow).fact.show(f" {count} ")

    def look_at(self, annotation: PlacedRecord) -> None:
        """Put the cursor on an annotation: what was undone should be seen."""
        row = self.claims.index.row(annotation.uuid)
        place = None if row is None else self.claims.place_of(row)
        if place is not None:
            self.rows.move_to(place)

    # ------------------------------------------------------------------ getting round

    async def action_open(self) -> None:
        """Go to the sentence in its article."""
        annotation = self.claims.at_cursor()
        if annotation is not None:
            await self.context.send(OpenAnnotation(annotation))

    def action_sort(self) -> None:
        """List in the next order."""
        now = self.claims.finder.query.order
        order = ORDERS[(ORDERS.index(now) + 1) % len(ORDERS)]
        self.claims.ask(order=order)
        self.context.notify(_("sorted: {how}").format(how=_(ORDER_NAMES[order])))

    async def action_sides(self) -> None:
        """Show what contradicts what, by sides; of the claims that the filter finds, if there is one."""
        from tui.screens.board.sides import SidesScreen

        await self.context.send(OpenDialog(SidesScreen(self.context, self.claims.finder.query.text)))

    async def action_agreement(self) -> None:
        """Show how far the people agree who have annotated."""
        from tui.screens.board.agreement import AgreementScreen

        await self.context.send(OpenDialog(AgreementScreen(self.context)))

    def action_filter(self) -> None:
        """Write what to look for, or go on writing it."""
        self.query_one(PromptRow).ask(_("filter"), self.claims.finder.query.text)
        self.query_one(KeyHints).show(
            [
                ("↑ ↓", _("move")),
                ("Enter", _("to the list")),
                (first("board.palette"), _("every action")),
                ("Esc", _("show all")),
            ]
        )
        self.update_status()

    @on(BidiInput.Changed)
    def _changed(self, event: BidiInput.Changed) -> None:
        self.claims.ask(text=event.value.strip())

    @on(BidiInput.Submitted)
    def _submitted(self) -> None:
        self._close_prompt()

    @on(BidiInput.Cancelled)
    def _cancelled(self) -> None:
        self._close_prompt()
        self.claims.ask(text="")

    def _close_prompt(self) -> None:
        self.query_one(PromptRow).close()
        self.query_one(KeyHints).show()
        self.set_focus(self.rows, scroll_visible=False)

    def on_key(self, event: events.Key) -> None:
        """Move in the list while one types, too."""
        if self.query_one(PromptRow).asking and self.claims.walk(event.key):
            event.stop()

    async def action_escape(self) -> None:
        """Take the marks away, then the filter; with neither go back."""
        if self.claims.marked:
            rows, self.claims.marked = self.claims.marked, set()
            self.claims.draw_anew(rows)
            self.update_status()
        elif self.claims.finder.query.text:
            self.claims.ask(text="")
        else:
            await self.action_back()

    async def action_export(self) -> None:
        """Export the annotations: those that the filter lists, or all."""
        from tui.screens.dialogs.export import ask_export

        result, listed = self.claims.result, None
        if result.query.text:
            listed = frozenset(map(self.claims.index.uuid, result.rows))
        await ask_export(self.context, None, listed)

    # ------------------------------------------------------------------ marks, tags, links

    def action_mark(self) -> None:
        """Mark the annotation or not, and go on to the next."""
        row = self.claims.row_at_cursor
        if row is None or self.claims.at_cursor() is None:
            return
        self.claims.marked ^= {row}
        self.claims.draw_anew({row})
        self.rows.move_to(self.rows.cursor + 1)
        self.update_status()

    def action_mark_all(self) -> None:
        """Mark all that are listed; where all are marked, none."""
        listed, marked = set(self.claims.result.rows), self.claims.marked
        self.claims.marked = marked - listed if listed <= marked else marked | listed
        self.claims.draw_anew(listed)
        self.update_status()

    def chosen(self) -> list[Annotation]:
        """Return the annotations that a key means: the marked ones, else the one under the cursor."""
        if not self.claims.marked:
            annotation = self.claims.at_cursor()
            return [annotation] if annotation else []
        rows = self.claims.index.sorted(self.claims.marked, ORDERS[0])
        return [annotation for annotation in map(self.claims.index.annotation, rows) if annotation]

    def action_tag(self, key: str) -> None:
        """Set the tag of a key on what is marked, or take it away where all of them have it."""
        from annotations.services.bulk_tagging import press_on_all

        project, notify = self.context.project, self.context.notify
        tag = project.scheme.by_key.get(key)
        if tag is None:
            notify(_("no tag is on key {key}; it is free for your own scheme").format(key=key))
            return
        if self._too_many():
            return
        bulk = press_on_all(self.chosen(), tag.id, project.annotator, project.scheme)
        left = plural("{n} is another's: it stays", "{n} are others': they stay", bulk.left)
        if not bulk.changes:
            notify(left if bulk.left else _("nothing to tag"))
        elif self.context.save(None, bulk.changes):
            how = _("{tag} set on {n}") if bulk.on else _("{tag} taken from {n}")
            gone = plural("{n} deleted with its last tag", "{n} deleted with their last tag", bulk.deleted)
            said = [how.format(tag=named(tag), n=len(bulk.changes))]
            said += [gone] if bulk.deleted else []
            said += [left] if bulk.left else []
            notify(one_by_one([*said, undoable(_("{undo} takes it back"), "board")]))

    def _too_many(self) -> bool:
        """Say so if more are marked than a key may change."""
        marked = len(self.claims.marked)
        if marked > MOST_AT_ONCE:
            many = _("{n} are marked, and {most} can be changed at once; Esc takes the marks away")
            self.context.notify(many.format(n=f"{marked:,}", most=f"{MOST_AT_ONCE:,}"), error=True)
        return marked > MOST_AT_ONCE

    async def action_same(self) -> None:
        """Say that the claimants of what is marked are one person, or see what is known of the one here."""
        from tui.screens.board.people import PeopleDialog, claimants_of, spellings_of

        if self._too_many():
            return
        names = claimants_of(self.chosen())
        if not names:
            self.context.notify(_("no claimant is named here"))
        elif len(spellings_of(names, self.context.session.annotations.people)) < 2:
            self.context.notify(_("mark claims with two spellings first: space marks"))
        else:
            await self.context.send(OpenDialog(PeopleDialog(self.context, names)))

    async def action_link(self) -> None:
        """Link the annotation; the marked ones to the one under the cursor."""
        from tui.screens.board.links import LinkDialog

        if self._too_many():
            return
        target = self.claims.at_cursor()
        if target is None:
            self.context.notify(_("no annotation here"))
            return
        ends = [annotation for annotation in self.chosen() if annotation.uuid != target.uuid]
        dialog = (
            LinkDialog(self.context, ends, target) if ends else LinkDialog(self.context, [target])
        )  # nothing but the one under the cursor is marked: its other end is still to be chosen
        await self.context.send(OpenDialog(dialog))
