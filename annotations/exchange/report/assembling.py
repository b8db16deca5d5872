"""Puts the material of a report together from annotations: rows, questions, amounts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from annotations.exchange.report.claims import ReportedClaim, grouped, in_rows
from annotations.exchange.report.material import Disputed, Making, Material
from annotations.insight.figures import Figure, Origin, figures_of_claims
from annotations.insight.nouns import Nouns
from annotations.insight.sides import Member, question
from annotations.insight.wire_copies import Voices
from annotations.model.links import contradicting
from annotations.model.people import People
from annotations.model.records import CLAIM, Annotation
from annotations.model.scheme import Scheme

Known = Callable[[str], Mapping[str, Any]]
"""Returns what is known of an article: title, source, published, url."""


def assembled(
    annotations: Iterable[Annotation],
    known: Known,
    scheme: Scheme,
    making: Making,
    *,
    labels: Mapping[str, str] | None = None,
    people: People | None = None,
    voices: Voices | None = None,
    nouns: Nouns | None = None,
) -> Material:
    """Return the material of a report.

    Args:
        annotations: grouped by article, in the order of the text; those that aren't tagged as claims are left
            out.
        known: what is known of their articles.
        scheme: of the project.
        making: how the report was made.
        labels: the names of the articles, by id; their titles, if they aren't given.
        people: whose names are one person's.
        voices: which articles carry one text.
        nouns: the classes of counted nouns, if not the default.
    """
    people, voices = people or People(), voices or Voices()
    claims = in_rows((annotation for annotation in annotations if CLAIM in annotation.tags), known)
    titles = {claim.annotation.article.id: str(claim.known.get("title") or "") for claim in claims}
    return Material(
        claims=claims,
        scheme=scheme,
        making=making,
        labels=titles if labels is None else labels,
        questions=_questions(claims, people, voices, nouns),
        people=people,
        voices=voices,
        figures=[*_figures(claims, nouns)],
    )


def _questions(
    claims: Sequence[ReportedClaim], people: People, voices: Voices, nouns: Nouns | None
) -> list[Disputed]:
    by_uuid = {annotation.uuid: claim for claim in claims for annotation in claim.annotations}
    said = {annotation.uuid: annotation for claim in claims for annotation in claim.annotations}
    disputed = []
    for uuids in contradicting(said.values(), said.__contains__):
        members = [
            Member(said[uuid], by_uuid[uuid].source, str(by_uuid[uuid].known.get("published") or ""))
            for uuid in uuids
        ]
        asked = question(members, people, voice=lambda article_id: voices.of(article_id)[0], nouns=nouns)
        rows = {by_uuid[uuid].order: by_uuid[uuid] for uuid in uuids}
        disputed.append(Disputed(asked, [rows[order] for order in sorted(rows)]))
    return sorted(disputed, key=lambda asked: (-len(asked.claims), asked.claims[0].order))


def _figures(claims: Sequence[ReportedClaim], nouns: Nouns | None) -> Iterator[Figure]:
    for article_id, rows in grouped(claims, lambda claim: claim.annotation.article.id):
        origin = Origin.of_record(article_id, rows[0].known)
        said = [annotation for claim in rows for annotation in claim.annotations]
        yield from figures_of_claims(origin, said, nouns=nouns)
