"""The library's workers: they index, list what is asked for, count all of it, and find copies of one text.

Of several queries that come while one is being carried out only the last counts, so that typing never waits
and no search runs for nothing. What was found while an article is being read is shown when the reader is
closed. Each reports in the app's thread, as long as its screen is there.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from textual.worker import get_current_worker

from tui.textual_ext.crash_handler import told

if TYPE_CHECKING:
    from textual.screen import Screen

    from annotations.corpus import Problem
    from annotations.corpus.progress import IndexingProgress
    from tui.session.arrivals import Difference
    from tui.session.article_listing import ArticleListing
    from tui.session.corpus_progress import CorpusCount
    from tui.session.session import Session

_RELIST = 1.0
"""Seconds between two looks at what has been indexed meanwhile."""
_RETRY = 0.5
"""Seconds between two tries while another claimreader is indexing the same corpus."""


class ListQuery(NamedTuple):
    """Says which articles the list is to show, and in what order."""

    text: str = ""
    """Words in title, source and text, and what is said of the team: `annotations.services.team_filter`."""
    order: str = "file"
    """One of `tui.session.article_repository.ORDERS`."""

    @property
    def words(self) -> str:
        """The words of it alone: what a row marks, and what an article is searched for."""
        return words_of(self.text)


def words_of(text: str) -> str:
    """Return the words of a filter, without what it says of the team."""
    if ":" not in text:
        return text
    from annotations.services.team_filter import split  # here: few filters say anything of a team

    return split(text)[0]


class IndexingResult(NamedTuple):
    """Says how indexing has ended."""

    problems: Sequence[Problem] = ()
    """The files and records that could not be read."""
    failure: str = ""
    """The reason why the index isn't complete, if it isn't."""
    stopped: bool = False
    """True if a person has stopped it."""
    difference: Difference | None = None
    """The articles that came, changed or went while the reader runs; else None. The list stays as it is."""


class ListQueryController:
    """Keeps the listing of the latest query up to date.

    Args:
        session: whose articles are listed.
        screen: the worker belongs to it, and what was found is shown while it is in front.
        show: is called with each listing that was found, and the query that it answers: a word that was
            typed so far as the beginning of one (`word*`) if no article has it.
        show_failure: is called with a line that says why there is no listing.
    """

    def __init__(
        self,
        session: Session,
        screen: Screen[Any],
        show: Callable[[ListQuery, ArticleListing], None],
        show_failure: Callable[[str], None],
    ) -> None:
        self._session = session
        self._screen = screen
        self._show = show
        self._show_failure = show_failure
        self.query = ListQuery()
        """The query that was asked last."""
        self.busy = False
        """True while a query is being carried out."""
        self.answered = asyncio.Event()
        """Set while what is listed is what was asked for; see `tui.textual_ext.key_dispatch`."""
        self.answered.set()
        self.failure_shown = ""
        """The reason why no listing came; it is said once, also while indexing asks each second."""
        self._again = False
        self._result: tuple[ListQuery, ArticleListing | None, str] | None = None
        """The answer that came last and hasn't been shown, or why there is none."""

    def ask(self, query: ListQuery) -> None:
        """Have a query carried out, also if it is the same once more."""
        if query.text != self.query.text:
            self.answered.clear()  # other articles than those in sight
        self.query = query
        self._again = self.busy
        if not self.busy:
            self.busy = True
            self._screen.run_worker(
                lambda: self._carry_out(query), thread=True, group="list", exit_on_error=False
            )

    def _carry_out(self, query: ListQuery) -> None:
        """List, in a thread."""
        listing, failure, found_by = None, "", query.text
        try:
            listing = self._listing(query)
            if query.text and not len(listing) and (longer := _completed(query.text)):
                longer_listing = self._listing(query._replace(text=longer))
                if len(longer_listing):  # a word that isn't typed to its end
                    listing, found_by = longer_listing, longer
        except Exception as error:  # the list stays as it is; it is told
            failure = told(error)
        self._screen.call_later(self._take, query, listing, failure, found_by)

    def _listing(self, query: ListQuery) -> ArticleListing:
        session = self._session
        return session.articles.listing(
            query.words,
            query.order,
            session.annotations.read_progress,
            session.flags_of,
            session.worth_of,
            among=session.team_filter.among(query.text) if ":" in query.text else None,
        )

    def _take(self, query: ListQuery, listing: ArticleListing | None, failure: str, found_by: str) -> None:
        self.busy = False
        if self._again:
            self.ask(self.query)
        if query == self.query:
            self._result = query._replace(text=found_by), listing, failure
            if self._screen.is_current:
                self.show_result()
            self.answered.set()

    def show_result(self) -> None:
        """Show what came last, if it hasn't been shown yet."""
        if self._result is None:
            return
        (query, listing, failure), self._result = self._result, None
        before, self.failure_shown = self.failure_shown, failure
        if listing is not None:
            self._show(query, listing)
        elif failure != before:
            self._show_failure(failure)


def _completed(text: str) -> str | None:
    """Return a query with its last word as the beginning of one; None if that is no word, or too short."""
    from annotations.corpus.query import Query

    words = words_of(text)
    return Query(text).completed if text.endswith(words) else None


