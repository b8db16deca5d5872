"""The places where tests without a screen save something."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where an annotations file will be: in a folder yet to be made, with Arabic and a space in its name."""
    return tmp_path / "أخبار غزة" / "annotations.json"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where settings, state and cache will be: a folder yet to be made; no variable says more."""
    monkeypatch.setenv("CLAIMREADER_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("CLAIMREADER_DB", raising=False)
    monkeypatch.delenv("CLAIMREADER_ANNOTATOR", raising=False)
    return tmp_path / "home"
