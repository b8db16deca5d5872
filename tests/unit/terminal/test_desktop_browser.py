"""Whether there is a browser, and what it is given."""

import os
import stat
import time
from pathlib import Path

import pytest

from tui.terminal import browser


@pytest.mark.parametrize(
    ("environ", "platform", "there"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "darwin", True),
        ({"DISPLAY": "localhost:10.0", "SSH_CONNECTION": "10.0.0.1 22 10.0.0.2 22"}, "linux", False),
        ({"DISPLAY": ":0", "CLAIMREADER_SERVED": "1"}, "linux", False),
    ],
)
def test_a_browser_is_only_where_its_user_sits(
    environ: dict[str, str], platform: str, *, there: bool
) -> None:
    assert browser.has_browser(environ, platform) is there


def test_the_address_is_one_argument_and_no_module_is_taken_from_the_folder_one_is_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "webbrowser.py").write_text("raise SystemExit(0)")
    program = tmp_path / "firefox"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {tmp_path}/given\necho noise\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("BROWSER", f"{program} %s &")
    monkeypatch.setenv("DISPLAY", ":0")
    assert browser.show("https://example.org/a%20b")
    end = tmp_path / "given"
    while not (end.exists() and end.read_text()):
        time.sleep(0.01)  # it runs beside us
    assert end.read_text() == "https://example.org/a%20b\n"


def test_a_browser_for_terminals_counts_as_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "lynx"
    program.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("BROWSER", f"{program} %s")
    assert not browser.show("https://example.org/")
    assert not (tmp_path / "ran").exists()
