"""A folder in memory for the tests of the store that open hundreds of files."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotations.store import storage, table_cache


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory, if there is one, for tests that open hundreds of files."""
    if not Path("/dev/shm").is_dir():  # noqa: S108 - the kernel's own
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        yield Path(folder)


@pytest.fixture(params=["small", "large"])
def sizes(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Do a test twice: with files that are read, and with such as have a cache, however small they are.

    Where one process alone writes nothing has to wait until a write could be told from the one before.
    """
    monkeypatch.setenv("CLAIMREADER_HOME", str(tmp_path / "home"))
    if request.param == "large":
        monkeypatch.setattr(storage, "LARGE", 1)
        monkeypatch.setattr(table_cache, "_TICK", 0)
    return str(request.param)
