"""Lays out a plot of numbers over time: no script, no colour alone, readable on paper.

Each point is numbered, and the table beside the plot says what the number means; so Arabic names need no room
in the plot, where no renderer agrees on how to lay them out. The SVG itself is `templates/plot.svg.jinja`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

WIDTH, HEIGHT = 720, 300
"""Units of the plot, which scales to the page."""
LEFT, RIGHT, TOP, BOTTOM = 70, 40, 16, 40
"""Room for the axes."""
SHAPES = ("circle", "square", "diamond", "triangle", "cross")
"""One per source, in turn; the classes s0 to s4 give the colours."""

_MOST = 1e300
"""Nothing is drawn further off: the axis would reach beyond what a float can say."""


class Point(NamedTuple):
    """One number that somebody claimed."""

    number: int
    """Its label, from 1."""
    day: date
    low: float | None
    """None: at most `high` was claimed."""
    high: float | None
    """None: at least `low` was claimed."""
    approximate: bool
    series: int
    """The number of its source, from 0."""
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


class SourceMark(NamedTuple):
    """The shape and the colour that a source has in all plots."""

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
    number: int


class Drawing(NamedTuple):
    """A plot laid out, ready for the template."""

    width: int
    height: int
    lines: Sequence[AxisLine]
    marks: Sequence[PlottedPoint]


def lay_out(points: Sequence[Point]) -> Drawing:
    """Return a plot of at least one point.

    The scale of values is logarithmic when the largest is over a hundred times the smallest.
    """
    points = [point.drawable() for point in points]
    days = [point.day for point in points]
    first, last = min(days), max(days)
    if first == last:
        first, last = first - timedelta(1), last + timedelta(1)
    ends = [end for point in points for end in point.ends]
    logarithmic = min(ends) > 0 and max(ends) > 100 * min(ends)
    steps = _decades(min(ends), max(ends)) if logarithmic else _steps(min(0.0, *ends), max(0.0, *ends))
    x = _Scale(first.toordinal(), last.toordinal(), LEFT, WIDTH - RIGHT)
    y = _Scale(_value(steps[0], logarithmic), _value(steps[-1], logarithmic), HEIGHT - BOTTOM, TOP)
    lines = [*_grid(y, steps, logarithmic=logarithmic), *_axis_of_days(x, first, last)]
    return Drawing(WIDTH, HEIGHT, lines, [_mark(point, x, y, logarithmic=logarithmic) for point in points])


def source_mark(series: int) -> SourceMark:
    """Return the mark of a source by itself, for the table: in a field of 16 by 16."""
    return SourceMark(_look(series), _shape(series, 8, 8))


def _mark(point: Point, x: _Scale, y: _Scale, *, logarithmic: bool) -> PlottedPoint:
    center = x(point.day.toordinal())
    bottom = float(HEIGHT - BOTTOM) if point.low is None else y(_value(point.low, logarithmic))
    top = float(TOP) if point.high is None else y(_value(point.high, logarithmic))
    at = (bottom + top) / 2 if len(point.ends) == 2 else y(_value(point.ends[0], logarithmic))
    ranges = []
    if point.low != point.high:
        ranges.append(f"M{center:.1f} {bottom:.1f}V{top:.1f}")
    if len(point.ends) == 1:  # an arrow to where it goes on: above at least, below at most
        tip, back = (top, 6) if point.high is None else (bottom, -6)
        ranges.append(
            f"M{center - 4:.1f} {tip + back:.1f}L{center:.1f} {tip:.1f}L{center + 4:.1f} {tip + back:.1f}"
        )
    return PlottedPoint(
        href=point.href,
        title=point.title,
        look=_look(point.series),
        ranges=ranges,
        shape=_shape(point.series, center, at),
        hollow=point.approximate,
        x=f"{center + 8:.1f}",
        y=f"{at - 5:.1f}",
        number=point.number,
    )


def _look(series: int) -> str:
    return f"s{series % len(SHAPES)}"


class _Scale(NamedTuple):
    """A line from one interval to another."""

    low: float
    high: float
    start: float
    stop: float

    def __call__(self, value: float) -> float:
        return self.start + (value - self.low) / ((self.high - self.low) or 1) * (self.stop - self.start)


def _grid(y: _Scale, steps: Sequence[float], *, logarithmic: bool) -> Iterator[AxisLine]:
    for step in steps:
        at = y(_value(step, logarithmic))
        path = f"M{LEFT} {at:.1f}H{WIDTH - RIGHT}"
        yield AxisLine(path, f"{LEFT - 6}", f"{at + 4:.1f}", "left", f"{step:,.10g}")


def _axis_of_days(x: _Scale, first: date, last: date) -> Iterator[AxisLine]:
    for day in _days(first, last):
        at = x(day.toordinal())
        path = f"M{at:.1f} {HEIGHT - BOTTOM}v5"
        yield AxisLine(path, f"{at:.1f}", f"{HEIGHT - BOTTOM + 18}", "middle", day.isoformat())


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


def _days(first: date, last: date) -> Iterator[date]:
    step = max(1, math.ceil((last - first).days / 5))
    day = first
    while day <= last:
        yield day
        day += timedelta(step)


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
