"""What single keys say of a sentence: its tags, its annotations one by one, the rest of an article.

Kept apart from getting round in the article, which is `reader.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.model.records import CLAIM
from annotations.services.tagging import press, rest
from annotations.store.base import Change
from tui.config.bindings import undoable
from tui.i18n import _, plural
from tui.screens.reader.prompts import Asking

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from annotations.model.records import Annotation


class Tagging(Asking):
    """The part of the reader that tags."""

    if TYPE_CHECKING:
        following: Callable[[int, int], int | None]
        tell: Callable[[], None]
        told_once: Callable[[], AbstractContextManager[None]]

    chosen = 0
    """Which annotation of the sentence is the current one."""

    @property
    def current(self) -> Annotation | None:
        """The annotation that `m` and `d` mean: the one chosen with Tab, else the first of the sentence."""
        group = self.view.group
        return group[self.chosen % len(group)] if group else None

    def action_tag(self, key: str) -> None:
        """Set or take away the tag of a key; after setting a type the cursor goes on."""
        session = self.app.session
        tag = self.tag_of(key)
        if tag is None:
            return
        if not self.article.units:
            self.say(_("this article has no sentence to tag"))
            return
        annotations = session.annotations.of(self.article)
        change = press(
            self.article,
            self.view.cursor,
            tag,
            annotations,
            session.project.annotator,
            session.project.scheme,
        )
        with self.told_once():
            if not self.app.save(self.article, [change]):
                return
            is_set = change.annotation is not None and tag in change.annotation.tags
            if is_set and tag != CLAIM:
                following = self.following(self.view.cursor, 1)
                if following is not None:
                    self.go(following)

    def tag_of(self, key: str) -> str | None:
        """Return the id of a key's tag, None if there is none, which is said."""
        tag = self.app.session.project.scheme.by_key.get(key)
        if tag is None:
            self.say(_("no tag is on key {key}; it is free for your own scheme").format(key=key))
        return tag.id if tag else None

    async def action_tags(self) -> None:
        """Show all tags of the sentence, to set several."""
        from tui.screens.dialogs.tags import TagPicker

        if self.article.units and not self.app.refuses():
            await self.app.push_screen(TagPicker(self.app.context, self.article, self.view.cursor))

    async def action_guidelines(self) -> None:
        """Show when to set which tag."""
        from tui.presenters.default_guidelines import guidelines
        from tui.screens.dialogs.text_page import TextPage

        await self.app.push_screen(TextPage(guidelines(self.app.session.project.scheme)))

    def action_rest(self) -> None:
        """Say of every undecided sentence from here on that it is no claim; one undo takes it back."""
        session = self.app.session
        changes = rest(
            self.article, self.view.cursor, session.annotations.of(self.article), session.project.annotator
        )
        if not changes:
            self.say(_("nothing undecided from here on"))
        elif self.app.save(self.article, changes):
            said = plural(
                "{n} sentence is no claim; {{undo}} takes it back",
                "{n} sentences are no claim; {{undo}} takes all of it back",
                len(changes),
            )
            self.say(undoable(said))

    def action_next_annotation(self) -> None:
        """Make the sentence's next annotation the current one."""
        if len(self.view.group) > 1:
            self.chosen += 1
            self.tell()

    def choose(self, annotation: Annotation) -> None:
        """Make an annotation of this sentence the current one."""
        found = [place for place, one in enumerate(self.view.group) if one.uuid == annotation.uuid]
        if found and found[0] != self.chosen:
            self.chosen = found[0]
            self.tell()

    async def action_link(self) -> None:
        """Show the links of the current annotation, to make one or take one away."""
        from tui.screens.board.links import LinkDialog

        one = self._mine() or self.current
        if one is None:
            self.say(_("no annotation here: c makes a claim of the sentence, then l links it"))
        else:
            await self.app.push_screen(LinkDialog(self.app.context, [one]))

    def action_delete(self) -> None:
        """Delete the current annotation; undo brings it back whole."""
        current = self.current
        if current is None:
            self.say(_("no annotation here: the key of a tag makes one"))
        elif current.annotator != self.app.session.project.annotator:
            self.say(_("this one is {name}'s: it stays").format(name=current.annotator))
        elif self.app.save(self.article, [Change(current.uuid, current.rev, None)]):
            self.say(undoable(_("deleted; {undo} brings it back")))
