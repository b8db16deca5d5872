"""`claimreader history [ANNOTATION]`: who changed what and when, oldest first."""

from __future__ import annotations

import argparse
import sys
from contextlib import nullcontext

import msgspec

from annotations.history import as_text, find_uuid
from annotations.records import to_document
from tui.commands.opening import project, saved_annotations
from tui.commands.output import json_line
from tui.commands.rows import ordered_lines


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    parser.add_argument(
        "annotation", metavar="ANNOTATION", nargs="?", help="its uuid, or any unique beginning of it"
    )


def run(options: argparse.Namespace) -> int:
    """Print one line a change."""
    store = saved_annotations(project(options))
    uuid = find_uuid(store, options.annotation) if options.annotation else None
    with nullcontext(str) if options.json else ordered_lines() as shown:
        for event in store.history(uuid):
            if options.json:
                record = msgspec.structs.asdict(event)
                for side in ("before", "after"):
                    record[side] = to_document(record[side]) if record[side] else None
                sys.stdout.write(json_line(record) + "\n")
            else:
                sys.stdout.write(shown(as_text(event)) + "\n")
    return 0
