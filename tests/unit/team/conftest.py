"""People of a team who share a folder that is one and the same for all, and a PostgreSQL for all tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from team_tools import Come, Person

from annotations.team.hubs.folder import FolderHub

if TYPE_CHECKING:
    from postgresql_server import Server


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    pytest.importorskip("psycopg")
    from postgresql_server import BINARIES, Server

    if not BINARIES:
        pytest.skip("no PostgreSQL is installed")
    running = Server()
    yield running
    running.remove()


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    folder = tmp_path / "team"
    folder.mkdir()
    return folder


@pytest.fixture
def come(tmp_path: Path, shared: Path) -> Iterator[Come]:
    """Make people of one team; a name may come from several machines, as `NAME@2`."""
    people: list[Person] = []

    def person(name: str) -> Person:
        people.append(Person(name.partition("@")[0], tmp_path / name, FolderHub(shared, name)))
        return people[-1]

    yield person
    for each in people:
        each.stop()
