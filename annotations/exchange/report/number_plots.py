"""Puts the report's numbers together: for each thing that is counted a plot over time and a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from annotations.exchange.report.claims import Figure, ReportedClaim, figures
from annotations.exchange.report.messages import Words
from annotations.exchange.report.svg_plot import Drawing, Point, SourceMark, lay_out, source_mark


class NumberRow(NamedTuple):
    """One number of the table below a plot."""

    mark: SourceMark
    shown: str
    """The amount, with its isolates."""
    source: str
    day: date | None
    quote: str
    anchor: str
    """Of the claim in the page."""


class NumberSection(NamedTuple):
    """The numbers that count one thing, in order of time."""

    name: str
    drawing: Drawing | None
    """None if no claim has a day."""
    rows: Sequence[NumberRow]


def number_sections(claims: Sequence[ReportedClaim], words: Words) -> Iterator[NumberSection]:
    """Yield a section for each thing that is counted; none if no claim has a number."""
    series = {source: number for number, source in enumerate(dict.fromkeys(claim.source for claim in claims))}
    by_name: dict[str, list[tuple[ReportedClaim, Figure]]] = {}
    for claim in claims:
        for figure in figures(claim, words):
            by_name.setdefault(figure.name, []).append((claim, figure))
    for name, counted in by_name.items():
        counted.sort(key=lambda pair: (str(pair[0].day), pair[0].order))
        points = [
            _point(number, claim, claim.day, figure, series)
            for number, (claim, figure) in enumerate(counted, 1)
            if claim.day is not None
        ]
        rows = [
            NumberRow(
                source_mark(series[claim.source]),
                figure.shown,
                claim.source,
                claim.day,
                claim.annotation.target.quote,
                claim.anchor,
            )
            for claim, figure in counted
        ]
        yield NumberSection(name or words.numbers, lay_out(points) if points else None, rows)


def _point(number: int, claim: ReportedClaim, day: date, figure: Figure, series: dict[str, int]) -> Point:
    return Point(
        number=number,
        day=day,
        low=figure.low,
        high=figure.high,
        approximate=figure.approximate,
        series=series[claim.source],
        href=f"#{claim.anchor}",
        title=f"{figure.shown} ({claim.source})",
    )
