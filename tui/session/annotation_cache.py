"""What was read of the articles that are looked at, kept up with every change.

A key costs what it changes: of an article with thousands of annotations those alone are read again that have
changed, and how far it is follows from what came and went.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from textual.cache import LRUCache

from annotations.model.outline import Count, Outline

if TYPE_CHECKING:
    from annotations.model.records import Annotation

_ARTICLES = 500
"""Articles of which it is kept: more than a screen has rows."""


class AnnotationCache:
    """Annotations by article, and how far each article is.

    Args:
        read: returns the annotations of an article that are shown, oldest first.
        get: returns one annotation as it is now, None if it is gone or isn't shown.
    """

    def __init__(
        self, read: Callable[[str], Sequence[Annotation]], get: Callable[[str], Annotation | None]
    ) -> None:
        self._read = read
        self._get = get
        self._annotations: LRUCache[str, Sequence[Annotation]] = LRUCache(_ARTICLES)
        self._counts: LRUCache[str, Count] = LRUCache(_ARTICLES)

    def clear(self) -> None:
        """Forget all."""
        self._annotations.clear()
        self._counts.clear()

    def annotations(self, article_id: str) -> Sequence[Annotation]:
        """Return an article's annotations, oldest first.

        Those that haven't changed since they were asked for last are the same objects.
        """
        found = self._annotations.get(article_id)
        if found is None:
            self._counts.discard(article_id)  # it counts what was read before
            found = self._annotations[article_id] = self._read(article_id)
        return found

    def count(self, article_id: str, outline: Outline, total: int | None = None) -> Count:
        """Return how far an article is, see `Count`."""
        annotations = self.annotations(article_id)
        found = self._counts.get(article_id)
        if found is None or (found.outline is not outline and found.outline != outline):  # it has changed
            self._counts.discard(article_id)
            found = self._counts[article_id] = Count(outline, annotations, total)
        return found

    def renew(self, touched: Iterable[Annotation]) -> None:
        """Take in that annotations have changed, given as they were or are."""
        touched = list(touched)
        uuids = {one.uuid for one in touched}
        for article_id in {one.article.id for one in touched}:
            known = self._annotations.get(article_id)
            if known is None:
                self._counts.discard(article_id)
            else:
                self._renew(article_id, known, uuids)

    def _renew(self, article_id: str, known: Sequence[Annotation], uuids: set[str]) -> None:
        from annotations.model.records import age  # here, as all of the records: the list is on screen first

        gone = [one for one in known if one.uuid in uuids]
        kept = [one for one in known if one.uuid not in uuids]
        came = [one for uuid in uuids if (one := self._get(uuid)) and one.article.id == article_id]
        for one in came:
            insort(kept, one, key=age)
        self._annotations.discard(article_id)  # Textual's cache replaces nothing
        self._annotations[article_id] = kept
        count = self._counts.get(article_id)
        if count is not None:
            count.take_out(gone)
            count.put_in(came)
