"""`claimreader import FILE`: take annotations in; says what would come of it, and does it with --apply."""

from __future__ import annotations

import argparse
from pathlib import Path

from annotations.services.importing import apply_import, plan_import, summary
from annotations.text.sanitising import escaped
from tui.commands.arguments import ONE_LANGUAGE, SAVES, UNPAGED, Usage
from tui.commands.indexed import repetition_known
from tui.commands.json_lines import Fields, JsonLine
from tui.commands.opening import note, open_project
from tui.commands.output import json_line
from tui.commands.progress_bar import progress_bar

USAGE = Usage(
    examples=(
        ("claimreader import theirs.jsonl --corpus ~/articles/event", "what would come of it"),
        ("claimreader import theirs.jsonl --corpus ~/articles/event --apply", "do it; undo takes it back"),
    ),
    exits=SAVES,
    without=ONE_LANGUAGE | UNPAGED,
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    parser.add_argument("file", metavar="FILE", help="what another program, or claimreader, wrote")
    parser.add_argument(
        "--format", default="", metavar="FORMAT", help="its format (default: by what it looks like)"
    )
    parser.add_argument("--apply", action="store_true", help="do it; without this nothing is changed")
    parser.add_argument(
        "--theirs", action="store_true", help="where both sides changed, take the file's side"
    )


def json_lines() -> list[JsonLine]:
    """Say what a line of `--json` holds."""
    plan: Fields = {
        "format": (str, "format of the file"),
        "new": (int, "annotations that would come in"),
        "same": (int, "those that are there already"),
        "conflicts": (int, "those that both sides changed"),
        "unusable": (int, "parts of the file that can't come in"),
        "unchecked": (int, "spans whose article is not in the corpus"),
        "told": (list[str], "what else a person is told, a line each"),
    }
    return [JsonLine("", plan)]


def run(options: argparse.Namespace) -> int:
    """Plan the import, print the plan, and carry it out if asked to."""
    project = open_project(options)
    try:
        with progress_bar("importing") as bar:
            plan = plan_import(
                project,
                Path(options.file),
                format_name=options.format,
                to_apply=options.apply,
                tell=bar.of,
            )
        for line in [json_line(summary(plan))] if options.json else map(escaped, plan.lines()):
            print(line)
        if not options.apply:
            note("nothing was changed; --apply does it")
            return 0
        with repetition_known(project):  # it is fixed with an article's first annotation
            changed = apply_import(project, plan, theirs=options.theirs)
        if changed:
            note(f"{changed} annotations changed in {project.database}; undo takes it back as one step")
    finally:
        project.close()
    return 0
