"""The panel that shows what was said about a sentence, and the attributes while they are filled in.

It stands beside the text where there is room, else under it: in four rows, in more of them where what was
said needs more, in half of the screen while it has the focus. What each row shows is worked out first
(`tui.widgets.detail_rows`); then only rows that differ from what is on the screen are drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

from textual.geometry import Offset, Region, Size
from textual.strip import Strip

from tui.presenters.annotation import DetailLine
from tui.textual_ext.bare_widget import BareWidget
from tui.textual_ext.compositor import repaint
from tui.theme import Palette, palette
from tui.widgets.detail_rows import PanelRow, draw, flowing, in_columns, place_of, shortened, window
from tui.widgets.strips import from_right

WIDE = 110
"""Columns of the screen from which the panel stands beside the text."""
ROWS = 4
"""Rows under the text, at least."""
_TEXT = 94
"""Columns that the article can make use of: the panel grows only with what is left."""
_LEAST, _MOST = 38, 60
"""Columns of the panel beside the text."""
_SHORT = 12
"""Rows of the screen under which the panel gives its room to the text, unless it has the focus."""
_FRAME = 2
"""Rows of the screen above and below the panel."""
_FEW = 4
"""Rows that what stands above and below the rows to fill in may take, however few there are."""
_SUGGESTED = 10
"""Rows beside the text that are kept for suggestions, so that those above stay where they are."""
_KEPT = 500
"""Rows kept drawn."""
_FLOWED_VALUES = 4
"""Rows under the text that values to choose from take at most."""


class Choices(NamedTuple):
    """The values to choose from in the row under the cursor, and what keys do there."""

    lines: Sequence[DetailLine] = ()
    hint: str = ""
    """Stands there if there is nothing to choose from."""
    at_bottom: bool = False
    """True if they stand at the bottom, above the line that is typed."""


def with_hint(choices: Choices, hint: str) -> Choices:
    """Return choices with one more thing that a key does there."""
    if not choices.lines:
        return choices._replace(hint=hint)
    return choices._replace(lines=[*choices.lines, DetailLine(value=hint, style="dim", wide=True)])


class Details(BareWidget):
    """Shows lines, or rows to fill in with a cursor."""

    DEFAULT_CSS = """
    Details { height: 100%; }
    Details.-below { dock: bottom; width: 100%; height: 4; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._head: Sequence[DetailLine] = ()
        self._lines: Sequence[DetailLine] = ()
        self._at = 0
        self._choices: Choices | None = None
        self._suggested: Sequence[DetailLine] | None = None
        self._rows: list[PanelRow] = []
        self._drawn: dict[PanelRow, Strip] = {}
        """Rows that were drawn in this look and width, also for other sentences."""
        self._strips: dict[int, Strip] = {}
        """Those on the screen, by their place."""
        self._drawn_for: tuple[Palette, int] | None = None
        """The look and the width for which they were drawn."""
        self._width, self._height = _LEAST, ROWS
        """The size that it will have; its rows are laid out before the screen is, so as to be drawn once."""
        self._top = 0
        """The first of the rows to fill in that is in sight; as few as possible are scrolled."""
        self._half = ROWS
        """Rows that it takes under the text at most."""
        self._taken = ROWS
        """Rows that it has under the text."""

    def fit(self, screen: Size, *, wanted: bool, focused: bool) -> None:
        """Stand where there is room on a screen of this size, if the panel is wanted."""
        below = screen.width < WIDE or palette(self.app.current_theme).one_thing_a_line
        self._half = max(ROWS, screen.height // 2)
        if below != self.below:
            self._taken = ROWS
            self.styles.height = ROWS if below else "100%"
        self.set_class(below, "-below")
        self._width = screen.width if below else max(_LEAST, min(_MOST, screen.width - _TEXT))
        self._height = screen.height - _FRAME
        self.styles.width = "100%" if below else self._width
        self.display = focused or (wanted and (not below or screen.height >= _SHORT))

    def show_lines(
        self,
        head: Sequence[DetailLine],
        lines: Sequence[DetailLine],
        at: int = 0,
        suggested: Sequence[DetailLine] | None = None,
    ) -> None:
        """Show lines.

        Args:
            head: where one is.
            lines: what has been said.
            at: which of these is the first of the current annotation; it is brought into view.
            suggested: what might be said, for which some rows are kept; None: nothing is suggested at all.
        """
        self._head, self._lines, self._at, self._choices = head, lines, at, None
        self._suggested = suggested
        self._top = 0
        self._show()

    def show_form(
        self, head: Sequence[DetailLine], lines: Sequence[DetailLine], at: int, choices: Choices
    ) -> None:
        """Show rows to fill in.

        Args:
            head: which annotation it is.
            lines: the rows.
            at: the one under the cursor.
            choices: what can be chosen there.
        """
        self._head, self._lines, self._at, self._choices = head, lines, at, choices
        self._show()

    def on_resize(self) -> None:
        """Lay the rows out anew."""
        self._rows = self._laid_out()
        self._forget_drawn()
        self.refresh()

    def _show(self) -> None:
        before, self._rows = self._rows, self._laid_out()
        changed = [y for y, pair in enumerate(zip_longest(before, self._rows)) if pair[0] != pair[1]]
        for y in changed:
            self._strips.pop(y, None)
        repaint(self, changed)

    def prepare(self, lines: Sequence[DetailLine]) -> None:
        """Draw lines that may be shown soon."""
        if self._drawn_for == (palette(self.app.current_theme), self.size.width):
            for row in in_columns(lines, self._width):
                self._draw(row)

    def _forget_drawn(self) -> None:
        self._drawn.clear()
        self._strips.clear()

    # ------------------------------------------------------------------ what stands where

    @property
    def caret(self) -> Offset | None:
        """The cell in which the row under the cursor begins, see `tui.textual_ext.caret`."""
        if not self._lines:
            return None
        y = place_of(self._lines[self._at], self._rows)
        return Offset(self.size.width - 2 if from_right() else 1, min(y, max(0, self.size.height - 1)))

    @property
    def below(self) -> bool:
        """True if it stands under the text."""
        return self.has_class("-below")

    def _laid_out(self) -> list[PanelRow]:
        """Return the rows, from the top."""
        if self._choices is not None:
            height = self._take_rows(self._half) if self.below else self._rows_beside
            return self._form(self._choices, height)
        if self.below:
            rows = flowing([*self._head, *self._lines], self._width)
            height = self._take_rows(max(ROWS, min(len(rows), self._half)))
            suggested = flowing(self._suggested or (), self._width)
            return [*shortened(rows, height), *shortened(suggested, height - len(rows))]
        head = [PanelRow(), *in_columns(self._head, self._width)]
        height = self._rows_beside - len(head)
        suggested = in_columns(self._suggested or (), self._width)
        kept = 0 if self._suggested is None else _SUGGESTED
        rows = self._fitting(self._lines, self._at, max(height - kept, height // 2))
        return [*head, *rows, *shortened(suggested, height - len(rows))]

    @property
    def _rows_beside(self) -> int:
        """The rows that it has beside the text."""
        return self.size.height or self._height

    def _take_rows(self, rows: int) -> int:
        """Be so many rows high, under the text."""
        if rows != self._taken:
            self._taken = rows
            self.styles.height = rows
        return rows

    def _fitting(self, lines: Sequence[DetailLine], at: int, height: int) -> list[PanelRow]:
        """Return the rows of lines; where room is lacking tags are named without more, then some rows go."""
        rows = in_columns(lines, self._width)
        if len(rows) > height:
            rows = in_columns(map(_named_alone, lines), self._width)
        if len(rows) <= height or not 0 < at < len(lines):
            return shortened(rows, height)
        return shortened(rows[place_of(lines[at], rows) :], height)

    def _form(self, choices: Choices, height: int) -> list[PanelRow]:
        width = self._width
        foot = shortened(self._foot(choices), max(_FEW, height // 2))
        about = shortened(in_columns(self._head, width), max(_FEW, height // 3))
        head = [] if self.below else [PanelRow(), *about, PanelRow()]
        rows = in_columns(self._lines, width)
        room = max(2, height - len(head) - len(foot))
        first = place_of(self._lines[self._at], rows)
        last = first + len(in_columns([self._lines[self._at]], width)) - 1
        self._top = max(0, min(max(self._top, last - room + 1), first, len(rows) - room))
        shown = window(rows, self._top, room)
        gap = [PanelRow()] * (height - len(head) - len(shown) - len(foot)) if choices.at_bottom else []
        return [*head, *shown, *gap, *foot]

    def _foot(self, choices: Choices) -> list[PanelRow]:
        hint = [DetailLine(value=choices.hint, style="dim", wide=True)] if choices.hint else []
        if self.below:
            rows = flowing(choices.lines, self._width) if choices.lines else in_columns(hint, self._width)
            return rows[:_FLOWED_VALUES]
        return [PanelRow(), *in_columns(choices.lines or hint, self._width)]

    # ------------------------------------------------------------------ drawing

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw a part of the panel (Textual's line API)."""
        drawn_for = palette(self.app.current_theme), self.size.width
        if drawn_for != self._drawn_for:
            self._drawn_for = drawn_for
            self._forget_drawn()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        strip = self._strips.get(y)
        if strip is None:
            strip = self._strips[y] = self._draw(self._rows[y] if y < len(self._rows) else PanelRow())
        return strip

    def _draw(self, row: PanelRow) -> Strip:
        strip = self._drawn.get(row)
        if strip is None:
            if len(self._drawn) >= _KEPT:
                self._drawn.clear()
            strip = self._drawn[row] = draw(row, self.size.width, palette(self.app.current_theme))
        return strip


def _named_alone(line: DetailLine) -> DetailLine:
    """Return the line of a tag of the scheme without what is said about it; any other as it is."""
    return line._replace(about="") if line.key and line.about else line
