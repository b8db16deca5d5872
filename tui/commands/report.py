"""`claimreader report -o FILE`: the claims for people, as a page, a Word document, or a table of amounts."""

from __future__ import annotations

import argparse

from annotations.exchange.report.formats import REPORT_FORMATS
from annotations.exchange.report.wording import DIGITS
from annotations.services.report import write_report
from tui import i18n
from tui.commands.arguments import SAVES, UNPAGED, Usage, corpus_argument, people_option
from tui.commands.json_lines import Fields, JsonLine
from tui.commands.opening import complain_of, note, open_project, saved_annotations
from tui.commands.output import json_line
from tui.commands.progress_bar import progress_bar
from tui.config import preferences

USAGE = Usage(
    examples=(
        ("claimreader report ~/articles/event -o report.html", "a page for people"),
        ("claimreader report ~/articles/event -o report.docx --lang ar", "a Word document in Arabic"),
    ),
    exits=SAVES,
    without=UNPAGED,
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    corpus_argument(parser)
    add = parser.add_argument
    add("-o", "--output", required=True, metavar="FILE", help="where to write it")
    add(
        "--format",
        default="",
        metavar="|".join(REPORT_FORMATS),
        help="page, Word document, or a table of what the plots show (default: as FILE ends, else html)",
    )
    add(
        "--digits",
        choices=DIGITS,
        default=DIGITS[0],
        help="digits of numbers and dates (default: western); quotes keep theirs",
    )
    people_option(parser)
    add("--force", action="store_true", help="replace the file if it is there")


def json_lines() -> list[JsonLine]:
    """Say what a line of `--json` holds."""
    report: Fields = {
        "file": (str, "the file that was written"),
        "format": (str, "its format"),
        "claims": (int, "claims in it"),
    }
    return [JsonLine("", report)]


def run(options: argparse.Namespace) -> int:
    """Write the report."""
    project = open_project(options)
    saved_annotations(project, by=options.by)
    with progress_bar("reading") as bar:
        written = write_report(
            project,
            options.output,
            name=options.format,
            language=i18n.choose(options.lang or preferences.read().language),
            digits=options.digits,
            force=options.force,
            tell=lambda now: bar.of(now.articles, now.articles_total, "articles"),
        )
    complain_of(project.corpus)
    if options.json:
        done = {"file": str(options.output), "format": written.format, "claims": written.claims}
        print(json_line(done))
    note(f"{written.claims} claim{'s' * (written.claims != 1)} in {options.output}")
    return 0
