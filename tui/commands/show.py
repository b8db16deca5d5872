"""`claimreader show ARTICLE`: one article, as rows on a terminal, as stored into a pipe."""

from __future__ import annotations

import argparse
import sys

from tui.cli import typed
from tui.commands.opening import on_terminal, printable, project, terminal_width

_CONTROLS = {code: "\ufffd" for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\n\t"}
MARGIN = 2
"""Cells left free at the right: mlterm gives one to each mark of direction, which others don't."""


WIDEST = 10_000


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    parser.add_argument("article", metavar="ARTICLE", help="its id, any unique beginning of it, or its path")
    width = typed(f"a number of cells from 1 to {WIDEST}", _width)
    parser.add_argument("--width", type=width, metavar="N", help="cells of a row (default: the terminal's)")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--visual", action="store_true", help="shaped and ordered rows, as for a terminal")
    how.add_argument("--logical", action="store_true", help="the text as it is stored")


def _width(value: str) -> int:
    cells = int(value)
    if not 1 <= cells <= WIDEST:
        raise ValueError(value)
    return cells


def run(options: argparse.Namespace) -> int:
    """Print the article."""
    desk = project(options)
    article = desk.corpus.read(desk.corpus.find(options.article))
    if options.logical or not (options.visual or on_terminal()):
        text = article.text if article.text.endswith("\n") else article.text + "\n"
        # A terminal never gets an article's controls, not through `| head` either; a pipe gets all else.
        shown = "\n".join(map(printable, text.split("\n"))) if on_terminal() else text.translate(_CONTROLS)
        sys.stdout.write(shown)
        return 0
    from tui.commands.rows import keeping_order, rows

    width = options.width or (terminal_width() - MARGIN if on_terminal() else 80)
    with keeping_order() as sent:
        for row in rows(article.text, width):
            sys.stdout.write(sent(row) + "\n")
    return 0
