"""Writes what commands give to other programs, and what a terminal gets in its place.

Into a pipe or a file every byte goes as it is. JSON leaves DEL, the C1 controls and the bidi controls
unescaped (RFC 8259, 7), and CSV leaves everything; an article's text would then act on the terminal, so there
they stand as JSON's own escapes, the same value in JSON, and elsewhere a sign that one can see. That is
the work of `tui.terminal.streams`, through which all of it goes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

import msgspec

from annotations.text.sanitising import escaped_in_json
from tui.commands.opening import on_terminal
from tui.terminal.streams import write_line

if TYPE_CHECKING:
    from tui.terminal.pager import Parts

T = TypeVar("T")


def write_records(
    records: Iterable[T],
    *,
    as_json: bool,
    record_of: Callable[[T], Any],
    rows: Callable[[Iterable[T]], Iterator[str | Parts]],
    fields: Callable[[T], str],
    heading: bool = False,
) -> int:
    """Write records, a line each; returns how many lines there were.

    Args:
        records: what a service yields.
        as_json: write JSON lines, wherever they go.
        record_of: returns what stands in such a line.
        rows: lays them out in the cells of a terminal, in parts where some of them are bold.
        fields: returns the line for a pipe, fields with tabs between them.
        heading: whether the first of the rows is one, which is bold where there are colours.
    """
    if not as_json and on_terminal():
        return _write_rows(rows(records), heading=heading)
    count = 0
    for record in records:
        count += 1
        write_line(json_line(record_of(record)) if as_json else fields(record))
    return count


def _write_rows(rows: Iterable[str | Parts], *, heading: bool) -> int:
    from tui.commands.rows import keeping_order_of_parts  # here: a pipe needs no cells
    from tui.terminal.colours import has_colours

    coloured = has_colours(sys.stdout)
    count = 0
    with keeping_order_of_parts() as write:
        for row in rows:
            parts = [(row, heading and count == 0)] if isinstance(row, str) else row
            count += 1
            write([(text, bold and coloured) for text, bold in parts])
    return count


def json_line(value: Any) -> str:
    """Return a value as one line of JSON, without its end, for where standard output leads."""
    text = msgspec.json.encode(value).decode()
    return escaped_in_json(text) if on_terminal() else text


def standard_output() -> BinaryIO:
    """Return where an export writes its bytes."""
    return sys.stdout.buffer
