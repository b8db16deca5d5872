"""Links amounts with each other: a link is held by annotations, so amounts that nobody has tagged get theirs.

All of it is one set of changes, so that one undo takes back the link and the annotations that were made for
it. What is said of such a sentence is that it is a claim about a quantity, with the number as it was read;
who claims it is left to a person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from annotations.insight.figure_records import Figure
from annotations.insight.nouns import noun_class
from annotations.model.article import Article, sentence_at
from annotations.model.links import linked
from annotations.model.records import CLAIM, Annotation, Change, timestamp
from annotations.model.scheme import Scheme
from annotations.services.attributes import QUANTITY
from annotations.services.tagging import untagged, with_span

NUMBERS = "numbers"


class SameClaimError(ValueError):
    """All amounts stand in one claim, which can't be linked with itself."""


class LinkedFigures(NamedTuple):
    """The result of linking amounts."""

    changes: Sequence[Change]
    articles: Sequence[Article]
    """Those in which annotations were made, for the store to remember."""
    made: int
    """Annotations that are new, or that say for the first time that their sentence is a claim."""
    there: int
    """Links that were there already."""
    left: int
    """Links that another annotator's annotation would have to hold."""


def link_figures(
    figures: Sequence[Figure],
    kind: str,
    *,
    article: Callable[[str], Article],
    annotations: Callable[[str], Sequence[Annotation]],
    annotator: str,
    scheme: Scheme,
) -> LinkedFigures:
    """Return the changes that link amounts to the last one of them.

    Args:
        figures: two at least.
        kind: one of `annotations.model.links.TYPES`.
        article: reads the article of an id.
        annotations: returns those of an article.
        annotator: who links.
        scheme: which tags and attributes there are.

    Raises:
        SameClaimError: all of them stand in one claim.
    """
    held: dict[str, Annotation] = {}
    base: dict[str, int] = {}
    made: dict[str, Article] = {}
    ends = []
    for figure in figures:
        end = next((known for known in annotations(figure.article) if known.uuid == figure.annotation), None)
        if end is None:
            text = article(figure.article)
            current = [*annotations(figure.article), *held.values()]
            before = with_span(*_sentence(text, figure), current, annotator)
            end = _claiming(text, figure, before, annotator, scheme)
            base.setdefault(end.uuid, before.rev if before is not None and before.uuid not in base else 0)
            held[end.uuid], made[end.uuid] = end, text
        ends.append(end.uuid)
        held.setdefault(end.uuid, end)
    target = held[ends[-1]]
    others = [held[uuid] for uuid in dict.fromkeys(ends) if uuid != target.uuid]
    if not others:
        raise SameClaimError
    links = linked(others, kind, target, annotator)
    changes = {change.uuid: change for change in links.changes}
    for uuid in made:
        change = changes.get(uuid)
        changes[uuid] = Change(uuid, base[uuid], change.annotation if change else held[uuid])
    if not links.changes:
        return LinkedFigures((), (), 0, links.there, links.left)
    return LinkedFigures(
        list(changes.values()),
        list({text.id: text for text in made.values()}.values()),
        len(made),
        links.there,
        links.left,
    )


def _sentence(article: Article, figure: Figure) -> tuple[int, int]:
    unit = article.units[sentence_at(article, figure.start)]
    return unit.start, unit.end


def _claiming(
    article: Article, figure: Figure, before: Annotation | None, annotator: str, scheme: Scheme
) -> Annotation:
    """Return the annotation that claims the sentence of an amount, with its number."""
    start, end = _sentence(article, figure)
    now = timestamp()
    current = before or untagged(article, start, end, sentence_at(article, start), annotator, now)
    tags = current.tags
    for tag in (QUANTITY, CLAIM):
        if tag in scheme.by_id and CLAIM not in tags:
            tags = scheme.toggled(tags, tag)
    attributes = dict(current.attributes)
    if any(attribute.id == NUMBERS and attribute.kind == NUMBERS for attribute in scheme.attributes):
        noted = attributes.get(NUMBERS)
        attributes[NUMBERS] = [*(noted if isinstance(noted, list) else ()), _item(figure)]
    return msgspec.structs.replace(current, tags=tags or (CLAIM,), attributes=attributes, updated=now)


def _item(figure: Figure) -> Mapping[str, object]:
    values = {name: getattr(figure, name) for name in ("value", "min", "max", "unit")}
    happened = figure.what if noun_class(figure.unit) != figure.what else None  # 41 قتيلا says it itself
    return {**values, "what": happened, "approx": figure.approx, "quote": figure.quote}
