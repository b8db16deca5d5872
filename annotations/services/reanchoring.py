"""Annotations after their articles changed: what moved along, what a person must judge, what lost its place.

The order is that of Hypothesis (position, then quote, then something like the quote), with what its users
complained of
mended: nothing is moved silently unless quote and surroundings agree, short quotes must fit better than long
    ones, and
what is found nowhere is listed as an orphan and stays in the database as it was. Nothing is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from heapq import nlargest
from typing import Any, Literal, NamedTuple

import msgspec

from annotations.model.article import Article
from annotations.model.records import CONTEXT, Annotation, ArticleRef, Target, target_for
from annotations.services.tagging import sentence_at
from annotations.text.approximate_search import likeness, matches
from annotations.text.folding import is_boundary
from annotations.text.numbers import amounts_agree, numbers_in

_NEARBY = 1 << 20
"""Code points on both sides of the old place in which something like the quote is looked for."""

_JUDGED = 200
"""Places of the very quote that are compared by their surroundings, the likeliest first."""

_WIDEST = 1000
"""Code points that a word or a grapheme cluster may have on one side of a place."""

_CANDIDATES = 20
"""Places that are compared by their surroundings, the likest first."""


class Place(NamedTuple):
    """Where a target's quote seems to be now: `text[start:end]`, code points."""

    start: int
    end: int
    certain: bool
    """The quote stands there exactly, and nothing speaks for another place."""
    score: float
    """0 to 1, from quote, surroundings and position."""


class Step(NamedTuple):
    """What becomes of one annotation."""

    kind: Literal["renamed", "moved", "uncertain"]
    """`renamed`: same text, other id; `moved`: same words elsewhere; `uncertain`: if a person accepts it."""
    old: Annotation
    new: Annotation
    remark: str = ""
    lost: Sequence[str] = ()
    """Attributes whose words are found nowhere, or in several places; `new` has them no more."""
    numbers: Sequence[Mapping[str, Any]] = ()
    """Amounts whose words no longer stand in what was annotated; `new` has them no more."""


class Plan(NamedTuple):
    """What becomes of all annotations that don't fit the corpus as it is; those that fit are not in it."""

    steps: Sequence[Step]
    orphans: Sequence[Annotation]
    """The article is there, the quote is nowhere in it."""
    absent: Sequence[Annotation]
    """The article isn't in the corpus."""


def plan(
    annotations: Iterable[Annotation],
    article: Callable[[str], Article | None],
    same_text: Callable[[str], Sequence[str]],
) -> Plan:
    """Say what becomes of annotations; nothing is changed.

    Args:
        annotations: any, also of many articles.
        article: returns an article by id, or None if it isn't in the corpus or can't be read.
        same_text: returns the ids of the articles whose text has a sha256.
    """
    steps: list[Step] = []
    orphans: list[Annotation] = []
    absent: list[Annotation] = []
    for annotation in annotations:
        now = article(annotation.article.id)
        if now is not None and now.sha256 == annotation.article.sha256:
            continue
        elsewhere = same_text(annotation.article.sha256)
        if len(elsewhere) == 1:
            new = msgspec.structs.replace(
                annotation, article=ArticleRef(elsewhere[0], annotation.article.sha256)
            )
            steps.append(Step("renamed", annotation, new))
        elif now is None:
            absent.append(annotation)
        else:
            step = _in_changed_text(annotation, now)
            if step:
                steps.append(step)
            else:
                orphans.append(annotation)
    return Plan(steps, orphans, absent)


def find_again(text: str, target: Target) -> Place | None:
    """Find a target's quote in a text that isn't the one it was made in."""
    starts = _exact(text, target.quote)
    if len(starts) > _JUDGED:
        starts = nlargest(_JUDGED, starts, key=lambda start: _likely(text, target, start))
    candidates = [_judge(text, target, start, start + len(target.quote), 0) for start in starts]
    if candidates:
        ranked = sorted(candidates, key=lambda place: -place.score)
        best = ranked[0]
        alone = len(ranked) == 1
        agreeing = _surroundings(text, target, best.start, best.end) >= 1 / 2
        clear = alone or best.score > ranked[1].score + 0.02  # more than the position's part of the score
        long = alone and len(target.quote) >= CONTEXT
        return best._replace(certain=clear and (agreeing or long) and _whole_words(text, target, best))
    around = max(0, target.start - _NEARBY)
    window = text[around : target.end + _NEARBY]
    found = sorted(
        matches(window, target.quote, most_errors(len(target.quote))), key=lambda match: match.errors
    )
    places = [
        _judge(text, target, *span, match.errors)
        for match in found[:_CANDIDATES]
        if (span := _widened(text, around + match.start, around + match.end))
    ]
    return max(places, key=lambda place: place.score, default=None)


