"""Reads and writes the lead's word on the team: who leads it, who reads what, what colleagues may see.

One TOML text, `team.toml` in the team's folder or a row in the database, which the lead alone writes and
everybody reads. What each person can reckon from it and from the feeds stands nowhere: who reads which
article is a rule (`annotations.team.assignment`), who is a member says the person's own feed. So nothing in
it can be overtaken by what somebody does meanwhile.

The scheme stands in it as the text that the lead had: who has another one here is told so.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from annotations.model.records import new_uuid
from annotations.team.errors import TeamFileError
from annotations.team.joined import GOLD
from annotations.text.sanitising import LONGEST_NAME, is_name

VERSION = 1
EVERYBODY = "all"
"""The name that stands for me and all colleagues where people are chosen."""

RESERVED = {GOLD: "what the lead has decided is signed so", EVERYBODY: "it means everybody"}
"""The names that nobody can have, each with the reason."""

LARGEST = 1 << 20
"""Bytes of a team's file."""

_UUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MOST_NAMES = 10_000
_MOST_ASSIGNED = 100_000
_MOST_READERS = 9
"""People who read one article at most: a review has nine keys for them."""


class Team(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=False):
    """The lead's word on the team."""

    v: int = VERSION
    team: str
    """Its uuid, by which a feed says that it belongs here."""
    name: str
    """The name that people have for it."""
    seed: str
    """Goes into the ranks by which articles are shared out, so that two teams share them out differently."""
    lead: str
    """The name with which the lead signs."""
    share: float = 0.0
    """The part of the articles that `readers` people read, 0 to 1; the rest is read by one."""
    readers: int = 2
    """How many people read an article of that part."""
    blind: bool = True
    """True if colleagues' word on a sentence is seen only when one's own is given."""
    inactive: tuple[str, ...] = ()
    """The members whose undone articles fall to the others."""
    assigned: Mapping[str, tuple[str, ...]] = {}
    """The texts (their sha256) whose readers the lead has named, with their names."""
    scheme: str = ""
    """The scheme as the text of its file; empty: the default one."""

    def sees_all(self, name: str) -> bool:
        """Say whether somebody sees all that others say where the whole corpus is compared or read.

        That is the lead, under the own name and that of gold, and everybody in a team that isn't blind.
        """
        return name in (self.lead, GOLD) or not self.blind


def new_team(name: str, lead: str, *, scheme: str = "") -> Team:
    """Return a team that is just beginning."""
    return Team(team=new_uuid(), name=name, seed=new_uuid(), lead=lead, scheme=scheme)


def decode(data: bytes) -> Team:
    """Read a team's file; keys that this version doesn't know are passed over.

    Raises:
        TeamFileError: it can't be read, or its values are out of bounds.
    """
    try:
        table = tomllib.loads(data.decode("utf-8-sig"))
        if isinstance(v := table.get("v"), int) and v > VERSION:
            raise TeamFileError("the team's file was written by a newer claimreader: update this one")
        team = msgspec.convert(table, Team)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError, ValueError) as error:
        if isinstance(error, TeamFileError):
            raise
        said = " ".join(str(error)[:200].split())
        raise TeamFileError(f"the team's file can't be read ({said}); ask the lead for a good one") from None
    check(team)
    return team


def encode(team: Team) -> bytes:
    """Write a team's file.

    Raises:
        TeamFileError: a value is out of bounds.
    """
    check(team)
    table = msgspec.to_builtins(team)
    assigned: Mapping[str, Sequence[str]] = table.pop("assigned")
    lines = [f"{key} = {_toml(value)}" for key, value in table.items()]
    if assigned:
        lines += ["", "[assigned]"]
        lines += [f"{_toml(sha256)} = {_toml(names)}" for sha256, names in sorted(assigned.items())]
    return ("\n".join(lines) + "\n").encode("utf-8")


def check(team: Team) -> None:
    """See that a team's values are within bounds.

    Raises:
        TeamFileError: one isn't.
    """
    if not _UUID.fullmatch(team.team):  # it names a folder here
        raise TeamFileError(f"{team.team[:40]!r} is no uuid, by which the team's feeds could be told")
    if len(team.seed) > LONGEST_NAME:
        raise TeamFileError(f"the seed has more than {LONGEST_NAME} characters")
    names = [team.lead, *team.inactive, *(name for each in team.assigned.values() for name in each)]
    wrong = next((name for name in [team.name, *names] if not is_name(name)), None)
    if wrong is not None:
        raise TeamFileError(f"{wrong[:40]!r} is no name: 1 to {LONGEST_NAME} printable characters")
    if team.lead in RESERVED:
        raise TeamFileError(no_name(team.lead))
    if not 0 <= team.share <= 1:
        raise TeamFileError(f"share {team.share}: the part that several read is from 0 to 1")
    if not 1 <= team.readers <= _MOST_READERS:
        raise TeamFileError(f"readers {team.readers}: an article has from 1 to {_MOST_READERS}")
    if len(team.inactive) > _MOST_NAMES or len(team.assigned) > _MOST_ASSIGNED:
        raise TeamFileError("the team's file has too many names; ask the lead for a good one")


def no_name(reserved: str) -> str:
    """Return a line that says why nobody can be called so."""
    return f"nobody can be called {reserved}: {RESERVED[reserved]}"


def _toml(value: Any) -> str:
    """Write a value; strings of JSON are basic strings of TOML but for DEL, which TOML wants escaped."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, str):
        return msgspec.json.encode(value).decode("utf-8").replace("\x7f", "\\u007f")
    return "[" + ", ".join(map(_toml, value)) + "]"
