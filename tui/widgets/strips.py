"""Makes Textual's strips of visual lines: one segment per run of one style, cut only between graphemes.

Text goes into segments as it is, never through markup, so nothing in an article can act as a style or a link.
A row of the interface is made of parts in the order in which they are read, and put together here: in Arabic
from the right (`side_by_side`, `leading`). An article's text and its titles stand at the right in either
language.

Rows have no gutter that could tell of hidden characters, so a sign stands in the place of each that can
change what is seen. Isolates alone are left in what the interface says, which has some of its own; whoever
puts a name or a path from outside into such a line calls `as_stored` for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TypeVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.bidi import Direction, Line, Paragraph, layout
from tui.bidi.char_kinds import may_hide
from tui.i18n import language

MEASURE = 90
"""Cells of text in a row at most: longer lines are hard to follow from one to the next."""

_ONE_CELL_EACH = (
    "[ -~\u00a1-\u00ac\u00ae-\u00ff\u060c\u0621-\u064a\u0660-\u0669"
    "\u2013-\u2026\u2500-\u25fc\ufb50-\ufbb1\ufbd3-\ufbff\ufe80-\ufefc]*"
)
"""Rich says the same by a table whose loading takes 10 million instructions, at each start."""

Part = TypeVar("Part")


def from_right() -> bool:
    """Say whether the interface is read from the right."""
    return language() == "ar"


def in_order(parts: Iterable[Part]) -> list[Part]:
    """Return parts from left to right that are given in the order in which they are read."""
    read = list(parts)
    return read[::-1] if from_right() else read


def side_by_side(parts: Iterable[Iterable[Segment]], width: int, style: Style) -> Strip:
    """Put parts side by side in the order in which they are read; what is left over is blank in `style`."""
    segments = [segment for part in in_order(parts) for segment in part]
    used = cells(segments)
    if used > width:
        first = used - width if from_right() else 0
        return Strip(segments, used).crop(first, first + width)
    return Strip(
        [segment for part in in_order([segments, pad(width - used, style)]) for segment in part], width
    )


def cells(segments: Iterable[Segment]) -> int:
    """Return the cells that segments take."""
    return sum(len(text) if re.fullmatch(_ONE_CELL_EACH, text) else cell_len(text) for text, *_ in segments)


def leading(text: str, width: int, style: Style, *, outside: bool = False) -> list[Segment]:
    """Show a text of the interface, or one from `outside`, in `width` cells, where reading begins."""
    return one_line(text, width, style, right=from_right(), outside=outside)


def natural_width(text: str, most: int, style: Style, *, outside: bool = False) -> list[Segment]:
    """Show a text of any origin in its own width, `most` cells at the most; `outside` as for `one_line`."""
    if text.isascii() and text.isprintable() and len(text) <= most:
        return [Segment(text, style)] if text else []
    whole = one_line(text, most, style, outside=outside)
    if whole and not whole[-1].text.strip(" "):
        whole = whole[:-1]
    return whole


def runs(line: Line, styles: Sequence[Style]) -> list[Segment]:
    """Cut a line where the style changes.

    Args:
        line: what to show.
        styles: one per cell of the line, left to right; equal neighbours should be the same object.
    """
    segments = []
    start = 0
    for column in range(1, len(styles) + 1):
        if column == len(styles) or styles[column] is not styles[start]:
            segments.append(Segment(line.slice(start, column), styles[start]))
            start = column
    return segments


def pad(cells: int, style: Style) -> list[Segment]:
    """Return blank cells, nothing for none."""
    return [Segment(" " * cells, style)] if cells > 0 else []


def marked(line: Line, spans: Iterable[tuple[int, int]], style: Style, mark: Style) -> list[Segment]:
    """Return a line's segments with some code points (half-open spans of its paragraph) in another style."""
    styles = [style] * line.width
    for start, end in spans:
        if start < line.end and end > line.start:
            for first, last in line.columns(start, end):
                styles[first:last] = [mark] * (last - first)
    return runs(line, styles)


def as_stored(text: str, direction: Direction = "auto", *, isolates: bool = True) -> str:
    """Return a text with a sign for each hidden character, see `tui.presenters.stored.with_signs`."""
    if not may_hide(text):
        return text
    from tui.presenters.stored import with_signs  # here: the first frame has one module less to read

    return with_signs(text, direction, isolates=isolates)


def one_line(
    text: str,
    width: int,
    style: Style,
    *,
    right: bool = False,
    spans: Sequence[tuple[int, int]] = (),
    mark: Style | None = None,
    outside: bool = False,
) -> list[Segment]:
    """Show a text in one row of exactly `width` cells, with `…` where it is cut.

    Args:
        text: logical text, of any direction; line ends count as spaces.
        width: cells.
        style: of the whole row.
        right: whether the text stands at the right edge; else at the left.
        spans: code points (half-open) to mark; the text then has single spaces only.
        mark: the style of the marked ones.
        outside: the text is one from outside and nothing else, such as a title: it has no isolates of ours.
    """
    if width <= 0:
        return []
    # A title of 200 KB is possible; 8 code points a cell leave room for harakat and white space.
    return list(_one_line(text[: 8 * width], width, style, right, tuple(spans), mark, outside))


@lru_cache(maxsize=512)
def _one_line(
    text: str,
    width: int,
    style: Style,
    right: bool,
    spans: tuple[tuple[int, int], ...],
    mark: Style | None,
    outside: bool,
) -> tuple[Segment, ...]:
    paragraph = Paragraph(as_stored(" ".join(text.split()), isolates=outside))
    lines = layout(paragraph, width)
    line = lines[0]
    more = len(lines) > 1
    if more:
        direction: Direction = "rtl" if paragraph.base_level % 2 else "ltr"
        line = layout(Paragraph(paragraph.text, direction), max(1, width - 1))[0]
    shown = marked(line, spans, style, mark) if spans and mark else [Segment(line.text, style)]
    if more:
        shown.insert(0 if line.rtl else len(shown), Segment("…", style))
    blank = list(pad(width - line.width - more, style))
    return (*blank, *shown) if right else (*shown, *blank)
