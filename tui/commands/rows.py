"""Writes rows of cells to standard output, for commands whose output a person looks at."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from annotations.text.sanitising import in_cells
from tui.bidi import Paragraph, direction_of, layout, mostly_rtl
from tui.commands.opening import complain, on_terminal, row_for_terminal
from tui.presenters.stored import with_signs
from tui.terminal.streams import Write, send, write_line


@contextmanager
def keeping_order() -> Iterator[Write]:
    """Have the terminal show rows as they are; gives the function that writes a laid-out row.

    The profile's own sequences have to act, so a row is made harmless before it gets them. Nothing is changed
    for a pipe.
    """
    if not on_terminal():
        yield write_line
        return
    with keeping_order_of_parts() as write:
        yield lambda row: write([(row, False)])


@contextmanager
def keeping_order_of_parts() -> Iterator[Callable[[Sequence[tuple[str, bool]]], None]]:
    """As `keeping_order` on a terminal, for rows in parts, each given with whether it is bold."""
    from tui.terminal.detection import identified

    choice = identified()
    if choice.problem:
        complain(choice.problem)
    profile = choice.profile.for_printing

    def write(parts: Sequence[tuple[str, bool]]) -> None:
        send(sys.stdout, f"{profile.styled_row([(in_cells(text), bold) for text, bold in parts])}\n")

    send(sys.stdout, profile.start)
    try:
        yield write
    finally:
        send(sys.stdout, profile.stop)
        sys.stdout.flush()


@contextmanager
def ordered_lines() -> Iterator[Write]:
    """As `keeping_order`, for lines that are not laid out yet, however long: they stand at the left."""
    with keeping_order() as write:
        yield (lambda line: write(row_for_terminal(line))) if on_terminal() else write


def rows(text: str, width: int) -> Iterator[str]:
    """Yield the rows of a text, shaped and ordered, a sign in the place of what is hidden and matters.

    Right-to-left paragraphs stand at the right edge of `width` cells.
    """
    in_rtl = mostly_rtl(text)
    for part in text.split("\n"):
        direction = direction_of(part, in_rtl=in_rtl)
        for line in layout(Paragraph(with_signs(part, direction), direction), width):
            yield " " * (width - line.width) + line.text if line.rtl and line.width else line.text


def fitted(text: str, width: int, *, right: bool = False) -> str:
    """Return the first `width` cells of a text as one row of exactly that width."""
    width = max(1, width)
    line = layout(Paragraph(with_signs(" ".join(text[: 8 * width].split()))), width)[0]
    blank = " " * (width - line.width)
    return blank + line.text if right else line.text + blank
