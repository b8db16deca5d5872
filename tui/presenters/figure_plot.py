"""Plots the amounts of a noun in rows of characters: a row a claimant, over time or by size.

Over time each amount stands at its day, written where there is room; undated ones have a column of their own.
By size it stands at its number, on a logarithmic scale where numbers differ more than twentyfold. `●` is a
number, `○` one without a day, `├` says at least, `┤` at most, and `━` goes from one amount of a claimant to
the next. The rows go from left to right in every language.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from annotations.text.numbers.amounts import LRI, PDI, number_shown, short
from tui.i18n import _
from tui.presenters.figures import item_of
from tui.presenters.stored import with_signs

if TYPE_CHECKING:
    from annotations.insight.figures import Figure
    from annotations.services.figure_index import Point

Series = Sequence[tuple[str, Sequence["Point"]]]

OVER_TIME, BY_SIZE = "time", "size"

POINT, UNDATED, AT_LEAST, AT_MOST, CHANGED, RANGE = "●", "○", "├", "┤", "━", "─"

_LOGARITHMIC = 20
_UNDATED = 18
"""Cells of the column for undated amounts."""


class PlotRow(NamedTuple):
    """A row of a plot."""

    name: str
    """The claimant; empty for the row of a scale."""
    cells: str
    """So many characters as the plot has cells."""
    undated: str = ""
    """Amounts without a day, where the plot is over time."""


class Plot(NamedTuple):
    """A plot: a row a claimant, then the scale."""

    rows: tuple[PlotRow, ...] = ()
    undated: int = 0
    """The cells of the column for undated amounts; 0 without one."""


def has_days(series: Series) -> bool:
    """Say whether amounts are of different days, so that a plot over time says something."""
    return len({point.day for _, points in series for point in points if point.day}) > 1


def plot(series: Series, kind: str, width: int, most: int) -> Plot:
    """Draw the amounts of some claimants.

    Args:
        series: the claimants with their amounts.
        kind: `OVER_TIME` or `BY_SIZE`.
        width: cells of the plot, without names.
        most: rows that there is room for, without the scale.
    """
    listed = series[:most]
    if not listed or width < 12:
        return Plot()
    draw = _over_time if kind == OVER_TIME else _by_size
    return draw(listed, width)


def legend(kind: str) -> str:
    """Return what the signs of a plot mean."""
    meanings = (
        (POINT, _("figure")),
        (CHANGED, _("it changed")),
        (AT_LEAST, _("at least")),
        (AT_MOST, _("at most")),
        (UNDATED, _("undated")),
    )
    signs = [f"{sign} {meaning}" for sign, meaning in meanings]
    return " · ".join(signs[:-1] if kind == OVER_TIME else signs)


# ---------------------------------------------------------------------- over time


def _over_time(series: Series, width: int) -> Plot:
    days = sorted({_day(point.day) for _, points in series for point in points if point.day})
    undated = any(not point.day for _, points in series for point in points)
    column = min(_UNDATED, width // 3) if undated else 0
    room = width - column - bool(column)
    span = max(1, days[-1] - days[0]) if days else 1
    last = room - 1

    def place(day: int) -> int:
        return round((day - days[0]) / span * last * 0.9)

    rows = []
    for name, points in series:
        dated = [(place(_day(point.day)), point.figure) for point in points if point.day]
        loose = " ".join(_written(point.figure) for point in points if not point.day)
        rows.append(PlotRow(_name(name), _line_of_days(dated, room), loose))
    scale = [" "] * room
    free = 0
    for day in dict.fromkeys((days[0], days[-1], *days)) if days else ():
        label, at = date.fromordinal(day).isoformat(), min(place(day), room - 10)
        if at >= free or "".join(scale[at : at + 11]).strip() == "":
            scale[at : at + 10] = label
            free = max(free, at + 11)
    rows.append(PlotRow("", "".join(scale)[:room], _("undated") if column else ""))
    return Plot(tuple(rows), column)


def _line_of_days(points: Sequence[tuple[int, Figure]], room: int) -> str:
    cells = [" "] * room
    if len({at for at, _ in points}) > 1:
        first, last = points[0][0], points[-1][0]
        cells[first : last + 1] = CHANGED * (last + 1 - first)
    taken = -1
    for at, figure in points:
        if at <= taken:
            continue
        cells[at] = _sign(figure)
        taken = at
        label = _plain(figure)
        following = min((other for other, _ in points if other > at), default=room + 1)
        if label and at + 1 + len(label) < min(following, room + 1):
            cells[at + 1 : at + 1 + len(label)] = label
            taken = at + len(label)
    return "".join(cells[:room])


# ---------------------------------------------------------------------- by size


def _by_size(series: Series, width: int) -> Plot:
    numbers = [end for _, points in series for point in points for end in _ends(point.figure)]
    low, high = min(numbers, default=0.0), max(numbers, default=0.0)
    logarithmic = low > 0 and high / low > _LOGARITHMIC
    scaled: Callable[[float], float] = math.log10 if logarithmic else float
    if logarithmic:
        low, high = 10 ** math.floor(math.log10(low)), 10 ** math.ceil(math.log10(high))
    start, span = scaled(low), (scaled(high) - scaled(low)) or 1.0

    def place(number: float) -> int:
        return round((scaled(number) - start) / span * (width - 1))

    rows = [PlotRow(_name(name), _line_of_sizes(points, width, place)) for name, points in series]
    return Plot((*rows, PlotRow("", _scale(low, high, width, place, logarithmic=logarithmic))))


def _line_of_sizes(points: Sequence[Point], width: int, place: Callable[[float], int]) -> str:
    cells = [" "] * width
    exact = [place(point.figure.value) for point in points if point.figure.value is not None]
    if exact:
        cells[min(exact) : max(exact) + 1] = CHANGED * (max(exact) + 1 - min(exact))
    for point in points:
        figure = point.figure
        if figure.value is None and figure.min is not None and figure.max is not None:
            first, last = place(figure.min), place(figure.max)
            cells[first : last + 1] = RANGE * (last + 1 - first)
    for point in points:
        figure = point.figure
        if figure.value is not None:
            cells[place(figure.value)] = POINT if point.day else UNDATED
        else:
            for end, sign in ((figure.min, AT_LEAST), (figure.max, AT_MOST)):
                if end is not None:
                    cells[place(end)] = sign
    return "".join(cells)


def _scale(low: float, high: float, width: int, place: Callable[[float], int], *, logarithmic: bool) -> str:
    cells = [RANGE] * width
    if logarithmic:
        decades = range(round(math.log10(low)), round(math.log10(high)) + 1)
        marks = [10.0**decade for decade in decades]
    else:
        marks = [low, high]
    free = 0
    for number in marks:
        label = number_shown(number)
        at = min(place(number), width - len(label))
        if at >= free:
            cells[at : at + len(label)] = label
            free = at + len(label) + 2
    return "".join(cells)


# ---------------------------------------------------------------------- words


def _ends(figure: Figure) -> list[float]:
    return [end for end in (figure.value, figure.min, figure.max) if end is not None]


def _sign(figure: Figure) -> str:
    if figure.value is None and figure.min is None:
        return AT_MOST
    return AT_LEAST if figure.value is None else POINT


def _plain(figure: Figure) -> str:
    """Return the number that stands beside a sign which says already what bound it is."""
    known = _ends(figure)
    return ("~" if figure.approx else "") + "–".join(number_shown(end) for end in dict.fromkeys(known))


def _written(figure: Figure) -> str:
    return short(item_of(figure), "en", 12).replace(LRI, "").replace(PDI, "")


def _name(name: str) -> str:
    return with_signs(name) if name else _("nobody is named")


def _day(day: str) -> int:
    return date.fromisoformat(day[:10]).toordinal()
