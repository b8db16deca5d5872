"""Says which drafts belong to the article that is read and to a sentence of it, and when they are written.

A draft, and all drafts of the database, are the matter of `tui.session.drafts`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from annotations.model.article import sentence_at
from annotations.services.tagging import with_span
from tui.i18n import _
from tui.session.drafts import Draft, Question, brought_back, placed

if TYPE_CHECKING:
    from textual.timer import Timer

    from annotations.model.records import Annotation
    from tui.screens.context import SessionContext
    from tui.screens.reader.state import ReaderState
    from tui.session.drafts import Drafts
    from tui.widgets.article.view import ArticleView

_KEEP_SECONDS = 0.5
"""Seconds after a key until what is typed is on the disk, for the case that no key comes any more."""


class ArticleDrafts:
    """The drafts of the article that the reader shows.

    Args:
        context: has the drafts and the annotations.
        state: says what is read and typed.
        view: runs the timer by which drafts are kept.
    """

    def __init__(self, context: SessionContext, state: ReaderState, view: ArticleView) -> None:
        self._context = context
        self._state = state
        self._view = view
        self._keeping: Timer | None = None

    @property
    def _all(self) -> Drafts:
        return self._context.session.drafts

    # ------------------------------------------------------------------ which there are

    def has(self, question: Question) -> bool:
        """Say whether there is a draft of a question."""
        return self._all.has(question)

    def of(self, question: Question) -> Draft | None:
        """Return the draft that a question brings back."""
        drafts = self._all.of(self._state.article.id)
        if not drafts:
            return None
        sentence = self._stretch(sentence_at(self._state.article, question.start))
        return brought_back(drafts, question, sentence, self._own_spans())

    def here(self) -> list[Draft]:
        """Return the drafts that belong to the sentence under the cursor, but for the one being typed."""
        state = self._state
        drafts = self._all.of(state.article.id) if state.article.units else ()
        if not drafts:
            return []
        start, end = self._stretch(state.cursor)
        spans = self._own_spans()
        typed = state.question.identity if state.question else None
        return [
            draft
            for draft in drafts
            if start <= spans.get(draft.question.uuid, (draft.question.start, 0))[0] < end
            and draft.question.identity != typed
        ]

    def bring_back(self, draft: Draft, question: Question) -> Question:
        """Return the question of a draft as it is asked now; the draft becomes its own."""
        asked, alive, article = draft.question, self._own_spans(), self._state.article
        stands = article.text[asked.start : asked.end] == asked.quote
        if asked.uuid not in alive and stands and (asked.item is None) == (question.item is None):
            now = replace(asked, uuid="")
            if with_span(asked.start, asked.end, self._annotations, self._context.project.annotator):
                now = replace(question, before=asked.before)
        else:
            now = replace(question, before=asked.before if asked.item == question.item else question.before)
        self._all.become(asked, now)
        return now

    def follow(self) -> None:
        """Take the drafts of the article to where their words are now, if its text has changed."""
        if drafts := self._all.of(self._state.article.id):
            for draft, now in placed(drafts, self._state.article.text, self._own_spans()):
                self._all.become(draft.question, now)

    @property
    def _annotations(self) -> Sequence[Annotation]:
        return self._context.annotations(self._state.article)

    def _own_spans(self) -> dict[str, tuple[int, int]]:
        me = self._context.project.annotator
        return {
            annotation.uuid: (annotation.target.start, annotation.target.end)
            for annotation in self._annotations
            if annotation.annotator == me
        }

    def _stretch(self, index: int) -> tuple[int, int]:
        """Return from where to where what begins belongs to a sentence: up to the next one, code points."""
        units = self._state.article.units
        start = units[index].start if index else 0
        return start, units[index + 1].start if index + 1 < len(units) else 1 << 53

    # ------------------------------------------------------------------ keeping them

    def put(self, question: Question, typed: str) -> None:
        """Take what has been typed so far; it is on the disk when the keys rest."""
        self._all.put(question, typed)
        self.keep_soon()

    def keep_typed(self, question: Question, typed: str) -> bool:
        """Keep what was typed and left; returns whether there is anything to keep."""
        if not self._all.put(question, typed):
            return False
        self.keep()
        return True

    def keep_now(self, question: Question, typed: str) -> bool:
        """Have what is being typed on the disk; returns whether it is, or there is nothing to keep."""
        return not self._all.put(question, typed) or self._all.keep()

    def ask_instead(self, question: Question, now: Question, typed: str) -> None:
        """Let what is being typed for a question be the draft of what it has become."""
        self._all.drop(question)
        self._all.put(now, typed)

    def drop(self, question: Question) -> None:
        """Forget a draft, since it was said."""
        self._all.drop(question)
        self.keep()

    def drop_soon(self, question: Question) -> None:
        """Forget a draft, since something else was said in its place; written when the keys rest."""
        self._all.drop(question)
        self.keep_soon()

    def keep_soon(self) -> None:
        """Have the drafts written when the keys rest, so that a killed program has them, too."""
        if self._keeping is None:
            self._keeping = self._view.set_timer(_KEEP_SECONDS, self.keep)

    def keep(self) -> None:
        """Write the drafts; if that can't be done it is said, once."""
        self._keeping = None
        drafts, before = self._all, self._all.trouble
        if not drafts.keep() and not before:
            said = _("drafts can't be kept: {reason}")
            self._context.notify(said.format(reason=drafts.trouble), error=True)
