"""Knows what has come into the corpus while it is open, and isn't listed yet: `claimreader DIR --watch`.

A listing never changes its places, so that nothing moves under the cursor. When files have come, changed or
gone the index is brought up to date beside the keys, and what is listed stays: an article that was read again
has another key in the index, under which it stays at its place; one that is gone says so when it is read;
and those that are new are counted until a person asks for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tui.session.article_listing import ArticleListing
    from tui.session.article_repository import ArticleRepository


class Difference(NamedTuple):
    """The articles that an update of the index has brought, lost or read again."""

    new: frozenset[int] = frozenset()
    """Keys of articles that weren't there."""
    gone: frozenset[int] = frozenset()
    """Former keys of articles that aren't there any more."""
    moved: Mapping[int, int] = {}
    """From the former key of an article that was read again to that of now."""

    @property
    def is_any(self) -> bool:
        """True if anything is otherwise than before."""
        return bool(self.new or self.gone or self.moved)


class Arrivals:
    """Knows what is new in the index and not listed.

    Args:
        articles: of the corpus.
    """

    def __init__(self, articles: ArticleRepository) -> None:
        self._articles = articles
        self._known: dict[str, int] | None = None
        """The key of each article, as of the last update; None before the first."""
        self._new: set[int] = set()
        self._gone: set[int] = set()

    @property
    def new(self) -> int:
        """The number of articles that have come and aren't listed."""
        return len(self._new)

    @property
    def gone(self) -> int:
        """The number of articles that are listed and aren't there any more."""
        return len(self._gone)

    def compare(self) -> Difference:
        """Compare the index with what it was at the last call; for the worker that has updated it.

        Raises:
            IndexFailedError: the index can't be read.
        """
        before, now = self._known, dict(self._articles.index.keys_by_id())
        self._known = now
        if before is None:
            return Difference()
        return Difference(
            frozenset(key for id_, key in now.items() if id_ not in before),
            frozenset(key for id_, key in before.items() if id_ not in now),
            {key: now[id_] for id_, key in before.items() if id_ in now and now[id_] != key},
        )

    def take(self, difference: Difference, listing: ArticleListing) -> None:
        """Take in what an update has changed, and what of it a listing shows already."""
        listing.follow(difference.moved)
        moved = difference.moved
        self._new = {moved.get(key, key) for key in self._new | difference.new} - difference.gone
        self._new = listing.unlisted(self._new)
        self._gone |= difference.gone - listing.unlisted(difference.gone)

    def listed(self, listing: ArticleListing, *, all_articles: bool) -> None:
        """Take in that a listing is shown that a person has asked for.

        Args:
            listing: what is shown; it was made of the index as it is now, or nearly.
            all_articles: whether it shows every article; else what it lacks the filter has left out.
        """
        self._new = listing.unlisted(self._new) if all_articles else set()
        self._gone -= listing.unlisted(self._gone)
