"""Who opens the reader for the first time is told what to press, once."""

from __future__ import annotations

from pathlib import Path

import pytest
from terminal import COMMAND, Terminal

LINES = (
    "Enter opens the article under the cursor, Esc comes back here",
    "j and k, or the arrows, go from sentence to sentence",
    "1-7 say which kind of claim a sentence makes, 0 none; then comes the next",
    "s takes what is suggested of a sentence, which stands dim with a ? beside it",
    "u takes anything back; all is saved at once",
    "? shows all keys of the place you are in, q leaves",
)


def start(home: Path, *options: str) -> Terminal:
    return Terminal(
        [COMMAND, *options],
        env={"CLAIMREADER_HOME": str(home), "LC_ALL": "C.UTF-8"},
        columns=80,
        rows=24,
        first_time=True,
    )


def test_the_lines_once_and_gone_with_a_key_that_also_acts(tmp_path: Path) -> None:
    with start(tmp_path) as terminal:
        terminal.wait_for(LINES[-1])
        assert [row.strip() for row in terminal.screen.display[16:22]] == list(LINES)
        terminal.wait_for("0/73")  # the list is in sight
        terminal.type("\r")
        terminal.wait_for("claims 0")
        terminal.wait_until_gone(LINES[0])
        terminal.type("q")
        terminal.wait_for("5 articles")
        terminal.wait_until_gone(LINES[0])
        terminal.type("q")
        assert terminal.wait_for_end() == 0
    with start(tmp_path) as terminal:
        terminal.wait_for("0/24")
        terminal.type("?")
        terminal.wait_for("LIBRARY")
        assert LINES[0].encode() not in terminal.sent


def test_they_name_the_keys_of_the_settings(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('[keys]\n"library.open" = "F5"\n')
    with start(tmp_path) as terminal:
        terminal.wait_for("F5 opens the article under the cursor, Esc comes back here")


@pytest.mark.parametrize("state", ["welcomed", "positions.json"])
def test_nobody_is_greeted_twice(tmp_path: Path, state: str) -> None:
    (tmp_path / state).write_text("{}")
    with start(tmp_path) as terminal:
        terminal.wait_for("0/24")
        terminal.type("?")
        terminal.wait_for("LIBRARY")
        assert LINES[0].encode() not in terminal.sent
