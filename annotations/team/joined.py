"""Remembers which teams somebody here has joined, for which corpus, under which name.

A corpus may lie in a folder that all share, so that what is said of it can't be kept beside it: who joins a
team gets a folder of his own in the data folder, with his annotations and, as the lead, the gold. Which
corpus goes with which of them is one small JSON file there. A start looks whether it exists, which costs a
`stat` for who is in no team.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from annotations.file_reading import read_text, replace_file
from annotations.paths import DATABASE_NAME, data_folder, real_path, teams_file

_LARGEST = 1 << 20
_GOLD_NAME = "gold.json"

GOLD = "gold"
"""The name under which gold is signed, so that nobody else can have it."""


class Joined(NamedTuple):
    """One person's place in a team, for one corpus."""

    roots: tuple[str, ...]
    """The real paths of the corpus' folders and files, sorted."""
    team: str
    """The team's uuid."""
    hub: str
    """The team's folder, or the address of its database."""
    name: str
    """The name with which the person signs there."""
    folder: str
    """The folder of this person's files."""

    @property
    def database(self) -> Path:
        """The person's own annotations; of gold's place the gold."""
        return self.gold if self.is_gold else self.own

    @property
    def own(self) -> Path:
        """The person's own annotations; of gold's place those that the lead has made beside it."""
        return Path(self.folder, DATABASE_NAME)

    @property
    def gold(self) -> Path:
        """The lead's annotations file of what holds."""
        return Path(self.folder, _GOLD_NAME)

    @property
    def is_gold(self) -> bool:
        """True if this is the place of gold, which the lead has beside the own one."""
        return self.name == GOLD

    @property
    def of_gold(self) -> Joined:
        """The place of the gold that this person makes as the lead."""
        return self._replace(name=GOLD)


def places_of(roots: Sequence[Path]) -> list[Joined]:
    """Return the places that people have in teams for a corpus, the latest first; none as a rule.

    Args:
        roots: its folders and files, as given.
    """
    path = teams_file()
    if not roots or not path.exists():
        return []
    key = _key(roots)
    return [place for place in _read(path) if place.roots == key]


def place_of(roots: Sequence[Path], name: str) -> Joined | None:
    """Return the place that somebody has in a team for a corpus; None if he has none."""
    return next((place for place in places_of(roots) if place.name == name), None)


def remember(place: Joined) -> None:
    """Keep a place, instead of the one that the person had for that corpus.

    Raises:
        OSError: it can't be written.
    """
    path = teams_file()
    others = [each for each in _read(path) if (each.roots, each.name) != (place.roots, place.name)]
    _write(path, [place, *others])


def forget(place: Joined) -> None:
    """Keep a place no more; its files stay.

    Raises:
        OSError: that can't be written.
    """
    path = teams_file()
    _write(path, [each for each in _read(path) if each != place])


def new_place(roots: Sequence[Path], team: str, hub: str, name: str) -> Joined:
    """Return a place in a team, with a folder of its own in the data folder; nothing is written."""
    import hashlib  # here: the reader chooses first from where it comes, see tui/textual_ext/slim_import.py

    key = _key(roots)
    digest = hashlib.sha256("\n".join([*key, name]).encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return Joined(key, team, hub, name, str(data_folder() / f"team-{team}-{digest}"))


def _key(roots: Sequence[Path]) -> tuple[str, ...]:
    return tuple(sorted(str(real_path(root)) for root in roots))


def _read(path: Path) -> list[Joined]:
    """Return what stands in the file; what isn't as we write it counts as nothing."""
    try:
        listed = json.loads(read_text(path, _LARGEST))
        return [
            Joined(tuple(map(str, each["roots"])), *(str(each[name]) for name in Joined._fields[1:]))
            for each in listed
        ]
    except (OSError, ValueError, RecursionError, TypeError, KeyError):
        return []


def _write(path: Path, places: Sequence[Joined]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    replace_file(path, json.dumps([place._asdict() for place in places], ensure_ascii=False), durable=True)
