"""Finds the sentences that pull one figure of agreement down most, whichever figure that is.

Each figure is of a question (all tags, one tag), of a part of the sentences (an article, a week) or of some
of the people (one, two). The sentences that cost it something are those that are seen differently under that
question, in that part, by these people; and each has a share in all that it costs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import fsum
from typing import TYPE_CHECKING, Literal, NamedTuple

from annotations.services.agreement_measures import disagreement, masi, nominal

if TYPE_CHECKING:
    from annotations.services.team_agreement import SeenDifferently, Statement


class Part(NamedTuple):
    """A part of the agreement of several people, of which there is a figure."""

    kind: Literal["labels", "sets", "tag", "article", "week", "person", "pair"]
    name: str = ""
    """The tag, the article's id, the week, or a person."""
    other: str = ""
    """The second person of a pair."""


class Costly(NamedTuple):
    """A sentence that pulls a figure down."""

    seen: SeenDifferently
    share: float
    """Its share in all that the figure is pulled down by, 0 to 1; 0 where only the spans differ."""


def costliest(disagreements: Iterable[SeenDifferently], part: Part) -> list[Costly]:
    """Return the sentences that pull the figure of a part down, the costliest first."""
    costs = [(seen, cost) for seen in disagreements if (cost := _cost(seen, part)) is not None]
    total = fsum(cost for _, cost in costs)
    costly = [Costly(seen, cost / total if total else 0.0) for seen, cost in costs]
    return sorted(costly, key=lambda each: -each.share)


def _cost(seen: SeenDifferently, part: Part) -> float | None:
    """Return what a sentence costs a figure; None where it costs it nothing, and isn't of it."""
    said = seen.said
    if part.kind == "labels":
        return disagreement(_tags(said), nominal)
    if part.kind == "tag":
        return disagreement(Counter(part.name in each.tags for each in said), nominal) or None
    if part.kind in ("pair", "person"):
        return _of_people(said, part)
    if {"article": seen.article, "week": seen.week}.get(part.kind, part.name) != part.name:
        return None
    return disagreement(_tags(said), masi)


def _of_people(said: tuple[Statement, ...], part: Part) -> float | None:
    """Return how far one is from all others, or two from each other."""
    own = next((each for each in said if each.name == part.name), None)
    others = [each for each in said if each.name == part.other or (not part.other and each is not own)]
    if own is None or all(each.spans == own.spans for each in others):
        return None
    return fsum(masi(frozenset(own.tags), frozenset(each.tags)) for each in others) / len(others)


def _tags(said: Iterable[Statement]) -> Counter[frozenset[str]]:
    return Counter(frozenset(each.tags) for each in said)
