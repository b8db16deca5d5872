"""`claimreader report -o FILE`: the claims as one self-contained HTML page, for people and for printing."""

from __future__ import annotations

import argparse

from annotations.services.report import write_report
from tui import i18n
from tui.commands.arguments import corpus_argument
from tui.commands.opening import complain, complain_of, open_project, saved_annotations
from tui.commands.output import json_line
from tui.config import preferences


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    corpus_argument(parser)
    parser.add_argument("-o", "--output", required=True, metavar="FILE", help="the HTML file")
    parser.add_argument("--force", action="store_true", help="replace the file if it is there")


def run(options: argparse.Namespace) -> int:
    """Write the page."""
    project = open_project(options)
    saved_annotations(project)
    language = i18n.choose(options.lang or preferences.read().language)
    count = write_report(project, options.output, language=language, force=options.force)
    complain_of(project.corpus)
    if options.json:
        print(json_line({"file": str(options.output), "claims": count}))
    complain(f"{count} claim{'s' * (count != 1)} in {options.output}")
    return 0
