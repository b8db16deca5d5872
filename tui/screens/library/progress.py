"""The whole corpus is counted by a worker of the library; see `tui.session.corpus_progress`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.screen import Screen

    from tui.session.corpus_progress import CorpusCount
    from tui.session.session import Session


class CorpusProgressController:
    """Keeps it known how far the corpus is.

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
