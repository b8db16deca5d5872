"""Says what a line is: text or furniture, in this article or on every page of its source; one key does it.

The dialog closes with that key: a wrong guess of the program costs two keys, and undo takes them back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical

from annotations.services.line_kinds import line_of, said_of, say, unsay
from tui.config.bindings import undoable
from tui.i18n import _, one_by_one
from tui.presenters.line_kinds import CHOICES, FOUND, done, overruled, source_about
from tui.screens.dialogs.base import Dialog
from tui.screens.messages import CloseScreen
from tui.widgets.bars import KeyHints
from tui.widgets.pick_rows import Item, PickRows, Rooms
from tui.widgets.sentence_row import SentenceRow

if TYPE_CHECKING:
    from annotations.model.article import Article
    from tui.screens.context import SessionContext


class LineKindDialog(Dialog[None]):
    """Says what the line of a sentence is.

    Args:
        context: whose word it is, and saves it.
        article: the article that is read.
        sentence: which of its sentences, 0-based.
    """

    key_place = "line"
    DEFAULT_CSS = """
    LineKindDialog { align: left bottom; }
    LineKindDialog Vertical { height: auto; background: $background; }
    LineKindDialog PickRows { height: auto; max-height: 60vh; }
    """

    def __init__(self, context: SessionContext, article: Article, sentence: int) -> None:
        super().__init__()
        self.context = context
        self._article = article
        self._sentence = sentence
        self._rows = PickRows(self._item, Rooms(key=1, name=26))

    def compose(self) -> ComposeResult:
        """Compose the line, what it can be, and the keys."""
        with Vertical():
            yield SentenceRow(line_of(self._article, self._sentence))
            yield self._rows
            yield KeyHints("line")

    def on_mount(self) -> None:
        """Show the choices, the cursor on the one that is the opposite of what holds."""
        names = list(CHOICES)
        self._rows.fill(names, at=0 if self._article.sentences[self._sentence].boilerplate else 1)

    def _item(self, name: str) -> Item:
        article, choice = self._article, CHOICES[name]
        said = said_of(article, self._sentence, self.context.session.annotations.words)
        if name == FOUND:
            return Item(_(choice.label), key=choice.key, on=said == (None, None))
        word = said[choice.everywhere]
        about = (
            source_about(article, self._sentence, self.context.project.layers)
            if choice.everywhere
            else _("this article")
        )
        on = word is not None and word.kind == choice.kind
        return Item(_(choice.label), key=choice.key, about=about, on=on)

    def refresh_data(self) -> None:
        """Draw what changed."""
        self._rows.refresh()

    # ------------------------------------------------------------------ keys

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self._rows.move(step)

    async def action_take(self, name: str = "") -> None:
        """Say what the line is; without a name what the row under the cursor says."""
        if not self.is_current:
            return
        name = name or self._rows.chosen
        article, store = self._article, self.context.session.annotations.words
        before = said_of(article, self._sentence, store)
        if name == FOUND:
            changes = unsay(article, self._sentence, store)
        else:
            choice, me = CHOICES[name], self.context.project.annotator
            changes = say(article, self._sentence, choice.kind, store, me, everywhere=choice.everywhere)
        if not changes:
            nothing = _("nobody has said anything of this line") if name == FOUND else _("that is so already")
            self.show_message(nothing)
            return
        if self.context.save(article, changes):
            await self.context.send(CloseScreen())
            me = self.context.project.annotator
            gone = before if name == FOUND else (before[CHOICES[name].everywhere],)
            others = [word for word in gone if word is not None and word.annotator != me]
            self.context.notify(one_by_one([undoable(done(name, article)), *map(overruled, others)]))

    def on_pick_rows_clicked(self, event: PickRows.Clicked) -> None:
        """Put the cursor on the row that was clicked."""
        self._rows.move(event.row - self._rows.cursor)
