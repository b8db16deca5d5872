"""`claimreader merge A B -o C`: two annotations files into one, with the histories of both."""

from __future__ import annotations

import argparse
from pathlib import Path

from annotations.services.merging import Conflict, left_behind, merge_into
from tui.commands.arguments import ONE_LANGUAGE, SAVES, UNPAGED, Usage
from tui.commands.json_lines import JsonLine, fields_of
from tui.commands.opening import note, open_project
from tui.commands.output import json_line
from tui.commands.progress_bar import progress_bar
from tui.terminal.streams import write_line

USAGE = Usage(
    examples=(
        ("claimreader merge mine.json yours.json -o ours.json", "two files into a new one"),
        ("claimreader merge mine.json yours.json -o mine.json", "theirs into one's own"),
    ),
    exits={1: "both had changed something: look at what was kept"} | SAVES,
    without=ONE_LANGUAGE | UNPAGED,
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    parser.add_argument("a", metavar="A", type=Path, help="an annotations file")
    parser.add_argument("b", metavar="B", type=Path, help="another one")
    parser.add_argument(
        "-o", "--output", metavar="C", type=Path, required=True, help="a new file, or A, or B"
    )
    parser.add_argument("--report", metavar="FILE", help="write the conflicts as JSON")
    parser.add_argument("--force", action="store_true", help="replace the file of the conflicts")


def json_lines() -> list[JsonLine]:
    """Say what a line of `--json` holds."""
    conflict = {
        "uuid": "uuid of the record; empty if it is about an article",
        "article": "id of the article; empty if it is about none",
        "quote": "words of the annotation, or names",
        "field": "what both changed",
        "a": "value in A",
        "b": "value in B",
        "kept": "whose value is kept: a or b; empty if both are",
        "why": "the reason in one line",
    }
    return [JsonLine("", fields_of(Conflict, conflict))]


def run(options: argparse.Namespace) -> int:
    """Merge, and print what to look at; exit code 1 if there is something."""
    project = open_project(options)
    for left in left_behind(options.a, options.b, by=project.annotator):
        note(left)
    with progress_bar("merging") as bar:
        merged, text = merge_into(
            project,
            options.a,
            options.b,
            options.output,
            report=options.report,
            force=options.force,
            tell=bar.of,
        )
    for line in map(json_line, merged.conflicts) if options.json else text.splitlines():
        write_line(line)
    if options.json and not merged.conflicts:
        note("no conflict")
    return 1 if merged.conflicts else 0
