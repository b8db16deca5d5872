"""`claimreader merge A B -o C`: two annotations files into one, with the histories of both."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import msgspec

from annotations.exchange.files import write_stream
from annotations.merge_files import merge_files
from tui.commands.opening import project
from tui.commands.output import json_line


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    parser.add_argument("a", metavar="A", type=Path, help="an annotations file")
    parser.add_argument("b", metavar="B", type=Path, help="another one")
    parser.add_argument(
        "-o", "--output", metavar="C", type=Path, required=True, help="a new file, or A, or B"
    )
    parser.add_argument("--report", metavar="FILE", type=Path, help="write the conflicts as JSON")


def run(options: argparse.Namespace) -> int:
    """Merge, and print what to look at; exit code 1 if there is something."""
    merged, text = merge_files(options.a, options.b, options.output, by=project(options).annotator)
    if options.report:
        write_stream(options.report, [msgspec.json.encode(merged.conflicts) + b"\n"])
    lines = [json_line(merged.conflicts)] if options.json else text.splitlines()
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if merged.conflicts else 0
