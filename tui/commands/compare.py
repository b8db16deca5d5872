"""`claimreader compare A B`: how far two annotators agree, and every sentence that they see differently."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from annotations.services.agreement import Comparison, as_text, compare_files, counted, names_of
from annotations.text.sanitising import escaped
from tui.commands.arguments import Usage
from tui.commands.json_lines import JsonLine, fields_of
from tui.commands.opening import note, on_terminal, open_project, row_for_terminal, terminal_width
from tui.commands.output import json_line
from tui.commands.rows import keeping_order
from tui.terminal.streams import write_line

USAGE = Usage(
    examples=(
        ("claimreader compare mine.json yours.json", "agreement, and where it ends"),
        ("claimreader --review yours.json ~/articles/event", "settle the differences, in the reader"),
    ),
    exits={1: "they disagree somewhere"},
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    parser.add_argument("a", metavar="A", type=Path, help="one's annotations file")
    parser.add_argument("b", metavar="B", type=Path, help="the other's")
    parser.add_argument(
        "--unaided",
        action="store_true",
        help="leave out tags that one of them took from a suggestion",
    )


def json_lines() -> list[JsonLine]:
    """Say what a line of `--json` holds."""
    comparison = {
        "agreements": "for all tags together (labels) and for each tag: how far the two agree",
        "exact": "F1 of spans with the same tag, start and end, with its 95 % interval",
        "overlapping": "F1 of spans of the same tag that overlap, with its 95 % interval",
        "disagreements": "each sentence that the two see differently",
    }
    return [JsonLine("", fields_of(Comparison, comparison))]


def run(options: argparse.Namespace) -> int:
    """Print the figures and the disagreements; exit code 1 if there are any."""
    comparison, files = compare_files(open_project(options), options.a, options.b, unaided=options.unaided)
    for file in files:
        if file.note:
            note(file.note)
    if options.json:
        sys.stdout.write(json_line(comparison) + "\n")
        return 1 if comparison.disagreements else 0
    named = zip("AB", files, strict=True)
    lines = [escaped(f"{name}  {file.path}: {counted(file.annotations)}") for name, file in named]
    if on_terminal():
        from tui.presenters.agreement import agreement_rows

        with keeping_order() as write:
            for line in lines:
                write(row_for_terminal(line))
            for row in agreement_rows(comparison, names_of(files), terminal_width()):
                write(row)
    else:
        for line in [*lines, "", *as_text(comparison, names_of(files)).split("\n")]:
            write_line(line)
    return 1 if comparison.disagreements else 0
