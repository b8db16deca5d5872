"""The amounts of a report by what is counted: a plot over time, a table, and which of them differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from annotations.exchange.report.claims import ReportedClaim
from annotations.exchange.report.context import Context
from annotations.exchange.report.document import (
    Cell,
    Line,
    Paragraph,
    Part,
    Plot,
    Row,
    Run,
    Section,
    Table,
    joined,
    line,
)
from annotations.exchange.report.svg_plot import NARROW, WIDE, Labels, Point, lay_out, source_mark
from annotations.insight.figures import Figure, differ
from annotations.model.people import folded_name
from annotations.text.numbers.amounts import Interval, interval

AGAINST = 8
"""Numbers of others that a row names; one more says that there are more."""
_MOST = 1e15
"""A plot has no place for more."""


class Amount(NamedTuple):
    """An amount that a claim states, as a row of a table."""

    number: int
    """In its table, and in the plot, from 1."""
    claim: ReportedClaim
    figure: Figure
    series: int
    """The number of its claimant in the table, from 0."""
    against: tuple[int, ...]
    """The numbers of those that differ from it, one more than `AGAINST` at the most."""

    @property
    def day(self) -> date | None:
        """The day of which it is said."""
        return _day(self.figure)

    @property
    def item(self) -> Mapping[str, Any]:
        """The amount as `annotations.text.numbers.amounts` writes it."""
        return item_of(self.figure)

    @property
    def ends(self) -> Interval:
        """The bounds as they are stated."""
        bounds = interval(self.item)
        assert bounds is not None
        return bounds


class CountedNoun(NamedTuple):
    """All amounts of one counted noun, in order of time, those without a date last."""

    name: str
    """The class of the noun; empty if nothing says what is counted."""
    amounts: Sequence[Amount]

    @property
    def differs(self) -> bool:
        """True if two of them can't both be right."""
        return any(amount.against for amount in self.amounts)

    @property
    def claimants(self) -> int:
        """How many people they are by."""
        return len({amount.series for amount in self.amounts})


def item_of(figure: Figure) -> dict[str, Any]:
    """Return a figure as an item of the `numbers` attribute."""
    names = ("value", "min", "max", "approx", "unit", "quote")
    return {name: getattr(figure, name) for name in names}


def counted_nouns(context: Context) -> list[CountedNoun]:
    """Return the amounts of the report by what is counted, the noun with the most first."""
    by_noun: dict[str, list[tuple[ReportedClaim, Figure]]] = {}
    for figure in context.material.figures:
        claim = context.by_uuid.get(figure.annotation or "")
        bounds = interval(item_of(figure))
        if claim is None or bounds is None or any(abs(end) >= _MOST for end in bounds if end is not None):
            continue
        by_noun.setdefault(figure.noun, []).append((claim, figure))
    nouns = [CountedNoun(name, _amounts(stated, context)) for name, stated in by_noun.items()]
    return sorted(nouns, key=lambda noun: (not noun.name, -len(noun.amounts)))


def _amounts(stated: Sequence[tuple[ReportedClaim, Figure]], context: Context) -> list[Amount]:
    ordered = sorted(stated, key=_time)
    claimants: dict[str, int] = {}
    for claim, _ in ordered:
        claimants.setdefault(_who(claim, context), len(claimants))
    against = _differing([figure for _, figure in ordered])
    return [
        Amount(at + 1, claim, figure, claimants[_who(claim, context)], against[at])
        for at, (claim, figure) in enumerate(ordered)
    ]


def _differing(figures: Sequence[Figure]) -> list[tuple[int, ...]]:
    """Return for each figure the numbers of those that differ from it, the first few.

    Equal ones are compared once, and no further than a row has room for: of a thousand different ones each
    differs from most others.
    """
    alike: dict[tuple[object, ...], list[int]] = {}
    for number, figure in enumerate(figures, 1):
        period = figure.setting.period
        key = (figure.value, figure.min, figure.max, figure.approx, figure.place, period)
        alike.setdefault((*key, figure.published if period else None), []).append(number)
    against: list[tuple[int, ...]] = [()] * len(figures)
    for group in alike.values():
        numbers: list[int] = []
        for other in alike.values():
            if other is not group and differ(figures[group[0] - 1], figures[other[0] - 1]):
                numbers += other
                if len(numbers) > AGAINST:
                    break
        for number in group:
            against[number - 1] = tuple(sorted(numbers)[: AGAINST + 1])
    return against


def _time(stated: tuple[ReportedClaim, Figure]) -> tuple[bool, date, int, int]:
    claim, figure = stated
    day = _day(figure)
    return day is None, day or date.min, claim.order, figure.start


def _day(figure: Figure) -> date | None:
    try:
        return date.fromisoformat((figure.as_of or "")[:10])
    except ValueError:
        return None


def _who(claim: ReportedClaim, context: Context) -> str:
    """Return what is equal for the claims of one person, or of one source that names nobody."""
    return folded_name(context.claimant(claim.text("claimant"))) or f"\0{context.source_key(claim)}"


