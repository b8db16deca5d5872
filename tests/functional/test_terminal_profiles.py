"""A terminal is sent what it shows right once it has said what it is, and gets back what it was told."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from terminal import COMMAND, Terminal, patient

from tui.bidi import Paragraph, layout

QUESTION = b"\x1b[>q\x1b[>c"
KONSOLE = "\x1bP>|Konsole 22.12.3\x1b\\\x1b[>1;221203;0c"
OFF, ON = b"\x1b]50;BidiRenderingEnabled=false\x07", b"\x1b]50;BidiRenderingEnabled=true\x07"


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"CLAIMREADER_HOME": str(tmp_path / "home")}


def konsole(home: dict[str, str]) -> Terminal:
    terminal = Terminal([COMMAND], env=home)
    terminal.wait_for("5 articles")
    assert QUESTION in terminal.sent
    assert OFF not in terminal.sent
    terminal.type(KONSOLE)
    terminal.wait_for_bytes(OFF)
    return terminal


def test_an_answer_is_no_key_and_changes_the_profile_until_the_end(home: dict[str, str]) -> None:
    with konsole(home) as terminal:
        terminal.type("q")
        assert terminal.wait_for_end() == 0
        assert terminal.sent.rfind(OFF) < terminal.sent.rfind(ON) < terminal.sent.rfind(b"\x1b[?1049l")


def test_the_next_start_knows_it_before_it_asks(home: dict[str, str]) -> None:
    with konsole(home) as terminal:
        terminal.type("q")
        terminal.wait_for_end()
    with Terminal([COMMAND], env=home) as again:
        again.wait_for("5 articles")
        assert OFF in again.sent


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_gives_back_what_was_told(home: dict[str, str], number: signal.Signals) -> None:
    with konsole(home) as terminal:
        terminal.kill(number)
        assert terminal.wait_for_end() == 128 + number
        assert terminal.sent.rfind(ON) > terminal.sent.rfind(OFF)


def test_a_stopped_reader_has_given_it_back_and_tells_it_again(home: dict[str, str]) -> None:
    with konsole(home) as terminal:
        os.kill(terminal.pid, signal.SIGTSTP)
        terminal.wait_for_bytes(ON)
        os.waitid(os.P_PID, terminal.pid, os.WSTOPPED)
        os.kill(terminal.pid, signal.SIGCONT)
        terminal.wait_for_bytes(OFF)


def test_a_stop_that_falls_into_a_repaint_is_obeyed(home: dict[str, str]) -> None:
    taken, given_back = b"\x1b[?1004h", b"\x1b[?1004l"
    with Terminal([COMMAND], env=home) as terminal:
        terminal.wait_for("5 articles")
        terminal.wait_for_bytes(taken)
        for number in range(20):
            terminal.type("jk"[number % 2])
            terminal.read(number / 2500)
            os.kill(terminal.pid, signal.SIGTSTP)
            terminal.wait_for_bytes(given_back)
            os.waitid(os.P_PID, terminal.pid, os.WSTOPPED)
            os.kill(terminal.pid, signal.SIGCONT)
            terminal.wait_for_bytes(taken)


def test_a_terminal_that_reorders_is_sent_what_it_turns_into_the_article(home: dict[str, str]) -> None:
    with Terminal([COMMAND], env={**home, "TERM_PROGRAM": "Apple_Terminal"}) as terminal:
        terminal.wait_for("0/21")
        assert b"\x1b[>q" not in terminal.sent  # it would print a part of it
        sent = [row.replace("\u200e", "") for row in terminal.screen.display]
        with Terminal([COMMAND], env={**home, "TERM_PROGRAM": "ghostty"}) as plain:
            plain.wait_for("0/21")
            wanted = plain.screen.display
    title = next(row for row in range(5) if any("\ufe70" <= char <= "\ufeff" for char in wanted[row]))
    assert sent[title] != wanted[title]
    shown = layout(Paragraph(terminal.screen.display[title], "ltr"), 400)[0].text
    assert shown.replace("\u200e", "") == wanted[title]


def test_a_profile_of_the_settings_is_used_whatever_the_terminal_says(home: dict[str, str]) -> None:
    folder = Path(home["CLAIMREADER_HOME"])
    folder.mkdir()
    (folder / "settings.toml").write_text('terminal = "plain"\n')
    with Terminal([COMMAND], env=home) as terminal:
        terminal.wait_for("5 articles")
        terminal.type(KONSOLE)
        terminal.type("q")
        assert terminal.wait_for_end() == 0
        assert OFF not in terminal.sent
        assert b"\x1b[8l" not in terminal.sent


@pytest.mark.parametrize(("profile", "times"), [("mlterm", 1), ("explicit", 0)])
def test_where_a_terminal_keeps_stale_cells_all_is_cleared_once_when_the_last_change_of_size_is_over(
    home: dict[str, str], profile: str, times: int
) -> None:
    folder = Path(home["CLAIMREADER_HOME"])
    folder.mkdir()
    (folder / "settings.toml").write_text(f'terminal = "{profile}"\n')
    # A busy machine may tell of two changes of size a second after each other.
    command = patient("tui.textual_ext.renderer.SETTLING_SECONDS", 1.0)
    with Terminal(command, env=home, columns=100, rows=30) as terminal:
        terminal.wait_for("5 articles")
        shown = terminal.text
        terminal.type("j")
        terminal.wait_until(lambda: terminal.text != shown)  # the start is over, and the sizes that it tells
        before = len(terminal.sent)
        terminal.resize(90, 28)
        terminal.resize(110, 32)
        terminal.wait_until(lambda: not terminal.screen.display[-1].isspace())  # the last of the new rows
        if times:
            terminal.wait_for_bytes(b"\x1b[2J")
        terminal.settle(2)
        assert terminal.sent[before:].count(b"\x1b[2J") == times
        assert "5 articles" in terminal.text
