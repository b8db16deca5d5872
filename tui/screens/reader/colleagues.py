"""The list of what colleagues say of a sentence, one annotation a row: to be read, taken over, or linked to.

It shows what the gate of the team lets through (`annotations.team.colleagues`) and nothing else, and changes
nothing of theirs: a key here makes an annotation of one's own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical

from annotations.services.taking_over import NothingToTakeError, take_over
from tui.config.bindings import undoable
from tui.i18n import _, one_by_one
from tui.presenters.annotation import annotation_lines, tag_names
from tui.presenters.cases import Passage
from tui.presenters.links import link_lines
from tui.presenters.stored import with_signs
from tui.screens.dialogs.base import Dialog
from tui.screens.messages import CloseScreen, OpenDialog
from tui.widgets.bars import KeyHints
from tui.widgets.passages import Passages
from tui.widgets.pick_rows import Item, PickRows, Rooms
from tui.widgets.sentence_row import SentenceRow

if TYPE_CHECKING:
    from annotations.model.article import Article
    from annotations.model.records import Annotation
    from annotations.team.colleagues import Said
    from tui.screens.context import SessionContext

_KEYED = 9
"""Rows that have a digit for a key."""


async def show_colleagues(
    context: SessionContext, article: Article, sentence: int, took: Callable[[Annotation], None]
) -> None:
    """Show what colleagues say of a sentence, or say why nothing is shown; see `ColleaguesDialog`."""
    if context.session.team is None:
        context.notify(_("you are in no team on these articles: claimreader team join"))
    elif context.colleagues(article).get(sentence):
        await context.send(OpenDialog(ColleaguesDialog(context, article, sentence, took)))
    elif context.session.sees_colleagues_of(article, sentence):
        context.notify(_("no colleague has said anything of this sentence"))
    else:
        context.notify(_("decide this sentence first: what colleagues say of it is shown then"))


class ColleaguesDialog(Dialog[None]):
    """Shows the annotations of a sentence by colleagues.

    Args:
        context: has them, and saves what is taken over.
        article: the article that is read.
        sentence: which of its sentences, 0-based.
        took: is called with what was taken over.
    """

    key_place = "colleagues"
    DEFAULT_CSS = """
    ColleaguesDialog { align: left bottom; }
    ColleaguesDialog Vertical { height: auto; background: $background; }
    ColleaguesDialog PickRows { height: auto; max-height: 30vh; }
    ColleaguesDialog Passages { height: 8; }
    """

    def __init__(
        self,
        context: SessionContext,
        article: Article,
        sentence: int,
        took: Callable[[Annotation], None],
    ) -> None:
        super().__init__()
        self.context = context
        self._article = article
        self._sentence = sentence
        self._took = took
        self._said: list[Said] = []
        """The rows as they are shown: what comes meanwhile counts from the next `refresh_data` on."""
        self._rows = PickRows(self._item, Rooms(key=1, name=16, right=30))
        self._panel = Passages()

    def compose(self) -> ComposeResult:
        """Compose the sentence, who says what of it, all about the row under the cursor, and the keys."""
        unit = self._article.units[self._sentence]
        with Vertical():
            yield SentenceRow(self._article.text[unit.start : unit.end])
            yield self._rows
            yield self._panel
            yield KeyHints("colleagues")

    def on_mount(self) -> None:
        """Show them, the cursor on the first."""
        self._fill(0)

    def _fill(self, at: int) -> None:
        said = self._said = list(self.context.colleagues(self._article).get(self._sentence, ()))
        self._rows.fill(said, at=max(0, min(at, len(said) - 1)))
        self._rows.refresh(layout=True)  # it is as high as there are rows
        self._show_panel()

    def _item(self, said: Said) -> Item:
        annotation = said.annotation
        number = self._said.index(said) + 1
        tags = tag_names(self.context.project.scheme, annotation.tags)
        return Item(
            with_signs(said.member), annotation.target.quote, str(number) if number <= _KEYED else "", tags
        )

    def _show_panel(self) -> None:
        said: Said | None = self._rows.chosen
        if said is None:
            self._panel.show([])
            return
        ends = self.context.session.link_ends
        lines = annotation_lines(
            said.annotation,
            self.context.project.scheme,
            lambda annotation: link_lines(annotation, ends),
            numbers_offered=False,
        )
        words = Passage((_("words"),), said.annotation.target.quote)
        about = [Passage((line.name,), line.value, own=True, struck=line.style == "struck") for line in lines]
        self._panel.show([words, *about])

    def refresh_data(self) -> None:
        """Draw what changed, the cursor on the same annotation; leave if nothing is to be seen any more."""
        before: Said | None = self._rows.chosen
        self._fill(self._rows.cursor)
        if not self._said:
            self.action_leave()
            return
        same = (
            place
            for place, each in enumerate(self._said)
            if before is not None and each.annotation.uuid == before.annotation.uuid
        )
        if (place := next(same, None)) is not None and place != self._rows.cursor:
            self._rows.move(place - self._rows.cursor)
            self._show_panel()

    # ------------------------------------------------------------------ keys

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self._rows.move(step)
        self._show_panel()

    async def action_take(self, number: int = 0) -> None:
        """Take over the annotation with a number, else the one under the cursor, and go back to the text."""
        if number:
            if number > len(self._said):
                return
            self.action_move(number - 1 - self._rows.cursor)
        said: Said | None = self._rows.chosen
        if said is None or not self.is_current:
            return
        context, article = self.context, self._article
        if not context.can_write(article):
            return
        try:
            me = context.project.annotator
            change = take_over(article, said.annotation, context.annotations(article), me)
        except NothingToTakeError:
            self.show_message(_("there is nothing in it to take over: it says no more than a link"))
            return
        if change is None:
            self.show_message(_("you say the same of these words already: nothing is changed"))
        elif context.save(article, [change]):
            await context.send(CloseScreen())
            if change.annotation is not None:
                self._took(change.annotation)
            tags = tag_names(context.project.scheme, said.annotation.tags)
            name = f"\u2068{with_signs(said.member)}\u2069"
            done = _("taken over from {name}: {tags}").format(name=name, tags=tags)
            context.notify(one_by_one([done, undoable(_("{undo} takes it back"))]))

    async def action_link(self) -> None:
        """Link an annotation of one's own to the one under the cursor."""
        from tui.screens.board.links import LinkDialog

        said: Said | None = self._rows.chosen
        if said is not None:
            await self.context.send(OpenDialog(LinkDialog(self.context, [], said.annotation)))

    def on_pick_rows_clicked(self, event: PickRows.Clicked) -> None:
        """Put the cursor on the row that was clicked."""
        self.action_move(event.row - self._rows.cursor)
