"""`claimreader sentences`: the units of the articles with their offsets (code points) and kinds."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator

import msgspec

from annotations.model.article import Article
from tui.cli import corpus_argument
from tui.commands.opening import articles, field, on_terminal, open_project, terminal_width
from tui.commands.output import json_line, rows_or_lines


class Unit(msgspec.Struct):
    """One line of `sentences --json`; `index` is 0-based, offsets are half-open."""

    article: str
    index: int
    start: int
    end: int
    kind: str
    text: str


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    corpus_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Print one line a sentence."""
    found = articles(open_project(options))
    if options.json:
        lines: Iterator[str] = map(json_line, _units(found))
    elif on_terminal():
        lines = _rows(_units(found))
    else:
        lines = (_fields(unit) for unit in _units(found))
    with rows_or_lines(as_json=options.json) as write:
        for line in lines:
            write(line)
    return 0


def _units(found: Iterable[Article]) -> Iterator[Unit]:
    for article in found:
        for index, sentence in enumerate(article.sentences):
            text = article.text[sentence.start : sentence.end]
            yield Unit(article.id, index, sentence.start, sentence.end, sentence.kind, text)


def _fields(unit: Unit) -> str:
    place = f"{unit.start}-{unit.end}"
    values = (unit.article, str(unit.index + 1), place, unit.kind, unit.text)
    return "\t".join(field(value) for value in values)


def _rows(units: Iterator[Unit]) -> Iterator[str]:
    from tui.commands.rows import fitted

    width = terminal_width()
    for unit in units:
        left = f"{fitted(unit.article, 12)} {unit.index + 1:>4} {unit.kind:<15} "
        yield left + fitted(unit.text, width - len(left), right=True)
