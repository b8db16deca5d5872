"""Says that names of claimants are one person's, and which of them stands for all; or parts them again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical

from annotations.model.people import folded_name
from annotations.services.people import joined, parted
from tui.config.bindings import undoable
from tui.i18n import _, plural
from tui.presenters.stored import with_signs
from tui.screens.dialogs.base import Dialog
from tui.screens.messages import CloseScreen
from tui.widgets.bars import KeyHints
from tui.widgets.pick_rows import Item, PickRows, Rooms
from tui.widgets.sentence_row import SentenceRow

if TYPE_CHECKING:
    from annotations.model.people import People
    from annotations.model.records import Annotation
    from tui.screens.context import SessionContext


def claimants_of(annotations: Iterable[Annotation]) -> list[str]:
    """Return the names of the claimants of annotations, of spellings that look alike the first."""
    names: dict[str, str] = {}
    for annotation in annotations:
        claimant = annotation.attributes.get("claimant")
        if isinstance(claimant, str) and (key := folded_name(claimant)):
            names.setdefault(key, claimant)
    return list(names.values())


def spellings_of(names: Iterable[str], people: People) -> list[str]:
    """Return these names with all others that are the same people's, those first that stand for people."""
    known = [spelling for name in names for spelling in (*people.spellings(name), name)]
    return list({folded_name(name): name for name in reversed(known)}.values())[::-1]


class PeopleDialog(Dialog[None]):
    """Asks which spelling stands for a person.

    Args:
        context: whose people.
        names: the claimants that were marked.
    """

    key_place = "people"
    DEFAULT_CSS = """
    PeopleDialog { align: left bottom; }
    PeopleDialog Vertical { height: auto; background: $background; }
    PeopleDialog PickRows { height: auto; max-height: 60vh; }
    """

    def __init__(self, context: SessionContext, names: Iterable[str]) -> None:
        super().__init__()
        self.context = context
        self._marked = list(names)
        self._names: list[str] = []
        self._rows = PickRows(self._item, Rooms(key=1, name=16))

    def compose(self) -> ComposeResult:
        """Compose what is asked, the spellings, and the keys."""
        with Vertical():
            yield SentenceRow(_("one person: which spelling stands for all of these?"))
            yield self._rows
            yield KeyHints("people")

    def on_mount(self) -> None:
        """Show the spellings."""
        self._fill()

    def _fill(self) -> None:
        self._names = spellings_of(self._marked, self.context.session.annotations.people)
        self._rows.fill(self._names, at=min(self._rows.cursor, len(self._names) - 1))

    def _item(self, name: str) -> Item:
        people = self.context.session.annotations.people
        known = len(people.spellings(name)) > 1
        about = _("stands for all") if known and people.canonical(name) == name else ""
        return Item(about or (_("the same") if known else _("marked")), with_signs(name))

    def refresh_data(self) -> None:
        """Draw what changed in what is known of people."""
        self._fill()

    # ------------------------------------------------------------------ keys

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self._rows.move(step)

    async def action_take(self) -> None:
        """Have the spelling under the cursor stand for all."""
        context, name = self.context, self._rows.chosen
        if name is None:
            return
        if len(self._names) < 2:
            context.notify(_("one name alone says nothing: mark claims of two spellings on the board"))
            return
        source = context.session.annotations.pending
        if context.save(None, joined(self._names, name, source, context.project.annotator)):
            count = plural("{n} spelling is one person", "{n} spellings are one person", len(self._names))
            await context.send(CloseScreen())
            said = f"{count}: \u2068{with_signs(name)}\u2069"
            context.notify(f"{said}; {undoable(_('{undo} takes it back'), 'board')}")

    def action_part(self) -> None:
        """Say that the name under the cursor is another person's."""
        context, name = self.context, self._rows.chosen
        if name is None:
            return
        project = context.project
        result = parted([name], project.scheme, context.session.annotations.pending, project.annotator)
        if result.changes and context.save(None, result.changes):
            context.notify(undoable(_("parted; {undo} takes it back"), "board"))
        elif result.by_scheme:
            context.notify(_("claimreader.toml says so: it is parted there"))
        elif result.by_others:
            context.notify(
                _("{name} says so, and only {name} can part them").format(name=result.by_others[0])
            )
        elif not result.changes:
            context.notify(_("nothing joins this name with another"))

    async def on_pick_rows_clicked(self, event: PickRows.Clicked) -> None:
        """Put the cursor on the row that was clicked."""
        self._rows.move(event.row - self._rows.cursor)
