"""The output of commands for other programs, and what a terminal gets in its place.

Into a pipe or a file every byte goes as it is. JSON leaves DEL, the C1 controls and the bidi controls
unescaped (RFC 8259, 7), and CSV leaves everything; an article's text would then act on the terminal, so there
they stand as JSON's own escapes, the same value in JSON, and elsewhere a sign that one can see. That is
the work of `tui.terminal.streams`, through which all of it goes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

import msgspec

from annotations.text.sanitising import escaped_in_json
from tui.commands.opening import on_terminal
from tui.terminal.streams import Write, write_line


@contextmanager
def rows_or_lines(*, as_json: bool) -> Iterator[Write]:
    """Give what writes the rows of a terminal, in its way; for a pipe, and for JSON, what writes lines."""
    if as_json or not on_terminal():
        yield write_line
        return
    from tui.commands.rows import keeping_order  # here: a pipe needs no cells

    with keeping_order() as write:
        yield write


def json_line(value: Any) -> str:
    """Return a value as one line of JSON, without its end, for where standard output leads."""
    text = msgspec.json.encode(value).decode()
    return escaped_in_json(text) if on_terminal() else text


def standard_output() -> BinaryIO:
    """Return where an export writes its bytes."""
    return sys.stdout.buffer
