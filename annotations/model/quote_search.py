"""Finds a target's quote again, in a text that isn't the one it was made in.

The order is that of Hypothesis: the position first, then the quote, then something like the quote. What its
users complained of is mended: a place is certain only where quote and surroundings agree, and a short quote
must fit better than a long one. Nothing here decides what becomes of an annotation; an import and the service
that follows changed articles do.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import nlargest
from typing import NamedTuple

from annotations.model.records import CONTEXT, Target
from annotations.text.approximate_search import likeness, matches
from annotations.text.folding import is_boundary

_NEARBY = 1 << 20
"""Code points on both sides of the old place in which something like the quote is looked for."""

_JUDGED = 200
"""Places of the very quote that are compared by their surroundings, the likeliest first."""

_WIDEST = 1000
"""Code points that a word or a grapheme cluster may have on one side of a place."""

_CANDIDATES = 20
"""Places that are compared by their surroundings, the likest first."""

_CLEARLY = 0.02
"""By so much a score has to be better than the next one: more than the position's part of the score."""


class QuoteMatch(NamedTuple):
    """The place at which a target's quote seems to be now: `text[start:end]`, code points."""

    start: int
    end: int
    certain: bool
    """The quote stands there exactly, and nothing speaks for another place."""
    score: float
    """0 to 1, from quote, surroundings and position."""


def find_again(text: str, target: Target) -> QuoteMatch | None:
    """Find a target's quote in a text that isn't the one it was made in; None where nothing is like it."""
    starts = exact_places(text, target.quote)
    return _best_exact(text, target, starts) if starts else _best_alike(text, target)


def exact_places(text: str, quote: str) -> list[int]:
    """Return where a quote starts (code points), overlapping places too, if no grapheme cluster is cut."""
    return [
        start
        for start in _occurrences(text, quote)
        if is_boundary(text, start) and is_boundary(text, start + len(quote))
    ]


def joins_words(before: str, after: str) -> bool:
    """Say whether two texts, put together, would make one word of their last and first letter."""
    return bool(before) and bool(after) and before[-1].isalnum() and after[0].isalnum()


def most_errors(length: int) -> int:
    """Return how many errors a quote of so many code points may have.

    Hypothesis allows half of the length and 256, and found "Linus" in "chines" by it; so short quotes get
    less.
    """
    if length < 8:
        return 0
    return length // 4 if length < CONTEXT else min(256, length // 2)


def _best_exact(text: str, target: Target, starts: list[int]) -> QuoteMatch:
    """Return the best of the places at which the very quote stands, and whether it is certain."""
    if len(starts) > _JUDGED:
        starts = nlargest(_JUDGED, starts, key=lambda start: _likely(text, target, start))
    candidates = [_judge(text, target, start, start + len(target.quote), 0) for start in starts]
    ranked = sorted(candidates, key=lambda match: -match.score)
    best = ranked[0]
    alone = len(ranked) == 1
    agreeing = _surroundings(text, target, best.start, best.end) >= 1 / 2
    clear = alone or best.score > ranked[1].score + _CLEARLY
    long = alone and len(target.quote) >= CONTEXT
    return best._replace(certain=clear and (agreeing or long) and _whole_words(text, target, best))


def _best_alike(text: str, target: Target) -> QuoteMatch | None:
    """Return the best place at which something like the quote stands; it is never certain."""
    around = max(0, target.start - _NEARBY)
    window = text[around : target.end + _NEARBY]
    alike = sorted(
        matches(window, target.quote, most_errors(len(target.quote))), key=lambda match: match.errors
    )
    candidates = [
        _judge(text, target, *span, match.errors)
        for match in alike[:_CANDIDATES]
        if (span := _widened(text, around + match.start, around + match.end))
    ]
    return max(candidates, key=lambda match: match.score, default=None)


def _occurrences(text: str, quote: str) -> Iterator[int]:
    """Yield every place of a quote, overlapping ones too, in time that grows with the text alone.

    Where a quote overlaps itself, as one of spaces does, asking `str.find` for each place would compare the
    whole quote each time. Once the text repeats it at the distance of its shortest period, only that much is
    compared. Every other distance at which it can overlap itself leaves more than half of it (the theorem of
    Fine and Wilf, 1965), so there are few of those.
    """
    at = text.find(quote) if quote else -1
    period = 0
    while at >= 0:
        yield at
        following = text.find(quote, at + 1)
        if 0 < following - at < len(quote):
            period = period or _period(quote)
            while following - at == period:
                at = following
                yield at
                again = text.startswith(quote[-period:], at + len(quote))
                following = at + period if again else text.find(quote, at + 1)
                if not again:
                    break
        at = following


def _period(quote: str) -> int:
    """Return the shortest distance at which a text repeats itself (Knuth, Morris and Pratt 1977)."""
    border = [0] * len(quote)
    length = 0
    for at in range(1, len(quote)):
        while length and quote[at] != quote[length]:
            length = border[length - 1]
        length += quote[at] == quote[length]
        border[at] = length
    return len(quote) - border[-1]


def _likely(text: str, target: Target, start: int) -> tuple[int, int]:
    """Rank a place of the quote by surroundings that are the very same, and by nearness."""
    end = start + len(target.quote)
    same = text.startswith(target.suffix, end) + text.endswith(target.prefix, 0, start)
    return same, -abs(start - target.start)


def _judge(text: str, target: Target, start: int, end: int, errors: int) -> QuoteMatch:
    """Score a place with the weights of Hypothesis: quote 50, prefix 20, suffix 20, position 2."""
    quote = 1 - errors / len(target.quote)
    near = 1 - abs(start - target.start) / max(len(text), target.end)
    score = (50 * quote + 40 * _surroundings(text, target, start, end) + 2 * near) / 92
    return QuoteMatch(start, end, certain=False, score=score)


def _surroundings(text: str, target: Target, start: int, end: int) -> float:
    """Say how much of prefix and suffix stands around a place."""
    before = (
        likeness(text[max(0, start - 2 * CONTEXT) : start], target.prefix)
        if target.prefix
        else float(not start)
    )
    after = (
        likeness(text[end : end + 2 * CONTEXT], target.suffix) if target.suffix else float(end == len(text))
    )
    return (before + after) / 2


def _whole_words(text: str, target: Target, place: QuoteMatch) -> bool:
    """Say whether a quote that was whole words still is: it isn't `سلم` in `المسلمون`."""
    was = joins_words(target.prefix, target.quote), joins_words(target.quote, target.suffix)
    now = (
        joins_words(text[: place.start][-1:], target.quote),
        joins_words(target.quote, text[place.end : place.end + 1]),
    )
    return was == now


def _widened(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Widen a place that was found with errors to whole words and clusters, and take blanks off its ends.

    None where a word or cluster doesn't end within `_WIDEST` code points: no place of a quote is in there.
    """
    lowest, highest = max(0, start - _WIDEST), min(len(text), end + _WIDEST)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while start > 0 and (not is_boundary(text, start) or joins_words(text[start - 1], text[start])):
        start -= 1
        if start < lowest:
            return None
    while end < len(text) and (not is_boundary(text, end) or joins_words(text[end - 1], text[end])):
        end += 1
        if end > highest:
            return None
    return start, end
