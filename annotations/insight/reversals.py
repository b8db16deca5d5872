"""Finds who has denied something and admitted it later: one claimant, two claims of one matter.

Only denials and admissions are compared. Of the pairs that mere likeness of words called contradictions four
in five were wrong; and أكد confirms as often what goes with a denial as what takes it back, so that it counts
as an admission only where a person has said so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from annotations.insight.related import Passage, RelatedPassage
from annotations.model.people import People, folded_name
from annotations.text.folding import fold


class Stance(NamedTuple):
    """A claim with whose it is, whether he denies or admits something, and of which day."""

    passage: Passage
    claimant: str
    denies: bool
    admits: bool
    day: str
    """ISO 8601; empty if not known."""


class Reversal(NamedTuple):
    """Two claims of one person on one matter, first denied and then admitted."""

    denied: Stance
    admitted: Stance
    score: float


_ALIKE = 0.1
"""How alike the words of two claims have to be at the least, as `annotations.insight.related` has it."""
_ADMITTING = re.compile(r"[وف]?(?:[يتم]?قر|اقر|اقرار|[يت]?عترف|اعترف|معترف|اعتراف)(?:ت|وا|ون|ا|ه|ها|هم)?")


def admits(cue: str) -> bool:
    """Say whether a word of saying is one of admitting: أقر, يعترف, معترفا."""
    return _ADMITTING.fullmatch(fold(cue).strip()) is not None


def reversals(
    stances: Iterable[Stance],
    people: People,
    related: Callable[[Passage, list[Passage]], list[RelatedPassage]],
) -> list[Reversal]:
    """Return what claimants denied and later admitted, the likeliest first.

    Args:
        stances: claims; those of nobody, and those that are neither denials nor admissions, don't count.
        people: tells whose names are one person's.
        related: ranks passages by whether they are about the same as one.
    """
    told = [stance for stance in stances if stance.claimant]
    admissions = [stance for stance in told if stance.admits]
    turns = []
    for denial in (stance for stance in told if stance.denies):
        theirs = {
            stance.passage: stance
            for stance in admissions
            if _one_person(denial.claimant, stance.claimant, people) and _later(denial, stance)
        }
        matches = related(denial.passage, list(theirs))
        turns += [
            Reversal(denial, theirs[match.passage], match.score) for match in matches if match.score >= _ALIKE
        ]
    turns.sort(key=lambda turn: (-turn.score, turn.denied.passage.article, turn.denied.passage.start))
    return turns


def _one_person(name: str, other: str, people: People) -> bool:
    """Say whether two names are one person's: by `People`, or as one is said in full and then in short.

    Of a name in short two words have to be left, as of وزارة الري beside وزارة الري والموارد المائية.
    """
    if people.same(name, other):
        return True
    words, others = _words(name), _words(other)
    shorter = min((words, others), key=len)
    return len(shorter) >= _IN_SHORT and words & others == shorter


_IN_SHORT = 2


def in_full(name: str, before: Sequence[str]) -> str:
    """Return a name as its article said it before: الوزير is the last minister named in full there."""
    words = _words(name)
    return next((said for said in reversed(before) if words < _words(said)), name)


def _words(name: str) -> frozenset[str]:
    return frozenset(word.removeprefix("ال") for word in folded_name(name).split())


def _later(denial: Stance, admission: Stance) -> bool:
    """Say whether an admission may have come later: if a day isn't known, in another article it may."""
    if denial.day and admission.day:
        return denial.day < admission.day
    return denial.passage.article != admission.passage.article
