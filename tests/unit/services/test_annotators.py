"""Who has decided how many: each for themselves, boilerplate left out; what two have decided counts twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotations.composition import Project
from annotations.corpus.article_index import ArticleIndex
from annotations.model.scheme import DEFAULT
from annotations.services.annotators import by_annotator
from annotations.services.articles import find_article
from annotations.services.indexing import bring_up_to_date
from annotations.services.tagging import press

pytestmark = pytest.mark.usefixtures("home")

TEXTS = {
    "a.txt": "وصلت السفينة إلى الميناء صباحا. ثم غادرت مساء. ولم يعلن أحد وجهتها.",
    "b.txt": "أغلق الجسر أمام الشاحنات. وفتح بعد يومين.",
}


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    opened = Project([tmp_path], annotator="me")
    yield opened
    opened.close()


@pytest.fixture
def index(project: Project) -> Iterator[ArticleIndex]:
    article_index = ArticleIndex(project.corpus)
    bring_up_to_date(project, article_index, tell=lambda _: None, warn=pytest.fail)
    yield article_index
    article_index.close()


def decide(project: Project, by: str, article_id: str, *decisions: tuple[int, str]) -> None:
    article = find_article(project, article_id)
    for sentence, tag in decisions:
        project.store().apply([press(article, sentence, tag, [], by, DEFAULT)], by=by)


def test_each_has_what_they_decided_and_what_two_did_counts_for_both(
    project: Project, index: ArticleIndex
) -> None:
    decide(project, "huda", "a", (0, "quantity"), (1, "not_claim"))
    decide(project, "huda", "b", (0, "event"))
    decide(project, "sami", "a", (0, "event"))
    people = by_annotator(index.opened, project.store())
    assert [
        (who.annotator, who.decided, who.shared, who.sentences, who.claims, who.articles) for who in people
    ] == [("huda", 3, 1, 5, 2, 2), ("sami", 1, 1, 5, 1, 1)]
    assert people[0].last >= people[1].last[:10]


def test_two_annotations_of_one_sentence_are_one_decision(project: Project, index: ArticleIndex) -> None:
    decide(project, "huda", "a", (0, "quantity"), (0, "event"))
    (huda,) = by_annotator(index.opened, project.store())
    assert (huda.decided, huda.claims) == (1, 2)


def test_where_nobody_has_decided_anything_there_is_nobody(project: Project, index: ArticleIndex) -> None:
    assert by_annotator(index.opened, project.store()) == []
