"""Finds who has denied something and confirmed it later: one claimant, two claims of one matter.

Only what is reported as denied and what is reported as confirmed are compared, since more than that was
measured to be noise: of the pairs that mere likeness of words called contradictions four in five were wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from annotations.insight.related import Passage, RelatedPassage
from annotations.model.people import People, folded_name
from annotations.reporting.records import CONFIRMED, DENIED


class Stance(NamedTuple):
    """A claim with whose it is, how it is reported, and of which day."""

    passage: Passage
    claimant: str
    reported_as: str
    day: str
    """ISO 8601; empty if not known."""


class Reversal(NamedTuple):
    """Two claims of one person on one matter, first denied and then confirmed."""

    denied: Stance
    confirmed: Stance
    score: float


def reversals(
    stances: Iterable[Stance],
    people: People,
    related: Callable[[Passage, list[Passage]], list[RelatedPassage]],
) -> list[Reversal]:
    """Return what claimants denied and later confirmed, the likeliest first.

    Args:
        stances: claims with a claimant; those that are neither denials nor confirmations don't count.
        people: tells whose names are one person's.
        related: ranks passages by whether they are about the same as one.
    """
    by_person: dict[str, tuple[list[Stance], list[Stance]]] = {}
    for stance in stances:
        if stance.claimant and stance.reported_as in (DENIED, CONFIRMED):
            sides = by_person.setdefault(folded_name(people.canonical(stance.claimant)), ([], []))
            sides[stance.reported_as == CONFIRMED].append(stance)
    turns = []
    for denials, confirmations in by_person.values():
        by_passage = {stance.passage: stance for stance in confirmations}
        for denial in denials:
            for match in related(denial.passage, list(by_passage)):
                confirmed = by_passage[match.passage]
                if _later(denial, confirmed):
                    turns.append(Reversal(denial, confirmed, match.score))
    turns.sort(key=lambda turn: (-turn.score, turn.denied.passage.article, turn.denied.passage.start))
    return turns


def _later(denial: Stance, confirmed: Stance) -> bool:
    """Say whether the confirmation may have come later: of unknown days and of one article it may."""
    if denial.day and confirmed.day:
        return denial.day < confirmed.day
    return denial.passage.article != confirmed.passage.article
