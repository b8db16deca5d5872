"""The reader: one article, a sentence cursor, and single keys that say what a sentence is."""

from __future__ import annotations

import asyncio
from collections.abc import Container, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal

from annotations.model.article import Article, by_sentence, sentence_at
from tui.config.actions import of_character
from tui.config.bindings import tag_keys
from tui.i18n import _
from tui.screens.library.progress import pace
from tui.screens.reader.attribute_form import Filling
from tui.widgets.article.view import ArticleView
from tui.widgets.bars import KeyHints, TopBar
from tui.widgets.bidi_input import BidiInput
from tui.widgets.details import Details
from tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from annotations.model.records import Annotation
    from tui.app import ClaimReader

_BREATH = 0.1
"""Seconds until a large article is cut into sentences, so that it takes nothing from its first frame."""


class Reader(Filling, inherit_bindings=False):  # Tab is the table's, and would move the focus
    """Shows the article at one place of the corpus.

    Args:
        place: which article of the corpus.
        article: that article.
    """

    app: ClaimReader

    def __init__(self, place: int, article: Article) -> None:
        super().__init__()
        self.place = place
        self.article = article
        self._telling: bool | None = None
        """While it is put off: whether there is anything to tell."""

    @property
    def key_place(self) -> str:
        """In which place of the table of keys one is."""
        return "select" if self.mode is not None else "details" if self.detailing else "reader"

    @property
    def own_keys(self) -> dict[str, str]:
        """The keys of the project's scheme: in the details those of attributes, else those of tags."""
        if self.key_place == "details":
            keyed = [attribute for attribute in self.scheme.attributes if attribute.key]
            return {of_character(attribute.key): f"to_field({attribute.id!r})" for attribute in keyed}
        return tag_keys(self.key_place, self.scheme.tags, lambda tag: f"tag({tag.key!r})")

    def compose(self) -> ComposeResult:
        """Details at the left or below, the article at the right."""
        scheme = self.app.session.project.scheme
        yield TopBar()
        with Horizontal():
            yield Details()
            yield ArticleView(scheme)
        yield Prompt()
        yield KeyHints("reader", (("j k", _("move")), ("1-7", _("type"))))

    def on_mount(self) -> None:
        """Open at the place where the article was left, else at its first undecided sentence."""
        self.view = self.query_one(ArticleView)
        self.place_details()
        self._open(self.place, self.article)

    def on_resize(self) -> None:
        """Show the details where there is room for them."""
        self.place_details()
        self.tell_details()

    def look_at(self, annotation: Annotation) -> None:
        """Put the cursor on the sentence of an annotation, if it is of this article.

        What was undone should be seen.
        """
        if annotation.article.id == self.article.id:
            self.go(sentence_at(self.article, annotation.target.start))

    def refresh_data(self) -> None:
        """Draw what changed in the annotations."""
        self.view.update_annotations(
            self.app.session.annotations.of(self.article), self.app.session.annotations.unsaved
        )
        self.tell()

    def say(self, message: str, *, error: bool = False) -> None:
        """Show a message until the next key."""
        self.query_one(KeyHints).say(message, error=error)

    @property
    def is_typing(self) -> bool:
        """Whether something is being typed here."""
        return isinstance(self.focused, BidiInput)

    def visit(self, place: int, article: Article) -> None:
        """Read another article in place of this one."""
        self._open(place, article)

    def _open(self, place: int, article: Article) -> None:
        session = self.app.session
        left = self.leave_prompt()  # belongs to the article that is left
        self.leave_selection()
        self.leave_details()
        self.place, self.article = place, article
        self.follow_drafts()
        self.chosen = 0
        cursor = session.positions.get(article.id)
        if cursor is None or cursor >= len(article.units):
            cursor = self._undecided(-1, 1)
            if cursor is None:
                cursor = self._first_body()
        self.view.show(article, session.annotations.of(article), cursor, session.annotations.unsaved)
        session.positions.be_at(article.id, self.view.cursor)
        if not article.segmented:
            self.set_timer(_BREATH, lambda: self._segment(article))
        self.tell()
        if left:
            self.say(left)

    @work(exclusive=True, group="segment", exit_on_error=False)
    async def _segment(self, article: Article) -> None:
        """Cut a large article into sentences beside the keys, which need no more than their bounds.

        What needs all of them is the kind of each, and the title that is remembered with an annotation.
        """
        await asyncio.to_thread(lambda: article.sentences)
        if article is self.article:
            self.tell()

    def _first_body(self) -> int:
        return next((index for index, one in enumerate(self.article.outline) if not one & 1), 0)

    @contextmanager
    def told_once(self) -> Iterator[None]:
        """Tell at the end what else would be told twice: of a sentence being tagged, and of the next."""
        self._telling = False
        try:
            yield
        finally:
            wanted, self._telling = self._telling, None
            if wanted:
                self.tell()

    def tell(self) -> None:
        """Show how far the article is and what was said of the sentence."""
        if self._telling is not None:
            self._telling = True
            return
        session = self.app.session
        progress = session.annotations.progress(self.article)
        facts = (
            _("file gone") if session.articles.lost(self.article) else "",
            pace(session.pace_seconds),
            _("decided {n}/{all}").format(n=progress.decided, all=progress.total),
            _("claims {n}").format(n=progress.claims),
            "" if session.annotations.alarm else session.annotations.saved_label,
        )
        shown = tuple(fact for fact in facts if fact)
        self.query_one(TopBar).tell(
            self.article.label, shown, session.annotations.alarm, name=self.article.short_id
        )
        self.tell_details()
        self.view.show_current(self.current)

    def go(self, sentence: int) -> None:
        """Put the cursor on a sentence."""
        if sentence != self.view.cursor:
            self.chosen = 0
        self.view.move_to(sentence)
        self.app.session.positions.be_at(self.article.id, self.view.cursor)
        self.tell()

    # ------------------------------------------------------------------ keys

    def _visible(self, sentence: int, step: int) -> int | None:
        """Return the sentence, or the next in that direction, that isn't hidden boilerplate.

        None if there is none.
        """
        units = self.article.units
        while 0 <= sentence < len(units):
            if self.view.boilerplate or not units[sentence].boilerplate:
                return sentence
            sentence += step
        return None

    def _go_visible(self, sentence: int, step: int) -> None:
        found = self._visible(sentence, step)
        if found is not None:
            self.go(found)

    def action_step(self, step: int) -> None:
        """The next or previous sentence; boilerplate is passed over where it is hidden."""
        self._go_visible(self.view.cursor + step, step)

    def action_page(self, direction: int) -> None:
        """A page on or back."""
        self._go_visible(self.view.page(direction), direction)

    def action_ends(self, direction: int) -> None:
        """The first or the last sentence."""
        self._go_visible(0 if direction < 0 else len(self.article.units) - 1, -direction)
        self.view.end(direction)

    def action_undecided(self, direction: int) -> None:
        """The next or previous undecided sentence, over the article's end into another that has one."""
        found = self._next_not_in(self.view.decided, self.view.cursor, direction)
        if found is not None:
            self.go(found)
            return
        session = self.app.session
        place = session.undecided_place(self.place, direction)
        article = session.article(place) if place is not None else ""
        if place is not None and not isinstance(article, str):
            self.leave_prompt()
            self.article = article
            target = self._undecided(-1 if direction > 0 else len(article.units), direction)
            session.positions.put(article.id, target if target is not None else 0)
            self._open(place, article)
            return
        self.say(_("every sentence is decided") if direction > 0 else _("nothing undecided before this"))

    def action_article(self, direction: int) -> None:
        """The next or previous article."""
        session = self.app.session
        for place in session.places_after(self.place, direction):
            article = session.article(place)
            if not isinstance(article, str):
                self._open(place, article)
                return
        self.say(_("this is the last article") if direction > 0 else _("this is the first article"))

    def action_boilerplate(self) -> None:
        """Show or hide boilerplate."""
        view = self.view
        if view.boilerplate and all(unit.boilerplate for unit in self.article.units):
            self.say(_("all of this article is boilerplate: it stays in sight"))
            return
        view.set_display(harakat=view.harakat, boilerplate=not view.boilerplate)
        cursor = view.cursor
        found = self._visible(cursor, 1)
        self._go_visible(cursor if found is None else found, -1)
        self.say(_("boilerplate shown") if view.boilerplate else _("boilerplate hidden"))

    def action_harakat(self) -> None:
        """Show or hide harakat; the text itself is not touched."""
        view = self.view
        view.set_display(harakat=not view.harakat, boilerplate=view.boilerplate)
        self.say(_("harakat shown") if view.harakat else _("harakat hidden"))

    def action_copy(self) -> None:
        """Copy the sentence as logical text."""
        if self.article.units:
            unit = self.article.units[self.view.cursor]
            self.app.copy_to_clipboard(self.article.text[unit.start : unit.end])

    async def action_back(self) -> None:
        """Back to the library."""
        await self.app.close_article(self.place)

    @on(ArticleView.Clicked)
    def _clicked(self, event: ArticleView.Clicked) -> None:
        if self.query_one(Prompt).asking:
            self.set_focus(self.query_one(Prompt).input, scroll_visible=False)  # what is typed stays a note
        elif not self.take_word(event.offset):
            self.leave_selection()
            self.go(event.sentence)

    @on(ArticleView.Wheeled)
    def _wheeled(self) -> None:
        self._go_visible(self.view.cursor, 1)  # of now: the wheel may have turned on

    def following(self, start: int, direction: int) -> int | None:
        """Return the next sentence that isn't boilerplate, or None."""
        return self._next_not_in((), start, direction)

    def _undecided(self, start: int, direction: int) -> int | None:
        decided = by_sentence(self.article, self.app.session.annotations.of(self.article))
        return self._next_not_in(decided, start, direction)

    def _next_not_in(self, done: Container[int], start: int, direction: int) -> int | None:
        outline = self.article.outline
        stop = len(outline) if direction > 0 else -1
        for index in range(start + direction, stop, direction):
            if not outline[index] & 1 and index not in done:
                return index
        return None
