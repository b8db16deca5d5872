"""Lays records out as a table that is as wide as the terminal, for commands whose output a person looks at.

A table of Rich gives each cell its own bidi, cuts between code units of what it thinks a cell is, and knows
no right edge; here each cell is laid out by `tui.bidi`, cut between graphemes, and stands at the side from
which it is read.

How wide columns are is decided by the first records, so that a long list begins at once: as wide as nearly
all of their values, between bounds. Where that is too much, whole columns are left out, the least needed
first, and then those that are left are cut. One column, the last, has what is left over.

In Arabic values stand at the right of their columns. A table with a column of what is left over, which is at
the right edge as titles are in the library, keeps the order of its columns; all others run from the right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

from annotations.services.column_widths import ColumnWidths
from tui.bidi import Direction, Paragraph, layout
from tui.i18n import language
from tui.presenters.stored import with_signs

_LOOKED_AT = 200
"""Records by which the widths are decided."""
_WIDE = 100
"""Cells of a row from which columns have two blanks between them."""
_CUT = "…"
_LONGEST = 8
"""Code points that are laid out for a cell of room: no letter has more marks."""


class Column(NamedTuple):
    """A column of a table."""

    name: str
    """Its heading, in the language in use."""
    least: int = 1
    """Cells without which it is of no use."""
    most: int | None = None
    """Cells that it takes at most; None: what is left over, which only the last column can have."""
    number: bool = False
    """True if its values stand at the right in any language."""
    own: bool = False
    """True if the program wrote its values, with isolates around what is from outside; they stand at the
    side from which the interface is read."""
    spare: int = 0
    """Columns are left out where there is no room, the highest first; 0: never."""


def table_rows(
    columns: Sequence[Column], records: Iterable[Sequence[str]], width: int, *, heading: bool = True
) -> Iterator[str]:
    """Yield the rows of a table, the heading first; nothing if there is no record.

    Args:
        columns: what the values of a record are.
        records: the values, any text.
        width: cells of a row.
        heading: whether there is one.
    """
    coming = iter(records)
    first = list(islice(coming, _LOOKED_AT))
    if not first:
        return
    rooms = _rooms(columns, first, width)
    kept = list(rooms)
    has_rest = columns[-1].most is None
    order = kept if has_rest or language() != "ar" else kept[::-1]
    names = [column.name for column in columns]
    for values in chain([names] if heading else [], first, coming):
        row = (" " * _gap(width)).join(
            fitted_cell(values[at], rooms[at], right=_at_right(columns[at]), own=columns[at].own)
            for at in order
        )
        if language() == "ar" and not has_rest:
            row = " " * max(0, width - _taken(rooms, width)) + row
        yield row.rstrip()


def _at_right(column: Column) -> bool:
    return column.number or (column.most is None and not column.own) or language() == "ar"


def _rooms(columns: Sequence[Column], records: Sequence[Sequence[str]], width: int) -> dict[int, int]:
    """Return the cells of each column that is kept, by its place."""
    widths = ColumnWidths(map(str, range(len(columns))))
    for number, values in enumerate(records):
        widths.put(number, {str(at): cells(value, own=columns[at].own) for at, value in enumerate(values)})
    needed = widths.needed()
    rooms: dict[int, int] = {}
    least: dict[int, int] = {}
    for at, column in enumerate(columns):
        wanted = max(needed[str(at)], cells(column.name))
        if column.most is None:
            rooms[at] = least[at] = column.least
        elif needed[str(at)] or not column.spare:
            rooms[at] = max(column.least, min(wanted, column.most))
            least[at] = rooms[at] if column.number else column.least
    while _taken(rooms, width) > width:
        spare = max(rooms, key=lambda at: columns[at].spare)
        if not columns[spare].spare:
            break
        del rooms[spare]
    for _ in range(max(0, _taken(rooms, width) - width)):
        wide = max(rooms, key=lambda at: rooms[at] - least[at])
        rooms[wide] -= rooms[wide] > least[wide]
    if columns[-1].most is None:
        rooms[len(columns) - 1] += max(0, width - _taken(rooms, width))
    return rooms


def _gap(width: int) -> int:
    return 2 if width >= _WIDE else 1


def _taken(rooms: dict[int, int], width: int) -> int:
    return sum(rooms.values()) + _gap(width) * (len(rooms) - 1)


def cells(text: str, *, own: bool = False) -> int:
    """Return how many cells a value takes."""
    return layout(Paragraph(with_signs(_flat(text, 255), isolates=not own)), 1 << 12)[0].width


def fitted_cell(text: str, room: int, *, right: bool = False, own: bool = False) -> str:
    """Return a value as one row of exactly so many cells; where it is cut, a sign stands at its end.

    Args:
        text: the value.
        room: its cells.
        right: whether it stands at their right.
        own: whether the program wrote it, see `Column.own`.
    """
    room = max(1, room)
    direction: Direction = "auto" if not own else "rtl" if language() == "ar" else "ltr"
    paragraph = Paragraph(with_signs(_flat(text, room + 1), direction, isolates=not own), direction)
    lines = layout(paragraph, room)
    shown, width = lines[0].text, lines[0].width
    if len(lines) > 1:
        line = layout(paragraph, max(1, room - 1))[0]
        shown, width = line.text, line.width
        if width < room:
            shown, width = (_CUT + shown if line.rtl else shown + _CUT), width + 1
    blank = " " * (room - width)
    return blank + shown if right else shown + blank


def _flat(text: str, room: int) -> str:
    return " ".join(text[: _LONGEST * room].split())
