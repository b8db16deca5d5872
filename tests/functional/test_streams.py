"""Where output can't go, or isn't UTF-8: one line and an exit code, never a traceback, and data is UTF-8."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from terminal import COMMAND, Terminal

NOT_UTF8 = [
    {"PYTHONIOENCODING": "cp1252"},
    {"PYTHONIOENCODING": "latin-1:replace"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
]
UTF8 = [
    {"PYTHONIOENCODING": "utf8"},
    {"PYTHONIOENCODING": ":replace"},
    {"LC_ALL": "C"},
    {"LC_ALL": "C.UTF-8"},
]


def shell(line: str, home: Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CLAIMREADER_HOME": str(home), **(env or {})}
    command = ["bash", "-c", line.replace("claimreader", COMMAND)]
    return subprocess.run(
        command, env=environment, capture_output=True, check=False, encoding="utf-8", stdin=subprocess.DEVNULL
    )


def settings(env: dict[str, str]) -> str:
    return " ".join(f"{name}={value}" for name, value in env.items())


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Annotations of the samples, so that an export has something to write."""
    import seeds
    from annotations.composition import article_record
    from annotations.model.article import Article
    from annotations.model.records import Annotation, ArticleRef, new_uuid, target_for, timestamp
    from annotations.store.base import Change
    from annotations.store.tinydb_store import open_store

    path = min(seeds.FOLDER.glob("*.txt"))
    article = Article(path.name, path.read_text(encoding="utf-8"))
    unit, now = article.sentences[2], timestamp()
    with open_store(tmp_path / "mine.json", annotator="me") as store:
        store.remember_article(article_record(article))
        annotation = Annotation(
            uuid=new_uuid(), article=ArticleRef(article.id, article.sha256),
            target=target_for(article.text, unit.start, unit.end, 2), tags=("claim",), annotator="me",
            created=now, updated=now,
        )  # fmt: skip
        store.apply([Change(annotation.uuid, 0, annotation)], by="me")
    return tmp_path / "mine.json"


@pytest.mark.parametrize(
    "command", ["list", "list --json", "sentences", "show 000", "--help", "--version", "search في"]
)
@pytest.mark.parametrize(("where", "why"), [("> /dev/full", "No space left on device"), (">&-", "is closed")])
def test_an_output_that_takes_nothing_is_one_line_and_exit_3(
    command: str, where: str, why: str, tmp_path: Path
) -> None:
    done = shell(f"claimreader {command} {where}", tmp_path)
    assert done.returncode == 3
    [line] = done.stderr.splitlines()
    assert line.startswith("claimreader: standard output")
    assert why in line


@pytest.mark.parametrize("format_", ["jsonl", "csv"])
@pytest.mark.parametrize("where", ["> /dev/full", ">&-"])
def test_an_export_that_can_t_be_written_says_nothing_else(
    format_: str, where: str, database: Path, tmp_path: Path
) -> None:
    done = shell(f"claimreader export --db '{database}' --format {format_} {where}", tmp_path)
    assert done.returncode == 3
    [line] = done.stderr.splitlines()
    assert line.startswith("claimreader: standard output")


def test_messages_that_nobody_can_read_change_nothing(database: Path, tmp_path: Path) -> None:
    wanted = shell("claimreader list", tmp_path).stdout
    assert len(wanted.splitlines()) == 5
    for where in ("2>&-", "2>/dev/full", "2>&- </dev/null", "<&- 2>&-"):
        done = shell(f"claimreader list {where}", tmp_path)
        assert (done.returncode, done.stdout, done.stderr) == (0, wanted, "")
        exported = shell(f"claimreader export --db '{database}' {where}", tmp_path)
        assert exported.returncode == 0
        assert json.loads(exported.stdout)["tags"] == ["claim"]
        assert shell(f"claimreader list /no/such/folder {where}", tmp_path).returncode == 2


def test_a_closed_pipe_is_silent_for_every_kind_of_output(database: Path, tmp_path: Path) -> None:
    for command in ("sentences", "sentences --json", "show 002", "export --db '{}'", "--help", "list"):
        line = f"claimreader {command.format(database)} | true; echo ${{PIPESTATUS[0]}}"
        done = shell(line, tmp_path)
        assert done.stderr in ("", "claimreader: 1 annotation written, of 1 article\n") or "export" in command
        assert "Traceback" not in done.stderr
        assert "Exception ignored" not in done.stderr
        assert done.stdout == "0\n"


@pytest.mark.parametrize("env", [*NOT_UTF8, *UTF8], ids=settings)
def test_into_a_pipe_data_is_utf_8_whatever_is_set(
    env: dict[str, str], database: Path, tmp_path: Path
) -> None:
    plain = shell("claimreader sentences", tmp_path)
    done = shell("claimreader sentences", tmp_path, env)
    assert (done.returncode, done.stdout) == (0, plain.stdout)
    exported = shell(f"claimreader export --db '{database}' 2>/dev/null", tmp_path, env)
    assert json.loads(exported.stdout)["tags"] == ["claim"]
    asked = env.get("PYTHONIOENCODING", "")
    if env in NOT_UTF8 and asked:
        [line] = [line for line in done.stderr.splitlines() if "PYTHONIOENCODING" in line]
        assert (
            line
            == f"claimreader: PYTHONIOENCODING={asked.partition(':')[0]} is not followed: output is UTF-8"
        )
    else:
        assert done.stderr == plain.stderr == ""


