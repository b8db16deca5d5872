"""`claimreader figures`: every amount of a corpus, as JSON lines, as fields, and as a table by noun."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from terminal import COMMAND, Terminal, logical

from annotations.composition import Project, article_record
from annotations.model.records import Annotation, ArticleRef, Change, target_for

FIRST = "قالت نقابة الأطباء إن 40 شخصا قتلوا في سيول وادي الرمل.\n"
SECOND = "قال رئيس البلدية إن عدد القتلى بلغ 300 شخص على الأقل، وأضاف أن 12 منزلا دمرت.\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "000.txt").write_text(FIRST, encoding="utf-8")
    (folder / "001.txt").write_text(
        f"---\npublished: 2025-05-04\nsource: الساحل\n---\n{SECOND}", encoding="utf-8"
    )
    return folder


def run(*arguments: object, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CLAIMREADER_HOME": str(home)}
    command = [COMMAND, "figures", *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def tag(corpus: Path, article_id: str, **attributes: object) -> None:
    """Say that the first sentence of an article is a claim."""
    project = Project([corpus], annotator="analyst-1")
    article = project.corpus.read(project.corpus.find(article_id))
    unit = article.units[0]
    claim = Annotation(
        uuid="u1",
        article=ArticleRef(article.id, article.sha256),
        target=target_for(article.text, unit.start, unit.end, 0),
        tags=("claim",),
        attributes=dict(attributes),
        annotator="analyst-1",
        created="2026-01-01T00:00:00.000Z",
        updated="2026-01-01T00:00:00.000Z",
    )
    store = project.store()
    store.remember_article(article_record(article))
    store.apply([Change("u1", 0, claim)], by="analyst-1")
    project.close()


def test_a_line_of_json_has_all_that_is_known_of_an_amount(corpus: Path, tmp_path: Path) -> None:
    done = run("--json", corpus, home=tmp_path)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    text = (corpus / "000.txt").read_text("utf-8")
    assert text[lines[0]["start"] : lines[0]["end"]] == lines[0]["quote"] == "40 شخصا"
    assert list(lines[0]) == [
        "article", "start", "end", "quote", "value", "min", "max", "approx", "unit", "noun", "claimant",
        "source", "published", "as_of", "tagged",
    ]  # fmt: skip
    assert [(line["noun"], line["value"], line["min"]) for line in lines] == [
        ("قتيل", 40, None),
        ("قتيل", None, 300),
        ("منزل مدمر", 12, None),
    ]
    assert {line["tagged"] for line in lines} == {False}
    assert (lines[1]["source"], lines[1]["published"], lines[1]["as_of"]) == (
        "الساحل",
        "2025-05-04",
        "2025-05-04",
    )


def test_what_was_noted_of_a_claim_stands_in_its_amounts(corpus: Path, tmp_path: Path) -> None:
    tag(corpus, "000.txt", claimant="نقابة الأطباء", when="2025-05-03")
    done = run("--json", corpus, home=tmp_path)
    line = json.loads(done.stdout.splitlines()[0])
    assert (line["claimant"], line["as_of"], line["tagged"]) == ("نقابة الأطباء", "2025-05-03", True)


def test_a_claim_whose_article_is_gone_still_counts(corpus: Path, tmp_path: Path) -> None:
    tag(corpus, "000.txt")
    (corpus / "000.txt").unlink()
    done = run("--json", corpus, home=tmp_path)
    assert [json.loads(line)["quote"] for line in done.stdout.splitlines()][-1] == "40 شخصا"


def test_a_pipe_gets_fields_by_noun_and_those_that_differ_are_marked(corpus: Path, tmp_path: Path) -> None:
    done = run(corpus, home=tmp_path)
    fields = [line.split("\t") for line in done.stdout.splitlines()]
    assert [(row[0], row[2], row[3], row[6]) for row in fields] == [
        ("قتيل", "", "300", "≠"),
        ("قتيل", "40", "", "≠"),
        ("منزل مدمر", "12", "", ""),
    ]


def test_only_one_noun_is_listed_where_one_is_named(corpus: Path, tmp_path: Path) -> None:
    done = run("--noun", "قتلى", corpus, home=tmp_path)
    assert {line.split("\t")[0] for line in done.stdout.splitlines()} == {"قتيل"}
    done = run("--noun", "منازل", corpus, home=tmp_path)
    assert {line.split("\t")[0] for line in done.stdout.splitlines()} == {"منزل مدمر"}
    done = run("--noun", "صاروخ", corpus, home=tmp_path)
    assert done.returncode == 1
    assert done.stderr == "claimreader: no amounts of صاروخ\n"


def test_a_project_counts_words_of_its_own_under_one_noun(corpus: Path, tmp_path: Path) -> None:
    (corpus / "claimreader.toml").write_text('[figures]\nnouns = [["مسكن", "منزل"]]\n', encoding="utf-8")
    done = run("--noun", "منازل", corpus, home=tmp_path)
    assert done.returncode == 1, "the default's word for it is no longer the one"
    done = run(corpus, home=tmp_path)
    assert [line.split("\t")[0] for line in done.stdout.splitlines()][-1] == "مسكن مدمر"


def test_what_cannot_be_read_is_one_line(corpus: Path, tmp_path: Path) -> None:
    (corpus / "bytes.txt").write_bytes(b"\xff\xfe\x00\xd8\x00")
    done = run(corpus, home=tmp_path)
    assert done.returncode == 0
    assert len([line for line in done.stderr.splitlines() if "bytes.txt" in line]) == 1


def test_a_terminal_gets_a_table_under_each_noun(corpus: Path, tmp_path: Path) -> None:
    command = [COMMAND, "figures", str(corpus)]
    with Terminal(command, env={"CLAIMREADER_HOME": str(tmp_path)}, columns=100, rows=24) as terminal:
        assert terminal.wait_for_end() == 0
        rows = [" ".join(row.split()) for row in terminal.text.splitlines()]
        assert any(row.startswith("as of figure") for row in rows)
        assert any(row.startswith("2025-05-04 ≥300 ≠") for row in rows)
        headings = [row for row in rows if "2 amounts · 2 claimants · 2 articles" in row]
        assert [logical(heading).strip().startswith("قتيل") for heading in headings] == [True]


def test_in_arabic_all_words_of_the_table_are_joined_and_in_order(corpus: Path, tmp_path: Path) -> None:
    command = [COMMAND, "figures", "--lang", "ar", str(corpus)]
    with Terminal(command, columns=100, env={"CLAIMREADER_HOME": str(tmp_path / "home")}) as terminal:
        assert terminal.wait_for_end() == 0
        shown = terminal.text
    assert "مقال" in logical(shown)
    assert not any("\u0621" <= char <= "\u064a" for char in shown)


def test_of_a_paragraph_without_a_full_stop_each_line_has_what_is_around_its_amount(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    text = "قتل " + " و".join(f"{number} جنديا" for number in range(1_000, 3_000)) + ".\n"
    (folder / "a.txt").write_text(text, encoding="utf-8")
    lines = run(folder, home=tmp_path).stdout.splitlines()
    assert len(lines) == 2_000
    assert sum(map(len, lines)) < 200 * len(text)  # 2,000 times where each had the whole of it
    for line in lines:
        value, sentence = line.split("\t")[2], line.split("\t")[-1]
        assert f"{value} جنديا" in sentence
        assert sentence.strip("…") in text
