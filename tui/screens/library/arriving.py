"""Takes in what comes into the folders while the reader runs, without moving anything: `--watch`.

A worker waits for files and only says that some are there; the index is then brought up to date by the same
worker as at the start. What is in sight stays as it is, at its place; the top line says how many articles are
new, and a key lists them. Imported only if a person wants the folders watched.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.worker import get_current_worker

from tui.config.bindings import first
from tui.i18n import _, plural
from tui.textual_ext.crash_handler import told

if TYPE_CHECKING:
    from textual.screen import Screen

    from tui.screens.library.workers import IndexingController
    from tui.session.arrivals import Arrivals
    from tui.session.session import Session

_REST = 3
"""The rest after an update, as a multiple of its time: of a large corpus into which articles come
every second all files are looked at each time."""


class ArrivalsController:
    """Has the index follow the folders.

    Args:
        session: whose folders are watched.
        screen: the worker belongs to it.
        indexing: brings the index up to date.
        fail: is called with a line when the folders can't be watched (any more).
    """

    def __init__(
        self,
        session: Session,
        screen: Screen[Any],
        indexing: IndexingController,
        fail: Callable[[str], None],
    ) -> None:
        self._session = session
        self._screen = screen
        self._indexing = indexing
        self._fail = fail
        self.waits = False
        """True if files have come since the index was brought up to date last."""
        self._began: float | None = None
        """The time at which that began last; None before the first."""
        self._may_begin = 0.0
        """The time from which on it may begin again."""

    def start(self) -> None:
        """Watch the folders, in a worker."""
        self._screen.run_worker(self._watch, thread=True, group="arrivals", exit_on_error=False)

    def _watch(self) -> None:
        """Wait for files, in a thread."""
        from annotations.corpus.arrivals import arrivals

        worker = get_current_worker()
        roots = [root.path for root in self._session.project.corpus.roots]
        try:
            for restless in arrivals(roots, lambda: worker.is_cancelled):
                self._screen.call_later(self.note, restless)
        except Exception as error:  # whatever it is, one can read on; it is told
            line = _("not watched any more: {reason}").format(reason=told(error))
            if not worker.is_cancelled:
                self._screen.call_later(self._fail, line)

    def note(self, restless: frozenset[str]) -> None:
        """Take in that files have come, changed or gone, and which of them may still be changing."""
        self._session.project.corpus.being_written = restless
        self.waits = True
        self._go_on()

    def updated(self) -> None:
        """Take in that the index has been brought up to date; files may have come meanwhile."""
        now = time.monotonic()
        if self._began is not None:
            self._may_begin = now + _REST * (now - self._began)
        self._go_on()

    def _go_on(self) -> None:
        """Bring the index up to date if files have come, unless it is being done, or has just been."""
        if not self.waits or self._indexing.running:
            return
        now = time.monotonic()
        if now < self._may_begin:
            self._screen.set_timer(self._may_begin - now, self._go_on)
            return
        self.waits = False
        self._began = now
        self._indexing.start(beside=True)


def new_and_gone(arrivals: Arrivals) -> str:
    """Say how many articles have come since, and with which key they are listed; empty if none has."""
    key = first("library.new") or "n"
    if arrivals.new:
        said = plural("{n:,} new", "{n:,} new", arrivals.new)
    elif arrivals.gone:
        said = plural("{n:,} gone", "{n:,} gone", arrivals.gone)
    else:
        return ""
    return f"{said} ({key})"
