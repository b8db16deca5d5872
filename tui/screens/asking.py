"""What the reader asks for in a line of its own: what to find in the article, and the note of an annotation.

Kept apart from the reader's keys: here the keys go into the line, and only Enter, Esc, up and down mean
something.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from textual import events, on
from textual.screen import Screen

from annotations.arabic import find
from annotations.tagging import noted, sentence_at
from tui.i18n import _
from tui.widgets.bidi_input import BidiInput
from tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotations.article import Article
    from annotations.records import Annotation
    from tui.app import ClaimReader
    from tui.widgets.article_view import ArticleView


class Asking(Screen[None]):
    """The part of the reader that asks; what it needs of the reader is declared first."""

    if TYPE_CHECKING:
        app: ClaimReader
        article: Article
        view: ArticleView

        @property
        def current(self) -> Annotation | None:
            """The annotation that a note is written on."""

        say: Callable[..., None]
        go: Callable[[int], None]

    _last_query = ""
    _finding = False
    _hits: list[tuple[int, int]] = []  # noqa: RUF012 - replaced, never changed
    _hit = -1
    _noted: Annotation | None = None
    _noted_at = 0
    _noted_span: tuple[int, int] | None = None

    def action_find(self) -> None:
        """Ask what to find in the article."""
        self._finding = True
        self._hits, self._hit = [], -1
        self.query_one(Prompt).ask(_("find"), self._last_query)
        self._found(self._last_query)

    def action_note(self) -> None:
        """Ask for the note of the annotation, or of the sentence if there is none yet."""
        if not self.article.units or self.app.refuses():
            return
        self._finding = False
        self._noted = self._mine()
        self._noted_at = self.view.cursor
        self._noted_span = None
        self.query_one(Prompt).ask(_("note"), self._noted.note if self._noted else "")

    def ask_note(self, annotation: Annotation | None, span: tuple[int, int]) -> None:
        """Ask for the note of an annotation, or of words (code points) on which there is none yet."""
        self._finding = False
        self._noted, self._noted_span = annotation, span
        self.query_one(Prompt).ask(_("note"), annotation.note if annotation else "")

    def _mine(self) -> Annotation | None:
        """The current annotation if it is this annotator's, else his first one here.

        Nobody writes on another's.
        """
        me = self.app.desk.project.annotator
        mine = [one for one in self.view.group if one.annotator == me]
        return self.current if self.current in mine else mine[0] if mine else None

    @on(BidiInput.Changed)
    def _changed(self, event: BidiInput.Changed) -> None:
        if self._finding:
            self._found(event.value)

    @on(BidiInput.Submitted)
    def _submitted(self, event: BidiInput.Submitted) -> None:
        if self._finding:
            self._step_hit(1)
            return
        if self._save_note(event.value):
            self._close_prompt()

    def _save_note(self, text: str) -> bool:
        """Write the note on what was current when it was asked for; False: it could not be saved."""
        current = self._noted
        if text == (current.note if current else ""):
            return True
        me = self.app.desk.project.annotator
        change = noted(self.article, self._noted_at, text, current, me, self._noted_span)
        saved = self.app.save(self.article, [change])
        if saved:
            self.say(_("note saved") if text else _("note taken away"))
        return saved

    def keep_typed(self) -> bool:
        """Save what is being typed, as the program is about to end; returns whether nothing of it is lost."""
        prompt = self.query_one(Prompt)
        if not prompt.asking or self._finding:
            return True
        saved = self._save_note(prompt.input.value)
        if saved:
            self._close_prompt()
        return saved

    @on(BidiInput.Cancelled)
    def _cancelled(self) -> None:
        self._close_prompt()

    def on_key(self, event: events.Key) -> None:
        """Up and down go from hit to hit while finding."""
        if self._finding and self._hits and event.key in ("up", "down"):
            event.stop()
            self._step_hit(1 if event.key == "down" else -1)

    def _step_hit(self, step: int) -> None:
        if self._hits:
            self._hit = (self._hit + step) % len(self._hits)
            self._show_hit()

    def _close_prompt(self) -> None:
        self._finding = False
        self.query_one(Prompt).close()
        self.view.show_hits([])
        self.set_focus(self.view, scroll_visible=False)

    def _found(self, query: str) -> None:
        """Light all hits and go to the first one from the cursor on."""
        self._last_query = query
        self._hits = find(self.article.text, query)
        self.view.show_hits(self._hits)
        start = self.article.units[self.view.cursor].start if self.article.units else 0
        self._hit = bisect_left(self._hits, (start, 0)) % len(self._hits) if self._hits else -1
        self._show_hit()

    def _show_hit(self) -> None:
        prompt = self.query_one(Prompt)
        if not self._hits:
            prompt.fact.say(_("nothing found") if prompt.input.value.strip() else "")
            return
        prompt.fact.say(f" {self._hit + 1}/{len(self._hits)} ")
        offset = self._hits[self._hit][0]
        self.go(sentence_at(self.article, offset))
        self.view.bring_in(offset)
