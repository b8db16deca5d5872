"""`claimreader verify`: every annotation against its article, the files against each other."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from contextlib import nullcontext

from annotations.services.following import move_renamed, renamed_in_file
from annotations.services.team import colleagues_annotations
from annotations.services.verification import ArticleTexts, Discrepancy, not_read, repair, verify
from annotations.text.sanitising import escaped
from tui.commands.arguments import SAVES, Usage, corpus_argument
from tui.commands.json_lines import JsonLine, fields_of
from tui.commands.opening import complain, complain_of, note, on_terminal, open_project
from tui.commands.output import json_line
from tui.commands.progress_bar import progress_bar
from tui.commands.rows import ordered_lines
from tui.i18n import _
from tui.presenters.hidden_characters import HiddenOf
from tui.presenters.verification import finding_lines
from tui.terminal.streams import write_line

USAGE = Usage(
    examples=(
        ("claimreader verify ~/articles/event", "look; nothing is changed"),
        ("claimreader verify ~/articles/event --repair", "mend what can be mended without loss"),
    ),
    exits={1: "something is wrong"} | SAVES,
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    corpus_argument(parser)
    parser.add_argument("--repair", action="store_true", help="do what loses nothing, and say what was done")
    parser.add_argument(
        "--all", action="store_true", help="a line for each annotation, also where many have the same fault"
    )


def json_lines() -> list[JsonLine]:
    """Say what a line of `--json` holds."""
    finding = {
        "where": "the file, or uuid of the annotation, or id of the article",
        "what": "what is not as it should be, or with --repair what was done",
        "remedy": "what helps; empty if nothing has to be done",
        "wrong": "false: worth knowing, but nothing is wrong",
        "kind": "what many may have in common, such as article-changed, not-read; else empty",
        "article": "id of the article that it is about; else empty",
    }
    return [JsonLine("", fields_of(Discrepancy, finding))]


def run(options: argparse.Namespace) -> int:
    """Print what is off, one line each; exit code 1 if something is.

    On a terminal what is the same of many annotations is one line.
    """
    project = open_project(options)
    project.require_database()
    texts = ArticleTexts(project)
    if texts.gone:
        complain(texts.gone)
    done = repair(project.database, by=project.annotator) if options.repair else []
    if options.repair and (moved := move_renamed(project, by=project.annotator)):
        done.append(f"{moved:,} annotation{'s' * (moved != 1)}: under the ids that their articles have now")
    with progress_bar("verifying") as bar, colleagues_annotations(project) as is_colleague_s:
        findings = verify(
            project.database,
            texts.of,
            lambda text: HiddenOf(text).count(),
            bar.of,
            renamed_in_file(project),
            is_colleague_s,
        )
    if options.json and texts.known:
        findings += not_read(project)
    wrong = sum(finding.wrong for finding in findings)
    with nullcontext(write_line) if options.json else ordered_lines() as write:
        for step in done:
            repaired = Discrepancy(str(project.database), step, wrong=False, kind="repaired")
            write(json_line(repaired) if options.json else escaped(step))
        if options.json:
            lines: Iterable[str] = map(json_line, findings)
        elif options.all or options.verbose or not on_terminal():
            lines = map(str, findings)
        else:
            lines = finding_lines(findings)
        for line in lines:
            write(line)
    if texts.known:
        complain_of(project.corpus)
    said = _("{n:,} wrong").format(n=wrong) if wrong else _("nothing wrong")
    note(f"{project.database}: {said}")
    return 1 if wrong else 0
