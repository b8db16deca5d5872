"""Measures how far two people agree on the same items: per cent, Cohen's kappa, Krippendorff's alpha.

All take a count of label pairs; None in a pair stands for an item that one of the two left open. What is
undefined is None, never 0 or 1.
"""

from __future__ import annotations

from collections import Counter

Cells = Counter[tuple[str | None, str | None]]
"""Counts of items by their pair of labels: the first by A, the second by B."""


def percent(cells: Cells) -> float | None:
    """Return the share of items with two labels that has the same one twice; None without such items."""
    both = {pair: count for pair, count in cells.items() if None not in pair}
    total = sum(both.values())
    return sum(count for (a, b), count in both.items() if a == b) / total if total else None


def kappa(cells: Cells) -> float | None:
    """Return Cohen's kappa; None when both used one label only, so that chance explains everything."""
    both = {pair: count for pair, count in cells.items() if None not in pair}
    total = sum(both.values())
    if not total:
        return None
    ours, theirs = Counter[str | None](), Counter[str | None]()
    for (a, b), count in both.items():
        ours[a] += count
        theirs[b] += count
    by_chance = sum(ours[label] * theirs[label] for label in ours)
    if by_chance == total * total:
        return None
    agreed = sum(count for (a, b), count in both.items() if a == b)
    return (agreed * total - by_chance) / (total * total - by_chance)


def alpha(cells: Cells) -> float | None:
    """Return Krippendorff's alpha for nominal data; items with one label only don't pair, and so don't count.

    None when there is no pair, or only one label in all of them.
    """
    totals = Counter[str | None]()
    differing = 0
    for (a, b), count in cells.items():
        if a is not None and b is not None:
            totals[a] += count
            totals[b] += count
            differing += 2 * count * (a != b)
    n = sum(totals.values())
    expected = n * n - sum(count * count for count in totals.values())
    return 1 - differing * (n - 1) / expected if expected else None


def f1(ours_met: int, ours: int, theirs_met: int, theirs: int) -> float | None:
    """Return the F1 of two sets; None if both are empty.

    Args:
        ours_met: how many of ours are in theirs.
        ours: size of ours.
        theirs_met: how many of theirs are in ours.
        theirs: size of theirs.
    """
    if not ours + theirs:
        return None
    recall, precision = ours_met / ours if ours else 0.0, theirs_met / theirs if theirs else 0.0
    return 2 * recall * precision / (recall + precision) if recall + precision else 0.0
