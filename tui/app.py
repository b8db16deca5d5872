"""Wiring: which screen is on, what a save or an undo means for all of them, and how the program ends."""

from __future__ import annotations

import asyncio
import contextlib
import gc
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.message import Message

from annotations.store.errors import StoreError
from tui.config.bindings import first
from tui.i18n import _, plural
from tui.offering import Offering
from tui.reviewing import Reviewing
from tui.screens.context import DataScreen, SessionContext
from tui.screens.library.screen import LibraryScreen
from tui.session.annotation_service import reason_first
from tui.session.session import Session
from tui.textual_ext.driver import on_signals
from tui.themed import Themed
from tui.widgets.bars import KeyHints

if TYPE_CHECKING:
    from textual.timer import Timer

    from annotations.model.article import Article
    from annotations.project import Project
    from annotations.services.reanchoring import Relocation
    from annotations.services.undo import UndoConflictError
    from annotations.store.base import Change, Event, Store
    from tui.config.keyboard_layouts import Layout
    from tui.screens.messages import ScreenMessage
    from tui.screens.reader.screen import ReaderScreen
    from tui.session.annotation_service import Record

RETRY_SECONDS = 5.0
"""How often a save is tried again while the disk won't take it."""
FOLLOW_SECONDS = 1.0
"""How often is looked for what another one has saved, or whether the file has followed; never while idle."""


