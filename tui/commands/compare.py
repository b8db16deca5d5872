"""`claimreader compare A B ...`: how far annotators agree, and every sentence that they see differently."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from annotations.services.agreement import Comparison, as_text, compare_files, counted, names_of
from annotations.services.annotation_files import AnnotationsFile
from annotations.services.team_agreement import TeamAgreement, compare_files_of_many, compare_team
from annotations.services.team_agreement import as_text as team_as_text
from annotations.store.errors import StoreError
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
        ("claimreader compare mine.json yours.json hers.json", "of any number of people"),
        ("claimreader compare --team ~/articles/event", "of the members of my team"),
        ("claimreader --review yours.json ~/articles/event", "settle the differences, in the reader"),
    ),
    exits={1: "they disagree somewhere"},
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    parser.add_argument(
        "files",
        metavar="FILE",
        type=Path,
        nargs="*",
        help="annotations files: of two people, of more, or one that several people's were merged into; "
        "with --team folders or files of articles",
    )
    parser.add_argument(
        "--team",
        action="store_true",
        help="the members of my team on this corpus, where I have decided too (the lead: all)",
    )
    parser.add_argument(
        "--unaided",
        action="store_true",
        help="leave out tags that one of them took from a suggestion, or over from a colleague",
    )


def json_lines() -> list[JsonLine]:
    """Say what a line of `--json` holds."""
    comparison = {
        "agreements": "for all tags together (labels) and for each tag: how far the two agree",
        "exact": "F1 of spans with the same tag, start and end, with its 95 % interval",
        "overlapping": "F1 of spans of the same tag that overlap, with its 95 % interval",
        "disagreements": "each sentence that the two see differently",
    }
    team = {
        "people": "who is compared, and how many sentences each has decided",
        "labels": "Krippendorff's alpha over the sets of tags as labels",
        "sets": "Krippendorff's alpha over the sets of tags by how far they are apart (MASI)",
        "tags": "alpha over each tag as yes or no",
        "articles": "alpha over the sets by article, the least reliable first",
        "weeks": "alpha over the sets by the week in which the last word on a sentence was said",
        "pairs": "of each two: per cent, kappa, F1 of spans",
        "disagreements": "each sentence seen differently, with the part of all disagreement that it has",
    }
    return [
        JsonLine("", fields_of(Comparison, comparison)),
        JsonLine("A B C", fields_of(TeamAgreement, team)),
    ]


def run(options: argparse.Namespace) -> int:
    """Print the figures and the disagreements; exit code 1 if there are any."""
    paths = options.files
    if options.team:
        options.roots = list(map(str, paths))
        return _printed(options, compare_team(open_project(options), unaided=options.unaided), [])
    project = open_project(options)
    if not paths:
        raise StoreError("compare what? name two annotations files or more, or --team")
    if len(paths) == 2:
        comparison, files = compare_files(project, *paths, unaided=options.unaided)
        return _printed(options, comparison, files)
    agreement, read = compare_files_of_many(project, paths, unaided=options.unaided)
    return _printed(options, agreement, read)


def _printed(
    options: argparse.Namespace, figures: Comparison | TeamAgreement, files: Sequence[AnnotationsFile]
) -> int:
    for file in files:
        if file.note:
            note(file.note)
    if options.json:
        sys.stdout.write(json_line(figures) + "\n")
        return 1 if figures.disagreements else 0
    letters = ("A  ", "B  ") if isinstance(figures, Comparison) else [""] * len(files)
    lines = [
        escaped(f"{letter}{file.path}: {counted(file.annotations)}")
        for letter, file in zip(letters, files, strict=True)
    ]
    if on_terminal():
        with keeping_order() as write:
            for line in lines:
                write(row_for_terminal(line))
            for row in _rows(figures, files):
                write(row)
    else:
        text = as_text(figures, names_of(files)) if isinstance(figures, Comparison) else team_as_text(figures)
        for line in [*lines, "", *text.split("\n")]:
            write_line(line)
    return 1 if figures.disagreements else 0


def _rows(figures: Comparison | TeamAgreement, files: Sequence[AnnotationsFile]) -> Iterator[str]:
    width = terminal_width()
    if isinstance(figures, Comparison):
        from tui.presenters.agreement import agreement_rows

        return agreement_rows(figures, names_of(files), width)
    from tui.presenters.team_agreement import team_agreement_rows

    return team_agreement_rows(figures, width)
