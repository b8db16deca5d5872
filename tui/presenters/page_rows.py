"""Sets blocks of text in rows of cells, for the screen and for commands alike.

Each block is wrapped as a whole, on its own side; a table's columns stand in the order in which the page is
read. What is typed as it stands (a key, an option, a path) is isolated from left to right (UAX #9, HL3):
`--db` would read `db--` in an Arabic sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from tui.bidi import Line, Paragraph, direction_of, layout
from tui.presenters.markdown import STEP, Block, Table
from tui.presenters.stored import with_signs

_LRI, _FSI, _PDI = "\u2066", "\u2068", "\u2069"
_WORDS_IN_CODE = re.compile(r"""(?<=")[^"]+(?=")|(?:(?<=^# )|(?<=\s# )).*""")
"""The words between two quotation marks, and those of a comment."""
_LEAST_BLOCK = 12
"""Cells that a deeply nested block has at the least."""
_LEAST_COLUMN = 8
"""Cells of a column; where a table has less room each of its rows is a list."""
_GAP = 2
"""Cells between two columns."""
_UNWRAPPED = 1 << 20


class Piece(NamedTuple):
    """A line of text in a row."""

    line: Line
    column: int
    """Its first cell."""
    bold: Sequence[tuple[int, int]] = ()
    """Code points of the line's paragraph, half-open."""
    heading: bool = False


class PageRow(NamedTuple):
    """A row of cells; a blank one has no pieces."""

    pieces: Sequence[Piece]
    block: Block | Table
    """To which it belongs."""


def page_rows(shown: Iterable[Block | Table], width: int, *, rtl: bool) -> Iterator[PageRow]:
    """Yield the rows of blocks.

    Args:
        shown: the blocks.
        width: cells of a row, at least 1.
        rtl: whether the page is read from the right.
    """
    for number, block in enumerate(shown):
        if block.apart and number:
            yield PageRow((), block)
        lines = _table(block, width, rtl) if isinstance(block, Table) else _set(block, width, rtl)
        for pieces in lines:
            yield PageRow(pieces, block)


def _set(block: Block, width: int, rtl: bool) -> Iterator[list[Piece]]:
    indent = _indent(block, width)
    paragraph, bold = _paragraph(block, rtl)
    for line in layout(paragraph, max(1, width - indent)):
        column = max(0, width - indent - line.width) if line.rtl else indent
        yield [Piece(line, column, bold, block.heading)]


def _indent(block: Block | Table, width: int) -> int:
    return min(block.indent, max(0, width - _LEAST_BLOCK))


def _paragraph(block: Block, rtl: bool) -> tuple[Paragraph, list[tuple[int, int]]]:
    """Return a block as a paragraph, and which code points of that are bold."""
    direction = direction_of(block.text, in_rtl=rtl)
    text = with_signs(block.text, direction)
    if block.code == ((0, len(text)),):  # a line of code
        return Paragraph(text if text.isascii() else _WORDS_IN_CODE.sub(_isolated, text), "ltr"), []
    if direction == "ltr":  # nothing would turn in it
        return Paragraph(text, direction), [*block.bold, *block.code]
    parts, place = [], 0
    for start, end in block.code:
        parts += [text[place:start], _LRI, text[start:end], _PDI]
        place = end
    isolated = "".join([*parts, text[place:]])
    spans = [
        (_behind(start, block.code), _behind(end, block.code)) for start, end in (*block.bold, *block.code)
    ]
    return Paragraph(isolated, direction), spans


def _isolated(words: re.Match[str]) -> str:
    """Return words in code such that Arabic in them turns nothing beyond them."""
    return f"{_FSI}{words[0]}{_PDI}"


def _behind(place: int, code: Sequence[tuple[int, int]]) -> int:
    """Return where a code point stands when what is code has been isolated."""
    return place + sum((start <= place) + (end < place) for start, end in code)


def _table(table: Table, width: int, rtl: bool) -> Iterator[list[Piece]]:
    rows = [row for row in (table.heading, *table.rows) if any(cell.text for cell in row)]
    set_rows = [[_paragraph(cell, rtl) for cell in row] for row in rows]
    natural = [
        max(layout(paragraph, _UNWRAPPED)[0].width for paragraph, _ in column)
        for column in zip(*set_rows, strict=True)
    ]
    indent = _indent(table, width)
    widths = _widths(natural, width - indent - _GAP * (len(natural) - 1))
    if widths is None:
        for block in _as_lists(table):
            yield from _set(block, width, rtl)
        return
    starts = [indent + sum(widths[:number]) + _GAP * number for number in range(len(widths))]
    if rtl:
        starts = [width - start - room for start, room in zip(starts, widths, strict=True)]
    for row, cells in zip(rows, set_rows, strict=True):
        columns = [
            [Piece(line, start, bold, row is table.heading) for line in layout(paragraph, max(1, room))]
            for (paragraph, bold), start, room in zip(cells, starts, widths, strict=True)
        ]
        for abreast in zip_longest(*columns):
            yield [
                piece._replace(column=piece.column + _lead(piece.line, room, rtl))
                for piece, room in zip(abreast, widths, strict=True)
                if piece is not None
            ]


def _lead(line: Line, room: int, rtl: bool) -> int:
    """Return the blanks before a line in its column."""
    return max(0, room - line.width) if rtl or line.rtl else 0


def _widths(natural: Sequence[int], room: int) -> list[int] | None:
    """Return the cells of each column: what it needs, else an equal share of what the narrow ones leave.

    None if that share is too narrow to read in.
    """
    widths = list(natural)
    wide = set(range(len(widths)))
    while sum(widths) > room:
        left = room - sum(widths[column] for column in range(len(widths)) if column not in wide)
        share = left // len(wide)
        if share < _LEAST_COLUMN:
            return None
        narrow = {column for column in wide if natural[column] <= share}
        if not narrow:
            for column in wide:
                widths[column] = share
            break
        wide -= narrow
    return widths


def _as_lists(table: Table) -> Iterator[Block]:
    """Yield the rows of a table one below the other, each cell behind its heading."""
    for first, *cells in table.rows:
        yield first._replace(bold=((0, len(first.text)),), indent=table.indent, apart=False)
        for heading, cell in zip(table.heading[1:], cells, strict=True):
            if cell.text:
                name = f"{heading.text}: " if heading.text else ""
                moved = [(start + len(name), end + len(name)) for start, end in cell.code]
                yield Block(name + cell.text, indent=table.indent + STEP, apart=False, code=moved)