@pytest.mark.parametrize("env", NOT_UTF8, ids=settings)
@pytest.mark.parametrize(
    "command", [[], ["list"], ["list", "--json"], ["show", "000"], ["sentences"]], ids=" ".join
)
def test_a_terminal_that_takes_no_utf_8_is_told_what_to_set(
    command: list[str], env: dict[str, str], tmp_path: Path
) -> None:
    with Terminal([COMMAND, *command], env={"CLAIMREADER_HOME": str(tmp_path / "home"), **env}) as terminal:
        assert terminal.wait_for_end() == 2
        said = terminal.unwrapped
    remedy = "unset it, or set it to utf-8" if "PYTHONIOENCODING" in env else "set LC_ALL=C.UTF-8"
    assert remedy in said
    assert "Traceback" not in said
    assert "UnicodeEncodeError" not in said


def test_what_is_plain_ascii_is_printed_there_all_the_same(tmp_path: Path) -> None:
    environment = {"CLAIMREADER_HOME": str(tmp_path / "home"), **NOT_UTF8[0]}
    with Terminal([COMMAND, "list", "--help"], env=environment, rows=100) as terminal:
        assert terminal.wait_for_end() == 0
        assert "usage: claimreader list" in terminal.text


@pytest.mark.parametrize("env", UTF8, ids=settings)
def test_a_terminal_that_takes_utf_8_gets_it(env: dict[str, str], tmp_path: Path) -> None:
    with Terminal([COMMAND, "list"], env={"CLAIMREADER_HOME": str(tmp_path / "home"), **env}) as terminal:
        assert terminal.wait_for_end() == 0
        assert "كوريا" in terminal.logical


@pytest.mark.parametrize("name", ["dumb", "unknown", ""])
def test_a_terminal_that_can_only_print_lines_is_told_so(name: str, tmp_path: Path) -> None:
    with Terminal([COMMAND], env={"CLAIMREADER_HOME": str(tmp_path / "home"), "TERM": name}) as terminal:
        assert terminal.wait_for_end() == 2
        said = terminal.unwrapped
    assert f"TERM={name} means" in said if name else "no TERM means" in said
    assert "claimreader list" in said
    assert "\x1b[?1049h" not in said


@pytest.mark.parametrize("redirected", ["2>err.txt", "2>/dev/null", "2>&-", "</dev/null", "<&- 2>&-"])
def test_the_screen_is_drawn_where_the_terminal_is(redirected: str, tmp_path: Path) -> None:
    command = ["bash", "-c", f"exec {COMMAND} {redirected}"]
    with Terminal(command, env={"CLAIMREADER_HOME": str(tmp_path / "home")}, cwd=tmp_path) as terminal:
        terminal.wait_for("5 articles")
        terminal.type("\r")
        terminal.wait_for("decided 0/")
        terminal.type("q")
        terminal.wait_for("5 articles")
        terminal.type("q")
        assert terminal.wait_for_end() == 0
    if redirected == "2>err.txt":
        assert (tmp_path / "err.txt").read_bytes() == b""


# ---------------------------------------------------------------------- keys typed ahead


@pytest.mark.parametrize("first_time", [False, True], ids=["later", "the first time"])
def test_enter_right_after_the_command_opens_the_first_article(first_time: bool, tmp_path: Path) -> None:
    environment = {"CLAIMREADER_HOME": str(tmp_path / "home")}
    with Terminal([COMMAND], env=environment, first_time=first_time) as terminal:
        terminal.type("\r")  # the terminal is in its cooked mode: no program has read from it yet
        terminal.wait_for("decided 0/")


@pytest.mark.parametrize("first_time", [False, True], ids=["later", "the first time"])
def test_a_tag_right_after_the_command_is_saved(first_time: bool, tmp_path: Path) -> None:
    database = tmp_path / "annotations.json"
    environment = {"CLAIMREADER_HOME": str(tmp_path / "home")}
    with Terminal([COMMAND, "--db", str(database)], env=environment, first_time=first_time) as terminal:
        terminal.type("\r2")
        terminal.wait_for("decided 1/")
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0
    assert len(json.loads(database.read_text(encoding="ascii"))["_default"]) == 1


def test_keys_for_a_list_that_is_not_there_yet_wait_for_it(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number in range(400):
        (corpus / f"a{number:03}.txt").write_text(
            f"عنوان {number}\nقال الوزير إن العدد 3000.", encoding="utf-8"
        )
    with Terminal([COMMAND, str(corpus)], env={"CLAIMREADER_HOME": str(tmp_path / "home")}) as terminal:
        terminal.type("jjj\r")
        terminal.wait_for("decided 0/")
        assert "a003" in terminal.text.splitlines()[0]


def test_what_is_pasted_is_text_in_a_line_and_nothing_elsewhere(tmp_path: Path) -> None:
    database = tmp_path / "annotations.json"
    command = [COMMAND, "--db", str(database)]
    with Terminal(command, env={"CLAIMREADER_HOME": str(tmp_path / "home")}) as terminal:
        terminal.wait_for("5 articles")
        terminal.type("\r")
        terminal.wait_for("decided 0/")
        terminal.type("\x1b[200~c\x1b[31m2\x1b1q\x1b[201~")
        terminal.wait_for("what is pasted does nothing here")
        assert "decided 0/" in terminal.text
        terminal.type("m\x1b[200~one\x1b]0;x\x07\r\n2\x15\u202etwo\x1b[201~\r")
        terminal.wait_for("saved ")
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0
    [document] = json.loads(database.read_text(encoding="ascii"))["_default"].values()
    assert document["note"] == "one]0;x 2two"
