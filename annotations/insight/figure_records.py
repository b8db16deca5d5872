"""One amount of the corpus with all that is known of it, and when two of them can't both be right.

An amount is an interval: `at least 3,000` reaches from 3,000 to no end, and `about 3,000` a little to either
side. Two amounts differ if they count the same and their intervals don't meet. That says no more than that
somebody should look: another time or another scope may explain it.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from annotations.insight.nouns import measure
from annotations.text.folding import fold
from annotations.text.numbers.amounts import Interval

APPROXIMATELY = 0.1
"""How far `about` reaches to either side, as a part of the number: 2,900 is about 3,000."""

CONVERTED = 0.03
"""How far amounts in different units may be apart: who writes 20 feet for six metres has rounded."""


class Setting(msgspec.Struct, frozen=True, array_like=True):
    """Where an amount stands, and the words around it: by these it is seen whether two are of one matter."""

    start: int = 0
    """The sentence, in code points of the article's text."""
    end: int = 0
    sentence: int | None = None
    """Its number, from 0; None where that isn't known."""
    period: str | None = None
    """The year of which the amount is said, if one is named: `2024`, or `-1` for the year before."""
    words: frozenset[str] = frozenset()
    """Stems of the sentence."""
    near: frozenset[str] = frozenset()
    """Those beside the amount."""
    events: frozenset[str] = frozenset()
    """Earthquakes, attacks and the like of which it is said; empty if nothing says so."""


class Figure(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """An amount that an article states. Offsets are code points of the article's text, half-open."""

    article: str
    start: int
    end: int
    quote: str
    value: float | None = None
    """None where only bounds hold."""
    min: float | None = None
    max: float | None = None
    approx: bool = False
    unit: str | None = None
    """The counted noun as it is written there."""
    noun: str = ""
    """The class under which it is counted, see `annotations.insight.nouns`; empty if nothing says what is."""
    claimant: str | None = None
    source: str | None = None
    published: str | None = None
    """ISO 8601; None if the article's date isn't known as one."""
    as_of: str | None = None
    """The day of which it is said, `YYYY-MM-DD`: as a person noted it, else named in its sentence, else that
    of the article."""
    tagged: bool = False
    """True if a claim covers it; else it was only read in the text."""
    what: str | None = None
    """A class such as قتيل, if it is said what happened to those counted."""
    place: str | None = None
    """As a person noted it."""
    annotation: str | None = None
    """The uuid of the claim that covers it."""
    setting: Setting = Setting()

    @property
    def known(self) -> bool:
        """Say whether it states any number at all, be it a bound."""
        return not self.value is self.min is self.max is None

    @property
    def vague(self) -> bool:
        """Say whether it names nothing but a scale: عشرات, آلاف."""
        return self.value is None and self.max is None and self.approx

    @property
    def order(self) -> tuple[str, int, int]:
        """Return what puts figures in the order of their articles."""
        return self.article, self.start, self.end


class FigureLine(msgspec.Struct, frozen=True):
    """One line of `figures --json`."""

    article: str
    start: int
    end: int
    quote: str
    value: float | None
    min: float | None
    max: float | None
    approx: bool
    unit: str | None
    noun: str | None
    claimant: str | None
    source: str | None
    published: str | None
    as_of: str | None
    tagged: bool


def line_of(figure: Figure) -> FigureLine:
    """Return the line of JSON of a figure."""
    values = {name: getattr(figure, name) for name in FigureLine.__struct_fields__}
    return FigureLine(**(values | {"noun": figure.noun or None}))


class _Measured(NamedTuple):
    unit: str
    interval: Interval


def interval(figure: Figure) -> Interval:
    """Return where the number of a figure lies; None at an end that is open."""
    value, low, high = figure.value, figure.min, figure.max
    if value is not None:
        low = value if low is None else min(low, value)
        high = value if high is None else max(high, value)
    if figure.approx:
        low = None if low is None else low - abs(low) * APPROXIMATELY
        high = None if high is None else high + abs(high) * APPROXIMATELY
    return Interval(low, high)


def stated(figure: Figure) -> float | None:
    """Return the number that a figure states, be it as a bound; of a range its middle."""
    if figure.value is not None:
        return figure.value
    if figure.min is not None and figure.max is not None:
        return (figure.min + figure.max) / 2
    return figure.min if figure.min is not None else figure.max


def comparable(a: Figure, b: Figure) -> bool:
    """Say whether two figures count the same, and neither of another year or place."""
    return (
        bool(a.noun)
        and (a.noun == b.noun or measure(a.noun).unit == measure(b.noun).unit)
        and not (a.vague or b.vague)
        and a.known
        and b.known
        and same_period(a, b)
        and _same(a.place, b.place)
    )


def differ(a: Figure, b: Figure) -> bool:
    """Say whether two figures can't both be right as they stand."""
    return comparable(a, b) and apart(a, b)


def apart(a: Figure, b: Figure) -> bool:
    """Say whether two figures of one matter can't both be right; of which matter they are isn't asked.

    `About` reaches a little to either side, units are converted, and a mere scale is apart from nothing.
    """
    if a.vague or b.vague or not (a.known and b.known):
        return False
    return not _meet(_measured(a), _measured(b))


def same_period(a: Figure, b: Figure) -> bool:
    """Say whether two figures may be of one year; one for which none is named may be of any."""
    years = year_of(a), year_of(b)
    if None not in years:
        return years[0] == years[1]
    relative = a.setting.period, b.setting.period
    return None in relative or relative[0] == relative[1] or not all(map(_relative, relative))


def year_of(figure: Figure) -> int | None:
    """Return the year of which a figure is said, if its sentence names one and it can be told."""
    period = figure.setting.period
    if period is None:
        return None
    if not _relative(period):
        return int(period)
    published = (figure.published or "")[:4]
    return int(published) + int(period) if published.isdigit() else None


def _relative(period: str | None) -> bool:
    return period is not None and len(period) < 4


def _same(place: str | None, other: str | None) -> bool:
    return not place or not other or fold(place).strip() == fold(other).strip()


def _measured(figure: Figure) -> _Measured:
    _unit, factor = measure(figure.noun)
    low, high = interval(figure)
    if factor == 1:
        return _Measured(figure.noun, Interval(low, high))
    return _Measured(
        figure.noun,
        Interval(None if low is None else low * factor, None if high is None else high * factor),
    )


def _meet(a: _Measured, b: _Measured) -> bool:
    slack = 0.0 if a.unit == b.unit else CONVERTED
    return _not_below(a.interval, b.interval, slack) and _not_below(b.interval, a.interval, slack)


def _not_below(a: Interval, b: Interval, slack: float) -> bool:
    return a.high is None or b.low is None or a.high >= b.low - abs(b.low) * slack
