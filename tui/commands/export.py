"""`claimreader export`: the annotations, for other programs.

What was written, and what a format could not carry, goes to standard error.
"""

from __future__ import annotations

import argparse
from datetime import date
from typing import BinaryIO

from annotations.exchange.filters import Filter
from annotations.services.export import (
    FormatSummary,
    annotation_fields,
    check_format,
    export,
    format_summaries,
    line_schema,
)
from tui.commands.arguments import ONE_LANGUAGE, SAVES, UNPAGED, Usage, corpus_argument, people_option, typed
from tui.commands.json_lines import JsonLine, fields_of, schema
from tui.commands.opening import complain, complain_of, note, open_project, saved_annotations
from tui.commands.output import json_line, standard_output
from tui.commands.progress_bar import progress_bar

USAGE = Usage(
    examples=(
        ("claimreader export ~/articles/event -o claims.jsonl", "all annotations"),
        ("claimreader export ~/articles/event --tag quantity --since 2026-11-01", "some of them"),
        ("claimreader export ~/articles/event --format csv -o claims.csv", "for a sheet"),
        ("claimreader export ~/articles/event --by all", "what all of a team say"),
        ("claimreader export --formats", "what else there is"),
    ),
    exits={1: "an annotation no longer fits its article and was left out"} | SAVES,
    without=ONE_LANGUAGE | UNPAGED,
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    corpus_argument(parser)
    add = parser.add_argument
    add("--format", default="jsonl", metavar="FORMAT", help="how to write (default: jsonl; see --formats)")
    add("-o", "--output", default="-", metavar="FILE", help="file or folder (default: standard output)")
    add("--force", action="store_true", help="replace what is there")
    add("--tag", action="append", default=[], metavar="TAG", help="only annotations with this tag")
    add(
        "--article",
        action="append",
        default=[],
        metavar="ARTICLE",
        help="only annotations of this article: its id, any unique beginning of it, or its path",
    )
    people_option(parser)
    day = typed("a date like 2026-11-22", date.fromisoformat)
    add("--since", type=day, metavar="DATE", help="only what changed on that day or later (2026-11-22)")
    add("--decided", action="store_true", help="only annotations with a tag")
    add("--loss", metavar="FILE", help="write as JSON what the format could not carry")
    add("--formats", action="store_true", help="list the formats with what each can carry, and leave")


def json_lines() -> list[JsonLine]:
    """Say what a line of `--json` holds."""
    from annotations.model.scheme import DEFAULT

    summary = {
        "name": "name of the format",
        "about": "what it is, and what it can carry",
        "imports": "whether import reads it",
        "exports": "whether export writes it",
    }
    return [
        JsonLine("", annotation_fields(DEFAULT)),
        JsonLine("--formats", fields_of(FormatSummary, summary)),
    ]


def json_schema(options: argparse.Namespace) -> str:
    """Return the JSON Schema of the lines, which depend on the scheme."""
    if options.formats:
        return schema("export", json_lines()[1:])
    return line_schema(open_project(options)).decode()


def run(options: argparse.Namespace) -> int:
    """Write the annotations that the filters let through."""
    if options.json and not options.formats and options.format != "jsonl":
        check_format(options.format)
        complain(f"--json: --format {options.format} writes no JSON lines; --format jsonl does")
        return 2
    if options.formats:
        for summary in format_summaries():
            print(json_line(summary) if options.json else f"{summary.name}\t{summary.about}")
        return 0
    project = open_project(options)
    check_format(options.format)
    saved_annotations(project, by=options.by)
    wanted = Filter(
        tags=tuple(options.tag),
        articles=tuple(options.article),
        since=options.since,
        decided=options.decided,
    )
    target: str | BinaryIO = standard_output() if options.output == "-" else options.output
    with progress_bar("exporting") as bar:  # its lines go before those of an export to the terminal
        report = export(
            project,
            options.format,
            target,
            wanted=wanted,
            force=options.force,
            losses=options.loss,
            tell=lambda now: bar.of(now.articles, now.articles_total, "articles"),
        )
    complain_of(project.corpus)
    for line in report.lines():
        (complain if line in report.stale else note)(line)
    return 1 if report.stale else 0
