"""A line of the table that `run.py` prints, and how such values are reckoned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from typing import NamedTuple


class Row(NamedTuple):
    """One measure; `ours` and `baseline` are between 0 and 1."""

    measure: str
    ours: float
    baseline: float
    bar: float

    @property
    def reached(self) -> bool:
        """True if our value, as two decimals, is not below the bar."""
        return round(self.ours, 2) >= self.bar


class Tally:
    """Counts right, superfluous and missed answers, for precision, recall and F1."""

    def __init__(self) -> None:
        self.right = self.given = self.wanted = 0

    def compare(self, given: Iterable[Hashable], wanted: Iterable[Hashable]) -> None:
        """Count answers that are equal; the same answer may be given and wanted several times."""
        ours, gold = Counter(given), Counter(wanted)
        self.add((ours & gold).total(), ours.total(), gold.total())

    def add(self, right: int, given: int, wanted: int) -> None:
        """Count answers that were compared elsewhere."""
        self.right += right
        self.given += given
        self.wanted += wanted

    @property
    def precision(self) -> float:
        """Right ones of those given; 0 if none was."""
        return self.right / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        """Right ones of those wanted; 0 if none was."""
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.given + self.wanted) if self.given + self.wanted else 0.0
