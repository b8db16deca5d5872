"""The commands: what they print, their exit codes, and one line for everything that can be wrong."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from terminal import COMMAND, Terminal

HOSTILE = (
    "عنوان [bold]غريب[/] \x1b[31mأحمر\x1b]0;pwned\x07 نص\x00 و\u202eقلب\u202c وعلامة \u064b\u064b وحدها.\n"
    "سطر [/] [@click=app.quit]انقر[/] \u2067غير مغلق\n"
    "\ufeff \u200b\u200d\u200e نهاية.\n"
    "\u0301\u0301 علامة في البداية\tوجدول\n"
)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "good.txt").write_text(
        "عنوان الخبر\nقال الوزير إن العدد 3000 جندي. ونفت موسكو.", encoding="utf-8"
    )
    return folder


def run(*arguments: object, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CLAIMREADER_HOME": str(home)}
    command = [COMMAND, *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("claimreader: ")
    return lines[0]


@pytest.mark.parametrize("command", ["list", "sentences", "export"])
def test_a_missing_and_an_empty_folder_are_one_line_and_exit_2(command: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for folder in ("missing", "empty"):
        done = run(command, tmp_path / folder, home=tmp_path)
        assert done.returncode == 2
        assert folder in one_line(done)


def test_what_cannot_be_read_is_said_and_the_rest_works(corpus: Path, tmp_path: Path) -> None:
    (corpus / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (corpus / "bytes.txt").write_bytes("ق".encode() + b"\xff\x81 abc")
    (corpus / "empty.txt").touch()
    (corpus / "long.txt").write_text("قال الوزير إن العدد كبير " * 8000, encoding="utf-8")
    done = run("list", "--json", corpus, home=tmp_path)
    assert done.returncode == 0
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["good.txt", "long.txt"]
    for name in ("picture.txt", "bytes.txt", "empty.txt"):
        assert sum(name in line for line in done.stderr.splitlines()) == 1
    assert all(len(line) < 1000 for line in run("list", corpus, home=tmp_path).stdout.splitlines())


@pytest.mark.parametrize("content", ['{"not": "tinydb"}', "garbage", "[1, 2]", ""])
def test_a_database_that_is_none_stays_as_it_is(content: str, corpus: Path, tmp_path: Path) -> None:
    database = tmp_path / "mine.json"
    database.write_text(content)
    done = run("list", corpus, "--db", database, home=tmp_path)
    if content:
        assert done.returncode == 2
        assert "mine.json" in one_line(done)
    with Terminal(
        [COMMAND, str(corpus), "--db", str(database)], env={"CLAIMREADER_HOME": str(tmp_path)}
    ) as terminal:
        if content:
            assert terminal.wait_for_end() in (2, 3)
            assert "mine.json" in terminal.unwrapped
    assert database.read_text() == content


def test_looking_leaves_no_file_behind(corpus: Path, tmp_path: Path) -> None:
    before = sorted(path.name for path in corpus.iterdir())
    for command in (["list"], ["sentences"], ["export"], ["verify"], ["history"]):
        run(*command, *([corpus] if command != ["history"] else ["--corpus", corpus]), home=tmp_path / "home")
    assert sorted(path.name for path in corpus.iterdir()) == before


def test_sentences_have_exact_offsets(tmp_path: Path) -> None:
    done = run("sentences", "--json", home=tmp_path)
    import seeds

    texts = {path.name: path.read_text(encoding="utf-8") for path in seeds.FOLDER.glob("*.txt")}
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(records) == 200
    assert all(texts[one["article"]][one["start"] : one["end"]] == one["text"] for one in records)
    assert set(records[0]) == {"article", "index", "start", "end", "kind", "text"}


def test_show_writes_the_text_as_stored_into_a_pipe(tmp_path: Path) -> None:
    import seeds

    path = next(iter(sorted(seeds.FOLDER.glob("*.txt"))))
    text = path.read_text(encoding="utf-8")
    assert run("show", "000", home=tmp_path).stdout == (text if text.endswith("\n") else text + "\n")
    assert run("show", path, home=tmp_path).stdout == run("show", "000", home=tmp_path).stdout


def test_an_ambiguous_beginning_names_the_candidates(tmp_path: Path) -> None:
    done = run("show", "00", home=tmp_path)
    assert done.returncode == 2
    assert "004_349d150d1a2d97aa.txt" in one_line(done)


def test_the_reader_needs_a_terminal(tmp_path: Path) -> None:
    done = run(home=tmp_path)
    assert done.returncode == 2
    assert "terminal" in one_line(done)


def test_a_closed_pipe_is_silent(tmp_path: Path) -> None:
    line = f"{COMMAND} sentences | head -1"
    environment = {**os.environ, "CLAIMREADER_HOME": str(tmp_path)}
    done = subprocess.run(["bash", "-c", line], env=environment, capture_output=True, text=True, check=True)
    assert done.stderr == ""


def test_wrong_usage_is_one_line(tmp_path: Path) -> None:
    for arguments in (
        ["--db"],
        ["export", "--format", "xx"],
        ["export", "--since", "never"],
        ["list", "--encoding", "xx"],
    ):
        done = run(*arguments, home=tmp_path)
        assert done.returncode == 2
        one_line(done)


HOSTILE_COMMANDS = (
    ["show", "hostile", "--visual", "--corpus"],
    ["show", "hostile", "--logical", "--corpus"],
    ["list"],
    ["sentences"],
)


@pytest.mark.parametrize("arguments", HOSTILE_COMMANDS)
def test_a_hostile_article_never_acts_on_the_terminal(
    arguments: list[str], corpus: Path, tmp_path: Path
) -> None:
    (corpus / "hostile.txt").write_text(HOSTILE, encoding="utf-8")
    with Terminal([COMMAND, *arguments, str(corpus)], env={"CLAIMREADER_HOME": str(tmp_path)}) as terminal:
        assert terminal.wait_for_end() == 0
        own = terminal.sent
        # The order of cells, the question which terminal it is, a line of progress, a table's head.
        for ours in (b"\x1b[8l", b"\x1b[8h", b"\x1b[>q", b"\x1b[>c", b"\x1b[K", b"\x1b[1m", b"\x1b[22m"):
            own = own.replace(ours, b"")
        assert b"\x1b" not in own
        assert b"\x00" not in own
        assert b"\x07" not in own
        for control in ("\u202e", "\u202c", "\u2067", "\u200e", "\ufeff", "\u200b"):
            assert control.encode() not in own


def test_a_hostile_article_shifts_no_cell_in_the_reader(corpus: Path, tmp_path: Path) -> None:
    (corpus / "hostile.txt").write_text(HOSTILE, encoding="utf-8")
    with Terminal(
        [COMMAND, str(corpus)], env={"CLAIMREADER_HOME": str(tmp_path)}, columns=80, rows=24
    ) as terminal:
        terminal.wait_for("2 articles")
        terminal.type("j\r")
        terminal.wait_for("hostile")
        terminal.wait_for("Esc back")
        terminal.type("jjj")
        terminal.type("2")
        terminal.wait_for("c2")
        gutter = ["".join(terminal.screen.buffer[y][x].data for x in (77, 78)) for y in range(24)]
        assert gutter.count("c2") == 1  # it stands where it stands beside every row
        assert "[bold]" in terminal.text or "]bold[" in terminal.text
        assert b"]0;pwned" not in terminal.sent
        for control in ("\u202e", "\u2067", "\u200b", "\ufeff"):
            assert control.encode() not in terminal.sent
