"""Measures the pace of the work: seconds per decision, with pauses left out by a stated rule.

A gap between two decisions is work, unless it is a pause: longer than a minute, or longer than ten seconds
and five times the median gap. Long sentences stay in, a telephone call doesn't. The clock is the caller's, so
the same times always give the same pace.
"""

from __future__ import annotations

from collections import deque

LONGEST_WORK = 60.0
"""Seconds: a longer gap is a pause, whatever the others are."""

PAUSE_FACTOR = 5.0
"""A gap longer than so many medians is a pause."""

NEVER_A_PAUSE = 10.0
"""Seconds: up to here a gap is work even where the median is tiny, as one sentence may take long to read."""

FEWEST = 5
"""Decisions before which there is no pace."""

RECENT = 200
"""Gaps that are looked back on: an hour or less of work, so that the pace is today's."""


class Pace:
    """Seconds per decision over the last decisions."""

    def __init__(self) -> None:
        self._last: float | None = None
        self._gaps: deque[float] = deque(maxlen=RECENT)

    def decided(self, at: float) -> None:
        """Note a decision.

        Args:
            at: seconds of a monotonic clock. One key that decides many sentences at once is one decision.
        """
        gap = None if self._last is None else at - self._last
        if gap is not None and 0 <= gap <= LONGEST_WORK:
            self._gaps.append(gap)
        self._last = at

    @property
    def seconds(self) -> float | None:
        """Mean seconds per decision without pauses; None before 5 decisions, pauses left out."""
        if len(self._gaps) < FEWEST - 1:
            return None
        ordered = sorted(self._gaps)
        # Not of `statistics`: its import costs the first decision 15 ms.
        median = (ordered[len(ordered) // 2] + ordered[~(len(ordered) // 2)]) / 2
        longest = max(NEVER_A_PAUSE, PAUSE_FACTOR * median)
        work = [gap for gap in self._gaps if gap <= longest]
        return sum(work) / len(work) if len(work) >= FEWEST - 1 else None
