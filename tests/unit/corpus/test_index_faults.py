"""An index that is damaged, locked or out of space is made anew or says so in one line; a corpus may go."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import filelock
import pytest
from corpus_tools import Make, ids, indexed, opened

from annotations.corpus import index as index_module
from annotations.corpus import open_corpus
from annotations.corpus.index import Index, IndexFailedError, index_path
from annotations.corpus.indexing import update
from annotations.corpus.progress import IndexingProgress


def damage_with_nonsense(path: Path) -> None:
    path.write_bytes(b"nonsense" * 1000)


def damage_in_the_middle(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[100:6000] = bytes(5900)
    path.write_bytes(data)


def damage_by_another_version(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {index_module.VERSION + 1}")


@pytest.mark.parametrize("damage", [damage_with_nonsense, damage_in_the_middle, damage_by_another_version])
def test_an_index_that_is_damaged_or_of_another_version_is_made_anew(
    make: Make, cache: Path, damage: object
) -> None:
    folder = make({"1.txt": "أول"})
    index = indexed(cache, folder)
    index.close()
    for suffix in ("-wal", "-shm"):
        Path(f"{index.path}{suffix}").unlink(missing_ok=True)
    damage(index.path)  # type: ignore[operator]
    again = indexed(cache, folder)
    assert ids(again, "أول") == ["1.txt"]


def test_an_index_that_is_locked_is_not_taken_for_damaged(
    make: Make, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = indexed(cache, make({"1.txt": "أول"}))
    index.close()
    connect = sqlite3.connect
    monkeypatch.setattr(
        sqlite3, "connect", lambda path, **options: connect(path, **{**options, "timeout": 0.0})
    )
    with closing(connect(index.path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(IndexFailedError, match="locked"):
            Index(index.corpus, index.path)
    with Index(index.corpus, index.path) as again:
        assert ids(again) == ["1.txt"]


def test_two_that_start_at_once_make_one_index(make: Make, cache: Path) -> None:
    folder = make({"1.txt": "أول"})
    with ThreadPoolExecutor(8) as pool:
        indexes = list(pool.map(lambda _: opened(cache, folder), range(8)))
    list(update(indexes[0]))
    assert [ids(index) for index in indexes] == [["1.txt"]] * 8


def test_an_index_can_be_cleared_and_filled_again(make: Make, cache: Path) -> None:
    index = indexed(cache, make({"1.txt": "أول"}))
    index.clear()
    assert ids(index) == []
    list(update(index))
    assert ids(index, "أول") == ["1.txt"]


def test_an_index_is_for_its_owners_eyes(make: Make, cache: Path) -> None:
    index = indexed(cache, make({"1.txt": "أول"}))
    assert index.path.stat().st_mode & 0o077 == 0
    assert cache.stat().st_mode & 0o077 == 0


def test_two_processes_do_not_index_at_once(make: Make, cache: Path) -> None:
    index = opened(cache, make({"1.txt": "أول"}))
    with (
        filelock.FileLock(f"{index.path}.lock"),
        pytest.raises(IndexFailedError, match="another claimreader"),
    ):
        list(update(index))
    assert ids(index) == []
    list(update(index))
    assert ids(index) == ["1.txt"]


def test_a_cache_that_can_not_be_made_is_one_clear_line(make: Make, tmp_path: Path) -> None:
    folder = make({"1.txt": "أول"})
    (tmp_path / "file").write_text("x")
    with pytest.raises(
        IndexFailedError, match=r"the index can't be used: .*; free space, or set CLAIMREADER_HOME"
    ):
        opened(tmp_path / "file", folder)


def test_a_disk_that_is_full_stops_the_update_and_keeps_what_is_there(
    make: Make, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make({"1.txt": "أول"})
    index = indexed(cache, folder)
    make({f"n{number}.txt": "مقال طويل " * 5000 for number in range(5)})
    connect = index.connect

    def cramped(**options: int) -> sqlite3.Connection:
        connection = connect(**options)
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 1}")
        return connection

    with monkeypatch.context() as patch:
        patch.setattr(index, "connect", cramped)
        with pytest.raises(IndexFailedError, match="full"):
            list(update(index))
    index.close()
    assert "1.txt" in ids(index)
    list(update(index))
    assert len(index.listing()) == 6


def test_each_set_of_roots_and_way_of_reading_has_its_own_index(make: Make, cache: Path) -> None:
    folder = make({"a/1.jsonl": '{"text": "أ", "body": "ب"}', "b/1.txt": "ج"})
    corpora = [
        open_corpus([folder]),
        open_corpus([folder / "a"]),
        open_corpus([folder / "a", folder / "b"]),
        open_corpus([folder], fields={"text": "body"}),
        open_corpus([folder], encoding="cp1256"),
    ]
    assert len({index_path(corpus, cache) for corpus in corpora}) == 5
    assert index_path(open_corpus([folder / "b", folder / "a"]), cache) == index_path(corpora[2], cache)


def test_a_file_that_vanishes_while_it_is_indexed_costs_itself_only(make: Make, cache: Path) -> None:
    folder = make({"1.txt": "أول", "2.txt": "ثان", "3.txt": "ثالث"})
    index = opened(cache, folder)
    run: Iterator[IndexingProgress] = update(index)
    next(run)
    (folder / "2.txt").unlink()
    list(run)
    assert ids(index) == ["1.txt", "3.txt"]
    assert [problem.message for problem in index.problems()] == ["is gone, or a link to nothing"]
    list(update(index))
    assert index.problems() == []


def test_a_corpus_can_move_away_while_its_list_is_shown(make: Make, cache: Path) -> None:
    folder = make({"1.txt": "أول"})
    index = indexed(cache, folder)
    shutil.rmtree(folder)
    assert ids(index) == ["1.txt"]
    list(update(index))
    assert ids(index) == []
