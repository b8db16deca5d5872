"""`claimreader report -o FILE`: the claims as one self-contained HTML page, for people and for printing."""

from __future__ import annotations

import argparse
from pathlib import Path

from annotations.exchange import report
from annotations.exchange.articles import Articles
from annotations.exchange.filters import Filter, chosen
from annotations.exchange.report_words import ARABIC, ENGLISH
from tui import i18n, preferences
from tui.cli import corpus_argument
from tui.commands.opening import complain, complain_of, project, saved_annotations


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    corpus_argument(parser)
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="the HTML file")
    parser.add_argument("--force", action="store_true", help="replace the file if it is there")


def run(options: argparse.Namespace) -> int:
    """Write the page."""
    desk = project(options)
    store = saved_annotations(desk)
    language = i18n.choose(options.lang or preferences.read().language)
    count = report.save(
        chosen(store, Filter()),
        Articles.of_corpus(desk.corpus, store.articles()),
        desk.scheme,
        options.output,
        words=ARABIC if language == "ar" else ENGLISH,
        title=desk.name,
        force=options.force,
    )
    complain_of(desk.corpus)
    complain(f"{count} claim{'s' * (count != 1)} in {options.output}")
    return 0
