"""How commands take what is typed: options anywhere, lists of paths, wrong names told with the nearest."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from terminal import COMMAND, Terminal

import seeds
from tui import cli, i18n
from tui.cli import COMMANDS, COMMON, main, parser_for, split


class Said(NamedTuple):
    code: int
    out: str
    lines: list[str]


@pytest.fixture
def event(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the samples, in which one works, with a home of its own."""
    folder = tmp_path / "event"
    shutil.copytree(seeds.FOLDER, folder, ignore=lambda *_: {"__init__.py", "__pycache__"})
    monkeypatch.setenv("CLAIMREADER_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("CLAIMREADER_DB", raising=False)
    monkeypatch.setenv("CLAIMREADER_ANNOTATOR", "me")
    monkeypatch.chdir(folder)
    monkeypatch.setattr(i18n, "_language", "en")  # a command may choose one, for its process
    return folder


@pytest.fixture
def say(event: Path, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    def said(*arguments: object) -> Said:
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Said(code, captured.out, captured.err.splitlines())

    return said


def one_line(said: Said, code: int = 2) -> str:
    assert said.code == code, said
    assert len(said.lines) == 1, said
    assert said.lines[0].startswith("claimreader: ")
    return said.lines[0].removeprefix("claimreader: ")


# ---------------------------------------------------------------------- options


def test_options_may_stand_before_the_command_and_between_its_arguments(say, event: Path) -> None:  # type: ignore[no-untyped-def]
    usual = say("list", event, "--json", "--color", "never")
    assert usual.code == 0
    assert len(usual.out.splitlines()) == 5
    assert say("--color", "never", "--json", "list", event).out == usual.out
    assert say("--color=never", "-q", "list", "--json", event).out == usual.out
    assert say("--db", "list", "--corpus", event, "list").lines[0] == (
        "claimreader: --db list: no such annotations file"
    )
    hits = say("search", "الناتو", event, "--json").out
    assert say("search", "--json", "الناتو", event).out == hits
    assert say("search", "الناتو", "--json", event).out == hits != ""


def test_a_word_that_an_option_takes_is_no_command() -> None:
    assert split(["--db", "list", "show", "x"]) == ("show", ["--db", "list", "x"])
    assert split(["--review", "merge", "event"]) == (None, ["--review", "merge", "event"])
    assert split(["--", "list"]) == (None, ["--", "list"])
    assert split(["--version", "list"]) == (None, ["--version", "list"])
    assert split(["-", "list"]) == (None, ["-", "list"])
    assert split([]) == (None, [])


@pytest.mark.parametrize("command", [None, *COMMANDS])
def test_every_parser_can_be_made_and_has_the_common_options_once(command: str | None) -> None:
    parser = parser_for(command, cli._module(command) if command else None)
    text = parser.format_help()
    for option in COMMON:
        heads = re.findall(rf"^  (?:-\w, )?{option.name}(?![\w-])", text, re.MULTILINE)
        assert len(heads) == (option.name not in parser.of_command.without), option.name


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["show", "000", "--width", "abc"], "--width: abc is not a number of cells from 1 to 10000"),
        (["show", "000", "--width", "0"], "--width: 0 is not a number of cells from 1 to 10000"),
        (["export", "--since", "never"], "--since: never is not a date like 2026-11-22"),
        (["suggest", "--lang", "de"], "--lang: de is not one of en, ar"),
        (["--lang", "de"], "--lang: de is not one of en, ar"),
        (["list", "--db"], "--db: expected one argument"),
        (["list", "--encoding", "klingon"], "--encoding klingon: no such encoding; try utf-8"),
        (["list", "--field", "x"], "--field x: expected NAME=KEY, such as text=article_body"),
        (["list", "--records", "a b"], "--records a b: expected where the articles lie in JSON as jq"),
        (["list", "--chat", "week"], "--chat week: expected message or day"),
        (["list", "--jsno"], "--jsno: no such option; perhaps --json"),
        (["list", "--width", "5"], "--width: no such option; it is one of: claimreader show"),
        (["export", "--tga=x"], "--tga: no such option; perhaps --tag"),
        (["history", "a", "b"], "b: one argument more than is taken"),
        (["list", "--annotator", " "], "annotator ' ': a name has from 1 to 200 printable characters"),
    ],
)
def test_a_wrong_option_is_named_with_its_value_and_what_is_expected(say, arguments, line: str) -> None:  # type: ignore[no-untyped-def]
    assert one_line(say(*arguments)).startswith(line)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("list", {"id", "decided", "claims"}),
        ("sentences", {"article", "index", "start", "end"}),
        ("search الناتو", {"article", "hits", "snippet"}),
        ("search --lines الناتو", {"article", "index", "start", "end", "before", "hit", "after"}),
        ("show 000", {"id", "sha256", "text", "title"}),
        ("index", {"index", "articles"}),
        ("export --formats", {"name", "about", "imports"}),
        ("export", {"schema", "uuid", "target"}),
        ("import FILE", {"format", "new", "same", "conflicts"}),
        ("report -o page.html", {"file", "claims"}),
        ("history", {"seq", "by", "after"}),
        ("verify", {"where", "what", "remedy"}),
        ("compare annotations.json other.json", {"agreements", "disagreements"}),
        ("doctor", {"terminal", "profile"}),
    ],
)
def test_json_is_what_every_command_writes_if_it_is_asked_to(
    line: str,
    names: set[str],
    say,  # type: ignore[no-untyped-def]
    event: Path,
) -> None:
    from test_readme_runs import annotate

    annotate(event / "annotations.json", "me", ("claim",), 60)
    annotate(event / "other.json", "you", ("claim",), 60)
    with (event / "FILE").open("w") as file:
        file.write(say("export", event).out)
    if line == "verify":
        (event / "000_0caa50b3dad6e4be.txt").unlink()
    corpus = [] if line.startswith(("compare", "doctor")) else ["--corpus", event]
    said = say(*line.split(), *corpus, "--json")
    assert said.code in (0, 1), said
    records = [json.loads(row) for row in said.out.splitlines()]
    assert records
    assert all(names <= record.keys() for record in records)


