"""What a person has said of articles holds in a team, too: at the own desk after joining."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

import seeds
from annotations.composition import Project, filed_record
from annotations.corpus.article_index import ArticleIndex
from annotations.model.article import Article
from annotations.model.records import Annotation, Change, timestamp
from annotations.services.saving import save
from annotations.services.tagging import untagged
from annotations.services.team import found, join
from annotations.services.text_repair import repair_texts

LEAD = "نور"
GOOD = min(seeds.FOLDER.glob("*.txt")).read_text(encoding="utf-8")

Desk = Callable[[], Project]
"""Sits down at the lead's desk; returns the corpus as it is there."""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    corpus = tmp_path / "event"
    corpus.mkdir()
    letters = (f"&#{ord(char)};" if char > "\x7f" else char for char in GOOD)
    (corpus / "a.txt").write_text("".join(letters), encoding="utf-8")
    monkeypatch.setenv("CLAIMREADER_HOME", str(tmp_path / "home"))
    return lambda: Project([corpus], annotator=LEAD)


def repair(project: Project) -> None:
    """Have the damaged article read repaired."""
    index = ArticleIndex(project.corpus)
    try:
        list(index.update())
        damaged = list(index.opened.damaged())
    finally:
        index.close()
    repair_texts(project, None, damaged_articles=lambda: damaged, tell=lambda line: None)


def article_of(project: Project) -> Article:
    project.read_corrections()
    return project.corpus.read(project.corpus.find("a.txt"))


def annotate(project: Project) -> Annotation:
    """Annotate a sentence of the article as it is read."""
    article = article_of(project)
    unit = article.units[3]
    made = untagged(article, unit.start, unit.end, 3, project.annotator, timestamp())
    annotation = msgspec.structs.replace(made, tags=("claim",))
    store = project.store()
    save(
        store, [Change(annotation.uuid, 0, annotation)], by=project.annotator, records=[filed_record(article)]
    )
    project.close()
    return annotation


def test_an_article_that_was_repaired_is_so_after_joining(desk: Desk, tmp_path: Path) -> None:
    repair(desk())
    annotation = annotate(desk())
    found(desk(), str(tmp_path / "hub"))
    assert join(desk()).taken_along == 1
    project = desk()
    assert project.place is not None
    article, target = article_of(project), annotation.target
    assert article.sha256 == annotation.article.sha256
    assert article.text[target.start : target.end] == target.quote
