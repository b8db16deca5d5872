"""Knows which spellings of claimants' names mean one person.

News writes one name in many ways, and the text of an annotation keeps the way in which it was written. So
people are counted, found and grouped by what `People` says: spellings that only a reader's eye tells apart
(`annotations.text.folding`) are one name by themselves, and names are one person where somebody said so, in
`claimreader.toml` or on the claims board. The last word has the later one of these.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from annotations.text.folding import fold


class People:
    """Says which names are one person's, and which of them stands for the person.

    Args:
        groups: the names of one person each, the first of them standing for all. Groups that share a name are
            one person, and there the later group's first name stands for it.
    """

    __slots__ = ("_groups", "_of")

    def __init__(self, groups: Iterable[Sequence[str]] = ()) -> None:
        self._groups: list[tuple[str, ...]] = []
        self._of: dict[str, int] = {}
        """The number of the group, by folded name."""
        for group in groups:
            self._add(group)

    def _add(self, group: Sequence[str]) -> None:
        joined = {number for name in group if (number := self._of.get(folded_name(name))) is not None}
        spellings = dict.fromkeys(name for name in group if folded_name(name))
        for number in sorted(joined):
            spellings |= dict.fromkeys(self._groups[number])
        if not spellings:
            return
        number = len(self._groups)
        self._groups.append(tuple(spellings))
        self._of |= {folded_name(name): number for name in spellings}

    def __bool__(self) -> bool:
        return bool(self._groups)

    def canonical(self, name: str) -> str:
        """Return the name that stands for a person; one of whom nothing was said stands for itself."""
        number = self._of.get(folded_name(name))
        return name if number is None else self._groups[number][0]

    def key(self, name: str) -> str:
        """Return what is equal for all names of a person, and for no other's; empty for no name."""
        return folded_name(self.canonical(name))

    def same(self, first: str, second: str) -> bool:
        """Say whether two names are one person's; no name is nobody's."""
        key = self.key(first)
        return bool(key) and key == self.key(second)

    def spellings(self, name: str) -> tuple[str, ...]:
        """Return all names that were said to be this person's, the one that stands for them first."""
        number = self._of.get(folded_name(name))
        return (name,) if number is None else self._groups[number]

    def groups(self) -> Sequence[tuple[str, ...]]:
        """Return the names of each person of whom something was said, in the order in which it was."""
        return [self._groups[number] for number in sorted(set(self._of.values()))]


def folded_name(name: str) -> str:
    """Return a name as names are compared: without what a reader can't see or may leave out."""
    return " ".join(fold(name).split())


NOBODY = People()
"""Of whom nothing was said: only spellings that the eye tells apart are one name."""
