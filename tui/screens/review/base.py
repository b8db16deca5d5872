"""The frame of a review list: where one is, the rows, what there is to know about one of them, the keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.screen import Screen

from annotations.model.article import Article
from tui.i18n import _
from tui.widgets.bars import KeyHints, TopBar
from tui.widgets.review_list import Case, Passage, Passages, ReviewHead, ReviewList

if TYPE_CHECKING:
    from annotations.model.records import Annotation
    from tui.app import ClaimReader


class Deciding(Screen[None]):
    """A list of cases, of which each waits for one key."""

    AUTO_FOCUS = "ReviewList"
    PLACE: ClassVar[str]
    """As in the ids of `tui.config.actions`."""
    NAMES: ClassVar[Sequence[tuple[str, int]]]
    """The columns and how many cells each takes."""
    QUOTE: ClassVar[str]
    """What the column at the right edge is called."""
    app: ClaimReader

    def compose(self) -> ComposeResult:
        """The list above, the case under the cursor below."""
        yield TopBar()
        yield ReviewHead(self.NAMES, self.QUOTE)
        yield ReviewList(self.NAMES, self.case, self._moved)
        yield Passages()
        yield KeyHints(self.PLACE, (("j k", _("move")),))

    def on_mount(self) -> None:
        """Fill in what there is."""
        self.rows = self.query_one(ReviewList)
        self.begin()

    def begin(self) -> None:
        """Fill the list, or have it filled."""
        raise NotImplementedError

    def case(self, place: int) -> Case:
        """Say what stands in a row."""
        raise NotImplementedError

    def passages(self, place: int) -> Sequence[Passage]:
        """Say what there is to know about a case."""
        raise NotImplementedError

    def is_open(self, place: int) -> bool:
        """Say whether a case waits for a decision."""
        raise NotImplementedError

    def tell(self) -> None:
        """Fill in the top bar."""
        raise NotImplementedError

    def say(self, message: str, *, error: bool = False) -> None:
        """Show a message until the next key."""
        self.query_one(KeyHints).say(message, error=error)

    def on_screen_resume(self) -> None:
        """Draw what may have changed in the reader."""
        if self.is_mounted:
            self.refresh_data()

    def refresh_data(self) -> None:
        """Draw everything anew."""
        self.rows.refresh()
        self._moved()
        self.tell()

    def _moved(self) -> None:
        found = self.passages(self.rows.cursor) if len(self.rows) else ()
        self.query_one(Passages).show(found)

    def following(self, direction: int, *, around: bool = False) -> int | None:
        """Return the next open case in a direction, `around` the end if wanted; None: there is none."""
        cursor, count = self.rows.cursor, len(self.rows)
        places = [*range(cursor + direction, count if direction > 0 else -1, direction)]
        if around:
            places += range(cursor)
        return next((place for place in places if self.is_open(place)), None)

    # ------------------------------------------------------------------ keys

    def action_move(self, step: int) -> None:
        """One row up or down."""
        self.rows.move_to(self.rows.cursor + step)

    def action_page(self, direction: int) -> None:
        """A page up or down."""
        self.action_move(direction * max(1, self.rows.size.height - 1))

    def action_ends(self, direction: int) -> None:
        """To the first or the last row."""
        self.rows.move_to(0 if direction < 0 else len(self.rows) - 1)

    def action_open_case(self, direction: int) -> None:
        """To the next or previous row that waits for a decision."""
        place = self.following(direction)
        if place is None:
            self.say(_("nothing open from here on") if direction > 0 else _("nothing open before this"))
        else:
            self.rows.move_to(place)

    async def action_back(self) -> None:
        """Back to where one was."""
        await self.app.pop_screen()

    @staticmethod
    def place_of(annotation: Annotation) -> tuple[str, str]:
        """Say where an annotation is, in two columns: the article, and its sentence from 1."""
        sentence = annotation.target.sentence
        return Article(annotation.article.id, "").short_id, "-" if sentence is None else str(sentence + 1)
