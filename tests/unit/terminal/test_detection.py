"""Which terminal this is: what it says goes before what tmux says, and that before the environment."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tui.config import settings
from tui.terminal import detection, query

XTERM_FROM_GNOME = {"TERM": "xterm-256color", "VTE_VERSION": "7006", "COLORTERM": "truecolor"}
IN_TMUX = {
    "TERM": "tmux-256color",
    "TMUX": "socket,1,0",
    "TERM_PROGRAM": "tmux",
    "VTE_VERSION": "7006",
}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CLAIMREADER_HOME", str(tmp_path))
    return tmp_path


def test_an_answer_goes_before_what_was_inherited() -> None:
    assert detection.choose(environ=XTERM_FROM_GNOME).profile.name == "explicit"
    choice = detection.choose("XTerm(379)", environ=XTERM_FROM_GNOME)
    assert choice.profile.name == "plain"
    assert choice.why == "XTerm(379), by its own answer"


def test_inside_tmux_its_client_goes_before_what_the_server_inherited() -> None:
    assert detection.choose(environ=IN_TMUX).profile.name == "inverse"
    assert detection.choose("tmux 3.3a", client="XTerm(379)", environ=IN_TMUX).profile.name == "plain"
    assert detection.choose("tmux 3.3a", client="kitty(0.26.5)", environ=IN_TMUX).why == (
        "kitty(0.26.5), by tmux, inside tmux"
    )


def test_a_terminal_started_from_within_tmux_isn_t_inside_it() -> None:
    choice = detection.choose("XTerm(379)", environ={**IN_TMUX, "TERM": "xterm"})
    assert (choice.nested, choice.profile.name) == ("", "plain")


def test_the_setting_goes_before_everything(home: Path) -> None:
    (home / "settings.toml").write_text('terminal = "kitty-bold"\n')
    choice = detection.choose("XTerm(379)", environ=XTERM_FROM_GNOME)
    assert choice.profile.name == "kitty-bold"
    assert "settings.toml" in choice.why


@pytest.mark.parametrize("content", ['terminal = "vt52"\n', "terminal = 3\n", "terminal = \n", "\xff"])
def test_a_wrong_setting_is_one_line_and_the_terminal_is_found_without_it(home: Path, content: str) -> None:
    (home / "settings.toml").write_bytes(content.encode("latin-1"))
    choice = detection.choose("XTerm(379)", environ={})
    assert choice.profile.name == "plain"
    assert str(home / "settings.toml") in choice.problem
    assert "\n" not in choice.problem


def test_the_last_answer_is_remembered_for_this_environment_alone() -> None:
    detection.remember("XTerm(379)", XTERM_FROM_GNOME)
    assert detection.recall(XTERM_FROM_GNOME).terminal == "XTerm(379)"
    assert detection.recall({"TERM": "xterm-256color"}).terminal == ""
    detection.remember("kitty(0.26.5)", IN_TMUX)
    assert detection.recall(IN_TMUX).profile.name == "kitty"


def test_a_terminal_whose_answer_is_remembered_is_not_asked_again_by_each_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []
    monkeypatch.setattr(detection, "ask", lambda *_question, **_how: asked.append(1) or "ghostty 1.1.3")
    for name in ("TMUX", "STY", "TERM_PROGRAM", "VTE_VERSION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    assert detection.identified().terminal == "ghostty 1.1.3"  # which nobody has tried
    assert detection.identified().terminal == "ghostty 1.1.3"
    assert len(asked) == 1
    detection.identified(afresh=True)
    assert len(asked) == 2


def test_the_memory_is_bounded_and_may_be_damaged(home: Path) -> None:
    for number in range(100):
        detection.remember(f"XTerm({number})", {"TERM": f"xterm-{number}"})
    assert len((home / "terminals.json").read_text().splitlines()) <= 66
    assert detection.recall({"TERM": "xterm-99"}).terminal == "XTerm(99)"
    (home / "terminals.json").write_text("[" * 100_000)
    assert detection.recall({"TERM": "xterm-99"}).terminal == ""


def test_an_answer_can_t_act(home: Path) -> None:
    detection.remember(query.clean("XTerm\x1b]0;x\x07(379)\u202e" + "x" * 500), {"TERM": "a"})
    found = detection.recall({"TERM": "a"}).terminal
    assert found.isprintable()
    assert len(found) <= 64


@pytest.mark.parametrize(
    ("reply", "name"),
    [
        ("65;7006;1", "VTE 7006"),
        ("24;279;0", "mlterm 279"),
        ("0;115;0", "qtermwidget"),
        ("0;1101;1", ""),
        ("", ""),
    ],
)
def test_terminals_that_don_t_know_xtversion_are_known_by_their_attributes(reply: str, name: str) -> None:
    assert query.by_attributes(reply) == name


@pytest.mark.parametrize(
    ("environ", "name"),
    [
        ({"TERM": "xterm-kitty", "VTE_VERSION": "7006"}, "kitty"),
        ({"TERM": "alacritty", "KONSOLE_VERSION": "221203"}, "alacritty"),
        (
            {"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal", "TERM_PROGRAM_VERSION": "455"},
            "Apple_Terminal 455",
        ),
        ({"TERM": "xterm-256color", "LC_TERMINAL": "iTerm2"}, "iTerm2"),
        ({"TERM": "xterm-256color", "KONSOLE_VERSION": "221203"}, "Konsole 221203"),
        ({"TERM": "xterm-256color", "WT_SESSION": "a-b"}, "Windows Terminal"),
        ({"TERM": "tmux-256color", "TERM_PROGRAM": "tmux", "VTE_VERSION": "7006"}, "VTE 7006"),
        ({}, ""),
    ],
)
def test_the_environment_is_the_last_witness(environ: dict[str, str], name: str) -> None:
    assert detection.from_environment(environ) == name


def test_terminals_that_would_print_a_question_are_not_asked() -> None:
    assert not query.may_ask({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"})
    assert not query.may_ask({"TERM": "linux"})
    assert not query.may_ask({})
    assert query.may_ask({"TERM": "xterm"})


def test_tmux_is_believed_about_its_client_and_else_the_client_s_own_environment_is_read() -> None:
    assert detection._tmux_client("Konsole 22.12.3\t1\txterm-256color\n") == "Konsole 22.12.3"
    client = subprocess.Popen(
        [sys.executable, "-c", "print(flush=True), input()"], env={**os.environ, "VTE_VERSION": "7006"},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert client.stdout is not None
    client.stdout.readline()  # only now is its environment to be seen
    found = detection._tmux_client(f"\t{client.pid}\txterm-256color\n")
    client.communicate("\n")
    if Path("/proc/self/environ").exists():
        assert found == "VTE 7006"
    assert detection._tmux_client("\tno number\talacritty\n") == "alacritty"
    assert detection._tmux_client("") == ""


def test_writing_a_setting_leaves_every_other_line(home: Path) -> None:
    file = home / "settings.toml"
    file.write_text('# mine\nkeyboard = "mac"  # at work\n\n[keys]\nquit = "Q"\n')
    settings.put("terminal", "inverse")
    settings.put("terminal", "kitty")
    assert file.read_text().splitlines() == [
        "# mine", 'keyboard = "mac"  # at work', 'terminal = "kitty"', "", "[keys]", 'quit = "Q"',
    ]  # fmt: skip
    assert settings.get("terminal") == "kitty"
    assert settings.get("missing") is None
    assert [path.name for path in home.iterdir()] == ["settings.toml"]


def test_a_settings_file_that_can_t_be_read_is_never_written_over(home: Path) -> None:
    file = home / "settings.toml"
    file.write_text("terminal = [\n")
    with pytest.raises(settings.SettingsError, match=r"settings\.toml"):
        settings.put("terminal", "kitty")
    assert file.read_text() == "terminal = [\n"
