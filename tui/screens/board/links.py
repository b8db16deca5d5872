"""Links are made in a dialog, which lists those there are, and on a screen that finds the other end.

The links that an annotation has are listed first, each taken away with one key. A type's key asks for the
other end, unless that is known already; there one types as in the board's filter, and Enter links.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import Screen

from annotations.model.links import TYPES, Tie, linked, ties, unlinked
from annotations.model.records import Link
from tui.config.bindings import undoable
from tui.i18n import _, enumerated, one_by_one, plural
from tui.presenters.links import deleted_by, hidden_end, link_label, place_of
from tui.presenters.stored import with_signs
from tui.screens.board.claim_list import ClaimList
from tui.screens.dialogs.base import Dialog
from tui.screens.messages import OpenDialog
from tui.widgets.bars import KeyHints, TopBar
from tui.widgets.bidi_input import BidiInput
from tui.widgets.pick_rows import Item, PickRows, Rooms
from tui.widgets.prompt import PromptRow
from tui.widgets.sentence_row import SentenceRow

if TYPE_CHECKING:
    from annotations.model.records import Annotation
    from annotations.model.side_records import AnyChange
    from annotations.services.related import Related
    from tui.screens.context import SessionContext
    from tui.session.link_ends import LinkEnds


def save_links(
    context: SessionContext,
    ends: Sequence[Annotation],
    link_type: str,
    target: Annotation,
    *,
    undoing: bool = True,
    related: Related | None = None,
) -> str:
    """Link annotations to another one.

    Args:
        context: saves them.
        ends: the annotations that are linked.
        link_type: one of `annotations.model.links.TYPES`.
        target: the other end of all of them.
        undoing: whether the key for undo works here, and is said.
        related: why the other end was offered, if it was; the link says that it was rightly.

    Returns:
        What to say about it; nothing if `context` has said why it can't be saved.
    """
    links = linked(ends, link_type, target, context.project.annotator)
    taken: Sequence[AnyChange] = ()
    if related is not None and links.changes:
        from annotations.services.suggestions import take_pair

        taken = take_pair(related.rule, related.noun, context.project.annotator)
    if links.changes and not context.save(None, [*links.changes, *taken]):
        return ""
    said = (
        [f"{link_label(link_type)} {place_of(target)}: {target.target.quote[:80]}"] if links.changes else []
    )
    if links.there:
        said.append(plural("{n} link was there already", "{n} links were there already", links.there))
    if links.left:
        said.append(
            plural("{n} is another's: link from your own", "{n} are others': link from your own", links.left)
        )
    said += [undoable(_("{undo} takes it back"), "link")] if links.changes and undoing else []
    return one_by_one(said) or _("nothing to link")


class LinkDialog(Dialog[None]):
    """Shows the links of an annotation and asks for the type of a new one.

    Args:
        context: whose annotations.
        ends: what is linked, at least one; none: one of mine, which is chosen after the type.
        target: to what, if that is known; only one of `ends` else.
    """

    key_place = "link"
    DEFAULT_CSS = """
    LinkDialog { align: left bottom; }
    LinkDialog Vertical { height: auto; background: $background; }
    LinkDialog PickRows { height: auto; max-height: 60vh; }
    """

    def __init__(
        self, context: SessionContext, ends: Sequence[Annotation], target: Annotation | None = None
    ) -> None:
        super().__init__()
        self.context = context
        self._ends = ends
        self._target = target
        self._rows = PickRows(self._item, Rooms(key=1, name=26, right=28))

    def compose(self) -> ComposeResult:
        """Compose what is linked, the links that there are, the types, and the keys."""
        with Vertical():
            yield SentenceRow((self._target or self._ends[0]).target.quote)
            yield self._rows
            yield KeyHints("link")

    def on_mount(self) -> None:
        """Begin with the types: a new link is what one mostly wants."""
        self._fill()

    def _fill(self, at: int | None = None) -> None:
        choices: list[Tie | str] = [*TYPES]
        if self._target is None:
            choices[:0] = ties(self._ends[0], self.context.session.annotations.pending)
        first = len(choices) - len(TYPES)
        self._rows.fill(choices, at=first if at is None else min(at, len(choices) - 1))

    def _item(self, choice: Tie | str) -> Item:
        if isinstance(choice, Tie):
            return tie_item(choice, self.context.session.link_ends)
        if self._target is None:
            about = ""
        elif not self._ends:
            about = _("one of yours → {place}").format(place=place_of(self._target))
        else:
            about = plural("{n} marked", "{n} marked", len(self._ends)) + f" → {place_of(self._target)}"
        return Item(link_label(choice), about, str(TYPES.index(choice) + 1))

    def refresh_data(self) -> None:
        """Draw what changed in the annotations; leave if what is linked has gone."""
        current = self.context.session.link_ends.in_sight
        ends = [annotation for end in self._ends if (annotation := current(end.uuid))]
        target = current(self._target.uuid) if self._target else None
        if (self._ends and not ends) or (self._target and not target):
            self.action_leave()
            return
        self._ends, self._target = ends, target
        self._fill(self._rows.cursor)

    # ------------------------------------------------------------------ keys

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self._rows.move(step)

    async def action_take(self) -> None:
        """Take away the link under the cursor, or make one of the type under it."""
        choice = self._rows.chosen
        if isinstance(choice, Tie):
            self.action_remove()
        else:
            await self.action_link(choice)

    def action_remove(self) -> None:
        """Take away the link under the cursor; undo brings it back."""
        tie, context = self._rows.chosen, self.context
        if not isinstance(tie, Tie):
            context.notify(_("this is no link"))
            return
        end = self._ends[0].uuid
        holder = context.session.annotations.pending.get(end if tie.outgoing else tie.other)
        if holder is None:
            return
        if holder.annotator != context.project.annotator:
            context.notify(_("this link is {name}'s: it stays").format(name=holder.annotator))
        elif context.save(None, [unlinked(holder, Link(tie.type, tie.other if tie.outgoing else end))]):
            context.notify(undoable(_("link taken away; {undo} brings it back"), "link"))

    async def action_link(self, link_type: str) -> None:
        """Link, once the other end is known."""
        if self._target is None:
            await self.context.send(OpenDialog(OtherEndScreen(self.context, self._ends[0], link_type)))
        elif not self._ends:
            screen = OtherEndScreen(self.context, self._target, link_type, holder=True)
            await self.context.send(OpenDialog(screen))
        elif said := save_links(self.context, self._ends, link_type, self._target):
            self.context.leave()
            self.context.notify(said)

    async def on_pick_rows_clicked(self, event: PickRows.Clicked) -> None:
        """Do what the row that was clicked says."""
        self._rows.move(event.row - self._rows.cursor)
        await self.action_take()


def tie_item(tie: Tie, ends: LinkEnds) -> Item:
    """Return the row of a link: what it says, where its other end is, and the words there."""
    name = link_label(tie.type, outgoing=tie.outgoing)
    other = ends.get(tie.other)
    if other is not None:
        return Item(f"{name} {place_of(other)}", other.target.quote, "d")
    end = ends.colleague(tie.other)
    if end is None:
        missing = _("not here")
        return Item(f"{name} {missing}", "", "d")
    if end.said is None:
        return Item(name, hidden_end(), "d")
    words, place = end.said.annotation.target.quote, place_of(end.said.annotation)
    said = f"{name} {place}"
    if end.deleted:
        return Item(said, words, "d", deleted_by(end), struck=True)
    return Item(said, words, "d", _("by {name}").format(name=with_signs(end.said.member)))


class OtherEndScreen(Screen[None]):
    """Asks for the other ends of links, as the board's filter does; `LinkDialog` is left with it.

    Claims alone are offered, those about the same matter first and never the one that is linked. The screen
    stays open after a link, for the next one. Delete says of one that it isn't about the same matter.

    Args:
        context: whose annotations.
        end: what is linked.
        link_type: what the link says.
        holder: whether what is chosen holds the link, and `end`, a colleague's, is where it leads.
    """

    key_place = "picker"
    AUTO_FOCUS = "CursorList"

    def __init__(
        self, context: SessionContext, end: Annotation, link_type: str, *, holder: bool = False
    ) -> None:
        super().__init__()
        self.context = context
        self._end = end
        self._holder = holder
        self._begin_at_sentence = holder
        """True until the cursor has been put on what I say of the same sentence."""
        self._link_type = link_type
        self._waits: Callable[[], None] | None = None
        """Does what Enter or Delete asked for before the rows that it is meant for were found."""
        self._claims = ClaimList(context, self._listed, end.uuid)
        self.answered = self._claims.finder.answered
        """Set while what is listed is what was asked for; see `tui.textual_ext.key_dispatch`."""

    def compose(self) -> ComposeResult:
        """Compose the claims to choose from, all about the one under the cursor, and the line to type in."""
        yield TopBar()
        yield from self._claims.widgets
        yield PromptRow()
        yield KeyHints("picker")

    def on_mount(self) -> None:
        """Let the user type at once."""
        self._claims.begin()
        keys = [("↑ ↓", _("move")), ("Enter", _("link"))]
        keys += [("Delete Ctrl-d", _("not this one")), ("Esc", _("done"))]
        self.query_one(KeyHints).show(keys)
        self.query_one(PromptRow).ask(link_label(self._link_type))
        self.update_status()

    def on_resize(self, event: events.Resize) -> None:
        """Show the columns for which there is room."""
        self._claims.lay_out(event.size.width)

    def on_screen_resume(self) -> None:
        """Draw what may have changed meanwhile."""
        if self.is_mounted:
            self.refresh_data()

    def refresh_data(self) -> None:
        """Draw what changed in the annotations."""
        self._claims.refresh_data()

    def update_status(self) -> None:
        """Show what is linked, and how many there are to choose from."""
        place = f"{place_of(self._end)} {link_label(self._link_type, outgoing=not self._holder)} …"
        self.query_one(TopBar).show(
            self._end.target.quote, (), self.context.session.annotations.alarm, name=place
        )
        result, index = self._claims.result, self._claims.index
        own = index.row(self._end.uuid)
        known = index.claim_count - (own is not None and index.is_claim(own))
        related = len([row for row in result.rows if row in result.related])
        facts = [_("{n} of {all}").format(n=f"{len(result.rows):,}", all=f"{known:,}")]
        facts += [plural("{n} on the same matter", "{n} on the same matter", related)] if related else []
        self.query_one(PromptRow).fact.show(f" {enumerated(facts)} ")

    def _listed(self) -> None:
        """Show how many there are, and link the first of them if Enter came before."""
        self.update_status()
        if self._begin_at_sentence and self._claims.result.rows:
            self._begin_at_sentence = False
            self._go_to_sentence()
        if self._waits is not None and not self._claims.finder.busy:
            do, self._waits = self._waits, None
            self.call_later(do)

    def _go_to_sentence(self) -> None:
        """Put the cursor on what I say of the sentence of what is linked: that is mostly meant."""
        about, index = self._end, self._claims.index
        for place, row in enumerate(self._claims.result.rows):
            own = index.annotation(row)
            if (
                own is not None
                and own.article.sha256 == about.article.sha256
                and own.target.sentence == about.target.sentence
            ):
                self._claims.rows.move_to(place)
                return

    def show_message(self, message: str, *, error: bool = False) -> None:
        """Show a message until the next key."""
        self.query_one(KeyHints).show_message(message, error=error)

    # ------------------------------------------------------------------ what is typed

    @on(BidiInput.Changed)
    def _changed(self, event: BidiInput.Changed) -> None:
        self._claims.ask(text=event.value.strip())

    def on_key(self, event: events.Key) -> None:
        """Move in the list while one types."""
        if self._claims.walk(event.key):
            event.stop()

    @on(BidiInput.Submitted)
    def _submitted(self) -> None:
        self._once_listed(self._link)

    @on(BidiInput.NothingToDelete)
    def _deleted(self) -> None:
        self._once_listed(self._refuse)

    def _once_listed(self, do: Callable[[], None]) -> None:
        """Do something now, or as soon as what was typed has been looked for."""
        self._waits = do if self._claims.finder.busy else None
        if self._waits is None:
            do()

    def _link(self) -> None:
        """Link to the claim under the cursor, and go on to the next; or say why not."""
        context = self.context
        other, end = self._claims.at_cursor(), context.session.link_ends.in_sight(self._end.uuid)
        if end is None:
            context.notify(_("the annotation to be linked is gone; Esc goes back"), error=True)
        elif other is None:
            context.notify(_("nothing is found to link; other words, or Esc"))
        elif said := (
            save_links(context, [other], self._link_type, end, undoing=False)
            if self._holder
            else save_links(
                context, [end], self._link_type, other, undoing=False, related=self._related_at_cursor
            )
        ):
            self._claims.rows.move_to(self._claims.rows.cursor + 1)
            context.notify(said)

    @property
    def _related_at_cursor(self) -> Related | None:
        row = self._claims.row_at_cursor
        return None if row is None else self._claims.result.related.get(row)

    def _refuse(self) -> None:
        """Say that the claim under the cursor isn't on the same matter; it is never offered as such again."""
        from annotations.services.suggestions import passage_key, refuse_pair

        context, related, other = self.context, self._related_at_cursor, self._claims.at_cursor()
        end = context.session.annotations.pending.get(self._end.uuid)
        if related is None or other is None or end is None:
            context.notify(_("this one isn't offered as on the same matter"))
            return
        if any(tie.other == other.uuid for tie in ties(end, context.session.annotations.pending)):
            context.notify(_("this one is linked: take the link away first"))
            return
        pair = passage_key(end.article.id, end.target.quote), related.key
        refused = refuse_pair(related.rule, related.noun, pair, context.project.annotator)
        at = self._claims.rows.cursor
        self._claims.rows.move_to(at + 1)  # the next one comes under the cursor
        if context.save(None, refused):
            said = _("not on the same matter, and not offered as such again; Esc, then {undo}, takes it back")
            context.notify(undoable(said, "board"))
        else:
            self._claims.rows.move_to(at)

    @on(BidiInput.Cancelled)
    def action_leave(self) -> None:
        """Go back to where one was; the types of links are left with it."""
        if self.is_current:  # a second key may come while it closes
            self.context.leave(2)
