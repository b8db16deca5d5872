"""`claimreader show ARTICLE`: one article, as rows on a terminal, as stored into a pipe."""

from __future__ import annotations

import argparse
import sys

from tui.commands.opening import on_terminal, project, terminal_width


def run(options: argparse.Namespace) -> int:
    """Print the article."""
    desk = project(options)
    article = desk.corpus.read(desk.corpus.find(options.article))
    if options.logical or not (options.visual or on_terminal()):
        sys.stdout.write(article.text if article.text.endswith("\n") else article.text + "\n")
        return 0
    from tui.commands.rows import keeping_order, rows

    width = options.width or (terminal_width() if on_terminal() else 80)
    with keeping_order():
        for row in rows(article.text, width):
            sys.stdout.write(row + "\n")
    return 0
