"""Selecting words in the reader, by keys or with the mouse; what for is `span_tagging.py`'s part.

While one selects, the reader has other keys: those of the place `select` take the place of its own in one
step, before the next key is looked up, so keys that come in one burst find the right ones. All state is one
record, `Mode`; without one nothing is being selected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual import on

from annotations.model.article import sentence_at
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
from tui.config.bindings import shown, table
from tui.i18n import N_, _, named
from tui.screens.reader.tagging import Tagging
from tui.widgets.article.view import ArticleView
from tui.widgets.bars import KeyHints
from tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from annotations.model.records import Annotation

_NAMES: dict[Step, str] = {
    "word": N_("by words"),
    "letter": N_("by letters"),
    "phrase": N_("to punctuation"),
    "sentence": N_("by sentences"),
}


@dataclass(frozen=True)
class Mode:
    """What is selected, and what for."""

    selection: Selection
    size: Step = "word"
    editing: Annotation | None = None
    """Whose span it will be; None: that of an annotation to be made."""
    label: str = ""
    use: Callable[[int, int], None] | None = None
    """Who asked for words, and what they are called."""
    column: int | None = None
    """Of the view; kept while one goes from row to row."""


class Selecting(Tagging):
    """The part of the reader that selects."""

    mode: Mode | None = None

    def pick(self, label: str, use: Callable[[int, int], None], start: tuple[int, int] | None = None) -> None:
        """Have words picked from the text.

        Enter calls `use` with their start and end (code points of the article, half-open, nothing blank at
        the ends, no grapheme cluster cut), once the mode is left; Esc calls nothing.

        Args:
            label: what they are for, in the user's language.
            use: takes them.
            start: what is selected at first; else the first word of the sentence.
        """
        span = trimmed(self.article.text, *start) if start else None
        selection = Selection(*span) if span else self._first()
        if selection is not None:
            self._enter(Mode(selection, label=label, use=use))

    @property
    def selecting(self) -> bool:
        """Whether the keys are those of the selection."""
        return self.mode is not None

    # ------------------------------------------------------------------ in and out

    def action_select(self) -> None:
        """Select the first word; on an annotation of a part of the sentence, what it covers."""
        current = self._editable
        if current is not None and not self._is_whole(current):
            self._edit(current)
        elif selection := self._first():
            self._enter(Mode(selection))
            if current is not None:
                self.say(_("a new selection; v: the span of this sentence's annotation instead"))

    def action_edit(self) -> None:
        """Edit the span of the current annotation, or select for a new one after all."""
        mode, current = self.mode, self._editable
        assert mode is not None
        if mode.use:
            self.say(_("Enter takes these words as {what}; Esc leaves").format(what=mode.label))
        elif mode.editing:
            if selection := self._first():
                self._enter(Mode(selection, mode.size))
                self.say(_("a new selection; v: the span of the annotation instead"))
        elif current is not None:
            self._edit(current)
        else:
            self.say(_("no annotation of yours here whose span could be changed"))

    def _edit(self, current: Annotation) -> None:
        size = self.mode.size if self.mode else "word"
        span = trimmed(self.article.text, current.target.start, current.target.end)
        selection = Selection(*span) if span else self._first()  # another program may have marked a blank
        if selection is None:
            return
        self._enter(Mode(selection, size, editing=current))
        what = self.names(current.tags)
        self.say(_("the span of {what}: Enter stores it; v: a new selection").format(what=what))

    def _first(self) -> Selection | None:
        """Select the sentence's first word; where there is none, say so."""
        units = self.article.units
        unit = units[self.view.cursor] if units else None
        found = first_word(self.article.text, unit.start, unit.end) if unit else None
        if found is None:
            self.say(_("this article has no words to select"))
        return found

    @property
    def _editable(self) -> Annotation | None:
        """The current annotation, if it is this annotator's."""
        current = self.current
        return current if current and current.annotator == self.app.session.project.annotator else None

    def _is_whole(self, annotation: Annotation) -> bool:
        unit = self.article.units[sentence_at(self.article, annotation.target.start)]
        return (annotation.target.start, annotation.target.end) == (unit.start, unit.end)

    def _enter(self, mode: Mode) -> None:
        self._show(mode)

    def leave_selection(self) -> None:
        """Give the reader its own keys back; nothing of the selection stays."""
        if self.mode is not None:
            self.mode = None
            self.view.select(None)
            self.query_one(KeyHints).show()

    def action_leave_selection(self) -> None:
        """Select nothing any more."""
        self.leave_selection()

    # ------------------------------------------------------------------ moving the free end

    def _show(self, mode: Mode) -> None:
        before, self.mode = self.mode, mode
        self.view.select(self.span)
        start, end = mode.selection
        self.view.bring_in(end - 1 if end > start else end)
        facts = (mode.label, mode.size, mode.editing)
        if before is None or (before.label, before.size, before.editing) != facts:
            self.query_one(KeyHints).show(list(self._hints(mode)))

    def _hints(self, mode: Mode) -> Iterator[tuple[str, str]]:
        """Yield the keys, with the step that is in force and what Enter does."""
        for key in (one for one in table() if one.place == "select" and one.keys and one.hint):
            label = _(key.hint)
            if key.id == "select.step":
                label = _(_NAMES[mode.size])
            elif key.id == "select.use":
                label = mode.label or (_("store the span") if mode.editing else _("claim"))
            elif mode.use and key.id == "select.claim":
                continue
            yield shown(key.keys)[0], label

    @property
    def span(self) -> tuple[int, int] | None:
        """What is selected, in code points, without what can't be seen at its ends."""
        mode = self.mode
        return trimmed(self.article.text, mode.selection.start, mode.selection.end) if mode else None

    def _move(self, selection: Selection, column: int | None = None) -> None:
        assert self.mode is not None
        if trimmed(self.article.text, selection.start, selection.end):
            self._show(replace(self.mode, selection=selection, column=column))

    def _free_letter(self) -> int:
        """Return a code point of the letter at the free end."""
        assert self.mode is not None
        start, end = self.mode.selection
        return end - 1 if end > start else end

    def action_grow(self, side: int, size: Step | None = None) -> None:
        """Move the free end to the left (-1) or the right (1), which way that is in the text's direction."""
        mode = self.mode
        assert mode is not None
        direction = -side if self.view.rtl_at(self._free_letter()) else side
        self._move(step(self.article, mode.selection, size or mode.size, direction))

    def action_row(self, rows: int) -> None:
        """Move the free end down or up by a row, in the same column."""
        mode = self.mode
        assert mode is not None
        found = self.view.beside(self._free_letter(), rows, mode.column)
        if found is not None:
            offset, column = found
            self._move(reach(self.article.text, mode.selection, offset, mode.size), column)

    def action_paragraph(self, direction: int) -> None:
        """Move the free end to the paragraph's start or end."""
        mode, text = self.mode, self.article.text
        assert mode is not None
        start, end = paragraph_at(text, self._free_letter())
        self._move(moved(text, mode.selection, end if direction > 0 else start))

    def action_turn(self) -> None:
        """Make the other end the free one."""
        assert self.mode is not None
        self._move(self.mode.selection.turned)

    def action_begin_here(self) -> None:
        """Leave only the word at the free end selected, so that a selection may begin far into a sentence."""
        mode = self.mode
        assert mode is not None
        free = mode.selection.free
        inward = step(self.article, Selection(free, free), "word", -1 if free > mode.selection.fixed else 1)
        at = inward.free if inward.free < free else inward.free - 1
        self._move(Selection(*word_at(self.article.text, at)))

    def action_next_step(self) -> None:
        """Step by words, letters, phrases, sentences."""
        mode = self.mode
        assert mode is not None
        self._show(replace(mode, size=STEPS[(STEPS.index(mode.size) + 1) % len(STEPS)]))

    def take_word(self, offset: int) -> bool:
        """Select the word of a code point if words are being picked; return whether they are."""
        if self.mode is None or self.mode.use is None:
            return False
        self._move(Selection(*word_at(self.article.text, offset)))
        return True

    @on(ArticleView.Dragged)
    def _dragged(self, event: ArticleView.Dragged) -> None:
        """Select what the mouse was dragged over; it stays selected for a key."""
        if self.query_one(Prompt).asking:
            return
        selection = between(self.article.text, event.first, event.last)
        if selection is None:
            return
        if self.mode is None:
            self.view.set_cursor(
                sentence_at(self.article, selection.start)
            )  # nothing scrolls under the mouse
            self.go(self.view.cursor)
            self._enter(Mode(selection))
        else:
            self._move(selection)

    def names(self, tags: tuple[str, ...]) -> str:
        """Return what tags are called; an annotation without any is a note."""
        scheme = self.app.session.project.scheme
        names = [named(scheme.by_id[tag]) if tag in scheme.by_id else tag for tag in scheme.ordered(tags)]
        return ", ".join(names) or _("note")
