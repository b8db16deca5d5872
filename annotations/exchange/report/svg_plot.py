"""Lays out a plot of numbers over time: no script, no colour alone, readable on paper and on a phone.

Each point is numbered, and the table beside the plot says what the number means; so Arabic names need no room
in the plot, where no renderer agrees on how to lay them out. Numbers without a date stand in a column of
their own. The SVG itself is `templates/plot.svg.jinja`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

SHAPES = ("circle", "square", "diamond", "triangle", "cross")
"""One per claimant, in turn; the classes s0 to s4 give the colours."""
LEFT, RIGHT, TOP, BOTTOM = 76, 16, 20, 48
"""Room for the axes, in units of the plot."""
_COLUMN = 74
"""The width of the column of points without a date."""
_ASIDE = 5
"""Units between the marks of one day on a line of time."""
_LABEL = 110
"""The width of the name of a day; where columns are narrower, every second one stands lower."""

_MOST = 1e300
"""Nothing is drawn further off: the axis would reach beyond what a float can say."""


class Size(NamedTuple):
    """The size of a plot, which scales to the page."""

    width: int
    height: int
    columns: int
    """Days that have a column each."""
    days: int
    """Days that an axis of time names, where there are more."""


WIDE = Size(720, 320, 9, 4)
NARROW = Size(360, 320, 4, 2)


class Labels(NamedTuple):
    """The words of the axes."""

    number: Callable[[float], str]
    day: Callable[[date], str]
    undated: str
    direction: str = "ltr"


class Point(NamedTuple):
    """One number that somebody claimed."""

    number: int
    """Its label, from 1."""
    day: date | None
    """None: it stands in the column of those without a date."""
    low: float | None
    """None: at most `high` was claimed."""
    high: float | None
    """None: at least `low` was claimed."""
    approximate: bool
    series: int
    """The number of its claimant, from 0."""
    href: str
    """The place of its claim in the page."""
    title: str
    """With the isolates of amounts."""

    @property
    def ends(self) -> list[float]:
        """The ends that are known, at least one."""
        return [end for end in (self.low, self.high) if end is not None]

    def drawable(self) -> Point:
        """Return it with its ends where they can be drawn."""
        low, high = (None if end is None else max(-_MOST, min(_MOST, end)) for end in (self.low, self.high))
        return self._replace(low=low, high=high)


class AxisLine(NamedTuple):
    """A line of the grid, or a mark of the axis of days, with what stands at it; numbers as SVG has them."""

    path: str
    x: str
    y: str
    anchor: str
    """The class of the label: its end stands at `x` (`left`), or its middle (`middle`)."""
    label: str
    direction: str


class SourceMark(NamedTuple):
    """The shape and the colour that a claimant has in a plot."""

    look: str
    """The class of the colour."""
    shape: str
    """The path."""


class PlottedPoint(NamedTuple):
    """A point as it is drawn; numbers as SVG has them."""

    href: str
    title: str
    """With the isolates of amounts."""
    look: str
    ranges: Sequence[str]
    """Paths: from one end to the other, and an arrow to where it goes on."""
    shape: str
    hollow: bool
    x: str
    y: str
    """The place of the number."""
    number: str


class Drawing(NamedTuple):
    """A plot laid out, ready for the template."""

    width: int
    height: int
    lines: Sequence[AxisLine]
    marks: Sequence[PlottedPoint]


def lay_out(points: Sequence[Point], labels: Labels, size: Size = WIDE) -> Drawing:
    """Return a plot of at least one point.

    A few days have a column each, so that what was claimed on one day has room; more are a line of time. The
    scale of values is logarithmic when the largest is over twenty times the smallest.
    """
    points = [point.drawable() for point in points]
    ends = [end for point in points for end in point.ends]
    logarithmic = min(ends) > 0 and max(ends) > 20 * min(ends)
    steps = _decades(min(ends), max(ends)) if logarithmic else _steps(min(0.0, *ends), max(0.0, *ends))
    floor, right = float(size.height - BOTTOM), float(size.width - RIGHT)
    y = _Scale(_value(steps[0], logarithmic), _value(steps[-1], logarithmic), floor, TOP)
    lines = [*_grid(y, steps, right, labels, logarithmic=logarithmic)]
    days = sorted({point.day for point in points if point.day is not None})
    undated = any(point.day is None for point in points)
    if len(days) + undated <= size.columns:
        columns: list[date | None] = [*days, *([None] if undated else [])]
        lines += _axis_of_columns(columns, right, floor, labels)
        across = _in_columns(points, columns, right)
    else:
        stop = right - _COLUMN * undated
        x = _Scale(days[0].toordinal(), days[-1].toordinal(), LEFT + 10, stop - 10)
        lines += _axis_of_days(x, days[0], days[-1], floor, labels, size.days)
        if undated:
            lines += _axis_without(right - _COLUMN / 2, stop, floor, labels)
        loose = _in_columns([point for point in points if point.day is None], [None], right, stop)
        beside = _side_by_side(points)
        across = [
            x(point.day.toordinal()) + aside if point.day else loose.pop(0)
            for point, aside in zip(points, beside, strict=True)
        ]
    marks = [
        _mark(
            point,
            (center, _height(point, y, logarithmic=logarithmic)),
            y,
            floor,
            labels,
            logarithmic=logarithmic,
        )
        for point, center in zip(points, across, strict=True)
    ]
    return Drawing(size.width, size.height, lines, marks)


def source_mark(series: int) -> SourceMark:
    """Return the mark of a claimant by itself, for the table: in a field of 16 by 16."""
    return SourceMark(_look(series), _shape(series, 8, 8))


def _height(point: Point, y: _Scale, *, logarithmic: bool) -> float:
    """Return where the mark of a point stands: in the middle of a range, at the bound of an open one."""
    if len(point.ends) == 2:
        return sum(y(_value(end, logarithmic)) for end in point.ends) / 2
    return y(_value(point.ends[0], logarithmic))


def _in_columns(
    points: Sequence[Point], columns: Sequence[date | None], right: float, left: float = LEFT
) -> list[float]:
    """Return where points stand that have a column for each day: side by side in it."""
    width = (right - left) / len(columns)
    total = Counter(point.day for point in points)
    seen: Counter[date | None] = Counter()
    places = []
    for point in points:
        seen[point.day] += 1
        inside = seen[point.day] / (total[point.day] + 1)
        places.append(left + (columns.index(point.day) + inside) * width)
    return places


def _side_by_side(points: Sequence[Point]) -> list[float]:
    """Return how far points stand beside their days on a line of time, where a day has several."""
    total, seen = Counter(point.day for point in points), Counter[date | None]()
    asides = []
    for point in points:
        asides.append(max(-10, min(10, _ASIDE * (seen[point.day] - (total[point.day] - 1) / 2))))
        seen[point.day] += 1
    return asides


def _axis_of_columns(
    columns: Sequence[date | None], right: float, floor: float, labels: Labels
) -> Iterator[AxisLine]:
    width = (right - LEFT) / len(columns)
    for number, day in enumerate(columns):
        start = LEFT + number * width
        path = f"M{start:.1f} {TOP}V{floor}" if number else f"M{LEFT} {floor}v5"
        below = floor + (20 if width >= _LABEL or number % 2 == 0 else 36)
        said = labels.undated if day is None else labels.day(day)
        yield AxisLine(path, f"{start + width / 2:.1f}", f"{below}", "middle", said, labels.direction)


def _mark(
    point: Point, place: tuple[float, float], y: _Scale, floor: float, labels: Labels, *, logarithmic: bool
) -> PlottedPoint:
    center, at = place
    bottom = floor if point.low is None else y(_value(point.low, logarithmic))
    top = float(TOP) if point.high is None else y(_value(point.high, logarithmic))
    ranges = []
    if point.low != point.high:
        ranges.append(f"M{center:.1f} {bottom:.1f}V{top:.1f}")
        ranges += [_arrow(center, top, 5)] if point.high is None else []
        ranges += [_arrow(center, bottom, -5)] if point.low is None else []
    return PlottedPoint(
        href=point.href,
        title=point.title,
        look=_look(point.series),
        ranges=ranges,
        shape=_shape(point.series, center, at),
        hollow=point.approximate,
        x=f"{center + (12 if ranges else 0):.1f}",
        y=f"{at + 4 if ranges else at - 9 if at > TOP + 12 else at + 19:.1f}",
        number=labels.number(point.number),
    )


def _arrow(x: float, tip: float, back: int) -> str:
    """Return the head of an arrow to where an amount goes on."""
    return f"M{x - 4:.1f} {tip + back:.1f}L{x:.1f} {tip:.1f}L{x + 4:.1f} {tip + back:.1f}"


def _look(series: int) -> str:
    return f"s{series % len(SHAPES)}"


class _Scale:
    """A number of the data to a place of the plot."""

    def __init__(self, low: float, high: float, start: float, stop: float) -> None:
        self.low, self.high, self.start, self.stop = low, high, start, stop

    def __call__(self, value: float) -> float:
        # divided before it is taken away: of two large numbers the difference may be none
        span = self.high / 2 - self.low / 2 or 0.5
        return self.start + (value / 2 - self.low / 2) / span * (self.stop - self.start)


def _grid(
    y: _Scale, steps: Sequence[float], right: float, labels: Labels, *, logarithmic: bool
) -> Iterator[AxisLine]:
    for step in steps:
        at = y(_value(step, logarithmic))
        path = f"M{LEFT} {at:.1f}H{right}"
        yield AxisLine(path, f"{LEFT - 6}", f"{at + 4:.1f}", "left", _short(step, labels), "ltr")


def _short(step: float, labels: Labels) -> str:
    """Write a step of the axis where it has room; a number of no ordinary size by its power of ten."""
    if step == 0 or 1e-4 <= abs(step) < 1e10:
        return labels.number(float(f"{step:.10g}"))
    return f"{step:.2g}"


def _axis_of_days(
    x: _Scale, first: date, last: date, floor: float, labels: Labels, most: int
) -> Iterator[AxisLine]:
    for day in _days(first, last, most):
        at = x(day.toordinal())
        path = f"M{at:.1f} {floor}v5"
        yield AxisLine(path, f"{at:.1f}", f"{floor + 20}", "middle", labels.day(day), labels.direction)


def _axis_without(column: float, border: float | None, floor: float, labels: Labels) -> Iterator[AxisLine]:
    path = f"M{column:.1f} {floor}v5" + (f"M{border:.1f} {TOP}V{floor}" if border else "")
    yield AxisLine(path, f"{column:.1f}", f"{floor + 34}", "middle", labels.undated, labels.direction)


def _value(value: float, logarithmic: bool) -> float:
    return math.log10(value) if logarithmic else value


def _decades(low: float, high: float) -> list[float]:
    return [10.0**power for power in range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)]


def _steps(low: float, high: float) -> list[float]:
    """Return about five round numbers that take in both ends."""
    rough = high / 5 - low / 5 or 0.2  # of 5e-324 a fifth is 0; 1e308 twice is no number
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= rough)
    start, stop = math.floor(low / step), math.ceil(high / step)
    return [step * index for index in range(start, max(stop, start + 1) + 1)]


def _days(first: date, last: date, most: int) -> Iterator[date]:
    step = max(1, math.ceil((last - first).days / most))
    ordinal = first.toordinal()
    while ordinal <= last.toordinal():
        yield date.fromordinal(ordinal)
        ordinal += step


def _shape(series: int, x: float, y: float) -> str:
    """Return the path of a mark with its centre at a place."""
    shape = SHAPES[series % len(SHAPES)]
    if shape == "circle":
        return f"M{x - 5:.1f} {y:.1f}a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z"
    if shape == "square":
        return f"M{x - 4.5:.1f} {y - 4.5:.1f}h9v9h-9z"
    if shape == "diamond":
        return f"M{x:.1f} {y - 6:.1f}l6 6l-6 6l-6 -6z"
    if shape == "triangle":
        return f"M{x:.1f} {y - 6:.1f}l6 10h-12z"
    return f"M{x - 5:.1f} {y - 2:.1f}h3v-3h4v3h3v4h-3v3h-4v-3h-3z"
