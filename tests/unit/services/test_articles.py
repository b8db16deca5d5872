"""Looking at articles as use cases: the list with its progress, one article, its sentences, a search."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotations.composition import Project
from annotations.corpus import CorpusError
from annotations.corpus.article_index import ArticleIndex
from annotations.corpus.progress import IndexingProgress
from annotations.model.scheme import DEFAULT
from annotations.services.articles import (
    article_document,
    find_article,
    has_words,
    list_articles,
    search_articles,
    sentences,
)
from annotations.services.indexing import bring_up_to_date
from annotations.services.tagging import press

pytestmark = pytest.mark.usefixtures("home")

TEXTS = {"a.txt": "قال الوزير نعم. وصل 3000 جندي.", "b.txt": "جملة أخرى عن كوريا."}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return Project([tmp_path], annotator="me")


@pytest.fixture
def index(project: Project) -> Iterator[ArticleIndex]:
    told: list[IndexingProgress] = []
    article_index = ArticleIndex(project.corpus)
    assert not bring_up_to_date(project, article_index, tell=told.append, warn=pytest.fail)
    assert told
    yield article_index
    article_index.close()


def test_the_list_says_how_far_each_article_is(project: Project, index: ArticleIndex) -> None:
    article = find_article(project, "a")
    project.store().apply([press(article, 1, "quantity", [], "me", DEFAULT)], by="me")
    listed = [entry.summary for entry in list_articles(index.opened, project.store())]
    assert [(each.id, each.decided, each.sentences, each.claims) for each in listed] == [
        ("a.txt", 1, 2, 1),
        ("b.txt", 0, 1, 0),
    ]
    project.close()


def test_an_article_is_found_by_the_beginning_of_its_id_or_its_path(project: Project, tmp_path: Path) -> None:
    for reference in ("a", "a.txt", str(tmp_path / "a.txt")):
        assert article_document(find_article(project, reference))["text"] == TEXTS["a.txt"]
    with pytest.raises(CorpusError):
        find_article(project, "c")


def test_every_sentence_is_at_its_offsets_and_what_cannot_be_read_is_told(
    project: Project, tmp_path: Path
) -> None:
    (tmp_path / "c.txt").write_bytes(b"\x00\x01\x02" * 40)
    warned: list[str] = []
    units = list(sentences(project, warned.append))
    assert all(TEXTS[unit.article][unit.start : unit.end] == unit.text for unit in units)
    assert [(unit.article, unit.index) for unit in units] == [("a.txt", 0), ("a.txt", 1), ("b.txt", 0)]
    assert any("c.txt" in line for line in (*warned, *map(str, project.corpus.problems)))


def test_a_search_finds_all_words_and_says_where(index: ArticleIndex) -> None:
    (found,) = search_articles(index.opened, "جندي وصل")
    assert found.article == "a.txt"
    assert {TEXTS["a.txt"][start:end] for start, end in found.hits} == {"جندي", "وصل"}
    assert not list(search_articles(index.opened, "كلمة"))
    assert (has_words("كلمة"), has_words(" . ")) == (True, False)


def test_an_empty_corpus_has_no_index_to_look_at(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    project = Project([tmp_path / "empty"], annotator="me")
    with pytest.raises(CorpusError):
        bring_up_to_date(project, ArticleIndex(project.corpus), tell=lambda progress: None, warn=pytest.fail)
