"""Finds which amounts differ from others: each one that does in a list, and the pairs to look at.

For a list it is enough to know that an amount differs from some other. An amount differs from none if its
interval meets all others, so that the lowest upper end and the highest lower end of those that it can be
compared with decide: the work grows with the number of amounts and not with that of their pairs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from annotations.insight.figure_records import (
    CONVERTED,
    Figure,
    comparable,
    differ,
    interval,
    same_period,
    stated,
    year_of,
)
from annotations.insight.nouns import INHABITANT, fates, is_of_people, measure
from annotations.insight.wording import skeleton, stem, stems
from annotations.text.folding import fold
from annotations.text.numbers.amounts import Interval, amount
from annotations.text.numbers.words import bare

if TYPE_CHECKING:
    from annotations.insight.wire_copies import Voices


class _Kind(NamedTuple):
    """Amounts of one kind can be compared with the same others."""

    noun: str
    place: str
    period: str | None
    year: str
    """That of the article, by which `this year` is understood."""


class _Ends(NamedTuple):
    lowest_high: float
    highest_low: float


def differing(figures: Sequence[Figure]) -> list[bool]:
    """Say of each figure whether it differs from any other of them, see `figure_records.differ`."""
    kinds: dict[_Kind, _Ends] = {}
    samples: dict[_Kind, Figure] = {}
    placed: list[tuple[_Kind, Interval] | None] = []
    for figure in figures:
        if not figure.noun or figure.vague or not figure.known:
            placed.append(None)
            continue
        kind, ends = _kind(figure), _measured(figure)
        placed.append((kind, ends))
        samples.setdefault(kind, figure)
        low, high = kinds.get(kind, _Ends(_FAR, -_FAR))
        kinds[kind] = _Ends(
            low if ends.high is None else min(low, ends.high),
            high if ends.low is None else max(high, ends.low),
        )
    limits = _limits(kinds, samples)
    return [place is not None and _outside(place[1], limits[place[0]]) for place in placed]


_FAR = float("inf")


def _kind(figure: Figure) -> _Kind:
    period = figure.setting.period
    relative = period is not None and len(period) < 4
    return _Kind(
        figure.noun,
        fold(figure.place or "").strip(),
        period,
        (figure.published or "")[:4] if relative else "",
    )


def _measured(figure: Figure) -> Interval:
    factor = measure(figure.noun).factor
    low, high = interval(figure)
    return Interval(None if low is None else low * factor, None if high is None else high * factor)


def _limits(
    kinds: dict[_Kind, _Ends], samples: dict[_Kind, Figure]
) -> dict[_Kind, list[tuple[_Ends, float]]]:
    """Return for each kind the ends of all with which it can be compared: of its own noun, and of others."""
    units: dict[str, list[_Kind]] = {}
    for kind in kinds:
        units.setdefault(measure(kind.noun).unit, []).append(kind)
    limits: dict[_Kind, list[tuple[_Ends, float]]] = {}
    for together in units.values():
        for kind in together:
            near = [other for other in together if _comparable(kind, other, samples)]
            limits[kind] = [
                (_joined(kinds[other] for other in near if (other.noun == kind.noun) == same), slack)
                for same, slack in ((True, 0.0), (False, CONVERTED))
            ]
    return limits


def _comparable(kind: _Kind, other: _Kind, samples: dict[_Kind, Figure]) -> bool:
    places = not kind.place or not other.place or kind.place == other.place
    return places and same_period(samples[kind], samples[other])


def _joined(ends: Iterable[_Ends]) -> _Ends:
    low, high = _FAR, -_FAR
    for end in ends:
        low, high = min(low, end.lowest_high), max(high, end.highest_low)
    return _Ends(low, high)


def _outside(ends: Interval, limits: list[tuple[_Ends, float]]) -> bool:
    return any(
        (ends.low is not None and limit.lowest_high < ends.low - abs(ends.low) * slack)
        or (ends.high is not None and ends.high < limit.highest_low - abs(limit.highest_low) * slack)
        for limit, slack in limits
        if limit.lowest_high < _FAR or limit.highest_low > -_FAR
    )


# ---------------------------------------------------------------------- pairs


class FigurePair(NamedTuple):
    """Two amounts of different articles that somebody should see side by side."""

    a: Figure
    b: Figure
    why: str
    score: float
    """The higher, the likelier that they are of one matter and can't both be right."""


