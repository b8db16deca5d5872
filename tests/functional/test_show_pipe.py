"""`claimreader show -`: any text from a pipe, right in this terminal, as it comes."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from rich.cells import cell_len
from terminal import COMMAND, Terminal

import seeds

ARTICLE = sorted(seeds.FOLDER.glob("*.txt"))[0]


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "CLAIMREADER_HOME": str(tmp_path / "home")}


def show(data: bytes, home: dict[str, str], *options: str) -> subprocess.CompletedProcess[bytes]:
    command = [COMMAND, "show", "-", *options]
    return subprocess.run(command, input=data, env=home, capture_output=True, check=False)


def test_an_article_from_a_pipe_is_shown_as_it_is_from_its_file(home: dict[str, str]) -> None:
    for way in ("--visual", "--logical"):
        named = subprocess.run([COMMAND, "show", "000", way], env=home, capture_output=True, check=True)
        piped = show(ARTICLE.read_bytes(), home, way)
        assert piped.stdout.rstrip(b"\n") == named.stdout.rstrip(b"\n")
        assert piped.stderr == b""


def test_into_a_pipe_it_is_text_in_utf_8_whatever_came(home: dict[str, str]) -> None:
    text = "قال الوزير إن العدد كبير جدا\r\nونفى ذلك"
    assert show(text.encode("cp1256"), home).stdout.decode() == text.replace("\r\n", "\n") + "\n"


def test_rows_are_as_wide_as_asked(home: dict[str, str]) -> None:
    shown = show(ARTICLE.read_bytes(), home, "--visual", "--width", "30").stdout.decode().split("\n")
    assert max(map(cell_len, shown)) == 30


def test_as_json_it_is_one_record(home: dict[str, str]) -> None:
    assert json.loads(show("نص\n".encode(), home, "--json").stdout) == {"text": "نص\n"}


def test_an_empty_pipe_is_nothing(home: dict[str, str]) -> None:
    done = show(b"", home)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_what_is_no_text_is_one_line_and_exit_2(home: dict[str, str]) -> None:
    done = show(bytes(1000), home)
    assert done.returncode == 2
    assert done.stderr.startswith(b"claimreader: standard input: not text")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("encoding", ["no-such", "rot13"])
def test_an_encoding_that_there_is_not_is_one_line(encoding: str, home: dict[str, str]) -> None:
    done = show(b"a", home, "--encoding", encoding)
    assert done.returncode == 2
    assert encoding in done.stderr.decode()


def test_how_lines_are_laid_out_is_a_matter_of_pipes(home: dict[str, str]) -> None:
    done = subprocess.run(
        [COMMAND, "show", "000", "--layout", "lines"], env=home, capture_output=True, check=False
    )
    assert done.returncode == 2


def test_on_a_terminal_arabic_is_shown_and_nothing_acts(home: dict[str, str]) -> None:
    command = ["bash", "-c", rf"printf 'قال \033]0;pwned\007\033[2J الوزير\n' | {COMMAND} show -"]
    with Terminal(command, columns=60, rows=10, env=home) as terminal:
        assert terminal.wait_for_end() == 0
        assert b"\x1b]0;" not in terminal.sent
        assert b"\x1b[2J" not in terminal.sent
        assert terminal.logical.strip().startswith("قال")
        assert terminal.screen.display[0].rstrip().endswith("ﻝﺎﻗ")


def test_a_log_that_is_followed_is_shown_while_it_grows(home: dict[str, str]) -> None:
    command = [
        "bash",
        "-c",
        rf"(echo '10:00 الأول'; read < /dev/tty; echo '10:01 الثاني') | {COMMAND} show -",
    ]
    with Terminal(command, columns=60, rows=10, env={**home, "PAGER": "less"}) as terminal:
        terminal.wait_for("10:00 ﻝﻭﻷﺍ")
        terminal.type("\r")
        terminal.wait_for("10:01 ﻲﻧﺎﺜﻟﺍ")
        assert terminal.wait_for_end() == 0


def test_ctrl_c_ends_an_endless_input(home: dict[str, str]) -> None:
    command = ["bash", "-c", f"(echo 'قال'; sleep 1000) | {COMMAND} show -; echo code $?"]
    with Terminal(command, columns=60, rows=10, env=home) as terminal:
        terminal.wait_for("ﻝﺎﻗ")
        terminal.type("\x03")
        terminal.wait_for_end()
        assert "Traceback" not in terminal.text


@pytest.mark.parametrize("line", ["قال الوزير إن العدد كبير\n", "كلمة "])
def test_memory_does_not_grow_with_the_input(line: str, home: dict[str, str]) -> None:
    """60 MB in lines, and without a line end; the program has 150 MB for all of its data."""
    command = ["bash", "-c", f"ulimit -d 150000; exec {COMMAND} show -"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, env=home)
    assert process.stdin is not None
    piece = (line * 20_000).encode()
    with process.stdin as pipe:
        for _ in range(60_000_000 // len(piece)):
            pipe.write(piece)
    assert process.wait() == 0
