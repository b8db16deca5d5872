"""Says who reads which article, by a rule that everybody can reckon: nobody asks, and nothing is reserved.

For each article the active members are ranked by SHA-256 of the team's seed, the text and the name; the first
of them reads it, or the first few if the article is one of those that several read. A new member takes about
1/n from each of the others, and nothing else moves; who leaves gives to all (rendezvous hashing: Thaler and
Ravishankar 1998). An article that an active member has begun stays with him, whoever has come since. Those
that an inactive one has begun and not done fall to others, by the same ranks.

Articles are told by their text (sha256), since names and paths differ between machines.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence

from annotations.team.team_file import Team
from annotations.text.digests import digest_of

_OF_OVERLAP = 2**32


def readers_of(
    team: Team,
    sha256: str,
    members: Sequence[str],
    *,
    begun: Collection[str] = (),
    done: Collection[str] = (),
) -> tuple[str, ...]:
    """Return who is to read an article, those who have it already first.

    Args:
        team: the rules.
        sha256: the article's text.
        members: all members, in any order.
        begun: the members who have said something of it.
        done: those who are done with it.

    Returns:
        The names, fewer than the rules want if there are no more members; none of what is no text's digest.
    """
    if digest_of(sha256) is None:
        return ()
    named = [name for name in team.assigned.get(sha256, ()) if name in members]
    if named := [name for name in named if name not in team.inactive or name in done]:
        return tuple(named)
    active = [name for name in members if name not in team.inactive]
    # An inactive member's article is read if it is done, and else is anybody's.
    having = sorted({name for name in begun if name in active} | {name for name in done if name in members})
    wanted = readers_wanted(team, sha256)
    if len(having) >= wanted:
        return tuple(having)
    ranked = sorted(active, key=lambda name: (_rank(team.seed, sha256, name), name))
    return tuple([*having, *(name for name in ranked if name not in having)][:wanted])


def readers_wanted(team: Team, sha256: str) -> int:
    """Return how many people are to read an article: the text's own hash says whether it is several."""
    return team.readers if int(sha256[:8], 16) < team.share * _OF_OVERLAP else 1


def _rank(seed: str, sha256: str, name: str) -> bytes:
    return hashlib.sha256(f"{seed}\0{sha256}\0{name}".encode("utf-8", "surrogatepass")).digest()
