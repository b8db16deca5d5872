"""Links amounts with each other: a link is held by annotations, so amounts that nobody has tagged get theirs.

All of it is one set of changes, so that one undo takes back the link and the annotations that were made for
it. What is said of such a sentence is that it is a claim about a quantity, and with it is taken what is
suggested of it (`annotations.services.suggestions`), as by the key that takes suggestions: who claims it, and
its numbers. The amount that is linked is noted in any case.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from annotations.insight.figure_records import Figure
from annotations.insight.trust import Trust
from annotations.model.article import Article, sentence_at
from annotations.model.links import linked
from annotations.model.records import CLAIM, Annotation, Change, timestamp
from annotations.model.scheme import Scheme
from annotations.model.side_records import AnyChange
from annotations.model.suggested import TAGS
from annotations.services.attributes import QUANTITY, stated_numbers
from annotations.services.suggestions import ReadAlong, read_along, take
from annotations.services.tagging import untagged, with_span

NUMBERS = "numbers"


class SameClaimError(ValueError):
    """All amounts stand in one claim, which can't be linked with itself."""


class LinkedFigures(NamedTuple):
    """The result of linking amounts."""

    changes: Sequence[AnyChange]
    """Those of annotations first, then the verdicts on what was suggested of them."""
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
    trust: Trust | None = None,
) -> LinkedFigures:
    """Return the changes that link amounts to the last one of them.

    Args:
        figures: two at least.
        kind: one of `annotations.model.links.TYPES`.
        article: reads the article of an id.
        annotations: returns those of an article.
        annotator: who links.
        scheme: which tags and attributes there are.
        trust: which rules are heard, by which something is suggested; None: nothing is suggested.

    Raises:
        SameClaimError: all of them stand in one claim.
    """
    held: dict[str, Annotation] = {}
    base: dict[str, int] = {}
    made: dict[str, Article] = {}
    read: dict[str, ReadAlong] = {}
    verdicts: list[AnyChange] = []
    ends = []
    for figure in figures:
        end = next((known for known in annotations(figure.article) if known.uuid == figure.annotation), None)
        if end is None:
            text = article(figure.article)
            current = [*annotations(figure.article), *held.values()]
            before = with_span(*_sentence(text, figure), current, annotator)
            end = _claim(text, figure, before, annotator, scheme)
            if trust is not None:
                if text.id not in read:
                    read[text.id] = read_along(text, trust, scheme)
                end, more = _with_suggested(read[text.id], end, current, annotator)
                verdicts += more
            end = _with_number(end, figure, scheme)
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
        [*changes.values(), *verdicts],
        list({text.id: text for text in made.values()}.values()),
        len(made),
        links.there,
        links.left,
    )


def _sentence(article: Article, figure: Figure) -> tuple[int, int]:
    unit = article.units[sentence_at(article, figure.start)]
    return unit.start, unit.end


def _claim(
    article: Article, figure: Figure, before: Annotation | None, annotator: str, scheme: Scheme
) -> Annotation:
    """Return the annotation that claims the sentence of an amount."""
    start, end = _sentence(article, figure)
    now = timestamp()
    current = before or untagged(article, start, end, sentence_at(article, start), annotator, now)
    tags = current.tags
    for tag in (QUANTITY, CLAIM):
        if tag in scheme.by_id and CLAIM not in tags:
            tags = scheme.toggled(tags, tag)
    return msgspec.structs.replace(current, tags=tags or (CLAIM,), updated=now)


def _with_suggested(
    read: ReadAlong, claim: Annotation, annotations: Sequence[Annotation], annotator: str
) -> tuple[Annotation, Sequence[AnyChange]]:
    """Return a claim with what is suggested for its empty fields, and the verdicts that go with it."""
    article, index = read.article, sentence_at(read.article, claim.target.start)
    known = [*(other for other in annotations if other.uuid != claim.uuid), claim]
    offers = [offer for offer in read.offers(index, known, annotator) if offer.field != TAGS]
    if not offers:
        return claim, ()
    change, *verdicts = take(article, index, offers, known, annotator)
    assert isinstance(change, Change)
    assert change.annotation is not None
    return change.annotation, verdicts


def _with_number(claim: Annotation, figure: Figure, scheme: Scheme) -> Annotation:
    """Return a claim that notes an amount of its sentence, if the scheme has a place for it."""
    if not any(attribute.id == NUMBERS and attribute.kind == NUMBERS for attribute in scheme.attributes):
        return claim
    noted = claim.attributes.get(NUMBERS)
    items: list[Any] = list(noted) if isinstance(noted, list) else []
    if any(isinstance(item, Mapping) and item.get("quote") == figure.quote for item in items):
        return claim
    items.append(_item(claim, figure, scheme))
    return msgspec.structs.replace(claim, attributes={**claim.attributes, NUMBERS: items})


def _item(claim: Annotation, figure: Figure, scheme: Scheme) -> Mapping[str, object]:
    """Return the record of a number: that which is suggested, and if none is, the amount as it was read."""
    for stated in stated_numbers(scheme, claim.target.quote):
        if stated.get("quote") == figure.quote:
            return stated
    values = {name: getattr(figure, name) for name in ("value", "min", "max", "unit")}
    return {**values, "what": None, "approx": figure.approx, "quote": figure.quote}
