"""`claimreader import FILE`: take annotations in; says what would come of it, and does it with --apply."""

from __future__ import annotations

import argparse
from pathlib import Path

from annotations.exchange import registry
from annotations.exchange.articles import Articles
from annotations.exchange.import_plan import ImportPlan
from annotations.text.sanitising import escaped
from tui.commands.opening import complain, open_project
from tui.commands.output import json_line


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    parser.add_argument("file", metavar="FILE", help="what another program, or claimreader, wrote")
    parser.add_argument(
        "--format", default="", metavar="F", help="its format (default: by what it looks like)"
    )
    parser.add_argument("--apply", action="store_true", help="do it; without this nothing is changed")
    parser.add_argument(
        "--theirs", action="store_true", help="where both sides changed, take the file's side"
    )


def _counted(plan: ImportPlan) -> str:
    """Return the plan as a line of JSON: the counts, and all else as it is told."""
    return json_line({
        "format": plan.format,
        "new": len(plan.new),
        "same": plan.same,
        "conflicts": len(plan.conflicts),
        "unusable": len(plan.faults),
        "unchecked": plan.unchecked,
        "told": list(plan.lines())[1:],
    })  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """Plan the import, print the plan, and carry it out if asked to."""
    project = open_project(options)
    store = project.store(readonly=not options.apply)
    articles = Articles.of_corpus(project.corpus, store.articles())
    path = Path(options.file)
    try:
        plan = registry.read(options.format, path, articles, project.scheme, store, project.annotator)
        for line in [_counted(plan)] if options.json else map(escaped, plan.lines()):
            print(line)
        if options.apply and (changes := plan.changes(theirs=options.theirs)):
            for record in plan.articles.values():
                store.remember_article(record)
            store.apply(changes, by=project.annotator, kind="import")
            complain(
                f"{len(changes)} annotations changed in {project.database}; undo takes it back as one step"
            )
        elif not options.apply:
            complain("nothing was changed; --apply does it")
    finally:
        project.close()
    return 0
