"""Long output goes through the user's pager on a terminal, and nowhere else."""

import os
import subprocess
from pathlib import Path

import pytest
from terminal import COMMAND, Terminal

SHOW = [COMMAND, "show", "000"]
FIRST = "دعمكم يساعدنا على رواية القصة"


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"CLAIMREADER_HOME": str(tmp_path / "home")}


def start(home: dict[str, str], pager: str, *more: str, rows: int = 24) -> Terminal:
    return Terminal([*SHOW, *more], rows=rows, columns=80, env={**home, "PAGER": pager})


def test_what_the_screen_has_no_room_for_goes_to_the_pager_in_the_order_of_cells(
    home: dict[str, str], tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    with start(home, f"cat > {kept}; echo end of pager") as terminal:
        terminal.wait_for("end of pager")
        assert terminal.wait_for_end() == 0
    width = str(80 - 2)
    command = [*SHOW, "--visual", "--width", width]
    printed = subprocess.run(command, env={**os.environ, **home}, capture_output=True, check=True).stdout
    assert kept.read_bytes() == printed


def test_less_shows_the_first_page_and_leaves_quietly(home: dict[str, str]) -> None:
    with start(home, "less") as terminal:
        terminal.wait_for(FIRST, logical=True)
        terminal.wait_for("\n:")
        terminal.type("q")
        assert terminal.wait_for_end() == 0
        assert "claimreader:" not in terminal.text


def test_the_terminal_is_told_around_the_pager_that_rows_are_in_order(home: dict[str, str]) -> None:
    home = {**home, "VTE_VERSION": "7006", "TERM_PROGRAM": ""}
    with start(home, "cat; echo end of pager") as terminal:
        terminal.wait_for("end of pager")
        terminal.wait_for_end()
        sent = terminal.sent
    assert sent.index(b"\x1b[8l") < sent.index(b"end of pager") < sent.rindex(b"\x1b[8h")


@pytest.mark.parametrize("pager", ["cat", "", " "])
def test_without_a_pager_all_is_printed(pager: str, home: dict[str, str]) -> None:
    with start(home, pager, rows=200) as terminal:
        assert terminal.wait_for_end() == 0
        assert FIRST in terminal.logical


def test_no_pager_prints_all(home: dict[str, str]) -> None:
    with start(home, "echo the pager", "--no-pager") as terminal:
        assert terminal.wait_for_end() == 0
        assert b"the pager" not in terminal.sent


def test_a_short_answer_is_printed(home: dict[str, str]) -> None:
    with start(home, "echo the pager", rows=500) as terminal:
        assert terminal.wait_for_end() == 0
        assert b"the pager" not in terminal.sent


def test_a_pager_that_is_not_there_is_said_and_done_without(home: dict[str, str]) -> None:
    with start(home, "no-such-pager -R", rows=30) as terminal:
        assert terminal.wait_for_end() == 0
        assert b"the pager no-such-pager is not there" in terminal.sent


def test_nothing_goes_through_a_pager_into_a_pipe(home: dict[str, str]) -> None:
    environment = {**os.environ, **home, "PAGER": "false"}
    done = subprocess.run(SHOW, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.startswith(FIRST)


def test_a_pager_that_is_left_early_ends_an_endless_command_in_silence(home: dict[str, str]) -> None:
    command = ["bash", "-c", f"yes 'قال الوزير' | {COMMAND} show -"]
    with Terminal(command, rows=24, columns=80, env={**home, "PAGER": "less"}) as terminal:
        terminal.wait_for("\n:")
        terminal.type("q")
        assert terminal.wait_for_end() == 0
        assert "claimreader:" not in terminal.text


def test_ctrl_c_in_a_pager_is_no_error(home: dict[str, str]) -> None:
    command = [COMMAND, "show", "000"]
    with Terminal(command, rows=24, columns=80, env={**home, "PAGER": "less"}) as terminal:
        terminal.wait_for("\n:")
        terminal.type("G")
        terminal.wait_for("(END)")  # so nothing is left to print, and Ctrl-C is the pager's alone
        sent = len(terminal.sent)
        terminal.type("\x03")
        # less rings when it has taken the signal; before that it would drop the next key together with it.
        terminal.wait_until(lambda: b"\a" in terminal.sent[sent:])
        terminal.type("q")
        assert terminal.wait_for_end() == 0
        assert "Traceback" not in terminal.text
        assert "claimreader:" not in terminal.text
