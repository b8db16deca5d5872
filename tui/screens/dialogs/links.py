"""Linking: which links there are, of what type a new one is, and then the other end, found on the board.

The links that an annotation has are listed first, each taken away with one key. A type's key asks for the
other end, unless that is known already; there one types as in the board's filter, and Enter links.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from annotations.model.links import TYPES, Tie, linked, ties, unlinked
from annotations.model.records import Link
from tui.config.bindings import bindings, undoable
from tui.i18n import _, plural
from tui.presenters.links import label, place_of
from tui.screens.board.claim_list_screen import Boarding
from tui.screens.board.query import Listed
from tui.screens.dialogs.base import Dialog
from tui.screens.dialogs.tags import Sentence
from tui.widgets.bars import KeyHints, TopBar
from tui.widgets.bidi_input import BidiInput
from tui.widgets.pick_rows import Item, PickRows, Rooms
from tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from annotations.model.records import Annotation
    from tui.app import ClaimReader


def save(app: ClaimReader, ends: Sequence[Annotation], kind: str, target: Annotation) -> str:
    """Link annotations to another one; returns what to say, nothing if the app has said why it can't be."""
    found = linked(ends, kind, target, app.session.project.annotator)
    if found.changes and not app.save(None, found.changes):
        return ""
    said = [f"{label(kind)} {place_of(target)}: {target.target.quote[:80]}"] if found.changes else []
    if found.there:
        said.append(plural("{n} link was there already", "{n} links were there already", found.there))
    if found.left:
        said.append(
            plural("{n} is another's: link from your own", "{n} are others': link from your own", found.left)
        )
    return "; ".join([*said, *([undoable(_("{undo} takes it back"), "link")] if found.changes else [])]) or _(
        "nothing to link"
    )


