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

    __slots__ = ("_groups", "_joined", "_of", "_within")

    def __init__(self, groups: Iterable[Sequence[str]] = ()) -> None:
        # A group that joins earlier ones only points to them: thousands of names of one person may come in
        # pairs, and copying them with each pair took minutes.
        self._groups: list[tuple[str, ...]] = []
        self._joined: list[tuple[int, ...]] = []
        """The numbers of the earlier groups that a group has joined."""
        self._within: list[int] = []
        """The number of the group that has joined it, or a later one's; its own if none has."""
        self._of: dict[str, int] = {}
        """The number of the group, by folded name."""
        for group in groups:
            self._add(group)

    def _add(self, group: Sequence[str]) -> None:
        spellings = {name: folded for name in group if (folded := folded_name(name))}
        if not spellings:
            return
        number = len(self._groups)
        known = {self._of[folded] for folded in spellings.values() if folded in self._of}
        joined = tuple(sorted({self._last(earlier) for earlier in known}))
        self._groups.append(tuple(spellings))
        self._joined.append(joined)
        self._within.append(number)
        for earlier in joined:
            self._within[earlier] = number
        self._of |= dict.fromkeys(spellings.values(), number)

    def _last(self, number: int) -> int:
        """Return the group that a group is part of by now."""
        within = self._within
        while within[number] != number:
            within[number] = number = within[within[number]]
        return number

    def _names(self, number: int) -> tuple[str, ...]:
        """Return the names of a group, its own first, then those of each group that it has joined."""
        names: dict[str, None] = {}
        waiting = [number]
        while waiting:
            number = waiting.pop()
            names |= dict.fromkeys(self._groups[number])
            waiting += reversed(self._joined[number])
        return tuple(names)

    def __bool__(self) -> bool:
        return bool(self._groups)

    def canonical(self, name: str) -> str:
        """Return the name that stands for a person; one of whom nothing was said stands for itself."""
        number = self._of.get(folded_name(name))
        return name if number is None else self._groups[self._last(number)][0]

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
        return (name,) if number is None else self._names(self._last(number))

    def groups(self) -> Sequence[tuple[str, ...]]:
        """Return the names of each person of whom something was said, in the order in which it was."""
        return [self._names(number) for number, within in enumerate(self._within) if number == within]


def folded_name(name: str) -> str:
    """Return a name as names are compared: without what a reader can't see or may leave out."""
    return " ".join(fold(name).split())


NOBODY = People()
"""Of whom nothing was said: only spellings that the eye tells apart are one name."""
