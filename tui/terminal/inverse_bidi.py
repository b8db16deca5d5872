"""Rows for terminals that reorder what they are sent, such that their own pass shows what is wanted.

Such a terminal runs UAX #9 over each row, with a left-to-right base. That pass undoes itself on almost
every row, so what is sent is the wanted row put through it once. Where it doesn't (a number at the right
end of an Arabic row joins the run beside it), the row is sent in pieces of one direction with a
left-to-right mark between, which takes no cell. Either is checked by running our own pass over it.

Some terminals take the base of a row from its first letter (mlterm). So a row that begins with Arabic has a
mark before that, too: in the place of its first cell where that is blank, since tmux drops one at column 0.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, Literal, NamedTuple

from tui.bidi.classes import bidi_class, classes, closing_bracket, is_closing_bracket
from tui.bidi.layout import layout
from tui.bidi.paragraph import Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator

LEFT_TO_RIGHT_MARK = "\u200e"
_BEGINS_RIGHT = re.compile("[^LRA]*[RA]")


class SentCell(NamedTuple):
    """The text that is sent for one cell."""

    text: str
    """The wanted cell's text or its mirrored twin, perhaps beside a mark of direction."""
    cell: int
    """The number of the wanted cell that it becomes, whose style it has."""
    drawn: Literal["", "hidden", "switched"] = ""
    """Hidden: in the colour of its ground, a letter that only turns what follows. Switched: with the
    attribute of the profile, or without it if its style has that."""


def terminal_pass(sent: str) -> str:
    """Return what a terminal shows for a row, from left to right (UAX #9 with left-to-right base, L4)."""
    return "".join(line.text for line in layout(Paragraph(sent, "ltr"), len(sent) * 4 + 1))


@lru_cache(maxsize=256)  # rows come again with each repaint; 24 KB each
def inverse(cells: tuple[str, ...]) -> tuple[SentCell, ...]:
    """Return what to send so that a terminal's own pass shows the given cells.

    Args:
        cells: a whole row as it shall be seen from left to right: each the text of one cell or wide cell, a
            letter before its marks, without controls or characters that take no cell.

    Returns:
        What to send, in order; the texts of all, joined, are the row.
    """
    wanted = "".join(cells)
    ends = list(accumulate(map(len, cells)))
    sent = tuple(_passed(wanted, ends))
    if terminal_pass(_joined(sent)) != wanted:
        sent = tuple(_in_pieces(cells))
    return _led(sent)


def _led(sent: tuple[SentCell, ...]) -> tuple[SentCell, ...]:
    """Put a mark in front of the first letter or number that isn't one from left to right."""
    if not sent or not _BEGINS_RIGHT.match(classes(_joined(sent))):
        return sent
    first = sent[0]
    at_once = _side(first.text[:1]) in "RN"
    text = LEFT_TO_RIGHT_MARK + first.text if at_once else first.text + LEFT_TO_RIGHT_MARK
    return (first._replace(text=text), *sent[1:])


def _joined(sent: tuple[SentCell, ...]) -> str:
    return "".join([cell.text for cell in sent])


def _passed(wanted: str, ends: list[int]) -> Iterator[SentCell]:
    for line in layout(Paragraph(wanted, "ltr"), len(wanted) * 4 + 1):
        for cell in line.cells:
            yield SentCell(cell.text, bisect_right(ends, cell.start))


def _in_pieces(cells: tuple[str, ...]) -> Iterator[SentCell]:
    """Send each stretch of right-to-left letters reversed, the rest as it stands, with marks between.

    Between two marks of direction nothing depends on what is beyond them: letters with the neutrals
    inside them have level 1, Arabic-Indic digits without any sign between them level 2, the rest level 0.
    """
    mark = ""
    for side, group in groupby(enumerate(_sides(cells)), key=lambda pair: pair[1]):
        places = [place for place, _ in group]
        if side == "R":
            text = "".join(cells[place] for place in places)
            ends = list(accumulate(len(cells[place]) for place in places))
            piece = [cell._replace(cell=cell.cell + places[0]) for cell in _passed(text, ends)]
        else:
            piece = [SentCell(cells[place], place) for place in places]
        yield SentCell(mark + piece[0].text, piece[0].cell)
        yield from piece[1:]
        mark = LEFT_TO_RIGHT_MARK


def _sides(cells: tuple[str, ...]) -> str:
    """Return for each cell `R`, `N` (Arabic-Indic digits) or `L`. Neutrals between two `R` are `R`, else `L`.

    A bracket is `L` too: in an `R` piece it might find its twin in another piece, and N0 would turn it.
    """
    sides = [_side(cell[:1]) for cell in cells]
    last = None
    for place, side in enumerate(sides):
        if side == "O":
            continue
        if last is not None:
            between = "R" if side == sides[last] == "R" else "L"
            sides[last + 1 : place] = between * (place - last - 1)
        last = place
    return "".join(sides).replace("O", "L")


def _side(char: str) -> str:
    if not char:
        return "O"
    if closing_bracket(char) or is_closing_bracket(char):
        return "L"
    return {"R": "R", "A": "R", "N": "N", "L": "L", "E": "L"}.get(bidi_class(char), "O")
