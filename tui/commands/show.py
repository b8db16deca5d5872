"""`claimreader show ARTICLE`: one article, as rows on a terminal, as stored into a pipe.

`show -` shows what comes through a pipe: `journalctl | claimreader show -`. Each line of it is a paragraph:
nothing is joined, and what is too long is wrapped. Arabic paragraphs stand at the right. Lines that look like
those of a log or a table, as most between two empty lines do, stay at the left with their columns in place;
`--layout text` or `--layout lines` says for all of them which it is.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from annotations.services.article_text import sound_text
from tui.commands.arguments import ONE_LANGUAGE, Usage, one_of, typed
from tui.commands.opening import complain, on_terminal, open_project, terminal_width

if TYPE_CHECKING:
    from annotations.composition import Project
    from annotations.model.article import Article
    from tui.commands.json_lines import JsonLine

PIPE = "-"
"""As an article it stands for what comes through a pipe."""

LAYOUTS = ("auto", "text", "lines")
"""As `tui.presenters.piped_text.LAYOUTS`."""

MARGIN = 2
"""Cells left free at the right: mlterm gives one to each mark of direction, which others don't."""

WIDEST = 10_000
"""Cells of a row: more is a slip of the fingers."""


USAGE = Usage(
    examples=(
        ("claimreader show 002", "an article, by the beginning of its id"),
        ("claimreader show 002 --visual | less -R", "its rows, shaped and in order"),
        ("claimreader show 002 --corpus ~/articles/event --json | jq -r .title", "a field of it"),
    ),
    without=ONE_LANGUAGE,
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    parser.add_argument(
        "article",
        metavar="ARTICLE",
        help="its id, any unique beginning of it, or its path; -: any text, from standard input",
    )
    width = typed(f"a number of cells from 1 to {WIDEST}", _width)
    parser.add_argument("--width", type=width, metavar="N", help="cells of a row (default: the terminal's)")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--visual", action="store_true", help="shaped and ordered rows, as for a terminal")
    how.add_argument("--logical", action="store_true", help="the text as it is stored")
    parser.add_argument(
        "--layout",
        metavar="|".join(LAYOUTS),
        type=one_of(LAYOUTS),
        help="of -: paragraphs at the right, or lines in place (default: by what the lines look like)",
    )


def _width(value: str) -> int:
    cells = int(value)
    if not 1 <= cells <= WIDEST:
        raise ValueError(value)
    return cells


def json_lines() -> list[JsonLine]:
    """Say what a line of `--json` holds."""
    from tui.commands.json_lines import Fields, JsonLine  # here, as all that a text alone doesn't need: 50 ms

    facts: Fields = {
        "id": (str, "id of the article, unique in the corpus"),
        "sha256": (str, "SHA-256 of its text in UTF-8, hexadecimal"),
        "title": (str | None, "its title"),
        "source": (str | None, "who published it"),
        "published": (str | None, "when, ISO 8601"),
        "url": (str | None, "its address"),
        "length": (int, "code points of its text"),
        "text": (str, "its text"),
    }
    return [JsonLine("ARTICLE", facts), JsonLine("-", {"text": (str, "the text of standard input")})]


def run(options: argparse.Namespace) -> int:
    """Print the article."""
    if options.article == PIPE:
        from tui.commands.show_pipe import show_pipe

        return show_pipe(options, width=_row_width(options), as_stored=_as_stored(options))
    if options.layout is not None:
        complain("--layout goes with -, which is text from standard input")
        return 2
    project = open_project(options)
    if options.json:
        from annotations.services.articles import article_document
        from tui.commands.output import json_line

        sys.stdout.write(json_line(article_document(_article(project, options.article))) + "\n")
        return 0
    text = sound_text(project, options.article)
    if text is None:
        text = _article(project, options.article).text
    if _as_stored(options):
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
        return 0
    from tui.commands.rows import keeping_order
    from tui.presenters.text_rows import text_rows

    with keeping_order() as write:
        for row in text_rows(text, _row_width(options)):
            write(row)
    return 0


def _article(project: Project, reference: str) -> Article:
    """Read an article with what people have said of it, and say how it is damaged."""
    from annotations.services.articles import find_article
    from annotations.store.errors import StoreError
    from annotations.text.damage import enumerated

    try:
        project.read_corrections()
    except StoreError as error:  # the text is there all the same
        complain(str(error))
    article = find_article(project, reference)
    if article.bad_bytes:
        complain(f"{article.id}: {article.bad_bytes}")
    if article.damage:
        remedy = "; --repair-text repairs it" if article.damage.steps else ""
        complain(f"{article.id}: text looks damaged: {enumerated(article.damage)}{remedy}")
    return article


def _as_stored(options: argparse.Namespace) -> bool:
    """Say whether text is wanted as it is stored and not as rows."""
    return bool(options.logical) or not (options.visual or on_terminal())


def _row_width(options: argparse.Namespace) -> int:
    """Return how many cells a row has."""
    return int(options.width or (max(1, terminal_width() - MARGIN) if on_terminal() else 80))