class IndexingController:
    """Brings the index of the corpus up to date, and lists what has been indexed meanwhile.

    Args:
        session: whose corpus is indexed.
        screen: the worker belongs to it.
        queries: is asked again as more is indexed.
        show: is called with how far indexing is.
        end: is called when it has ended.
    """

    def __init__(
        self,
        session: Session,
        screen: Screen[Any],
        queries: ListQueryController,
        show: Callable[[IndexingProgress], None],
        end: Callable[[IndexingResult], None],
    ) -> None:
        self._session = session
        self._screen = screen
        self._queries = queries
        self._show = show
        self._end = end
        self.running = True
        """True as long as the index may not be up to date, from the start on."""
        self._relisted_at = 0.0
        self._beside = False

    def start(self, *, beside: bool = False) -> None:
        """Bring the index up to date, in a worker; what is at it is stopped.

        Args:
            beside: whether it is done since files came while the reader runs, so that nothing in sight is to
                change; its result says what is otherwise.
        """
        self.running = True
        self._beside = beside
        self._screen.run_worker(self._update, thread=True, exclusive=True, group="index", exit_on_error=False)

    def stop(self) -> None:
        """Leave it for the next start; what has been read is kept."""
        self._screen.workers.cancel_group(self._screen, "index")
        self._finish(IndexingResult(stopped=True))

    def _update(self) -> None:
        """Index, in a thread."""
        from annotations.corpus import CorpusError, Problem
        from annotations.corpus.indexing import IndexBusyError

        article_index, worker = self._session.articles.article_index, get_current_worker()
        report = self._screen.call_later
        while not worker.is_cancelled:
            try:
                with closing(article_index.update()) as steps:
                    for progress in steps:
                        report(self._take, progress)
                        if worker.is_cancelled:
                            return
                report(self._finish, IndexingResult(article_index.problems(), difference=self._compared()))
                return
            except IndexBusyError:
                time.sleep(_RETRY)
            except CorpusError as error:
                report(self._finish, IndexingResult(failure=str(error)))
                return
            except Exception as error:  # one can read without an index; it is told
                line = told(error)
                report(self._finish, IndexingResult([Problem(self._session.project.name, line)], line))
                return

    def _compared(self) -> Difference | None:
        """Return what has changed, None where nobody watches or the list is made anew; in the thread."""
        arrivals = self._session.arrivals
        difference = arrivals.compare() if arrivals is not None else None
        return difference if self._beside else None

    def _take(self, progress: IndexingProgress) -> None:
        if not self.running or self._beside:
            return
        self._show(progress)
        listing, now = self._session.listing, time.monotonic()
        # A small corpus that is listed as it is would only become shorter.
        growing = progress.articles and (listing.indexed or not listing)
        if growing and (now - self._relisted_at > _RELIST or not listing):
            self._relisted_at = now
            self._queries.ask(self._queries.query)

    def _finish(self, result: IndexingResult) -> None:
        self.running = False
        if result.failure:
            self._queries.failure_shown = result.failure  # said by who is told of the end
        self._end(result)


class CorpusProgressController:
    """Keeps it known how far the corpus is, see `tui.session.corpus_progress`.

    Args:
        session: whose corpus is counted.
        screen: the worker belongs to it.
        show: is called when it has been counted.
    """

    def __init__(self, session: Session, screen: Screen[Any], show: Callable[[], None]) -> None:
        self._session = session
        self._screen = screen
        self._show = show
        self._counting = False
        self._again = False

    def update(self) -> None:
        """Count what has changed, once the annotations are read."""
        if self._counting:
            self._again = True
        elif self._session.annotations.loaded:
            self._counting, self._again = True, False
            stale = self._session.corpus_progress.begin()
            self._screen.run_worker(
                lambda: self._count(stale), thread=True, group="progress", exit_on_error=False
            )

    def _count(self, stale: set[str] | None) -> None:
        """Count, in a thread."""
        from annotations.corpus import CorpusError
        from annotations.store.errors import StoreError

        counted = None
        try:
            counted = self._session.count_corpus(stale)
        except (CorpusError, StoreError):
            pass  # what is shown of an article says why it can't be read
        finally:
            self._screen.call_later(self._take, counted)

    def _take(self, counted: CorpusCount | None) -> None:
        self._counting = False
        if counted is None:
            self._session.corpus_progress.touch(None)
        else:
            self._session.corpus_progress.take(counted)
            self._show()
        if self._again:
            self.update()


class WireCopiesController:
    """Finds the articles that carry the same text, once the index is as the corpus is.

    Args:
        session: whose articles are compared.
        screen: the worker belongs to it.
        show: is called when they have been compared.
    """

    def __init__(self, session: Session, screen: Screen[Any], show: Callable[[], None]) -> None:
        self._session = session
        self._screen = screen
        self._show = show

    def start(self) -> None:
        """Compare all articles, in a worker."""
        self._screen.run_worker(self._compare, thread=True, group="copies", exit_on_error=False)

    def _compare(self) -> None:
        """Compare, in a thread."""
        from annotations.corpus import CorpusError

        with suppress(CorpusError):  # the list says what is wrong with the index
            self._session.find_voices()
            self._screen.call_later(self._show)
