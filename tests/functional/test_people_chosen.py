"""`--by NAME|all|gold`: what a team says is exported, reported and counted, as far as one may see it."""

from __future__ import annotations

import csv
import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from terminal import COMMAND, Terminal

from annotations.corpus import open_corpus

TEXT = "قال الناطق إن القوات تقدمت أمس. قتل 5 جنود في القصف على المدينة. ونفى الخصم ذلك في بيان له.\n"
LEAD, OTHER = "noor", "suad"
HIDDEN = "hidden-word"

Say = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def event(tmp_path: Path) -> Path:
    folder = tmp_path / "event"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    return folder


def home(tmp_path: Path, name: str) -> dict[str, str]:
    return {"CLAIMREADER_HOME": str(tmp_path / "homes" / name), "LC_ALL": "C.UTF-8"}


@pytest.fixture
def say(tmp_path: Path, event: Path) -> Say:
    """Have somebody type a command; two are in a blind team then, and the lead has said two sentences."""

    def said(name: str, *words: object) -> subprocess.CompletedProcess[str]:
        command = [COMMAND, *map(str, words), "--corpus", str(event), "--annotator", name]
        environment = {**os.environ, **home(tmp_path, name)}
        return subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False, cwd=tmp_path
        )

    assert said(LEAD, "team", "init", tmp_path / "shared").returncode == 0
    assert said(OTHER, "team", "join").returncode == 0
    annotate(said, tmp_path, event, LEAD, {0: "seen-word", 1: HIDDEN})
    annotate(said, tmp_path, event, OTHER, {0: "own-word"})
    return said


def annotate(say: Say, folder: Path, event: Path, name: str, notes: dict[int, str]) -> None:
    """Have somebody call sentences claims, each with a note, and send that."""
    corpus = open_corpus([event])
    article = corpus.read(corpus.entries[0])
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["article", "start", "end", "quote", "tags", "note"])
        for number, note in notes.items():
            place = article.sentences[number]
            quote = article.text[place.start : place.end]
            rows.writerow(["a.txt", place.start, place.end, quote, "claim", note])
    assert say(name, "import", folder / f"{name}.csv", "--apply").returncode == 0
    assert say(name, "team", "status").returncode == 0


def lines(done: subprocess.CompletedProcess[str]) -> list[dict[str, object]]:
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def notes(done: subprocess.CompletedProcess[str]) -> list[object]:
    return sorted((line["note"], line["annotator"]) for line in lines(done))


BLIND = "claimreader: of colleagues' annotations only those of sentences that you have decided are in it\n"


def test_who_is_blind_exports_what_he_has_decided_and_the_lead_all(say: Say) -> None:
    mine, seen, hidden = ("own-word", OTHER), ("seen-word", LEAD), (HIDDEN, LEAD)
    assert notes(say(OTHER, "export")) == [mine]
    assert notes(say(OTHER, "export", "--by", OTHER)) == [mine]
    assert notes(say(OTHER, "export", "--by", LEAD)) == [seen]
    done = say(OTHER, "export", "--by", "all")
    assert notes(done) == [mine, seen]
    assert done.stderr.startswith(BLIND)
    assert notes(say(LEAD, "export", "--by", "all")) == sorted([mine, hidden, seen])
    assert notes(say(LEAD, "export", "--by", OTHER)) == [mine]


def test_reports_and_figures_tell_nothing_that_is_undecided(say: Say, tmp_path: Path) -> None:
    for name, hidden in ((OTHER, False), (LEAD, True)):
        page = tmp_path / f"{name}.html"
        assert say(name, "report", "-o", page, "--by", "all").returncode == 0
        assert (HIDDEN in page.read_text(encoding="utf-8")) == hidden
        (figure,) = lines(say(name, "figures", "--by", "all", "--json"))
        assert (figure["unit"], figure["tagged"]) == ("جنود", hidden)
    assert lines(say(LEAD, "figures", "--by", OTHER, "--json"))[0]["tagged"] is False


