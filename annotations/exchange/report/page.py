"""Writes the report for people: one HTML file with what was claimed, by whom, and what contradicts what.

All of it is in the file: no network, no script; see `rendering` for how hostile text is kept from acting. The
page's content is put together here, its look is in `templates/`. It holds the claims in memory, as far as the
filters let them through: a page that people read has thousands, not millions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from annotations.exchange.articles import Articles
from annotations.exchange.files import check_target, write_stream
from annotations.exchange.report.claims import ReportedClaim, contradictions, figures, grouped
from annotations.exchange.report.messages import ENGLISH, Words
from annotations.exchange.report.number_plots import number_sections
from annotations.exchange.report.sanitising import WebLink, hidden_kinds, web_link
from annotations.model.records import CLAIM, Annotation
from annotations.model.scheme import Attribute, Scheme, Tag


def save(
    annotations: Iterable[Annotation],
    articles: Articles,
    scheme: Scheme,
    target: Path,
    *,
    words: Words = ENGLISH,
    title: str = "",
    force: bool = False,
) -> int:
    """Write the report; returns how many claims are in it.

    Args:
        annotations: grouped by article; those that aren't tagged as claims are left out.
        articles: for titles, sources and dates.
        scheme: for the names of tags and attributes.
        target: the file.
        words: its language.
        title: of the corpus.
        force: replace the file.

    Raises:
        ExchangeError: the file is there and may not be replaced.
        NotSavedError: it can't be written; whatever stood there still does.
    """
    from annotations.exchange.report.rendering import templates  # here: Jinja2 is heavy

    check_target(target, folder=False, force=force)
    tagged = (annotation for annotation in annotations if CLAIM in annotation.tags)
    claims = [
        ReportedClaim(number, annotation, articles.metadata(annotation.article.id))
        for number, annotation in enumerate(tagged, 1)
    ]
    page = (
        templates()
        .get_template("page.html.jinja")
        .generate(ReportContent(claims, scheme, words, title).content())
    )
    write_stream(target, (part.encode("utf-8", "replace") for part in page))
    return len(claims)


class SourceRow(NamedTuple):
    """An article in the table of sources."""

    source: str
    anchor: str
    headline: str
    published: str
    counts: Sequence[int]
    """Claims by tag, in the order of the table's columns."""


class Contradicting(NamedTuple):
    """A claim in a table of those that contradict each other."""

    quote: str
    anchor: str
    claimant: str
    reported_as: str
    numbers: str
    """Amounts, with their isolates."""
    places: Sequence[str]
    """The source, and when it published the article, as far as known."""
    note: str


class ClaimLink(NamedTuple):
    """A link of a claim to another annotation."""

    kind: str
    anchor: str
    """Empty if the other one isn't in the report."""
    quote: str


class ClaimEntry(NamedTuple):
    """A claim under its article, with all that is known of it."""

    anchor: str
    quote: str
    tags: Sequence[str]
    attributes: Sequence[tuple[str, str]]
    """Names and values, without the numbers."""
    numbers: str
    """Amounts, with their isolates."""
    annotator: str
    link: WebLink | None
    hidden: Sequence[tuple[str, str]]
    note: str
    links: Sequence[ClaimLink]


class ArticleSection(NamedTuple):
    """An article and its claims."""

    headline: str
    titled: bool
    facts: Sequence[str]
    """Source and date, as far as known."""
    claims: Iterator[ClaimEntry]


