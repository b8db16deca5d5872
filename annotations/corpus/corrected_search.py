"""Finds articles by what people have said of them: the index has the words of their files.

A corrected article is found by its title, source and tags as they hold now, and no more by those that were
corrected, unless its text has the words, too.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from annotations.text.searching.words import words_of

if TYPE_CHECKING:
    from annotations.corpus.listing import ArticleRow
    from annotations.corpus.query import Query, Term
    from annotations.model.article_corrections import Corrections


def corrected_matches(
    corrections: Corrections,
    query: Query,
    matches: array[int],
    rows: Sequence[tuple[int, ArticleRow]],
    having: Callable[..., set[int]],
) -> array[int]:
    """Return the keys that a query finds, in rising order.

    Args:
        corrections: what people have said.
        query: what is looked for.
        matches: the keys that it finds in what files say.
        rows: the corrected articles by key, as their files have them.
        having: returns those of some keys under whose text the index has a term, see `WordIndex.having`.
    """
    keys = [key for key, _ in rows]
    in_text = {term: having(term, keys, column="text") for term in (*query.terms, *query.unwanted)}
    matching = set(matches)
    for key, row in rows:
        correction = corrections.get(row.entry.id)
        if correction is None:
            continue  # it was taken back at this moment
        title = correction.title or (row.label if row.titled else None)
        said = (title, correction.source or row.source, *correction.tags)
        about = [words_of(text) for text in said if text]

        def has(term: Term, key: int = key, about: Sequence[Sequence[str]] = about) -> bool:
            return key in in_text[term] or any(map(term.places, about))

        if query.decided(has):
            matching.add(key)
        else:
            matching.discard(key)
    return array("q", sorted(matching))
