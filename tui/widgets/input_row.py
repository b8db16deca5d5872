"""Draws the row of an input: the line, aligned and scrolled, with one cell beside each of its ends.

In that cell the caret stands at an end of the line, or a sign that there is more of it. The caret is a
reversed cell and the selection is underlined, too, so that both are seen without colours.
"""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.theme import Palette
from tui.widgets.edited_line import EditedLine
from tui.widgets.strips import one_line, pad, runs

_REVERSED = Style(reverse=True)
_UNDERLINED = Style(underline=True)


def scrolled(edited: EditedLine, room: int, skipped: int) -> int:
    """Return how many columns at the line's beginning to leave out, so that the caret is in sight.

    Args:
        edited: the line.
        room: cells for it.
        skipped: columns left out by now; as few as possible are scrolled.
    """
    line = edited.clusters.line
    most = line.width - room
    if most <= 0:
        return 0
    caret = max(0, min(edited.cell[0], line.width - 1))
    if line.rtl:
        caret = line.width - 1 - caret
    return max(0, min(max(skipped, caret - room + 1), caret, most))


def first_column(edited: EditedLine, room: int, skipped: int) -> int:
    """Return the column of the line that stands first in the room; below 0 there are blanks before it."""
    line = edited.clusters.line
    return line.width - room - skipped if line.rtl else skipped


def draw(
    edited: EditedLine,
    width: int,
    skipped: int,
    look: Palette,
    *,
    focused: bool,
    dim_from: int | None = None,
) -> Strip:
    """Draw a line.

    Args:
        edited: the line.
        width: cells of the row, at least 3.
        skipped: see `scrolled`.
        look: the styles of the theme.
        focused: whether the caret is shown.
        dim_from: the code point from which on it isn't typed yet.
    """
    room = width - 2
    line = edited.clusters.line
    left = first_column(edited, room, skipped)
    right = left + room
    caret = look.bar + _REVERSED if focused else look.bar
    first, last = edited.cell
    chosen = look.lit + _UNDERLINED
    lit = edited.lit()
    dim = set() if dim_from is None else edited.columns(dim_from, len(edited.text))
    styles = [
        caret
        if first <= column < last
        else chosen
        if column in lit
        else look.bar_dim
        if column in dim
        else look.bar
        for column in range(line.width)
    ]
    return Strip([
        *pad(-left, look.bar),
        _beside(left > 0, caret if first < 0 else look.bar, look),
        *Strip(runs(line, styles), line.width).crop(max(0, left), right),
        _beside(right < line.width, caret if first >= line.width else look.bar, look),
        *pad(right - line.width, look.bar),
    ], width)  # fmt: skip


def draw_placeholder(text: str, width: int, look: Palette, *, rtl: bool, focused: bool) -> Strip:
    """Draw what stands for a line that has no text yet, with the caret where the first letter will be."""
    caret = Segment(" ", look.bar + _REVERSED if focused else look.bar)
    edge = Segment(" ", look.bar)
    shown = one_line(text, width - 3, look.bar_dim, right=rtl)
    return Strip([edge, *shown, caret, edge] if rtl else [edge, caret, *shown, edge], width)


def _beside(more: bool, style: Style, look: Palette) -> Segment:
    return Segment("…", look.bar_dim) if more else Segment(" ", style)
