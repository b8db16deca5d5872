"""An article that changes while it is read is noticed by one look at its file, and a touched one isn't."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from corpus_tools import Make

from annotations.corpus import Entry, open_corpus
from annotations.corpus.watching import CHANGED, GONE, SAME, Look, Watch
from annotations.model.article import Article

TEXT = "تقدمت القوات في المدينة.\n"


def reading(folder: Path, place: int = 0) -> tuple[Watch, Article, list[Entry]]:
    """Read an article; the list grows with every time that it is read."""
    corpus = open_corpus([folder])
    reads: list[Entry] = []

    def read(entry: Entry) -> Article:
        reads.append(entry)
        return corpus.read(entry)

    watch = Watch(read)
    article = watch.read(corpus.entries[place])
    reads.clear()
    return watch, article, reads


def test_a_file_that_nobody_touched_is_not_read_again(make: Make) -> None:
    watch, article, reads = reading(make({"1.txt": TEXT}))
    assert [watch.look(article) for _ in range(3)] == [Look(SAME)] * 3
    assert reads == []


def in_place(path: Path) -> None:
    path.write_text(TEXT.replace("القوات", "الجيوش"), encoding="utf-8")


def of_the_same_size_and_time(path: Path) -> None:
    before = path.stat()
    in_place(path)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)


def by_an_editor(path: Path) -> None:
    fresh = path.with_name("fresh")
    in_place(fresh)
    fresh.replace(path)


def by_another_file(path: Path) -> None:
    path.unlink()
    path.with_name(".other").write_text("شيء آخر.", encoding="utf-8")
    path.symlink_to(".other")


@pytest.mark.parametrize("change", [in_place, of_the_same_size_and_time, by_an_editor, by_another_file])
def test_another_text_is_noticed(make: Make, change: object) -> None:
    folder = make({"1.txt": TEXT})
    watch, article, reads = reading(folder)
    change(folder / "1.txt")  # type: ignore[operator]
    assert watch.look(article) == Look(CHANGED, new=True)
    assert watch.look(article) == Look(CHANGED)
    assert len(reads) == 1  # it isn't read at every key
    (folder / "1.txt").unlink()
    (folder / "1.txt").write_text(TEXT, encoding="utf-8")
    assert watch.look(article) == Look(SAME, new=True)


def test_the_same_text_in_other_bytes_is_the_same(make: Make) -> None:
    folder = make({"1.txt": TEXT})
    watch, article, _ = reading(folder)
    (folder / "1.txt").write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    assert watch.look(article) == Look(SAME)
    (folder / "1.txt").touch()
    assert watch.look(article) == Look(SAME)


def test_a_file_that_is_gone_or_no_text_any_more_is_lost_until_it_is_back(make: Make) -> None:
    folder = make({"1.txt": TEXT})
    watch, article, _ = reading(folder)
    assert watch.lost(article) == ""
    (folder / "1.txt").rename(folder / "away")
    assert watch.look(article) == Look(GONE, new=True, reason="is gone, or a link to nothing")
    assert watch.look(article) == Look(GONE, reason="is gone, or a link to nothing")
    assert watch.lost(article) == "is gone, or a link to nothing"
    os.mkfifo(folder / "1.txt")
    look = watch.look(article)
    assert (look.state, look.new) == (GONE, False)
    assert "not a regular file" in look.reason
    (folder / "1.txt").unlink()
    (folder / "away").rename(folder / "1.txt")
    assert watch.look(article) == Look(SAME, new=True)
    assert watch.lost(article) == ""


def test_of_many_records_in_a_file_the_one_that_is_read_counts(make: Make) -> None:
    first, two, three = (f'{{"text": "خبر {number}"}}\n' for number in "123")
    folder = make({"1.jsonl": first + two})
    path = folder / "1.jsonl"
    watch, article, _ = reading(folder, 1)
    path.write_text(first + two + three, encoding="utf-8")
    assert watch.look(article).state == SAME
    path.write_text(first + three, encoding="utf-8")
    assert watch.look(article).state == CHANGED
    path.write_text(three, encoding="utf-8")
    assert watch.look(article).state == CHANGED
    path.unlink()
    assert watch.look(article).state == GONE


def test_an_article_that_was_made_otherwise_is_taken_as_it_is() -> None:
    assert Watch(lambda _: Article("x", "")).look(Article("1", TEXT)) == Look(SAME)
