"""Every test of the store has a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where an annotations file will be, in a folder that does not exist, with Arabic and spaces in its name."""
    return tmp_path / "أخبار غزة" / "annotations.json"
