"""Reckons what is worth checking while nobody types, and lists the articles anew as more is known."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from annotations.corpus import ArticleError, CorpusError
from tui.session.article_repository import WORTH

if TYPE_CHECKING:
    from textual.screen import Screen

    from tui.screens.library.workers import ListQueryController
    from tui.session.session import Session
    from tui.session.worth_checking import WorthChecking
    from tui.textual_ext.app import TerminalApp

_IDLE = 0.5
"""Seconds without a key after which somebody counts as reading."""
_LOOK_FOR_KEYS = 0.1
_PAUSE = 0.002
"""Seconds between two articles, in which a key gets its turn."""
_GROWN = 1.5
"""Times as many articles as when it was listed last are known when it is listed anew."""


class WorthCheckingController:
    """Has articles reckoned as long as they are listed in that order.

    Args:
        session: whose articles.
        screen: the worker belongs to it.
        queries: is asked again as more is known.
        show: is called when more is known.
    """

    def __init__(
        self,
        session: Session,
        screen: Screen[Any],
        queries: ListQueryController,
        show: Callable[[], None],
    ) -> None:
        self._session = session
        self._screen = screen
        self._queries = queries
        self._show = show
        self.total = 0
        """Articles that there are to reckon; 0 before they have been counted."""
        self._typed = 0
        self._typed_at = 0.0
        self._listed = 0
        """Articles that were known when they were listed last."""

    def start(self) -> None:
        """Reckon what isn't known yet, in a worker; goes on where it was left."""
        self._screen.run_worker(self._reckon(), group="worth", exclusive=True, exit_on_error=False)

    async def _reckon(self) -> None:
        session, worth = self._session, self._session.worth_checking
        try:
            keys = await asyncio.to_thread(lambda: [key for key, *_ in session.articles.index.outlines()])
        except CorpusError:
            return  # the list says what is wrong with the index
        worth.keep(set(keys))
        self.total, self._listed = len(keys), len(worth)
        self._show()
        for key in keys:
            if worth.has(key):
                continue
            await self._until_idle()
            if not session.suggestions_on or self._queries.query.order != WORTH:
                break
            await asyncio.to_thread(self._read, worth, key)
            if len(worth) >= max(self._listed, 1) * _GROWN:
                self._list()
            await asyncio.sleep(_PAUSE)
        self._list()

    def _list(self) -> None:
        """List with what is known by now."""
        self._listed = len(self._session.worth_checking)
        if self._queries.query.order == WORTH:
            self._queries.ask(self._queries.query)
        self._show()

    def _read(self, worth: WorthChecking, key: int) -> None:
        """Reckon one article, in a thread."""
        articles = self._session.articles
        try:
            row = next(iter(articles.index.rows([key])), None)
            worth.reckon(key, articles.corpus.read(row.entry) if row is not None else None)
        except (ArticleError, CorpusError):
            worth.reckon(key, None)  # its row says why it can't be read

    async def _until_idle(self) -> None:
        """Wait until nothing has been typed for a while, anywhere in the program."""
        while True:
            typed, now = cast("TerminalApp", self._screen.app).keys.typed, time.monotonic()
            if typed != self._typed:
                self._typed, self._typed_at = typed, now
            if now - self._typed_at >= _IDLE:
                return
            await asyncio.sleep(_LOOK_FOR_KEYS)
