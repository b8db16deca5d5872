"""Knows which sentences are worth checking, of the articles that have been reckoned so far.

An article takes 40 ms, so they are reckoned one after the other while nobody types, and kept for this run by
the key that the index has given to an article and its text: 4 bytes for each such sentence.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotations.model.article import Article
    from annotations.model.outline import Outline
    from annotations.model.scheme import Scheme
    from annotations.store.base import AnnotationReader

LONGEST = 200_000
"""Code points of an article that is read along: a book would hold up the keys beside it for seconds."""


class WorthChecking:
    """Counts the sentences that are worth checking and undecided.

    Args:
        scheme: returns the project's scheme.
        source: returns the annotations as they will be when all is saved.
    """

    def __init__(self, scheme: Callable[[], Scheme], source: Callable[[], AnnotationReader]) -> None:
        self._scheme = scheme
        self._source = source
        self._starts: dict[int, array[int]] = {}
        """The start of each sentence that is worth checking (code points), by the article's key."""

    def __len__(self) -> int:
        return len(self._starts)

    def has(self, key: int) -> bool:
        """Say whether an article has been reckoned."""
        return key in self._starts

    def reckon(self, key: int, article: Article | None) -> None:
        """Find what is worth checking in an article; None: it can't be read. For a worker."""
        from annotations.insight.trust import Trust
        from annotations.services.suggestions import read_along

        starts = array("I")
        if article is not None and len(article.text) <= LONGEST:
            reckoned = read_along(article, Trust([]), self._scheme())
            starts.extend(each.start for each in reckoned.sentences if each.worth_checking)
        self._starts[key] = starts

    def undecided(self, key: int, article_id: str, outline: Outline) -> int | None:
        """Return how many sentences are worth checking that nobody has decided; None: not reckoned yet."""
        starts = self._starts.get(key)
        if not starts:
            return None if starts is None else 0
        decided = {
            bisect_right(outline, annotation.target.start << 1 | 1)
            for annotation in self._source().list(article_id)
        }
        places = [bisect_right(outline, start << 1 | 1) for start in starts]
        counting = [place for place in places if not (place and outline[place - 1] & 1)]
        return sum(place not in decided for place in counting)

    def keep(self, keys: set[int]) -> None:
        """Forget the articles that are gone."""
        for key in self._starts.keys() - keys:
            del self._starts[key]
