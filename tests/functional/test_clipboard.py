"""What is copied is copied, where it is said to be, and holds nothing that would act where it is pasted."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from terminal import COMMAND, Terminal

HOSTILE = "قال\x1b[201~\x15\x08rm -rf ~\r الوزير\u202e 21\u202c إن\tالعدد 3000\x9b31m جندي.\n"
PASTED = "قال[201~rm -rf ~ الوزير 21 إن العدد 300031m جندي."
LEFT_OUT = "line ends, control characters and hidden ones were left out"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.txt").write_text(f"عنوان الخبر\n{HOSTILE}", encoding="utf-8", newline="")
    return folder


def copied(sent: bytes) -> list[str]:
    """What the terminal was asked to take for its clipboard."""
    pieces = sent.split(b"\x1b]52;c;")[1:]
    return [base64.b64decode(piece.partition(b"\x07")[0]).decode() for piece in pieces]


def test_nothing_that_is_copied_acts_where_it_is_pasted(corpus: Path, tmp_path: Path) -> None:
    with Terminal([COMMAND, str(corpus)], env={"CLAIMREADER_HOME": str(tmp_path / "home")}) as terminal:
        terminal.wait_for("1 article")
        terminal.type("\r")
        terminal.wait_for("decided 0/")
        terminal.type("jy")
        terminal.wait_for("sent to the terminal's clipboard")
        terminal.wait_for(LEFT_OUT[:30])
        [text] = copied(terminal.sent)
    assert text in PASTED  # a sentence of it
    assert not any(ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0 for char in text)
    assert not set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[list[str]]:
    """A tmux server of its own, with tmux's defaults."""
    if not shutil.which("tmux"):
        pytest.fail("these tests need tmux")
    command = ["tmux", "-S", str(tmp_path / "t"), "-f", os.devnull]
    yield command
    subprocess.run([*command, "kill-server"], check=False, capture_output=True)


def test_in_tmux_it_is_in_tmux_s_buffer(server: list[str], corpus: Path, tmp_path: Path) -> None:
    environment = {"CLAIMREADER_HOME": str(tmp_path / "home"), "TMUX": "", "LC_ALL": "C.UTF-8"}
    with Terminal([*server, "new-session", COMMAND, str(corpus)], env=environment) as terminal:
        terminal.wait_for("1 article")
        terminal.type("\r")
        terminal.wait_for("decided 0/")
        terminal.type("y")
        terminal.wait_for("copied into tmux's buffer")
        shown = subprocess.run([*server, "show-buffer"], capture_output=True, check=True)
        assert shown.stdout.decode() == "عنوان الخبر"
        if "sent on to the terminal's clipboard" in terminal.text:
            terminal.wait_until(lambda: b"\x1b]52;" in terminal.sent)
            assert base64.b64encode("عنوان الخبر".encode()) in terminal.sent
        else:
            assert "C-b ] pastes it" in terminal.text
            assert b"\x1b]52;" not in terminal.sent


@pytest.mark.parametrize("works", [True, False])
def test_a_tmux_that_knows_no_w_and_one_that_takes_nothing(works: bool, corpus: Path, tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    stand_in = programs / "tmux"
    stand_in.write_text(
        "#!/bin/sh\n"
        'case "$*" in\n'
        '*"load-buffer -w"*) exit 1;;\n'
        f'*load-buffer*) cat > "{tmp_path}/buffer"; exit {0 if works else 1};;\n'
        "*prefix*) echo C-a;;\n"
        "esac\n"
    )
    stand_in.chmod(0o755)
    environment = {
        "CLAIMREADER_HOME": str(tmp_path / "home"), "TMUX": "none,1,0", "TERM": "tmux-256color",
        "PATH": f"{programs}:{os.environ['PATH']}",
    }  # fmt: skip
    with Terminal([COMMAND, str(corpus)], env=environment) as terminal:
        terminal.wait_for("1 article")
        terminal.type("\r")
        terminal.wait_for("decided 0/")
        terminal.type("y")
        if works:
            terminal.wait_for("copied into tmux's buffer alone; C-a ] pastes it")
            assert (tmp_path / "buffer").read_text(encoding="utf-8") == "عنوان الخبر"
            assert not copied(terminal.sent)
        else:
            terminal.wait_for("sent to tmux, which takes it only where its set-clipboard is on")
            assert copied(terminal.sent) == ["عنوان الخبر"]


@pytest.mark.skipif(not shutil.which("screen"), reason="GNU screen isn't installed")
def test_in_screen_it_goes_through_to_the_terminal_outside(corpus: Path, tmp_path: Path) -> None:
    home = tmp_path / "screens"
    home.mkdir(mode=0o700)
    (tmp_path / "screenrc").write_text("startup_message off\nterm screen-256color\n")
    long = "كلمة " * 120
    (corpus / "a.txt").write_text(f"{long}\nنص", encoding="utf-8")
    environment = {
        "CLAIMREADER_HOME": str(tmp_path / "home"), "SCREENDIR": str(home), "TMUX": "", "LC_ALL": "C.UTF-8"
    }  # fmt: skip
    command = ["screen", "-U", "-c", str(tmp_path / "screenrc"), COMMAND, str(corpus)]
    with Terminal(command, env=environment) as terminal:
        terminal.wait_for("1 article")
        terminal.type("\r")
        terminal.wait_for("decided 0/")
        terminal.type("y")
        terminal.wait_for("sent through screen to the terminal's clipboard")
        terminal.wait_until(lambda: copied(terminal.sent))
        assert copied(terminal.sent) == [long.strip()]
        terminal.type("\x11")  # else screen keeps it, detached, after the test
        assert terminal.wait_for_end() == 0


def test_a_terminal_without_a_clipboard_is_not_said_to_have_one(corpus: Path, tmp_path: Path) -> None:
    environment = {"CLAIMREADER_HOME": str(tmp_path / "home"), "TERM_PROGRAM": "", "VTE_VERSION": "6800"}
    environment |= {"DISPLAY": "", "WAYLAND_DISPLAY": ""}
    with Terminal([COMMAND, str(corpus)], env=environment) as terminal:
        terminal.wait_for("1 article")
        terminal.type("\r")
        terminal.wait_for("decided 0/")
        terminal.type("y")
        terminal.wait_for("not copied: this terminal (VTE 6800) gives programs no clipboard")
        assert not copied(terminal.sent)


def test_a_program_of_the_desktop_takes_it_there(corpus: Path, tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    stand_in = programs / "wl-copy"
    stand_in.write_text(
        f'#!/bin/sh\ncat > "{tmp_path}/clipboard"\nsleep 30 &\n'
    )  # it stays behind, as wl-copy
    stand_in.chmod(0o755)
    environment = {
        "CLAIMREADER_HOME": str(tmp_path / "home"), "TERM_PROGRAM": "", "VTE_VERSION": "6800",
        "WAYLAND_DISPLAY": "wayland-0", "SSH_CONNECTION": "", "PATH": f"{programs}:{os.environ['PATH']}",
    }  # fmt: skip
    with Terminal([COMMAND, str(corpus)], env=environment) as terminal:
        terminal.wait_for("1 article")
        terminal.type("\r")
        terminal.wait_for("decided 0/")
        terminal.type("y")
        terminal.wait_for("copied to the clipboard by wl-copy")
        assert (tmp_path / "clipboard").read_text(encoding="utf-8") == "عنوان الخبر"
        assert not copied(terminal.sent)
