"""The report for people: one HTML file with what was claimed, by whom, and what contradicts what.

All of it is in the file: no network, no script; see `report_page` for how hostile text is kept from acting.
It holds the claims in memory, as far as the filters let them through: a page that people read has thousands,
not millions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from annotations.exchange.articles import Articles
from annotations.exchange.files import check_target, write_stream
from annotations.exchange.report.claims import ReportedClaim, contradictions, figures, grouped
from annotations.exchange.report.html import (
    amounts,
    direction,
    head,
    hidden_line,
    isolated,
    text,
    web_link,
)
from annotations.exchange.report.messages import ENGLISH, Words
from annotations.exchange.report.number_plots import numbers
from annotations.model.records import CLAIM, Annotation
from annotations.model.scheme import Scheme


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
    check_target(target, folder=False, force=force)
    entries = [
        ReportedClaim(number, one, articles.metadata(one.article.id))
        for number, one in enumerate((one for one in annotations if CLAIM in one.tags), 1)
    ]
    write_stream(
        target, (part.encode("utf-8", "replace") for part in Page(entries, scheme, words, title).parts())
    )
    return len(entries)


class Page:
    """Writes the parts of the page."""

    def __init__(self, entries: list[ReportedClaim], scheme: Scheme, words: Words, title: str) -> None:
        self.entries = entries
        self.scheme = scheme
        self.words = words
        self.title = title
        self.by_uuid = {entry.claim.uuid: entry for entry in entries}

    def parts(self) -> Iterator[str]:
        """Yield the page."""
        words = self.words
        articles = len({entry.claim.article.id for entry in self.entries})
        title = f"{words.title}: {self.title}" if self.title else words.title
        yield head(words, title)
        counts = f"{len(self.entries)} {words.annotations}{words.comma} {articles} {words.articles}"
        yield f"<h1>{text(title)}</h1>\n<p>{counts}</p>\n"
        yield from self._by_source()
        yield from self._contradictions()
        yield from numbers(self.entries, words)
        for _, group in grouped(self.entries, lambda entry: entry.claim.article.id):
            yield from self._article(group)
        yield f"<p class=meta>{text(words.made)}</p>\n</body>\n</html>\n"

    def _by_source(self) -> Iterator[str]:
        words = self.words
        yield f"<h2>{words.claims_by_source}</h2>\n<table><thead><tr>"
        tags = [tag for tag in self.scheme.tags if any(tag.id in entry.claim.tags for entry in self.entries)]
        names = [self._name(tag) for tag in tags]
        yield "".join(
            f"<th>{text(name)}</th>" for name in (words.source, words.article, words.published, *names)
        )
        yield "</tr></thead><tbody>\n"
        for source, of_source in grouped(self.entries, lambda entry: entry.source):
            for _, group in grouped(of_source, lambda entry: entry.claim.article.id):
                counts = [sum(tag.id in entry.claim.tags for entry in group) for tag in tags]
                cells = "".join(f"<td class=n>{count or ''}</td>" for count in counts)
                known = group[0].known
                yield (
                    f"<tr><td>{isolated(source or words.unknown)}</td>"
                    f'<td><a href="#{group[0].anchor}">{isolated(self._headline(group[0]))}</a></td>'
                    f"<td>{isolated(known.get('published') or '')}</td>{cells}</tr>\n"
                )
        yield "</tbody></table>\n"

    def _contradictions(self) -> Iterator[str]:
        words = self.words
        yield f"<h2>{words.contradictions}</h2>\n"
        groups = contradictions(self.entries)
        if not groups:
            yield f"<p>{words.no_contradictions}</p>\n"
        columns = (words.claim, words.claimant, words.reported_as, words.numbers, words.source, words.note)
        for number, group in enumerate(groups, 1):
            yield f"<h3>{words.group} {number}</h3>\n<table><thead><tr>"
            yield "".join(f"<th>{name}</th>" for name in columns) + "</tr></thead><tbody>\n"
            for entry in sorted(group, key=lambda one: (str(one.day), one.order)):
                attributes = entry.claim.attributes
                quote = entry.claim.target.quote
                reported = (attributes.get(key) for key in ("reported_as", "certainty"))
                places = (entry.source, entry.known.get("published"))
                cells = (
                    isolated(attributes.get("claimant") or ""),
                    isolated(", ".join(str(value) for value in reported if value)),
                    amounts(f"{words.semicolon} ".join(figure.shown for figure in figures(entry, words))),
                    "<br>".join(isolated(place) for place in places if place),
                    isolated(entry.claim.note),
                )
                yield f'<tr><td {direction(quote)}><a href="#{entry.anchor}">{text(quote)}</a></td>'
                yield "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>\n"
            yield "</tbody></table>\n"

    def _article(self, group: list[ReportedClaim]) -> Iterator[str]:
        known = group[0].known
        headline = self._headline(group[0])
        lies = direction(headline) if known.get("title") else 'dir="auto"'
        yield f"<h2 {lies}>{text(headline)}</h2>\n<p class=meta>"
        yield " · ".join(isolated(known[key]) for key in ("source", "published") if known.get(key)) + "</p>\n"
        for entry in group:
            yield self._claim(entry)

    def _claim(self, entry: ReportedClaim) -> str:
        words, one = self.words, entry.claim
        quote = one.target.quote
        tags = "".join(
            f"<span class=tag>{text(self._tag(tag))}</span>" for tag in self.scheme.ordered(one.tags)
        )
        lines = [
            f'<div class=claim id="{entry.anchor}">\n',
            f"<blockquote {direction(quote)}>{text(quote)}</blockquote>\n<p class=meta>{tags}",
        ]
        for attribute in self.scheme.attributes:
            value = one.attributes.get(attribute.id)
            if value is not None and attribute.kind != "numbers":
                shown = value["quote"] if isinstance(value, dict) and "quote" in value else value
                lines.append(f"{text(self._name(attribute))}: {isolated(shown)} · ")
        counted = f"{words.semicolon} ".join(figure.shown for figure in figures(entry, words))
        if counted:
            lines.append(f"{words.numbers}: {amounts(counted)} · ")
        lines.append(f"{words.annotator}: {isolated(one.annotator)}")
        if address := web_link(entry.known.get("url"), quote, words.in_source):
            lines.append(f" · {address}")
        lines.append("</p>\n")
        if hidden := hidden_line(quote, words):
            lines.append(f"<p class=meta>{hidden}</p>\n")
        if one.note:
            lines.append(f"<p class=note {direction(one.note)}>{text(one.note)}</p>\n")
        for link in one.links:
            other = self.by_uuid.get(link.to)
            target = (
                f'<a href="#{other.anchor}">{text(other.claim.target.quote)}</a>'
                if other
                else words.elsewhere
            )
            kind = words.links.get(link.type, link.type)
            lines.append(f"<p class=meta>{isolated(kind)}: <bdi>{target}</bdi></p>\n")
        return "".join([*lines, "</div>\n"])

    def _headline(self, entry: ReportedClaim) -> str:
        return str(entry.known.get("title") or entry.claim.article.id)

    def _name(self, one: Any) -> str:
        return str(one.arabic if self.words.lang == "ar" else one.label)

    def _tag(self, tag: str) -> str:
        return self._name(self.scheme.by_id[tag]) if tag in self.scheme.by_id else tag
