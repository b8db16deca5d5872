"""What another program has changed in the index is noticed: nothing false is shown, and it is mended."""

from __future__ import annotations

import contextlib
import random
import sqlite3
from pathlib import Path

import pytest
from corpus_tools import Make, ids, indexed

from annotations.corpus.article_index import ArticleIndex
from annotations.corpus.index import Index, IndexFailedError
from annotations.corpus.listing import ArticleRow, row_of

FILES = {"1.txt": "أول مقال.", "2.txt": "ثاني مقال.", "3.jsonl": '{"text": "ثالث."}\n{"text": "رابع."}'}

CHANGES = {
    "title": "UPDATE articles SET label = 'خبر كاذب' WHERE id = '1.txt'",
    "outline": "UPDATE articles SET outline = x'05000000' WHERE id = '1.txt'",
    "outline of another type": "UPDATE articles SET outline = 'x' WHERE id = '1.txt'",
    "text": "UPDATE articles SET sha256 = zeroblob(32) WHERE id = '1.txt'",
    "place": 'UPDATE articles SET start = 5, "end" = 7 WHERE number = 1',
    "end": "UPDATE articles SET length = 9 WHERE id = '1.txt'",
    "id": "UPDATE articles SET id = '2.txt' WHERE id = '1.txt'",
    "number of sentences": "UPDATE articles SET sentences = 99",
    "exchanged": "UPDATE articles SET file = CASE file WHEN '1.txt' THEN '2.txt' ELSE '1.txt' END"
    " WHERE file IN ('1.txt', '2.txt')",
    "an article is missing": "DELETE FROM articles WHERE number = 2",
    "all articles are missing": "DELETE FROM articles",
    "a file is missing": "DELETE FROM files WHERE name = '1.txt'",
    "size": "UPDATE files SET size = 1",
    "another file": "UPDATE files SET path = CAST('/etc/passwd' AS BLOB) WHERE name = '1.txt'",
    "one article too many": "INSERT INTO articles SELECT 99, file, 9, start, \"end\", 9, 'x', 'x',"
    " label, titled, source, published, sentences, outline, length, encoding, sha256, digest"
    " FROM articles LIMIT 1",
    "trigger": "CREATE TRIGGER more AFTER INSERT ON files BEGIN DELETE FROM articles; END",
    "view": "DROP TABLE problems; CREATE VIEW problems AS SELECT 'x' AS file, 'y' AS path, 'z' AS message",
    "table": "CREATE TABLE extra (x)",
    "no table": "DROP TABLE problems",
    "no full text": "DROP TABLE words",
    "other index": "DROP INDEX articles_by_place; CREATE INDEX articles_by_place ON articles (label)",
    "version": "PRAGMA user_version = 0",
}


def listed(index: Index) -> list[tuple[object, ...]]:
    return [tuple(row) for row in index.listing()]


def without_path(row: ArticleRow) -> ArticleRow:
    """What a row says but for where its file is, which is put right when the folder has been listed."""
    return row._replace(entry=row.entry._replace(path=Path()))


def right(index: Index) -> list[tuple[object, ...]]:
    return [tuple(row_of(index.corpus.read(entry), entry)) for entry in index.corpus.entries]


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_changed_is_put_right(make: Make, cache: Path, change: str) -> None:
    folder = make(FILES)
    index = indexed(cache, folder)
    expected = listed(index)
    assert expected == right(index)
    index.close()
    connection = sqlite3.connect(index.path)
    connection.executescript(CHANGES[change])
    connection.close()
    again = indexed(cache, folder)
    assert listed(again) == expected
    assert ids(again, "ثالث") == ["3.jsonl:1"]
    assert again.problems() == []


@pytest.mark.parametrize(
    "change", ["title", "outline", "text", "place", "id", "number of sentences", "exchanged"]
)
def test_a_row_that_was_changed_is_not_shown_before_it_is_put_right(
    make: Make, cache: Path, change: str
) -> None:
    folder = make(FILES)
    index = indexed(cache, folder)
    expected = listed(index)
    index.close()
    connection = sqlite3.connect(index.path)
    connection.executescript(CHANGES[change])
    connection.close()
    again = Index(index.corpus, index.path)
    assert set(listed(again)) < set(expected)


@pytest.mark.parametrize("seed", range(40))
def test_bytes_that_were_changed_anywhere_are_said_or_put_right(
    make: Make, cache: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make(FILES)
    index = indexed(cache, folder)
    expected = listed(index)
    index.close()
    chance = random.Random(seed)
    data = bytearray(index.path.read_bytes())
    for _ in range(chance.choice((1, 20, 400))):
        data[chance.randrange(len(data))] = chance.randrange(256)
    index.path.write_bytes(data)
    again = Index(index.corpus, index.path)
    with contextlib.closing(again):
        shown: set[object] = set()
        with contextlib.suppress(IndexFailedError):
            shown = set(map(without_path, again.listing()))
        assert shown <= {without_path(ArticleRow(*row)) for row in expected}
    made_anew = ArticleIndex(index.corpus)
    monkeypatch.setattr("annotations.corpus.article_index.index_path", lambda *_: index.path)
    with contextlib.closing(made_anew):
        for _ in made_anew.update():
            pass
        assert listed(made_anew.opened) == expected
