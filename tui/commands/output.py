"""Writes what commands give to other programs, and what a terminal gets in its place.

Into a pipe or a file every byte goes as it is. JSON leaves DEL, the C1 controls and the bidi controls
unescaped (RFC 8259, 7), and CSV leaves everything; an article's text would then act on the terminal, so there
they stand as JSON's own escapes, the same value in JSON, and elsewhere a sign that one can see. That is
the work of `tui.terminal.streams`, through which all of it goes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, TypeVar

import msgspec

from annotations.text.sanitising import escaped_in_json
from tui.commands.opening import on_terminal
from tui.terminal.streams import Write, write_line

T = TypeVar("T")


@contextmanager
def rows_or_lines(*, as_json: bool) -> Iterator[Write]:
    """Give what writes the rows of a terminal, in its way; for a pipe, and for JSON, what writes lines."""
    if as_json or not on_terminal():
        yield write_line
        return
    from tui.commands.rows import keeping_order  # here: a pipe needs no cells

    with keeping_order() as write:
        yield write


def write_records(
    records: Iterable[T],
    *,
    as_json: bool,
    record_of: Callable[[T], Any],
    rows: Callable[[Iterable[T]], Iterator[str]],
    fields: Callable[[T], str],
) -> int:
    """Write records, a line each; returns how many lines there were.

    Args:
        records: what a service yields.
        as_json: write JSON lines, wherever they go.
        record_of: returns what stands in such a line.
        rows: lays them out in the cells of a terminal; may begin with a heading.
        fields: returns the line for a pipe, fields with tabs between them.
    """
    if as_json:
        lines: Iterator[str] = (json_line(record_of(record)) for record in records)
    elif on_terminal():
        lines = rows(records)
    else:
        lines = map(fields, records)
    count = 0
    with rows_or_lines(as_json=as_json) as write:
        for line in lines:
            count += 1
            write(line)
    return count


def json_line(value: Any) -> str:
    """Return a value as one line of JSON, without its end, for where standard output leads."""
    text = msgspec.json.encode(value).decode()
    return escaped_in_json(text) if on_terminal() else text


def standard_output() -> BinaryIO:
    """Return where an export writes its bytes."""
    return sys.stdout.buffer
