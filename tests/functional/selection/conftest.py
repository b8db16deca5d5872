"""A small article in the reader, in a real pty, for the tests that select words in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from lit_cells import TEXT
from terminal import COMMAND, Terminal


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    return folder


@pytest.fixture
def reader(corpus: Path, tmp_path: Path) -> Iterator[Terminal]:
    environment = {"CLAIMREADER_HOME": str(tmp_path / "home"), "CLAIMREADER_ANNOTATOR": "me"}
    with Terminal([COMMAND, str(corpus)], env=environment, columns=80, rows=20) as terminal:
        terminal.wait_for("0/3")
        terminal.type("\r")
        terminal.wait_for("decided 0/3")
        yield terminal
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0
