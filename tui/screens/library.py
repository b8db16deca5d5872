"""The library.

Every article of the corpus with its progress, and the beginning of the one under the cursor.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from tui.keys import bindings
from tui.widgets.article_list import ArticleList, Card, ColumnNames
from tui.widgets.bars import KeyHints, TopBar
from tui.widgets.preview import Preview

if TYPE_CHECKING:
    from tui.app import ClaimReader


class Library(Screen[None]):
    """The first screen."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("library")
    app: ClaimReader

    def compose(self) -> ComposeResult:
        """List above, preview below."""
        yield TopBar()
        yield ColumnNames()
        yield ArticleList(len(self.app.desk.entries), self._card)
        yield Preview()
        yield KeyHints("library", (("j k", "move"),))

    def on_mount(self) -> None:
        """Show the first article's beginning once the list is on screen."""
        self._tell()
        self.call_after_refresh(self._preview)

    def on_screen_resume(self) -> None:
        """Draw what may have changed while an article was open."""
        self.refresh_desk()

    def refresh_desk(self) -> None:
        """Draw progress and state anew."""
        self.query_one(ArticleList).refresh()
        self._tell()

    def say(self, message: str, *, error: bool = False) -> None:
        """Show a message until the next key."""
        self.query_one(KeyHints).say(message, error=error)

    def on_key(self) -> None:
        """Any key takes a message away."""
        self.say("")

    def _card(self, place: int) -> Card:
        desk = self.app.desk
        article = desk.article(place)
        if isinstance(article, str):
            return Card("", False, "", "", 0, 0, 0, True, problem=article)
        progress = desk.progress(article)
        return Card(
            label=article.label,
            titled=article.title is not None,
            source=article.source or "",
            published=article.published or "",
            sentences=progress.total,
            decided=progress.decided,
            claims=progress.claims,
            known=desk.loaded,
        )

    def _tell(self) -> None:
        desk = self.app.desk
        count = len(desk.entries)
        facts = (desk.database_label, f"{count} article{'s' * (count != 1)}", desk.saved_label)
        self.query_one(TopBar).tell(desk.project.name, tuple(fact for fact in facts if fact), desk.alarm)

    @on(ArticleList.Moved)
    def _preview(self) -> None:
        article = self.app.desk.article(self.query_one(ArticleList).cursor)
        self.query_one(Preview).show(None if isinstance(article, str) else article)

    # ------------------------------------------------------------------ keys

    def action_move(self, step: int) -> None:
        """One article up or down."""
        articles = self.query_one(ArticleList)
        articles.move_to(articles.cursor + step)

    def action_page(self, direction: int) -> None:
        """A page up or down."""
        articles = self.query_one(ArticleList)
        articles.move_to(articles.cursor + direction * max(1, articles.size.height - 1))

    def action_ends(self, direction: int) -> None:
        """To the first or the last article."""
        self.query_one(ArticleList).move_to(0 if direction < 0 else len(self.app.desk.entries) - 1)

    async def action_open(self) -> None:
        """Open the article under the cursor."""
        await self.app.open_article(self.query_one(ArticleList).cursor)

    @on(ArticleList.Opened)
    async def _opened(self, event: ArticleList.Opened) -> None:
        await self.app.open_article(event.place)

    def select(self, place: int) -> None:
        """Put the cursor on an article, after another was opened from the reader."""
        self.query_one(ArticleList).move_to(place)
