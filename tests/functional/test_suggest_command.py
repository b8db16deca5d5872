"""`claimreader suggest`: sentences, pairs, annotations, trust, as JSON lines and on a terminal."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from terminal import COMMAND, Terminal, logical

from annotations.composition import Project
from annotations.insight.trust import Trust
from annotations.model.side_records import TRUST
from annotations.services.article_corrections import change
from annotations.services.saving import save
from annotations.services.suggested_sentences import MACHINE
from annotations.services.suggestions import read_along, refuse_pair, sentence_key, take

FIRST = "قالت نقابة الصيادين إن 40 شخصا قتلوا في سيول وادي الرمل.\nكيف انهار السد؟\n"
SECOND = "ونفى وزير الري أن تكون الوزارة قد تلقت تحذيرا من تشققات في السد.\n"
THIRD = (
    "اعترف وزير الري بأن الوزارة تلقت تحذيرا من تشققات في السد قبل السيول.\n"
    "وقال رئيس البلدية إن عدد القتلى في سيول وادي الرمل بلغ 300 شخص.\n"
)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number, (day, text) in enumerate([(3, FIRST), (4, SECOND), (9, THIRD)]):
        header = f"---\npublished: 2025-05-{day:02}\nsource: الساحل {number}\n---\n"
        (folder / f"00{number}.txt").write_text(header + text, encoding="utf-8")
    return folder


def run(*arguments: object, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CLAIMREADER_HOME": str(home)}
    command = [COMMAND, "suggest", *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def lines(done: subprocess.CompletedProcess[str]) -> list[dict[str, object]]:
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def text_of(corpus: Path, article_id: str) -> str:
    project = Project([corpus])
    return project.corpus.read(project.corpus.find(article_id)).text


def test_a_line_of_json_a_sentence(corpus: Path, tmp_path: Path) -> None:
    found = lines(run("--json", corpus, home=tmp_path))
    assert [(line["article"], line["index"]) for line in found] == [
        ("000.txt", 0),
        ("000.txt", 1),
        ("001.txt", 0),
        ("002.txt", 0),
        ("002.txt", 1),
    ]
    first, question, denial = found[:3]
    assert list(first) == [
        *("article", "index", "start", "end", "claim", "type", "worth_checking", "claims", "why"),
    ]
    (claim,) = first["claims"]  # type: ignore[misc]
    text = text_of(corpus, "000")
    assert text[claim["claimant"]["start"] : claim["claimant"]["end"]] == "نقابة الصيادين"  # type: ignore[index]
    assert text[claim["cue"]["start"] : claim["cue"]["end"]] == "قالت"  # type: ignore[index]
    assert (question["claim"], question["type"], question["claims"]) == (False, "not_claim", [])
    assert denial["worth_checking"] is True
    assert [it["reported_as"] for it in denial["claims"]] == ["denied"]  # type: ignore[attr-defined]


def test_pairs_come_surest_first_and_name_both_places(corpus: Path, tmp_path: Path) -> None:
    found = lines(run("--pairs", "--json", corpus, home=tmp_path))
    assert [line["kind"] for line in found][:2] == ["reversal", "figures"]
    assert {line["kind"] for line in found[2:]} <= {"related"}
    turn, figures = found[:2]
    assert turn["a"]["article"] == "001.txt"  # type: ignore[index]
    assert turn["b"]["article"] == "002.txt"  # type: ignore[index]
    assert turn["why"] == "denied, then admitted: وزير الري"
    assert figures["why"] == "same noun: قتيل, 40 / 300"
    end = figures["b"]
    assert text_of(corpus, "002")[end["start"] : end["end"]] == "300 شخص"  # type: ignore[index]


def test_an_admission_may_follow_a_denial_whose_day_is_not_known(corpus: Path, tmp_path: Path) -> None:
    denial = corpus / "001.txt"
    undated = denial.read_text(encoding="utf-8").replace("2025-05-04", "منذ ساعتين")
    denial.write_text(undated, encoding="utf-8")
    found = lines(run("--pairs", "--json", corpus, home=tmp_path))
    assert found[0]["kind"] == "reversal"


def test_a_refused_pair_never_comes_back(corpus: Path, tmp_path: Path) -> None:
    before = lines(run("--pairs", "--json", corpus, home=tmp_path))
    project = Project([corpus], annotator="analyst-1")
    articles = [project.corpus.read(entry) for entry in project.corpus.entries]
    pair = sentence_key(articles[1], 0), sentence_key(articles[2], 0)
    save(project.store(), refuse_pair("words", None, pair, "analyst-1"), by="analyst-1")
    project.close()
    after = lines(run("--pairs", "--json", corpus, home=tmp_path))
    places = {(line["a"]["article"], line["a"]["start"], line["b"]["article"]) for line in before} - {  # type: ignore[index]
        (line["a"]["article"], line["a"]["start"], line["b"]["article"])  # type: ignore[index]
        for line in after
    }
    assert {(first, second) for first, _, second in places} == {("001.txt", "002.txt")}
    assert "reversal" not in {line["kind"] for line in after}


def test_an_article_that_is_set_aside_is_left_out_which_is_said(corpus: Path, tmp_path: Path) -> None:
    project = Project([corpus], annotator="analyst-1")
    third = project.corpus.read(project.corpus.find("002.txt"))
    save(project.store(), change(third, None, "analyst-1", set_aside="irrelevant"), by="analyst-1")
    project.close()
    for asked in ([], ["--pairs"]):
        done = run(*asked, "--json", corpus, home=tmp_path)
        assert "002.txt" not in done.stdout
        assert "1 article is set aside and left out" in done.stderr
        assert done.returncode == 0
    assert {line["article"] for line in lines(run("--json", corpus, home=tmp_path))} == {"000.txt", "001.txt"}


def test_suggestions_as_annotations_are_signed_and_marked_and_can_be_taken_in(
    corpus: Path, tmp_path: Path
) -> None:
    done = run("--annotations", corpus, home=tmp_path)
    found = lines(done)
    assert {line["annotator"] for line in found} == {MACHINE}
    for line in found:
        said = {"tags"} | {name for name, value in line["attributes"].items() if value is not None}  # type: ignore[attr-defined]
        assert {mark["field"] for mark in line["suggested"]} == said  # type: ignore[attr-defined]
    assert run("--annotations", corpus, home=tmp_path).stdout.count("\n") == len(found)
    uuids = [line["uuid"] for line in found]
    assert [line["uuid"] for line in lines(run("--annotations", corpus, home=tmp_path))] == uuids
    assert not (corpus / "annotations.json").exists()
    exported = tmp_path / "suggested.jsonl"
    exported.write_text(done.stdout, encoding="utf-8")
    imported = subprocess.run(
        [COMMAND, "import", str(exported), "--apply", "--corpus", str(corpus)],
        env={**os.environ, "CLAIMREADER_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert f"{len(found)} new" in imported.stdout, imported.stderr


def test_explain_prints_what_was_taken(corpus: Path, tmp_path: Path) -> None:
    nothing = run("--explain", corpus, home=tmp_path)
    assert (nothing.returncode, nothing.stdout) == (0, "")
    assert nothing.stderr == "claimreader: nothing that was suggested has been taken or refused here yet\n"
    project = Project([corpus], annotator="analyst-1")
    article = project.corpus.read(project.corpus.find("000"))
    reads = read_along(article, Trust(), project.scheme)
    save(project.store(), take(article, 0, reads.offers(0, [], "analyst-1"), [], "analyst-1"), by="analyst-1")
    assert project.store().records(TRUST)
    project.close()
    table = lines(run("--explain", "--json", corpus, home=tmp_path))
    assert {"rule": "verb-then-subject", "field": "claimant", "noun": None, "taken": 1, "refused": 0,
            "silent": False} in table  # fmt: skip
    rows = run("--explain", corpus, home=tmp_path).stdout.splitlines()
    assert "verb-then-subject\tclaimant\t\t1\t0\t" in rows


def test_one_thing_at_a_time(corpus: Path, tmp_path: Path) -> None:
    done = run("--pairs", "--explain", corpus, home=tmp_path)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def test_what_cannot_be_read_is_one_line(corpus: Path, tmp_path: Path) -> None:
    (corpus / "bytes.txt").write_bytes(b"\xff\xfe\x00\xd8\x00")
    done = run(corpus, home=tmp_path)
    assert done.returncode == 0
    assert len([line for line in done.stderr.splitlines() if "bytes.txt" in line]) == 1
    assert len(done.stdout.splitlines()) == 5


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_terminal_shows_words_who_says_them_and_why(corpus: Path, tmp_path: Path, language: str) -> None:
    command = [COMMAND, "suggest", str(corpus), "--lang", language]
    with Terminal(command, env={"CLAIMREADER_HOME": str(tmp_path)}, columns=110, rows=24) as terminal:
        assert terminal.wait_for_end() == 0
        rows = [" ".join(logical(row).split()) for row in terminal.text.splitlines()]
        assert any("نقابة الصيادين" in row and "قالت" in row for row in rows)
        assert any(
            row.startswith("000:1 ! ") for row in [" ".join(it.split()) for it in terminal.text.splitlines()]
        )
        assert any(("behind" if language == "en" else "بعد") in row for row in rows)
