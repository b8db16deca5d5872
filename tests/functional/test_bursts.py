"""Keys that come faster than they are handled: each acts where the one before has led."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from terminal import COMMAND, Terminal, patient


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"CLAIMREADER_HOME": str(tmp_path / "home"), "CLAIMREADER_ANNOTATOR": "analyst-1"}


def test_what_is_typed_behind_a_choice_goes_to_what_was_chosen(home: dict[str, str]) -> None:
    with Terminal([COMMAND], env=home) as terminal:
        terminal.wait_for("0/73")
        terminal.type("\r")
        terminal.wait_for("of 84")
        terminal.type("\x10write a note\rhello\r")
        terminal.wait_for("note saved")
        terminal.wait_for("hello")
        terminal.type("o001\rc")
        terminal.wait_for("decided 1/23")


def test_enter_behind_a_filter_opens_what_the_filter_finds(home: dict[str, str]) -> None:
    with Terminal(patient("tui.textual_ext.key_dispatch.LONGEST"), env=home) as terminal:
        terminal.wait_for("0/73")
        terminal.type("/سيواصلان\r\r")  # only 003 has it
        terminal.wait_for("decided 0/")
        terminal.wait_for(" 003 ")
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0


@pytest.mark.parametrize("keys", ["\rs", "\rjs", "\r]s", "\ro001\rs"])
def test_what_is_suggested_is_waited_for_by_the_key_that_takes_it(home: dict[str, str], keys: str) -> None:
    with Terminal([COMMAND], env=home) as terminal:
        terminal.wait_for("0/73")
        terminal.type(keys)
        terminal.wait_for("taken, u takes it back: ")
        terminal.wait_for("decided 1/")


@pytest.mark.parametrize("behind", ["g", "?j", "\r", "ox"])
def test_what_is_typed_behind_the_key_that_leaves_does_nothing(home: dict[str, str], behind: str) -> None:
    with Terminal([COMMAND], env=home) as terminal:
        terminal.wait_for("0/73")
        terminal.type(f"q{behind}")
        assert terminal.wait_for_end() == 0


def test_keys_typed_while_the_program_starts_wait_for_it(home: dict[str, str]) -> None:
    for tenths in range(0, 8, 2):
        with Terminal([COMMAND], env=home) as terminal:
            time.sleep(tenths / 10)
            terminal.type("jj")
            terminal.wait_for("0/73")
            terminal.type("q")
            assert terminal.wait_for_end() == 0


def test_two_clicks_choose_once(home: dict[str, str]) -> None:
    with Terminal([COMMAND], env=home) as terminal:
        terminal.wait_for("0/73")
        terminal.type("o")
        terminal.wait_for("Esc leave")
        terminal.type("\x1b[<0;40;3M\x1b[<0;40;3m" * 2)
        terminal.wait_for("decided 0/")
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0


def test_who_can_only_look_on_is_told_before_a_note_is_typed(home: dict[str, str], tmp_path: Path) -> None:
    command = [COMMAND, "--db", str(tmp_path / "annotations.json")]
    with Terminal(command, env=home) as first:
        first.wait_for("0/73")
        first.type("\rc")
        first.wait_for("saved ")
        with Terminal(command, env=home, columns=80, rows=24) as second:
            second.wait_for("READ-ONLY")
            second.type("\r")
            second.wait_for("of 84")
            second.type("1")
            second.wait_for("NOT SAVED")
            second.type("m")
            second.wait_until_gone("NOT SAVED")
            second.wait_for("READ-ONLY")
            first.type("\x11")
            first.wait_for_end()
            second.type("u")
            second.wait_until_gone("READ-ONLY")