# ---------------------------------------------------------------------- names that aren't there


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["exprot"], "exprot: no such command, file or folder; did you mean claimreader export?"),
        (["serach", "الناتو"], "serach: no such command, file or folder; did you mean claimreader search?"),
        (["list", "evnt"], "evnt: no such file or folder"),
        (["list", "../evnt"], "../evnt: no such file or folder; perhaps event"),
        (["verify", "../evnt"], "../evnt: no such file or folder; perhaps event"),
        (["history", "--corpus", "../evnt"], "../evnt: no such file or folder; perhaps event"),
        (["list", "--scheme", "no.toml"], "--scheme no.toml: no such file"),
        (["export", "--format", "jsnol"], "--format jsnol: no such format; perhaps jsonl"),
        (["export", "--format", "qqqq"], "--format qqqq: no such format; there are: jsonl, doccano"),
        (["export", "--tag", "quantty"], "--tag quantty: no such tag; perhaps quantity"),
        (["export", "--tag", "Quantity"], "--tag Quantity: no such tag; perhaps quantity"),
        (["export", "--tag", "zzzz"], "--tag zzzz: no such tag; there are: claim, event, quantity"),
        (["export", "--article", "zzz"], "no article zzz in "),
        (["export", "--article", "00"], "00 may be 5 articles: 000_"),
        (["import", "001_33daa4690444d7b0.tx"], "001_33daa4690444d7b0.tx: there is no such file"),
        (["compare", "a.json", "b.json"], "a.json: no such annotations file"),
    ],
)
def test_what_is_not_there_is_an_error_with_the_nearest(say, arguments, line: str) -> None:  # type: ignore[no-untyped-def]
    assert one_line(say(*arguments)).startswith(line)


READERS = (
    ["list", "--annotators"],
    ["export"],
    ["history"],
    ["verify"],
    ["verify", "--repair"],
    ["report", "-o", "page.html"],
)


