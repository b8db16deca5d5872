"""A plot of numbers over time as SVG: no script, no colour alone, readable on paper.

Each point is numbered, and the table beside the plot says what the number means; so Arabic names need no room
in the plot, where no renderer agrees on how to lay them out.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from annotations.exchange.report.html import bare, bare_amounts

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
    """Which source it is from, from 0."""
    href: str
    """Where in the page its claim stands."""
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


def plot(points: Sequence[Point], label: str) -> str:
    """Return an `svg` element; `label` says to a screen reader what is plotted.

    The scale of values is logarithmic when the largest is over a hundred times the smallest.
    """
    points = [point.drawable() for point in points]
    days = [point.day for point in points]
    first, last = min(days), max(days)
    if first == last:
        first, last = first - timedelta(1), last + timedelta(1)
    ends = [end for point in points for end in point.ends]
    logarithmic = min(ends) > 0 and max(ends) > 100 * min(ends)
    marks = _decades(min(ends), max(ends)) if logarithmic else _steps(min(0.0, *ends), max(0.0, *ends))
    x = _Scale(first.toordinal(), last.toordinal(), LEFT, WIDTH - RIGHT)
    y = _Scale(_value(marks[0], logarithmic), _value(marks[-1], logarithmic), HEIGHT - BOTTOM, TOP)
    parts = [
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{bare(label)}" direction="ltr">',
        *_axes(x, y, marks, first, last, logarithmic=logarithmic),
    ]
    for point in points:
        center = x(point.day.toordinal())
        bottom = float(HEIGHT - BOTTOM) if point.low is None else y(_value(point.low, logarithmic))
        top = float(TOP) if point.high is None else y(_value(point.high, logarithmic))
        at = (bottom + top) / 2 if len(point.ends) == 2 else y(_value(point.ends[0], logarithmic))
        parts.append(f'<a href="{bare(point.href)}"><g class="s{point.series % len(SHAPES)}">')
        parts.append(f"<title>{bare_amounts(point.title)}</title>")
        if point.low != point.high:
            parts.append(f'<path d="M{center:.1f} {bottom:.1f}V{top:.1f}" class="range"/>')
        if len(point.ends) == 1:  # an arrow to where it goes on: above at least, below at most
            tip, back = (top, 6) if point.high is None else (bottom, -6)
            arrow = (
                f"M{center - 4:.1f} {tip + back:.1f}L{center:.1f} {tip:.1f}L{center + 4:.1f} {tip + back:.1f}"
            )
            parts.append(f'<path d="{arrow}" class="range"/>')
        hollow = ' class="about"' if point.approximate else ""
        parts.append(f'<path d="{_shape(point.series, center, at)}"{hollow}/>')
        parts.append(f'<text x="{center + 8:.1f}" y="{at - 5:.1f}">{point.number}</text></g></a>')
    return "".join([*parts, "</svg>"])


def marker(series: int) -> str:
    """Return the mark of a source by itself, for the table."""
    look = f"mark s{series % len(SHAPES)}"
    path = f'<path d="{_shape(series, 8, 8)}"/>'
    return f'<svg viewBox="0 0 16 16" class="{look}" aria-hidden="true">{path}</svg>'


class _Scale(NamedTuple):
    """A line from one interval to another."""

    low: float
    high: float
    start: float
    stop: float

    def __call__(self, value: float) -> float:
        return self.start + (value - self.low) / ((self.high - self.low) or 1) * (self.stop - self.start)


def _axes(
    x: _Scale, y: _Scale, marks: Sequence[float], first: date, last: date, *, logarithmic: bool
) -> Iterator[str]:
    for mark in marks:
        at = y(_value(mark, logarithmic))
        yield f'<path d="M{LEFT} {at:.1f}H{WIDTH - RIGHT}" class="grid"/>'
        yield f'<text x="{LEFT - 6}" y="{at + 4:.1f}" class="left">{mark:,.10g}</text>'
    for day in _days(first, last):
        at = x(day.toordinal())
        yield f'<path d="M{at:.1f} {HEIGHT - BOTTOM}v5" class="grid"/>'
        yield f'<text x="{at:.1f}" y="{HEIGHT - BOTTOM + 18}" class="middle">{day.isoformat()}</text>'


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
