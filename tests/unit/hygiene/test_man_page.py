"""The man page is that of the parsers, and is shown without a warning."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from write_man_page import PAGE, page

from tui.cli import COMMANDS, COMMON


def test_the_page_is_that_of_the_parsers() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python tests/write_man_page.py"


@pytest.mark.skipif(shutil.which("man") is None, reason="man isn't installed")
def test_man_shows_it_whole_and_without_a_warning() -> None:
    done = subprocess.run(
        ["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", str(PAGE)],
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "MANWIDTH": "200", "GROFF_NO_SGR": "1"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stderr == ""
    shown = " ".join("".join(_without_overstrike(done.stdout)).split())
    for name in COMMANDS:
        assert f"claimreader {name} [OPTION ...]" in shown
    for option in COMMON:
        assert f" {option.name}" in shown
    assert "صاروخ" in shown


def _without_overstrike(text: str) -> list[str]:
    return [char for at, char in enumerate(text) if char != "\b" and text[at + 1 : at + 2] != "\b"]
