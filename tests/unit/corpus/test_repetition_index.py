"""The index knows which lines a source repeats, however the corpus came to be as it is."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import site_pages
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.corpus import open_corpus
from annotations.corpus.article_index import ArticleIndex
from annotations.corpus.index import Index
from annotations.corpus.indexing import update
from annotations.model.outline import counted, from_bytes

PAGES = site_pages.pages(9, (site_pages.NOON, site_pages.HARBOUR))


def write(folder: Path, *numbers: int) -> None:
    """Have these pages and no others in a folder, each a file of one record."""
    folder.mkdir(exist_ok=True)
    for file in folder.iterdir():
        file.unlink()
    for number in numbers:
        page = PAGES[number]
        record = {"id": f"page-{number}", "text": page.text, "url": f"https://{page.host}/{number}"}
        (folder / f"{number:03}.json").write_text(json.dumps(record), encoding="utf-8")


def known(index: Index) -> dict[str, tuple[frozenset[int], int, bytes]]:
    """Return of each article what is repeated in it, how many of its sentences count, and its outline."""
    return {
        id_: (frozenset(index.repeated(id_)), number, outline) for _, id_, number, outline in index.outlines()
    }


def indexed(folder: Path, path: Path) -> Index:
    index = Index(open_corpus([folder]), path)
    for _ in update(index):
        pass
    return index


EVEN = range(0, 18, 2)


def test_what_is_repeated_counts_nowhere(tmp_path: Path) -> None:
    write(tmp_path / "c", *range(18))
    with indexed(tmp_path / "c", tmp_path / "x.sqlite") as index:
        rows = list(index.listing())
        assert len(rows) == 18
        for row, (id_, (repeated, number, outline)) in zip(rows, known(index).items(), strict=True):
            page = PAGES[int(id_.removeprefix("page-"))]
            assert (row.sentences, row.outline) == (number, outline)
            assert number == counted(from_bytes(outline))
            article = index.corpus.read(row.entry)
            alone = {number >> 1 for number in article.outline if number & 1}
            index.corpus.layers.note_repetition(index)
            assert article.outline.tobytes() == outline, "what is open follows as well"
            dimmed = {each.start for each in article.sentences if each.kind == "repeated"}
            assert not dimmed & alone
            amid = [page.text.find(site.amid) for site in (site_pages.NOON, site_pages.HARBOUR)]
            assert dimmed >= {place for place in amid if place >= 0}
            starts = {len("\n".join(page.text.split("\n")[:number])) + bool(number) for number in page.frame}
            assert dimmed | alone >= starts
            assert dimmed <= starts
            assert len(repeated) == len(dimmed)
            index.corpus.layers.note_repetition(None)
        assert index.sentences() == sum(row.sentences for row in rows)


def test_it_says_on_how_many_pages_a_line_stands(tmp_path: Path) -> None:
    write(tmp_path / "c", *range(18))
    with indexed(tmp_path / "c", tmp_path / "x.sqlite") as index:
        article = index.corpus.read(index.find("page-0").entry)
        assert index.repetitions(article.site, article.line_names[0]) == (9, 9)
        assert index.repetitions("site:harbour.example", article.line_names[0]) is None
        assert index.repetitions("site:nowhere.example", article.line_names[0]) is None


@settings(max_examples=12)
@given(st.lists(st.sets(st.integers(0, 17), min_size=1), min_size=1, max_size=3))
def test_a_corpus_that_grew_and_shrank_is_as_if_it_had_been_so_at_once(
    tmp_path_factory: pytest.TempPathFactory, steps: list[set[int]]
) -> None:
    folder = tmp_path_factory.mktemp("growing")
    for step in steps:
        write(folder / "c", *step)
        with indexed(folder / "c", folder / "grown.sqlite") as grown:
            found = known(grown)
    with indexed(folder / "c", folder / "at-once.sqlite") as at_once:
        assert found == known(at_once)
        assert grown.sentences() == at_once.sentences()
    grown.close()


def test_what_has_gone_leaves_nothing_behind(tmp_path: Path) -> None:
    write(tmp_path / "c", *range(18))
    indexed(tmp_path / "c", tmp_path / "x.sqlite").close()
    write(tmp_path / "c", *EVEN[:3])
    with indexed(tmp_path / "c", tmp_path / "x.sqlite") as index:
        assert all(not repeated for repeated, *_ in known(index).values())
    with closing(sqlite3.connect(tmp_path / "x.sqlite")) as db:
        assert db.execute("SELECT count(*) FROM lines").fetchone() == (3,)
        assert db.execute("SELECT site, names FROM sources").fetchall() in ([], [("site:noon.example", b"")])


def test_an_article_with_a_decision_keeps_its_kinds_as_the_corpus_grows(tmp_path: Path) -> None:
    write(tmp_path / "c", *EVEN[:3])
    indexed(tmp_path / "c", tmp_path / "x.sqlite").close()
    write(tmp_path / "c", *EVEN)
    with indexed(tmp_path / "c", tmp_path / "x.sqlite") as index:
        layers = index.corpus.layers
        layers.note_repetition(index)
        follows, repeated = index.find("page-0"), index.repeated("page-0")
        layers.note_annotations("page-0", there=True)  # made when nothing was repeated yet
        stays = index.find("page-0")
        assert stays.sentences == follows.sentences + len(repeated) > follows.sentences
        assert index.corpus.read(stays.entry).outline.tobytes() == stays.outline
        assert {id_: number for _, id_, number, _ in index.outlines()}["page-0"] == stays.sentences
        assert index.sentences() == sum(row.sentences for row in index.listing())
        layers.note_annotations("page-0", there=False)
        assert index.find("page-0") == follows
        assert index.sentences() == sum(row.sentences for row in index.listing())


@pytest.mark.parametrize("column", ["site", "names", "marks", "repeated", "laid", "fewer"])
def test_lines_that_were_changed_by_another_program_are_not_believed(tmp_path: Path, column: str) -> None:
    write(tmp_path / "c", *EVEN)
    with indexed(tmp_path / "c", tmp_path / "x.sqlite") as index:
        alone = index.corpus.read(index.find("page-0").entry).outline.tobytes()
    with closing(sqlite3.connect(tmp_path / "x.sqlite")) as db:
        value = "'x'" if column == "site" else "3" if column == "fewer" else "X'0102030405060708'"
        db.execute(f"UPDATE lines SET {column} = {value}")  # noqa: S608 - a column of ours
        db.commit()
    with Index(open_corpus([tmp_path / "c"]), tmp_path / "x.sqlite") as index:
        assert index.find("page-0").outline == alone
        assert not index.repeated("page-0")


def test_without_an_index_nothing_is_repeated(tmp_path: Path) -> None:
    write(tmp_path / "c", 0)
    index = ArticleIndex(open_corpus([tmp_path / "c"]))
    assert not index.repeated("page-0")
    assert index.repetitions("site:noon.example", 1) is None
