"""Copies of a dispatch are found from the index without a text being read, and the same without an index."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from corpus_tools import OPEN, indexed
from dispatch import DISPATCH, OUTLETS

from annotations.corpus import Corpus, open_corpus
from annotations.corpus.index import Index, IndexFailedError
from annotations.corpus.indexing import update
from annotations.services.wire_copies import voices_of_articles, voices_of_index
from annotations.text.searching.words import words_of
from annotations.text.sentences import split

GROUP = ("000_alsahel.txt", "002_aljabal.txt")


@pytest.fixture
def index(tmp_path: Path) -> Index:
    folder = tmp_path / "news"
    folder.mkdir()
    for name, text in OUTLETS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return indexed(tmp_path / "cache", folder)


@pytest.fixture(autouse=True)
def indexes_are_closed() -> object:
    yield
    while OPEN:
        OPEN.pop().close()


def folder_of(index: Index) -> Path:
    return index.corpus.roots[0].path


def bring_up_to_date(index: Index) -> None:
    for _ in update(index):
        pass


def test_the_index_knows_who_carries_the_same_text(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(*_: object) -> None:
        pytest.fail("a text was read")

    monkeypatch.setattr(Corpus, "read", read)
    assert voices_of_index(index).groups == (GROUP,)


def test_without_an_index_the_same_is_found(index: Index) -> None:
    corpus = open_corpus([folder_of(index)])
    articles = map(corpus.read, corpus.entries)
    assert voices_of_articles(articles).groups == (GROUP,)


def test_copies_come_and_go_with_their_files(index: Index) -> None:
    folder = folder_of(index)
    (folder / "003_raml.txt").write_text("\n".join(DISPATCH[1:]), encoding="utf-8")
    bring_up_to_date(index)
    assert voices_of_index(index).groups == ((*GROUP, "003_raml.txt"),)
    (folder / "003_raml.txt").unlink()
    (folder / "000_alsahel.txt").write_text("خبر آخر.", encoding="utf-8")
    bring_up_to_date(index)
    assert voices_of_index(index).groups == ()
    with closing(sqlite3.connect(index.path)) as file:
        assert file.execute("SELECT count(*) FROM fingerprints").fetchone() == (2,), "none of a gone article"


@pytest.mark.parametrize("damage", ["no JSON", ""])
def test_a_damaged_index_is_told_of_as_such(index: Index, damage: str) -> None:
    damaged(index, damage)
    with pytest.raises(IndexFailedError, match="--rebuild"):
        voices_of_index(index)


@pytest.mark.parametrize("damage", ['["a"]', "[[1]]", "{}", "7"])
def test_fingerprints_that_are_none_do_no_harm(index: Index, damage: str) -> None:
    damaged(index, damage)
    assert voices_of_index(index).groups == ()


def damaged(index: Index, sentences: str) -> None:
    with closing(sqlite3.connect(index.path)) as file:
        file.execute("UPDATE fingerprints SET sentences = ?", (sentences,))
        file.commit()


def test_words_of_sentences_are_the_words_of_the_text() -> None:
    """So the index folds each sentence once, for the search and for the copies."""
    import seeds

    for path in sorted(seeds.FOLDER.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        sentences = [words_of(text[unit.start : unit.end]) for unit in split(text)]
        assert words_of(text) == [word for sentence in sentences for word in sentence]
