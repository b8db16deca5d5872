"""The index shows what a fresh listing shows, however the corpus came to be as it is."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from corpus_tools import Make, ids, indexed, opened

import seeds
from annotations.corpus import CorpusError, indexing, open_corpus
from annotations.corpus.index import Index
from annotations.corpus.indexing import update
from annotations.corpus.progress import IndexingProgress


def assert_as_a_fresh_listing(index: Index) -> None:
    corpus = open_corpus([root.path for root in index.corpus.roots])
    assert [row.entry for row in index.listing()] == list(corpus.entries)
    assert sorted(index.problems()) == sorted(corpus.problems)
    assert len(index.listing()) == len(corpus.entries)


def test_a_row_says_what_the_article_says(cache: Path) -> None:
    index = indexed(cache, seeds.FOLDER)
    corpus = open_corpus([seeds.FOLDER])
    rows = list(index.listing())
    for row, entry in zip(rows, corpus.entries, strict=True):
        article = index.corpus.read(row.entry)
        assert row.entry == entry
        assert (row.label, row.source, row.published) == (
            article.label[:300],
            article.source,
            article.published,
        )
        assert row.sentences == sum(not sentence.boilerplate for sentence in article.sentences)
        assert (row.length, row.sha256, row.encoding) == (len(article.text), article.sha256, "utf-8")
    assert index.problems() == []
    assert index.complete()


def test_files_that_came_changed_and_went_are_noticed(make: Make, cache: Path) -> None:
    folder = make({"1.txt": "الأول", "2.txt": "الثاني", "3.jsonl": '{"text": "الثالث"}\nx\n', "4.txt": ""})
    index = indexed(cache, folder)
    assert_as_a_fresh_listing(index)
    keys = {row.entry.id: index.key(row.entry.id) for row in index.listing()}

    assert [step.files_total for step in update(index)][-1] == 0  # nothing to read again
    make({"0.txt": "جديد", "2.txt": "الثاني المعدل", "3.jsonl": '{"text": "الثالث"}\n{"text": "رابع"}\n'})
    (folder / "1.txt").unlink()
    (folder / "4.txt").write_text("لم يعد فارغا", encoding="utf-8")
    assert list(update(index))[-1].articles == 5
    assert_as_a_fresh_listing(index)
    assert ids(index, "الأول") == []
    assert ids(index, "الثاني") == ["2.txt"]
    assert ids(index, "المعدل") == ["2.txt"]
    assert ids(index, "الثالث") == ["3.jsonl:1"]
    assert index.key("2.txt") != keys["2.txt"]


def test_an_unchanged_article_keeps_its_key(make: Make, cache: Path) -> None:
    folder = make({"1.txt": "أ", "2.txt": "ب"})
    index = indexed(cache, folder)
    key = index.key("2.txt")
    make({"0.txt": "ج", "1.txt": "معدل"})
    list(update(index))
    assert index.key("2.txt") == key
    assert key is not None
    assert index.listing().position(key) == 2
    assert index.listing("معدل").position(key) is None


def test_a_second_start_reads_the_index_only(
    make: Make, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make({f"{number}.txt": f"قال الوزير رقم {number} إن القوات وصلت." for number in range(9)})
    indexed(cache, folder).close()
    index = opened(cache, folder)
    monkeypatch.setattr(Path, "open", None)
    monkeypatch.setattr(os, "scandir", None)
    assert [row.label[:16] for row in index.listing().page(3, 2)] == ["قال الوزير رقم 3", "قال الوزير رقم 4"]


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write after every article, as a slow machine would."""
    monkeypatch.setattr(indexing, "_ARTICLES", 1)


