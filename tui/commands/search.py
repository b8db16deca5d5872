"""`claimreader search QUERY`: the articles that have all words of the query, with the places of the hits.

Words are compared without regard to vowel marks, forms of alef and the like, and are found inside longer
words from three letters on; a phrase stands in quotation marks.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator

from annotations.services.articles import FoundArticle, has_words, search_articles
from tui.commands.arguments import corpus_argument
from tui.commands.indexed import indexed
from tui.commands.opening import complain, field, open_project, saved_annotations, terminal_width
from tui.commands.output import write_records


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    parser.add_argument("query", metavar="QUERY", help='words, or a "phrase" in quotation marks')
    corpus_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Print one line an article: id, number of hits, offsets of the first one, the text around it.

    Exit code 1 if there is none, as grep's.
    """
    if not has_words(options.query):
        complain(f"QUERY {options.query!r} has no word to look for")
        return 2
    project = open_project(options)
    saved_annotations(project, about_articles=True)  # they have what was corrected of articles
    with indexed(project) as article_index:
        articles = search_articles(article_index.opened, options.query)
        count = write_records(
            articles, as_json=options.json, record_of=lambda article: article, rows=_rows, fields=_fields
        )
        if not count:
            complain(f"no article has {options.query}")
    return 0 if count else 1


def _fields(article: FoundArticle) -> str:
    place = "{}-{}".format(*article.hits[0]) if article.hits else ""
    return "\t".join(map(field, (article.article, str(len(article.hits)), place, article.snippet)))


def _rows(articles: Iterable[FoundArticle]) -> Iterator[str]:
    from tui.commands.rows import fitted

    width = terminal_width()
    names = min(28, width // 3)
    for article in articles:
        left = f" {len(article.hits):>4} "
        text = fitted(article.snippet, width - names - len(left), right=True)
        yield fitted(article.article, names) + left + text
