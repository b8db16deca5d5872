"""doctor says what it sees, asks which line reads right, and keeps the answer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from terminal import Terminal, patient

COMMAND = [str(Path(sys.executable).parent / "claimreader"), "doctor"]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def environment(home: Path, **more: str) -> dict[str, str]:
    return {"CLAIMREADER_HOME": str(home), **more}


def answer(home: Path, keys: str) -> tuple[int, str]:
    with Terminal(COMMAND, env=environment(home), columns=80, rows=24) as terminal:
        terminal.wait_for("Which reads right?")
        assert terminal.text.startswith("claimreader ")  # all of it fits
        terminal.type(keys)
        return terminal.wait_for_end(), terminal.text


@pytest.mark.parametrize(("keys", "name"), [("2\r", "inverse"), ("٢\r", "inverse"), ("0\r", "auto")])
def test_the_number_that_is_given_is_kept(home: Path, keys: str, name: str) -> None:
    home.mkdir()
    (home / "settings.toml").write_text("# mine\n")
    code, text = answer(home, keys)
    assert code == 0
    assert "is kept in" in text
    written = (home / "settings.toml").read_text()
    assert written.startswith("# mine\n")
    assert tomllib.loads(written) == {"terminal": name}


@pytest.mark.parametrize(("keys", "expected"), [("\r", 0), ("99\r", 2), ("second\r", 2), ("\x04", 0)])
def test_anything_else_changes_nothing(home: Path, keys: str, expected: int) -> None:
    code, text = answer(home, keys)
    assert code == expected
    assert ("expected a number" in text) == (expected == 2)
    assert not (home / "settings.toml").exists()


def test_the_terminal_s_own_answer_decides_and_is_remembered(home: Path) -> None:
    command = [*patient("tui.terminal.query.SECONDS"), "doctor"]
    with Terminal(command, env=environment(home), columns=80, rows=24) as terminal:
        terminal.wait_for_bytes(b"\x1b[>q")
        terminal.type("\x1bP>|kitty(0.26.5)\x1b\\\x1b[>1;4000;26c")
        terminal.wait_for_bytes(b"\r\x1b[K")  # behind the questions where the cursor is, all sent at once
        terminal.type("\x1b[1;2R" * terminal.sent.count(b"\x1b[6n"))  # each text took one cell
        terminal.wait_for("Which reads right?")
        assert "terminal  kitty(0.26.5), by its own answer" in terminal.text
        assert "4*kitty" in terminal.text or "5*kitty" in terminal.text
        terminal.type("\r")
        assert terminal.wait_for_end() == 0
    assert "kitty(0.26.5)" in (home / "terminals.json").read_text()


def test_a_pipe_gets_the_facts_and_no_question(home: Path) -> None:
    env = {
        **os.environ,
        **environment(home, TMUX="/secret/socket,1,0", TERM="tmux-256color", VTE_VERSION="7006"),
    }
    for arguments in ([], ["--json"]):
        done = subprocess.run(
            [*COMMAND, *arguments],
            env=env,
            capture_output=True,
            text=True,
            check=True,
            stdin=subprocess.DEVNULL,
        )
        assert "\x1b" not in done.stdout
        assert "secret" not in done.stdout
    found = json.loads(done.stdout)
    assert (found["profile"], found["inside"], found["source"]) == ("inverse", "tmux", "the environment")
    assert found["environment"]["VTE_VERSION"] == "7006"
    assert found["widths"] is None


def test_a_wrong_setting_is_named(home: Path) -> None:
    home.mkdir()
    (home / "settings.toml").write_text('terminal = "vt52"\n')
    env = {**os.environ, **environment(home)}
    done = subprocess.run([*COMMAND, "--json"], env=env, capture_output=True, text=True, check=True)
    assert "vt52" in json.loads(done.stdout)["problems"][0]


def test_a_scheme_whose_keys_the_details_need_is_named_there_and_at_the_start(
    tmp_path: Path, home: Path
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text("قال الوزير إن العدد 3000 جندي.", encoding="utf-8")
    (corpus / "claimreader.toml").write_text(
        '[[tags]]\nid = "claim"\nkey = "c"\n[[attributes]]\nid = "weight"\nkind = "text"\nkey = "="\n'
    )
    done = subprocess.run(
        [*COMMAND, "--corpus", str(corpus), "--json"],
        env={**os.environ, **environment(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    (problem,) = json.loads(done.stdout)["problems"]
    assert "“weight”" in problem
    assert "in the details = is “the claimant of the claim before”" in problem
    with Terminal([COMMAND[0], str(corpus)], env=environment(home), columns=200) as terminal:
        terminal.wait_for("in the details = is “the claimant of the claim before”")
        terminal.type("q")
        assert terminal.wait_for_end() == 0
