"""Lays the lines of the details out in rows and draws each: in columns, or one behind the other.

Nothing is cut as long as there is room: a name and a value take as many rows as they need. A row of several
is known by its line and its number, so that rows can be compared with those on the screen and kept drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.bidi import Line, layout_prefix
from tui.presenters.annotation import DetailLine
from tui.theme import Palette
from tui.widgets.strips import (
    as_stored,
    cells,
    from_right,
    in_order,
    leading,
    marked,
    natural_width,
    pad,
    runs,
    side_by_side,
)

_NAMES, _WIDE_NAMES = 16, 18
"""Cells of the column of names, in a narrow panel and in one that has room for the longest."""
_HAS_ROOM = 60
"""Columns of a panel that has."""
MOST_ROWS = 60
"""Rows that one value takes at most: more than most screens have."""

_GAP = "  "
"""Between a value and what is said about it."""
_FSI, _PDI = "\u2068", "\u2069"


class PanelRow(NamedTuple):
    """One row of the panel."""

    lines: tuple[DetailLine, ...] = ()
    number: int = 0
    """Which row it is of its only line, which takes several."""
    flowed: bool = False
    """True if lines stand one behind the other; else there is one line, in columns."""


class _Wrapped(NamedTuple):
    """A text in rows."""

    lines: tuple[Line, ...]
    more: bool
    """True if there was no room for all of it."""


# ---------------------------------------------------------------------- what stands where


def in_columns(lines: Iterable[DetailLine], width: int) -> list[PanelRow]:
    """Return the rows of lines, each in columns and as many rows as it needs."""
    return [PanelRow((line,), number) for line in lines for number in range(_rows_of(line, width))]


def flowing(lines: Iterable[DetailLine], width: int) -> list[PanelRow]:
    """Put as many lines as there is room for into each row; one that is longer than a row takes several."""
    rows: list[PanelRow] = []
    row: list[DetailLine] = []
    used = 1
    for line in lines:
        needed = _needs(line, width)
        if row and used + needed > width:
            rows.append(PanelRow(tuple(row), flowed=True))
            row, used = [], 1
        if 1 + needed > width:
            rows += in_columns([line], width)
        else:
            row.append(line)
            used += needed
    return [*rows, PanelRow(tuple(row), flowed=True)] if row else rows


def window(rows: Sequence[PanelRow], top: int, height: int) -> list[PanelRow]:
    """Return as many rows as there is room for, from `top` on if those behind it fill the room."""
    top = max(0, min(top, len(rows) - height))
    return list(rows[top : top + max(0, height)])


def shortened(rows: Sequence[PanelRow], height: int) -> list[PanelRow]:
    """Return the rows if there is room for them, else the first of them and a sign that there are more."""
    if height <= 0:
        return []
    if len(rows) <= height:
        return list(rows)
    return [*rows[: max(0, height - 1)], *in_columns([DetailLine(value="…", style="dim", wide=True)], 9)]


def place_of(line: DetailLine, rows: Sequence[PanelRow]) -> int:
    """Return in which row a line begins."""
    return next((place for place, row in enumerate(rows) if row.lines and row.lines[0] is line), 0)


@lru_cache(maxsize=512)
def _rows_of(line: DetailLine, width: int) -> int:
    """Return how many rows a line takes: of most lines that is known from other sentences."""
    if line == DetailLine():
        return 1
    name = 1 if line.wide else len(_wrapped(line.name, _names(width)).lines)
    return max(name, len(_wrapped(_text(line), _room(line, width)).lines))


def _room(line: DetailLine, width: int) -> int:
    """Return the cells of a value."""
    return max(1, width - 4 if line.wide else width - _names(width) - 5)


def _names(width: int) -> int:
    """Return the cells of the column of names."""
    return _WIDE_NAMES if width >= _HAS_ROOM else _NAMES


def _text(line: DetailLine) -> str:
    value = " ".join(line.value.split())
    return f"{_FSI}{value}{_PDI}{_GAP}{' '.join(line.about.split())}" if line.about else value


@lru_cache(maxsize=512)
def _wrapped(text: str, room: int) -> _Wrapped:
    """Wrap a text; a note of a megabyte is possible, of which no more is read than is shown."""
    lines = layout_prefix(as_stored(text[: 8 * room * MOST_ROWS], isolates=False), room, MOST_ROWS + 1)
    return _Wrapped(tuple(lines[:MOST_ROWS]), len(lines) > MOST_ROWS)


def _needs(line: DetailLine, width: int) -> int:
    """Return the cells that a line takes among others."""
    about = line.about if line.style == "struck" else ""
    texts = [text for text in (line.key, line.name, line.value, about) if text]
    return 2 + sum(1 + cells(natural_width(text, 2 * width, Style.null())) for text in texts)


# ---------------------------------------------------------------------- drawing


def draw(row: PanelRow, width: int, look: Palette) -> Strip:
    """Draw a row."""
    if row.flowed:
        return side_by_side(_flowed_parts(row.lines, width, look), width, look.text).simplify()
    if row.lines and row.lines[0] != DetailLine():
        return _drawn(row.lines[0], row.number, width, look).simplify()
    return Strip(pad(width, look.text), width)


def _drawn(line: DetailLine, number: int, width: int, look: Palette) -> Strip:
    lit = line.style == "lit"
    ink, dim = (look.lit, look.lit_dim) if lit else (look.text, look.dim)
    value = {"dim": dim, "struck": look.struck}.get(line.style, ink)
    mark = look.cursor_mark if line.key and not lit else value if line.wide else ink
    first = number == 0
    if line.style == "dim":  # in few styles: a blank has none that is seen, and each takes 40 bytes
        ink = mark = dim
    elif line.about and not lit:
        ink = mark if first else dim
    pointer = Segment(("◂" if from_right() else "▸") if lit and first else " ", ink)
    key = [
        part for parts in in_order([[pointer], leading(line.key if first else "", 1, mark)]) for part in parts
    ]
    name = [] if line.wide else [_row(line.name, number, _names(width), dim, dim, None), pad(1, ink)]
    begins = len(" ".join(line.value.split())) + 2 if line.about else None
    text = _row(_text(line), number, _room(line, width), value, dim, begins)
    return side_by_side([key, pad(1, ink), *name, text], width, ink)


def _row(text: str, number: int, room: int, ink: Style, dim: Style, about: int | None) -> list[Segment]:
    """Draw one row of a text that may take several; from the code point `about` on it is dim.

    Behind a text no style is seen that is drawn into blanks.
    """
    lines, more = _wrapped(text, room)
    if number >= len(lines):
        return pad(room, ink)
    line = lines[number]
    spans = [(about, line.end)] if about is not None and about < line.end else []
    shown = marked(line, spans, ink, dim) if spans else runs(line, [ink] * line.width)
    width = line.width
    if more and number == len(lines) - 1:
        keep = min(width, room - 1)
        first = width - keep if line.rtl else 0
        cut = list(Strip(shown, width).crop(first, first + keep))
        shown, width = ([Segment("…", ink), *cut] if line.rtl else [*cut, Segment("…", ink)]), keep + 1
    blank = pad(room - width, dim if spans or ink.strike else ink)
    right = line.rtl if len(lines) > 1 else from_right()
    return [*blank, *shown] if right else [*shown, *blank]


def _flowed_parts(lines: Sequence[DetailLine], width: int, look: Palette) -> list[list[Segment]]:
    parts = [pad(1, look.text)]
    for line in lines:
        lit = line.style == "lit"
        value = look.lit if lit else {"dim": look.dim, "struck": look.struck}.get(line.style, look.text)
        about = line.about if line.style == "struck" else ""
        for text, style in (
            (line.key, look.cursor_mark),
            (line.name, look.dim),
            (line.value, value),
            (about, look.dim),
        ):
            if text:
                parts += [natural_width(text, width, style), pad(1, look.text)]
        parts.append(pad(2, look.text))
    return parts