OUTGROWN = 1.08
"""A bound is another figure from so many times its number on: `at least 384` and, a day later, 832."""

_ONE_SIZE = 5
"""One thing is hardly measured as so many times as large as somebody else says."""

_ALL_PAIRS = 400
"""Amounts of a noun up to which each is compared with each; of more those are, that share a rare word."""
_RARE_WORDS = 4
"""The rarest words of a sentence by which others are found."""
_COMMON = 60
"""Sentences with a word from which it finds none."""

_PROPERTIES = stems(
    bare("ارتفاع طول عرض عمق سرعة قوة مسافة مساحة حجم وزن كلفة قيمة سعر نسبة معدل عمر").split()
)
"""Words for what is measured; amounts of two of them are of two matters."""
_AGE = stem(bare("عمر"))


def differing_pairs(figures: Sequence[Figure], voices: Voices | None = None) -> list[FigurePair]:
    """Return the amounts of different articles that differ and are of one matter, the likeliest pairs first.

    Two amounts differ if their intervals don't meet; and if one is a bound that the other has outgrown, which
    is no contradiction and still another figure. Whether they are of one matter follows from what is counted,
    from years and events that are named, and, unless they count people to whom the same happened, from the
    words beside them. An amount that names a scale alone, `thousands`, is in no pair but with a number of
    killed or wounded that is below that scale.

    Args:
        figures: of any articles.
        voices: articles that are one voice aren't compared with each other.
    """
    usable = [
        figure
        for figure in figures
        if figure.noun and figure.known and not (figure.vague and figure.noun not in fates())
    ]
    words = _Words(usable)
    units: dict[str, list[Figure]] = {}
    for figure in usable:
        units.setdefault(measure(figure.noun).unit, []).append(figure)
    pairs = []
    for together in units.values():
        for a, b in words.candidates(together):
            if a.article == b.article or (voices is not None and b.article in voices.of(a.article)):
                continue
            strict = differ(a, b)
            other_figure = strict or (comparable(a, b) and outgrown(a, b)) or below_scale(a, b)
            if other_figure and words.of_one_matter(a, b):
                pairs.append(FigurePair(a, b, _why(a, b), words.score(a, b, strict=strict)))
    pairs.sort(key=lambda pair: (-pair.score, pair.a.order, pair.b.order))
    return pairs


def outgrown(a: Figure, b: Figure) -> bool:
    """Say whether one of two figures is a lower bound whose number the other has left behind."""
    if a.value is not None and b.value is not None:
        return False
    if any(figure.value is None and figure.min is None for figure in (a, b)):
        return False
    number, other = stated(a), stated(b)
    if not number or not other or number < 0 or other < 0:
        return False
    return max(number, other) >= OUTGROWN * min(number, other)


def below_scale(a: Figure, b: Figure) -> bool:
    """Say whether one of two figures names a scale alone, `thousands`, and the other a number below it."""
    if a.vague == b.vague or a.noun != b.noun:
        return False
    scale, number = (a, b) if a.vague else (b, a)
    high = interval(number).high
    return high is not None and high < (scale.min or 0)