class ClaimReader(Reviewing, Offering, Themed):
    """The reader.

    Args:
        project: the corpus to read and its annotations.
        keyboard: the user's Arabic keyboard layout.
        theme: the name of the colours, see `tui.theme`.
    """

    CSS_PATH = "app.tcss"
    TITLE = "claimreader"
    ENABLE_COMMAND_PALETTE = False  # Textual's own; ours is `action_palette`
    BINDINGS: ClassVar = []

    class StoreOpened(Message):
        """The annotations have been read."""

    class StoreFailed(Message):
        """The annotations can't be read; the program can't go on."""

        def __init__(self, reason: str) -> None:
            super().__init__()
            self.reason = reason

    def __init__(self, project: Project, keyboard: Layout | None = None, theme: str | None = None) -> None:
        super().__init__(theme=theme)
        if keyboard:
            self.keys.layout = keyboard
        self.animation_level = "none"  # a page that scrolls smoothly costs 340 KB on the wire and 0.6 s
        self.session = Session(project)
        self.context = SessionContext(self.session, self)
        self.problems: Sequence[str] = ()
        """What is wrong with the settings, a line each."""
        self._retrying: Timer | None = None
        self._following: Timer | None = None
        self._alarmed = ""
        """The alarm that is on screen."""
        self._warned = -1
        """The key that would have left, and to which was said what would be lost."""

    def get_default_screen(self) -> LibraryScreen:
        """Begin with the library; Textual's empty screen below it would be one more to lay out and paint."""
        return LibraryScreen(self.context)

    def on_mount(self) -> None:
        """Read the annotations when the library is on screen."""
        on_signals(self._leave, self.hurry)
        # Back from the shell Textual takes the screen again, but paints it only if its size has changed.
        self.app_resume_signal.subscribe(self, lambda _: self.refresh(layout=True))
        self.call_after_refresh(gc.enable)  # `tui.commands.read` puts it off
        self.call_after_refresh(self._load)

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _load(self) -> None:
        try:
            self.session.annotations.load()
            len(self.session.drafts)  # read here, beside the keys
        except StoreError as error:
            self.post_message(self.StoreFailed(str(error)))
        else:
            self.post_message(self.StoreOpened())
        import tui.screens.reader.screen  # noqa: F401 - so that the first article opens as fast as the next

    def on_claim_reader_store_opened(self) -> None:
        """Fill in what the list could not show before."""
        info = self.session.annotations.store.info()
        notes = info.notes
        self._refresh()
        if info.apart_sides:
            from tui.presenters.clash import clash_page
            from tui.screens.dialogs.text_page import TextPage

            self.push_screen(TextPage(clash_page(self.session.project.database.name, info.apart_sides)))
        if notes or self.problems:
            self.say("; ".join([*notes, *self.problems]), error=not notes)
        elif drafts := len(self.session.drafts):
            said = plural("{n} draft waits to be said", "{n} drafts wait to be said", drafts)
            self.say(
                _("{drafts}: {key}, then “next draft”").format(drafts=said, key=first("library.palette"))
            )
        self.begin_reviews()

    def on_claim_reader_store_failed(self, event: StoreFailed) -> None:
        """End: tagging without a place to save would lose work."""
        self.failure = event.reason
        self.exit(return_code=3)

    # ------------------------------------------------------------------ articles

    async def open_article(self, place: int) -> None:
        """Open the reader on an article of the corpus; the next key waits until it is there."""
        article = self.session.article(place)
        if isinstance(article, str):
            self.say(article, error=True)
        else:
            await self.read(place, article)

    async def read(self, place: int, article: Article) -> None:
        """Open the reader as soon as the annotations are there.

        Without them every sentence would look undecided, and a tag key would add what it is to take away.
        """
        from tui.screens.reader.screen import ReaderScreen

        if not self.session.annotations.loaded:
            try:
                await asyncio.to_thread(self.session.annotations.load)
            except StoreError:
                return  # `_load` has met it, too, and ends the program
        await self.push_screen(ReaderScreen(self.context, place, article))

    async def visit(self, place: int) -> None:
        """Read an article, in the reader that is open if there is one."""
        reader, article = self._reader, self.session.article(place)
        if reader is None or isinstance(article, str):
            await self.open_article(place)
        else:
            reader.visit(place, article)

    def list_again(self) -> None:
        """Look again which files there are and what is in them, in a worker."""
        library = self.screen_stack[0]
        if isinstance(library, LibraryScreen):
            library.indexing.start()

    async def close_article(self, place: int) -> None:
        """Go back to the library, with the cursor on the article that was read."""
        await self.pop_screen()
        if isinstance(self.screen, LibraryScreen):
            self.screen.select(place)

    # ------------------------------------------------------------------ changes

    def save(
        self, article: Article | Record | None, changes: Sequence[Change], *, kind: str = "edit"
    ) -> bool:
        """Make changes durable and show them, see `SessionContext.save`."""
        return self.context.save(article, changes, kind=kind)

    def refuses(self) -> bool:
        """Say why nothing can be changed, if nothing can be: before a person types what would be lost."""
        return not self.context.can_write()

    # ------------------------------------------------------------------ for the screens, see `Host`

    def show_message(self, message: str, *, error: bool = False) -> None:
        """Show a message where one is, until the next key."""
        for screen in self._in_sight:
            show = screen.show_message if isinstance(screen, DataScreen) else screen.say
            show(message, error=error)
            break

    def refresh_data(self) -> None:
        """Draw what changed in the annotations."""
        self._refresh()

    def is_outdated(self) -> bool:
        """Say whether the article on screen isn't what stands in its file any more."""
        reader = self._reader
        return reader is not None and self.session.articles.has_changed(reader.article)

    async def receive(self, message: ScreenMessage) -> None:
        """Do what a screen asks, before the next key is looked up."""
        from tui.screens import messages

        match message:
            case messages.OpenArticle(place):
                await self.open_article(place)
            case messages.OpenAnnotation(annotation):
                await self.open_annotation(annotation)
            case messages.OpenDialog(dialog, then):
                await self.push_screen(dialog, then)
            case messages.CloseScreen(None):
                await self.pop_screen()
                self._refresh()  # what was changed meanwhile is shown below
            case messages.CloseScreen(int(place)):
                await self.close_article(place)

    def _retry(self) -> None:
        """Try again to save what the disk would not take."""
        if self.session.annotations.retry() and self._retrying is not None:
            self._retrying.stop()
            self._retrying = None
            self._refresh()
            if not self.context.tell_clashes():
                self.say(_("everything is saved now"))

    def _follow(self) -> None:
        """Show what another claimreader that holds them has saved meanwhile, and what is amiss with ours.

        The file is brought up to date in a thread of its own: that it can't be, or can be again, is on screen
        a second later.
        """
        news = self.session.annotations.alarm != self._alarmed
        if self.session.annotations.readonly:
            with contextlib.suppress(StoreError):
                news = bool(self.session.annotations.follow()) or news
        if news:
            self._refresh()
        if self.session.annotations.settled and self._following is not None:
            self._following.stop()
            self._following = None

    def action_undo(self) -> None:
        """Take back this annotator's last change."""
        from annotations.services.undo import undo

        self._turn_back(undo, _("undone: {quote}"), _("nothing to undo"))

    def action_redo(self) -> None:
        """Make the change again that was taken back last."""
        from annotations.services.undo import redo

        self._turn_back(redo, _("done again: {quote}"), _("nothing to redo"))

    def _turn_back(self, turn: Callable[[Store, str], Sequence[Event]], done: str, nothing: str) -> None:
        from annotations.services.undo import UndoConflictError

        try:
            touched = self.session.annotations.turn_back(turn)
        except StoreError as error:
            self._refresh()
            self.say(reason_first(error), error=True)
            return
        except UndoConflictError as conflict:
            self._refresh()
            self.say(self._changed_since(conflict), error=True)
            return
        self._refresh()
        if not touched:
            self.say(nothing)
            return
        others = len({one.uuid for one in touched}) - 1
        more = " " + plural("and {n} more", "and {n} more", others) if others else ""
        quote = touched[0].target.quote
        # How many there are must not be cut off: 40 code points leave it room in a row of 80 cells.
        shown = f"{quote[:40]}…" if others and len(quote) > 40 else quote[:200]
        self.say(done.format(quote=f"\u2068{shown}\u2069" if others else shown) + more)
        if look_at := getattr(self.screen, "look_at", None):
            look_at(touched[0])

    def _changed_since(self, conflict: UndoConflictError) -> str:
        """Say why a step stays as it is: whose change of what came after it, and whose undo goes first."""
        from tui.presenters.links import place_of

        uuid = conflict.uuid
        ends = (end for event in conflict.step for end in (event.after, event.before))
        annotation = self.session.annotations.pending.get(uuid) or next(
            end for end in ends if end and end.uuid == uuid
        )
        said = _("not done: {by} has changed {place} since, and only {by} can undo that")
        return said.format(by=f"\u2068{conflict.by}\u2069", place=f"\u2066{place_of(annotation)}\u2069")

    def accept(self, step: Relocation) -> bool:
        """Move an annotation to the place that was proposed for it, see `SessionContext.accept`."""
        return self.context.accept(step)

    # ------------------------------------------------------------------ screen and end

    @property
    def _reader(self) -> ReaderScreen | None:
        """The reader if it is on screen; it isn't imported before the first frame, a tenth of its time."""
        if isinstance(self.screen, LibraryScreen):
            return None
        from tui.screens.reader.screen import ReaderScreen

        return self.screen if isinstance(self.screen, ReaderScreen) else None

    @property
    def _in_sight(self) -> Iterator[Any]:
        """The screens that can be seen, the upper first."""
        for screen in reversed(self.screen_stack):
            if isinstance(screen, DataScreen) or hasattr(screen, "say"):  # some have the older name yet
                yield screen
            if not screen.is_modal:
                break

    def _refresh(self) -> None:
        self._alarmed = self.session.annotations.alarm
        if self.session.annotations.unsaved and self._retrying is None:
            self._retrying = self.set_interval(RETRY_SECONDS, self._retry)
        if not self.session.annotations.settled and self._following is None:
            self._following = self.set_interval(FOLLOW_SECONDS, self._follow)
        for screen in self._in_sight:
            screen.refresh_data()

    def say(self, message: str, *, error: bool = False) -> None:
        """Show a message where one is, until the next key."""
        self.show_message(message, error=error)

    def say_also(self, message: str) -> None:
        """Show a message beside the one that is shown."""
        for hints in self.screen.query(KeyHints):
            hints.add_message(message)

    def leave_typing(self) -> str:
        """Leave what is being typed as a draft of its place; returns what to say about that."""
        return "" if self._reader is None else self._reader.leave_prompt()

    async def action_quit(self) -> None:
        """Leave; if something would be lost only by the same key once more, with none between."""
        kept = self._reader is None or self._reader.keep_typed()
        self._retry()
        lost = (
            self.session.annotations.alarm
            if self.session.annotations.unsaved
            else ""
            if kept
            else _("what was typed is not saved")
        )
        if lost and self._warned != self.keys.typed - 1:
            self._warned = self.keys.typed
            said = _("{alarm}. The same key once more leaves without saving").format(alarm=lost)
            self.say(said, error=True)
            return
        if self.session.annotations.unsaved:
            unsaved, alarm = len(self.session.annotations.unsaved), self.session.annotations.alarm
            self.failure = f"{unsaved} changes were not saved: {alarm}"
        self.exit(return_code=3 if self.session.annotations.unsaved else 0)

    def action_help_quit(self) -> None:
        """Say what Ctrl-C doesn't do here, without Textual's box over the text."""
        self.say(_("Ctrl-q leaves"))

    def on_terminal_lost(self) -> None:
        """End as at SIGHUP, which comes only to the leader of a session: not under `su` or `docker exec`."""
        self._leave(128 + 1)

    def _leave(self, code: int) -> None:
        self.exit(return_code=code)