def most_errors(length: int) -> int:
    """Return how many errors a quote of so many code points may have.

    Hypothesis allows half of the length and 256, and found "Linus" in "chines" by it; so short quotes get
    less.
    """
    if length < 8:
        return 0
    return length // 4 if length < CONTEXT else min(256, length // 2)


def _in_changed_text(annotation: Annotation, article: Article) -> Step | None:
    place = find_again(article.text, annotation.target)
    if place is None:
        return None
    target = target_for(article.text, place.start, place.end, sentence_at(article, place.start))
    inside = _Inside(annotation, article.text, target)
    new = msgspec.structs.replace(
        annotation,
        article=ArticleRef(article.id, article.sha256),
        target=target,
        attributes=inside.attributes,
    )
    certain = place.certain and not inside.lost and not inside.numbers
    return Step("moved" if certain else "uncertain", annotation, new, "", inside.lost, inside.numbers)


class _Inside:
    """The spans and numbers among the attributes of an annotation, as they are where its target is now.

    What stands there no more is in `attributes` no more: a claim would go on saying 3,000 where its text says
    4,000. What another program made of a value is no span and no number, and stays.
    """

    def __init__(self, annotation: Annotation, text: str, target: Target) -> None:
        self.attributes: dict[str, Any] = {}
        self.lost: list[str] = []
        self.numbers: list[Mapping[str, Any]] = []
        self._old, self._target, self._text = annotation.target, target, text
        for key, value in annotation.attributes.items():
            match value:
                case {"start": int(at), "end": int(), "quote": str(quote)}:
                    start = self._place(at, quote)
                    if start is None:
                        self.lost.append(key)
                    else:
                        self.attributes[key] = value | {"start": start, "end": start + len(quote)}
                case [*items] if any(_is_number(item) for item in items):
                    if kept := self._kept(items):
                        self.attributes[key] = kept
                case _:
                    self.attributes[key] = value

    def _place(self, at: int, quote: str) -> int | None:
        """Return where a span is: as far along as the target, else at the only place; None if neither."""
        starts = _exact(self._text, quote)
        along = at + self._target.start - self._old.start
        if along in starts:
            return along
        return starts[0] if len(starts) == 1 else None

    def _kept(self, items: Sequence[Any]) -> list[Any]:
        """Return the numbers that still stand; one that is written otherwise now with its new quote."""
        stated = numbers_in(self._target.quote) if self._target.quote != self._old.quote else []
        kept: list[Any] = []
        for item in items:
            if not _is_number(item) or self._stands(item["quote"]):
                kept.append(item)
            elif same := next((one for one in stated if amounts_agree(item, one)), None):
                stated.remove(same)
                kept.append(item | {"quote": same["quote"]})
            else:
                self.numbers.append(item)
        return kept

    def _stands(self, quote: str) -> bool:
        """Say whether the words of a number stand in the target; those from elsewhere, anywhere."""
        where = self._target.quote if quote in self._old.quote else self._text
        return quote in where


def _is_number(item: Any) -> bool:
    """Say whether an item is a number read from words of a text; one that a person typed has no quote."""
    return isinstance(item, Mapping) and isinstance(item.get("quote"), str) and bool(item["quote"])


def _exact(text: str, quote: str) -> list[int]:
    """Return every place of a quote, overlapping ones too, that cuts no grapheme cluster."""
    return [
        at for at in _occurrences(text, quote) if is_boundary(text, at) and is_boundary(text, at + len(quote))
    ]


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


def _judge(text: str, target: Target, start: int, end: int, errors: int) -> Place:
    """Score a place with the weights of Hypothesis: quote 50, prefix 20, suffix 20, position 2."""
    quote = 1 - errors / len(target.quote)
    near = 1 - abs(start - target.start) / max(len(text), target.end)
    score = (50 * quote + 40 * _surroundings(text, target, start, end) + 2 * near) / 92
    return Place(start, end, certain=False, score=score)


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


def _whole_words(text: str, target: Target, place: Place) -> bool:
    """Say whether a quote that was whole words still is: it isn't `سلم` in `المسلمون`."""
    was = _joined(target.prefix, target.quote), _joined(target.quote, target.suffix)
    now = (
        _joined(text[: place.start][-1:], target.quote),
        _joined(target.quote, text[place.end : place.end + 1]),
    )
    return was == now


def _joined(before: str, after: str) -> bool:
    return bool(before) and bool(after) and before[-1].isalnum() and after[0].isalnum()


def _widened(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Widen a place that was found with errors to whole words and clusters, and take blanks off its ends.

    None where a word or cluster doesn't end within `_WIDEST` code points: no place of a quote is in there.
    """
    lowest, highest = max(0, start - _WIDEST), min(len(text), end + _WIDEST)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while start > 0 and (not is_boundary(text, start) or _joined(text[start - 1], text[start])):
        start -= 1
        if start < lowest:
            return None
    while end < len(text) and (not is_boundary(text, end) or _joined(text[end - 1], text[end])):
        end += 1
        if end > highest:
            return None
    return start, end
