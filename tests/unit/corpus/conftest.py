"""Small corpora for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from corpus_tools import OPEN, Make


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write files into a fresh folder and return it."""

    def write(files: Mapping[str, bytes | str]) -> Path:
        folder = tmp_path / "corpus"
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return folder

    return write


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "claimreader"


@pytest.fixture(autouse=True)
def indexes_are_closed() -> Iterator[None]:
    """Close the indexes that a test has opened."""
    yield
    while OPEN:
        OPEN.pop().close()
