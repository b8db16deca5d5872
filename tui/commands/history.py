"""`claimreader history [ANNOTATION]`: who changed what and when, oldest first."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from annotations.services.history import PastChange, event_records, meant_uuid, past_changes
from tui.commands.arguments import Usage
from tui.commands.json_lines import JsonLine, fields_of
from tui.commands.opening import open_project, terminal_width
from tui.commands.output import json_line, write_records
from tui.terminal.streams import write_line

if TYPE_CHECKING:
    from annotations.model.scheme import Scheme

USAGE = Usage(
    examples=(
        ("claimreader history --corpus ~/articles/event", "every change, oldest first"),
        ("claimreader history 01939a --corpus ~/articles/event", "those of one annotation"),
    ),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    parser.add_argument(
        "annotation", metavar="ANNOTATION", nargs="?", help="its uuid, or any unique beginning of it"
    )


def json_lines() -> list[JsonLine]:
    """Say what a line of `--json` holds."""
    from annotations.store.base import Event

    meanings = {
        "seq": "number of the change, from 1",
        "time": "when, UTC",
        "by": "name of the annotator",
        "session": "the run of the program that made it",
        "kind": "edit, undo, redo, import, merge or another kind of change",
        "uuid": "uuid of the record that was changed",
        "rev": "its revision afterwards",
        "before": "the record before; null if there was none",
        "after": "the record afterwards; null if there is none any more",
        "of": "for an undo or a redo: the number of the change that it takes back",
        "table": "annotations, or the table of other records",
    }
    document = dict[str, Any] | None
    return [JsonLine("", fields_of(Event, meanings, before=document, after=document))]


def run(options: argparse.Namespace) -> int:
    """Print one line a change."""
    project = open_project(options)
    project.require_database()
    uuid = meant_uuid(project, options.annotation) if options.annotation else None
    if options.json:
        for record in event_records(project, uuid):
            write_line(json_line(record))
        return 0
    changes = past_changes(project.database, uuid)
    write_records(
        changes,
        as_json=False,
        record_of=lambda change: change,
        rows=lambda changes: _rows(changes, project.scheme),
        fields=str,
        heading=True,
    )
    return 0


def _rows(changes: Iterable[PastChange], scheme: Scheme) -> Iterator[str]:
    from annotations.model.article import short_id
    from annotations.model.records import place_shown
    from tui.i18n import _
    from tui.presenters.changes import past_change_words
    from tui.presenters.table import Column, table_rows

    columns = [
        Column(_("change"), least=3, most=8, number=True),
        Column(_("time"), least=16, most=16),
        Column(_("annotator"), least=6, most=20),
        Column(_("kind"), least=4, most=14, spare=1),
        Column(_("place"), least=7, most=16),
        Column(_("annotation"), least=36, most=36, spare=2),
        Column(_("what changed"), least=24, own=True),
    ]
    records = (
        (
            str(change.seq),
            change.time[:16].replace("T", " "),
            change.by,
            change.kind,
            "" if change.article is None else place_shown(short_id(change.article), change.sentence),
            change.uuid,
            past_change_words(change, scheme),
        )
        for change in changes
    )
    return table_rows(columns, records, terminal_width())
