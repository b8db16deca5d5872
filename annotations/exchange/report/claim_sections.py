"""The claims of a report one by one: in order of time, then all of them by article, then the articles."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from annotations.exchange.report.claims import ReportedClaim, grouped
from annotations.exchange.report.context import Context, excerpt
from annotations.exchange.report.document import (
    Line,
    Note,
    Notes,
    Paragraph,
    Part,
    Row,
    Run,
    Section,
    Table,
    joined,
    line,
)
from annotations.text.lines import flat
from annotations.text.web_addresses import host_of


def timeline(context: Context) -> Section:
    """Return every claim in the order of the days that they are about; those without a day come last."""
    words = context.words
    rows = [
        Row([
            context.day_cell(claim),
            context.excerpt_cell(claim),
            context.claimant_cell(claim),
            context.figures_cell(claim),
            context.where_cell(claim),
        ])
        for claim in sorted(context.claims, key=_time)
    ]  # fmt: skip
    columns = [words.day, words.claim, words.claimant, words.figures, words.where]
    table = Table(words.timeline, columns, [11, 40, 17, 15, 17], rows)
    return Section("timeline", words.timeline, [table] if rows else [Paragraph([line(words.no_claims)])])


def _time(claim: ReportedClaim) -> tuple[bool, date, int]:
    return claim.day is None, claim.day or date.min, claim.order


def all_claims(context: Context) -> Section:
    """Return every claim with all that is known of it, by article."""
    words = context.words
    parts = [*_articles(context)]
    return Section("claims", words.claims, [] if parts else [Paragraph([line(words.no_claims)])], parts)


def _articles(context: Context) -> Iterator[Part]:
    words = context.words
    columns = [words.number, words.claim, words.claimant, words.how, words.figures, words.day, words.where]
    for article_id, claims in grouped(context.claims, lambda claim: claim.annotation.article.id):
        rows = [
            Row(
                [
                    context.number_cell(claim),
                    context.quote_cell(claim),
                    context.claimant_cell(claim),
                    context.how_cell(claim),
                    context.figures_cell(claim),
                    context.day_cell(claim),
                    context.where_cell(claim, link=True),
                ],
                claim.anchor,
            )
            for claim in claims
        ]
        label = context.label(article_id)
        facts = joined([context.source(claims[0]), context.wording.day(claims[0].known.get("published"))])
        title = [Run(excerpt(label), "quote"), Run(" "), context.cite(article_id)]
        table = Table(label, columns, [7, 31, 14, 12, 12, 10, 14], rows)
        yield Part(title, [Paragraph([facts], small=True), table])


def notes(context: Context) -> Section:
    """Return the articles that rows cite: title, source, date, address, file."""
    listed = [
        Note(f"n{number}", context.wording.number(number), [*_note(context, article_id)])
        for article_id, number in context.notes.items()
    ]
    return Section("notes", context.words.notes, [Notes(listed)])


def _note(context: Context, article_id: str) -> Iterator[Line]:
    words, known = context.words, context.first_of[article_id].known
    published = context.wording.day(known.get("published")) or words.undated
    yield [Run(context.label(article_id), "quote")]
    yield joined([context.source(context.first_of[article_id]), published])
    address = flat(str(known.get("url") or ""))
    if not address:
        yield line(words.no_address)
    else:
        yield [Run(address, "code", address if host_of(address) else "")]
    yield line(f"{words.file}{words.colon} ", Run(article_id, "code"))
    if copies := context.copies(article_id):
        yield line(copies)