@pytest.mark.usefixtures("eager")
@pytest.mark.parametrize("steps", range(1, 14))
def test_an_update_that_is_left_goes_on_where_it_stopped(make: Make, cache: Path, steps: int) -> None:
    rows = [
        {"id": number % 4, "text": f"سجل {number}"} if number != 3 else {"text": ""} for number in range(7)
    ]
    folder = make({"a.txt": "أ", "b.jsonl": "\n".join(map(json.dumps, rows)), "c.txt": "ج"})
    index = opened(cache, folder)
    run = update(index)
    for _ in zip(range(steps), run, strict=False):
        pass
    run.close()
    had = len(index.listing())
    rest = list(update(index))
    assert rest[-1].articles == 8 - had
    assert_as_a_fresh_listing(index)
    assert index.complete()
    assert all(len(index.listing(f"سجل {number}")) == 1 for number in range(7) if number != 3)


@pytest.mark.usefixtures("eager")
def test_the_list_fills_while_it_is_indexed(make: Make, cache: Path) -> None:
    index = opened(cache, make({f"{number}.txt": f"مقال {number}" for number in range(9)}))
    seen: list[int] = []
    other: list[int] = []
    for step in update(index):
        seen.append(len(index.listing()))
        thread = threading.Thread(target=lambda: other.append(len(list(index.listing("مقال")))))
        thread.start()
        thread.join()
        assert step.articles <= 9
    assert seen == sorted(seen)
    assert other[-1] == seen[-1] == 9
    assert len(set(seen)) > 3


@pytest.mark.usefixtures("eager")
def test_progress_runs_forward_to_its_total(make: Make, cache: Path) -> None:
    rows = "\n".join(json.dumps({"text": f"سجل {number} " + "كلمة " * 50}) for number in range(20))
    folder = make({"a.jsonl": rows, "b.txt": "ب", "c.csv": "text\nأ\nب\n"})
    steps = [step for step in update(opened(cache, folder)) if not step.listing]
    total = sum(path.stat().st_size for path in folder.iterdir())
    assert {(step.files_total, step.bytes_total) for step in steps} == {(3, total)}
    assert [step.bytes for step in steps] == sorted(step.bytes for step in steps)
    assert (steps[-1].files, steps[-1].bytes, steps[-1].articles) == (3, total, 23)


def test_the_time_left_follows_from_the_speed_so_far() -> None:
    step = IndexingProgress(
        listing=False, files=1, files_total=4, bytes=250, bytes_total=1000, articles=1, seconds=10.0
    )
    assert step.eta == 30.0
    assert step.rate == 0.000025
    assert step.described() == (0.25, "1 of 4 files   25 %   0.0 MB/s   0:30 left")
    first = IndexingProgress(
        listing=True, files=1, files_total=0, bytes=0, bytes_total=0, articles=0, seconds=0.0
    )
    assert first.eta is None
    assert first.rate is None


def test_ids_are_those_of_a_fresh_listing_whatever_came_first(make: Make, cache: Path) -> None:
    folder = make({"b.jsonl": '{"id": 17, "text": "ب"}'})
    index = indexed(cache, folder)
    assert ids(index) == ["17"]
    make({"a.jsonl": '{"id": 17, "text": "أ"}\n{"id": "c.txt", "text": "ت"}', "c.txt": "ج"})
    list(update(index))
    assert ids(index) == ["17", "c.txt", "17~2", "c.txt~2"]
    assert_as_a_fresh_listing(index)
    (folder / "a.jsonl").unlink()
    list(update(index))
    assert ids(index) == ["17", "c.txt"]
    assert_as_a_fresh_listing(index)


@pytest.mark.parametrize("order", ["title", "source", "published", "sentences"])
def test_a_listing_is_sorted_as_asked(make: Make, cache: Path, order: str) -> None:
    rng = random.Random(1)
    rows = [
        {"text": "جملة أولى. " * rng.randint(1, 5), "title": f"عنوان {number}",
         "source": rng.choice(["", "أ", "ب"]),
         "date": rng.choice(["", "2024-10-27", "2023-01-01"])}
        for number in range(40)
    ]  # fmt: skip
    index = indexed(cache, make({"a.jsonl": "\n".join(map(json.dumps, rows))}))
    listed = list(index.listing(order=order))
    column = "label" if order == "title" else order
    values = [getattr(row, column) for row in listed]
    present = [value for value in values if value is not None]
    assert present == sorted(present)
    assert values[: len(present)] == present
    back = [getattr(row, column) for row in index.listing(order=order, descending=True)]
    assert back == present[::-1] + values[len(present) :]


