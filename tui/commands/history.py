"""`claimreader history [ANNOTATION]`: who changed what and when, oldest first."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING

import msgspec

from annotations.model.records import to_document
from annotations.services.history import NotOneError, find_uuid, lines
from tui.commands.opening import open_project
from tui.commands.output import json_line
from tui.commands.rows import ordered_lines
from tui.terminal.streams import write_line

if TYPE_CHECKING:
    from annotations.project import Project


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    parser.add_argument(
        "annotation", metavar="ANNOTATION", nargs="?", help="its uuid, or any unique beginning of it"
    )


def run(options: argparse.Namespace) -> int:
    """Print one line a change."""
    project = open_project(options)
    project.require_database()
    uuid = _uuid(project, options.annotation) if options.annotation else None
    if options.json:
        for event in project.store(readonly=True).history(uuid):
            record = msgspec.structs.asdict(event)
            for side in ("before", "after"):
                record[side] = to_document(record[side]) if record[side] else None
            write_line(json_line(record))
        return 0
    with ordered_lines() as write:
        for line in lines(project.database, uuid):
            write(line)
    return 0


def _uuid(project: Project, prefix: str) -> str:
    """Return the annotation that is meant; who names a folder, as for other commands, is told how."""
    try:
        return find_uuid(project.store(readonly=True), prefix)
    except NotOneError as error:
        if os.path.lexists(prefix):
            raise NotOneError(f"{error}; for the changes of a folder: history --corpus {prefix}") from None
        raise
