"""`claimreader history [ANNOTATION]`: who changed what and when, oldest first."""

from __future__ import annotations

import argparse

import msgspec

from annotations.history import find_uuid, lines
from annotations.records import to_document
from tui.commands.opening import project
from tui.commands.output import json_line
from tui.commands.rows import ordered_lines
from tui.streams import write_line


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    parser.add_argument(
        "annotation", metavar="ANNOTATION", nargs="?", help="its uuid, or any unique beginning of it"
    )


def run(options: argparse.Namespace) -> int:
    """Print one line a change."""
    desk = project(options)
    desk.require_database()
    uuid = find_uuid(desk.store(readonly=True), options.annotation) if options.annotation else None
    if options.json:
        for event in desk.store(readonly=True).history(uuid):
            record = msgspec.structs.asdict(event)
            for side in ("before", "after"):
                record[side] = to_document(record[side]) if record[side] else None
            write_line(json_line(record))
        return 0
    with ordered_lines() as write:
        for line in lines(desk.database, uuid):
            write(line)
    return 0
