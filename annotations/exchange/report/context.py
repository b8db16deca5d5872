"""Holds what every part of the report needs: the language, rows by uuid, the notes, the cells of a row."""

from __future__ import annotations

from collections.abc import Sequence

from annotations.exchange.report.claims import ReportedClaim
from annotations.exchange.report.document import Cell, Line, Run, joined, line, named
from annotations.exchange.report.material import Material
from annotations.exchange.report.sanitising import hidden_kinds, web_link
from annotations.exchange.report.wording import Wording
from annotations.model.article import Article
from annotations.model.people import folded_name
from annotations.model.records import CLAIM, Annotation, place_shown
from annotations.text.lines import flat

_EXCERPT = 110
"""Code points of a quote where the row leads to the whole of it."""


class Context:
    """The material of a report in its language.

    Args:
        material: all that it is made of.
        wording: its language.
    """

    def __init__(self, material: Material, wording: Wording) -> None:
        self.material = material
        self.wording = wording
        self.words = wording.words
        self.claims = material.claims
        self.by_uuid = {annotation.uuid: claim for claim in self.claims for annotation in claim.annotations}
        articles = dict.fromkeys(claim.annotation.article.id for claim in self.claims)
        self.notes = {article_id: number for number, article_id in enumerate(articles, 1)}
        self.first_of = {claim.annotation.article.id: claim for claim in reversed(self.claims)}
        self.source_names: dict[str, str] = {}
        """The names of the sources by their keys, in the order in which they come."""
        for claim in self.claims:
            self.source_names.setdefault(self.source_key(claim), self.source(claim))
        self._incoming: dict[str, list[tuple[str, str]]] = {}
        for claim in self.claims:
            for annotation in claim.annotations:
                for link in annotation.links:
                    self._incoming.setdefault(link.to, []).append((link.type, annotation.uuid))

    # ------------------------------------------------------------------ names

    def label(self, article_id: str) -> str:
        """Return the name of an article: its title, else its first words."""
        return self.material.labels.get(article_id) or article_id

    def source(self, claim: ReportedClaim) -> str:
        """Return who published a claim; of unknown ones each has the number of its article."""
        number = self.wording.number(self.notes[claim.annotation.article.id])
        return flat(claim.source) or f"{self.words.unknown} [{number}]"

    def source_key(self, claim: ReportedClaim) -> str:
        """Return what is equal for the claims of one source; an article of an unknown one is its own."""
        return folded_name(claim.source) or f"\0{claim.annotation.article.id}"

    def claimant(self, name: str) -> str:
        """Return the name that stands for a person."""
        return self.material.people.canonical(name) if name else ""

    def amounts(self, claim: ReportedClaim) -> str:
        """Return the numbers of a claim in one line, with their isolates."""
        return f"{self.words.semicolon} ".join(self.wording.amount(item) for item in claim.items)

    # ------------------------------------------------------------------ references

    def cite(self, article_id: str) -> Run:
        """Return the number of an article's note, as rows cite it."""
        number = self.notes[article_id]
        return Run(f"[{self.wording.number(number)}]", "cite", f"#n{number}")

    def reference(self, claim: ReportedClaim) -> Run:
        """Return the number of a claim, which leads to its row."""
        return Run(self.wording.number(claim.order), to=f"#{claim.anchor}")

    def copies(self, article_id: str) -> str:
        """Return which other articles of the report carry the same text; empty if none does."""
        others = self._copied(article_id)
        numbers = f"{self.words.comma} ".join(
            f"[{self.wording.number(self.notes[other])}]" for other in others
        )
        return self.words.one_voice.format(names=numbers) if others else ""

    def _copied(self, article_id: str) -> list[str]:
        """Return the other articles of the report that carry the same text."""
        return [other for other in self.material.voices.copies(article_id) if other in self.notes]

    # ------------------------------------------------------------------ cells

    def number_cell(self, claim: ReportedClaim) -> Cell:
        """Return a cell with the number of a claim, by which other rows name it."""
        return Cell([line(self.wording.number(claim.order))], number=True)

    def where_cell(self, claim: ReportedClaim, *, link: bool = False) -> Cell:
        """Return a cell that says where a claim stands: source, date, place, note, and a link to the page."""
        annotation, known = claim.annotation, claim.known
        short_id = Article(annotation.article.id, "").short_id
        place = Run(place_shown(short_id, annotation.target.sentence), "code")
        published = self.wording.day(known.get("published")) or self.words.undated
        cites = [self.cite(annotation.article.id), *map(self.cite, self._copied(annotation.article.id))]
        lines = [
            [Run(flat(claim.source) or self.words.unknown), Run(" "), *joined(cites, " = ")],
            joined([published, place]),
        ]
        if link and (page := web_link(known.get("url"), annotation.target.quote)):
            lines.append([Run(self.words.in_source, to=page.address), Run(" "), Run(page.host, "code")])
        return Cell(lines)

    def claimant_cell(self, claim: ReportedClaim) -> Cell:
        """Return a cell that says who claims it, as each annotator has it."""
        name = claim.text("claimant")
        lines = [line(name or self.words.unsaid)]
        if name and (canonical := self.claimant(name)) != name:
            lines.append(line("= ", canonical))
        return Cell([*lines, *self._otherwise(claim, "claimant")])

    def how_cell(self, claim: ReportedClaim) -> Cell:
        """Return a cell that says how it is reported and how certain it is."""
        values = [claim.text(name) for name in ("reported_as", "certainty")]
        lines = [line(self.wording.value(value)) for value in values if value]
        return Cell([*lines, *self._otherwise(claim, "reported_as", "certainty")])

    def _otherwise(self, claim: ReportedClaim, *attributes: str) -> list[Line]:
        """Return what other annotators say of it."""
        lines = []
        for other in claim.others:
            theirs = ReportedClaim(0, other, {})
            said = [
                (name, theirs.text(name))
                for name in attributes
                if theirs.text(name) and theirs.text(name) != claim.text(name)
            ]
            shown = [value if name == "claimant" else self.wording.value(value) for name, value in said]
            if shown:
                lines.append(named(other.annotator, self.words.colon, *joined(shown, f"{self.words.comma} ")))
        return lines

    def figures_cell(self, claim: ReportedClaim) -> Cell:
        """Return a cell with the numbers of a claim, a line each, with their bounds."""
        lines: list[Line] = [[Run(self.wording.amount(item), "amount")] for item in claim.items]
        seen = [dict(item) for item in claim.items]
        for other in claim.others:
            theirs = ReportedClaim(0, other, {})
            new = [item for item in theirs.items if dict(item) not in seen]
            if new:
                amounts = [Run(self.wording.amount(item), "amount") for item in new]
                between = f"{self.words.semicolon} "
                lines.append(named(other.annotator, self.words.colon, *joined(amounts, between)))
        return Cell(lines)

    def day_cell(self, claim: ReportedClaim) -> Cell:
        """Return a cell with the day that a claim is about."""
        return Cell([line(self.wording.day(claim.day) or self.words.undated)])

    def excerpt_cell(self, claim: ReportedClaim) -> Cell:
        """Return a cell with the number of a claim, which leads to its row, and its beginning."""
        quote = Run(excerpt(claim.annotation.target.quote), "quote")
        return Cell([[self.reference(claim), Run(" · "), quote]], quote=True)

    def quote_cell(self, claim: ReportedClaim) -> Cell:
        """Return a cell with the whole claim, and in smaller lines all else that is known of it."""
        quote = claim.annotation.target.quote
        lines: list[Line] = [[Run(quote, "quote")]]
        tags = dict.fromkeys(tag for annotation in claim.annotations for tag in annotation.tags)
        types = [tag for tag in self.material.scheme.ordered(tags) if tag != CLAIM] or [*tags]
        labels = [Run(self.wording.tag(tag, self.material.scheme), "tag") for tag in types]
        names = dict.fromkeys(annotation.annotator for annotation in claim.annotations)
        by = f"{self.words.by} {' + '.join(names)}"
        lines.append(joined([*labels, *self._attributes(claim.annotation), by], "  "))
        lines += [
            line(f"{kind}{self.words.colon} ", Run(codes, "code"))
            for kind, codes in hidden_kinds(quote, self.words)
        ]
        for annotation in claim.annotations:
            if annotation.note:
                who = f" ({annotation.annotator})" if claim.others else ""
                lines.append(
                    line(f"{self.words.note}{who}{self.words.colon} ", Run(annotation.note, "quote"))
                )
        return Cell([*lines, *self._links(claim)], quote=True)

    def _attributes(self, annotation: Annotation) -> Sequence[str]:
        """Return the attributes that have no column, by name and value."""
        columns = {"claimant", "reported_as", "certainty", "numbers", "when"}
        said = []
        for attribute in self.material.scheme.attributes:
            value = annotation.attributes.get(attribute.id)
            if value is None or attribute.id in columns or attribute.kind == "numbers":
                continue
            if isinstance(value, dict):
                value = value.get("quote", value)
            shown = self.wording.value(value, attribute) if attribute.kind == "choice" else flat(str(value))
            said.append(f"{self.wording.name(attribute)}{self.words.colon} {shown}")
        return said

    def _links(self, claim: ReportedClaim) -> list[Line]:
        """Return the links of a claim, those that it holds and those that lead to it."""
        said: dict[tuple[str, str | int], Line] = {}
        for annotation in claim.annotations:
            held = [(self.words.links.get(link.type, link.type), link.to) for link in annotation.links]
            held += [
                (self.words.linked.get(kind, kind), uuid)
                for kind, uuid in self._incoming.get(annotation.uuid, ())
            ]
            for name, uuid in held:
                other = self.by_uuid.get(uuid)
                said.setdefault((name, other.order if other else uuid), self._link(name, other))
        return list(said.values())

    def _link(self, name: str, other: ReportedClaim | None) -> Line:
        if other is None:
            return line(f"{name}{self.words.colon} {self.words.elsewhere}")
        number = self.wording.number(other.order)
        about = joined([self.claimant(other.text("claimant")), Run(self.amounts(other), "amount")])
        full = Run(self.words.full.format(n=number), to=f"#{other.anchor}")
        return [Run(f"{name}{self.words.colon} "), full, *([Run(" · "), *about] if about else [])]


def excerpt(text: str, most: int = _EXCERPT) -> str:
    """Return the beginning of a text in one line, cut between words."""
    said = flat(text)
    if len(said) <= most:
        return said
    return (said[:most].rpartition(" ")[0] or said[:most]) + "…"
