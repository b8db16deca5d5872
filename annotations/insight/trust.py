"""Counts what became of suggestions, so that a rule which is mostly wrong in this corpus falls silent.

A rule is judged by what the annotators of the corpus took of it and refused; after `ENOUGH` decisions it is
silent as long as less than half was taken. Rules about amounts are judged for each counted noun by itself,
too: a rule may be right about soldiers and wrong about days. Nothing else is learnt: measured on 172
decisions in order, no classifier made more of them than these counts do.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from annotations.model.side_records import Verdict

ENOUGH = 4
"""Decisions from which on a rule is judged."""

PAIR = "pair"
"""The kind of a verdict on two passages that were shown as related."""


class Tally(NamedTuple):
    """Counts how often a rule was followed."""

    taken: int = 0
    refused: int = 0

    @property
    def decided(self) -> int:
        """The number of decisions."""
        return self.taken + self.refused

    @property
    def silent(self) -> bool:
        """True if it has been wrong too often to be heard."""
        return self.decided >= ENOUGH and 2 * self.taken < self.decided


class TrustRow(NamedTuple):
    """A line of the table of trust."""

    rule: str
    kind: str
    """The field of an annotation that it proposes, or `pair`."""
    noun: str | None
    """The counted noun of which these decisions were made; None for all of the rule."""
    tally: Tally


class Trust:
    """Knows what became of suggestions in one corpus.

    Args:
        verdicts: of all annotators.
    """

    def __init__(self, verdicts: Iterable[Verdict] = ()) -> None:
        self._tallies: dict[tuple[str, str, str | None], Tally] = {}
        self._refused: set[tuple[str, str]] = set()
        for verdict in verdicts:
            for noun in {None, verdict.noun}:
                key = verdict.rule, verdict.kind, noun
                taken, refused = self._tallies.get(key, Tally())
                self._tallies[key] = Tally(taken + verdict.taken, refused + (not verdict.taken))
            if verdict.pair is not None and not verdict.taken:
                self._refused.add(_unordered(verdict.pair))

    def tally(self, rule: str, kind: str, noun: str | None = None) -> Tally:
        """Return how often a rule was followed; for a noun that was never decided on, as if never asked."""
        return self._tallies.get((rule, kind, noun), Tally())

    def silent(self, rule: str, kind: str, noun: str | None = None) -> bool:
        """Say whether a rule is not to be heard, in general or about what is counted here."""
        return self.tally(rule, kind).silent or (noun is not None and self.tally(rule, kind, noun).silent)

    def refused(self, first: str, second: str) -> bool:
        """Say whether somebody has said that two things don't belong together; they are never shown again."""
        return _unordered((first, second)) in self._refused

    def rows(self) -> list[TrustRow]:
        """Return all that was decided, rule by rule, what was decided most often first."""
        totals = {(rule, kind): tally for (rule, kind, noun), tally in self._tallies.items() if noun is None}
        return sorted(
            (TrustRow(rule, kind, noun, tally) for (rule, kind, noun), tally in self._tallies.items()),
            key=lambda row: (-totals[row.rule, row.kind].decided, row.kind, row.rule, row.noun or ""),
        )


def _unordered(pair: tuple[str, str]) -> tuple[str, str]:
    return pair if pair[0] <= pair[1] else (pair[1], pair[0])
