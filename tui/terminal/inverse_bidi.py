"""Rows for terminals that reorder what they are sent, such that their own pass shows what is wanted.

Such a terminal runs UAX #9 over each row, with a left-to-right base. That pass undoes itself on almost
every row, so what is sent is the wanted row put through it once. Where it doesn't (a number at the right
end of an Arabic row joins the run beside it), the row is sent in pieces of one direction with a
left-to-right mark between, which takes no cell. Either is checked by running our own pass over it.

Some terminals take the base of a row from its first letter. So a row that begins with Arabic has a mark
before that, too: in the place of its first cell where that is blank, since tmux drops one at column 0.

In mlterm (3.9.0) a mark isn't seen and yet takes a cell: a full row breaks, or loses its end under tmux.
There blanks are Latin letters that are concealed (`by_letters`), and a row without a blank to begin with is
sent for the base that its first letter makes.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate, chain, groupby, product
from typing import TYPE_CHECKING, Literal, NamedTuple

from tui.bidi.classes import bidi_class, classes, closing_bracket, is_closing_bracket
from tui.bidi.layout import layout
from tui.bidi.paragraph import Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui.bidi.paragraph import Direction

LEFT_TO_RIGHT_MARK = "\u200e"
_BEGINS_RIGHT = re.compile("[^LRA]*[RA]")
_LETTER = "l"


class SentCell(NamedTuple):
    """The text that is sent for one cell."""

    text: str
    """The wanted cell's text or its mirrored twin, perhaps beside a mark of direction."""
    cell: int
    """The number of the wanted cell that it becomes, whose style it has."""
    drawn: Literal["", "hidden", "switched"] = ""
    """Hidden: in the colour of its ground, a letter that only turns what follows. Switched: with the
    attribute of the profile, or without it if its style has that."""


def terminal_pass(sent: str, base: Direction = "ltr") -> str:
    """Return what a terminal shows for a row, from left to right (UAX #9 with that base, L4)."""
    return "".join(line.text for line in layout(Paragraph(sent, base), len(sent) * 4 + 1))


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
    if _mirrored(sent, cells) or terminal_pass(_joined(sent)) != wanted:
        sent = tuple(_in_pieces(cells))
    return _led(sent)


def _mirrored(sent: Sequence[SentCell], cells: Sequence[str]) -> bool:
    """Tell whether the terminal has to mirror a bracket, which Konsole (22.12) doesn't do beside a number."""
    return any(cell.text != cells[cell.cell] for cell in sent if len(cell.text) == 1)


@lru_cache(maxsize=256)
def by_letters(cells: tuple[str, ...]) -> tuple[SentCell, ...]:
    """Return the same for a terminal that takes the base from the first letter, and gives marks a cell.

    Args:
        cells: as for `inverse`, as many as the screen has columns if the first one is Arabic.
    """
    sides = [_side(text[:1]) for text in cells]
    first = next((place for place, side in enumerate(sides) if side in "RN"), len(cells))
    lead = next((place for place, text in enumerate(cells[:first]) if text == " "), None)
    if first == len(cells):
        return tuple(SentCell(text, cell) for cell, text in enumerate(cells))
    bases: tuple[Direction, ...] = ("ltr", "rtl")
    ways = product(bases, ({lead}, {lead, *_between(cells, sides)}), (_turned, _turned_by_pieces))
    for base, letters, turned in ways:
        hidden = letters if base == "ltr" else letters - {lead}
        row = [_LETTER if place in hidden else text for place, text in enumerate(cells)]
        sent = turned(row, base)
        if terminal_pass(_joined(sent), "auto") == "".join(row):
            return tuple(cell._replace(drawn="hidden") if cell.cell in hidden else cell for cell in sent)
    return inverse(cells)


def with_room_for_a_letter(cells: list[str], columns: int) -> list[str]:
    """Return a row that begins with Arabic one cell further in, if the screen has a column for that."""
    if not cells or _side(cells[0][:1]) not in "RN":
        return cells
    row = "".join(cells)
    width = sum(line.width for line in layout(Paragraph(row, "ltr"), 4 * len(row) + 1))
    return [" ", *cells] if width < columns else cells


def _between(cells: Sequence[str], sides: Sequence[str]) -> Iterator[int]:
    """Yield the blanks beside which the direction changes: one for each change that has one."""
    last = None
    for place, side in enumerate(sides):
        if side == "O":
            continue
        if last is not None and not side == sides[last] == "R":
            blanks = [blank for blank in range(last + 1, place) if cells[blank] == " "]
            yield from blanks[:1]
            yield from blanks[-1:]
        last = place


def _turned(row: Sequence[str], base: Direction) -> tuple[SentCell, ...]:
    """Return a row put once through the terminal's pass; from right to left, if that is the base."""
    order = range(len(row)) if base == "ltr" else range(len(row))[::-1]
    ordered = [row[place] for place in order]
    passed = list(_passed("".join(ordered), list(accumulate(map(len, ordered))), base))
    sent = passed if base == "ltr" else passed[::-1]
    return tuple(cell._replace(cell=order[cell.cell]) for cell in sent)


def _turned_by_pieces(row: Sequence[str], base: Direction) -> tuple[SentCell, ...]:
    """Return a row with each piece of one direction in its own order, and the pieces in that of the base."""
    sides = _sides(row, "L" if base == "ltr" else "R")
    pieces = [
        [SentCell(row[place], place) for place, _ in group][:: -1 if side == "R" else 1]
        for side, group in groupby(enumerate(sides), key=lambda pair: pair[1])
    ]
    return tuple(chain.from_iterable(pieces if base == "ltr" else pieces[::-1]))


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


def _passed(wanted: str, ends: list[int], base: Direction = "ltr") -> Iterator[SentCell]:
    for line in layout(Paragraph(wanted, base), len(wanted) * 4 + 1):
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


def _sides(cells: Sequence[str], base: str = "L") -> str:
    """Return for each cell `R`, `N` (Arabic-Indic digits) or `L`.

    Neutrals between two `R` are `R`, those between two others or at an end are of the base.

    A bracket is `L` too: in an `R` piece it might find its twin in another piece, and N0 would turn it.
    """
    sides = [_side(cell[:1]) for cell in cells]
    last = None
    for place, side in enumerate(sides):
        if side == "O":
            continue
        if last is not None:
            between = side if side == sides[last] and side in "RL" else base
            sides[last + 1 : place] = between * (place - last - 1)
        last = place
    return "".join(sides).replace("O", base)


def _side(char: str) -> str:
    if not char:
        return "O"
    if closing_bracket(char) or is_closing_bracket(char):
        return "L"
    return {"R": "R", "A": "R", "N": "N", "L": "L", "E": "L"}.get(bidi_class(char), "O")
