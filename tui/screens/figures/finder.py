"""Answers what the list of quantities asks for, and reads what there is to be listed, in workers.

Amounts of claims are read first, some of them before the first frame. Then come the articles, for what nobody
has tagged: the one that is open, those that the library lists, and the rest while no key is pressed. One
article takes some 20 ms, in a thread, with a pause after each.

Keys wait for a small corpus to be read, `LONGEST` seconds at the most, so that they meet the same rows
however fast they are typed. Of a large one they act on what is there.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from typing import TYPE_CHECKING

from annotations.services.figure_index import FigureIndex, FigureList
from tui.textual_ext.crash_handler import told

if TYPE_CHECKING:
    from textual.dom import DOMNode

    from annotations.corpus import Entry
    from tui.screens.context import SessionContext

_AT_ONCE = 0.05
"""Seconds of reading before the first frame."""
_FEW = 300
"""Amounts of a noun up to which a query is carried out while the key waits: 10 ms."""
_LOOK_AGAIN = 0.3
"""Seconds of reading between two times that the list takes in what has been read meanwhile."""
_GROWN = 1.25
"""A long list is taken in anew once so many times its rows are there."""
_IDLE = 0.25
"""Seconds without a key after which another article is read."""
_LOOK_FOR_KEYS = 0.1
"""Seconds between two looks whether keys still come."""
_PAUSE = 0.01
"""Seconds after an article in which keys have the machine to themselves."""
_SMALL = 60
"""Articles up to which keys wait until all are read: 1.5 s."""
LONGEST = 1.8
"""Seconds for which they do: less than those after which a key is lost (`tui.textual_ext.key_dispatch`)."""


class FigureFinder:
    """Keeps the list of one noun up to date.

    Args:
        context: whose amounts.
        owner: the node that the workers belong to; they end with it.
        opened: the id of the article that is open, empty if none is.
        show: is called with each list, in the app's thread.
        told_progress: is called when more articles have been read.
    """

    def __init__(
        self,
        context: SessionContext,
        owner: DOMNode,
        opened: str,
        show: Callable[[FigureList], None],
        told_progress: Callable[[], None],
    ) -> None:
        self._context = context
        self._owner = owner
        self._opened = opened
        self._show = show
        self._told_progress = told_progress
        self.index = context.session.annotations.figure_index
        self.noun: str | None = None
        """The noun that was asked for last; None before any amount is known."""
        self.order = ""
        self.text = ""
        self.busy = False
        """True while a query is being carried out."""
        self.reading = False
        """True while articles are left to be read."""
        self.articles = 0
        """Articles of the corpus, as far as they are known."""
        self.answered = asyncio.Event()
        """Set while what is listed is what was asked for; see `tui.textual_ext.key_dispatch`."""
        self.waits = True
        """True as long as keys wait for more amounts than are listed."""
        self._enough = False
        """True once they need wait only for what has been read to be listed."""
        self._batches: Iterator[int] = iter(())
        """Annotations that are being read."""
        self.typed_at = 0.0
        """The time of the last key."""
        self._again = self._always = False
        self._listed = 0

    # ------------------------------------------------------------------ reading

    def begin(self) -> FigureIndex:
        """Read the annotations, the first of them at once; the rest, and the articles, in a worker."""
        self.index = index = self._context.session.annotations.figure_index
        index.update()
        self._batches = batches = index.fill() if not index.complete else iter(())
        _read_for(_AT_ONCE, batches)
        self.articles = len(self._context.session.listing)
        self.reading = True
        self._enough = False
        self.waits = self.noun is None and self.articles <= _SMALL  # a list that one uses stays as it is
        if self.waits:
            self.answered.clear()
            self._owner.set_timer(LONGEST, self._wait_no_more)
        self._owner.run_worker(self._read(batches), group="read", exclusive=True, exit_on_error=False)
        return index

    async def _read(self, batches: Iterator[int]) -> None:
        try:
            while not self.index.complete:
                complete = await asyncio.to_thread(_read_for, _LOOK_AGAIN, batches)
                self.take_in(always=complete)
            await self._read_articles()
        except Exception as error:  # whatever it is, what was read can be used; it is told
            self._context.notify(told(error), error=True)
        finally:
            if batches is self._batches:  # else the store was opened anew, and another worker reads
                self.reading = False
                self._wait_no_more()
                self.take_in(always=True)
                self._told_progress()

    def _wait_no_more(self) -> None:
        """Have keys act on what is there, once it is listed."""
        if self.waits and not self._enough:
            self._enough = True
            self.take_in(always=True)

    async def _read_articles(self) -> None:
        from annotations.corpus import ArticleError

        session, looked = self._context.session, time.monotonic()
        async for entry, patient in self._entries():
            if self.articles > _SMALL:
                self._wait_no_more()
            if self.index.has_read(entry.id):
                continue
            while patient and not self.waits and time.monotonic() - self.typed_at < _IDLE:
                await asyncio.sleep(_LOOK_FOR_KEYS)
            try:
                article = await asyncio.to_thread(session.articles.corpus.read, entry)
            except ArticleError:
                self.articles -= 1  # the library says so
                continue
            await asyncio.to_thread(self.index.read, article)
            if time.monotonic() - looked > _LOOK_AGAIN:
                looked = time.monotonic()
                self.take_in()
                self._told_progress()
            await asyncio.sleep(_PAUSE)

    async def _entries(self) -> AsyncIterator[tuple[Entry, bool]]:
        """Yield the articles in the order in which they are read, and whether keys come before each."""
        from annotations.corpus import CorpusError

        session = self._context.session
        listing = session.listing
        self.articles = len(listing)
        place = listing.find(self._opened) if self._opened else None
        if place is not None:
            yield listing[place], False
        for place in range(len(listing)):
            yield listing[place], True
        try:
            everything = await asyncio.to_thread(
                session.articles.listing, "", "file", lambda _id, _outline: None
            )
        except CorpusError:
            return  # without an index all of a small corpus is listed
        self.articles = max(len(everything), len(listing))
        for place in range(len(everything)):
            yield everything[place], True

    # ------------------------------------------------------------------ finding

    def ask(self, noun: str | None = None, *, order: str | None = None, text: str | None = None) -> None:
        """Have a noun listed; what isn't named stays as it was asked for last."""
        if text is not None and text != self.text:
            self.answered.clear()
        self.noun = self.noun if noun is None else noun
        self.order = self.order if order is None else order
        self.text = self.text if text is None else text
        self.take_in(always=True)

    def take_in(self, *, always: bool = False) -> None:
        """List what is there by now; a long list only if it has grown, unless `always`.

        As long as keys wait it is the noun with the most amounts: nobody has asked for another.
        """
        counts = dict(self.index.noun_counts())
        if self.waits and counts:
            self.noun = next(iter(counts))
        if self.noun is None:
            self.noun = next(iter(counts), None)
            if self.noun is None:
                self._answer(FigureList(""))
                return
        rows = counts.get(self.noun, 0)
        if self.busy:
            self._again, self._always = True, self._always or always
        elif rows <= _FEW:
            self._answer(self._find())
        elif always or not self._listed or rows >= self._listed * _GROWN:
            self.busy = True
            self._listed = rows
            self._owner.run_worker(self._find_aside(), group="find", exit_on_error=False)

    def _find(self) -> FigureList:
        session = self._context.session
        people = session.annotations.people
        return self.index.find(self.noun or "", self.order, self.text, session.voices, people)

    async def _find_aside(self) -> None:
        asked = (self.noun, self.order, self.text)
        result = None
        try:
            result = await asyncio.to_thread(self._find)
        except Exception as error:  # the list stays as it is; it is told
            self._context.notify(told(error), error=True)
        finally:
            self.busy = False
        if result is not None and asked == (self.noun, self.order, self.text):
            self._answer(result)
        if self._again:
            always, self._again, self._always = self._always, False, False
            self.take_in(always=always or asked != (self.noun, self.order, self.text))
        elif not self.busy:
            self._keys_may_act()

    def _answer(self, result: FigureList) -> None:
        self._show(result)
        if not self._again:
            self._keys_may_act()

    def _keys_may_act(self) -> None:
        self.waits = self.waits and not self._enough
        if not self.waits:
            self.answered.set()


def _read_for(seconds: float, batches: Iterator[int]) -> bool:
    """Take batches for so many seconds; return whether there are no more."""
    end = time.monotonic() + seconds
    return not any(time.monotonic() > end for _rows in batches)
