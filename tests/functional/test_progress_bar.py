"""Something that takes more than a second has a bar; and what a report of a mistake should have."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from terminal import COMMAND, Terminal

from tui.commands import progress_bar as module
from tui.commands.progress_bar import progress_bar

SHOWN = """
import time
from tui.commands import progress_bar as module
clock = [0.0]
module.time.monotonic = lambda: clock[0]
from tui.commands.opening import complain, tell_about, Detail
from tui.terminal import streams

def run():
    tell_about(Detail({detail}))
    with module.progress_bar("exporting") as bar:
        for number in range(1, {steps} + 1):
            clock[0] += 0.25
            bar.of(number, 40, "articles")
            if number == 6:
                complain("a line")
    return 0

streams.guarded(run)
"""


def seen(steps: int, detail: int = 1) -> Terminal:
    code = SHOWN.format(steps=steps, detail=detail)
    with Terminal([sys.executable, "-c", code], columns=100, rows=10) as terminal:
        assert terminal.wait_for_end() == 0
        return terminal


def test_the_bar_comes_after_a_second_with_rate_and_time_left_and_leaves_nothing() -> None:
    terminal = seen(steps=20)
    drawn = terminal.sent.decode().split("\r")
    [first] = [line for line in drawn if " 4 of 40 " in line]
    assert first.startswith("exporting ━━─")
    assert "4 of 40 articles   4/s   0:09 left" in first
    assert not any(" 3 of 40 " in line for line in drawn)
    assert terminal.text.split() == ["claimreader:", "a", "line"]


def test_what_is_quick_or_quiet_has_no_bar() -> None:
    assert seen(steps=3).sent == b""
    assert "━" not in seen(steps=20, detail=0).sent.decode()


def test_into_a_file_no_bar_is_written(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [0.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: clock[0])
    with progress_bar("exporting") as bar:
        clock[0] = 5.0
        bar.of(1, 2, "articles")
    assert capsys.readouterr().err == ""


def test_a_terminal_that_a_bar_was_on_has_nothing_of_it_after_an_error() -> None:
    code = SHOWN.format(steps=8, detail=1).replace("complain(", "1 / 0 if 1 else (")
    with Terminal([sys.executable, "-c", code], columns=100, rows=40) as terminal:
        terminal.wait_for_end()
        assert "━" in terminal.sent.decode()
        assert "━" not in terminal.text


def test_version_with_verbose_is_what_a_report_of_a_mistake_needs(tmp_path: Path) -> None:
    environment = {**os.environ, "HOME": str(tmp_path / "secret-name")}
    environment.pop("CLAIMREADER_HOME", None)
    for line in (["--version", "-v"], ["-V", "--json"], ["-v", "--version"]):
        done = subprocess.run([COMMAND, *line], env=environment, capture_output=True, text=True, check=True)
        assert "secret-name" not in done.stdout
        assert done.stdout.count("~/") >= 4
        if "--json" in line:
            report = json.loads(done.stdout)
            assert {"python", "libraries", "profile", "why", "settings", "cache", "database"} <= report.keys()
        else:
            assert done.stdout.startswith("claimreader ")
            assert "textual " in done.stdout
