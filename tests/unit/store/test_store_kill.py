"""SIGKILL at a random moment, again and again: every acknowledged change is there.

20 times in the ordinary run; `CLAIMREADER_TORTURE=1000` makes it a thousand.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from killed_writer import lost, run_and_kill, saved_in
from store_tools import plain

from annotations.store import storage

RUNS = int(os.environ.get("CLAIMREADER_TORTURE", "20"))


def kills(path: Path, runs: int, mode: str, *, large: bool = False) -> list[str]:
    """Kill `runs` processes, five in a row on the same file; return what got lost."""
    missing = []
    for seed in range(runs):
        file = path.with_name(f"{seed // 5}.json")
        before = saved_in(file) if file.exists() else {}
        saved = run_and_kill(file, seed, mode, before, large=large)
        if file.exists():
            plain(file)  # raises if TinyDB by itself can't read it at this moment
        missing += lost(saved_in(file), saved)
    return missing


def test_killed_at_random_moments(path: Path) -> None:
    assert kills(path, RUNS, "sound") == []


def test_killed_where_every_file_has_a_cache(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "LARGE", 1)
    assert kills(path, RUNS, "sound", large=True) == []


def test_an_early_answer_is_found_out(path: Path) -> None:
    """The control: a program that says saved before it is must lose something in twenty runs."""
    assert any(kills(path.with_name(f"{attempt}") / "x", 4, "says too early") for attempt in range(5))
