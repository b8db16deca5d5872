"""The terminal is given back at every kind of exit, and the annotations are let go."""

import json
import os
import signal
import sys
from pathlib import Path

import pytest
from terminal import COMMAND, Terminal

EXPLICIT, IMPLICIT = b"\x1b[8l", b"\x1b[8h"


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"CLAIMREADER_HOME": str(tmp_path / "home")}


def test_the_terminal_keeps_the_order_from_start_to_quit(home: dict[str, str]) -> None:
    with Terminal([COMMAND], env=home) as terminal:
        terminal.wait_for("5 articles")
        assert EXPLICIT in terminal.sent
        assert IMPLICIT not in terminal.sent
        terminal.type("q")
        assert terminal.wait_for_end() == 0
        assert IMPLICIT in terminal.sent
        assert b"\x1b[?1049l" in terminal.sent


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_is_a_regular_end(home: dict[str, str], number: signal.Signals) -> None:
    with Terminal([COMMAND], env=home) as terminal:
        terminal.wait_for("5 articles")
        terminal.type("\r")
        terminal.wait_for("decided 0/")
        terminal.type("2")
        terminal.wait_for("saved ")
        terminal.kill(number)
        assert terminal.wait_for_end() == 128 + number
        assert IMPLICIT in terminal.sent
        assert b"\x1b[?1049l" in terminal.sent
    database = next((Path(home["CLAIMREADER_HOME"])).rglob("annotations.json"))
    assert [one["tags"] for one in json.loads(database.read_text())["_default"].values()] == [
        ["claim", "quantity"]
    ]


def test_a_closed_terminal_window_ends_the_program_and_frees_the_annotations(home: dict[str, str]) -> None:
    with Terminal([COMMAND], env=home) as terminal:
        terminal.wait_for("5 articles")
        terminal.type("\r")
        terminal.wait_for("decided 0/")
        terminal.type("2")
        terminal.wait_for("saved ")
        terminal.close_window()
        terminal.wait_for_end()
    with Terminal([COMMAND], env=home) as again:
        again.wait_for("1/73")
        assert "READ-ONLY" not in again.text


def test_suspending_gives_the_terminal_back_and_continuing_takes_it_again(home: dict[str, str]) -> None:
    with Terminal([COMMAND], env=home) as terminal:
        terminal.wait_for("5 articles")
        os.kill(terminal.pid, signal.SIGTSTP)
        terminal.wait_for_bytes(IMPLICIT)
        os.waitid(
            os.P_PID, terminal.pid, os.WSTOPPED
        )  # continued before it has stopped, it would stop for good
        os.kill(terminal.pid, signal.SIGCONT)
        terminal.wait_for_bytes(EXPLICIT)
        terminal.wait_for_bytes(b"quit")  # the end of the new painting: keys are read again
        terminal.type("q")
        assert terminal.wait_for_end() == 0


def test_an_error_that_nobody_foresaw_is_one_line_and_what_was_saved_is_there(
    tmp_path: Path, home: dict[str, str]
) -> None:
    breaking = (
        "import sys, tui.app, tui.cli\n"
        "def broken(self): raise ValueError('a\\x1b[31mb')\n"
        "tui.app.ClaimReader.action_help = broken\n"
        "sys.exit(tui.cli.main(sys.argv[1:]))"
    )
    database = tmp_path / "annotations.json"
    command = [sys.executable, "-c", breaking, "--db", str(database)]
    with Terminal(command, env=home) as terminal:
        terminal.wait_for("5 articles")
        terminal.type("\r")
        terminal.wait_for("decided 0/")
        terminal.type("2")
        terminal.wait_for("saved ")
        terminal.type("?")
        assert terminal.wait_for_end() == 1
        given_back, _, said = terminal.sent.rpartition(b"\x1b[?1049l")
        assert IMPLICIT in given_back
        assert b"this should not have happened: ValueError" in said
        assert b"Traceback" not in said
        assert b"\x1b[31m" not in said
    assert "broken" in (Path(home["CLAIMREADER_HOME"]) / "crash.txt").read_text(encoding="utf-8")
    assert len(json.loads(database.read_text(encoding="ascii"))["_default"]) == 1
