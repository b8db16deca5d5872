"""`claimreader DIR --watch`: a file that comes while the reader runs, with the program as it is installed."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from terminal import COMMAND, Terminal


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "incoming"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").write_text(f"خبر رقم {number}\n\nنص الخبر هنا.\n", encoding="utf-8")
    return folder


def test_a_file_that_comes_is_said_and_listed_when_a_key_asks(folder: Path, home: dict[str, str]) -> None:
    with Terminal([COMMAND, str(folder), "--watch"], env=home, columns=100, rows=24) as terminal:
        terminal.wait_for("3 articles")
        end, number = time.monotonic() + 60, 0
        while "new (n)" not in terminal.text and time.monotonic() < end:
            # once more each time, since nobody can tell from outside when the system has begun to watch
            number += 1
            (folder / f"00-{number}.txt").write_text(f"جديد رقم {number}\n\nنص.\n", encoding="utf-8")
            terminal.settle(3)
        terminal.wait_for("new (n)")
        terminal.type("n")
        terminal.wait_for("جديد رقم 1", logical=True)
        terminal.type("q")
        assert terminal.wait_for_end() == 0


def test_without_the_library_it_says_what_is_missing(
    folder: Path, home: dict[str, str], tmp_path: Path
) -> None:
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "sitecustomize.py").write_text(
        "import importlib.util as util\nfind = util.find_spec\n"
        "util.find_spec = lambda name, *rest: None if name == 'watchfiles' else find(name, *rest)\n"
    )
    env = {**home, "PYTHONPATH": str(hidden)}
    with Terminal([COMMAND, str(folder), "--watch"], env=env, columns=100, rows=24) as terminal:
        terminal.wait_for("--watch needs watchfiles")
        assert terminal.wait_for_end() == 2
