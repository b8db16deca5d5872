"""Keeps the annotations of an article by place: the few over a row are found without looking at all."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate

from annotations.model.records import Annotation


class SpanIndex:
    """Finds the annotations that lie over a part of an article.

    Args:
        annotations: those of the article, in any order.
    """

    def __init__(self, annotations: Iterable[Annotation]) -> None:
        self._sorted = sorted(annotations, key=_start)
        self._reach = list(accumulate([annotation.target.end for annotation in self._sorted], max))
        """For each annotation the farthest end up to it: where that is before a row, so are all before it."""

    def put_in(self, annotation: Annotation) -> None:
        """Add an annotation."""
        place = bisect_right(self._sorted, _start(annotation), key=_start)
        self._sorted.insert(place, annotation)
        self._reach.insert(place, -1)
        self._reach_anew(place)

    def take_out(self, annotation: Annotation) -> None:
        """Take an annotation away that is there."""
        place = bisect_left(self._sorted, _start(annotation), key=_start)
        while self._sorted[place] is not annotation:
            place += 1
        del self._sorted[place], self._reach[place]
        self._reach_anew(place)

    def _reach_anew(self, first: int) -> None:
        """Reckon the farthest ends from a place on, up to one that is as it was: so are those behind it."""
        farthest = self._reach[first - 1] if first else -1
        for place in range(first, len(self._sorted)):
            farthest = max(farthest, self._sorted[place].target.end)
            if self._reach[place] == farthest:
                return
            self._reach[place] = farthest

    def over(self, start: int, end: int) -> list[Annotation]:
        """Return the annotations with a code point in `[start, end)`, the longest first."""
        over = []
        reach = self._reach
        for place in range(bisect_left(self._sorted, end, key=_start) - 1, -1, -1):
            if reach[place] <= start:
                break
            if self._sorted[place].target.end > start:
                over.append(self._sorted[place])
        return sorted(over, key=lambda annotation: annotation.target.start - annotation.target.end)


def _start(annotation: Annotation) -> int:
    return annotation.target.start
