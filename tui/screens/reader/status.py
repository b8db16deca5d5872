"""Brings the bar above the article and the details beside it up to date, once a key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tui.i18n import _
from tui.presenters.articles import aside_words, pace

if TYPE_CHECKING:
    from tui.screens.context import SessionContext
    from tui.screens.reader.details import DetailsController
    from tui.screens.reader.state import ReaderState
    from tui.screens.reader.suggesting import Suggesting
    from tui.widgets.article.view import ArticleView
    from tui.widgets.bars import TopBar


class Status:
    """The bar above the article, its details, and the mark of the annotation that keys act on.

    Args:
        context: has the annotations, and says how far the article is.
        state: says what is read.
        view: shows which annotation keys act on.
        bar: the row above.
        details: the panel beside the text.
        suggesting: knows the word of saying of the sentence.
        moved: is called when something has been told.
    """

    def __init__(
        self,
        context: SessionContext,
        state: ReaderState,
        view: ArticleView,
        bar: TopBar,
        details: DetailsController,
        suggesting: Suggesting,
        moved: Callable[[], None] = lambda: None,
    ) -> None:
        self._context = context
        self._state = state
        self._view = view
        self._bar = bar
        self._details = details
        self._suggesting = suggesting
        self._moved = moved
        self._wanted: bool | None = None
        """While it is put off: whether there is anything to tell."""

    @contextmanager
    def update_once(self) -> Iterator[None]:
        """Tell at the end what else would be told twice: of a sentence being tagged, and of the next."""
        self._wanted = False
        try:
            yield
        finally:
            wanted, self._wanted = self._wanted, None
            if wanted:
                self.update()

    def update(self) -> None:
        """Show how far the article is and what was said of the sentence."""
        if self._wanted is not None:
            self._wanted = True
            return
        session, article = self._context.session, self._state.article
        annotations, progress = session.annotations, self._context.progress(article)
        facts = (
            _("file gone") if session.articles.lost(article) else "",
            aside_words(article.correction),
            pace(session.pace_seconds),
            _("decided {n}/{all}").format(n=progress.decided, all=progress.total),
            _("claims {n}").format(n=progress.claims),
            "" if annotations.alarm else annotations.saved_label,
        )
        shown = tuple(fact for fact in facts if fact)
        self._bar.show(article.label, shown, annotations.alarm, name=article.short_id)
        self._details.update()
        self._view.show_current(self._state.current)
        self._view.show_cue(self._suggesting.cue)
        self._moved()