class Linking(Dialog[None]):
    """Shows the links of an annotation and asks for the type of a new one.

    Args:
        ends: what is linked, at least one.
        target: to what, if that is known; only one of `ends` else.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("link")
    DEFAULT_CSS = """
    Linking { background: transparent; align: left bottom; }
    Linking Vertical { height: auto; background: $background; }
    Linking PickRows { height: auto; max-height: 60vh; }
    """
    app: ClaimReader

    def __init__(self, ends: Sequence[Annotation], target: Annotation | None = None) -> None:
        super().__init__()
        self._ends = ends
        self._target = target

    def compose(self) -> ComposeResult:
        """What is linked, the links that there are, the types, and the keys."""
        self._rows = PickRows(self._item, Rooms(key=1, name=26))
        with Vertical():
            yield Sentence((self._target or self._ends[0]).target.quote)
            yield self._rows
            yield KeyHints("link")

    def on_mount(self) -> None:
        """Begin with the types: a new link is what one mostly wants."""
        self._fill()

    def _fill(self, at: int | None = None) -> None:
        self._things: list[Tie | str] = [*TYPES]
        if self._target is None:
            self._things[:0] = ties(self._ends[0], self.app.session.annotations.pending)
        first = len(self._things) - len(TYPES)
        self._rows.fill(self._things, at=first if at is None else min(at, len(self._things) - 1))

    def _item(self, thing: Tie | str) -> Item:
        if isinstance(thing, Tie):
            other = self.app.session.annotations.pending.get(thing.other)
            name = label(thing.type, outgoing=thing.outgoing)
            where, quote = (place_of(other), other.target.quote) if other else (_("not here"), "")
            return Item(f"{name} {where}", quote, "d")
        if self._target is None:
            about = ""
        else:
            about = plural("{n} marked", "{n} marked", len(self._ends)) + f" → {place_of(self._target)}"
        return Item(label(thing), about, str(TYPES.index(thing) + 1))

    def refresh_data(self) -> None:
        """Draw what changed in the annotations."""
        now = [one for end in self._ends if (one := self.app.session.annotations.pending.get(end.uuid))]
        target = self.app.session.annotations.pending.get(self._target.uuid) if self._target else None
        if not now or (self._target and not target):
            self.action_leave()
            return
        self._ends, self._target = now, target
        self._fill(self._rows.cursor)

    # ------------------------------------------------------------------ keys

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self._rows.move(step)

    async def action_take(self) -> None:
        """Take away the link under the cursor, or make one of the type under it."""
        thing = self._rows.chosen
        if isinstance(thing, Tie):
            self.action_remove()
        else:
            await self.action_link(thing)

    def action_remove(self) -> None:
        """Take away the link under the cursor; undo brings it back."""
        tie, session = self._rows.chosen, self.app.session
        if not isinstance(tie, Tie):
            self.say(_("this is no link"))
            return
        end = self._ends[0].uuid
        holder = session.annotations.pending.get(end if tie.outgoing else tie.other)
        if holder is None:
            return
        if holder.annotator != session.project.annotator:
            self.say(_("this link is {name}'s: it stays").format(name=holder.annotator))
        elif self.app.save(None, [unlinked(holder, Link(tie.type, tie.other if tie.outgoing else end))]):
            self.say(undoable(_("link taken away; {undo} brings it back"), "link"))

    async def action_link(self, kind: str) -> None:
        """Link, once the other end is known."""
        if self._target is None:
            await self.app.push_screen(OtherEnd(self._ends[0], kind))
        elif said := save(self.app, self._ends, kind, self._target):
            self.app.leave()
            self.app.say(said)

    async def on_pick_rows_clicked(self, event: PickRows.Clicked) -> None:
        """Do what the row that was clicked says."""
        self._rows.move(event.row - self._rows.cursor)
        await self.action_take()


class OtherEnd(Boarding):
    """Asks for the other end of a link, on the board; opened from `Linking`, and closes it too.

    Args:
        one: what is linked.
        kind: the type of the link.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("picker")
    PLACE = "picker"

    def __init__(self, one: Annotation, kind: str) -> None:
        super().__init__()
        self._one = one
        self._kind = kind
        self._wanted = False

    def begin(self) -> None:
        """Let the user type at once."""
        super().begin()
        keys = [("↑ ↓", _("move")), ("Enter", _("link")), ("Esc", _("leave"))]
        self.query_one(KeyHints).show(keys)
        self.query_one(Prompt).ask(label(self._kind))
        self.tell()

    def tell(self) -> None:
        """Show what is linked, and how many there are to choose from."""
        session, place = self.app.session, f"{place_of(self._one)} {label(self._kind)} …"
        self.query_one(TopBar).tell(self._one.target.quote, (), session.annotations.alarm, name=place)
        count = _("{n} of {all}").format(n=f"{len(self._shown.rows):,}", all=f"{len(self.board):,}")
        self.query_one(Prompt).fact.say(f" {count} ")

    def take(self, listed: Listed) -> None:
        """Show what was found, and link the first of it if Enter came before."""
        super().take(listed)
        if self._wanted and not self.busy:
            self.call_later(self._link)

    @on(BidiInput.Submitted)
    def _submitted(self) -> None:
        self._wanted = self.busy  # what is typed may not have been looked for yet
        if not self.busy:
            self._link()

    def _link(self) -> None:
        self._wanted = False
        other, one = self.at_cursor(), self.app.session.annotations.pending.get(self._one.uuid)
        if one is None:
            self.say(_("the annotation to be linked is gone; Esc goes back"), error=True)
            return
        if other is None:
            self.say(_("nothing is found to link; other words, or Esc"))
            return
        if other.uuid == one.uuid:
            self.say(_("this is the annotation itself; choose another one"))
        elif said := save(self.app, [one], self._kind, other):
            self.action_leave()
            self.app.say(said)

    @on(BidiInput.Cancelled)
    def action_leave(self) -> None:
        """Back to where one was; the types of links are left with it."""
        if self.is_current:  # a second key may come while it closes
            self.app.leave(2)
