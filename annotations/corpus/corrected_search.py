"""Finds articles by what people have said of them: the index has the words of their files.

A corrected article is found by its title, source and tags as they hold now, and no more by those that were
corrected, unless its text has the words, too. Its file is read only where that is in doubt.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from annotations.corpus.query import Query, index_form
from annotations.corpus.records import ArticleError

if TYPE_CHECKING:
    from annotations.corpus.corpus import Corpus
    from annotations.corpus.listing import ArticleRow
    from annotations.model.side_records import ArticleCorrection


def corrected_matches(
    corpus: Corpus,
    typed: str,
    matches: array[int],
    rows: Sequence[tuple[int, ArticleRow]],
    keys_matching: Callable[[str, Sequence[int]], set[int]],
) -> array[int]:
    """Return the keys that a query finds, in rising order.

    Args:
        corpus: whose articles, with what people have said of them.
        typed: the query.
        matches: the keys that it finds in what files say.
        rows: the corrected articles by key, as their files have them.
        keys_matching: returns those of some keys under which the index has a term.
    """
    corrections, terms = corpus.corrections, Query(typed).terms
    keys = [key for key, _ in rows]
    by_term = [keys_matching(term, keys) for term in terms]
    matching = set(matches)
    for key, row in rows:
        correction = corrections.get(row.entry.id)
        if correction is None:
            continue  # it was taken back at this moment
        filed = [key in having for having in by_term]
        if all(_holds(corpus, row, correction, *term) for term in zip(terms, filed, strict=True)):
            matching.add(key)
        else:
            matching.discard(key)
    return array("q", sorted(matching))


def _holds(corpus: Corpus, row: ArticleRow, correction: ArticleCorrection, term: str, filed: bool) -> bool:
    """Say whether a corrected article has a term, given whether the index has it under its key."""
    if term in index_form(correction.title, correction.source, *correction.tags):
        return True
    if not filed:
        return False
    replaced = [
        old
        for old, new in ((row.label, correction.title), (row.source, correction.source))
        if new is not None
    ]
    return term not in index_form(*replaced) or term in index_form(*_text(corpus, row))


def _text(corpus: Corpus, row: ArticleRow) -> Sequence[str]:
    try:
        return [corpus.read(row.entry).text]
    except ArticleError as error:
        corpus.report(str(row.entry.path), str(error))
        return []
