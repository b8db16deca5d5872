"""`claimreader sentences`: the units of the articles with their offsets (code points) and kinds."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator

from annotations.services.articles import SentenceOfArticle, sentences
from annotations.store.errors import StoreError
from tui.commands.arguments import ONE_LANGUAGE, Usage, corpus_argument
from tui.commands.indexed import repetition_known
from tui.commands.opening import (
    complain,
    complain_of,
    field,
    open_project,
    terminal_width,
)
from tui.commands.output import write_records

USAGE = Usage(
    examples=(
        ("claimreader sentences ~/articles/event", "every sentence of a folder"),
        ("claimreader sentences --json | jq -r 'select(.kind == \"sentence\").text'", "their texts alone"),
    ),
    without=ONE_LANGUAGE,
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    corpus_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Print one line a sentence."""
    project = open_project(options)
    try:
        project.read_corrections()
    except StoreError as error:  # what people have said of lines isn't known then
        complain(str(error))
    with repetition_known(project):
        units = sentences(project, complain)
        write_records(units, as_json=options.json, record_of=lambda unit: unit, rows=_rows, fields=_fields)
    complain_of(project.corpus)
    return 0


def _fields(unit: SentenceOfArticle) -> str:
    place = f"{unit.start}-{unit.end}"
    values = (unit.article, str(unit.index + 1), place, unit.kind, unit.text)
    return "\t".join(map(field, values))


def _rows(units: Iterable[SentenceOfArticle]) -> Iterator[str]:
    from tui.presenters.text_rows import fitted

    width = terminal_width()
    for unit in units:
        left = f"{fitted(unit.article, 12)} {unit.index + 1:>4} {unit.kind:<15} "
        yield left + fitted(unit.text, width - len(left), right=True)
