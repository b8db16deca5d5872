"""`claimreader sentences`: the units of the articles with their offsets (code points) and kinds."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from annotations.services.articles import SentenceOfArticle, sentences
from tui.commands.arguments import corpus_argument
from tui.commands.opening import (
    complain,
    complain_of,
    field,
    on_terminal,
    open_project,
    terminal_width,
)
from tui.commands.output import json_line, rows_or_lines


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    corpus_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Print one line a sentence."""
    project = open_project(options)
    units = sentences(project, complain)
    if options.json:
        lines: Iterator[str] = map(json_line, units)
    elif on_terminal():
        lines = _rows(units)
    else:
        lines = map(_fields, units)
    with rows_or_lines(as_json=options.json) as write:
        for line in lines:
            write(line)
    complain_of(project.corpus)
    return 0


def _fields(unit: SentenceOfArticle) -> str:
    place = f"{unit.start}-{unit.end}"
    values = (unit.article, str(unit.index + 1), place, unit.kind, unit.text)
    return "\t".join(map(field, values))


def _rows(units: Iterator[SentenceOfArticle]) -> Iterator[str]:
    from tui.commands.rows import fitted

    width = terminal_width()
    for unit in units:
        left = f"{fitted(unit.article, 12)} {unit.index + 1:>4} {unit.kind:<15} "
        yield left + fitted(unit.text, width - len(left), right=True)
