"""Opening another corpus: the path of a folder or a file, completed while it is typed, or one of the last.

What is found there is looked at before the corpus in front is left: a folder without articles is one line
here, and the next path can be typed. Names of files come from anybody; one with hidden or control characters
is shown with signs, and can be taken from the list, though nobody could type it.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from threading import Event
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid

from annotations.corpus import CorpusError
from annotations.scheme_file.loader import SchemeError
from annotations.services.corpus_check import look
from annotations.store.errors import StoreError
from annotations.text.sanitising import is_plain
from tui.i18n import _, enumerated
from tui.presenters.corpora import nothing_lines, short_path
from tui.screens.dialogs.base import Dialog
from tui.screens.messages import OpenCorpus, OpenDialog
from tui.session.path_completion import PathMatch, common, expanded, matches
from tui.session.recent_corpora import RecentCorpora, Roots
from tui.terminal.detection import SERVED
from tui.textual_ext.crash_handler import told
from tui.widgets.bars import KeyHints
from tui.widgets.bidi_input import BidiInput
from tui.widgets.lines import Lines
from tui.widgets.pick_rows import Item, PickRows, Rooms
from tui.widgets.prompt import Caption
from tui.widgets.strips import in_order

if TYPE_CHECKING:
    from tui.screens.context import SessionContext


async def ask_corpus(context: SessionContext) -> None:
    """Ask which corpus to open; in a browser it is the one that is served."""
    if os.environ.get(SERVED):
        context.notify(_("in a browser one reads the folder that is served"))
        return
    await context.send(OpenDialog(OpenCorpusDialog(context)))


def forget_corpora(context: SessionContext) -> None:
    """Forget which corpora were opened, and say so."""
    RecentCorpora().forget()
    context.notify(_("forgotten; with the setting “recent = false” none are remembered"))


class OpenCorpusDialog(Dialog[None]):
    """Asks for a path, and opens what is there.

    Args:
        context: whose corpus is in front.
    """

    key_place = "picker"
    DEFAULT_CSS = """
    OpenCorpusDialog Grid { grid-size: 3; grid-columns: auto 1fr auto; grid-rows: 1 1fr 6; height: 1fr; }
    OpenCorpusDialog PickRows { column-span: 3; }
    OpenCorpusDialog Lines { column-span: 3; height: 6; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        # Not in the table of keys: these reach the screen when the line above has no use for them.
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("tab", "complete", show=False),
    ]

    def __init__(self, context: SessionContext) -> None:
        super().__init__()
        self.context = context
        self._input = BidiInput(placeholder=_("the path of a folder or a file"), direction="ltr")
        self._count = Caption()
        self._rows = PickRows(self._item, Rooms(key=0, name=0))
        self._lines = Lines()
        self._listed = asyncio.Event()
        """Set while the rows are those of what is typed."""
        self._choices: Sequence[PathMatch] | Sequence[Roots] = ()
        self._typed = ""
        """The line whose rows are shown, or looked for."""
        self._stop = Event()
        """Set when nobody waits any more for what is being looked at."""

    def compose(self) -> ComposeResult:
        """Compose the question, the line, the rows, and what there is to say."""
        question = Caption()
        question.show(f" {_('open')} ")
        with Grid():
            yield from in_order([question, self._input, self._count])
            yield self._rows
            yield self._lines
        keys = (("Tab", _("complete")), ("↑ ↓", _("choose")), ("Enter", _("open")), ("Esc", _("leave")))
        yield KeyHints("picker", keys)

    def on_mount(self) -> None:
        """Show what was opened last."""
        self.set_focus(self._input, scroll_visible=False)
        self._list("")

    # ------------------------------------------------------------------ the rows

    @work(exclusive=True, group="list", exit_on_error=False)
    async def _list(self, typed: str) -> None:
        """Show what the line may become; an empty one what was opened last."""
        stop = Event()
        try:
            recent = () if typed else await asyncio.to_thread(self._recent)
            self._choices = recent or await asyncio.to_thread(matches, typed, stop.is_set)
        finally:
            stop.set()
        self._count.show(f"{len(self._choices):,}")
        nothing = _("nothing here begins so") if typed else ""
        self._rows.fill(list(self._choices), nothing=nothing, at=0 if recent else -1)
        self._listed.set()

    def _recent(self) -> Sequence[Roots]:
        return RecentCorpora().all() if self.context.session.remembers_corpora else ()

    @staticmethod
    def _item(choice: PathMatch | Roots) -> Item:
        if isinstance(choice, PathMatch):
            return Item(f"{choice.path.name}{'/' * choice.is_folder}")
        return Item(enumerated(map(short_path, choice)))

    @on(BidiInput.Changed)
    def _changed(self) -> None:
        self._follow()

    def _follow(self) -> None:
        """List what the line may become now; word of a letter may come after the key behind it."""
        if self._typed != self._input.value:
            self._typed = self._input.value
            self._stop.set()
            self._lines.show([])
            self._listed.clear()
            self._list(self._typed)

    async def _settled(self) -> None:
        """Wait until the rows are those of the line."""
        self._follow()
        await self._listed.wait()

    async def action_move(self, step: int) -> None:
        """Choose one of the rows."""
        await self._settled()
        self._rows.move(step)

    async def action_page(self, direction: int) -> None:
        """Move by what is in sight."""
        await self.action_move(direction * max(1, self._rows.size.height - 1))

    async def action_complete(self) -> None:
        """Write on what all rows have in common; the chosen one, if one is."""
        await self._settled()
        chosen = self._rows.chosen
        if isinstance(chosen, tuple) and not isinstance(chosen, PathMatch):
            line = f"{chosen[0]}/" if len(chosen) == 1 else ""
        elif chosen is not None:
            line = chosen.typed
        else:
            line = common([each for each in self._choices if isinstance(each, PathMatch)])
        if not is_plain(line):
            self._lines.show([_("this name can't be typed: an arrow chooses it, Enter opens it")])
        elif line and line != self._input.value:
            self._input.value = line
            self._follow()

    # ------------------------------------------------------------------ what is opened

    @on(PickRows.Clicked)
    def _clicked(self, event: PickRows.Clicked) -> None:
        self._rows.move(event.row - self._rows.cursor)
        self._take()

    @on(BidiInput.Submitted)
    async def _submitted(self, event: BidiInput.Submitted) -> None:
        await self._settled()
        self._take(event.value)

    def _take(self, typed: str = "") -> None:
        chosen = self._rows.chosen
        if isinstance(chosen, PathMatch):
            self._open((chosen.path.absolute(),))
        elif chosen is not None:
            self._open(chosen)
        elif typed.strip():
            path, only = expanded(typed.strip()), self._choices
            if len(only) == 1 and isinstance(only[0], PathMatch) and not path.exists():
                path = only[0].path
            self._open((path.absolute(),))
        else:
            self._lines.show([_("which folder? Its path, such as ~/news; Tab completes it")], error=True)

    @work(exclusive=True, group="open", exit_on_error=False)
    async def _open(self, roots: Roots) -> None:
        """Look whether there is something to read, and open it."""
        self._stop.set()
        stop = self._stop = Event()
        self._lines.show([_("looking what is there …")])
        problem = await asyncio.to_thread(self._problem, roots, stop)
        if stop.is_set() or not self.is_current:
            return
        if problem:
            self._lines.show(problem, error=True)
        else:
            await self.context.send(OpenCorpus(roots))

    def _problem(self, roots: Roots, stop: Event) -> Sequence[str]:
        """Return why a corpus can't be opened, no line if it can; in a thread."""
        project = self.context.project.elsewhere(roots)
        try:
            nothing = look(project, stop.is_set)
            if nothing is None:
                project.scheme  # noqa: B018 - a mistake in it is said here, and not when the screen is gone
                project.store(readonly=True)
                project.close()
                return ()
        except (CorpusError, SchemeError, StoreError, OSError) as error:
            return [str(error)]
        except Exception as error:  # whatever it is, the dialog can be left; it is told
            return [told(error)]
        return nothing_lines(roots, nothing)

    # ------------------------------------------------------------------ leaving

    @on(BidiInput.Cancelled)
    def _cancelled(self) -> None:
        self.action_leave()

    def action_leave(self) -> None:
        """Go back to where one was; what is being looked at is let go."""
        self._stop.set()
        super().action_leave()
