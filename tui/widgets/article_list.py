"""Lists the articles of a corpus, a row each: progress, claims, date, source, and the title at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from rich.segment import Segment
from textual import events
from textual.geometry import Offset, Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.i18n import _
from tui.presenters.articles import BAR, DONE, FLAG, ArticleCard
from tui.theme import Palette, palette
from tui.widgets.rows import ListCursor, Rows
from tui.widgets.strips import cells, leading, natural_width, one_line, pad, side_by_side

_ASIDE = 20
"""Cells that the reason why an article is set aside may take."""
SOURCES_FROM, BARS_FROM, DATES_FROM, CLAIMS_FROM = 90, 72, 60, 48
"""Columns from which there is room for the source, the bar of the progress, the date, the claims: each gives
way before the title has less than about 24 cells."""


def has_bars(width: int, look: Palette) -> bool:
    """Say whether the progress has a bar; a screen reader would name each of its cells."""
    return width >= BARS_FROM and not look.one_thing_a_line


def source_room(width: int) -> int:
    """Cells that a source takes at most."""
    return min(24, width // 6)


class ArticleList(Rows):
    """Lists articles under a cursor; a row is asked for when it is drawn, and kept while it is seen.

    Args:
        card: gives the row of an article by its place.
    """

    class Opened(Message):
        """An article was chosen."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    def __init__(self, card: Callable[[int], ArticleCard], moved: Callable[[], None]) -> None:
        super().__init__()
        self._card = card
        self._moved = moved  # called, not posted: what follows the cursor is drawn in the same frame
        self._list = ListCursor(self)
        self._room = 0
        self._nothing = ""

    def __len__(self) -> int:
        return self._list.count

    @property
    def caret(self) -> Offset:
        """The cell of the view in which the row under the cursor begins."""
        return self.start_of(self.cursor)

    @property
    def cursor(self) -> int:
        """The place of the article under the cursor."""
        return self._list.row

    def fill(
        self, count: int, cursor: int, *, room: int, nothing: str = "", above: int | None = None
    ) -> None:
        """Show other rows.

        Args:
            count: how many there are.
            cursor: which one the cursor is on.
            room: rows that the list may take; more than `count` while a filter is on, so that what stands
                below doesn't jump with each letter.
            nothing: stands in place of rows if there is none.
            above: rows in sight above the cursor, which is to stay where it is on the screen.
        """
        before, self._room = self._room, max(1, room)
        self._nothing = nothing
        self._list.count = count
        self._list.row = self._list.clamp(cursor)
        most = self.app.size.height
        if min(before, most) != min(self._room, most):
            self.refresh(layout=True)
        if above is not None:
            self.reach(count)
            self.jump(self._list.row - above)
        self._keep_in_sight()
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return a row an article; the preview below takes what is left."""
        return max(1, self._room)

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        self._list.keep_in_sight()
        last_top = max(0, len(self) - self.size.height)
        if self.top > last_top:  # there are fewer rows than there were
            self.jump(last_top)

    def move_to(self, place: int) -> None:
        """Put the cursor on an article."""
        if self._list.move_to(place):
            self._moved()

    def update(self, places: Sequence[int]) -> None:
        """Draw the rows of these articles anew."""
        self.repaint_rows(places)

    def render_line(self, y: int) -> Strip:
        """Draw one row of the view (Textual's line API)."""
        return self.row(self.top + y)

    def row(self, number: int) -> Strip:
        """Draw one article's row."""
        if not len(self) and not number and self._nothing:
            width = self.size.width
            ink = self.palette.dim
            return side_by_side([pad(1, ink), leading(self._nothing, width - 1, ink)], width, ink)
        if not 0 <= number < len(self):
            return self.blank()
        return _strip(self._card(number), self.size.width, number == self.cursor, self.palette)

    def on_click(self, event: events.Click) -> None:
        """Move to the article that was clicked, open it at the second click."""
        place = self.top + event.y
        if place < len(self):
            if place == self.cursor:
                self.post_message(self.Opened(place))
            self.move_to(place)


@lru_cache(maxsize=256)  # a few screens of rows
def _strip(card: ArticleCard, width: int, lit: bool, look: Palette) -> Strip:
    ink, dim = (look.lit, look.lit_dim) if lit else (look.text, look.dim)
    if card.aside:
        ink = dim
    if card.problem:
        return Strip([Segment(" ", dim), *one_line(card.problem, width - 3, dim), *pad(2, dim)], width)
    decided, total = card.decided or 0, card.sentences or 0
    filled = min(BAR, -(-decided * BAR // max(1, total)))
    unknown = "·"
    share = "/".join(unknown if count is None else str(count) for count in (card.decided, card.sentences))
    left = [Segment(" ", ink)]
    bars = has_bars(width, look)
    bar = look.done if not lit and not card.aside else ink
    if bars:
        if card.done:
            left.append(Segment("━" * (BAR - 1) + f"{DONE} ", bar))
        else:
            left.append(Segment("━" * filled, bar))
            left.append(Segment("─" * (BAR - filled) + " ", dim))
    if card.done and not bars:
        left += [Segment(f"{share:>7}", ink), Segment(DONE, bar)]
    else:
        left.append(Segment(f"{share:>7} ", ink))
    if width >= CLAIMS_FROM:
        left.append(Segment(f"{card.claims or unknown:>6} ", ink if card.claims else dim))
    if width >= DATES_FROM:
        left.append(Segment(f"{card.published[:10]:<10} ", dim))
    used = cells(left)
    if width >= SOURCES_FROM:
        # Its own width: what a source leaves of its column, all of it where there is none, is the title's.
        source = natural_width(" ".join(card.source.split()), source_room(width), dim, outside=True)
        left += [*source, *pad(2, dim)] if source else []
        used += cells(source) + 2 * bool(source)
    if card.flags:
        sign = f"{FLAG}{card.flags} "
        left.append(Segment(sign, ink if lit else look.cursor_mark))
        used += len(sign)
    if card.aside:
        shown = one_line(card.aside, min(_ASIDE, width // 4), dim)
        left += [*shown, Segment(" ", dim)]
        used += cells(shown) + 1
    style = ink if card.titled else dim
    title = one_line(
        card.label, width - used - 2, style, right=True, spans=card.hits, mark=look.hit, outside=True
    )
    mark = Segment(" ◂" if lit else "  ", look.cursor_mark if not lit else ink)
    return Strip([*left, *title, mark], width)


class ColumnNames(Widget):
    """Draws the row above the list, with the names of its columns."""

    DEFAULT_CSS = "ColumnNames { height: 1; }"

    def render_line(self, y: int) -> Strip:
        """Draw the row."""
        style, width = palette(self.app.current_theme).dim, self.size.width
        names = [(_("decided"), 7, True)]
        if has_bars(width, palette(self.app.current_theme)):
            names.insert(0, (_("progress"), BAR, False))
        if width >= CLAIMS_FROM:
            names.append((_("claims"), 6, True))
        if width >= DATES_FROM:
            names.append((_("date"), 10, False))
        if width >= SOURCES_FROM:
            names.append((_("source"), source_room(width), False))
        segments = [Segment(" ", style)]
        for name, room, right in names:
            segments += [*one_line(name, room, style, right=right), Segment(" ", style)]
        segments += [*one_line(_("title"), width - cells(segments) - 2, style, right=True), *pad(2, style)]
        return Strip(segments).adjust_cell_length(width, style)
