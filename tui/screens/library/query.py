"""The library's workers: one brings the index up to date, the other lists what filter and sort order ask for.

They post what they have, and the screen shows it. Of several wishes that come while one is being carried out
only the last counts, so that typing never waits and no search runs for nothing. While an article is being
read the listing stays as it is: what comes then is shown when the reader is closed.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from textual import on, work
from textual.message import Message
from textual.screen import Screen
from textual.worker import get_current_worker

from tui.textual_ext.crash_handler import told

if TYPE_CHECKING:
    from annotations.corpus import Problem
    from annotations.corpus.progress import IndexingProgress
    from tui.screens.context import SessionContext
    from tui.session.article_listing import ArticleListing

_RELIST = 1.0
"""Seconds between two looks at what has been indexed meanwhile."""
_RETRY = 0.5
"""Seconds between two tries while another claimreader is indexing the same corpus."""


class Wish(NamedTuple):
    """What the list is to show."""

    query: str = ""
    order: str = "file"


class Shelving(Screen[None]):
    """A screen with a listing of articles that is filled, filtered and sorted by workers."""

    class Indexing(Message):
        """Some more has been indexed."""

        def __init__(self, progress: IndexingProgress) -> None:
            super().__init__()
            self.progress = progress

    class Indexed(Message, namespace="library"):
        """Indexing has ended, `failure` says why if it isn't complete."""

        def __init__(self, problems: Sequence[Problem], failure: str = "") -> None:
            super().__init__()
            self.problems = problems
            self.failure = failure

    class Listed(Message):
        """A wish has been carried out, or has failed."""

        def __init__(self, wish: Wish, listing: ArticleListing | None, failure: str = "") -> None:
            super().__init__()
            self.wish = wish
            self.listing = listing
            self.failure = failure

    def __init__(self, context: SessionContext) -> None:
        super().__init__()
        self.context = context
        self.session = context.session
        self.wish = Wish()
        self.indexing = True
        """Whether the index may not be up to date yet."""
        self.busy = False
        """Whether a wish is being carried out."""
        self.answered = asyncio.Event()
        """Set while what is listed is what was asked for; see `tui.textual_ext.key_dispatch`."""
        self.answered.set()
        self._again = False
        self._arrived: Shelving.Listed | None = None
        self._relisted = 0.0
        self._told = ""
        """Why no list came, as it was said last."""

    def show_progress(self, progress: IndexingProgress) -> None:
        """Show how far indexing is."""
        raise NotImplementedError

    def end_progress(self, problems: Sequence[Problem]) -> None:
        """Take over what could not be read, now that indexing has ended."""
        raise NotImplementedError

    def show_shelf(self, wish: Wish, listing: ArticleListing) -> None:
        """Show what a wish has found."""
        raise NotImplementedError

    def show_message(self, message: str, *, error: bool = False) -> None:
        """Show a message until the next key."""
        raise NotImplementedError

    # ------------------------------------------------------------------ the index

    @work(thread=True, exclusive=True, group="index", exit_on_error=False)
    def index(self) -> None:
        """Bring the index up to date."""
        from annotations.corpus import CorpusError, Problem
        from annotations.corpus.indexing import IndexBusyError

        article_index, worker = self.session.articles.article_index, get_current_worker()
        while not worker.is_cancelled:
            try:
                with closing(article_index.update()) as steps:
                    for progress in steps:
                        self.post_message(self.Indexing(progress))
                        if worker.is_cancelled:
                            return
                self.post_message(self.Indexed(article_index.problems()))
                return
            except IndexBusyError:
                time.sleep(_RETRY)
            except CorpusError as error:
                self.post_message(self.Indexed((), str(error)))
                return
            except Exception as error:  # one can read without an index; it is told
                line = told(error)
                self.post_message(self.Indexed([Problem(self.session.project.name, line)], line))
                return

    def stop_indexing(self) -> None:
        """Leave it for the next start; what has been read is kept."""
        self.workers.cancel_group(self, "index")
        self._end(())

    @on(Indexing)
    def _indexes(self, event: Indexing) -> None:
        if not self.indexing:
            return
        self.show_progress(event.progress)
        entries, now = self.session.listing, time.monotonic()
        # A small corpus that is listed as it is would only become shorter.
        growing = event.progress.articles and (entries.indexed or not entries)
        if growing and (now - self._relisted > _RELIST or not entries):
            self._relisted = now
            self.ask(self.wish)

    @on(Indexed)
    def _has_indexed(self, event: Indexed) -> None:
        self._end(event.problems, failed=bool(event.failure))
        if event.failure:
            self._told = event.failure
            self.show_message(event.failure, error=True)

    def _end(self, problems: Sequence[Problem], *, failed: bool = False) -> None:
        self.indexing = False
        self.end_progress(problems)
        entries = self.session.listing
        if (
            entries.indexed or not entries or not failed
        ):  # a list without an index isn't lost for a broken one
            self.ask(self.wish)
        else:
            self.show_shelf(self.wish, entries)

    # ------------------------------------------------------------------ listing

    def ask(self, wish: Wish) -> None:
        """List what is wished now, also if it is the same once more."""
        if wish.query != self.wish.query:
            self.answered.clear()  # other articles than those in sight
        self.wish = wish
        self._again = self.busy
        if not self.busy:
            self.busy = True
            self._carry_out(wish)

    @work(thread=True, group="list", exit_on_error=False)
    def _carry_out(self, wish: Wish) -> None:
        session = self.session
        try:
            listing = session.articles.listing(wish.query, wish.order, session.annotations.count)
        except Exception as error:  # the list stays as it is; it is told
            self.post_message(self.Listed(wish, None, told(error)))
        else:
            self.post_message(self.Listed(wish, listing))

    @on(Listed)
    def _listed(self, event: Listed) -> None:
        self.busy = False
        if self._again:
            self.ask(self.wish)
        if event.wish == self.wish:
            self._arrived = event
            if self.is_current:
                self.take_arrived()
            self.answered.set()

    def take_arrived(self) -> None:
        """Show what came last, if it hasn't been shown yet."""
        arrived, self._arrived = self._arrived, None
        if arrived is None:
            return
        if arrived.listing is None:
            if arrived.failure != self._told:  # once, also while indexing asks for the list each second
                self.show_message(arrived.failure, error=True)
            self._told = arrived.failure
        else:
            self._told = ""
            self.show_shelf(arrived.wish, arrived.listing)
