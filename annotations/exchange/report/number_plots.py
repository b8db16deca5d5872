"""The report's numbers: for each thing that is counted a plot over time and a table that explains it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from annotations.exchange.report.claims import Figure, ReportedClaim, figures
from annotations.exchange.report.html import amounts, direction, isolated, text
from annotations.exchange.report.messages import Words
from annotations.exchange.report.svg_plot import Point, marker, plot

_Named = list[tuple[ReportedClaim, Figure]]


def numbers(entries: Sequence[ReportedClaim], words: Words) -> Iterator[str]:
    """Yield the section; nothing if no claim has a number."""
    series = {
        source: number for number, source in enumerate(dict.fromkeys(entry.source for entry in entries))
    }
    by_name: dict[str, _Named] = {}
    for entry in entries:
        for figure in figures(entry, words):
            by_name.setdefault(figure.name, []).append((entry, figure))
    if by_name:
        yield f"<h2>{words.numbers_over_time}</h2>\n"
    for name, group in by_name.items():
        group.sort(key=lambda pair: (str(pair[0].day), pair[0].order))
        yield f"<h3>{isolated(name or words.numbers)}</h3>\n"
        points = [
            _point(number, *pair, series) for number, pair in enumerate(group, 1) if pair[0].day is not None
        ]
        if points:
            yield plot(points, name or words.numbers) + "\n"
        heads = ("", words.value, words.source, words.day, words.claim)
        yield "<table><thead><tr>" + "".join(f"<th>{head}</th>" for head in heads) + "</tr></thead><tbody>\n"
        for number, (entry, figure) in enumerate(group, 1):
            quote = entry.claim.target.quote
            yield (
                f"<tr><td class=n>{number} {marker(series[entry.source])}</td>"
                f"<td>{amounts(figure.shown)}</td><td>{isolated(entry.source or words.unknown)}</td>"
                f"<td class=day>{entry.day or words.undated}</td>"
                f'<td {direction(quote)}><a href="#{entry.anchor}">{text(quote)}</a></td></tr>\n'
            )
        yield "</tbody></table>\n"


def _point(number: int, entry: ReportedClaim, figure: Figure, series: dict[str, int]) -> Point:
    assert entry.day is not None
    return Point(
        number=number,
        day=entry.day,
        low=figure.low,
        high=figure.high,
        approximate=figure.approximate,
        series=series[entry.source],
        href=f"#{entry.anchor}",
        title=f"{figure.shown} ({entry.source})",
    )
