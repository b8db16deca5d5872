"""Holds the team's work as one value, and counts whose the articles are and how far each member is with them.

Who reads what by the rule alone is reckoned once for a team and its articles, some seconds of a million; what
somebody has begun or is done with lies over that. The library's filter, its list of who is how far, and
`team status` have it from here. Articles are keys: those of an index, or their places among others.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from annotations.team.assignment import readers_of
from annotations.text.digests import digest_of

if TYPE_CHECKING:
    from annotations.team.team_file import Team

Texts = Callable[[], Iterable[tuple[int, bytes]]]
"""Returns the key of each article with the sha256 of its text."""


class TeamPicture(NamedTuple):
    """The team's work as one value that never changes; another one is made for what comes."""

    me: str
    team: Team
    members: tuple[str, ...]
    """Those who haven't left."""
    begun: Mapping[str, Collection[str]]
    """By text (its sha256), who has said something of it."""
    done: Mapping[str, Collection[str]]
    """By text, who is done with it."""
    last: Mapping[str, str]
    """By colleague, the time of the last change (UTC, by the colleague's clock)."""

    faults: Mapping[str, str]
    """By colleague, the reason why what he published doesn't hold as a whole."""


class MemberWork(NamedTuple):
    """The work of one member, as counts of articles of a corpus."""

    assigned: int = 0
    begun: int = 0
    done: int = 0


class Whose(NamedTuple):
    """The articles of an index by whose they are, as keys of it."""

    by_rule: Mapping[str, array[int]]
    """By member, those that are his by the rule, also where somebody has begun."""
    touched: frozenset[int]
    """Those that somebody has begun or is done with: of them the rule doesn't say it."""
    readers: Mapping[str, frozenset[int]]
    """By member, those of them that are his."""
    done: frozenset[int]
    """Those of them that somebody is done with."""
    work: Mapping[str, MemberWork]
    """By member, how much is his and how far it is."""

    def of(self, name: str) -> set[int]:
        """Return the articles of a member."""
        return set(self.by_rule.get(name, ())).difference(self.touched).union(self.readers.get(name, ()))


def by_rule(picture: TeamPicture, texts: Texts) -> Mapping[str, array[int]]:
    """Return by member the articles that are his by the rule, whatever has been begun or done."""
    mine: dict[str, array[int]] = {name: array("q") for name in picture.members}
    for key, sha256 in texts():
        for name in readers_of(picture.team, sha256.hex(), picture.members):
            mine[name].append(key)
    return mine


def whose_articles(picture: TeamPicture, texts: Texts, ruled: Mapping[str, array[int]]) -> Whose:
    """Lay over the rule (`by_rule`) what somebody has begun or is done with, and count it.

    Who is done with an article has begun it, too.
    """
    known = {digest_of(text) for text in {*picture.begun, *picture.done}}  # None: no article has that text
    touched: set[int] = set()
    done: set[int] = set()
    readers: dict[str, set[int]] = {name: set() for name in picture.members}
    begun_by, done_by = dict.fromkeys(picture.members, 0), dict.fromkeys(picture.members, 0)
    for key, digest in texts() if known else ():
        if digest not in known:
            continue
        sha256 = digest.hex()
        having, through = picture.begun.get(sha256, ()), picture.done.get(sha256, ())
        touched.add(key)
        if through:
            done.add(key)
        for name in readers_of(picture.team, sha256, picture.members, begun=having, done=through):
            readers[name].add(key)
            begun_by[name] += name in having or name in through
            done_by[name] += name in through
    by_member = {name: frozenset(keys) for name, keys in readers.items()}
    work = {}
    for name in picture.members:
        untouched = len(ruled[name]) - sum(key in touched for key in ruled[name])
        work[name] = MemberWork(untouched + len(by_member[name]), begun_by[name], done_by[name])
    return Whose(ruled, frozenset(touched), by_member, frozenset(done), work)
