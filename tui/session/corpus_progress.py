"""The progress of the whole corpus: how many of its sentences are decided, and how many claims it has.

Counted once, by a worker, and from then on only for the articles of which something was said since; so a
corpus of 100,000 articles costs a key nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from annotations.model.outline import ArticleProgress


class CorpusCount(NamedTuple):
    """Holds what a worker has counted."""

    total: int
    """Sentences of the corpus that aren't boilerplate."""
    articles: Mapping[str, ArticleProgress | None]
    """The progress of articles, by id; None if nothing is said about one any more, or it is gone."""
    everything: bool
    """True if these are all; else they are those of which something was said."""


class CorpusProgress:
    """Sums up the progress of the articles."""

    def __init__(self) -> None:
        self.total = 0
        self.decided = 0
        self.claims = 0
        self._articles: dict[str, ArticleProgress] = {}
        self._stale: set[str] | None = None
        """The ids of the articles to count again; None: all."""

    @property
    def known(self) -> bool:
        """Return whether it has been counted at all."""
        return self.total > 0

    def touch(self, article_ids: set[str] | None) -> None:
        """Note that something was said of these articles, or that nothing of all is known any more."""
        if article_ids is None:
            self._stale = None
        elif self._stale is not None:
            self._stale |= article_ids

    def begin(self) -> set[str] | None:
        """Return the articles to count again, None for all; they aren't stale any more."""
        stale, self._stale = self._stale, set()
        return stale

    def take(self, counted: CorpusCount) -> None:
        """Take in what was counted."""
        self.total = counted.total
        if counted.everything:
            self._articles.clear()
            self.decided = self.claims = 0
        for article_id, now in counted.articles.items():
            before = self._articles.pop(article_id, None)
            if now is not None:
                self._articles[article_id] = now
            self.decided += (now.decided if now else 0) - (before.decided if before else 0)
            self.claims += (now.claims if now else 0) - (before.claims if before else 0)
