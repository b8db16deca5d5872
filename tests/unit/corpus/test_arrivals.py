"""Which files count when a folder is watched: those that are quiet, and none of ours."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest
from corpus_tools import Make, ids, indexed

from annotations.corpus.arrivals import QuietFiles, State, arrivals, may_hold_articles
from annotations.corpus.indexing import update


def test_a_file_counts_when_it_has_stayed_as_it_is() -> None:
    disk: dict[str, State] = {"a": (10, 1), "b": (5, 1)}
    files = QuietFiles(disk.get, quiet=1.0)
    files.note(["a", "b"], 0.0)
    assert not files.settled(0.5)
    disk["b"] = (50, 2)  # it grows, though no change of it was reported
    assert files.settled(1.0)
    assert files.restless == {"b"}
    assert not files.settled(1.9)  # since its last growth was seen at 1.0
    assert files.settled(2.0)
    assert not files.restless


def test_a_file_that_is_gone_is_quiet_at_once() -> None:
    files = QuietFiles({}.get, quiet=1.0)
    files.note(["a"], 0.0)
    assert files.settled(0.0)


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("a.txt", True),
        ("below/a.jsonl.gz", True),
        ("below", True),  # a folder that was moved here, of whose files nothing is said
        ("a.part", False),
        (".a.txt.1.new", False),
        ("annotations.json", False),
        ("annotations.json.journal", False),
        (".git/a.txt", False),
        ("annotations.json-backups/a.json", False),
        ("../elsewhere/a.txt", False),
    ],
)
def test_names_that_can_be_no_article_do_not_count(name: str, *, counts: bool) -> None:
    assert may_hold_articles(os.path.normpath(f"/corpus/{name}"), ["/corpus"]) is counts


def test_the_index_leaves_a_file_that_is_being_written_as_it_knows_it(make: Make, cache: Path) -> None:
    folder = make({"a.txt": "أول", "b.txt": "ثان"})
    with indexed(cache, folder) as index:
        (folder / "b.txt").write_text("ثان وأكثر", encoding="utf-8")
        (folder / "c.txt").write_text("ثا", encoding="utf-8")
        (folder / "d.txt").write_text("رابع", encoding="utf-8")
        key = index.key("b.txt")
        index.corpus.being_written = {str(folder / "b.txt"), str(folder / "c.txt")}
        list(update(index))
        assert ids(index) == ["a.txt", "b.txt", "d.txt"]
        assert index.key("b.txt") == key
        index.corpus.being_written = ()
        list(update(index))
        assert ids(index) == ["a.txt", "b.txt", "c.txt", "d.txt"]
        assert index.key("b.txt") != key


def test_the_system_says_which_files_have_come(tmp_path: Path) -> None:
    """With the real thing: it yields when a file has come, and ends when it is told to."""
    ended = threading.Event()
    came = arrivals([tmp_path], ended.is_set)
    found: list[frozenset[str]] = []

    def wait() -> None:
        for restless in came:
            found.append(restless)
            ended.set()

    thread = threading.Thread(target=wait)
    thread.start()
    end = time.monotonic() + 60
    number = 0
    while not found and time.monotonic() < end:
        number += 1
        (tmp_path / f"{number}.txt").write_text("نص", encoding="utf-8")
        thread.join(2.5)
    ended.set()
    thread.join(30)
    assert not thread.is_alive()
    assert found
