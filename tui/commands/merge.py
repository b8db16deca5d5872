"""`claimreader merge A B -o C`: two annotations files into one, with the histories of both."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from annotations.services.merging import left_behind, merge_into
from tui.commands.arguments import ONE_LANGUAGE, SAVES, UNPAGED, Usage
from tui.commands.opening import note, open_project
from tui.commands.output import json_line

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


def run(options: argparse.Namespace) -> int:
    """Merge, and print what to look at; exit code 1 if there is something."""
    project = open_project(options)
    for left in left_behind(options.a, options.b, by=project.annotator):
        note(left)
    merged, text = merge_into(
        project, options.a, options.b, options.output, report=options.report, force=options.force
    )
    lines = [json_line(merged.conflicts)] if options.json else text.splitlines()
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if merged.conflicts else 0
