"""The sources of a report: how many claims each has, how they are reported, and how many are contradicted."""

from __future__ import annotations

from annotations.exchange.report.claims import ReportedClaim
from annotations.exchange.report.context import Context, excerpt
from annotations.exchange.report.document import Cell, Paragraph, Row, Run, Section, Table, line


def sources(context: Context) -> Section:
    """Return a row for each source."""
    words, voices = context.words, context.material.voices
    disputed = {claim.order for question in context.material.questions for claim in question.claims}
    by_source: dict[str, list[ReportedClaim]] = {}
    for claim in context.claims:
        by_source.setdefault(context.source_key(claim), []).append(claim)
    rows = [_row(context, source, claims, disputed) for source, claims in by_source.items()]
    columns = [words.source, words.article, words.claims, words.confirmed, words.denied, words.contradicted]
    table = Table(words.sources, columns, [21, 30, 12, 12, 10, 15], rows)
    said = [Paragraph([line(words.counting)], small=True)]
    if any(len(voices.of(article_id)) > 1 for article_id in context.notes):
        heard = words.voices.format(sources=_count(context, len(by_source)), voices=_voices(context))
        said.insert(0, Paragraph([line(heard)]))
    return Section("sources", words.sources, [*said, table])


def _count(context: Context, n: int) -> str:
    return context.wording.count(context.words.n_sources, n)


def _voices(context: Context) -> str:
    """Return how many voices the sources are: a source whose only article is a copy adds none."""
    voices, heard = context.material.voices, set()
    for claim in context.claims:
        article_id = claim.annotation.article.id
        copies = voices.of(article_id)
        heard.add(("copy", copies[0]) if len(copies) > 1 else ("source", context.source_key(claim)))
    return context.wording.count(context.words.n_voices, len(heard))


def _row(context: Context, source: str, claims: list[ReportedClaim], disputed: set[int]) -> Row:
    wording = context.wording
    articles = list(dict.fromkeys(claim.annotation.article.id for claim in claims))
    lines = []
    for article_id in articles:
        runs = [context.cite(article_id), Run(" "), Run(excerpt(context.label(article_id)), "quote")]
        if copies := context.copies(article_id):
            runs += [Run(" · "), Run(copies, "strong")]
        lines.append(runs)
    counts = [
        len(claims),
        sum(_reported(claim, "confirmed") for claim in claims),
        sum(_reported(claim, "denied") for claim in claims),
        sum(claim.order in disputed for claim in claims),
    ]
    numbers = [Cell([line(wording.number(count))], number=True) for count in counts]
    return Row([Cell([line(context.source_names[source])]), Cell(lines), *numbers])


def _reported(claim: ReportedClaim, how: str) -> bool:
    return claim.annotation.attributes.get("reported_as") == how