def test_what_is_no_date_comes_after_the_dates_in_both_directions(make: Make, cache: Path) -> None:
    dates = ["1446 ربيع", "2024-10-27", "", "2023-01-01"]
    rows = [{"text": f"نص {date}", "date": date} for date in dates]
    index = indexed(cache, make({"a.jsonl": "\n".join(map(json.dumps, rows))}))
    listed = {
        descending: [row.published for row in index.listing(order="published", descending=descending)]
        for descending in (False, True)
    }
    assert listed[False] == ["2023-01-01", "2024-10-27", "1446 ربيع", None]
    assert listed[True] == ["2024-10-27", "2023-01-01", "1446 ربيع", None]


def test_pages_cover_a_listing_of_any_length(make: Make, cache: Path) -> None:
    rows = "\n".join(json.dumps({"text": f"سجل رقم {number:04}"}) for number in range(1100))
    index = indexed(cache, make({"a.jsonl": rows}))
    for query in ("", "سجل", "رقم"):
        listing = index.listing(query)
        assert len(listing) == 1100
        pages = [row.label for offset in range(0, 1100, 70) for row in listing.page(offset, 70)]
        assert pages == [f"سجل رقم {number:04}" for number in range(1100)]
        assert [row.label for row in index.listing(query).page(1098, 9)] == ["سجل رقم 1098", "سجل رقم 1099"]
        assert index.listing(query).page(5000, 9) == []


def test_articles_that_go_while_a_listing_is_shown_are_missing_from_it(make: Make, cache: Path) -> None:
    folder = make({f"{number}.txt": f"مقال {number}" for number in range(5)})
    index = indexed(cache, folder)
    listing = index.listing()
    (folder / "2.txt").unlink()
    list(update(index))
    assert [row.entry.id for row in listing.page(0, 9)] == ["0.txt", "1.txt", "3.txt", "4.txt"]


def test_words_of_articles_that_are_gone_are_dropped_in_the_end(
    make: Make, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "_STALE", 3)
    index = opened(cache, make({"1.txt": "أول", "2.txt": "ثان"}))
    for number in range(12):
        make({"1.txt": f"أول {number} {'س' * number}"})
        list(update(index))
        assert ids(index, "أول") == ["1.txt"]
        assert len(index.listing("أول")) == 1
        assert ids(index, f"أول {number}") == ["1.txt"]
        assert ids(index, "ثان") == ["2.txt"]
    with closing(sqlite3.connect(index.path)) as connection:
        (rows,) = connection.execute("SELECT count(*) FROM words WHERE words MATCH '\"اول\"'").fetchone()
    assert rows <= 6


def test_an_article_is_found_by_id_prefix_path_and_text(
    make: Make, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make({"001_a.txt": "أ", "002_b.txt": "ب", "002.txt": "ج", "s/x%_.txt": "د", "t.txt": "د"})
    index = indexed(cache, folder)
    assert index.find("001").entry.id == "001_a.txt"
    assert index.find("s/x%_.txt").entry.id == "s/x%_.txt"
    monkeypatch.chdir(folder / "s")
    assert index.find("x%_.txt").entry.id == "s/x%_.txt"
    with pytest.raises(CorpusError, match=r"002 may be several articles: 002\.txt, 002_b\.txt"):
        index.find("002")
    for nothing in ("%", "zzz", ""):
        with pytest.raises(CorpusError, match=r"no article|several articles"):
            index.find(nothing)
    sha256 = index.find("t.txt").sha256
    assert [row.entry.id for row in index.same_text(sha256)] == ["s/x%_.txt", "t.txt"]
    for nothing in ("0" * 64, "not-a-digest", "zz" * 32, "٠" * 64, sha256.upper(), f" {sha256}", ""):
        assert index.same_text(nothing) == []
