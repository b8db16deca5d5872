"""What a selection is used for: a tag, another span for an annotation, a copy, or words for whoever asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.model.article import sentence_at
from annotations.model.records import CLAIM
from annotations.services.tagging import press_span, respan, with_span
from tui.config.bindings import undoable
from tui.i18n import _
from tui.screens.reader.selection import Selecting

if TYPE_CHECKING:
    from annotations.model.records import Annotation
    from annotations.store.base import Change


class SpanTagging(Selecting):
    """The part of the reader that tags what is selected."""

    def action_tag(self, key: str) -> None:
        """Set a tag on the selection, or take it away; without a selection on the sentence."""
        mode, span = self.mode, self.span
        if mode is None or span is None:
            super().action_tag(key)
        elif mode.use:
            self.say(_("Enter takes these words as {what}; Esc leaves").format(what=mode.label))
        elif tag := self.tag_of(key):
            session = self.app.session
            scheme = session.project.scheme
            if mode.editing:
                if current := self._still_there(mode.editing):
                    self._save(respan(self.article, current, *span, scheme.toggled(current.tags, tag)))
            else:
                annotations = session.annotations.of(self.article)
                self._save(
                    press_span(self.article, *span, tag, annotations, session.project.annotator, scheme)
                )

    def action_use(self) -> None:
        """Hand the words to who asked for them, store the edited span, or make a claim of it."""
        mode, span = self.mode, self.span
        assert mode is not None
        assert span is not None
        session = self.app.session
        if mode.use:
            self.leave_selection()
            mode.use(*span)
        elif mode.editing:
            if current := self._still_there(mode.editing):
                self._save(respan(self.article, current, *span))
        elif CLAIM not in session.project.scheme.by_id:
            self.say(_("the key of a tag makes an annotation of it"))
        else:
            annotations = session.annotations.of(self.article)
            found = with_span(*span, annotations, session.project.annotator)
            if found and CLAIM in found.tags:
                self._made(found)
            else:
                self._save(
                    press_span(
                        self.article,
                        *span,
                        CLAIM,
                        annotations,
                        session.project.annotator,
                        session.project.scheme,
                    )
                )

    def action_note_selection(self) -> None:
        """Ask for the note of the annotation of exactly this span, or of a new one."""
        mode, span = self.mode, self.span
        assert mode is not None
        assert span is not None
        if mode.use:
            self.say(_("Enter takes these words as {what}; Esc leaves").format(what=mode.label))
            return
        session = self.app.session
        found = mode.editing or with_span(
            *span, session.annotations.of(self.article), session.project.annotator
        )
        self.leave_selection()
        self.go(sentence_at(self.article, found.target.start if found else span[0]))
        self.ask_note(found, span)

    def action_copy_selection(self) -> None:
        """Copy what is selected as logical text."""
        if span := self.span:
            self.app.copy_to_clipboard(self.article.text[slice(*span)])
            self.leave_selection()

    def _still_there(self, annotation: Annotation) -> Annotation | None:
        """Return the annotation as it is now; it may have been changed elsewhere meanwhile."""
        for one in self.app.session.annotations.of(self.article):
            if one.uuid == annotation.uuid:
                return one
        self.say(_("this annotation is gone; v begins a new selection"), error=True)
        return None

    def _save(self, change: Change) -> None:
        """Store what the selection is used for; where that can't be, it stays selected."""
        if not self.app.save(self.article, [change]):
            return
        if change.annotation is not None:
            self._made(change.annotation)
        else:
            self.leave_selection()
            self.say(undoable(_("deleted; {undo} brings it back")))

    def _made(self, annotation: Annotation) -> None:
        """Leave the selection, with the annotation that came of it as the current one."""
        self.leave_selection()
        self.go(sentence_at(self.article, annotation.target.start))
        self.choose(annotation)
        self.tell()
        quote = " ".join(annotation.target.quote[:200].split())
        self.say(f"{self.names(annotation.tags)}: {quote}")
