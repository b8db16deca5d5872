"""Rows of cells on standard output, for commands whose output a person looks at."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tui.bidi import Paragraph, layout
from tui.commands.opening import on_terminal
from tui.driver import EXPLICIT_ORDER, IMPLICIT_ORDER


@contextmanager
def keeping_order() -> Iterator[None]:
    """Have the terminal leave our order of cells alone while rows are written.

    Nothing is sent into a pipe.
    """
    told = on_terminal()
    try:
        if told:
            sys.stdout.write(EXPLICIT_ORDER)
        yield
    finally:
        if told:
            sys.stdout.write(IMPLICIT_ORDER)
            sys.stdout.flush()


def rows(text: str, width: int) -> Iterator[str]:
    """Yield the rows of a text, shaped and ordered.

    Right-to-left paragraphs stand at the right edge of `width` cells.
    """
    for part in text.split("\n"):
        for line in layout(Paragraph(part), width):
            yield " " * (width - line.width) + line.text if line.rtl and line.width else line.text


def fitted(text: str, width: int, *, right: bool = False) -> str:
    """Return the first `width` cells of a text as one row of exactly that width."""
    width = max(1, width)
    line = layout(Paragraph(" ".join(text[: 8 * width].split())), width)[0]
    blank = " " * (width - line.width)
    return blank + line.text if right else line.text + blank
