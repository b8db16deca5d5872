"""Finds the hits that the concordance lists: a worker thread reads articles, and sends batches of hits.

The first hits are found before the first frame, in a time that no eye sees, and the thread goes on from
there. Where it begins, while one types, it sends its first batch when a screen is full or a blink has passed;
the others come a few times a second. It touches nothing of the screen. It ends when the screen is left, when
other words are asked for, or at `annotations.services.concordance.MOST` hits. While the corpus is being
indexed it looks again for articles that came meanwhile.

Keys wait for a screenful of hits, `LONGEST` seconds at the most, so that they meet the same rows however fast
they are typed. Sorting needs all hits: until they are there, they stand in the order of the corpus.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual.worker import Worker, get_current_worker

from annotations.corpus import CorpusError
from annotations.services.concordance import MOST, Concordance, Hit, sorted_hits
from annotations.services.concordance_query import ConcordanceQuery, read_query
from annotations.services.team_filter import TeamTerm, split
from tui.textual_ext.crash_handler import told

if TYPE_CHECKING:
    from textual.dom import DOMNode

    from tui.screens.context import SessionContext
    from tui.session.article_repository import Among
    from tui.session.team_filter import TeamFilter

_AT_ONCE = 0.025
"""Seconds in which hits are found before the first frame."""
_SCREENFUL = 64
"""Hits of the first batch: more than most screens have rows."""
_BLINK = 0.04
"""Seconds after which what there is by then is sent as the first batch."""
_BATCH = 0.2
"""Seconds between two batches after that."""
_WORK, _REST = 0.02, 0.004
"""Seconds of reading, and of rest after it, in which keys have the machine to themselves."""
_LOOK_AGAIN = 0.5
"""Seconds between two looks at what has been indexed meanwhile."""
_FEW = 3000
"""Hits that are sorted while the key waits: 30 ms."""
LONGEST = 1.8
"""Seconds for which keys wait: less than those after which a key is lost (`tui.textual_ext.key_dispatch`)."""


class Batch(NamedTuple):
    """Hits that the worker has found since it sent the last ones, and how far it is."""

    hits: Sequence[Hit]
    looked_at: int
    """Articles so far, of those that may have hits."""
    articles: int
    aside: int
    """Articles that are set aside."""
    complete: bool = False
    capped: bool = False
    """True if there may be more hits than are listed."""


class _Begun(NamedTuple):
    """A concordance of which the first hits were found before the first frame."""

    concordance: Concordance
    coming: Iterator[Sequence[Hit]]
    """The hits of the articles that weren't looked at yet."""
    known: set[str]
    indexing: bool
    total: int
    """Hits that were found, without boilerplate."""


