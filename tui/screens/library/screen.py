"""The library lists every article of the corpus with its progress, over the beginning of one of them.

What takes time is done by workers, which `tui.screens.library.workers` controls: they index the corpus, list
what a filter finds, count how far all of it is, and find articles that carry the same text. The words are in
`tui.presenters.articles`.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen

from annotations.corpus import CorpusError
from annotations.model.outline import from_bytes
from tui.config.bindings import first
from tui.i18n import _, plural
from tui.presenters.articles import (
    ArticleCard,
    article_card,
    corpus_facts,
    preview,
    same_text,
    worth_checking,
)
from tui.screens.library.workers import (
    CorpusProgressController,
    IndexingController,
    IndexingResult,
    ListQuery,
    ListQueryController,
    WireCopiesController,
    words_of,
)
from tui.session.article_listing import ArticleListing
from tui.session.article_repository import BEST, ORDERS, WORTH
from tui.theme import palette
from tui.widgets.article_list import ArticleList, ColumnNames
from tui.widgets.bars import KeyHints, TopBar
from tui.widgets.preview import Preview
from tui.widgets.progress_row import ProgressRow

if TYPE_CHECKING:
    from annotations.corpus import Problem
    from annotations.corpus.listing import ArticleRow
    from annotations.corpus.progress import IndexingProgress
    from annotations.corpus.query import Query
    from tui.screens.context import SessionContext
    from tui.screens.library.arriving import ArrivalsController
    from tui.screens.library.worth_checking import WorthCheckingController
    from tui.session.arrivals import Difference
    from tui.widgets.bidi_input import BidiInput

_TURN = 0.02
"""Seconds of reading articles, after which keys get their turn."""


class LibraryScreen(Screen[None]):
    """Shows all articles; it is the first screen.

    Args:
        context: the session and the app.
    """

    key_place = "library"
    AUTO_FOCUS = "ArticleList"

    class Indexed(Message):
        """Says that the corpus has been indexed, or could not be."""

    def __init__(self, context: SessionContext) -> None:
        super().__init__()
        self.context = context
        self.session = context.session
        self.articles = ArticleList(self._card, self._moved)
        self.queries = ListQueryController(self.session, self, self._list, self._show_failure)
        self.indexing = IndexingController(
            self.session, self, self.queries, self._show_indexing, self._end_indexing
        )
        self.progress = CorpusProgressController(self.session, self, self.update_status)
        self.copies = WireCopiesController(self.session, self, self._preview)
        self._arriving: ArrivalsController | None = None
        """Has the index follow the folders; None if they aren't watched."""
        self._worth: WorthCheckingController | None = None
        """Reckons what is worth checking; None before somebody sorts by it."""
        self.answered = self.queries.answered
        """Set while what is listed is what was asked for; see `tui.textual_ext.key_dispatch`."""
        self.listed = ListQuery()
        """The query that found the articles in sight."""
        self._waits = False
        """True if nothing is listed since the team's work isn't known yet."""
        self._team_listed: object = None
        """The part of the team's work by which what is in sight was listed."""
        self._renewing = False
        """True while a list is asked for that takes the place of the one in sight only if nothing moves."""
        self._problems: Sequence[Problem] = ()
        """Files and records that could not be read; each has a row after the articles."""
        self._room = 0
        """Rows without a filter: the list keeps their height, so that nothing moves while one types."""
        self._sought: str | None = None
        """The article on which the cursor was, as long as it isn't listed and another wasn't gone to."""
        self._begun = False
        self._early: list[tuple[str, int]] = []
        """Keys for the list that came before there was one: `move`, `ends` or `open`, and how far."""

    def compose(self) -> ComposeResult:
        """Compose the list above, the preview below."""
        yield TopBar()
        yield ColumnNames()
        yield self.articles
        yield ProgressRow()
        preview = Preview()
        if palette(self.app.current_theme).one_thing_a_line:
            preview.display = False
            self.articles.styles.max_height = "100%"
        yield preview
        yield KeyHints("library", (("j k", _("move")),))

    def on_mount(self) -> None:
        """Show what is known at once; all else waits until it is on screen."""
        self._restore(self.session.listing)
        self.call_after_refresh(self._begin)

    def _restore(self, listing: ArticleListing) -> None:
        """Show a listing with the cursor on the article that was read last."""
        self._sought = self.session.positions.last_read
        place = self._find(listing, self._sought)
        if place is not None:
            self._sought = None
        self._fill(place or 0)

    @staticmethod
    def _find(listing: ArticleListing, article_id: str | None) -> int | None:
        with contextlib.suppress(CorpusError):
            return listing.find(article_id) if article_id is not None else None
        return None

    def _moved(self) -> None:
        self._sought = None
        self._preview()
        self._renew()

    def _begin(self) -> None:
        """Do what waits until the list is on screen, once; a key may need the index before that."""
        if self._begun:
            return
        self._begun = True
        self._read_rows()
        self._preview()
        self.indexing.start()
        if self.session.arrivals is not None:
            from tui.screens.library.arriving import ArrivalsController  # here: most starts watch nothing

            self._arriving = ArrivalsController(self.session, self, self.indexing, self._show_failure)
            self._arriving.start()

    def on_screen_resume(self) -> None:
        """Draw what may have changed while an article was open."""
        self.queries.show_result()
        self.refresh_data()

    @property
    def free_rows(self) -> int:
        """The rows of the screen below those of the articles."""
        shown = min(self.articles.size.height, max(1, len(self.articles)))
        return self.size.height - self.articles.region.y - shown - 1

    def refresh_data(self) -> None:
        """Draw progress and state anew."""
        if self.session.corrected and not self.indexing.running:
            self.session.corrected = False
            self.queries.ask(self.queries.query)  # by what holds now
            self._preview()
        if self.session.repaired and not self.indexing.running:
            self.session.repaired = False
            self.indexing.start()  # by the texts as they are now
        if self._waits and not self.session.team_filter.is_waited_for(self.listed.text):
            self.queries.ask(self.queries.query)
        self._renew()
        self.articles.refresh()
        self.update_status()
        if not self.indexing.running:
            self.progress.update()

    def _renew(self) -> None:
        """Have a list that says something of the team listed anew, once the team's work is another one."""
        if ":" in self.listed.text and not self._waits and not self.queries.busy:
            work = self.session.team_filter.work_for(self.listed.text)
            if work is not None and work != self._team_listed:
                self._renewing = True
                self.queries.ask(self.queries.query)

    def show_message(self, message: str, *, error: bool = False) -> None:
        """Show a message until the next key."""
        self.query_one(KeyHints).show_message(message, error=error)

    # ------------------------------------------------------------------ what is shown

    def _card(self, place: int) -> ArticleCard:
        """Return what an article's row says; before it has been read, its name."""
        session, beyond = self.session, place - len(self.session.listing)
        try:
            if beyond >= 0:  # beyond the problems, too, while the index is made anew
                return ArticleCard("", problem=str(self._problems[beyond]))
            row = session.listing.row(place)
            if row is None:
                return ArticleCard(session.listing[place].id.rpartition("/")[2])
        except IndexError:
            return ArticleCard("", problem=_("this article is gone since it was listed"))
        except CorpusError as error:  # it is the same of every row, and said once
            return ArticleCard("", problem=str(error) if place == self.articles.top else "…")
        annotations, outline = session.annotations, from_bytes(row.outline)
        progress = annotations.progress_of(row.entry.id, outline) if annotations.loaded else None
        return article_card(
            row,
            progress,
            _query(self.listed.words),
            session.flags_of(row.entry.id),
            session.correction(row.entry.id),
            done=session.is_done(row.sha256),
        )

    def _fill(self, cursor: int, above: int | None = None) -> None:
        """Take over what there is to show now.

        Args:
            cursor: the place of the cursor.
            above: rows in sight above it, if it isn't to move on the screen.
        """
        if self.listed.text:
            rows = len(self.session.listing)
        else:
            rows = self._room = len(self.session.listing) + len(self._problems)
        self.articles.fill(rows, cursor, room=max(rows, self._room), nothing=self._nothing(), above=above)
        self.update_status()
        if self._early and rows:
            self.call_later(self._catch_up)
        elif not self.indexing.running and not self.queries.busy:
            self._early.clear()  # there is nothing that these keys could have meant

    def _nothing(self) -> str:
        if self.listed.text:
            if self.indexing.running:
                return _("no article that is indexed so far has these words; Esc shows all articles again")
            if ":" in self.listed.text:
                from tui.presenters.team import why_none  # here: few filters say anything of a team

                if why := why_none(self.session.team_filter, self.listed.text):
                    return why
            return _("no article has these words; Esc shows all articles again")
        if self.indexing.running:
            return _("looking for articles: they come up here as they are read, and can be opened at once")
        name = self.session.project.name
        return _("no articles in {name}; {key} opens another folder").format(
            name=name, key=first("library.folder") or "claimreader FOLDER"
        )

    def update_status(self) -> None:
        """Show how far the corpus is, and what is listed."""
        session = self.session
        count = len(session.listing)
        # What comes first gives way first; beside an alarm, which names the database, what comes last.
        facts = (
            []
            if session.annotations.alarm
            else [
                session.database_label,
                *corpus_facts(session.corpus_progress, session.pace_seconds, self.size.width),
            ]
        )
        if self._problems:
            facts.append(
                plural("{n:,} problem (End)", "{n:,} problems (End)", len(self._problems)),
            )
        if session.annotations.loaded and len(session.drafts):
            facts.append(plural("{n} draft", "{n} drafts", len(session.drafts)))
        if session.annotations.loaded and (later := session.annotations.flags.total):
            facts.append(_("{n:,} later").format(n=later))
        if session.annotations.loaded and session.annotations.displaced.waiting:
            facts.append(_("{n:,} to look at (v)").format(n=session.annotations.displaced.waiting))
        if self._worth is not None and len(session.worth_checking) < self._worth.total:
            known = len(session.worth_checking)
            facts.append(_("{n:,} of {all:,} reckoned").format(n=known, all=self._worth.total))
        if self.listed.order != "file":
            facts.append(_(ORDERS[self.listed.order]))
        if session.arrivals is not None:
            from tui.screens.library.arriving import new_and_gone  # here: most starts watch nothing

            facts.append(new_and_gone(session.arrivals))
        if self.listed.text:
            facts.append(plural("{n:,} hit", "{n:,} hits", count))
        else:
            facts.append(plural("{n:,} article", "{n:,} articles", count))
        facts.append(session.annotations.saved_label)
        # What the samples are has to be said: they look as somebody's own folder does.
        name = _("sample articles") if session.project.is_sample else session.project.name
        self.query_one(TopBar).show(name, tuple(fact for fact in facts if fact), session.annotations.alarm)

    def _preview(self) -> None:
        """Show the beginning of the article under the cursor, or what is wrong with it."""
        session, place = self.session, self.articles.cursor
        beyond, widget = place - len(session.listing), self.query_one(Preview)
        if beyond >= 0:
            widget.show(str(self._problems[beyond]) if beyond < len(self._problems) else "")
            return
        article, row = session.article(place), None
        if isinstance(article, str):
            widget.show(article)
            return
        with contextlib.suppress(CorpusError):
            row = session.listing.row(place)
        facts = (same_text(session.voices, article.id), self._worth_of(article.id, row))
        note = " · ".join(filter(None, facts))
        widget.show(*preview(article, row, _query(self.listed.words)), note=note)

    def _worth_of(self, article_id: str, row: ArticleRow | None) -> str:
        """Say how many sentences of an article are worth checking, if the list is sorted by it."""
        if self.listed.order != WORTH or row is None:
            return ""
        with contextlib.suppress(CorpusError):
            key = self.session.articles.index.key(article_id)
            count = self.session.worth_of(key, article_id, row.outline) if key is not None else None
            return worth_checking(count)
        return ""

    def _read_rows(self) -> None:
        """Read the articles in sight whose rows no index knows, in turns with keys."""
        session, began = self.session, time.monotonic()
        for place in session.listing.unknown(range(self.articles.top, self.articles.bottom)):
            if time.monotonic() - began > _TURN:
                self.call_later(self._read_rows)
                break
            session.article(place)
            self.articles.update([place])

    # ------------------------------------------------------------------ what the workers have

    def _show_indexing(self, progress: IndexingProgress) -> None:
        """Show how far indexing is, unless it only looks whether anything has changed."""
        if progress.files < progress.files_total or (progress.listing and not self.session.listing):
            self.query_one(ProgressRow).show_progress(progress)

    def _end_indexing(self, result: IndexingResult) -> None:
        """Take over what could not be read, and list what was indexed."""
        if result.difference is not None:
            self._take_arrivals(result.difference, result.problems)
            return
        self._problems, failure = result.problems, result.failure
        self.query_one(ProgressRow).end()
        self.session.note_indexed()
        self.progress.update()
        listing = self.session.listing
        if failure and listing and not listing.indexed:  # a list without an index isn't lost for a broken one
            self._list(self.queries.query, listing)
        else:
            self.queries.ask(self.queries.query)
        if failure:
            self.show_message(failure, error=True)
        elif not result.stopped:
            self.copies.start()
            self._reckon_worth()
        if not result.stopped:
            self.post_message(self.Indexed())
            if self.session.repaired:
                self.refresh_data()  # decided while it was being indexed
        if self._arriving is not None:
            self._arriving.updated()

    def _take_arrivals(self, difference: Difference, problems: Sequence[Problem]) -> None:
        """Take in what has come while one reads; whatever is in sight stays where it is."""
        session, arriving = self.session, self._arriving
        assert session.arrivals is not None
        assert arriving is not None
        session.arrivals.take(difference, session.listing)
        if self.articles.cursor < len(session.listing) and problems != self._problems:
            self._problems = problems  # below the articles; where the cursor is among them they wait
            self._fill(self.articles.cursor, self.articles.cursor - self.articles.top)
        if difference.is_any:
            session.note_indexed()
            self.articles.refresh()
            self.copies.start()
            self.post_message(self.Indexed())
        if not session.listing:
            self.queries.ask(self.queries.query)  # there is nothing that could move
        self.refresh_data()
        arriving.updated()

    def _show_failure(self, failure: str) -> None:
        self.show_message(failure, error=True)

    def _list(self, query: ListQuery, listing: ArticleListing) -> None:
        """Put another listing up, with the cursor on the article on which it was."""
        session, place = self.session, self.articles.cursor
        same_text, above = query.text == self.listed.text, None
        renewing, self._renewing = self._renewing and query == self.listed, False
        if query == self.listed and (session.arrivals is not None or renewing):
            above = place - self.articles.top  # the same articles, and some between them
        entry_id = None if renewing else self._sought
        with contextlib.suppress(IndexError):  # the list is shorter, or the article is gone since
            entry_id = entry_id or session.listing[place].id
        if renewing and place < len(session.listing) and self._find(listing, entry_id) is None:
            return  # another article would come under the cursor, and under the next key; once it moves
        self.listed = query
        self._team_listed = session.team_filter.asked_of if ":" in query.text else None
        self._waits = ":" in query.text and self.session.team_filter.is_waited_for(query.text)
        if listing.same(session.listing):
            session.listing.read_anew()  # other lines may be repeated
        else:
            new_place = self._find(listing, entry_id)
            # However fast a filter is typed, the cursor comes back to its article where the words are found.
            self._sought = entry_id if new_place is None else None
            place = new_place if new_place is not None else place if same_text else 0
            session.listing = listing
        if session.arrivals is not None:
            session.arrivals.listed(listing, all_articles=not query.text)
        self._fill(place, above)
        self._preview()

    # ------------------------------------------------------------------ keys

    def _put_off(self, action: str, step: int = 0) -> bool:
        """Keep a key for the list that isn't there yet; False if it can act now."""
        early = bool(self._early) or (self.indexing.running and not len(self.articles))
        if early:
            self._early.append((action, step))
        return early

    async def _catch_up(self) -> None:
        """Do what was typed before the list was there, if one still looks at it."""
        early, self._early = self._early, []
        while early and self.is_current and self.articles.has_focus:
            action, step = early.pop(0)
            if action == "open":
                await self.action_open()
            elif action == "ends":
                self.action_ends(step)
            elif self.indexing.running and self.articles.cursor + step >= len(self.articles):
                self._early = [(action, step), *early, *self._early]  # that article isn't listed yet
                return
            else:
                self.action_move(step)

    def action_move(self, step: int) -> None:
        """Move the cursor by articles."""
        if not self._put_off("move", step):
            self.articles.move_to(self.articles.cursor + step)

    def action_page(self, direction: int) -> None:
        """Move the cursor by a page up or down."""
        self.action_move(direction * max(1, self.articles.size.height - 1))

    def action_ends(self, direction: int) -> None:
        """Move the cursor to the first or the last article."""
        if not self._put_off("ends", direction):
            self.articles.move_to(0 if direction < 0 else len(self.articles) - 1)

    async def action_open(self) -> None:
        """Open the article under the cursor."""
        if not self._put_off("open"):
            await self._open(self.articles.cursor)

    @on(ArticleList.Opened)
    async def _opened(self, event: ArticleList.Opened) -> None:
        await self._open(event.place)

    async def _open(self, place: int) -> None:
        if place < len(self.session.listing):
            self._sought = None
            from tui.screens.messages import OpenArticle  # here: the first list opens nothing

            await self.context.send(OpenArticle(place, self.listed.words))
        elif place < len(self.articles):
            self.show_message(str(self._problems[place - len(self.session.listing)]), error=True)

    def select(self, place: int) -> None:
        """Put the cursor on an article, after another was opened from the reader."""
        self.articles.move_to(place)

    def action_new(self) -> None:
        """List what has come since, in the order and by the filter that there are."""
        arrivals = self.session.arrivals
        if arrivals is None:
            self.show_message(_("the folder isn't watched: claimreader FOLDER --watch"))
        elif not arrivals.new and not arrivals.gone:
            self.show_message(_("nothing has come since"))
        else:
            self.queries.ask(self.queries.query)

    def action_sort(self) -> None:
        """List in the next order."""
        query = self.queries.query
        there = {WORTH: self.session.suggestions_on, BEST: bool(query.words)}
        orders = [order for order in ORDERS if there.get(order, True)]
        order = orders[(orders.index(query.order) + 1) % len(orders)] if query.order in orders else orders[0]
        self.queries.ask(query._replace(order=order))
        self.show_message(_("sorted: {order}").format(order=_(ORDERS[order])))
        self._reckon_worth()

    def _reckon_worth(self) -> None:
        """Have reckoned what is worth checking, as long as the list is sorted by it."""
        if self.queries.query.order != WORTH:
            return
        if self._worth is None:
            from tui.screens.library.worth_checking import WorthCheckingController  # here: few sort by it

            self._worth = WorthCheckingController(self.session, self, self.queries, self._show_worth)
        self._worth.start()

    def _show_worth(self) -> None:
        self.update_status()
        self._preview()

    async def action_article(self) -> None:
        """Show what is known of the article under the cursor, to correct it or to set it aside."""
        if self.articles.cursor < len(self.session.listing):
            from tui.screens.dialogs.article import correct_article

            article = self.session.article(self.articles.cursor)
            if isinstance(article, str):
                self.show_message(article, error=True)
            else:
                await correct_article(self.context, article)

    def action_done(self) -> None:
        """Say that one is done with the article under the cursor, or that one isn't."""
        if self.articles.cursor < len(self.session.listing):
            from tui.screens.done import flip_done

            article = self.session.article(self.articles.cursor)
            if isinstance(article, str):
                self.show_message(article, error=True)
            else:
                flip_done(self.context, article)

    def action_address(self) -> None:
        """Open the address of the article under the cursor in the browser."""
        if self.articles.cursor < len(self.session.listing):
            from tui.screens.web_address import open_address

            article = self.session.article(self.articles.cursor)
            if isinstance(article, str):
                self.show_message(article, error=True)
            else:
                open_address(self.context, self, article)

    async def action_concordance(self) -> None:
        """List every hit of the filter's words; without a filter ask for words."""
        from tui.screens.concordance.screen import ConcordanceScreen
        from tui.screens.messages import OpenDialog

        self._begin()
        typed = self.queries.query.text
        await self.context.send(
            OpenDialog(ConcordanceScreen(self.context, typed, lambda: self.indexing.running))
        )

    async def action_export(self) -> None:
        """Ask for a format and a path, and write the annotations there."""
        from tui.screens.dialogs.export import ask_export

        await ask_export(self.context, None)

    async def action_filter(self) -> None:
        """Write what to look for, or go on writing it."""
        self._early.clear()  # they were meant for another list
        from tui.textual_ext.mounting import mount
        from tui.widgets.bidi_input import BidiInput

        field = next(iter(self.query(BidiInput)), None)
        if field is None:
            field = BidiInput(self.queries.query.text, placeholder=_("words in title, source and text"))
            if not await mount(field, self, before=self.query_one(ColumnNames)):
                return
        self.set_focus(field, scroll_visible=False)  # at once: the next key is for it
        self.query_one(KeyHints).show(
            [
                ("Enter", _("to the list")),
                (first("library.palette"), _("every action")),
                ("Esc", _("show all")),
            ]
        )

    def on_bidi_input_changed(self, event: BidiInput.Changed) -> None:
        """Find what has been typed so far."""
        self._filter(event.value.strip())

    def _filter(self, text: str) -> None:
        """List what has these words, the best match first unless the list is sorted by something else."""
        query = self.queries.query
        order, words = query.order, words_of(text)
        if words and not query.words and order == "file":
            order = BEST
        elif not words and order == BEST:
            order = "file"
        self.queries.ask(query._replace(text=text, order=order))

    async def on_bidi_input_submitted(self, event: BidiInput.Submitted) -> None:
        """Go to what was found; a word that was taken as the beginning of others is shown so: `word*`."""
        if self.answered.is_set() and self.listed.text == f"{event.value.strip()}*":
            event.input.value = self.listed.text
            self._filter(self.listed.text)
        if not event.value.strip():
            await event.input.remove()
        self.set_focus(self.articles, scroll_visible=False)
        self.query_one(KeyHints).show()

    async def on_bidi_input_cancelled(self) -> None:
        """Show all articles again."""
        await self.action_escape()

    async def action_escape(self) -> None:
        """Take the filter away; if there is none, stop indexing."""
        from tui.widgets.bidi_input import BidiInput

        field = next(iter(self.query(BidiInput)), None)
        if field is not None:
            await field.remove()
            self.set_focus(self.articles, scroll_visible=False)
            self.query_one(KeyHints).show()
            self._filter("")
        elif self.indexing.running:
            self.indexing.stop()
            self.show_message(_("indexing stopped; it goes on at the next start"))


@lru_cache(maxsize=4)
def _query(text: str) -> Query | None:
    """Return the query of a filter, None if nothing is filtered."""
    if not text:
        return None
    from annotations.corpus.query import Query  # here: the first list has no filter

    return Query(text)
