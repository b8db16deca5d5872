"""`claimreader history [ANNOTATION]`: who changed what and when, oldest first."""

from __future__ import annotations

import argparse

from annotations.services.history import event_records, lines, meant_uuid
from tui.commands.arguments import ONE_LANGUAGE, Usage
from tui.commands.opening import open_project
from tui.commands.output import json_line
from tui.commands.rows import ordered_lines
from tui.terminal.streams import write_line

USAGE = Usage(
    examples=(
        ("claimreader history --corpus ~/articles/event", "every change, oldest first"),
        ("claimreader history 01939a --corpus ~/articles/event", "those of one annotation"),
    ),
    without=ONE_LANGUAGE,
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    parser.add_argument(
        "annotation", metavar="ANNOTATION", nargs="?", help="its uuid, or any unique beginning of it"
    )


def run(options: argparse.Namespace) -> int:
    """Print one line a change."""
    project = open_project(options)
    project.require_database()
    uuid = meant_uuid(project, options.annotation) if options.annotation else None
    if options.json:
        for record in event_records(project, uuid):
            write_line(json_line(record))
        return 0
    with ordered_lines() as write:
        for line in lines(project.database, uuid):
            write(line)
    return 0
