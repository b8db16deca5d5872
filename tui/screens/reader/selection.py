"""Words are selected by keys or with the mouse, and used.

A selection becomes a tag, another span for an annotation, a note, a copy, or words for whoever asked. All
that is known of it is one frozen record, `state.Select`; each move makes another one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from annotations.model.article import sentence_at
from annotations.model.records import CLAIM
from annotations.model.spans import (
    STEPS,
    Selection,
    Step,
    between,
    first_word,
    moved,
    paragraph_at,
    reach,
    step,
    trimmed,
    word_at,
)
from annotations.services.tagging import press_span, respan, with_span
from tui.config.bindings import shown, table, undoable
from tui.i18n import N_, _
from tui.presenters.annotation import tag_names
from tui.screens.reader.state import Prompt, Select

if TYPE_CHECKING:
    from annotations.model.records import Annotation
    from annotations.store.base import Change
    from tui.screens.context import SessionContext
    from tui.screens.reader.navigation import Navigation
    from tui.screens.reader.prompts import Prompts
    from tui.screens.reader.state import ReaderState, Transitions
    from tui.screens.reader.tagging import Tagging
    from tui.widgets.article.view import ArticleView

_SIZES: dict[Step, str] = {
    "word": N_("by words"),
    "letter": N_("by letters"),
    "phrase": N_("to punctuation"),
    "sentence": N_("by sentences"),
}


class WordSelection:
    """Selects words of the article.

    Args:
        context: has the annotations, and saves them.
        state: has the selection.
        view: knows which words stand where.
        transitions: the ways in and out.
        navigation: goes to the sentence of what was made.
        tagging: knows tags by their keys, and makes what was made the current annotation.
        prompts: asks for a note on the words, and takes up typing that was interrupted.
    """

    def __init__(
        self,
        context: SessionContext,
        state: ReaderState,
        view: ArticleView,
        transitions: Transitions,
        navigation: Navigation,
        tagging: Tagging,
        prompts: Prompts,
    ) -> None:
        self._context = context
        self._state = state
        self._view = view
        self._transitions = transitions
        self._navigation = navigation
        self._tagging = tagging
        self._prompts = prompts

    @property
    def span(self) -> tuple[int, int] | None:
        """The selected code points, half-open, without what can't be seen at their ends; None: nothing is."""
        mode = self._state.mode
        if not isinstance(mode, Select):
            return None
        return trimmed(self._state.article.text, mode.selection.start, mode.selection.end)

    @property
    def _select(self) -> Select:
        mode = self._state.mode
        assert isinstance(mode, Select)
        return mode

    # ------------------------------------------------------------------ in and out

    def pick(self, label: str, use: Callable[[int, int], None], start: tuple[int, int] | None = None) -> None:
        """Have words picked from the text, also instead of typing them.

        Enter calls `use` with their start and end (code points of the article, half-open, nothing blank at
        the ends, no grapheme cluster cut), once the mode is left; Esc calls nothing.

        Args:
            label: what they are for, in the user's language.
            use: takes them.
            start: what is selected at first; else the first word of the sentence.
        """
        span = trimmed(self._state.article.text, *start) if start else None
        selection = Selection(*span) if span else self._first()
        if selection is None:
            return
        select = Select(selection, self._state.resting, label=label, use=use)
        if isinstance(self._state.mode, Prompt):
            self._transitions.interrupt_prompt(select)
        else:
            self._transitions.enter(select)

    def begin(self) -> None:
        """Select the sentence's first word; behind an annotation of a part of it the next word.

        What is selected becomes an annotation of its own: to change the span of that one takes a second key.
        """
        current = self._editable
        if selection := self._behind(current) or self._first():
            self._transitions.enter(Select(selection, self._state.resting))
            if current is not None:
                self._context.notify(_("a new selection; v: the span of this sentence's annotation instead"))

    def toggle_editing(self) -> None:
        """Edit the span of the current annotation, or select for a new one after all."""
        select, current = self._select, self._editable
        if select.use:
            self._say_use(select)
        elif select.editing:
            if selection := self._first():
                self._transitions.enter(Select(selection, select.over, select.size))
                self._context.notify(_("a new selection; v: the span of the annotation instead"))
        elif current is not None:
            self._edit(current, select.size)
        else:
            self._context.notify(_("no annotation of yours here whose span could be changed"))

    def leave(self) -> None:
        """Select nothing any more; what a selection had interrupted is typed on."""
        interrupted = self._transitions.leave_selection()
        if interrupted is not None:
            self._prompts.resume(interrupted)

    def _edit(self, current: Annotation, size: Step) -> None:
        target = current.target
        span = trimmed(self._state.article.text, target.start, target.end)
        selection = Selection(*span) if span else self._first()  # another program may have marked a blank
        if selection is None:
            return
        self._transitions.enter(Select(selection, self._state.resting, size, editing=current))
        said = _("the span of {what}: Enter stores it; v: a new selection")
        self._context.notify(said.format(what=tag_names(self._context.project.scheme, current.tags)))

    def _first(self) -> Selection | None:
        """Select the sentence's first word; where there is none, say so."""
        article = self._state.article
        unit = article.units[self._state.cursor] if article.units else None
        word = first_word(article.text, unit.start, unit.end) if unit else None
        if word is None:
            self._context.notify(_("this article has no words to select"))
        return word

    def _behind(self, current: Annotation | None) -> Selection | None:
        """Select the first word of the sentence behind an annotation that begins in it, if there is one."""
        if current is None:
            return None
        article = self._state.article
        unit = article.units[self._state.cursor]
        word = first_word(article.text, current.target.end, unit.end)
        return word if word and any(map(str.isalnum, article.text[word.start : word.end])) else None

    @property
    def _editable(self) -> Annotation | None:
        """The current annotation, if it is this annotator's."""
        current = self._state.current
        return current if current and current.annotator == self._context.project.annotator else None

    def _say_use(self, select: Select) -> None:
        said = _("Enter takes these words as {what}; Esc leaves")
        self._context.notify(said.format(what=select.label))

    @staticmethod
    def hints(select: Select) -> Iterator[tuple[str, str]]:
        """Yield the keys, with the step that is in force and what Enter does."""
        for key in table():
            if key.place != "select" or not key.keys or not key.hint:
                continue
            label = _(key.hint)
            if key.id == "select.step":
                label = _(_SIZES[select.size])
            elif key.id == "select.use":
                label = select.label or (_("store the span") if select.editing else _("claim"))
            elif select.use and key.id == "select.claim":
                continue
            yield shown(key.keys)[0], label

    # ------------------------------------------------------------------ moving the free end

    def grow(self, side: int, size: Step | None = None) -> None:
        """Move the free end to the left (-1) or the right (1), which way that is in the text's direction."""
        select = self._select
        direction = -side if self._view.rtl_at(self._free_letter()) else side
        self._move(step(self._state.article, select.selection, size or select.size, direction))

    def move_row(self, rows: int) -> None:
        """Move the free end down or up by a row, in the same column."""
        select = self._select
        letter = self._view.beside(self._free_letter(), rows, select.column)
        if letter is not None:
            offset, column = letter
            self._move(reach(self._state.article.text, select.selection, offset, select.size), column)

    def move_in_paragraph(self, direction: int) -> None:
        """Move the free end to the paragraph's start or end."""
        text = self._state.article.text
        start, end = paragraph_at(text, self._free_letter())
        self._move(moved(text, self._select.selection, end if direction > 0 else start))

    def turn(self) -> None:
        """Make the other end the free one."""
        self._move(self._select.selection.turned)

    def begin_here(self) -> None:
        """Leave only the word at the free end selected, so that a selection may begin far into a sentence."""
        fixed, free = self._select.selection
        article = self._state.article
        inward = step(article, Selection(free, free), "word", -1 if free > fixed else 1)
        at = inward.free if inward.free < free else inward.free - 1
        self._move(Selection(*word_at(article.text, at)))

    def next_size(self) -> None:
        """Step by words, letters, phrases, sentences."""
        select = self._select
        size = STEPS[(STEPS.index(select.size) + 1) % len(STEPS)]
        self._transitions.enter(replace(select, size=size))

    def _move(self, selection: Selection, column: int | None = None) -> None:
        if trimmed(self._state.article.text, selection.start, selection.end):
            self._transitions.enter(replace(self._select, selection=selection, column=column))

    def _free_letter(self) -> int:
        """Return a code point of the letter at the free end."""
        start, end = self._select.selection
        return end - 1 if end > start else end

    # ------------------------------------------------------------------ the mouse

    def take_word(self, offset: int) -> bool:
        """Select the word of a code point if words are being picked; return whether they are."""
        mode = self._state.mode
        if not isinstance(mode, Select) or mode.use is None:
            return False
        self._move(Selection(*word_at(self._state.article.text, offset)))
        return True

    def drag(self, first: int, last: int) -> None:
        """Select what the mouse was dragged over, from letter to letter; it stays selected for a key."""
        article = self._state.article
        selection = between(article.text, first, last)
        if selection is None or isinstance(self._state.mode, Prompt):
            return
        if isinstance(self._state.mode, Select):
            self._move(selection)
        else:
            self._view.set_cursor(sentence_at(article, selection.start))  # nothing scrolls under the mouse
            self._navigation.go(self._view.cursor)
            self._transitions.enter(Select(selection, self._state.resting))

    # ------------------------------------------------------------------ what it is used for

    def tag(self, key: str) -> None:
        """Set a tag on the selection, or take it away."""
        select, span = self._select, self.span
        assert span is not None
        article, project = self._state.article, self._context.project
        if select.use:
            self._say_use(select)
        elif tag := self._tagging.tag_of(key):
            if select.editing:
                if current := self._still_there(select.editing):
                    tags = project.scheme.toggled(current.tags, tag)
                    self._save(respan(article, current, *span, tags))
            else:
                annotations = self._context.annotations(article)
                self._save(press_span(article, *span, tag, annotations, project.annotator, project.scheme))

    def use(self) -> None:
        """Hand the words to who asked for them, store the edited span, or make a claim of it."""
        select, span = self._select, self.span
        assert span is not None
        article, project = self._state.article, self._context.project
        if select.use:
            self._transitions.leave_selection()  # what it had interrupted stays a draft unless it is used up
            select.use(*span)
        elif select.editing:
            if current := self._still_there(select.editing):
                self._save(respan(article, current, *span))
        elif CLAIM not in project.scheme.by_id:
            self._context.notify(_("the key of a tag makes an annotation of it"))
        else:
            annotations = self._context.annotations(article)
            current = with_span(*span, annotations, project.annotator)
            if current and CLAIM in current.tags:
                self._made(current)
            else:
                self._save(press_span(article, *span, CLAIM, annotations, project.annotator, project.scheme))

    def ask_note(self) -> None:
        """Ask for the note of the annotation of exactly this span, or of a new one."""
        select, span = self._select, self.span
        assert span is not None
        if select.use:
            self._say_use(select)
            return
        article, annotator = self._state.article, self._context.project.annotator
        current = select.editing or with_span(*span, self._context.annotations(article), annotator)
        self._transitions.leave_selection()
        self._navigation.go(sentence_at(article, current.target.start if current else span[0]))
        self._prompts.ask_note(current, span)

    def take_text(self) -> str:
        """Leave the selection, and return what was selected as logical text."""
        start, end = self.span or (0, 0)
        self._transitions.leave_selection()
        return self._state.article.text[start:end]

    def _still_there(self, annotation: Annotation) -> Annotation | None:
        """Return the annotation as it is now; it may have been changed elsewhere meanwhile."""
        for candidate in self._context.annotations(self._state.article):
            if candidate.uuid == annotation.uuid:
                return candidate
        self._context.notify(_("this annotation is gone; v begins a new selection"), error=True)
        return None

    def _save(self, change: Change) -> None:
        """Store what the selection is used for; where that can't be, it stays selected."""
        if not self._context.save(self._state.article, [change]):
            return
        if change.annotation is not None:
            self._made(change.annotation)
        else:
            self._transitions.leave_selection()
            self._context.notify(undoable(_("deleted; {undo} brings it back")))

    def _made(self, annotation: Annotation) -> None:
        """Leave the selection, with the annotation that came of it as the current one."""
        self._transitions.leave_selection()
        self._navigation.go(sentence_at(self._state.article, annotation.target.start))
        self._tagging.choose(annotation)
        quote = " ".join(annotation.target.quote[:200].split())
        self._context.notify(f"{tag_names(self._context.project.scheme, annotation.tags)}: {quote}")
