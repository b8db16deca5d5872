"""Finds the places of a text that are like a pattern, but for a number of errors.

Myers' bit-parallel algorithm (J. ACM 46(3), 1999), with Python's integers as words of any length: one step a
code point of the text, however long the pattern is, so that a sentence is looked for in an article in
milliseconds. An error is a letter put in, left out or exchanged.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class ApproximateMatch(NamedTuple):
    """`text[start:end]` is like the pattern but for so many errors."""

    start: int
    end: int
    errors: int


def matches(text: str, pattern: str, most: int) -> Iterator[ApproximateMatch]:
    """Yield the places of a text (code points) that are like a pattern, in order.

    Of matches that overlap at their ends only the best is yielded, and of equally good ones the first.

    Args:
        text: where to look.
        pattern: what to look for; not empty.
        most: errors that are allowed.
    """
    best: ApproximateMatch | None = None
    for end, errors in _distances(text, pattern, anchored=False):
        if errors > most:
            continue
        if best is not None and end - best.end > len(pattern) // 2:
            yield best
            best = None
        if best is None or errors < best.errors:
            best = ApproximateMatch(_start(text, pattern, end, errors), end, errors)
    if best is not None:
        yield best


def likeness(text: str, pattern: str) -> float:
    """Say how much of a pattern is in a text, in order: 1 all of it, 0 nothing."""
    if not pattern:
        return 1.0
    fewest = min((errors for _, errors in _distances(text, pattern, anchored=False)), default=len(pattern))
    return 1 - min(fewest, len(pattern)) / len(pattern)


def _start(text: str, pattern: str, end: int, errors: int) -> int:
    """Return where a match that ends here begins: of several places that which gives the pattern's length."""
    window = text[max(0, end - len(pattern) - errors) : end]
    lengths = [
        length
        for length, distance in _distances(window[::-1], pattern[::-1], anchored=True)
        if distance == errors
    ]
    return end - min(lengths, key=lambda length: abs(length - len(pattern)), default=0)


def _distances(text: str, pattern: str, *, anchored: bool) -> Iterator[tuple[int, int]]:
    """Yield, for every prefix of a text, its length and the distance of the pattern from its best suffix.

    Args:
        text: is gone through once.
        pattern: not empty.
        anchored: from the whole prefix instead.
    """
    masks: dict[str, int] = {}
    for at, char in enumerate(pattern):
        masks[char] = masks.get(char, 0) | 1 << at
    everything = (1 << len(pattern)) - 1
    last = 1 << (len(pattern) - 1)
    more, fewer = (
        everything,
        0,
    )  # bit i: the distance grows, shrinks from the pattern's first i letters to i + 1
    distance = len(pattern)
    for length, char in enumerate(text, 1):
        equal = masks.get(char, 0)
        diagonal = equal | fewer
        across = (((equal & more) + more) ^ more) | equal
        grows = fewer | (everything & ~(across | more))
        shrinks = more & across
        if grows & last:
            distance += 1
        elif shrinks & last:
            distance -= 1
        grows = (grows << 1 | anchored) & everything
        shrinks = (shrinks << 1) & everything
        more = shrinks | (everything & ~(diagonal | grows))
        fewer = grows & diagonal
        yield length, distance
