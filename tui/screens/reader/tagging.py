"""Single keys set the tags of a sentence, go through its annotations, and settle the rest of an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.model.records import CLAIM, NOT_CLAIM
from annotations.services.tagging import press, rest, whole_sentence
from annotations.store.base import Change
from tui.config.bindings import undoable
from tui.i18n import _, plural
from tui.screens.messages import OpenDialog

if TYPE_CHECKING:
    from annotations.model.records import Annotation
    from tui.screens.context import SessionContext
    from tui.screens.reader.navigation import Navigation
    from tui.screens.reader.state import ReaderState
    from tui.screens.reader.status import Status
    from tui.screens.reader.suggesting import Suggesting


class Tagging:
    """Tags the sentence under the cursor.

    Args:
        context: has the annotations, and saves them.
        state: says what is read, and which annotation is the current one.
        navigation: goes on to the next sentence.
        status: is told which annotation is the current one.
        suggesting: says what a tag's key means for what was suggested.
    """

    def __init__(
        self,
        context: SessionContext,
        state: ReaderState,
        navigation: Navigation,
        status: Status,
        suggesting: Suggesting,
    ) -> None:
        self._context = context
        self._state = state
        self._navigation = navigation
        self._status = status
        self._suggesting = suggesting

    # ------------------------------------------------------------------ tags

    def tag(self, key: str) -> None:
        """Set or take away the tag of a key; after setting a type the cursor goes on.

        It stays for who has the screen read to them: the sentence's row, in which the cursor is, says what is
        set. That would be behind them otherwise.
        """
        tag = self.tag_of(key)
        if tag is None:
            return
        article, cursor, project = self._state.article, self._state.cursor, self._context.project
        if not article.units:
            self._context.notify(_("this article has no sentence to tag"))
            return
        group = self._state.group  # of the sentence: an article may have thousands
        change = press(article, cursor, tag, group, project.annotator, project.scheme)
        before = whole_sentence(article, cursor, group, project.annotator)
        verdicts = self._suggesting.judged(before, change.annotation)
        with self._status.update_once():
            if not self._context.save(article, [change, *verdicts]):
                return
            is_set = change.annotation is not None and tag in change.annotation.tags
            if is_set and tag != CLAIM and not self._context.is_accessible:
                following = self._navigation.following(cursor, 1)
                if following is not None:
                    self._navigation.go(following)
                    self._state.tagged = cursor

    def tag_of(self, key: str) -> str | None:
        """Return the id of a key's tag, None if there is none, which is said."""
        tag = self._context.project.scheme.by_key.get(key)
        if tag is None:
            said = _("no tag is on key {key}; it is free for your own scheme")
            self._context.notify(said.format(key=key))
        return tag.id if tag else None

    async def pick_tags(self) -> None:
        """Show all tags of the sentence, to set several."""
        from tui.screens.dialogs.tags import TagPicker

        article = self._state.article
        if article.units and self._context.can_write(article):
            await self._context.send(OpenDialog(TagPicker(self._context, article, self._state.cursor)))

    async def say_kind(self) -> None:
        """Show what the line of the sentence can be, to say which it is."""
        from tui.screens.dialogs.line_kind import LineKindDialog

        article = self._state.article
        if not article.units:
            self._context.notify(_("this article has no line to speak of"))
        elif self._context.can_write(article):
            await self._context.send(OpenDialog(LineKindDialog(self._context, article, self._state.cursor)))

    async def show_guidelines(self) -> None:
        """Show when to set which tag."""
        from tui.presenters.default_guidelines import guidelines
        from tui.screens.dialogs.text_page import TextPage

        await self._context.send(OpenDialog(TextPage(guidelines(self._context.project.scheme))))

    def rest(self) -> None:
        """Say of every undecided sentence from here on that it is no claim; one undo takes it back."""
        article, annotator = self._state.article, self._context.project.annotator
        flagged = self._context.flagged(article)
        annotations = self._context.annotations(article)
        changes = rest(article, self._state.cursor, annotations, annotator, but=flagged)
        if not changes:
            self._context.notify(_("nothing undecided from here on"))
        elif self._context.save(article, changes):
            said = plural(
                "{n} sentence is no claim; {{undo}} takes it back",
                "{n} sentences are no claim; {{undo}} takes all of it back",
                len(changes),
            )
            self._context.notify(undoable(said))

    def flag(self) -> None:
        """Flag the sentence to come back to, or take the flag away; nothing is decided by it."""
        from annotations.services.later import press as press_later

        article, me = self._state.article, self._context.project.annotator
        if not article.units:
            self._context.notify(_("this article has no sentence to come back to"))
            return
        changes = press_later(article, self._state.cursor, self._context.flags(article), me)
        if self._context.save(article, changes):
            on = any(change.record is not None for change in changes)
            self._context.notify(
                _("to come back to: n and p stop here") if on else _("no flag here any more")
            )

    # ------------------------------------------------------------------ one annotation of several

    def next_annotation(self) -> None:
        """Make the sentence's next annotation the current one."""
        if len(self._state.group) > 1:
            self._state.chosen += 1
            self._status.update()

    def next_own(self) -> None:
        """Make this annotator's next annotation of the sentence the current one."""
        me, state = self._context.project.annotator, self._state
        own = [number for number, annotation in enumerate(state.group) if annotation.annotator == me]
        if len(own) < 2:
            self._context.notify(_("no other annotation of yours here"))
            return
        state.chosen = next((number for number in own if number > state.chosen), own[0])
        self._status.update()

    def next_claim(self) -> bool:
        """Go to this annotator's next claim of the article, in this sentence or behind it; False: no more."""
        me, state = self._context.project.annotator, self._state

        def is_claim(annotation: Annotation) -> bool:
            return annotation.annotator == me and NOT_CLAIM not in annotation.tags

        here = state.current_of(me)
        at = list(state.group).index(here) if here is not None else -1
        sentence = state.cursor
        number = next((n for n, other in enumerate(state.group) if n > at and is_claim(other)), None)
        if number is None:
            sentence, number = state.next_annotation(is_claim)
            if number < 0:
                return False
            self._navigation.go(sentence)
        state.chosen = number
        self._status.update()
        return True

    def choose(self, annotation: Annotation) -> None:
        """Make an annotation of this sentence the current one."""
        state = self._state
        number = next((n for n, other in enumerate(state.group) if other.uuid == annotation.uuid), None)
        if number is not None and number != state.chosen:
            state.chosen = number
            self._status.update()

    async def show_links(self) -> None:
        """Show the links of the current annotation, to make one or take one away."""
        from tui.screens.board.links import LinkDialog

        annotation = self._state.current_of(self._context.project.annotator) or self._state.current
        if annotation is None:
            self._context.notify(_("no annotation here: c makes a claim of the sentence, then l links it"))
        else:
            await self._context.send(OpenDialog(LinkDialog(self._context, [annotation])))

    def delete(self) -> None:
        """Delete the current annotation; undo brings it back whole."""
        current = self._state.current
        if current is None:
            self._context.notify(_("no annotation here: the key of a tag makes one"))
        elif current.annotator != self._context.project.annotator:
            self._context.notify(_("this one is {name}'s: it stays").format(name=current.annotator))
        elif self._context.save(self._state.article, [Change(current.uuid, current.rev, None)]):
            self._context.notify(undoable(_("deleted; {undo} brings it back")))
