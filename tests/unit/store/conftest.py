"""A folder in memory for the tests of the store that open hundreds of files."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory, if there is one, for tests that open hundreds of files."""
    if not Path("/dev/shm").is_dir():  # noqa: S108 - the kernel's own
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        yield Path(folder)
