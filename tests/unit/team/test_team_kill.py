"""Members are killed while they save and publish: what they were told to be saved comes to all of them.

Four kills of each of three in the ordinary run; `CLAIMREADER_TORTURE` makes it forty of five.
"""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import TYPE_CHECKING

from killed_member import Working, member
from killed_writer import Saved, lost, saved_in
from team_run import NAMES

if TYPE_CHECKING:
    from postgresql_server import Server

LONG = "CLAIMREADER_TORTURE" in os.environ
MEMBERS, KILLS = (NAMES, 40) if LONG else (NAMES[:3], 4)


def all_arrives(folder: Path, hubs: dict[str, str]) -> None:
    """Kill members again and again, and see that all of them then see what each has saved."""
    luck = random.Random(18)
    saved: dict[str, Saved] = {name: {} for name in MEMBERS}
    for kill in range(KILLS):
        working = [
            (name, Working(name, folder / str(number), hubs[name], kill * 10 + number))
            for number, name in enumerate(MEMBERS)
        ]
        for name, each in working:
            each.killed_after(luck.random() * 0.25, saved[name])
        for number, name in enumerate(MEMBERS):
            there = saved_in(folder / str(number) / "annotations.json")
            assert lost(there, saved[name]) == []
            saved[name] = there  # what was saved and not told before the kill counts from here on
    people = [member(name, folder / str(number), hubs[name]) for number, name in enumerate(MEMBERS)]
    for person in (*people, *people):
        person.exchange()
    for person in people:
        assert {each.uuid: each.rev for each in person.store.list()} == saved[person.name]
        assert saved[person.name]
        assert person.notices == []
        for other in people:
            assert other is person or person.view(other.name) == other.own()
        assert [state.fault for state in person.mirror.feeds() if state.fault] == []
    for person in people:
        person.hub.close()
        person.stop()


def test_killed_members_of_a_folder_lose_nothing(tmp_path: Path, shared: Path) -> None:
    all_arrives(tmp_path, dict.fromkeys(MEMBERS, str(shared)))


def test_killed_members_of_a_database_lose_nothing(tmp_path: Path, server: Server) -> None:
    database = server.team(*MEMBERS)
    all_arrives(tmp_path, {name: server.address(database, name) for name in MEMBERS})
