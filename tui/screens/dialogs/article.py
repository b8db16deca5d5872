"""This article: title, source, date and address corrected by key, and the article set aside or tagged.

What is typed is saved at once, as one step that undo takes back; a corrected row says what the file has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from annotations.model.side_records import DUPLICATE, IRRELEVANT
from annotations.services.article_corrections import (
    change,
    correction_of,
    day_of,
    is_address,
    one_line,
    original_of,
    tags_of,
)
from annotations.services.text_repair import first_line, turn
from tui.i18n import N_, _, one_by_one, plural
from tui.presenters.articles import aside_words
from tui.presenters.damage import is_worth_saying, state_of_text
from tui.presenters.stored import with_signs
from tui.screens.dialogs.base import Dialog
from tui.screens.dialogs.picker import pick_article
from tui.screens.web_address import open_address
from tui.widgets.bars import KeyHints
from tui.widgets.bidi_input import BidiInput
from tui.widgets.pick_rows import Item, PickRows, Rooms
from tui.widgets.prompt import PromptRow
from tui.widgets.sentence_row import SentenceRow

if TYPE_CHECKING:
    from annotations.model.article import Article
    from annotations.model.side_records import ArticleCorrection
    from tui.screens.context import SessionContext

_FILED = 34
"""Cells for what the file says, in the row of what is corrected."""

FIELDS = {
    "title": N_("title"),
    "source": N_("source"),
    "published": N_("date"),
    "url": N_("address"),
    "author": N_("author"),
    "set_aside": N_("set aside"),
    "tags": N_("tags"),
    "note": N_("note"),
}

TEXT = "text"
"""The row of the text itself, where there is something to say of it."""


class ArticleDialog(Dialog[None]):
    """Corrects an article, and sets it aside.

    Args:
        context: the session.
        article: the article.
    """

    key_place = "article"
    AUTO_FOCUS = ""  # the line is not there until something is typed
    DEFAULT_CSS = """
    ArticleDialog { align: left bottom; }
    ArticleDialog Vertical { height: auto; background: $background; }
    ArticleDialog PickRows { height: auto; max-height: 60vh; }
    """

    def __init__(self, context: SessionContext, article: Article) -> None:
        super().__init__()
        self.context = context
        self._article = article
        self._rows = PickRows(self._item, Rooms(key=0, name=12, right=_FILED))
        self._prompt = PromptRow()
        self._asked = ""
        """The field that is being typed."""
        self._fields = [field for field in FIELDS if field != "author" or article.author]
        """The rows; an author is shown where the file names one, and isn't corrected."""

    def compose(self) -> ComposeResult:
        """Compose the article's name, its facts, a line to type in, and the keys."""
        with Vertical():
            yield SentenceRow(f"{self._article.short_id}  {self._article.own_label}")
            yield self._rows
            yield self._prompt
            yield KeyHints("article")

    def on_mount(self) -> None:
        """Show the facts."""
        self._fill()

    def _fill(self) -> None:
        article, at = self._article, self._rows.cursor
        self._fields = [field for field in FIELDS if field != "author" or article.author]
        if is_worth_saying(article):
            self._fields.append(TEXT)
        self._rows.fill(self._fields, at=min(at, len(self._fields) - 1))

    @property
    def _correction(self) -> ArticleCorrection | None:
        return correction_of(self.context.session.annotations.words, self._article.id)

    # ------------------------------------------------------------------ what is shown

    def _item(self, field: str) -> Item:
        if field == TEXT:
            damage = self._article.damage
            preview = with_signs(first_line(self._article)) if damage and damage.steps else ""
            return Item(_("text"), preview, about=with_signs(state_of_text(self._article)))
        value, filed = self._value(field), self._filed(field)
        differs = field in ("title", "source", "published", "url") and value != filed
        said = _("file: {value}").format(value=with_signs(filed) or "-") if differs else ""
        return Item(_(FIELDS[field]), said, about=with_signs(value) or "-")

    def _value(self, field: str) -> str:
        """Return what holds."""
        correction = self._correction
        match field:
            case "set_aside":
                return aside_words(correction)
            case "tags":
                return ", ".join(correction.tags) if correction else ""
            case "note":
                return correction.note if correction else ""
            case "author":
                return self._filed(field)
            case _:
                return (getattr(correction, field) if correction else None) or self._filed(field)

    def _filed(self, field: str) -> str:
        """Return what the file says."""
        article = self._article
        match field:
            case "title":
                return article.own_title or ""
            case "source":
                return article.own_source or ""
            case "published":
                return article.own_published or ""
            case "url":
                return article.metadata.get("url") or ""
            case "author":
                return article.author or ""
            case _:
                return ""

    def refresh_data(self) -> None:
        """Draw what changed; a text that was repaired is another article."""
        session = self.context.session
        if session.articles.is_repaired_otherwise(self._article):
            article = session.article_again(self._article.id)
            if article is not None:
                self._article = article
                self._fill()
        self._rows.refresh()

    # ------------------------------------------------------------------ keys

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self._rows.move(step)

    async def action_change(self) -> None:
        """Type the value under the cursor; whether the article is set aside goes on to the next state."""
        field = self._rows.chosen
        if field == TEXT:
            self.action_repair()
            return
        if field == "set_aside":
            correction = self._correction
            if correction and correction.set_aside:
                self._save(set_aside=None, duplicate_of=None)
            else:
                self._save(set_aside=IRRELEVANT, duplicate_of=None)
            return
        if field == "author":
            self.show_message(_("the author is the file's and can't be changed here"), error=True)
            return
        self._asked = field
        self._prompt.ask(_(FIELDS[field]), self._value(field))
        self.query_one(KeyHints).show([("Enter", _("keep")), ("Esc", _("leave"))])

    def action_unset(self) -> None:
        """Take the value under the cursor away: what the file says holds again."""
        empty: dict[str, Any] = {"tags": (), "note": "", "set_aside": None}
        field = self._rows.chosen
        if field == TEXT and self._article.repair:
            self.action_repair()
        if field in ("author", TEXT):
            return
        more = {"duplicate_of": None} if field == "set_aside" else {}
        self._save(**{field: empty.get(field)}, **more)

    def action_repair(self) -> None:
        """Repair the text from now on, or read it as the file has it again."""
        article = self._article
        about = len(self.context.session.annotations.pending.list(article.id))
        changes = turn(article, self._correction, self.context.project.annotator)
        if not changes:
            self.show_message(_("nothing in the text looks damaged in a way that can be repaired"))
        elif self.context.save(None, changes):
            said = _("the text is as the file has it") if article.repair else _("the text is repaired")
            if about:
                waiting = plural(
                    "{n:,} annotation was made on the other text: v in the library",
                    "{n:,} annotations were made on the other text: v in the library",
                    about,
                )
                said = one_by_one([said, waiting])
            self.show_message(said)

    def action_address(self) -> None:
        """Open the address in the browser, as it was corrected."""
        open_address(self.context, self, self._article)

    def action_irrelevant(self) -> None:
        """Set the article aside, or no more."""
        self._rows.move(self._fields.index("set_aside") - self._rows.cursor)
        correction = self._correction
        on = correction is None or correction.set_aside != IRRELEVANT
        self._save(set_aside=IRRELEVANT if on else None, duplicate_of=None)

    async def action_duplicate(self) -> None:
        """Ask which article this one repeats."""
        self._rows.move(self._fields.index("set_aside") - self._rows.cursor)
        session = self.context.session

        async def taken(place: int) -> None:
            other = session.listing[place].id
            if original_of(session.project.corrections, other) == self._article.id:
                self.show_message(_("an article is no duplicate of itself"), error=True)
            else:
                self._save(set_aside=DUPLICATE, duplicate_of=other)

        await pick_article(self.context, taken, _("duplicate of ..."))

    @on(PickRows.Clicked)
    async def _clicked(self, event: PickRows.Clicked) -> None:
        if not self._prompt.asking:
            self._rows.move(event.row - self._rows.cursor)
            await self.action_change()

    # ------------------------------------------------------------------ what is typed

    @on(BidiInput.Cancelled)
    def _cancelled(self) -> None:
        self._close_prompt()

    @on(BidiInput.Submitted)
    def _submitted(self, event: BidiInput.Submitted) -> None:
        typed, field = one_line(event.value), self._asked
        value: Any = typed or None
        if field == "published" and typed:
            value = day_of(typed)
            if value is None:
                said = _("“{typed}” can't be read as a date; type 2024-10-27, or {example}")
                example = "\u206727 أكتوبر 2024\u2069"
                shown = said.format(typed=f"\u2068{with_signs(typed[:40])}\u2069", example=example)
                self.show_message(shown, error=True)
                return
        elif field == "url" and typed and not is_address(typed):
            said = _("“{typed}” is no address of the web; it begins with https:// or http://")
            self.show_message(said.format(typed=f"\u2066{with_signs(typed[:40])}\u2069"), error=True)
            return
        elif field == "tags":
            value = tags_of(typed)
        elif field == "note":
            value = typed
        if self._save(**{field: value}):
            self._close_prompt()

    def _close_prompt(self) -> None:
        self._prompt.close()
        self.set_focus(None)
        self.query_one(KeyHints).show()

    def _save(self, **values: Any) -> bool:
        """Save what was said; returns whether it is in sight."""
        changes = change(self._article, self._correction, self.context.project.annotator, **values)
        return not changes or self.context.save(None, changes)


async def correct_article(context: SessionContext, article: Article) -> None:
    """Show what is known of an article, to correct it or to set it aside; not where nothing can be saved."""
    from tui.screens.messages import OpenDialog

    if context.can_write(article):
        await context.send(OpenDialog(ArticleDialog(context, article)))
