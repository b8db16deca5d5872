"""The app: it puts the parts together, opens and closes the screens, and ends the program.

What is known is in the `Session`; screens get it through their `SessionContext`, by which they also ask the
app for what only it can do (`tui.screens.context.Host`). No screen pushes another one: it sends a message of
`tui.screens.messages`, and `receive` acts on it. What every screen offers, such as the palette, is an action
below.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, ClassVar, Literal

from textual import work
from textual.message import Message

from annotations.store.errors import StoreError
from tui import theme as themes
from tui.config.bindings import first
from tui.i18n import _, one_by_one, plural
from tui.screens.context import AnnotationScreen, DataScreen, SessionContext
from tui.screens.library.screen import LibraryScreen
from tui.session.session import Session
from tui.textual_ext.app import Accessible, TerminalApp
from tui.textual_ext.driver import on_signals
from tui.textual_ext.key_dispatch import key_place_of
from tui.widgets.bars import KeyHints

if TYPE_CHECKING:
    from annotations.composition import Project
    from annotations.model.article import Article
    from annotations.model.records import Annotation
    from annotations.model.side_records import PlacedRecord
    from tui.config.keyboard_layouts import Layout
    from tui.screens.library.notices import LibraryNotices
    from tui.screens.messages import Onward, ScreenMessage
    from tui.screens.reader.coming_back import ComingBack
    from tui.screens.reader.screen import ReaderScreen
    from tui.screens.review.text_follower import TextFollower
    from tui.session.store_watch import StoreWatch

Beginning = Literal["", "greeting", "tour"]
"""The thing that comes over the first list."""


class ClaimReader(TerminalApp):
    """The program on the screen.

    Args:
        project: the corpus to read and its annotations.
        keyboard: the user's Arabic keyboard layout.
        theme: the name of the colours in the settings, see `tui.theme`.
        problems: what is wrong with the settings, a line each.
        beginning: what comes over the first list: a greeting and what is offered, the tour, or nothing.
        accessible: for who has the screen read, and in which order its rows are then.
    """

    CSS_PATH = "app.tcss"
    TITLE = "claimreader"
    ENABLE_COMMAND_PALETTE = False  # Textual's own; ours is `action_palette`
    BINDINGS: ClassVar = []
    _is_dressed = False
    """Whether a theme is worn."""

    class StoreOpened(Message):
        """Says that the annotations have been read."""

    class StoreFailed(Message):
        """Says that the annotations can't be read, so that the program can't go on."""

        def __init__(self, reason: str) -> None:
            super().__init__()
            self.reason = reason

    def __init__(
        self,
        project: Project,
        keyboard: Layout | None = None,
        theme: str | None = None,
        *,
        problems: Sequence[str] = (),
        beginning: Beginning = "",
        accessible: Accessible = "",
    ) -> None:
        worn = themes.theme_to_wear(theme, accessible=bool(accessible))
        super().__init__(accessible=accessible, ansi_color=themes.uses_own_colours(worn))
        self._is_dressed = True
        themes.wear_first(self, worn)
        if keyboard:
            self.keys.layout = keyboard
        self.animation_level = "none"  # a page that scrolls smoothly costs 340 KB on the wire and 0.6 s
        self.session = Session(project)
        self.session.details_shown = not accessible  # until they are asked for
        self.context = SessionContext(self.session, self)
        self._problems = tuple(dict.fromkeys(filter(None, [*problems, self.choice.problem])))
        self._beginning = beginning
        self.onward: Onward | None = None
        """The corpus that is opened when this has ended, by `tui.commands.read`; None: none is."""
        self.first_message = ""
        """The line to show once the annotations have been read."""
        self._follower: TextFollower | None = None
        """Keeps annotations with their texts; there is none before the corpus is indexed."""
        self._key_refused = -1
        """The key that was not saved, since the article had changed under it."""
        self._key_warned = -1
        """The key that would have left, and to which was said what would be lost."""

    @cached_property
    def store_watch(self) -> StoreWatch:
        """Return what looks after the annotations while something about them may change by itself."""
        from tui.session.store_watch import StoreWatch  # here: the first frame has no annotations

        return StoreWatch(self.session.annotations, self.set_interval, self.refresh_data, self._all_saved)

    # ------------------------------------------------------------------ the beginning

    def get_css_variables(self) -> dict[str, str]:
        """Return Textual's colours for its style sheets.

        Its constructor asks for those of a theme that is never worn; mixing 150 colours takes 2 ms.
        """
        return super().get_css_variables() if self._is_dressed else {}

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
        if self._beginning:
            self.call_after_refresh(self._begin)

    @cached_property
    def _notices(self) -> LibraryNotices:
        """Return what greets and asks over the library."""
        from tui.screens.library.notices import LibraryNotices  # here: the first frame has none

        library = self.screen_stack[0]
        assert isinstance(library, LibraryScreen)
        return LibraryNotices(self.context, library, self.keys, self.profile_chooser, lambda: self.profile)

    async def _begin(self) -> None:
        if self._beginning == "greeting":
            await self._notices.greet()
        else:
            from tui.screens.tour import Tour  # here: most starts take none

            Tour(self, self.context, self.keys, self.exit).start()

    def ask_which_reads_right(self) -> None:
        """Ask the user which of two lines reads right, in the lower part of the library; not in the tour."""
        if self._beginning != "tour":
            self.call_next(self._notices.ask_which_reads_right)

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
        self.refresh_data()
        if info.apart_sides:
            from tui.presenters.clash import clash_page
            from tui.screens.dialogs.text_page import TextPage

            self.push_screen(TextPage(clash_page(self.session.project.database.name, info.apart_sides)))
        notes = [note for note in (self.first_message, *info.notes) if note]
        if notes or self._problems:
            self.show_message(one_by_one([*notes, *self._problems]), error=not notes)
        elif isinstance(self.screen, LibraryScreen) and (drafts := len(self.session.drafts)):
            # Elsewhere keys came first: one of these may be what they have just typed.
            said = plural("{n} draft waits to be said", "{n} drafts wait to be said", drafts)
            self.show_message(
                _("{drafts}: {key}, then “next draft”").format(drafts=said, key=first("library.palette"))
            )
        self.session.join_in(lambda: self.keys.typed, lambda: self.call_later(self._team_told))
        if self._follower is not None:
            self._follower.begin()
        if self.session.colleague is not None or self.session.makes_gold:
            self.call_next(self.action_review)

    def _team_told(self) -> None:
        """Show what is new of the team; nothing moves."""
        team = self.session.team
        if team is not None and (said := team.take_said()):
            self.show_message(said, error=True)
        if team is not None and team.take_published():
            self.show_message(_("published: everybody sees gold beside their own word, once it is said"))
        self.refresh_data()

    def on_claim_reader_store_failed(self, event: StoreFailed) -> None:
        """End: tagging without a place to save would lose work."""
        self.failure = event.reason
        self.exit(return_code=3)

    def on_library_screen_indexed(self) -> None:
        """Have annotations follow their texts; once more each time that the corpus has been listed again."""
        if self._follower is None:
            from tui.screens.review.text_follower import TextFollower

            self._follower = TextFollower(
                self.context, self, self.refresh_data, lambda: self._key_refused == self.keys.typed
            )
        self._follower.begin_anew()
        if self._reader is not None or self.session.makes_gold:
            # Other lines of its article may be repeated, now that more is known; gold waits for the articles.
            self.refresh_data()

    # ------------------------------------------------------------------ what screens ask, see `Host`

    async def receive(self, message: ScreenMessage) -> None:
        """Do what a screen asks, before the next key is looked up."""
        from tui.screens import messages

        match message:
            case messages.OpenArticle(place, query):
                await self.open_article(place, query)
            case messages.OpenAnnotation(annotation, noting):
                await self._open_annotation(annotation)
                if noting and self._reader is not None:
                    self._reader.action_note()
            case messages.OpenPlace(article_id, offset, query):
                if await self._open_at(article_id, offset) and query and self._reader is not None:
                    self._reader.find(query, offset)
            case messages.OpenDialog(dialog, then):
                await self.push_screen(dialog, then)
            case messages.RunAction(action, screen):
                left = "" if self._reader is None else self._reader.leave_prompt()
                await self.run_action(action, screen)
                if left:
                    self._add_message(left)
            case messages.OpenCorpus() | messages.StartTour():
                self._go_on_to(message)
            case messages.CloseScreen(place):
                await self.pop_screen()
                if place is None:
                    self.refresh_data()  # what was changed meanwhile is shown below
                elif isinstance(self.screen, LibraryScreen):
                    self.screen.select(place)

    def leave(self, screens: int = 1) -> None:
        """Take screens away, and show below what was changed meanwhile; nothing is waited for."""
        for _screen in range(screens):
            self.pop_screen()
        self.refresh_data()

    def show_message(self, message: str, *, error: bool = False) -> None:
        """Show a message on the screen in sight, until the next key."""
        self._have_screens(lambda screen: screen.show_message(message, error=error), upper_only=True)

    def _add_message(self, message: str) -> None:
        """Show a message beside the one that is shown."""
        for hints in self.screen.query(KeyHints):
            hints.add_message(message)

    def refresh_data(self) -> None:
        """Draw what changed in the annotations, and look after what may change by itself."""
        self.store_watch.update()
        self._have_screens(lambda screen: screen.refresh_data())

    def look_at(self, annotation: PlacedRecord) -> None:
        """Have the screen in front put its cursor on an annotation, if it shows it."""
        if isinstance(self.screen, AnnotationScreen):
            self.screen.look_at(annotation)

    def text_changed(self) -> None:
        """Say that the article which is being read has changed, and show it as it is now.

        Nothing that is being typed is taken from under a person: the old text stays until that has ended. The
        corpus is listed again, and then the annotations follow the words.
        """
        reader = self._reader
        said = _("not saved: the article has changed on the disk. Leave it and open it again")
        if reader is not None and not reader.is_typing:
            article = self.session.reread(reader.place)
            if not isinstance(article, str):
                reader.visit(reader.place, article)
                said = _("not saved: the article has changed on the disk. This is its text now")
        self.show_message(said, error=True)
        self._key_refused = self.keys.typed
        library = self.screen_stack[0]
        if isinstance(library, LibraryScreen):
            library.indexing.start()

    @property
    def theme_name(self) -> str:
        """Return the name of the theme that is worn."""
        return themes.name_of(self.theme)

    def use_theme(self, name: str) -> None:
        """Wear another theme from now on, unless NO_COLOR is set, and keep it in the settings.

        Raises:
            SettingsError: it can't be kept; it is worn all the same.
        """
        from tui.config import settings

        themes.wear(self, name)
        settings.put("theme", name)

    # ------------------------------------------------------------------ articles

    @property
    def _reader(self) -> ReaderScreen | None:
        """Return the reader if it is on screen; the first frame is there before it is imported."""
        if isinstance(self.screen, LibraryScreen):
            return None
        from tui.screens.reader.screen import ReaderScreen

        return self.screen if isinstance(self.screen, ReaderScreen) else None

    def _have_screens(self, act: Callable[[DataScreen], None], *, upper_only: bool = False) -> None:
        """Have the screens act that can be seen, the upper first.

        What goes on beside the keys, such as copying, may end while a screen opens and has no widgets yet:
        that screen acts as soon as it has them.
        """
        for screen in reversed(self.screen_stack):
            opening, act_later = not screen.is_mounted, screen.call_later
            if isinstance(screen, DataScreen):
                if opening:
                    act_later(act, screen)
                else:
                    act(screen)
                if upper_only:
                    break
            if not screen.is_modal:
                break

    async def open_article(self, place: int, query: str = "") -> None:
        """Open the reader on an article of the listing; the next key waits until it is there.

        Args:
            place: of the article.
            query: it opens at the first hit of it, with finding on; if its text has none, as it was left.
        """
        article = self.session.article(place)
        if isinstance(article, str):
            self.show_message(article, error=True)
            return
        hit = None
        if query and article.units:
            from annotations.model.article import sentence_at
            from annotations.services.concordance import first_hit

            hit = first_hit(article, query)
            if hit is not None:
                self.session.positions.put(article.id, sentence_at(article, hit))
        await self._read(place, article)
        if hit is not None and self._reader is not None:
            self._reader.find(query, hit)

    async def _read(self, place: int, article: Article) -> None:
        """Open the reader as soon as the annotations are there.

        Without them every sentence would look undecided, and a tag key would add what it is to take away.
        """
        from tui.screens.reader.screen import ReaderScreen

        if await self._annotations_read():
            await self.push_screen(ReaderScreen(self.context, place, article))

    async def _annotations_read(self) -> bool:
        """Wait for the annotations; the keys behind the one that needs them act where it leads.

        Returns:
            Whether they can be read; if not, `_load` has met that, too, and ends the program.
        """
        annotations = self.session.annotations
        if not annotations.loaded:
            self.show_message(_("the annotations are still being read"))
            try:
                await asyncio.to_thread(annotations.load)
            except StoreError:
                return False
            self.show_message("")  # else it would stand there again when one comes back
        return True

    async def visit(self, place: int) -> None:
        """Read an article, in the reader that is open if there is one."""
        reader, article = self._reader, self.session.article(place)
        if reader is None or isinstance(article, str):
            await self.open_article(place)
        else:
            reader.visit(place, article)

    async def _open_annotation(self, annotation: Annotation) -> None:
        """Open the reader on the sentence of an annotation; Esc comes back to where one is."""
        opened = await self._open_at(annotation.article.id, annotation.target.start)
        if opened and self._reader is not None:
            self._reader.choose(annotation)

    async def _open_at(self, article_id: str, offset: int, *, here: bool = False) -> bool:
        """Open the reader on the sentence of a code point of an article; returns whether it could be.

        Args:
            article_id: which article, listed or not.
            offset: the code point.
            here: read it in the reader that is open, if there is one; else Esc comes back to where one is.
        """
        from annotations.corpus import CorpusError
        from annotations.model.article import sentence_at

        try:
            place, article = self.session.find_article(article_id)
        except CorpusError as error:
            place, article = -1, str(error)
        if article is None:
            article = _("this article isn't in the corpus any more: {id}").format(id=article_id)
        if isinstance(article, str):
            self.show_message(article, error=True)
            return False
        if article.units:
            self.session.positions.put(article_id, sentence_at(article, offset))
        if here and self._reader is not None:
            self._reader.visit(place, article)
        else:
            await self._read(place, article)
        return True

    # ------------------------------------------------------------------ actions of every place

    def action_undo(self) -> None:
        """Take back this annotator's last change."""
        self.context.undo()

    def action_redo(self) -> None:
        """Make the change again that was taken back last."""
        self.context.redo()

    def action_help(self) -> None:
        """Show every key of the place one is in."""
        from tui.screens.dialogs.help import Help

        self.push_screen(Help(key_place_of(self.screen), self.context))

    async def action_palette(self) -> None:
        """Offer every action by its name."""
        from tui.screens.dialogs.palette import show_palette

        await show_palette(self.context, self.screen)

    async def action_go_to(self) -> None:
        """Ask which article to go to."""
        from tui.screens.dialogs.picker import pick_article

        await pick_article(self.context, self.visit)

    async def action_open_corpus(self) -> None:
        """Ask which other folder to read; in a browser it is the one that is served."""
        from tui.screens.dialogs.open_corpus import ask_corpus

        await ask_corpus(self.context)

    def action_forget_corpora(self) -> None:
        """Forget which corpora were opened."""
        from tui.screens.dialogs.open_corpus import forget_corpora

        forget_corpora(self.context)

    async def action_board(self) -> None:
        """Open the claims board, or go back to the one from which the reader was opened."""
        from tui.screens.board.screen import BoardScreen

        if not await self._annotations_read():
            return
        if any(isinstance(screen, BoardScreen) for screen in self.screen_stack):
            while not isinstance(self.screen, BoardScreen):
                await self.pop_screen()
        else:
            await self.push_screen(BoardScreen(self.context))

    async def action_figures(self) -> None:
        """Open the list of quantities, or go back to the one from which the reader was opened."""
        from tui.screens.figures.screen import FigureScreen
        from tui.screens.reader.screen import ReaderScreen

        if not await self._annotations_read():
            return
        if any(isinstance(screen, FigureScreen) for screen in self.screen_stack):
            while not isinstance(self.screen, FigureScreen):
                await self.pop_screen()
        else:
            readers = [screen for screen in self.screen_stack if isinstance(screen, ReaderScreen)]
            await self.push_screen(FigureScreen(self.context, readers[-1].article.id if readers else ""))

    async def action_review(self) -> None:
        """Open the list of what people see differently: a colleague, or for gold all of the team."""
        from tui.screens.messages import OpenGold
        from tui.screens.review.disagreements import ReviewScreen
        from tui.session.review import reviewing

        session = self.session
        if session.makes_gold or session.colleague is not None:
            if not any(isinstance(screen, ReviewScreen) for screen in self.screen_stack) and (
                await self._annotations_read()
            ):
                await self.push_screen(ReviewScreen(self.context, reviewing(session)))
        elif session.leads_team:
            self._go_on_to(OpenGold())
        else:
            self.show_message(_("to settle disagreements with a colleague: claimreader CORPUS --review FILE"))

    async def action_changed(self) -> None:
        """Open the list of annotations whose article has changed."""
        from tui.screens.review.changed_articles import ChangedArticlesScreen

        await self.push_screen(ChangedArticlesScreen(self.context))

    def action_suggestions(self) -> None:
        """Suggest nothing any more until the end, or suggest again; the setting says how a start begins."""
        session = self.session
        session.suggestions_on = not session.suggestions_on
        self.refresh_data()
        said = _("suggestions on") if session.suggestions_on else _("suggestions off; {key} brings them back")
        self.show_message(said.format(key=first("reader.suggestions")))

    async def action_annotators(self) -> None:
        """Show who has decided how many sentences."""
        from tui.screens.dialogs.annotators import Annotators

        if await self._annotations_read():
            await self.push_screen(Annotators(self.context))

    @cached_property
    def _coming_back(self) -> ComingBack:
        from tui.screens.reader.coming_back import ComingBack  # here: the first list has no reader

        return ComingBack(self.context, lambda: self._reader, partial(self._open_at, here=True))

    async def action_draft(self) -> None:
        """Go to what was begun to be typed and left, one after the other, the oldest first."""
        await self._coming_back.next_draft()

    async def action_later(self) -> None:
        """Go to the next sentence that this annotator wants to come back to, over the last to the first."""
        await self._coming_back.next_flag()

    # ------------------------------------------------------------------ the end

    def _all_saved(self) -> None:
        """Say that the disk has taken what it would not, as it was or not."""
        if not self.context.tell_clashes():
            self.show_message(_("everything is saved now"))

    async def action_quit(self) -> None:
        """Leave; if something would be lost only by the same key once more, with none between."""
        kept = self._reader is None or self._reader.keep_now()
        self.store_watch.retry()
        annotations = self.session.annotations
        unsaved = len(annotations.unsaved)
        lost = annotations.alarm if unsaved else "" if kept else _("what was typed is not saved")
        if lost and self._key_warned != self.keys.typed - 1:
            self._key_warned = self.keys.typed
            said = _("{alarm}. The same key once more leaves without saving").format(alarm=lost)
            self.show_message(said, error=True)
            return
        if unsaved:
            self.failure = f"{unsaved} changes were not saved: {annotations.alarm}"
        self.exit(return_code=3 if unsaved else 0)

    def action_tour(self) -> None:
        """Take the tour on the samples, and come back here."""
        from tui.screens.messages import StartTour

        self._go_on_to(StartTour())

    def _go_on_to(self, onward: Onward) -> None:
        """Leave this corpus for something else; not where anything would be lost."""
        kept = self._reader is None or self._reader.keep_now()
        self.store_watch.retry()
        annotations = self.session.annotations
        if annotations.unsaved or not kept:
            lost = annotations.alarm if annotations.unsaved else _("what was typed is not saved")
            self.show_message(_("not left: {alarm}").format(alarm=lost), error=True)
            return
        self.onward = onward
        self.exit()

    def action_help_quit(self) -> None:
        """Say what Ctrl-C doesn't do here, without Textual's box over the text."""
        self.show_message(_("Ctrl-q leaves"))

    def on_terminal_lost(self) -> None:
        """End as at SIGHUP, which comes only to the leader of a session: not under `su` or `docker exec`."""
        self._leave(128 + 1)

    def _leave(self, code: int) -> None:
        self.exit(return_code=code)
