"""Goes, wherever one is, to what was left to come back to: drafts, and sentences with a flag."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from tui.config.bindings import first
from tui.i18n import _, plural

if TYPE_CHECKING:
    from tui.screens.context import SessionContext
    from tui.screens.reader.screen import ReaderScreen


class ComingBack:
    """Finds the next place, and has it opened.

    Args:
        context: has the drafts and the flags, and says what was gone to.
        reader: returns the reader, if it is in front.
        open_at: opens an article, by its id, at a code point; returns whether it could.
    """

    def __init__(
        self,
        context: SessionContext,
        reader: Callable[[], ReaderScreen | None],
        open_at: Callable[[str, int], Awaitable[bool]],
    ) -> None:
        self._context = context
        self._reader = reader
        self._open_at = open_at
        self._draft = -1
        """The number of the draft that was gone to last."""

    async def next_draft(self) -> None:
        """Go to what was begun to be typed and left, one after the other, the oldest first."""
        session = self._context.session
        drafts = session.drafts.all()
        if not drafts:
            self._context.notify(_("no drafts: nothing was begun to be typed and left"))
            return
        self._draft = (self._draft + 1) % len(drafts)
        question = drafts[self._draft].question
        annotation = session.annotations.pending.get(question.uuid) if question.uuid else None
        start = annotation.target.start if annotation is not None else question.start
        if await self._open_at(question.article_id, start) and (reader := self._reader()) is not None:
            if annotation is not None:
                reader.choose(annotation)
            key = first("reader.note" if question.kind == "note" else "reader.attributes")
            said = _("draft {n} of {all}: {key} brings it back")
            self._context.notify(said.format(n=self._draft + 1, all=len(drafts), key=key))

    async def next_flag(self) -> None:
        """Go to the next sentence that this annotator wants to come back to, over the last to the first."""
        session, reader = self._context.session, self._reader()
        here = (reader.article.id, reader.sentence_start) if reader is not None else ("", -1)
        flag = session.next_flag(*here)
        if flag is None:
            key = first("reader.later")
            self._context.notify(
                _("nothing to come back to: {key} in an article flags a sentence").format(key=key)
            )
        elif await self._open_at(flag.article.id, flag.target.start):
            left = session.annotations.flags.total
            self._context.notify(
                plural("{n} sentence to come back to", "{n} sentences to come back to", left)
            )
