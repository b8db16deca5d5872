"""The sentences that this annotator has flagged to come back to, read once and kept up with each change.

There are as many as a person sets by hand, so all of them are held; a key costs what it changes.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotations.model.article import Article
    from annotations.model.side_records import Flag
    from annotations.store.base import AnnotationReader


class Flags:
    """The flags by article.

    Args:
        source: the annotations as they will be when all is saved.
        annotator: whose flags.
        hides: says whether one stands where it doesn't fit its article any more.
    """

    def __init__(
        self, source: AnnotationReader, annotator: str, hides: Callable[[Flag], bool] = lambda flag: False
    ) -> None:
        from annotations.services.later import by_article

        self._source = source
        self._annotator = annotator
        self._hides = hides
        self._flags = by_article(source, annotator)

    @property
    def total(self) -> int:
        """Return how many there are that can be gone to."""
        return sum(map(self.count, self._flags))

    def count(self, article_id: str) -> int:
        """Return how many an article has."""
        return sum(not self._hides(flag) for flag in self._flags.get(article_id, ()))

    def of(self, article: Article) -> Sequence[Flag]:
        """Return those of an article that fit its text."""
        from annotations.services.later import fits

        flags = self._flags.get(article.id)
        return [flag for flag in flags if fits(article, flag)] if flags else ()

    def everywhere(self) -> Mapping[str, Sequence[Flag]]:
        """Return all that can be gone to, by article."""
        return {
            article_id: shown
            for article_id, flags in self._flags.items()
            if (shown := [flag for flag in flags if not self._hides(flag)])
        }

    def renew(self, touched: Iterable[Flag]) -> None:
        """Take in that flags have changed, given as they were or are."""
        from annotations.model.side_records import LATER, Flag

        for flag in touched:
            known = self._flags.get(flag.article.id, [])
            kept = [other for other in known if other.uuid != flag.uuid]
            now = self._source.find(LATER.name, flag.uuid)
            if (
                isinstance(now, Flag)
                and now.annotator == self._annotator
                and now.article.id == flag.article.id
            ):
                insort(kept, now, key=lambda other: other.target.start)
            if kept:
                self._flags[flag.article.id] = kept
            else:
                self._flags.pop(flag.article.id, None)
