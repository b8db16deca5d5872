"""Says of a bar whether it is kept, from pairs of measurements: ours and the other program's, taken in turns.

A ratio of one run is one draw. What is judged is the interval in which the ratio lies with 99 % certainty, by
bootstrap over runs of neighbouring pairs (a machine that is slow is slow for a while, so neighbours aren't
independent): below the bar it is kept, above it missed, else nothing is decided. That one run says "kept" and
the next "missed" would take an error of half a percent in each of them, in opposite directions.
"""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

Pairs = Sequence[tuple[float, float]]
"""What we and what the other took, in the order in which it was measured."""
Verdict = Literal["kept", "missed", "not decided"]

BLOCKS = 20
"""Into how many runs of neighbours the pairs are cut, if there are more."""
DRAWS = 2000
OUTSIDE = 0.005
"""How likely the ratio is above the interval, and how likely below."""


class Interval(NamedTuple):
    """Where a ratio lies."""

    low: float
    middle: float
    high: float

    def against(self, most: float) -> Verdict:
        """Say whether it is at most so much."""
        if self.high <= most:
            return "kept"
        return "missed" if self.low > most else "not decided"


def median_ratio(pairs: Pairs) -> float:
    """Return the middle one of the pairs' ratios."""
    return statistics.median(ours / theirs for ours, theirs in pairs)


def p95_ratio(pairs: Pairs) -> float:
    """Return the ratio of what 19 of 20 of ours and of the other's don't exceed."""
    return _p95([ours for ours, _ in pairs]) / _p95([theirs for _, theirs in pairs])


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[round(0.95 * (len(values) - 1))]


def interval(pairs: Pairs, statistic: Callable[[Pairs], float] = median_ratio) -> Interval:
    """Return where a statistic of pairs lies; the same pairs give the same interval.

    Raises:
        ValueError: there is no pair.
    """
    if not pairs:
        raise ValueError("nothing was measured")
    length = -(-len(pairs) // BLOCKS)
    blocks = [pairs[at : at + length] for at in range(0, len(pairs), length)]
    draw = random.Random(0)
    values = sorted(
        statistic([pair for block in draw.choices(blocks, k=len(blocks)) for pair in block])
        for _ in range(DRAWS)
    )
    at = round(OUTSIDE * (DRAWS - 1))
    return Interval(values[at], statistic(pairs), values[-1 - at])
