"""Turns the pages of a table that has more columns than there is room for."""

from __future__ import annotations


def first_after_turn(first: int, step: int, *, shown: int, count: int) -> int:
    """Return the place of the first column in sight after a turn; one that was in sight stays there.

    Args:
        first: that of now.
        step: 1 for further on, -1 for back.
        shown: how many columns there is room for from `first` on.
        count: how many there are.
    """
    if step > 0 and first + shown >= count:
        return first
    return max(0, min(count - 1, first + step * max(1, shown - 1)))
