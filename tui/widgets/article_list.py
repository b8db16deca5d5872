"""The articles of a corpus, one row each: progress, claims, date, source, and the title at the right edge."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.theme import palette
from tui.widgets.rows import Rows
from tui.widgets.strips import one_line, pad

BAR = 8
"""Cells of the progress bar."""
SOURCES_FROM = 90
"""Columns from which there is room for the source."""


def source_room(width: int) -> int:
    """Cells of the column of sources."""
    return min(24, width // 6)


class Card(NamedTuple):
    """What a row says of an article."""

    label: str
    """The title, or for want of one the first sentence."""
    titled: bool
    source: str
    published: str
    sentences: int
    decided: int
    claims: int
    known: bool
    """Whether the annotations have been read yet."""
    problem: str = ""
    """Why the article can't be read."""


class ArticleList(Rows):
    """A list of articles with a cursor; rows are asked for when they are drawn.

    Args:
        count: how many articles there are.
        card: gives the row of an article by its place in the corpus.
    """

    class Opened(Message):
        """An article was chosen."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    class Moved(Message):
        """The cursor is on another article."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    def __init__(self, count: int, card: Callable[[int], Card]) -> None:
        super().__init__()
        self._count = count
        self._card = card
        self.cursor = 0

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One row an article; the preview below takes what is left."""
        return self._count

    def on_resize(self) -> None:
        """Say how many rows there are."""
        self.reach(self._count)

    def move_to(self, place: int) -> None:
        """Put the cursor on an article."""
        place = max(0, min(place, self._count - 1))
        if place == self.cursor:
            return
        before, self.cursor = self.cursor, place
        self.repaint((row, 0, self.size.width) for row in (before, place))
        if not self.top <= place < self.bottom:
            self.reach(self._count)
            self.jump(max(0, place - self.size.height // 2))
        self.post_message(self.Moved(place))

    def update(self, places: Sequence[int]) -> None:
        """Draw the rows of these articles anew."""
        self.repaint((place, 0, self.size.width) for place in places)

    def row(self, number: int) -> Strip:
        """Draw one article's row."""
        if not 0 <= number < self._count:
            return self.blank()
        look = self.palette
        width = self.size.width
        lit = number == self.cursor
        ink, dim = (look.lit, look.lit_dim) if lit else (look.text, look.dim)
        card = self._card(number)
        if card.problem:
            return Strip([Segment(" ", dim), *one_line(card.problem, width - 3, dim), *pad(2, dim)], width)
        total = max(1, card.sentences)
        filled = min(BAR, -(-card.decided * BAR // total))
        share = f"{card.decided}/{card.sentences}" if card.known else f"·/{card.sentences}"
        left = [
            Segment(" " + "━" * filled, look.done if not lit else ink),
            Segment("─" * (BAR - filled), dim),
            Segment(f" {share:>7} ", ink),
            Segment(f"{card.claims or '·':>6} ", ink if card.claims else dim),
            Segment(f"{card.published[:10]:<10} ", dim),
        ]
        used = sum(segment.cell_length for segment in left)
        if width >= SOURCES_FROM:
            room = source_room(width)
            left += [*one_line(card.source, room, dim, right=True), Segment(" ", dim)]
            used += room + 1
        title = one_line(card.label, width - used - 2, ink if card.titled else dim, right=True)
        mark = Segment(" ◂" if lit else "  ", look.cursor_mark if not lit else ink)
        return Strip([*left, *title, mark], width)

    def on_click(self, event: events.Click) -> None:
        """Move to the article that was clicked, open it at the second click."""
        place = self.top + event.y
        if place < self._count:
            if place == self.cursor:
                self.post_message(self.Opened(place))
            self.move_to(place)


class ColumnNames(Widget):
    """Says what the columns of the list are."""

    DEFAULT_CSS = "ColumnNames { height: 1; }"

    def render_line(self, y: int) -> Strip:
        """Draw the row."""
        style, width = palette(self.app.current_theme).dim, self.size.width
        left = f" {'progress':<{BAR}} {'decided':>7} {'claims':>6} {'date':<10} "
        if width >= SOURCES_FROM:
            left += f"{'source':>{source_room(width)}} "
        return Strip(
            [Segment(left, style), Segment("title".rjust(max(0, width - len(left) - 2)) + "  ", style)]
        ).adjust_cell_length(width, style)
