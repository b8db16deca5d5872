"""Moves the cursor from sentence to sentence and into other articles; hides boilerplate and harakat."""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import TYPE_CHECKING

from annotations.model.article import by_sentence
from tui.i18n import _
from tui.widgets.article.painter import Settled

if TYPE_CHECKING:
    from annotations.model.article import Article
    from tui.screens.context import SessionContext
    from tui.screens.reader.state import ReaderState
    from tui.screens.reader.status import Status
    from tui.widgets.article.view import ArticleView


class Navigation:
    """Moves the cursor.

    Args:
        context: has the articles, and keeps where each is left.
        state: says what is read.
        view: has the cursor.
        status: is told when the cursor has moved.
        read: reads another article, by its place in the listing, in place of this one.
    """

    def __init__(
        self,
        context: SessionContext,
        state: ReaderState,
        view: ArticleView,
        status: Status,
        read: Callable[[int, Article], None],
    ) -> None:
        self._context = context
        self._state = state
        self._view = view
        self._status = status
        self._read = read

    # ------------------------------------------------------------------ in the article

    def go(self, sentence: int) -> None:
        """Put the cursor on a sentence."""
        if sentence != self._view.cursor:
            self._state.chosen = 0
        self._state.tagged = None
        self._view.move_to(sentence)
        self._context.session.positions.be_at(self._state.article.id, self._view.cursor)
        self._status.update()

    def step(self, step: int) -> None:
        """Go to the next or the previous sentence; boilerplate is passed over where it is hidden."""
        self._go_visible(self._view.cursor + step, step)

    def page(self, direction: int) -> None:
        """Go a page on or back."""
        self._go_visible(self._view.page(direction), direction)

    def ends(self, direction: int) -> None:
        """Go to the first or the last sentence, with all that stands before or behind it in sight."""
        self._go_visible(0 if direction < 0 else len(self._state.article.units) - 1, -direction)
        self._view.end(direction)

    def follow_view(self) -> None:
        """Take over the cursor, which the view has moved since its sentence was scrolled out of sight."""
        self._go_visible(self._view.cursor, 1)  # of now: the wheel may have turned on

    def following(self, start: int, direction: int) -> int | None:
        """Return the next sentence that isn't boilerplate, or None."""
        return _next_not_in((), self._state.article, start, direction)

    def opening(self, article: Article) -> int:
        """Return the sentence at which an article opens: where it was left, else the first undecided one."""
        cursor = self._context.session.positions.get(article.id)
        if cursor is not None and cursor < len(article.units):
            return cursor
        undecided = self._undecided(article, -1, 1)
        return _first_body(article) if undecided is None else undecided

    def _go_visible(self, sentence: int, step: int) -> None:
        visible = self._visible(sentence, step)
        if visible is not None:
            self.go(visible)

    def _visible(self, sentence: int, step: int) -> int | None:
        """Return the sentence, or the next in that direction, that isn't hidden boilerplate.

        None if there is none.
        """
        units = self._state.article.units
        while 0 <= sentence < len(units):
            if self._view.boilerplate or not units[sentence].boilerplate:
                return sentence
            sentence += step
        return None

    # ------------------------------------------------------------------ to other articles

    def undecided(self, direction: int) -> None:
        """Go to the next or previous undecided sentence, over the article's end into another that has one."""
        view, session = self._view, self._context.session
        sentence = _next_not_in(view.decided, self._state.article, view.cursor, direction)
        if sentence is not None:
            self.go(sentence)
            return
        place = session.undecided_place(self._state.place, direction)
        article = session.article(place) if place is not None else ""
        if place is None or isinstance(article, str):
            said = _("every sentence is decided") if direction > 0 else _("nothing undecided before this")
            self._context.notify(said)
            return
        target = self._undecided(article, -1 if direction > 0 else len(article.units), direction)
        session.positions.put(article.id, target if target is not None else 0)
        self._read(place, article)

    def article(self, direction: int) -> None:
        """Read the next or the previous article that can be read."""
        session = self._context.session
        for place in session.places_after(self._state.place, direction):
            article = session.article(place)
            if not isinstance(article, str):
                self._read(place, article)
                return
        said = _("this is the last article") if direction > 0 else _("this is the first article")
        self._context.notify(said)

    def _undecided(self, article: Article, start: int, direction: int) -> int | None:
        decided = by_sentence(article, self._context.annotations(article))
        return _next_not_in(Settled(decided, self._context.flagged(article)), article, start, direction)

    # ------------------------------------------------------------------ what is in sight

    def toggle_boilerplate(self) -> None:
        """Show or hide boilerplate."""
        view = self._view
        if view.boilerplate and all(unit.boilerplate for unit in self._state.article.units):
            self._context.notify(_("all of this article is boilerplate: it stays in sight"))
            return
        view.set_display(harakat=view.harakat, boilerplate=not view.boilerplate)
        self.stay_visible()
        self._context.notify(_("boilerplate shown") if view.boilerplate else _("boilerplate hidden"))

    def stay_visible(self) -> None:
        """Leave a sentence that is boilerplate now, where that is hidden."""
        cursor = self._view.cursor
        visible = self._visible(cursor, 1)
        self._go_visible(cursor if visible is None else visible, -1)

    def toggle_harakat(self) -> None:
        """Show or hide harakat; the text itself is not touched."""
        view = self._view
        view.set_display(harakat=not view.harakat, boilerplate=view.boilerplate)
        self._context.notify(_("harakat shown") if view.harakat else _("harakat hidden"))


def _first_body(article: Article) -> int:
    return next((index for index, flags in enumerate(article.outline) if not flags & 1), 0)


def _next_not_in(done: Container[int], article: Article, start: int, direction: int) -> int | None:
    """Return the next sentence that is neither boilerplate nor in `done`."""
    outline = article.outline
    stop = len(outline) if direction > 0 else -1
    for index in range(start + direction, stop, direction):
        if not outline[index] & 1 and index not in done:
            return index
    return None
