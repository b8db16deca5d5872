"""`claimreader search QUERY`: the articles that have all words of the query, with the places of the hits.

Words are compared without regard to vowel marks, forms of alef and the like, and are found inside longer
words from three letters on; a phrase stands in quotation marks.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from tui.cli import corpus_argument
from tui.commands.indexed import indexed
from tui.commands.opening import complain, field, on_terminal, open_project, terminal_width
from tui.commands.output import json_line, rows_or_lines

if TYPE_CHECKING:
    from annotations.corpus.search import Result


class Found(msgspec.Struct):
    """One line of `search --json`; offsets are code points of the article's text, half-open."""

    article: str
    title: str | None
    source: str | None
    published: str | None
    hits: list[tuple[int, int]]
    """In the text; none if only title or source have the words."""
    start: int
    """Where the snippet begins."""
    snippet: str


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    parser.add_argument("query", metavar="QUERY", help='words, or a "phrase" in quotation marks')
    corpus_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Print one line an article: id, number of hits, offsets of the first one, the text around it.

    Exit code 1 if there is none, as grep's.
    """
    from annotations.corpus.query import Query
    from annotations.corpus.search import results

    if not Query(options.query):
        complain(f"QUERY {options.query!r} has no word to look for")
        return 2
    with indexed(open_project(options)) as repository:
        found = results(repository.index, options.query)
        if options.json:
            lines: Iterator[str] = map(_json, found)
        elif on_terminal():
            lines = _rows(found)
        else:
            lines = map(_fields, found)
        count = 0
        with rows_or_lines(as_json=options.json) as write:
            for line in lines:
                count += 1
                write(line)
        if not count:
            complain(f"no article has {options.query}")
    return 0 if count else 1


def _json(result: Result) -> str:
    row = result.row
    found = Found(
        article=row.entry.id,
        title=row.label if row.titled else None,
        source=row.source,
        published=row.published,
        hits=list(result.hits),
        start=result.start,
        snippet=result.text,
    )
    return json_line(found)


def _fields(result: Result) -> str:
    place = "{}-{}".format(*result.hits[0]) if result.hits else ""
    fields = (result.row.entry.id, str(len(result.hits)), place, result.text)
    return "\t".join(map(field, fields))


def _rows(found: Iterator[Result]) -> Iterator[str]:
    from tui.commands.rows import fitted

    width = terminal_width()
    names = min(28, width // 3)
    for result in found:
        left = f" {len(result.hits):>4} "
        text = fitted(result.text, width - names - len(left), right=True)
        yield fitted(result.row.entry.id, names) + left + text