class Quantities:
    """The quantities of a report in words.

    Args:
        context: the material and its language.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._words = context.words
        self.nouns = counted_nouns(context)

    def section(self) -> Section:
        """Return a part for each noun that is counted twice, and one for all others."""
        words = self._words
        if not self.nouns:
            return Section("quantities", words.quantities, [Paragraph([line(words.no_amounts)])])
        said = Paragraph([line(words.plot_key)], small=True)
        plotted = any(len(noun.amounts) > 1 and noun.name for noun in self.nouns)
        return Section("quantities", words.quantities, [said] if plotted else [], [*self._parts()])

    def _parts(self) -> Iterator[Part]:
        alone: list[CountedNoun] = []
        for number, noun in enumerate(self.nouns, 1):
            if len(noun.amounts) > 1 and noun.name:
                counts = Paragraph([self._counts(noun)], small=True)
                yield Part([self._noun(noun)], [counts, self._plot(noun), self._table(noun)], f"u{number}")
            else:
                alone.append(noun)
        if alone:
            yield Part(line(self._words.stated_once), [self._others(alone)], "others")

    def _others(self, alone: Sequence[CountedNoun]) -> Table:
        """Return those of which nothing else is told to compare them with."""
        words = self._words
        rows = [
            self._row(amount, first=Cell([[self._noun(noun)]])) for noun in alone for amount in noun.amounts
        ]
        columns = [words.counted, words.figures, words.claimant, words.day, words.claim, words.where]
        return Table(words.stated_once, columns, [12, 14, 15, 11, 32, 16], rows)

    def _noun(self, noun: CountedNoun) -> Run:
        return Run(noun.name, "quote") if noun.name else Run(self._words.uncounted)

    def _counts(self, noun: CountedNoun) -> Line:
        wording, words = self._context.wording, self._words
        articles = {amount.claim.annotation.article.id for amount in noun.amounts}
        voices = self._context.material.voices.count(articles)
        return joined(
            [
                wording.count(words.n_amounts, len(noun.amounts)),
                wording.count(words.n_claimants, noun.claimants),
                wording.count(words.n_articles, len(articles)),
                wording.count(words.n_voices, voices) if voices < len(articles) else "",
            ]
        )

    def _plot(self, noun: CountedNoun) -> Plot:
        context, words = self._context, self._words
        labels = Labels(context.wording.number, context.wording.day, words.undated, words.direction)
        points = [
            Point(
                number=amount.number,
                day=amount.day,
                low=amount.ends.low,
                high=amount.ends.high,
                approximate=amount.figure.approx,
                series=amount.series,
                href=f"#{amount.claim.anchor}",
                title=f"{context.wording.amount(amount.item)} ({self._named(amount.claim)})",
            )
            for amount in noun.amounts
        ]
        name = words.plot.format(noun=noun.name)
        return Plot(name, lay_out(points, labels, WIDE), lay_out(points, labels, NARROW), points)

    def _named(self, claim: ReportedClaim) -> str:
        return self._context.claimant(claim.text("claimant")) or self._context.source(claim)

    def _table(self, noun: CountedNoun) -> Table:
        words = self._words
        columns = [words.number, words.figures, words.claimant, words.day, words.differs, words.claim]
        rows = [self._row(amount) for amount in noun.amounts]
        return Table(noun.name, [*columns, words.where], [8, 14, 15, 10, 10, 28, 15], rows)

    def _row(self, amount: Amount, first: Cell | None = None) -> Row:
        context, wording, claim = self._context, self._context.wording, amount.claim
        numbered = Cell([line(wording.number(amount.number))], number=True, shape=source_mark(amount.series))
        cells = [
            first or numbered,
            Cell([[Run(wording.amount(amount.item), "amount")]]),
            context.claimant_cell(claim),
            Cell([line(wording.day(amount.figure.as_of) or self._words.undated)]),
        ]
        if first is None:
            cells.append(self._against(amount))
        cells += [context.excerpt_cell(claim), context.where_cell(claim)]
        return Row(cells)

    def _against(self, amount: Amount) -> Cell:
        if not amount.against:
            return Cell([])
        numbers = [*map(self._context.wording.number, amount.against[:AGAINST])]
        more = ["…"] if len(amount.against) > AGAINST else []
        return Cell([[Run("≠ ", "mark"), Run(f"{self._words.comma} ".join([*numbers, *more]))]])

    def summary(self) -> list[Line]:
        """Return a line for each noun of which two amounts differ: from where to where, and how many."""
        lines: list[Line] = []
        for number, noun in enumerate(self.nouns, 1):
            if noun.differs:
                amounts = sorted(noun.amounts, key=lambda amount: amount.ends.anchor)
                write = self._context.wording.amount
                shown = list(dict.fromkeys(write(amount.item, unit=False) for amount in amounts))
                ends = shown if len(shown) < 5 else [*shown[:2], "…", *shown[-2:]]
                runs = [self._noun(noun)._replace(to=f"#u{number}"), Run(f"{self._words.colon} ")]
                for place, said in enumerate(ends):
                    runs += [Run(f"{self._words.semicolon} " if place else ""), Run(said, "amount")]
                counts = [Run(" ("), *self._counts(noun), Run(")")]
                lines.append([run for run in (*runs, *counts) if run.text])
        return lines
