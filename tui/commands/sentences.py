"""`claimreader sentences`: the units of the articles with their offsets (code points) and kinds."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator

from annotations.services.articles import SentenceOfArticle, sentences
from annotations.store.errors import StoreError
from tui.commands.arguments import Usage, corpus_argument
from tui.commands.indexed import repetition_known
from tui.commands.json_lines import JsonLine, fields_of
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
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    corpus_argument(parser)


def json_lines() -> list[JsonLine]:
    """Say what a line of `--json` holds."""
    sentence = {
        "article": "id of the article",
        "index": "its number in the article, from 0",
        "start": "offset in the article's text at which it begins",
        "end": "offset behind it",
        "kind": "sentence, heading, or a kind of boilerplate",
        "text": "its words",
    }
    return [JsonLine("", fields_of(SentenceOfArticle, sentence))]


def run(options: argparse.Namespace) -> int:
    """Print one line a sentence."""
    project = open_project(options)
    try:
        project.read_corrections()
    except StoreError as error:  # what people have said of lines isn't known then
        complain(str(error))
    with repetition_known(project):
        units = sentences(project, complain)
        write_records(
            units, as_json=options.json, record_of=lambda unit: unit, rows=_rows, fields=_fields, heading=True
        )
    complain_of(project.corpus)
    return 0


def _fields(unit: SentenceOfArticle) -> str:
    place = f"{unit.start}-{unit.end}"
    values = (unit.article, str(unit.index + 1), place, unit.kind, unit.text)
    return "\t".join(map(field, values))


def _rows(units: Iterable[SentenceOfArticle]) -> Iterator[str]:
    from tui.i18n import _
    from tui.presenters.table import Column, table_rows

    columns = [
        Column(_("article"), least=8, most=12),
        Column(_("number"), least=4, most=6, number=True),
        Column(_("kind"), least=6, most=15),
        Column(_("text"), least=20),
    ]
    records = ((unit.article, str(unit.index + 1), unit.kind, unit.text) for unit in units)
    return table_rows(columns, records, terminal_width())