class _Words:
    """The words of the sentences in which figures stand, and how rare each is among them.

    Args:
        figures: all that are compared.
    """

    def __init__(self, figures: Sequence[Figure]) -> None:
        sentences = {(figure.article, figure.setting.start): figure.setting.words for figure in figures}
        self._counts = Counter(word for words in sentences.values() for word in map(skeleton, words))
        self._rare = max(4, len(sentences) // 25)

    def _skeletons(self, figure: Figure) -> frozenset[str]:
        return frozenset(map(skeleton, figure.setting.words))

    def _shared(self, a: Figure, b: Figure) -> frozenset[str]:
        """Return the rare words that two sentences share, but for that of what is counted."""
        counted = {skeleton(stem(bare(figure.unit))) for figure in (a, b) if figure.unit}
        return frozenset(
            word
            for word in self._skeletons(a) & self._skeletons(b) - counted
            if len(word) > 2 and self._counts[word] <= self._rare
        )

    def candidates(self, figures: Sequence[Figure]) -> Iterable[tuple[Figure, Figure]]:
        """Yield the pairs of figures of one unit that are worth a look."""
        if len(figures) <= _ALL_PAIRS:
            yield from combinations(figures, 2)
            return
        having: dict[str, list[int]] = {}
        for place, figure in enumerate(figures):
            rarest = sorted(self._skeletons(figure), key=lambda word: (self._counts[word], word))
            before: set[int] = set()
            for word in rarest[:_RARE_WORDS]:
                if self._counts[word] <= _COMMON:
                    before.update(having.setdefault(word, []))
                    having[word].append(place)
            yield from ((figures[other], figure) for other in sorted(before))

    def of_one_matter(self, a: Figure, b: Figure) -> bool:
        """Say whether two figures that count the same are of one event or thing, as far as words tell."""
        ours, theirs = a.setting, b.setting
        if INHABITANT in (a.noun, b.noun):  # of one place: it is named, or the numbers are close
            number, against = stated(a) or 1, stated(b) or 1
            return max(number, against) < OUTGROWN * min(number, against) or bool(self._shared(a, b))
        if ours.events and theirs.events and not ours.events & theirs.events:
            return False
        same_time = _same_time(a, b)
        if not same_time and not (same_time is None and self._shared(a, b)):
            return False
        if a.what is not None and a.noun in fates():
            return True
        properties = ours.near & _PROPERTIES, theirs.near & _PROPERTIES
        if (all(properties) and not properties[0] & properties[1]) or _AGE in properties[0] | properties[1]:
            return False
        near = ours.near & theirs.near
        if is_of_people(a.noun):
            return bool(near) or len(ours.words & theirs.words) > 2
        if near & _PROPERTIES and ours.events & theirs.events:
            return _of_one_size(a, b)
        return len(near) > 1

    def score(self, a: Figure, b: Figure, *, strict: bool) -> float:
        """Rate a pair by what speaks for one matter."""
        together = len(a.setting.near & b.setting.near) + 2 * len(self._shared(a, b))
        events = bool(a.setting.events & b.setting.events)
        days = _days_apart(a, b)
        return together + 2 * strict + 2 * events + (1 if days is not None and days <= 7 else 0)


def _same_time(a: Figure, b: Figure) -> bool | None:
    """Say whether two figures are of one year; None if that can't be told.

    A year that is named where the other one names none is mostly not that of the article.
    """
    if (a.setting.period is None) == (b.setting.period is None):
        if a.setting.period is None:
            return True
        years = year_of(a), year_of(b)
        return None if None in years else years[0] == years[1]
    named, unnamed = (a, b) if a.setting.period is not None else (b, a)
    return str(year_of(named)) == (unnamed.published or "")[:4]


def _of_one_size(a: Figure, b: Figure) -> bool:
    """Say whether neither figure is many times the other, as the length of a coast is of a wave's height."""
    sizes = [(stated(figure) or 0) * measure(figure.noun).factor for figure in (a, b)]
    return 0 < max(sizes) < _ONE_SIZE * min(sizes)


def _days_apart(a: Figure, b: Figure) -> int | None:
    try:
        return abs((date.fromisoformat(a.as_of or "") - date.fromisoformat(b.as_of or "")).days)
    except ValueError:
        return None


def _why(a: Figure, b: Figure) -> str:
    return f"same noun: {a.noun}, {_number(a)} / {_number(b)}"


def _number(figure: Figure) -> str:
    item = {name: getattr(figure, name) for name in ("value", "min", "max", "approx", "quote", "unit")}
    return amount(item, unit=measure(figure.noun).factor != 1, isolates=False)
