"""What can't be known of the terminal around a multiplexer is asked: of it, then of the user, by one key."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from terminal import COMMAND, Terminal

from tui.bidi import Paragraph, layout
from tui.terminal import detection
from tui.terminal.query import question_through

IN_SCREEN = {"TERM": "screen.xterm-256color", "STY": "1.x"}
QUESTION = "which line reads right?"
VTE = b"\x1b[>65;7006;1c"


def remembered(home: dict[str, str]) -> dict[str, str]:
    path = Path(home["CLAIMREADER_HOME"]) / "terminals.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def leave(terminal: Terminal) -> None:
    terminal.type("\x11")
    assert terminal.wait_for_end() == 0


def test_the_user_is_asked_once_where_nobody_answers_and_one_key_is_kept(home: dict[str, str]) -> None:
    with Terminal([COMMAND], env=home | IN_SCREEN) as terminal:
        terminal.wait_for(QUESTION)
        rows = terminal.screen.display
        at = next(number for number, row in enumerate(rows) if QUESTION in row)
        # As it is seen: what is read first stands at the right, and the number is that of the text.
        assert rows[at + 1].split()[:3] == ["1", "(KN-23)", layout(Paragraph("جندي"), 9)[0].text]
        assert "3000" in rows[at + 1]
        assert rows[at + 2].split()[0] == "2"
        assert rows[at + 2].split()[1:] != rows[at + 1].split()[1:]
        terminal.type("2")
        terminal.wait_for("kept for this terminal")
        leave(terminal)
    assert list(remembered(home).values()) == ["inverse"]
    with Terminal([COMMAND], env=home | IN_SCREEN) as terminal:
        terminal.wait_for("5 articles")
        terminal.settle(1.5)
        assert QUESTION not in terminal.text
        leave(terminal)


def test_another_key_acts_and_the_question_comes_again(home: dict[str, str]) -> None:
    for _start in range(2):
        with Terminal([COMMAND], env=home | IN_SCREEN) as terminal:
            terminal.wait_for(QUESTION)
            terminal.type("/")
            terminal.wait_until_gone(QUESTION)
            terminal.wait_for("words in title")
            terminal.type("\x1b")
            leave(terminal)
    assert "inverse" not in remembered(home).values()


def test_the_terminal_around_screen_is_asked_through_it(home: dict[str, str]) -> None:
    with Terminal([COMMAND], env=home | IN_SCREEN) as terminal:
        terminal.wait_for_bytes(question_through("screen").encode())
        os.write(terminal._fd, VTE)
        terminal.wait_until(lambda: "VTE 7006" in remembered(home).values())
        terminal.settle(1.5)
        assert QUESTION not in terminal.text
        leave(terminal)


def test_the_terminal_around_tmux_is_asked_through_it_and_tmux_is_as_before(
    home: dict[str, str], tmp_path: Path
) -> None:
    socket = ["tmux", "-S", str(tmp_path / "s"), "-f", "/dev/null"]
    with Terminal(
        [*socket, "new", f"{COMMAND}; sleep 60"], env=home | {"TERM": "xterm-256color"}
    ) as terminal:
        answered = 0

        def known() -> bool:
            """Answer as VTE does, tmux itself, too, and say whether it has come through."""
            nonlocal answered
            for _question in range(terminal.sent.count(b"\x1b[>c") - answered):
                os.write(terminal._fd, VTE)
                answered += 1
            return "VTE 7006" in remembered(home).values()

        terminal.wait_until(known)

        def passing() -> str:
            command = [*socket, "show", "-Apv", "allow-passthrough"]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            return done.stdout.strip()

        terminal.wait_until(lambda: passing() == "off")
        assert QUESTION not in terminal.text
        subprocess.run([*socket, "kill-server"], check=True)


def test_a_terminal_that_nobody_has_tried_is_asked_about_and_each_version_anew(home: dict[str, str]) -> None:
    ghostty = {"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app", "TERM_PROGRAM_VERSION": "3.6.0"}
    with Terminal([COMMAND], env=home | ghostty) as terminal:
        terminal.wait_for(QUESTION)
        terminal.type("1")
        terminal.wait_for("kept for this terminal")
        leave(terminal)
    with Terminal([COMMAND], env=home | ghostty | {"TERM_PROGRAM_VERSION": "3.7.0"}) as terminal:
        terminal.wait_for(QUESTION)
        leave(terminal)


def test_what_the_user_said_counts_less_than_a_terminal_that_is_known(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CLAIMREADER_HOME", str(tmp_path))
    detection.tell(detection.PROFILES["inverse"], IN_SCREEN)
    assert detection.recall(IN_SCREEN).why == "an unknown terminal, by your answer, inside screen"
    assert detection.choose(client="XTerm(379)", environ=IN_SCREEN).profile.name == "plain"
    elsewhere = IN_SCREEN | {"SSH_CONNECTION": "10.0.0.7 1 10.0.0.8 22"}
    assert detection.recall(elsewhere).source != "your answer"


def test_doctor_asks_the_terminal_though_its_lines_go_into_a_file(
    home: dict[str, str], tmp_path: Path
) -> None:
    command = f"{COMMAND} doctor --json > {tmp_path}/found.json"
    with Terminal(["sh", "-c", command], env=home) as terminal:
        terminal.wait_for_bytes(b"\x1b[>c")
        os.write(terminal._fd, b"\x1bP>|XTerm(379)\x1b\\\x1b[>41;379;0c")
        assert terminal.wait_for_end() == 0
    found = json.loads((tmp_path / "found.json").read_text("utf-8"))
    assert (found["terminal"], found["source"], found["tried"]) == ("XTerm(379)", "its own answer", True)
