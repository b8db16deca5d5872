"""What tests of the domain that save something share."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where an annotations file will be: in a folder yet to be made, with Arabic and a space in its name."""
    return tmp_path / "أخبار غزة" / "annotations.json"