class ReportContent:
    """The report's content, in words, as the template takes it.

    Args:
        claims: in the order of the page.
        scheme: for the names of tags and attributes.
        words: the language.
        title: of the corpus; may be empty.
    """

    def __init__(self, claims: Sequence[ReportedClaim], scheme: Scheme, words: Words, title: str) -> None:
        self._claims = claims
        self._scheme = scheme
        self._words = words
        self._title = title
        self._by_uuid = {claim.annotation.uuid: claim for claim in claims}

    def content(self) -> dict[str, Any]:
        """Return all that the template names; what is long comes as it is asked for."""
        words, claims = self._words, self._claims
        used = [tag for tag in self._scheme.tags if any(tag.id in claim.annotation.tags for claim in claims)]
        return {
            "words": words,
            "title": f"{words.title}: {self._title}" if self._title else words.title,
            "claim_count": len(claims),
            "article_count": len({claim.annotation.article.id for claim in claims}),
            "tag_names": [self._name(tag) for tag in used],
            "sources": self._sources(used),
            "contradictions": [self._contradicting(group) for group in contradictions(claims)],
            "number_sections": number_sections(claims, words),
            "articles": map(self._article, self._by_article(claims)),
        }

    def _by_article(self, claims: Iterable[ReportedClaim]) -> Iterator[Sequence[ReportedClaim]]:
        return (group for _, group in grouped(claims, lambda claim: claim.annotation.article.id))

    def _sources(self, tags: Sequence[Tag]) -> Iterator[SourceRow]:
        for source, of_source in grouped(self._claims, lambda claim: claim.source):
            for of_article in self._by_article(of_source):
                first = of_article[0]
                counts = [sum(tag.id in claim.annotation.tags for claim in of_article) for tag in tags]
                published = first.known.get("published") or ""
                yield SourceRow(source, first.anchor, _headline(first), published, counts)

    def _contradicting(self, group: Sequence[ReportedClaim]) -> Iterator[Contradicting]:
        for claim in sorted(group, key=lambda claim: (str(claim.day), claim.order)):
            attributes = claim.annotation.attributes
            reported = (attributes.get(key) for key in ("reported_as", "certainty"))
            yield Contradicting(
                quote=claim.annotation.target.quote,
                anchor=claim.anchor,
                claimant=attributes.get("claimant") or "",
                reported_as=", ".join(str(value) for value in reported if value),
                numbers=self._amounts(claim),
                places=[place for place in (claim.source, claim.known.get("published")) if place],
                note=claim.annotation.note,
            )

    def _article(self, claims: Sequence[ReportedClaim]) -> ArticleSection:
        first = claims[0]
        return ArticleSection(
            headline=_headline(first),
            titled=bool(first.known.get("title")),
            facts=[first.known[key] for key in ("source", "published") if first.known.get(key)],
            claims=map(self._entry, claims),
        )

    def _entry(self, claim: ReportedClaim) -> ClaimEntry:
        annotation = claim.annotation
        quote = annotation.target.quote
        return ClaimEntry(
            anchor=claim.anchor,
            quote=quote,
            tags=[self._tag(tag) for tag in self._scheme.ordered(annotation.tags)],
            attributes=list(self._attributes(annotation)),
            numbers=self._amounts(claim),
            annotator=annotation.annotator,
            link=web_link(claim.known.get("url"), quote),
            hidden=hidden_kinds(quote, self._words),
            note=annotation.note,
            links=list(self._links(annotation)),
        )

    def _attributes(self, annotation: Annotation) -> Iterator[tuple[str, str]]:
        for attribute in self._scheme.attributes:
            value = annotation.attributes.get(attribute.id)
            if value is not None and attribute.kind != "numbers":
                shown = value["quote"] if isinstance(value, dict) and "quote" in value else value
                yield self._name(attribute), str(shown)

    def _links(self, annotation: Annotation) -> Iterator[ClaimLink]:
        for link in annotation.links:
            other = self._by_uuid.get(link.to)
            anchor, quote = (other.anchor, other.annotation.target.quote) if other else ("", "")
            yield ClaimLink(self._words.links.get(link.type, link.type), anchor, quote)

    def _amounts(self, claim: ReportedClaim) -> str:
        return f"{self._words.semicolon} ".join(figure.shown for figure in figures(claim, self._words))

    def _name(self, named: Tag | Attribute) -> str:
        return named.arabic if self._words.lang == "ar" else named.label

    def _tag(self, tag: str) -> str:
        return self._name(self._scheme.by_id[tag]) if tag in self._scheme.by_id else tag


def _headline(claim: ReportedClaim) -> str:
    return str(claim.known.get("title") or claim.annotation.article.id)
