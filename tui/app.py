"""Wiring: which screen is on, what a save or an undo means for all of them, and how the program ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import App
from textual.message import Message

from annotations.store.base import Change, StoreError
from tui.desk import Desk
from tui.driver import keeping_order, on_signals
from tui.key_parser import reading_keys
from tui.layouts import Layout, default_layout, twin
from tui.screens.library import Library
from tui.screens.reader import Reader
from tui.theme import DARK

if TYPE_CHECKING:
    from textual.driver import Driver

    from annotations.article import Article
    from annotations.project import Project
    from annotations.store.base import Event, Store


class ClaimReader(App[None]):
    """The reader.

    Args:
        project: the corpus to read and its annotations.
        keyboard: the user's Arabic keyboard layout.
    """

    CSS_PATH = "app.tcss"
    TITLE = "claimreader"
    BINDINGS: ClassVar = []

    class StoreOpened(Message):
        """The annotations have been read."""

    class StoreFailed(Message):
        """The annotations can't be read; the program can't go on."""

        def __init__(self, reason: str) -> None:
            super().__init__()
            self.reason = reason

    def __init__(self, project: Project, keyboard: Layout | None = None) -> None:
        super().__init__()
        self.keyboard = keyboard or default_layout()
        self.animation_level = "none"  # a page that scrolls smoothly costs 340 KB on the wire and 0.6 s
        self.desk = Desk(project)
        self.failure = ""
        """Why the program ended, for standard error."""

    def get_driver_class(self) -> type[Driver]:
        """Return Textual's driver, with the order of cells kept as we send it, and Arabic keys told apart."""
        return keeping_order(reading_keys(super().get_driver_class()))

    def on_mount(self) -> None:
        """Put the library on screen, then read the annotations."""
        self.register_theme(DARK)
        self.theme = DARK.name
        on_signals(self._leave)
        self.push_screen(Library())
        self.call_after_refresh(self._load)

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _load(self) -> None:
        try:
            self.desk.load()
        except StoreError as error:
            self.post_message(self.StoreFailed(str(error)))
        else:
            self.post_message(self.StoreOpened())

    def on_claim_reader_store_opened(self) -> None:
        """Fill in what the list could not show before."""
        notes = self.desk.store.info().notes
        self._refresh()
        if notes:
            self._say(notes[0])

    def on_claim_reader_store_failed(self, event: StoreFailed) -> None:
        """End: tagging without a place to save would lose work."""
        self.failure = event.reason
        self.exit(return_code=3)

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        """Look a key up.

        And if it has no binding, its twin on a Latin keyboard (Textual's private funnel for all bindings).
        """
        if await super()._check_bindings(key, priority):
            return True
        latin = twin(key, self.keyboard)
        return latin is not None and await super()._check_bindings(latin, priority)

    # ------------------------------------------------------------------ articles

    def open_article(self, place: int) -> None:
        """Open the reader on an article of the corpus."""
        article = self.desk.article(place)
        if isinstance(article, str):
            self._say(article, error=True)
        else:
            self.push_screen(Reader(place, article))

    def close_article(self, place: int) -> None:
        """Go back to the library, with the cursor on the article that was read."""
        self.pop_screen()
        if isinstance(self.screen, Library):
            self.screen.select(place)

    # ------------------------------------------------------------------ changes

    def save(self, article: Article, changes: Sequence[Change]) -> bool:
        """Make changes durable and show them; says why not and returns False where that fails."""
        try:
            self.desk.save(article, changes)
        except StoreError as error:
            self._refresh()
            self._say(str(error), error=True)
            return False
        self._refresh()
        return True

    def action_undo(self) -> None:
        """Take back this annotator's last change."""
        from annotations.undo import undo

        self._turn_back(undo, "undone", "nothing to undo")

    def action_redo(self) -> None:
        """Make the change again that was taken back last."""
        from annotations.undo import redo

        self._turn_back(redo, "done again", "nothing to redo")

    def _turn_back(self, turn: Callable[[Store, str], Sequence[Event]], done: str, nothing: str) -> None:
        from annotations.undo import UndoConflictError

        try:
            events = turn(self.desk.store, self.desk.project.annotator)
        except (StoreError, UndoConflictError) as error:
            self._say(str(error), error=True)
            return
        if not events:
            self._say(nothing)
            return
        touched = [one for event in events for one in (event.before, event.after) if one is not None]
        self.desk.changed(sorted({one.article.id for one in touched}))
        self._refresh()
        self._say(f"{done}: {touched[0].target.quote}")
        if isinstance(self.screen, Reader):
            self.screen.look_at(touched[0])

    # ------------------------------------------------------------------ screen and end

    def _refresh(self) -> None:
        if isinstance(self.screen, Library | Reader):
            self.screen.refresh_desk()

    def _say(self, message: str, *, error: bool = False) -> None:
        if isinstance(self.screen, Library | Reader):
            self.screen.say(message, error=error)

    def _leave(self, code: int) -> None:
        self.exit(return_code=code)
