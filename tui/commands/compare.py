"""`claimreader compare A B`: how far two annotators agree, and every sentence that they see differently."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from annotations.paths import likely_file
from annotations.services.agreement import as_text, compare_with, corpus_of, counted
from annotations.services.annotation_files import without_journal
from annotations.store.base import StoreError
from annotations.store.tinydb_store import open_store
from annotations.text.sanitising import escaped
from tui.commands.opening import complain, open_project
from tui.commands.output import json_line


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    parser.add_argument("a", metavar="A", type=Path, help="one's annotations file")
    parser.add_argument("b", metavar="B", type=Path, help="the other's")


def run(options: argparse.Namespace) -> int:
    """Print the figures and the disagreements; exit code 1 if there are any."""
    project = open_project(options)
    sides, lines = [], []
    for name, path in (("A", options.a), ("B", options.b)):
        if not path.exists():
            raise StoreError(f"{path}: no such annotations file{likely_file(path)}")
        with open_store(path, annotator=project.annotator, readonly=True) as store:
            sides.append(store.list())
            lines.append(f"{name}  {path}: {counted(sides[-1])}")
            if note := without_journal(path, store.info().seq):
                complain(note)
    comparison = compare_with(corpus_of(project, options.a), *sides)
    if options.json:
        sys.stdout.write(json_line(comparison) + "\n")
    else:
        sys.stdout.write("\n".join([*map(escaped, lines), "", as_text(comparison)]) + "\n")
    return 1 if comparison.disagreements else 0