class HitFinder:
    """Keeps the list of hits up to date.

    Args:
        context: whose articles.
        owner: the node that the worker belongs to; it ends with it.
        changed: is called in the app's thread when other hits are listed, with whether they are more of the
            same, so that the rows that stood there still do.
        indexing: says whether the corpus is still being indexed.
    """

    def __init__(
        self,
        context: SessionContext,
        owner: DOMNode,
        changed: Callable[[bool], None],
        indexing: Callable[[], bool],
    ) -> None:
        self._context = context
        self._owner = owner
        self._changed = changed
        self._indexing = indexing
        self.typed = ""
        """The query that was asked last."""
        self.asked = ConcordanceQuery("")
        """The same, read."""
        self.terms: tuple[TeamTerm, ...] = ()
        """The part of it that is about the team: whose articles are meant."""
        self.waits_for_team = False
        """True if nothing is found since it isn't known yet whose the articles are."""
        self.order = "corpus"
        """One of `annotations.services.concordance.ORDERS`."""
        self.boilerplate = False
        """True if hits in boilerplate are listed, too."""
        self.hits: Sequence[Hit] = []
        """Those that are listed, in the order in which they are."""
        self.left_out = 0
        """Hits in boilerplate."""
        self.progress = Batch((), 0, 0, 0)
        """The last batch."""
        self.reading = False
        """True while there may be more hits."""
        self.answered = asyncio.Event()
        """Set while what is listed is what was asked for; see `tui.textual_ext.key_dispatch`."""
        self.answered.set()
        self._found: list[Hit] = []
        """All of them, in the order of the corpus."""
        self._articles = [0, 0]
        """Articles with hits outside of boilerplate, and with hits."""
        self._last: list[object] = [None, None]
        """The articles of the last of these hits."""
        self._stale = False
        """True while what is listed was found by the query before."""
        self._run = 0
        """The number of the query: a batch of another one is too late."""
        self._worker: Worker[None] | None = None

    @property
    def articles(self) -> int:
        """The number of articles that have the hits which are listed."""
        return self._articles[self.boilerplate]

    @property
    def sorted(self) -> bool:
        """True if the hits stand in the order that was asked for."""
        return self.order == "corpus" or not self.reading

    def ask(self, typed: str, *, at_once: bool = False) -> None:
        """Find other words; what is being found is left.

        Args:
            typed: the query.
            at_once: find the first hits before this returns, if that takes no time to speak of.
        """
        words, terms = split(typed)
        asked = read_query(words)
        same = asked._replace(problem="") == self.asked._replace(problem="") and bool(self._run)
        same = same and terms == self.terms
        self.typed, self.asked, self.terms = typed, asked, terms
        if not same:
            self.find_again(at_once=at_once)

    def find_again(self, *, at_once: bool = False) -> None:
        """Find the hits anew; `at_once` as for `ask`."""
        self.stop()
        self._run += 1
        self._stale = True
        self.progress = Batch((), 0, 0, 0)
        self.reading = bool(self.asked)
        self.waits_for_team = self._team.is_waited_for(self.typed) if self.terms else False
        if self.reading:
            self.answered.clear()
            run, asked = self._run, self.asked
            # Whose the articles are may take a second to reckon, which no first frame waits for.
            begun = self._begin(run, asked) if at_once and not self.terms else None
            among = self._team.among(self.typed) if self.terms else None
            self._owner.set_timer(LONGEST, lambda: self._wait_no_more(run))
            self._worker = self._owner.run_worker(
                lambda: self._read(run, asked, begun, among), thread=True, group="hits", exit_on_error=False
            )
        else:
            self.answered.set()
            self._forget()
            self._changed(False)

    @property
    def _team(self) -> TeamFilter:
        return self._context.session.team_filter

    def _forget(self) -> None:
        """List the hits of the query before no more: they stand until the first of another one come."""
        self._stale = False
        self._found, self.hits, self.left_out = [], [], 0
        self._articles, self._last = [0, 0], [None, None]

    def _begin(self, run: int, asked: ConcordanceQuery) -> _Begun | None:
        """Find the first hits now; None if there is no index that can be read, which the worker tells."""
        known: set[str] = set()
        indexing = self._indexing()
        try:
            concordance = Concordance(self._context.session.articles.index, asked, known)
        except CorpusError:
            return None
        coming, batch = iter(concordance), list[Hit]()
        concordance.brief, enough = True, self._screenful
        end = time.monotonic() + _AT_ONCE
        while len(batch) < enough and time.monotonic() < end and not concordance.waits:
            try:
                batch += next(coming)
            except StopIteration:  # as the worker will see
                break
            except CorpusError:
                return None
        concordance.brief = False
        self._take(run, _batch(batch, concordance))
        return _Begun(concordance, coming, known, indexing, sum(not hit.boilerplate for hit in batch))

    def stop(self) -> None:
        """Have the worker end, if there is one."""
        if self._worker is not None:
            self._worker.cancel()
            self._worker = None

    def sort(self, order: str) -> None:
        """List the hits in another order."""
        self.order = order
        self._list_anew()

    def show_boilerplate(self, shown: bool) -> None:
        """List the hits in boilerplate, too, or don't."""
        self.boilerplate = shown
        self._list_anew()

    # ------------------------------------------------------------------ in the worker

    def _read(self, run: int, asked: ConcordanceQuery, begun: _Begun | None, among: Among | None) -> None:
        """Read the articles, in a thread."""
        worker, tell = get_current_worker(), self._owner.call_later
        try:
            known = begun.known if begun else set[str]()
            total = begun.total if begun else 0
            while not worker.is_cancelled:
                if begun is not None:
                    concordance, coming, indexing = begun.concordance, begun.coming, begun.indexing
                    begun = None
                else:
                    indexing = self._indexing()  # first: what the index gets later is looked for again
                    concordance = Concordance(self._context.session.articles.index, asked, known, among)
                    coming = iter(concordance)
                total = self._read_through(run, concordance, coming, worker, total)
                if not indexing or total >= MOST:
                    tell(self._take, run, _batch((), concordance, complete=True, capped=total >= MOST))
                    return
                tell(self._take, run, _batch((), concordance))
                time.sleep(_LOOK_AGAIN)
        except Exception as error:  # the list stays as it is; it is told
            tell(self._fail, run, told(error))

    def _read_through(
        self,
        run: int,
        concordance: Concordance,
        coming: Iterator[Sequence[Hit]],
        worker: Worker[object],
        total: int,
    ) -> int:
        """Send the hits of all articles; returns how many there are by now, without boilerplate."""
        tell, batch = self._owner.call_later, list[Hit]()
        left_out, first = 0, not total
        sent = rested = time.monotonic()
        for hits in coming:
            if worker.is_cancelled:
                return total
            for hit in hits:
                if hit.boilerplate:
                    left_out += 1
                else:
                    total += 1
                if (left_out if hit.boilerplate else total) <= MOST:
                    batch.append(hit)
            now = time.monotonic()
            if total >= MOST:
                break
            full = len(batch) >= _SCREENFUL or (batch and now - sent > _BLINK)
            if (first and full) or now - sent > _BATCH:
                tell(self._take, run, _batch(batch, concordance))
                batch, sent, first = [], now, False
            if now - rested > _WORK:
                time.sleep(_REST)
                rested = time.monotonic()
        tell(self._take, run, _batch(batch, concordance))
        return total

    # ------------------------------------------------------------------ in the app

    def _take(self, run: int, batch: Batch) -> None:
        """List what has come."""
        if run != self._run:
            return
        self.progress, self.reading = batch, not batch.complete
        fresh = self._stale
        if fresh:
            self._forget()
        for hit in batch.hits:
            self._count(hit)
        self._found += batch.hits
        if not self.reading and self.order != "corpus":
            self._list_anew()
            return
        more = [hit for hit in batch.hits if self.boilerplate or not hit.boilerplate]
        self.hits = [*self.hits, *more]
        self._changed(not fresh)
        if not self.reading or (len(self.hits) >= self._screenful and self.order == "corpus"):
            self.answered.set()

    @property
    def _screenful(self) -> int:
        return min(_SCREENFUL, self._owner.app.size.height)

    def _count(self, hit: Hit) -> None:
        kinds = (1,) if hit.boilerplate else (0, 1)
        self.left_out += hit.boilerplate
        for kind in kinds:
            if self._last[kind] is not hit.article:
                self._last[kind] = hit.article
                self._articles[kind] += 1

    def _list_anew(self) -> None:
        """List all that was found, sorted if all is there."""
        hits = self._found if self.boilerplate else [hit for hit in self._found if not hit.boilerplate]
        order = "corpus" if self.reading else self.order
        if order == "corpus" or len(hits) <= _FEW:
            self._show(sorted_hits(hits, order))
        else:
            self.answered.clear()
            self._owner.run_worker(
                self._sort_aside(self._run, order, hits), group="sort", exclusive=True, exit_on_error=False
            )

    async def _sort_aside(self, run: int, order: str, hits: Sequence[Hit]) -> None:
        ordered = await asyncio.to_thread(sorted_hits, hits, order)
        if run == self._run and order == self.order:
            self._show(ordered)

    def _show(self, hits: Sequence[Hit]) -> None:
        self.hits = hits
        self._changed(False)
        if not self.reading:
            self.answered.set()

    def _fail(self, run: int, line: str) -> None:
        if run == self._run:
            self.reading = False
            self.answered.set()
            if self._stale:
                self._forget()
            self._changed(False)
            self._context.notify(line, error=True)

    def _wait_no_more(self, run: int) -> None:
        """Have keys act on what is there."""
        if run == self._run:
            self.answered.set()


def _batch(
    hits: Sequence[Hit], concordance: Concordance, *, complete: bool = False, capped: bool = False
) -> Batch:
    looked_at, articles, aside = concordance.looked_at, concordance.articles, concordance.aside
    return Batch(hits, looked_at, articles, aside, complete, capped)