@pytest.mark.parametrize("command", READERS, ids=" ".join)
def test_an_annotations_file_that_was_named_has_to_be_there_for_who_only_reads(
    command: list[str],
    say,  # type: ignore[no-untyped-def]
    event: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (event / "notes.json").write_text("")
    assert one_line(say(*command, "--db", "ntes.json")) == (
        "--db ntes.json: no such annotations file; perhaps notes.json"
    )
    monkeypatch.setenv("CLAIMREADER_DB", str(event / "none" / "notes.json"))
    assert one_line(say(*command)).startswith("CLAIMREADER_DB ")
    assert not (event / "ntes.json").exists()
    assert not (event / "none").exists()
    assert not (event / "page.html").exists()


@pytest.mark.parametrize(
    "command",
    [["list"], ["search", "الناتو"], ["sentences"], ["suggest"], ["suggest", "--pairs"]],
    ids=" ".join,
)
def test_who_tells_of_articles_has_an_answer_before_anything_is_saved(
    command: list[str],
    say,  # type: ignore[no-untyped-def]
    event: Path,
) -> None:
    (event / "notes.json").write_text("")
    usual = say(*command, event, "--json")
    named = say(*command, event, "--json", "--db", "ntes.json")
    assert (named.code, named.out) == (usual.code, usual.out)
    said = ["claimreader: --db ntes.json: no such annotations file; perhaps notes.json"]
    assert [line for line in named.lines if "ntes" in line] == ([] if command == ["sentences"] else said)
    assert not (event / "ntes.json").exists()


def test_an_import_makes_the_file_that_was_named(say, event: Path) -> None:  # type: ignore[no-untyped-def]
    line = "أول جملة"
    (event / "new.csv").write_text(f"article,start,end,quote,tags\n,,,{line},claim\n", encoding="utf-8")
    assert say("import", "new.csv", "--db", "new.json").code == 0
    assert not (event / "new.json").exists()
    assert say("import", "new.csv", "--db", "new.json", "--apply").code == 0


def test_an_unknown_annotator_is_told_who_there_is(say, event: Path) -> None:  # type: ignore[no-untyped-def]
    from test_readme_runs import annotate

    annotate(event / "annotations.json", "analyst-1", ("claim",), 50)
    for command in (["export"], ["report", "-o", "page.html"], ["figures"]):
        said = one_line(say(*command, event, "--by", "analst-1"))
        assert said == "--by analst-1: nobody of that name has annotated; perhaps analyst-1"
        said = one_line(say(*command, event, "--by", "bob"))
        assert said == "--by bob: nobody of that name has annotated; there are: analyst-1"
        said = one_line(say(*command, event, "--by", "gold"))
        assert said.startswith("--by gold: there is none without a team; ")
    assert not (event / "page.html").exists()
    assert say("export", event, "--by", "analyst-1").out != ""


def test_a_tag_that_only_annotations_have_is_known(say, event: Path) -> None:  # type: ignore[no-untyped-def]
    from test_readme_runs import annotate

    annotate(event / "annotations.json", "me", ("theirs",), 50)
    assert len(say("export", event, "--tag", "theirs").out.splitlines()) == 6
    assert one_line(say("export", event, "--tag", "thiers")) == "--tag thiers: no such tag; perhaps theirs"


def test_an_article_of_an_export_is_one_by_id_prefix_or_path_also_when_it_is_gone(say, event: Path) -> None:  # type: ignore[no-untyped-def]
    from test_readme_runs import annotate

    annotate(event / "annotations.json", "me", ("claim",), 50)
    name = "000_0caa50b3dad6e4be.txt"
    of_one = say("export", event, "--article", name).out
    assert 0 < len(of_one.splitlines()) < 6
    assert say("export", event, "--article", "000").out == of_one
    assert say("export", event, "--article", event / name).out == of_one
    (event / name).unlink()
    assert say("export", event, "--article", "000").out == of_one


def test_a_search_without_a_hit_is_exit_1(say, event: Path) -> None:  # type: ignore[no-untyped-def]
    assert say("search", "الناتو", event).code == 0
    assert one_line(say("search", "قطقطقط", event), code=1) == "no article has قطقطقط"
    assert one_line(say("search", "قطقطقط", event, "--json"), code=1) == "no article has قطقطقط"
    assert "no word to look for" in one_line(say("search", "?!", event), code=2)


def test_a_folder_called_as_a_command_is_said(say, event: Path) -> None:  # type: ignore[no-untyped-def]
    (event / "list").mkdir()
    shutil.copy(event / "000_0caa50b3dad6e4be.txt", event / "list")
    said = say("list", "--json", ".")
    assert said.code == 0
    assert said.lines == ["claimreader: list is taken as the command; what is there of that name is ./list"]
    assert len(say("list", "--json", "./list").out.splitlines()) == 1


# ---------------------------------------------------------------------- lists of paths


def piped(*arguments: object, given: bytes, home: Path) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "CLAIMREADER_HOME": str(home)}
    command = [COMMAND, *map(str, arguments)]
    return subprocess.run(command, input=given, env=environment, capture_output=True, check=False)


