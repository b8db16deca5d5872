"""Writes rows of cells to standard output, for commands whose output a person looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tui.commands.opening import complain, on_terminal, row_for_terminal
from tui.terminal.streams import Write, write_line

if TYPE_CHECKING:
    from tui.bidi.line import Line
    from tui.terminal.pager import Parts, PrintedRows


@contextmanager
def keeping_order() -> Iterator[Write]:
    """Have the terminal show rows as they are; gives the function that writes a laid-out row.

    More rows than the screen has go through the user's pager. Nothing is changed for a pipe.
    """
    if not on_terminal():
        yield write_line
        return
    with printed_rows() as printed:
        yield printed.write


@contextmanager
def keeping_order_of_parts() -> Iterator[Callable[[Parts], None]]:
    """As `keeping_order` on a terminal, for rows in parts, each given with whether it is bold."""
    with printed_rows() as printed:
        yield printed.write_parts


def bold_parts(line: Line, runs: Iterable[tuple[int, int]]) -> list[tuple[str, bool]]:
    """Return the parts of a line of which some runs of cells are bold, from left to right."""
    parts: list[tuple[str, bool]] = []
    behind = 0
    for start, end in runs:
        parts += [(line.slice(behind, start), False), (line.slice(start, end), True)]
        behind = end
    return [*parts, (line.slice(behind, line.width), False)]


@contextmanager
def printed_rows(*, by_tty: bool = False) -> Iterator[PrintedRows]:
    """As `keeping_order`, on a terminal, for who has to say when rows must not wait for others.

    Args:
        by_tty: standard input is no keyboard, so that the terminal itself is asked which one it is.
    """
    from tui.terminal.detection import identified
    from tui.terminal.pager import PrintedRows, pager_command

    choice = identified(by_tty=by_tty)
    if choice.problem:
        complain(choice.problem)
    printed = PrintedRows(choice, pager_command())
    try:
        yield printed
    finally:
        printed.close()


@contextmanager
def ordered_lines() -> Iterator[Write]:
    """As `keeping_order`, for lines that are not laid out yet, however long: they stand at the left."""
    with keeping_order() as write:
        yield (lambda line: write(row_for_terminal(line))) if on_terminal() else write
