"""Asks for a line of text: for a note, which is stored here, or for whoever else needs one.

While it is typed the keys go into the line, and only Enter, Esc, Tab, up and down mean something. What is
typed for a note or an attribute belongs to its `Question` (`tui.session.drafts`): the article, the words and
the annotation that it was begun for. Enter says it there or nowhere, whatever the cursor shows meanwhile;
every other way out leaves a draft.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from annotations.model.article import sentence_at
from annotations.services.tagging import noted, with_span
from tui.config.bindings import first
from tui.i18n import _
from tui.presenters.links import article_place
from tui.presenters.stored import with_signs
from tui.screens.reader.state import Prompt, Search
from tui.session.drafts import Kind, Question

if TYPE_CHECKING:
    from annotations.model.records import Annotation
    from tui.screens.context import SessionContext
    from tui.screens.reader.drafts import ArticleDrafts
    from tui.screens.reader.state import Interrupted, ReaderState, Transitions
    from tui.widgets.bidi_input import Completion
    from tui.widgets.prompt import PromptRow

_WORDS = 24
"""Code points of the words that a note is for, where these aren't the sentence."""


class Prompts:
    """Has lines typed, notes among them.

    Args:
        context: has the annotations, and saves them.
        state: says what is read and typed.
        row: the row with the line.
        transitions: the ways in and out.
        drafts: what was typed and not said.
    """

    def __init__(
        self,
        context: SessionContext,
        state: ReaderState,
        row: PromptRow,
        transitions: Transitions,
        drafts: ArticleDrafts,
    ) -> None:
        self._context = context
        self._state = state
        self._row = row
        self._transitions = transitions
        self._drafts = drafts

    # ------------------------------------------------------------------ the line

    @property
    def typed(self) -> str:
        """The text of the line."""
        return self._row.input.value

    @property
    def completed(self) -> str:
        """The text of the line as it is completed."""
        return self._row.input.completed

    def fill_in(self, text: str) -> None:
        """Put a text into the line in place of what was typed."""
        self._row.input.value = text
        if (question := self._state.question) is not None:
            self.changed(question, text)

    def show(
        self,
        target: Question | Search,
        label: str,
        text: str,
        *,
        keys: tuple[tuple[str, str], ...] = (),
        fact: str = "",
        answer: Callable[[Question, str], bool] | None = None,
        completer: Callable[[str], Completion | None] | None = None,
        is_draft: bool = False,
    ) -> None:
        """Have a line typed, see `Prompt`, after leaving the one that is being typed.

        Args:
            target: what the line is for.
            label: what is asked.
            text: what stands in the line at first.
            keys: those of this line, beside those of every line.
            fact: what stands behind it.
            answer: says what was typed.
            completer: completes it.
            is_draft: whether the text is that of a draft, which is said instead of the fact.
        """
        self._transitions.leave_prompt()
        prompt = Prompt(target, self._state.resting, label, fact, keys, answer, completer)
        self._show(prompt, text, is_draft=is_draft)

    def resume(self, interrupted: Interrupted) -> None:
        """Have the line typed on that gave way to a selection."""
        self._show(replace(interrupted.prompt, over=self._state.resting), interrupted.typed)

    def _show(self, prompt: Prompt, text: str, *, is_draft: bool = False) -> None:
        self._transitions.enter(prompt)
        self._row.ask(prompt.label, text, prompt.completer)
        if prompt.fact and not is_draft:
            self.say_fact(prompt.fact)
        elif prompt.question is not None and self._drafts.has(prompt.question):
            self.say_fact(_("draft"))

    def say_fact(self, fact: str) -> None:
        """Show a few words behind the line."""
        self._row.fact.show(fact)

    def tell(self, said: str) -> None:
        """Say something until the next key, once no line is typed any more."""
        self._context.notify(said)

    @staticmethod
    def hints(prompt: Prompt) -> list[tuple[str, str]]:
        """Return the keys that mean something while a line is typed; the last is the way out."""
        keys = list(prompt.keys)
        if prompt.question is not None:
            keys = [
                ("Enter", _("keep it")),
                *keys,
                ("Ctrl-u", _("empty the line")),
                ("Esc", _("leave it as a draft")),
            ]
        return [*keys[:-1], (first("reader.palette"), _("every action")), keys[-1]]

    # ------------------------------------------------------------------ what becomes of it

    def changed(self, question: Question, typed: str) -> None:
        """Take what has been typed so far for a question."""
        self._drafts.put(question, typed)

    def submitted(self, prompt: Prompt, question: Question, typed: str) -> None:
        """Say what was typed, and leave the line if it could be said."""
        if prompt.answer is not None and prompt.answer(question, typed):
            self._transitions.finish_prompt()

    def leave(self) -> str:
        """Type no more: what was typed stays as a draft of its place; returns what to say about that."""
        question = self._transitions.leave_prompt()
        if question is None:
            return ""
        key = first("reader.note") if question.kind == "note" else first("details.change")
        said = _("kept as a draft, not said yet: {key} at {place} brings it back")
        return said.format(key=key, place=article_place(self._state.article, question.start))

    def keep_now(self) -> bool:
        """Have what is being typed on the disk; returns whether it is, or there is nothing."""
        question = self._state.question
        return question is None or self._drafts.keep_now(question, self.typed)

    # ------------------------------------------------------------------ questions

    def question(
        self,
        kind: Kind,
        annotation: Annotation | None,
        span: tuple[int, int],
        *,
        field: str = "",
        item: int | None = None,
        before: str = "",
    ) -> Question:
        """Return what is asked of an annotation, or of words (code points) on which there is none yet."""
        article = self._state.article
        return Question(
            kind=kind,
            article_id=article.id,
            start=span[0],
            end=span[1],
            quote=article.text[span[0] : span[1]],
            uuid=annotation.uuid if annotation else "",
            field=field,
            item=item,
            before=before,
        )

    def subject(self, question: Question) -> Annotation | None:
        """Return the annotation that a question is of, as it is now; None: there is none, or it is gone."""
        annotations = self._context.annotations(self._state.article)
        if question.uuid:
            return next((candidate for candidate in annotations if candidate.uuid == question.uuid), None)
        return with_span(question.start, question.end, annotations, self._context.project.annotator)

    def still_as_asked(self, question: Question, stands: str, *, gone: bool) -> bool:
        """Say whether nothing has changed under what was typed; else tell, and let the next Enter decide.

        Args:
            question: as it was asked.
            stands: what stands there now.
            gone: whether its annotation is gone.
        """
        if gone:
            now = replace(question, uuid="", before="")
            said = _("this annotation is gone; Enter once more writes it on its words anew")
        elif stands != question.before:
            now = replace(question, before=stands)
            said = (
                _("meanwhile it was changed to «{now}»; Enter once more replaces that").format(
                    now=with_signs(stands[:60])
                )
                if stands
                else _("meanwhile it was taken away; Enter once more writes it")
            )
        else:
            return True
        self._context.notify(said, error=True)
        self._state.aim_prompt(now)
        self._drafts.ask_instead(question, now, self.typed)
        return False

    # ------------------------------------------------------------------ notes

    def ask_note_here(self) -> None:
        """Ask for the note of the annotation, or of the sentence if there is none yet."""
        state = self._state
        if not state.article.units or not self._context.can_write(state.article):
            return
        own, unit = state.current_of(self._context.project.annotator), state.article.units[state.cursor]
        self.ask_note(own, (own.target.start, own.target.end) if own else (unit.start, unit.end))

    def ask_note(self, annotation: Annotation | None, span: tuple[int, int]) -> None:
        """Ask for the note of an annotation, or of words (code points) on which there is none yet."""
        question = self.question("note", annotation, span, before=annotation.note if annotation else "")
        draft = self._drafts.of(question)
        if draft is not None:
            question = self._drafts.bring_back(draft, question)
        text = draft.text if draft is not None else question.before
        self.show(question, self._note_label(question), text, answer=self._save_note)

    def _note_label(self, question: Question) -> str:
        article = self._state.article
        unit = article.units[sentence_at(article, question.start)]
        if (question.start, question.end) == (unit.start, unit.end):
            return _("note")
        words = " ".join(question.quote[: 4 * _WORDS].split())
        cut = words if len(words) <= _WORDS else words[:_WORDS].rstrip() + "…"
        return _("note on «{words}»").format(words=with_signs(cut))

    def _save_note(self, question: Question, text: str) -> bool:
        """Write a note on what it was begun for; False: it could not be saved, or something changed there."""
        current, article = self.subject(question), self._state.article
        stands = current.note if current else ""
        if text in (stands, question.before):
            return True
        if not self.still_as_asked(question, stands, gone=bool(question.uuid) and current is None):
            return False
        span = (question.start, question.end)
        index, me = sentence_at(article, question.start), self._context.project.annotator
        saved = self._context.save(article, [noted(article, index, text, current, me, span)])
        if saved:
            self._context.notify(_("note saved") if text else _("note taken away"))
        return saved
