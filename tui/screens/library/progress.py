"""The library's count of the whole corpus, by a worker; see `tui.session.corpus_progress`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.message import Message
from textual.screen import Screen

from tui.i18n import _, plural

if TYPE_CHECKING:
    from tui.session.corpus_progress import CorpusCount
    from tui.session.session import Session

BAR = 8
"""Cells of the bar of the corpus."""
BAR_FROM = 100
"""Columns from which there is room for it."""


class Tallying(Screen[None]):
    """A screen that says how far the corpus is."""

    session: Session

    class Tallied(Message):
        """It has been counted; None: it could not be."""

        def __init__(self, counted: CorpusCount | None) -> None:
            super().__init__()
            self.counted = counted

    _tallying = False
    _again = False

    def show_tally(self) -> None:
        """Show the sums."""
        raise NotImplementedError

    def corpus_progress(self) -> None:
        """Count what has changed, as soon as the annotations are read and the index is up to date."""
        if self._tallying:
            self._again = True
        elif self.session.annotations.loaded:
            self._tallying, self._again = True, False
            self._count(self.session.corpus_progress.begin())

    @work(thread=True, group="corpus_progress", exit_on_error=False)
    def _count(self, stale: set[str] | None) -> None:
        from annotations.corpus import CorpusError
        from annotations.store.errors import StoreError

        try:
            self.post_message(self.Tallied(self.session.count_corpus(stale)))
        except (CorpusError, StoreError):
            self.post_message(self.Tallied(None))  # what is shown of an article says why it can't be read

    @on(Tallied)
    def _tallied(self, event: Tallied) -> None:
        self._tallying = False
        if event.counted is None:
            self.session.corpus_progress.touch(None)
        else:
            self.session.corpus_progress.take(event.counted)
            self.show_tally()
        if self._again:
            self.corpus_progress()

    def far(self) -> list[str]:
        """Return how far the corpus is, as facts for the top bar."""
        session = self.session
        sums = session.corpus_progress
        facts = [pace(session.pace_seconds)]
        if sums.known:
            facts.append(plural("{n:,} claim", "{n:,} claims", sums.claims))
            done = _("decided {n:,} of {all:,}").format(n=sums.decided, all=sums.total)
            filled = -(-sums.decided * BAR // sums.total)
            bar = "━" * filled + "─" * (BAR - filled)
            facts.append(f"{bar} {done}" if self.size.width >= BAR_FROM else done)
        return facts


def pace(seconds: float | None) -> str:
    """Return how fast the work goes, empty if that isn't known yet."""
    return "" if seconds is None else _("{seconds:.1f} s a decision").format(seconds=seconds)
