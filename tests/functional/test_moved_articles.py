"""Commands follow articles that have other ids now, such as rows of a table on top of which one was put."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from annotations.composition import Project
from annotations.model.records import Annotation, ArticleRef, Change, new_uuid, target_for, timestamp
from annotations.model.side_records import CORRECTIONS, ArticleCorrection, correction_uuid
from annotations.services.saving import save
from annotations.store.base import Store

HEAD = "text,title\n"
ROWS = [f"قال الوزير رقم {n} إن العدد بلغ {n} قتيلا في المدينة.,عنوان {n}\n" for n in range(50)]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "news.csv").write_text(HEAD + "".join(ROWS), encoding="utf-8")
    project = Project([folder], annotator="amal")
    store = project.store()
    changes = []
    for entry in project.corpus.entries[:20]:
        article = project.corpus.read(entry)
        place = article.text.index("قال")
        now = timestamp()
        annotation = Annotation(
            uuid=new_uuid(),
            article=ArticleRef(article.id, article.sha256),
            target=target_for(article.text, place, len(article.text), 0),
            tags=("claim",),
            annotator="amal",
            created=now,
            updated=now,
        )
        changes.append(Change(annotation.uuid, 0, annotation))
    save(store, changes, by="amal", kind="edit")
    project.close()
    (folder / "news.csv").write_text(HEAD + "خبر جديد لا علاقة له.,جديد\n" + "".join(ROWS), encoding="utf-8")
    return folder


@pytest.fixture
def corrected(corpus: Path) -> Path:
    """Return the same corpus, in which three articles in a row were set aside before the row was put in."""
    table = corpus / "news.csv"
    now_there = table.read_text(encoding="utf-8")
    table.write_text(HEAD + "".join(ROWS), encoding="utf-8")
    project = Project([corpus], annotator="amal")
    store = project.store()
    set_articles_aside(project, store)
    project.close()
    table.write_text(now_there, encoding="utf-8")
    return corpus


def set_articles_aside(project: Project, store: Store) -> None:
    changes = []
    for entry in project.corpus.entries[30:33]:
        article = project.corpus.read(entry)
        now = timestamp()
        correction = ArticleCorrection(
            uuid=correction_uuid(article.id),
            article=ArticleRef(article.id, article.sha256),
            annotator="amal",
            created=now,
            updated=now,
            set_aside="irrelevant",
        )
        changes.append(CORRECTIONS.put(correction, 0))
    save(store, changes, by="amal", kind="edit")


def aside(tmp_path: Path, corpus: Path) -> set[str]:
    listed = lines(run(tmp_path, "list", "--json", corpus).stdout)
    return {str(article["title"]) for article in listed if article["set_aside"]}


def test_what_was_said_of_an_article_follows_it_too(corrected: Path, tmp_path: Path) -> None:
    wanted = {"عنوان 30", "عنوان 31", "عنوان 32"}
    assert aside(tmp_path, corrected) == wanted
    assert run(tmp_path, "verify", corrected, "--repair").returncode == 0
    assert aside(tmp_path, corrected) == wanted
    assert run(tmp_path, "verify", corrected, "--json").stdout == ""


def run(tmp_path: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "claimreader"), *map(str, arguments)]
    home = {**os.environ, "CLAIMREADER_HOME": str(tmp_path / "home"), "CLAIMREADER_ANNOTATOR": "amal"}
    return subprocess.run(command, capture_output=True, text=True, env=home, check=False)


def lines(said: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in said.splitlines()]


def test_list_counts_what_was_decided_at_the_articles_of_now(corpus: Path, tmp_path: Path) -> None:
    listed = lines(run(tmp_path, "list", "--json", corpus).stdout)
    decided = {article["title"]: article["decided"] for article in listed}
    assert len(listed) == 51
    assert decided["جديد"] == 0
    assert [decided[f"عنوان {n}"] for n in (0, 10, 19, 20, 49)] == [1, 1, 1, 0, 0]


def test_an_export_has_the_ids_and_titles_of_now(corpus: Path, tmp_path: Path) -> None:
    before = (corpus / "annotations.json").read_bytes()
    done = run(tmp_path, "export", corpus)
    assert done.returncode == 0, done.stderr
    exported = lines(done.stdout)
    assert len(exported) == 20
    places = {line["article"]["id"]: line["article"]["title"] for line in exported}
    assert places == {f"news.csv:{n + 3}": f"عنوان {n}" for n in range(20)}
    assert (corpus / "annotations.json").read_bytes() == before, "who only reads writes nothing"


def test_a_report_and_figures_have_them_too(corpus: Path, tmp_path: Path) -> None:
    report = run(tmp_path, "report", corpus, "-o", tmp_path / "report.html", "--lang", "en")
    assert "20 claims" in report.stderr
    assert "جديد" not in (tmp_path / "report.html").read_text(encoding="utf-8")
    figures = lines(run(tmp_path, "figures", "--json", corpus).stdout)
    assert {line["article"] for line in figures if line["tagged"]} == {f"news.csv:{n + 3}" for n in range(20)}


def test_verify_says_so_and_finds_nothing_wrong(corpus: Path, tmp_path: Path) -> None:
    looked = run(tmp_path, "verify", corpus, "--json")
    assert looked.returncode == 0, looked.stderr
    (finding,) = lines(looked.stdout)
    assert (finding["kind"], finding["wrong"]) == ("other-ids", False)
    assert finding["what"] == "20 articles have other ids now"
    assert "20 articles have other ids now" in run(tmp_path, "verify", corpus).stdout


def test_verify_with_repair_writes_it_down(corpus: Path, tmp_path: Path) -> None:
    repaired = run(tmp_path, "verify", corpus, "--repair")
    assert repaired.returncode == 0, repaired.stderr
    assert "20 annotations: under the ids that their articles have now" in repaired.stdout
    assert run(tmp_path, "verify", corpus, "--json").stdout == ""
    kept = json.loads((corpus / "annotations.json").read_text(encoding="utf-8"))
    assert {each["article"]["id"] for each in kept["_default"].values()} == {
        f"news.csv:{n + 3}" for n in range(20)
    }


def test_a_changed_text_is_still_a_persons_to_look_at(corpus: Path, tmp_path: Path) -> None:
    changed = ROWS[0].replace("المدينة", "القرية")
    (corpus / "news.csv").write_text(HEAD + changed + "".join(ROWS[1:]), encoding="utf-8")
    looked = run(tmp_path, "verify", corpus, "--json")
    assert looked.returncode == 1
    assert {line["kind"] for line in lines(looked.stdout)} >= {"article-changed"}


def test_two_who_annotated_before_and_after_are_compared_where_the_texts_are(
    corpus: Path, tmp_path: Path
) -> None:
    before = tmp_path / "before.json"
    for kept in corpus.glob("annotations.json*"):
        if kept.is_file():
            (tmp_path / kept.name.replace("annotations", "before")).write_bytes(kept.read_bytes())
    assert run(tmp_path, "verify", corpus, "--repair").returncode == 0
    compared = run(tmp_path, "compare", before, corpus / "annotations.json", "--corpus", corpus, "--json")
    assert compared.returncode == 0, compared.stdout + compared.stderr
    (comparison,) = lines(compared.stdout)
    assert comparison["agreements"][0]["units"] == 20
