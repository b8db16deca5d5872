"""Rows for screen readers and braille displays that read a terminal's cells from left to right as they stand.

Such a reader is sent a row in the order in which it is read, in plain letters instead of their joined forms,
and what stands right of it on the screen comes behind it. Rows of the screen have their Arabic at the right
edge, behind many blanks; here a stretch of blanks is as long as it takes to part two things.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

from rich.cells import cell_len

from tui.bidi import Paragraph, layout
from tui.bidi.char_kinds import ZERO_WIDTH, kinds
from tui.bidi.classes import classes
from tui.terminal.inverse_bidi import SentCell

GAP = 2
"""Blanks that part two things in a row, at least."""
_FORMS = ("\ufb50", "\ufdff"), ("\ufe70", "\ufefc")
"""Arabic Presentation Forms A and B: letters as they are joined."""


@lru_cache(maxsize=256)  # rows come again with each repaint
def as_read(cells: tuple[str, ...], *, rtl: bool = False) -> Sequence[SentCell]:
    """Return what to send for a row so that its cells are in reading order.

    Args:
        cells: a whole row as it is seen from left to right.
        rtl: the screen is laid out from the right (the Arabic interface): what stands at the right is read
            first, and what stands left of it comes behind.

    Returns:
        As many cells as the row has; the blanks that are left over stand at its end.
    """
    sent: list[SentCell] = []
    spare = [SentCell(" ", place) for place, text in enumerate(cells) if not text.strip()]
    things = list(_things(cells))
    for start, end in reversed(things) if rtl else things:
        if sent:
            sent += spare[:GAP]
            del spare[:GAP]
        sent += _in_order(cells[start:end], start)
        del spare[: sum(not text.strip() for text in cells[start:end])]
    for place, cell in enumerate(sent):
        letters = _letters(cell.text)
        more = _width(letters) - _width(cell.text)  # lam-alef: two letters in a cell
        if more <= len(spare):
            sent[place] = SentCell(letters, cell.cell)
            del spare[: max(0, more)]
    return [*sent, *spare]


def _things(cells: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield first cell and end of each thing in a row: what stands between two stretches of blanks."""
    start, end = -1, 0
    for place, text in enumerate(cells):
        if not text.strip():
            continue
        if start >= 0 and place - end >= GAP:
            yield start, end
            start = place
        elif start < 0:
            start = place
        end = place + 1
    if start >= 0:
        yield start, end


def _in_order(cells: Sequence[str], first: int) -> list[SentCell]:
    """Return the cells of one thing in reading order: the pass of UAX #9 over what is seen undoes itself."""
    seen = "".join(cells)
    if not {"R", "A", "N"} & set(classes(seen)):
        return [SentCell(text, first + place) for place, text in enumerate(cells)]
    ends = list(accumulate(map(len, cells)))
    return [
        SentCell(cell.text, first + bisect_right(ends, cell.start))
        for line in layout(Paragraph(seen, "rtl"), len(seen) * 4 + 1)
        for cell in line.cells
    ]


def column_of(cells: Sequence[SentCell], cell: int) -> int:
    """Return in which column of a row as it is sent a cell of the row as it is seen begins."""
    column = 0
    for sent in cells:
        if sent.cell == cell:
            return column
        column += cell_len(sent.text)
    return 0


def _letters(text: str) -> str:
    """Return a cell with letters instead of their joined forms."""
    if not any(first <= char <= last for char in text for first, last in _FORMS):
        return text
    return "".join(
        unicodedata.normalize("NFKC", char) if any(first <= char <= last for first, last in _FORMS) else char
        for char in text
    )


def _width(text: str) -> int:
    """Return how many characters of a cell are no marks on another one."""
    return sum(kind not in ZERO_WIDTH for kind in kinds(text))
