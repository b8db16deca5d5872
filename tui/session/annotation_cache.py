"""The annotations of the articles that are looked at are kept, and how far each is, up to every change.

A key costs what it changes: of an article with thousands of annotations those alone are read again that have
changed, and how far it is follows from what came and went.
"""

from __future__ import annotations

import threading
from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from annotations.model.outline import Count, Outline
from tui.session.lru_cache import LRUCache

if TYPE_CHECKING:
    from annotations.model.records import Annotation

_ARTICLES = 500
"""Articles that are kept: more than a screen has rows."""


class AnnotationCache:
    """Keeps annotations by article, for workers, too, and how far each article is.

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
        self._changes = 0
        """Times that something was taken in: what was read before that isn't kept after it."""
        self._lock = threading.Lock()
        """Held while these are looked at, not while something is read: no key waits for a worker."""

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._changes += 1
            self._annotations.clear()
            self._counts.clear()

    def annotations(self, article_id: str) -> Sequence[Annotation]:
        """Return an article's annotations, oldest first.

        Those that haven't changed since they were asked for last are the same objects.
        """
        with self._lock:
            annotations, changes = self._annotations.get(article_id), self._changes
        if annotations is not None:
            return annotations
        read = self._read(article_id)
        with self._lock:
            meanwhile = self._annotations.get(article_id)
            if meanwhile is not None:
                return meanwhile
            if changes == self._changes:
                self._counts.discard(article_id)  # it counts what was read before
                self._annotations.put(article_id, read)
        return read

    def count(self, article_id: str, outline: Outline, total: int | None = None) -> Count:
        """Return how far an article is, see `Count`."""
        annotations = self.annotations(article_id)
        with self._lock:
            count = self._counts.get(article_id)
        if count is None or (count.outline is not outline and count.outline != outline):  # it has changed
            count = Count(outline, annotations, total)
            with self._lock:
                self._counts.put(article_id, count)
        return count

    def renew(self, touched: Sequence[Annotation]) -> int:
        """Take in that annotations have changed, given as they were or are.

        Returns:
            How many more sentences are decided than before, in the articles that were counted.
        """
        uuids = {annotation.uuid for annotation in touched}
        more = 0
        with self._lock:
            self._changes += 1
            for article_id in {annotation.article.id for annotation in touched}:
                known = self._annotations.get(article_id)
                if known is None:
                    self._counts.discard(article_id)
                else:
                    more += self._renew(article_id, known, touched, uuids)
        return more

    def _renew(
        self, article_id: str, known: Sequence[Annotation], touched: Sequence[Annotation], uuids: set[str]
    ) -> int:
        from annotations.model.records import age  # here, as all of the records: the list is on screen first

        gone = []
        current = [*known]
        for changed in touched:
            place = bisect_left(current, age(changed), key=age)
            if place < len(current) and current[place].uuid == changed.uuid:
                gone.append(current.pop(place))
        came = [
            annotation
            for uuid in uuids
            if (annotation := self._get(uuid)) and annotation.article.id == article_id
        ]
        for annotation in came:
            insort(current, annotation, key=age)
        self._annotations.put(article_id, current)
        count = self._counts.get(article_id)
        return 0 if count is None else _exchange(count, gone, came)


def _exchange(count: Count, gone: Iterable[Annotation], came: Iterable[Annotation]) -> int:
    """Count annotations in place of others; returns how many more sentences are decided."""
    before = count.progress.decided
    count.take_out(gone)
    count.put_in(came)
    return count.progress.decided - before
