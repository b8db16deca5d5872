"""`claimreader index`: prepare a large corpus, so that it opens and is searched at once.

With `--to` it is put into tables of PostgreSQL, for all who read it from there; what has changed since is
brought up to date.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from annotations.database_address import REFUSED, database_of, holds_password, is_database
from annotations.services.indexing import corpus_script, fill_database
from annotations.text.sanitising import escaped
from tui.commands.arguments import ONE_LANGUAGE, UNPAGED, Usage, corpus_argument
from tui.commands.indexed import indexed
from tui.commands.json_lines import Fields, JsonLine
from tui.commands.opening import complain, note, on_terminal, open_project
from tui.commands.output import json_line
from tui.commands.progress_bar import progress_bar

if TYPE_CHECKING:
    from annotations.corpus.article_index import ArticleIndex

USAGE = Usage(
    examples=(
        ("claimreader index ~/articles", "before a large corpus is first opened"),
        ("claimreader index --rebuild ~/articles", "if the index seems wrong"),
        ('claimreader index ~/articles --to "postgresql:///?service=news"', "for all who read it from there"),
        ('claimreader index --sql | psql "service=news"', "the tables that this needs, once"),
    ),
    without=ONE_LANGUAGE | UNPAGED,
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    parser.add_argument("--rebuild", action="store_true", help="forget the index and read every file again")
    parser.add_argument(
        "--to",
        action="append",
        metavar="URL",
        default=[],
        help="put it into the tables of a database: postgresql://HOST/DATABASE",
    )
    parser.add_argument("--sql", action="store_true", help="print the SQL that makes the tables of --to")
    corpus_argument(parser)


def json_lines() -> list[JsonLine]:
    """Say what a line of `--json` holds."""
    index: Fields = {
        "index": (str, "file of the index, or the database"),
        "articles": (int, "articles in it"),
        "not_read": (dict[str, int], "files that are not read, by the ending of their names"),
    }
    return [JsonLine("", index)]


def run(options: argparse.Namespace) -> int:
    """Bring the index up to date; print where it is and how many articles it has."""
    if options.sql:
        sys.stdout.write(corpus_script())
        return 0
    targets: list[str] = options.to
    if why := next(filter(None, map(_no_target, targets)), ""):
        complain(why)
        return 2
    project = open_project(options)
    if targets and project.address is not None:
        complain("--to goes with folders and files: a database is filled from these")
        return 2
    rebuild = options.rebuild and not targets
    with indexed(project, rebuild=rebuild, wait=True) as article_index:
        filled = [
            (_fill(address, article_index, rebuild=options.rebuild), database_of(address))
            for address in targets
        ]
        index = article_index.opened
        if article_index.temporary and not targets:
            note("the cache folder can't be written: nothing is kept; CLAIMREADER_HOME sets another one")
        for count, place in filled or [(len(index.listing()), index.place)]:
            if options.json:
                line = {"index": place, "articles": count, "not_read": dict(index.not_read())}
                print(json_line(line))
            else:
                print(f"{count}\t{escaped(place) if on_terminal() else place}")
    return 0


def _no_target(address: str) -> str:
    """Return why a database can't be filled; nothing if it may be."""
    if not is_database(address):
        return "--to: expected the address of a database, such as postgresql:///?service=NAME"
    return REFUSED if holds_password(address) else ""


def _fill(address: str, article_index: ArticleIndex, *, rebuild: bool) -> int:
    """Bring the database up to date; returns how many articles it has."""
    with progress_bar("writing") as bar:
        filled = fill_database(
            article_index, address, rebuild=rebuild, tell=lambda now: bar(*now.described())
        )
    for problem in filled.problems:
        complain(str(problem))
    note(f"{filled.written:,} articles written, {filled.gone:,} gone")
    return filled.articles
