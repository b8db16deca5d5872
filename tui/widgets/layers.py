"""Which annotations lie over a part of an article: the few of a row, found without looking at all of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate

from annotations.records import Annotation


class Layers:
    """The annotations of an article, by place.

    Args:
        annotations: in any order.
    """

    def __init__(self, annotations: Iterable[Annotation]) -> None:
        self._sorted = sorted(annotations, key=_start)
        # How far any annotation up to each one reaches: where that is before a row, so are all before it.
        self._reach = list(accumulate((one.target.end for one in self._sorted), max))

    def over(self, start: int, end: int) -> list[Annotation]:
        """Return those with a code point in `[start, end)`, the longest first."""
        found = []
        for place in range(bisect_left(self._sorted, end, key=_start) - 1, -1, -1):
            if self._reach[place] <= start:
                break
            if self._sorted[place].target.end > start:
                found.append(self._sorted[place])
        return sorted(found, key=lambda one: one.target.start - one.target.end)


def _start(annotation: Annotation) -> int:
    return annotation.target.start
