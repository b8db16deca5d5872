"""The import as a use case: a plan changes nothing; carried out it is one step, which undo takes back."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations.composition import Project, article_record
from annotations.exchange import ExchangeError
from annotations.model.scheme import DEFAULT
from annotations.services.export import export
from annotations.services.importing import apply_import, plan_import, summary
from annotations.services.tagging import noted, press
from annotations.services.undo import undo

pytestmark = pytest.mark.usefixtures("home")

TEXT = "قال الوزير نعم. قال لا. وصل 3000 جندي."


def opened(tmp_path: Path, name: str) -> Project:
    corpus = tmp_path / name
    corpus.mkdir()
    (corpus / "a.txt").write_text(TEXT, encoding="utf-8")
    return Project([corpus], annotator="me")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Three annotations as another analyst has exported them."""
    theirs = opened(tmp_path, "theirs")
    store = theirs.store()
    article = theirs.corpus.read(theirs.corpus.entries[0])
    store.remember_article(article_record(article))
    for index in range(3):
        store.apply([press(article, index, "claim", [], "you", DEFAULT)], by="you")
    export(theirs, "jsonl", tmp_path / "theirs.jsonl")
    theirs.close()
    return tmp_path / "theirs.jsonl"


def test_a_plan_changes_nothing(tmp_path: Path, file: Path) -> None:
    project = opened(tmp_path, "mine")
    plan = plan_import(project, file)
    assert summary(plan) == {
        "format": "jsonl",
        "new": 3,
        "same": 0,
        "conflicts": 0,
        "unusable": 0,
        "unchecked": 0,
        "told": [],
    }
    assert not project.store().list()
    assert not project.database.exists()


def test_it_is_carried_out_as_one_step(tmp_path: Path, file: Path) -> None:
    project = opened(tmp_path, "mine")
    assert apply_import(project, plan_import(project, file, to_apply=True)) == 3
    assert {event.kind for event in project.store().history()} == {"import"}
    assert [record["id"] for record in project.store().articles()] == ["a.txt"]
    again = plan_import(project, file, to_apply=True)
    assert (summary(again)["same"], apply_import(project, again)) == (3, 0)
    undo(project.store(), "me")
    assert not project.store().list()
    project.close()


def test_where_both_changed_the_files_side_is_taken_if_that_is_wanted(tmp_path: Path, file: Path) -> None:
    project = opened(tmp_path, "mine")
    apply_import(project, plan_import(project, file, to_apply=True))
    article = project.corpus.read(project.corpus.entries[0])
    mine = project.store().list()[0]
    project.store().apply([noted(article, 0, "ملاحظة", mine, mine.annotator)], by="me")
    plan = plan_import(project, file, to_apply=True)
    assert summary(plan)["conflicts"] == 1
    assert apply_import(project, plan) == 0
    assert apply_import(project, plan, theirs=True) == 1
    assert not any(annotation.note for annotation in project.store().list())
    project.close()


def test_what_is_no_file_of_a_known_format_is_refused(tmp_path: Path) -> None:
    project = opened(tmp_path, "mine")
    (tmp_path / "page.pdf").write_bytes(b"%PDF-1.7")
    with pytest.raises(ExchangeError, match=r"of no format"):
        plan_import(project, tmp_path / "page.pdf")
