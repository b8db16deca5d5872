"""`claimreader index`: prepare a large corpus, so that it opens and is searched at once."""

from __future__ import annotations

import argparse

from annotations.text.sanitising import escaped
from tui.commands.arguments import ONE_LANGUAGE, UNPAGED, Usage, corpus_argument
from tui.commands.indexed import indexed
from tui.commands.json_lines import Fields, JsonLine
from tui.commands.opening import note, on_terminal, open_project
from tui.commands.output import json_line

USAGE = Usage(
    examples=(
        ("claimreader index ~/articles", "before a large corpus is first opened"),
        ("claimreader index --rebuild ~/articles", "if the index seems wrong"),
    ),
    without=ONE_LANGUAGE | UNPAGED,
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    parser.add_argument("--rebuild", action="store_true", help="forget the index and read every file again")
    corpus_argument(parser)


def json_lines() -> list[JsonLine]:
    """Say what a line of `--json` holds."""
    index: Fields = {
        "index": (str, "file of the index"),
        "articles": (int, "articles in it"),
        "not_read": (dict[str, int], "files that are not read, by the ending of their names"),
    }
    return [JsonLine("", index)]


def run(options: argparse.Namespace) -> int:
    """Bring the index up to date; print where it is and how many articles it has."""
    with indexed(open_project(options), rebuild=options.rebuild, wait=True) as article_index:
        index = article_index.opened
        count = len(index.listing())
        if article_index.temporary:
            note("the cache folder can't be written: nothing is kept; CLAIMREADER_HOME sets another one")
        if options.json:
            print(json_line({"index": str(index.path), "articles": count, "not_read": index.not_read()}))
        else:
            print(f"{count}\t{escaped(str(index.path)) if on_terminal() else index.path}")
    return 0
