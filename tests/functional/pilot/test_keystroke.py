"""The way of a key to the disk is the one that tui/README.md tells, hop by hop."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import FrameType

import pytest
from library_pilot import library, until

from annotations.store.journal import Journal, JournalEntry
from tui.screens.reader.screen import ReaderScreen

ROOT = Path(__file__).parents[3]


def told() -> list[str]:
    """Return the hops in the README, behind what makes a key of the terminal's bytes."""
    text = (ROOT / "tui" / "README.md").read_text(encoding="utf-8")
    section = text.partition("## How a key becomes a saved annotation\n")[2].partition("\n## ")[0]
    hops = re.findall(r"^\d+\. `([\w/.]+\.py::[\w.]+)`", section, re.MULTILINE)
    return [hop if hop.startswith("annotations/") else f"tui/{hop}" for hop in hops[1:]]


def gone(frame: FrameType | None) -> list[str]:
    """Return the functions of the program on the stack, the outermost first; their own helpers left out."""
    hops: list[str] = []
    while frame is not None:
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(ROOT / "tui") or path.is_relative_to(ROOT / "annotations"):
            name = frame.f_code.co_qualname
            if not name.rpartition(".")[2].startswith("_"):
                hops.insert(0, f"{path.relative_to(ROOT).as_posix()}::{name}")
        frame = frame.f_back
    return hops


async def test_the_readme_tells_every_hop(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ways: list[list[str]] = []
    append = Journal.append

    def watched(self: Journal, entry: JournalEntry) -> object:
        ways.append([*gone(sys._getframe()), "annotations/store/journal.py::Journal.append"])
        return append(self, entry)

    monkeypatch.setattr(Journal, "append", watched)
    async with library(corpus) as (app, pilot):
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ReaderScreen))
        await pilot.press("c")
        await until(pilot, lambda: bool(ways))
    assert ways == [told()]
