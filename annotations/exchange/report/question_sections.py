"""The questions on which claims contradict each other: their sides, who stands on them, and the matrix."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from annotations.exchange.report.claims import ReportedClaim
from annotations.exchange.report.context import Context, excerpt
from annotations.exchange.report.document import (
    Block,
    Bullets,
    Cell,
    Line,
    Look,
    Paragraph,
    Part,
    Row,
    Run,
    Section,
    Table,
    filled,
    joined,
    line,
    plain,
)
from annotations.exchange.report.material import Disputed
from annotations.insight.sides import Reversal, Side

_ACROSS = 7
"""Sources that a matrix has room for on a sheet of A4; more go on in another one."""
_NAMED = 6
"""Claimants of a side that the summary names."""
_TITLE = 90


class Questions:
    """The questions of a report in words.

    Args:
        context: the material and its language.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._words = context.words
        self._disputed = context.material.questions

    def section(self) -> Section:
        """Return the questions, each with a row for every claim that stands on a side."""
        if not self._disputed:
            return Section("questions", self._words.questions, [Paragraph([line(self._words.no_questions)])])
        said = Paragraph([line(self._words.sides_said)], small=True)
        return Section("questions", self._words.questions, [said], [*self._parts()])

    def _parts(self) -> Iterator[Part]:
        for number, disputed in enumerate(self._disputed, 1):
            blocks: list[Block] = [Paragraph([self._counts(disputed)], small=True), self._stands(disputed)]
            turned = [self._turned(disputed, reversal) for reversal in disputed.question.turned]
            if turned:
                blocks.append(Bullets(turned))
            yield Part(self._title(number, disputed), blocks, f"q{number}")

    def _title(self, number: int, disputed: Disputed) -> Line:
        return line(f"{self._context.wording.number(number)}. ", *self._named(disputed))

    def _named(self, disputed: Disputed, to: str = "", most: int = _TITLE) -> Line:
        """Return what a question asks: how many there are of what is counted, or what it is about."""
        title = Run(excerpt(disputed.question.title, most), "quote", to)
        counted = any(side.figure is not None for side in disputed.question.sides)
        return [Run(self._words.how_many, to=to), Run(" "), title] if counted else [title]

    def _counts(self, disputed: Disputed) -> Line:
        question, wording, words = disputed.question, self._context.wording, self._words
        return joined([
            wording.count(words.n_sides, len(question.sides)),
            wording.count(words.n_claims, len(self._rows(disputed))),
            wording.count(words.n_sources, question.sources),
        ])  # fmt: skip

    def _rows(self, disputed: Disputed) -> list[tuple[int, str, ReportedClaim]]:
        """Return for each claim that stands on a side the side's place and since when, each once."""
        rows: dict[tuple[int, int], tuple[int, str, ReportedClaim]] = {}
        for place, side in enumerate(disputed.question.sides):
            for stand in side.stands:
                if claim := self._context.by_uuid.get(stand.annotation):
                    rows.setdefault((place, claim.order), (place, stand.since, claim))
        return list(rows.values())

    def _stands(self, disputed: Disputed) -> Table:
        context, words = self._context, self._words
        rows = []
        for place, since, claim in self._rows(disputed):
            letter = Run(context.wording.letter(place), "tag")
            side = [letter, Run(" "), self.label(disputed.question.sides[place])]
            day = context.wording.day(since) or words.undated
            cells = [
                Cell([side]),
                context.claimant_cell(claim),
                Cell([line(day)]),
                context.how_cell(claim),
                context.figures_cell(claim),
                context.excerpt_cell(claim),
                context.where_cell(claim),
            ]
            rows.append(Row(cells))
        columns = [words.side, words.claimant, words.since, words.how, words.figures, words.claim]
        name = plain(self._named(disputed))
        return Table(name, [*columns, words.where], [11, 14, 10, 11, 13, 26, 15], rows)

    def label(self, side: Side) -> Run:
        """Return what a side says, in the language of the report."""
        if side.figure is not None:
            return Run(self._context.wording.amount(side.figure, unit=False), "amount")
        if side.kind == "statement":
            return Run(excerpt(side.label, 60), "quote")
        if side.kind == "neither":
            return Run(self._words.neither)
        return Run(self._context.wording.value(side.kind))

    def _turned(self, disputed: Disputed, reversal: Reversal) -> Line:
        sides, day = disputed.question.sides, self._context.wording.day
        return [
            Run(f"{self._words.turned}{self._words.colon} ", "strong"),
            *filled(
                self._words.turns,
                name=reversal.claimant,
                first=self.label(sides[reversal.first.side]),
                day=day(reversal.first.since),
                then=self.label(sides[reversal.then.side]),
                later=day(reversal.then.since),
            ),
        ]

    # ------------------------------------------------------------------ the summary

    def summary(self) -> Iterator[Part]:
        """Yield each question with its sides in a line each."""
        for number, disputed in enumerate(self._disputed, 1):
            lines = [self._side(disputed, place) for place in range(len(disputed.question.sides))]
            lines += [self._turned(disputed, reversal) for reversal in disputed.question.turned]
            heading = line(f"{self._context.wording.number(number)}. ", *self._named(disputed, f"#q{number}"))
            yield Part(heading, [Bullets(lines)])

    def _side(self, disputed: Disputed, place: int) -> Line:
        context, words, side = self._context, self._words, disputed.question.sides[place]
        runs: list[Run] = [self.label(side)._replace(look=self._strong(side)), Run(f"{words.colon} ")]
        named = side.by_claimant()
        for number, (claimant, stands) in enumerate(named[:_NAMED]):
            since = context.wording.day(stands[0].since) or words.undated
            runs.append(Run(f"{words.comma} " if number else ""))
            runs += [Run(claimant or words.unsaid), Run(f" ({since}) ")]
            rows = filter(None, (context.by_uuid.get(stand.annotation) for stand in stands))
            articles = (claim.annotation.article.id for claim in rows)
            runs += [context.cite(article_id) for article_id in dict.fromkeys(articles)]
        if len(named) > _NAMED:
            runs.append(Run(f" + {context.wording.number(len(named) - _NAMED)}"))
        return [run for run in runs if run.text]

    @staticmethod
    def _strong(side: Side) -> Look:
        return "amount" if side.figure is not None else "quote" if side.kind == "statement" else "strong"

    # ------------------------------------------------------------------ the matrix

    def matrix(self) -> Section | None:
        """Return which source stands on which side of which question; None without a question."""
        if not self._disputed:
            return None
        sources = dict.fromkeys(
            self._context.source_key(claim) for disputed in self._disputed for claim in disputed.claims
        )
        names = list(sources)
        tables = [self._table(names[at : at + _ACROSS]) for at in range(0, len(names), _ACROSS)]
        legend = Paragraph([line(self._words.legend)], small=True)
        return Section("matrix", self._words.matrix, [legend, *tables])

    def _table(self, sources: Sequence[str]) -> Table:
        rows = []
        for number, disputed in enumerate(self._disputed, 1):
            standing: dict[str, list[int]] = {}
            for place, _, claim in self._rows(disputed):
                standing.setdefault(self._context.source_key(claim), []).append(place)
            cells = []
            for source in sources:
                places = sorted(set(standing.get(source, ())))
                letters = " ".join(map(self._context.wording.letter, places))
                cells.append(Cell([[Run(letters, "strong") if letters else Run("·")]]))
            rows.append(Row([self._legend(number, disputed), *cells]))
        columns = [self._words.question, *(self._context.source_names[source] for source in sources)]
        return Table(self._words.matrix, columns, [30, *([10] * len(sources))], rows, grid=True)

    def _legend(self, number: int, disputed: Disputed) -> Cell:
        sides: list[Run] = []
        for place, side in enumerate(disputed.question.sides):
            letter = Run(self._context.wording.letter(place), "strong")
            sides += [Run("  " if place else ""), letter, Run(" ")]
            sides.append(self.label(side))
        return Cell([self._named(disputed, f"#q{number}", 60), [run for run in sides if run.text]])
