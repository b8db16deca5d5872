"""What the reader asks for in a line of its own: what to find in the article, and the note of an annotation.

Kept apart from the reader's keys: here the keys go into the line, and only Enter, Esc, up and down mean
something. What is typed for a note or an attribute belongs to its `Question` (`tui.session.drafts`): the
article, the words and the annotation that it was begun for. Enter says it there or nowhere, whatever the
cursor shows meanwhile; every other way out leaves a draft.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import events, on
from textual.screen import Screen

from annotations.model.article import sentence_at
from annotations.services.tagging import noted, with_span
from annotations.text.folding import find
from tui.config.bindings import first
from tui.i18n import _
from tui.presenters.links import article_place
from tui.presenters.stored import with_signs
from tui.session.drafts import Draft, Question, brought_back, placed
from tui.widgets.bars import KeyHints
from tui.widgets.bidi_input import BidiInput
from tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.timer import Timer

    from annotations.model.article import Article
    from annotations.model.records import Annotation
    from tui.app import ClaimReader
    from tui.widgets.article.view import ArticleView

_KEEP_SECONDS = 0.5
"""How long after a key what is typed is on the disk, for the case that nothing comes after it any more."""
_WORDS = 24
"""Code points of the words that a note is for, where these aren't the sentence."""


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
        tell_details: Callable[[], None]

    _last_query = ""
    _finding = False
    _hits: list[tuple[int, int]] = []  # noqa: RUF012 - replaced, never changed
    _hit = -1
    _from = 0
    """Code point from which hits are counted: a slip while typing must not skip any."""
    _at_hit = True
    """Whether Enter goes on to the next hit: not while the one in sight has just been typed."""
    _question: Question | None = None
    """What is being typed, and for what; None: nothing, or what to find."""
    _keeping: Timer | None = None

    # ------------------------------------------------------------------ finding

    def action_find(self) -> None:
        """Ask what to find in the article."""
        self.leave_prompt()
        self._finding, self._at_hit = True, True
        self._from = self.article.units[self.view.cursor].start if self.article.units else 0
        self._hits, self._hit = [], -1
        self.query_one(Prompt).ask(_("find"), self._last_query)
        self._show_typing_keys([("Enter ↓", _("next hit")), ("↑", _("previous hit")), ("Esc", _("end here"))])
        self._found(self._last_query)

    def _step_hit(self, step: int) -> None:
        self._at_hit = True
        if self._hits:
            self._hit = (self._hit + step) % len(self._hits)
            self._show_hit()

    def _found(self, query: str) -> None:
        """Light all hits and go to the first one from where the cursor was when finding began."""
        self._last_query = query
        self._hits = find(self.article.text, query)
        self.view.show_hits(self._hits)
        self._hit = bisect_left(self._hits, (self._from, 0)) % len(self._hits) if self._hits else -1
        self._show_hit()

    def _show_hit(self) -> None:
        prompt = self.query_one(Prompt)
        if not self._hits:
            prompt.fact.show(_("nothing found") if prompt.input.value.strip() else "")
            return
        prompt.fact.show(f" {self._hit + 1}/{len(self._hits)} ")
        offset = self._hits[self._hit][0]
        self.go(sentence_at(self.article, offset))
        self.view.bring_in(offset)

    # ------------------------------------------------------------------ asking

    def action_note(self) -> None:
        """Ask for the note of the annotation, or of the sentence if there is none yet."""
        if not self.article.units or self.app.refuses():
            return
        mine, unit = self._mine(), self.article.units[self.view.cursor]
        self.ask_note(mine, (mine.target.start, mine.target.end) if mine else (unit.start, unit.end))

    def ask_note(self, annotation: Annotation | None, span: tuple[int, int]) -> None:
        """Ask for the note of an annotation, or of words (code points) on which there is none yet."""
        question = self.question("note", annotation, span, before=annotation.note if annotation else "")
        draft = self.draft_for(question)
        if draft is not None:
            question = self._brought_back(draft, question)
        self.ask(question, self._note_label(question), draft.text if draft else None)

    def _note_label(self, question: Question) -> str:
        unit = self.article.units[sentence_at(self.article, question.start)]
        if (question.start, question.end) == (unit.start, unit.end):
            return _("note")
        words = " ".join(question.quote[: 4 * _WORDS].split())
        cut = words if len(words) <= _WORDS else words[:_WORDS].rstrip() + "…"
        return _("note on «{words}»").format(words=with_signs(cut))

    def question(
        self,
        kind: str,
        annotation: Annotation | None,
        span: tuple[int, int],
        *,
        field: str = "",
        item: int | None = None,
        before: str = "",
    ) -> Question:
        """Return what is asked of an annotation, or of words on which there is none yet."""
        return Question(
            kind="note" if kind == "note" else "attribute",
            article_id=self.article.id,
            start=span[0],
            end=span[1],
            quote=self.article.text[span[0] : span[1]],
            uuid=annotation.uuid if annotation else "",
            field=field,
            item=item,
            before=before,
        )

    def ask(
        self,
        question: Question,
        label: str,
        typed: str | None = None,
        *,
        keys: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Have a line typed for a question; `typed` is what its draft says, if it has one."""
        self.leave_prompt()
        self._question = question
        prompt = self.query_one(Prompt)
        prompt.ask(label, question.before if typed is None else typed)
        if self.app.session.drafts.has(question):
            prompt.fact.show(_("draft"))
        self._show_typing_keys(
            [
                ("Enter", _("keep it")),
                *keys,
                ("Ctrl-u", _("empty the line")),
                ("Esc", _("leave it as a draft")),
            ]
        )
        self.tell_details()  # its draft is in the line now

    def _mine(self) -> Annotation | None:
        """The current annotation if it is this annotator's, else his first one here.

        Nobody writes on another's.
        """
        me = self.app.session.project.annotator
        mine = [one for one in self.view.group if one.annotator == me]
        return self.current if self.current in mine else mine[0] if mine else None

    def _show_typing_keys(self, keys: Sequence[tuple[str, str]]) -> None:
        self.query_one(KeyHints).show([*keys[:-1], (first("reader.palette"), _("every action")), keys[-1]])

    def keys_here(self) -> list[tuple[str, str]] | None:
        """Return the keys that are shown while nothing is typed; None: the reader's own."""
        return None

    # ------------------------------------------------------------------ drafts

    def draft_for(self, question: Question) -> Draft | None:
        """Return the draft that a question brings back."""
        drafts = self.app.session.drafts.of(self.article.id)
        if not drafts:
            return None
        sentence = self._stretch(sentence_at(self.article, question.start))
        return brought_back(drafts, question, sentence, self._my_spans())

    def drafts_here(self) -> list[Draft]:
        """Return the drafts that belong to the sentence under the cursor."""
        drafts = self.app.session.drafts.of(self.article.id) if self.article.units else ()
        if not drafts:
            return []
        start, end = self._stretch(self.view.cursor)
        spans = self._my_spans()
        typed = self._question.place if self._question else None
        return [
            draft
            for draft in drafts
            if start <= spans.get(draft.question.uuid, (draft.question.start, 0))[0] < end
            and draft.question.place != typed
        ]

    def follow_drafts(self) -> None:
        """Take the drafts of the article to where their words are now, if its text has changed."""
        drafts = self.app.session.drafts
        if found := drafts.of(self.article.id):
            for draft, now in placed(found, self.article.text, self._my_spans()):
                drafts.become(draft.question, now)

    def _brought_back(self, draft: Draft, question: Question) -> Question:
        """Return the question of a draft as it is asked now; the draft becomes its own."""
        asked, alive = draft.question, self._my_spans()
        stands = self.article.text[asked.start : asked.end] == asked.quote
        if asked.uuid not in alive and stands and (asked.item is None) == (question.item is None):
            now = replace(asked, uuid="")
            if with_span(asked.start, asked.end, self._annotations, self.app.session.project.annotator):
                now = replace(question, before=asked.before)
        else:
            now = replace(question, before=asked.before if asked.item == question.item else question.before)
        self.app.session.drafts.become(asked, now)
        return now

    @property
    def _annotations(self) -> Sequence[Annotation]:
        return self.app.session.annotations.of(self.article)

    def _my_spans(self) -> dict[str, tuple[int, int]]:
        me = self.app.session.project.annotator
        return {
            one.uuid: (one.target.start, one.target.end) for one in self._annotations if one.annotator == me
        }

    def _stretch(self, index: int) -> tuple[int, int]:
        """Return from where to where what begins belongs to a sentence: up to the next one, code points."""
        units = self.article.units
        start = units[index].start if index else 0
        return start, units[index + 1].start if index + 1 < len(units) else 1 << 53

    def _keep_soon(self) -> None:
        """Have the drafts written when the keys rest, so that a killed program has them, too."""
        if self._keeping is None:
            self._keeping = self.set_timer(_KEEP_SECONDS, self._keep)

    def _keep(self) -> None:
        self._keeping = None
        drafts, before = self.app.session.drafts, self.app.session.drafts.trouble
        if not drafts.keep() and not before:
            self.say(_("drafts can't be kept: {reason}").format(reason=drafts.trouble), error=True)

    def keep_typed(self) -> bool:
        """Have what is being typed on the disk; returns whether it is, or there is nothing."""
        if self._question is None:
            return True
        return not self.app.session.drafts.put(self._question, self._typed) or self.app.session.drafts.keep()

    def leave_prompt(self) -> str:
        """Type no more: what was typed stays as a draft of its place; returns what to say about that."""
        if self._question is None and not self._finding:
            return ""
        question, typed = self._question, self._typed
        kept = question is not None and self.app.session.drafts.put(question, typed)
        if kept:
            self._keep()
        self._close_prompt()
        if not kept or question is None:
            return ""
        key = first("reader.note") if question.kind == "note" else first("details.change")
        said = _("kept as a draft, not said yet: {key} at {place} brings it back")
        return said.format(key=key, place=article_place(self.article, question.start))

    @property
    def _typed(self) -> str:
        return self.query_one(Prompt).input.value

    # ------------------------------------------------------------------ what the line says

    @on(BidiInput.Changed)
    def _changed(self, event: BidiInput.Changed) -> None:
        if self._finding:
            self._at_hit = False
            self._found(event.value)
        elif self._question is not None:
            self.app.session.drafts.put(self._question, event.value)
            self._keep_soon()

    @on(BidiInput.Submitted)
    def _submitted(self, event: BidiInput.Submitted) -> None:
        if self._finding:
            self._step_hit(1 if self._at_hit else 0)
        elif (question := self._question) is not None and self.answer(question, event.value):
            # What was answered is no draft any more, under whatever name it was brought back.
            self.app.session.drafts.drop(self._question or question)
            self._keep()
            self._close_prompt()

    @on(BidiInput.Cancelled)
    def _cancelled(self) -> None:
        if left := self.leave_prompt():
            self.say(left)

    def answer(self, question: Question, typed: str) -> bool:
        """Say what was typed where it was begun; False: it isn't said, and stays in the line."""
        return self._save_note(question, typed)

    def subject(self, question: Question) -> Annotation | None:
        """Return the annotation that a question is of, as it is now; None: there is none, or it is gone."""
        annotations = self._annotations
        if question.uuid:
            return next((one for one in annotations if one.uuid == question.uuid), None)
        return with_span(question.start, question.end, annotations, self.app.session.project.annotator)

    def still_as_asked(self, question: Question, stands: str, *, gone: bool) -> bool:
        """Say whether nothing has changed under what was typed; else tell, and let the next Enter decide."""
        if gone:
            now = replace(question, uuid="", before="")
            self.say(_("this annotation is gone; Enter once more writes it on its words anew"), error=True)
        elif stands != question.before:
            now = replace(question, before=stands)
            said = _("meanwhile it was changed to «{now}»; Enter once more replaces that")
            self.say(
                said.format(now=with_signs(stands[:60]))
                if stands
                else _("meanwhile it was taken away; Enter once more writes it"),
                error=True,
            )
        else:
            return True
        self.app.session.drafts.drop(question)
        self._question = now
        self.app.session.drafts.put(now, self._typed)
        return False

    def _save_note(self, question: Question, text: str) -> bool:
        """Write a note on what it was begun for; False: it could not be saved, or something changed there."""
        current = self.subject(question)
        stands = current.note if current else ""
        if text in (stands, question.before):
            return True
        if not self.still_as_asked(question, stands, gone=bool(question.uuid) and current is None):
            return False
        me = self.app.session.project.annotator
        span = (question.start, question.end)
        change = noted(self.article, sentence_at(self.article, span[0]), text, current, me, span)
        saved = self.app.save(self.article, [change])
        if saved:
            self.say(_("note saved") if text else _("note taken away"))
        return saved

    def on_key(self, event: events.Key) -> None:
        """Up and down go from hit to hit while finding."""
        if self._finding and self._hits and event.key in ("up", "down"):
            event.stop()
            self._step_hit(1 if event.key == "down" else -1)

    def _close_prompt(self) -> None:
        self._finding, self._question = False, None
        self.query_one(Prompt).close()
        self.query_one(KeyHints).show(self.keys_here())
        self.view.show_hits([])
        self.set_focus(self.view, scroll_visible=False)
        self.tell_details()
