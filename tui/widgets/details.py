"""The panel that shows what was said about a sentence, and the attributes while they are filled in.

It stands beside the text where there is room, in four rows under it where there isn't. What each row shows is
worked out first; then only rows that differ from what is on the screen are drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.strip import Strip

from tui.bidi import Paragraph, layout
from tui.presenters.annotation import DetailLine
from tui.presenters.stored import with_signs
from tui.textual_ext.bare_widget import BareWidget
from tui.theme import Palette, palette
from tui.widgets.strips import cells, from_right, in_order, leading, natural_width, pad, side_by_side

WIDE = 110
"""Columns of the screen from which the panel stands beside the text."""
ROWS = 4
"""Rows under the text."""
_TEXT = 94
"""Columns that the article can make use of: the panel grows only with what is left."""
_LEAST, _MOST = 38, 60
"""Columns of the panel beside the text."""
_SHORT = 12
"""Rows of the screen under which the panel gives its room to the text, unless it has the focus."""
_NAMES = 16
"""Cells of the column of names."""
_VALUES = 40
"""Cells that a value of several in a row takes at most."""
_WHOLE = 4
"""Rows that a long value takes at most to be read whole, beside the text."""
_KEPT = 500
"""Rows kept drawn."""
_FLOWED_VALUES = 2
"""Rows of the four that numbered values take at most."""


class PanelRow(NamedTuple):
    """One row of the panel."""

    lines: tuple[DetailLine, ...] = ()
    flowed: bool = False
    """True if lines stand one behind the other; else there is one line, in columns."""


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
        self._values: Sequence[DetailLine] | None = None
        self._hint = ""
        self._rows: list[PanelRow] = []
        self._drawn: dict[tuple[PanelRow, int, Palette], Strip] = {}

    def fit(self, screen: Size, *, wanted: bool, focused: bool) -> None:
        """Stand where there is room on a screen of this size, if the panel is wanted."""
        below = screen.width < WIDE
        self.set_class(below, "-below")
        self.styles.width = "100%" if below else max(_LEAST, min(_MOST, screen.width - _TEXT))
        self.display = focused or (wanted and (not below or screen.height >= _SHORT))

    def show_lines(self, head: Sequence[DetailLine], lines: Sequence[DetailLine], at: int = 0) -> None:
        """Show lines.

        Args:
            head: where one is.
            lines: what has been said.
            at: which of these is the first of the current annotation; it is brought into view.
        """
        self._head, self._lines, self._at, self._values = head, lines, at, None
        self._show()

    def show_form(
        self,
        head: Sequence[DetailLine],
        lines: Sequence[DetailLine],
        at: int,
        values: Sequence[DetailLine],
        hint: str,
    ) -> None:
        """Show rows to fill in.

        Args:
            head: which annotation it is.
            lines: the rows.
            at: the one under the cursor.
            values: what can be chosen there.
            hint: what keys do there.
        """
        self._head, self._lines, self._at, self._values, self._hint = head, lines, at, values, hint
        self._show()

    def on_resize(self) -> None:
        """Lay the rows out anew."""
        self._rows = self._laid_out()
        self.refresh()

    def _show(self) -> None:
        before, self._rows = self._rows, self._laid_out()
        changed = [y for y, pair in enumerate(zip_longest(before, self._rows)) if pair[0] != pair[1]]
        if changed:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in changed))

    # ------------------------------------------------------------------ what stands where

    @property
    def below(self) -> bool:
        """True if it stands under the text."""
        return self.has_class("-below")

    def _laid_out(self) -> list[PanelRow]:
        """Return the rows, from the top."""
        height, head = self.size.height, [PanelRow(), *(PanelRow((line,)) for line in self._head)]
        lines = [PanelRow((line,)) for line in self._lines]
        if self._values is None:
            if self.below:
                return self._flowed([*self._head, *self._lines], height)
            return [*head, *_window(lines, self._at, height - len(head))]
        foot = self._foot(self._values)
        head = [] if self.below else [*head, PanelRow()]
        room = max(2, height - len(head) - len(foot))
        return [*head, *_window(lines, self._at - room // 2, room), *foot]

    def _foot(self, values: Sequence[DetailLine]) -> list[PanelRow]:
        if self.below:
            hint = [PanelRow((DetailLine(value=self._hint, style="dim", wide=True),))]
            return self._flowed(values, _FLOWED_VALUES) if values else hint
        return [
            PanelRow(),
            *(PanelRow((line,)) for line in values or [*self._whole(), *self._wrapped(self._hint, "dim")]),
        ]

    def _whole(self) -> list[DetailLine]:
        """Return the value under the cursor in as many rows as it needs, if its own has no room for it."""
        line = self._lines[self._at]
        cut = cells(natural_width(line.value, self.size.width, Style.null())) > self._room
        return [*self._wrapped(line.value), DetailLine()] if cut and not line.wide else []

    def _wrapped(self, text: str, style: str = "text") -> list[DetailLine]:
        room = max(1, self.size.width - 4)
        lines = layout(Paragraph(with_signs(text[: 8 * _WHOLE * room], isolates=False)), room)
        return [
            DetailLine(value=text[line.start : line.end], style=style, wide=True) for line in lines[:_WHOLE]
        ]

    def _flowed(self, lines: Sequence[DetailLine], height: int) -> list[PanelRow]:
        """Put as many lines as there is room for into each row; what has no room at all is left out."""
        rows: list[list[DetailLine]] = [[]]
        used = 1
        for line in lines:
            needed = self._needs(line)
            if used + needed > self.size.width and rows[-1]:
                if len(rows) == height:
                    break
                rows.append([])
                used = 1
            rows[-1].append(line)
            used += needed
        return [PanelRow(tuple(lines_of_row), flowed=True) for lines_of_row in rows]

    @staticmethod
    def _needs(line: DetailLine) -> int:
        parts = ((line.key, 2), (line.name, _NAMES), (line.value, _VALUES))
        return 2 + sum(1 + cells(natural_width(text, most, Style.null())) for text, most in parts if text)

    # ------------------------------------------------------------------ drawing

    @property
    def _room(self) -> int:
        """Cells of a value beside its name."""
        return self.size.width - _NAMES - 5

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        key = (
            self._rows[y] if y < len(self._rows) else PanelRow(),
            self.size.width,
            palette(self.app.current_theme),
        )
        if key not in self._drawn:
            if len(self._drawn) >= _KEPT:
                self._drawn.clear()
            self._drawn[key] = self._draw(*key)
        return self._drawn[key]

    def _draw(self, panel_row: PanelRow, width: int, look: Palette) -> Strip:
        lines = panel_row.lines
        if panel_row.flowed:
            return side_by_side(_flowed_parts(lines, width, look), width, look.text).simplify()
        if lines and lines[0] != DetailLine():
            return self._in_columns(lines[0], width, look).simplify()
        return Strip(pad(width, look.text), width)

    def _in_columns(self, line: DetailLine, width: int, look: Palette) -> Strip:
        lit = line.style == "lit"
        ink, dim = (look.lit, look.lit_dim) if lit else (look.text, look.dim)
        value = dim if line.style == "dim" else ink
        mark = look.cursor_mark if line.key and not lit else value if line.wide else ink
        pointer = Segment(("◂" if from_right() else "▸") if lit else " ", ink)
        key = [part for parts in in_order([[pointer], leading(line.key, 1, mark)]) for part in parts]
        if line.wide:
            parts = [key, pad(1, ink), leading(line.value, width - 4, value)]
        else:
            parts = [
                key,
                pad(1, ink),
                leading(line.name, _NAMES, dim),
                pad(1, ink),
                leading(line.value, self._room, value),
            ]
        return side_by_side(parts, width, ink)


def _window(rows: list[PanelRow], top: int, height: int) -> list[PanelRow]:
    """Return as many rows as there is room for, from `top` on if those behind it fill the room."""
    top = max(0, min(top, len(rows) - height))
    return rows[top : top + max(0, height)]


def _flowed_parts(lines: Sequence[DetailLine], width: int, look: Palette) -> list[list[Segment]]:
    parts = [pad(1, look.text)]
    for line in lines:
        lit = line.style == "lit"
        value = look.lit if lit else look.dim if line.style == "dim" else look.text
        for text, most, style in (
            (line.key, 2, look.cursor_mark),
            (line.name, _NAMES, look.dim),
            (line.value, _VALUES if len(lines) > 1 else width - _NAMES, value),
        ):
            if text:
                parts += [natural_width(text, most, style), pad(1, look.text)]
        parts.append(pad(2, look.text))
    return parts
