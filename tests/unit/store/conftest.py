"""Every test of the store has a folder of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where an annotations file will be: in a folder yet to be made, with Arabic and a space in its name."""
    return tmp_path / "أخبار غزة" / "annotations.json"


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory, if there is one, for tests that open hundreds of files."""
    if not Path("/dev/shm").is_dir():  # noqa: S108 - the kernel's own
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        yield Path(folder)
