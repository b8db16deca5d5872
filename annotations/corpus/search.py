"""Searches a corpus: the index says which articles have the words, the articles themselves say where.

The index keeps no text, so each article that it names is read again, and nothing is shown that isn't in it.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from annotations.corpus.listing import RELEVANCE, chosen
from annotations.corpus.query import Query, snippet
from annotations.corpus.records import ArticleError
from annotations.model.article import sha256_of

if TYPE_CHECKING:
    from annotations.corpus.corpus_index import CorpusIndex
    from annotations.corpus.listing import ArticleRow


class Result(msgspec.Struct, frozen=True):
    """One article that a search found."""

    row: ArticleRow
    text: str
    """The part of the article that shows its first hit, or its beginning if only title or source have one."""
    start: int
    """The beginning of that part in the article, in code points."""
    hits: Sequence[tuple[int, int]]
    """All hits in the article: offsets into its text."""


def results(
    index: CorpusIndex,
    typed: str,
    *,
    order: str = RELEVANCE,
    width: int = 80,
    among: Callable[[array[int]], array[int]] | None = None,
) -> Iterator[Result]:
    """Yield what a query finds, one after the other as the articles are read; those that can't be are noted.

    Args:
        index: of the corpus.
        typed: the query.
        order: one of `annotations.corpus.listing`.
        width: code points of the part that shows the first hit.
        among: returns those of the articles, by key, that are wanted; None: all are.

    Raises:
        IndexFailedError: the index can't be read.
    """
    query = Query(typed)
    listing = index.listing(typed, order=order)
    if among is not None:
        listing = chosen(listing, among, index.rows)
    known = index.known_words(query)  # after the articles: others may come meanwhile, with other words
    for row in listing:
        try:
            text = index.corpus.text(row.entry)
        except ArticleError as error:
            index.corpus.report(str(row.entry.path), str(error))
            continue
        hits = query.hits(text, known if sha256_of(text) == row.sha256 else None)
        part = snippet(text, hits, width)
        yield Result(row, text[part.start : part.end], part.start, hits)
