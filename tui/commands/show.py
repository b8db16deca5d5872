"""`claimreader show ARTICLE`: one article, as rows on a terminal, as stored into a pipe."""

from __future__ import annotations

import argparse
import sys

from annotations.services.articles import article_document, find_article
from annotations.store.errors import StoreError
from annotations.text.damage import enumerated
from tui.commands.arguments import ONE_LANGUAGE, Usage, typed
from tui.commands.opening import complain, on_terminal, open_project, terminal_width
from tui.commands.output import json_line

MARGIN = 2
"""Cells left free at the right: mlterm gives one to each mark of direction, which others don't."""

WIDEST = 10_000
"""Cells of a row: more is a slip of the fingers."""


USAGE = Usage(
    examples=(
        ("claimreader show 002", "an article, by the beginning of its id"),
        ("claimreader show 002 --visual | less -R", "its rows, shaped and in order"),
        ("claimreader show 002 --corpus ~/articles/event --json | jq -r .title", "a field of it"),
    ),
    without=ONE_LANGUAGE,
)


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
    project = open_project(options)
    try:
        project.read_corrections()
    except StoreError as error:  # the text is there all the same
        complain(str(error))
    article = find_article(project, options.article)
    if article.bad_bytes:
        complain(f"{article.id}: {article.bad_bytes}")
    if article.damage:
        remedy = "; --repair-text repairs it" if article.damage.steps else ""
        complain(f"{article.id}: text looks damaged: {enumerated(article.damage)}{remedy}")
    if options.json:
        sys.stdout.write(json_line(article_document(article)) + "\n")
        return 0
    if options.logical or not (options.visual or on_terminal()):
        text = article.text if article.text.endswith("\n") else article.text + "\n"
        sys.stdout.write(text)
        return 0
    from tui.commands.rows import keeping_order, rows

    width = options.width or (terminal_width() - MARGIN if on_terminal() else 80)
    with keeping_order() as write:
        for row in rows(article.text, width):
            write(row)
    return 0
