"""Lists the questions to which claims give contrary answers, each with its sides, for the screen.

The report asks the same function (`annotations.insight.sides.question`) about the claims that it covers.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from typing import Any, Protocol

from annotations.insight.nouns import Nouns
from annotations.insight.sides import Member, Question, question
from annotations.model.links import Source, contradicting
from annotations.model.people import People
from annotations.model.records import Annotation


class QuestionSource(Source, Protocol):
    """A source of annotations that knows their articles: a store, or the pending changes before one."""

    def article(self, article_id: str) -> Mapping[str, Any] | None:
        """Return what is remembered of an article."""
        ...


def questions(
    source: QuestionSource,
    people: People,
    *,
    only: Container[str] | None = None,
    voice: Callable[[str], str] | None = None,
    nouns: Nouns | None = None,
    is_aside: Callable[[str], bool] = lambda article_id: False,
) -> list[Question]:
    """Return the questions, those with the most claims first.

    Args:
        source: whose annotations.
        people: tells whose names are one person's.
        only: uuids; a question without any of them is left out.
        voice: what is equal for articles that carry one text, given an article's id.
        nouns: the classes of counted nouns, if not the default.
        is_aside: says of an article's id whether it was set aside: its claims contradict nothing.
    """

    def counts(uuid: str) -> bool:
        annotation = source.get(uuid)
        return annotation is not None and not is_aside(annotation.article.id)

    asked = []
    for uuids in contradicting((holder for holder in source.linking() if counts(holder.uuid)), counts):
        if only is None or any(uuid in only for uuid in uuids):
            members = [
                _member(source, annotation) for uuid in uuids if (annotation := source.get(uuid)) is not None
            ]
            if len(members) > 1:
                asked.append(question(members, people, voice=voice, nouns=nouns))
    return sorted(asked, key=lambda question: (-question.claims, question.title))


def _member(source: QuestionSource, annotation: Annotation) -> Member:
    record = source.article(annotation.article.id) or {}
    return Member(annotation, str(record.get("source") or ""), str(record.get("published") or ""))