def test_it_works_while_the_reader_is_open_and_while_the_hub_is_away(
    say: Say, event: Path, tmp_path: Path
) -> None:
    with Terminal(
        [COMMAND, str(event), "--annotator", LEAD], env=home(tmp_path, LEAD), columns=100, rows=24
    ) as reader:
        reader.wait_for("decided 2 of")
        assert len(lines(say(LEAD, "export", "--by", "all"))) == 3
        (tmp_path / "shared").rename(tmp_path / "away")
        done = say(LEAD, "export", "--by", OTHER)
        assert len(lines(done)) == 1
        assert "there is no team; is the drive there?" in done.stderr
        assert "what had come before is used" in done.stderr
        reader.type("\x11")
        assert reader.wait_for_end() == 0


@pytest.mark.parametrize("command", [["export"], ["report", "-o", "out.html"], ["figures"]], ids=" ".join)
def test_a_name_that_nobody_has_is_one_line(say: Say, tmp_path: Path, command: list[str]) -> None:
    for name, expected in (
        ("suda", "--by suda: nobody in the team is called so; perhaps suad"),
        ("\x1b[31mx", "nobody in the team is called so; there are: noor, suad"),
        ("gold", "--by gold: there is none yet; noor leads the team, and who leads settles what members see"),
    ):
        done = say(OTHER, *command, "--by", name)
        assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
        assert expected in done.stderr
        assert "\x1b" not in done.stderr
    assert not (tmp_path / "out.html").exists()


def test_names_of_members_are_completed(say: Say, event: Path, tmp_path: Path) -> None:
    words = ["__complete", "people", "--value", "", "--", "export", str(event), "--annotator", OTHER]
    environment = {**os.environ, **home(tmp_path, OTHER)}
    assert say(OTHER, "export", "--by", "all").returncode == 0
    done = subprocess.run([COMMAND, *words], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["all", "gold", LEAD, OTHER]
    words = ["__complete", "people", "--value", "", "--", "export", str(event)]
    done = subprocess.run([COMMAND, *words], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["all", "gold", LEAD, OTHER]


def test_the_screens_export_offers_all_and_gold(say: Say, event: Path, tmp_path: Path) -> None:
    with Terminal(
        [COMMAND, str(event), "--annotator", OTHER],
        env=home(tmp_path, OTHER),
        columns=100,
        rows=24,
        cwd=tmp_path,
    ) as reader:
        reader.wait_for("decided 1 of")
        reader.type("e")
        reader.wait_for("a format")
        reader.type("jsonl")
        reader.wait_for("▸ jsonl")
        reader.type("\r")
        reader.wait_for("Shift+Tab mine, all, gold")
        reader.wait_for("event.jsonl")
        reader.type("\x1b[Z")
        reader.wait_for("what everybody in the team says, as far as you may see it")
        reader.wait_for("event-all.jsonl")
        reader.type("\x1b[Z")
        reader.wait_for("gold: what the lead of the team has decided")
        reader.type("\r")
        reader.wait_for("gold: there is none yet; noor leads the team")
        reader.type("\x1b[Z")
        reader.wait_for("all annotations of 1 article")
        reader.type("\x1b[Z")
        reader.wait_for("event-all.jsonl")
        reader.type("\r")
        reader.wait_for("2 annotations written, of 1 article")
        reader.wait_for("of colleagues' annotations only those of sentences that you have decided are in it")
        reader.type("\r")
        reader.wait_for("progress decided claims")
        reader.type("\x11")
        assert reader.wait_for_end() == 0
    written = map(json.loads, (tmp_path / "event-all.jsonl").read_text(encoding="utf-8").splitlines())
    assert sorted(line["note"] for line in written) == ["own-word", "seen-word"]


def test_who_is_in_no_team_is_offered_his_own_alone(event: Path, tmp_path: Path) -> None:
    with Terminal([COMMAND, str(event)], env=home(tmp_path, "me"), columns=100, rows=24) as reader:
        reader.wait_for("decided 0 of")
        reader.type("e")
        reader.wait_for("a format")
        reader.type("jsonl")
        reader.wait_for("▸ jsonl")
        reader.type("\r")
        reader.wait_for("Enter write")
        assert "Shift+Tab" not in reader.text
        reader.type("\x1b[Z")
        reader.type("x")
        reader.wait_for("event.jsonlx")
        assert "everybody" not in reader.text
        reader.type("\x1b")
        reader.wait_for("progress decided claims")
        reader.type("\x11")
        assert reader.wait_for_end() == 0
