"""`claimreader report -o FILE`: the claims as one self-contained HTML page, for people and for printing."""

from __future__ import annotations

import argparse

from annotations.services.report import write_report
from tui.cli import corpus_argument
from tui.commands.opening import complain, project


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    corpus_argument(parser)
    parser.add_argument("-o", "--output", required=True, metavar="FILE", help="the HTML file")
    parser.add_argument("--force", action="store_true", help="replace the file if it is there")


def run(options: argparse.Namespace) -> int:
    """Write the page."""
    count = write_report(project(options), options.output, language=options.lang or "en", force=options.force)
    complain(f"{count} claim{'s' * (count != 1)} in {options.output}")
    return 0
