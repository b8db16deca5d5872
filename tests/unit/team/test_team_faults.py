"""Five people at work while the hub fails in every way: each sees what each has saved, and nothing is lost.

20 seeds of 5 x 100 operations in folders and 8 in a database; `CLAIMREADER_TORTURE` makes it 20 there, too,
and one of 5 x 2,000 in each.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from state_machines import folder_in_memory
from team_run import run_in_database, run_in_folders

if TYPE_CHECKING:
    from postgresql_server import Server

LONG = "CLAIMREADER_TORTURE" in os.environ


@pytest.fixture
def folder() -> Iterator[Path]:
    made = folder_in_memory()
    yield made
    shutil.rmtree(made)


@pytest.mark.parametrize("seed", range(20))
def test_whatever_a_sync_tool_does_all_see_what_each_has_saved(seed: int, folder: Path) -> None:
    assert run_in_folders(folder, seed, 100) == []


@pytest.mark.parametrize("seed", range(20 if LONG else 8))
def test_whatever_dies_of_a_database_all_see_what_each_has_saved(
    seed: int, folder: Path, server: Server
) -> None:
    assert run_in_database(folder, seed, 100, server) == []


@pytest.mark.skipif(not LONG, reason="make torture")
def test_so_it_is_for_a_long_time(folder: Path) -> None:
    assert run_in_folders(folder, 18, 2000) == []


@pytest.mark.skipif(not LONG, reason="make torture")
def test_so_it_is_for_a_long_time_with_a_database(folder: Path, server: Server) -> None:
    assert run_in_database(folder, 18, 2000, server) == []
