"""Finds which amounts differ from others: each one that does in a list, and the pairs to look at.

For a list it is enough to know that an amount differs from some other. An amount differs from none if its
interval meets all others, so that the lowest upper end and the highest lower end of those that it can be
compared with decide: the work grows with the number of amounts and not with that of their pairs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from annotations.insight.figure_records import CONVERTED, Figure, interval, same_period
from annotations.insight.nouns import measure
from annotations.text.folding import fold
from annotations.text.numbers.amounts import Interval


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