@pytest.mark.parametrize(
    "arguments",
    [["list", "-"], ["sentences", "-"], ["list", "--corpus", "-"], ["search", "في", "-"], ["verify", "-"],
     ["export", "-"], ["report", "-", "-o", "page.html"], ["index", "-"], ["show", "001", "--corpus", "-"],
     ["history", "--corpus", "-"]],
    ids=" ".join,
)  # fmt: skip
def test_a_list_of_paths_is_read_from_standard_input(
    arguments: list[str], event: Path, tmp_path: Path
) -> None:
    paths = [event / "000_0caa50b3dad6e4be.txt", event / "001_33daa4690444d7b0.txt", event / "gone.txt"]
    home = tmp_path / "home"
    for end in ("\n", "\0"):
        done = piped(*arguments, given="".join(f"{path}{end}" for path in paths).encode(), home=home)
        assert done.returncode == 0, done.stderr
        if arguments[0] in ("list", "sentences", "search"):
            assert {row[:3] for row in done.stdout.decode().splitlines()} == {"000", "001"}
        if arguments[0] not in ("show", "history"):
            assert done.stderr.decode().count("gone.txt: no such file or folder") == 1
        (event / "page.html").unlink(missing_ok=True)
    for beside in ("annotations.json", "annotations.json.lock"):
        assert not (event / beside).exists()


def test_what_is_no_list_says_what_is_expected(event: Path, tmp_path: Path) -> None:
    done = piped("list", "-", given=b"", home=tmp_path)
    assert done.returncode == 2
    assert b"standard input held no path; expected a list of paths, one a line, as in: find" in done.stderr
    closed = subprocess.run(
        ["bash", "-c", f"{COMMAND} list - <&-"], env={**os.environ, "CLAIMREADER_HOME": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert closed.returncode == 2
    assert "standard input held no path; expected a list of paths" in closed.stderr
    with Terminal([COMMAND, "list", "-"], env={"CLAIMREADER_HOME": str(tmp_path)}, columns=200) as terminal:
        assert terminal.wait_for_end() == 2
        assert b"standard input is the keyboard; expected a list of paths" in terminal.sent


def test_a_name_and_a_list_are_one_corpus(say, event: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    listed = io.TextIOWrapper(io.BytesIO(f"{event / '001_33daa4690444d7b0.txt'}\n".encode()))
    monkeypatch.setattr(sys, "stdin", listed)
    monkeypatch.setattr("tui.terminal.standard_input.TERMINAL", "/nowhere")
    said = say("list", "--json", "000_0caa50b3dad6e4be.txt", "-")
    assert said.code == 0
    assert len(said.out.splitlines()) == 2


def test_the_reader_takes_a_list_and_reads_the_keyboard_from_the_terminal(
    event: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    line = f"(find {event} -name '00[01]*.txt' -print0; printf 'gone.txt\\0') | {COMMAND} -"
    environment = {"CLAIMREADER_HOME": str(home)}
    with Terminal(["bash", "-c", line], env=environment, columns=100, rows=30) as terminal:
        terminal.wait_for("2 articles")
        terminal.wait_for("1 problem")
        terminal.type("\r")
        terminal.wait_for("Esc back")
        terminal.type("j2")
        terminal.wait_for("c2")
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0
    [database] = home.glob("corpus-*/annotations.json")
    assert '"quantity"' in database.read_text()
    again = piped(
        "export",
        "-",
        home=home,
        given="\n".join(map(str, sorted(event.glob("00[01]*.txt")))).encode() + b"\ngone.txt",
    )
    assert again.stdout.count(b'"schema":"claimreader/1"') == 1


def test_a_reader_whose_input_is_no_terminal_and_that_has_none_says_so(event: Path, tmp_path: Path) -> None:
    """As from a job scheduler that gives a terminal to standard output alone."""
    import pty

    ours, theirs = pty.openpty()
    done = subprocess.run(
        [COMMAND, str(event)],
        env={**os.environ, "CLAIMREADER_HOME": str(tmp_path)},
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        start_new_session=True,
    )
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 2
    assert done.stderr == (
        "claimreader: the reader needs a keyboard: standard input is no terminal, and the program has none\n"
    )
