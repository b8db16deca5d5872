"""`claimreader verify`: every annotation against its article, the files against each other."""

from __future__ import annotations

import argparse
from contextlib import nullcontext

from annotations.services.verification import ArticleTexts, repair, verify
from annotations.text.sanitising import escaped
from tui.commands.arguments import ONE_LANGUAGE, SAVES, Usage, corpus_argument
from tui.commands.opening import complain, complain_of, note, open_project
from tui.commands.output import json_line
from tui.commands.rows import ordered_lines
from tui.presenters.hidden_characters import HiddenOf
from tui.terminal.streams import write_line

USAGE = Usage(
    examples=(
        ("claimreader verify ~/articles/event", "look; nothing is changed"),
        ("claimreader verify ~/articles/event --repair", "mend what can be mended without loss"),
    ),
    exits={1: "something is wrong"} | SAVES,
    without=ONE_LANGUAGE,
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    corpus_argument(parser)
    parser.add_argument("--repair", action="store_true", help="do what loses nothing, and say what was done")


def run(options: argparse.Namespace) -> int:
    """Print what is off, one line each; exit code 1 if something is."""
    project = open_project(options)
    project.require_database()
    texts = ArticleTexts(project)
    if texts.gone:
        complain(texts.gone)
    wrong = 0
    with nullcontext(write_line) if options.json else ordered_lines() as write:
        for done in repair(project.database, by=project.annotator) if options.repair else []:
            write(escaped(done))
        for finding in verify(project.database, texts.of, lambda text: HiddenOf(text).count()):
            wrong += finding.wrong
            write(json_line(finding) if options.json else str(finding))
    if texts.known:
        complain_of(project.corpus)
    note(f"{project.database}: {wrong or 'nothing'} wrong")
    return 1 if wrong else 0
