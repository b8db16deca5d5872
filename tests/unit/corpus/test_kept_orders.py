"""A large corpus is listed in each order without being sorted, as a small one is that is."""

from __future__ import annotations

import json
import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from corpus_tools import Make, ids, indexed

from annotations.corpus import index as index_module
from annotations.corpus import kept_orders
from annotations.corpus.index import Index
from annotations.corpus.indexing import update
from annotations.corpus.listing import LISTED, RELEVANCE
from annotations.model.records import ArticleRef
from annotations.model.side_records import ArticleCorrection

QUERIES = ("", "خبر", "قوات", "خبر -قوات", "نادر خبر")


def corpus(make: Make) -> Path:
    rng = random.Random(2)
    lines = []
    for number in range(300):
        words = rng.choices(["قوات", "وزير", "مدينة", "رئيس"], k=6) + (["نادر"] if number % 40 == 3 else [])
        record = {
            "id": f"n{number:03}",
            "text": f"خبر {' '.join(words)}.",
            "title": rng.choice(["أ", "ب", "ج"]) + str(rng.randrange(99)),
            "source": rng.choice(["وكالة", "صحيفة", ""]),
            "published": rng.choice(["2024-10-27", "2023-01-02", "أمس", ""]),
        }
        lines.append(json.dumps(record))
    return make({"a.jsonl": "\n".join(lines[:200]), "b.jsonl": "\n".join(lines[200:])})


def listed(index: Index) -> dict[tuple[str, str], list[str]]:
    """Return what is listed, in each order and for each query."""
    orders = [*LISTED, (RELEVANCE, False)]
    return {
        (query, order): ids(index, query, order=order, descending=descending)
        for query in QUERIES
        for order, descending in orders
    }


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the orders of a small corpus, too."""
    monkeypatch.setattr(kept_orders, "AT_LEAST", 1)


@pytest.mark.usefixtures("kept")
def test_kept_orders_are_those_of_sqlite(make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = corpus(make)
    index = indexed(tmp_path / "kept", folder)
    monkeypatch.setattr(kept_orders, "AT_LEAST", 1000)
    plain = indexed(tmp_path / "sorted", folder)
    monkeypatch.setattr(kept_orders, "sorted_keys", None)  # what is kept is not sorted again
    fast = listed(index)
    monkeypatch.undo()
    assert fast == listed(plain)
    assert len(fast["خبر", RELEVANCE]) == 300
    assert fast["نادر خبر", RELEVANCE] == [
        id_ for id_ in fast["خبر", RELEVANCE] if id_ in fast["نادر خبر", "file"]
    ]


@pytest.mark.usefixtures("kept")
def test_orders_follow_what_comes_and_goes(make: Make, cache: Path) -> None:
    folder = corpus(make)
    index = indexed(cache, folder)
    assert listed(index)
    (folder / "a.jsonl").unlink()
    make({"c.jsonl": json.dumps({"id": "new", "text": "خبر جديد", "title": "0", "published": "2025-01-01"})})
    list(update(index))
    orders = listed(index)
    assert orders["", "title"][0] == orders["", "published"][0] == orders["خبر", RELEVANCE][0] == "new"
    assert all(
        sorted(of_order) == sorted(orders["", "file"]) for (query, _), of_order in orders.items() if not query
    )
    assert len(orders["", "file"]) == len(orders["خبر", RELEVANCE]) == 101


@pytest.mark.usefixtures("kept")
def test_an_order_that_is_damaged_is_made_anew(make: Make, cache: Path) -> None:
    index = indexed(cache, corpus(make))
    right = listed(index)
    index.close()
    with closing(sqlite3.connect(index.path)) as db, db:
        db.execute("UPDATE orders SET keys = zeroblob(length(keys)) WHERE rowid % 2")
        db.execute("UPDATE orders SET keys = 'no' WHERE NOT rowid % 2")
    again = index_module.Index(index.corpus, index.path)
    assert listed(again) == right
    again.close()


@pytest.mark.usefixtures("kept")
def test_what_people_say_of_articles_counts_in_an_order_that_was_kept(make: Make, cache: Path) -> None:
    index = indexed(cache, corpus(make))
    index.corpus.corrections["n123"] = ArticleCorrection(
        uuid="0" * 32,
        article=ArticleRef("n123", "0" * 64),
        title="!",
        published="2026-01-01",
        annotator="me",
        created="2026-01-01T00:00:00.000Z",
        updated="2026-01-01T00:00:00.000Z",
    )
    orders = listed(index)
    assert orders["", "title"][0] == orders["", "published"][0] == orders["خبر", RELEVANCE][0] == "n123"


def gone_through(index: Index, query: str) -> list[str]:
    found = index.found(query)
    first = [row.entry.id for row in found.first]
    came = first + [row.entry.id for row in found.others()]
    assert found.total == len(came)
    return came


@pytest.mark.usefixtures("kept")
def test_the_first_that_a_query_finds_come_before_all_are_found(
    make: Make, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = indexed(cache, corpus(make))
    monkeypatch.setattr(index_module, "FIRST", 7)
    queries = (*QUERIES, '"خبر قوات"', '"قوات رئيس"~1', "قو*", "خبر -نادر -مدينة", "-قوات", "لا_شيء")
    right = {query: ids(index, query) for query in queries}
    assert {query: gone_through(index, query) for query in queries} == right
    found = index.found("خبر")
    assert not found.are_all_found
    with monkeypatch.context() as patched:
        patched.setattr(index._words, "matching", None)
        assert [row.entry.id for row in found.first] == right["خبر"][:7]
    assert found.total == 0
    assert index.found("نادر").total == 0
    assert index.found("لا_شيء").are_all_found
    make({"a.jsonl": json.dumps({"id": "again", "text": "خبر آخر", "title": "0"})})  # the order isn't 1, 2, 3
    list(update(index))
    assert gone_through(index, "خبر") == ids(index, "خبر")
    assert index.found("خبر").are_all_found


@pytest.mark.usefixtures("kept")
def test_what_comes_while_articles_are_gone_through_stays_out(
    make: Make, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = indexed(cache, corpus(make))
    monkeypatch.setattr(index_module, "FIRST", 7)
    right = ids(index, "خبر")
    found = index.found("خبر")
    first = [row.entry.id for row in found.first]
    make({"c.jsonl": json.dumps({"id": "new", "text": "خبر جديد", "title": "0"})})
    list(update(index))
    assert first + [row.entry.id for row in found.others()] == right
    assert ids(index, "خبر") == [*right, "new"]


@pytest.mark.usefixtures("kept")
def test_keys_that_another_program_took_out_of_an_order_are_sorted_anew(make: Make, cache: Path) -> None:
    index = indexed(cache, corpus(make))
    (index.corpus.roots[0].path / "a.jsonl").unlink()
    make({"A.jsonl": json.dumps({"id": "new", "text": "خبر جديد", "title": "0"})})
    list(update(index))
    right = listed(index)
    index.close()
    with closing(sqlite3.connect(index.path)) as db, db:
        db.execute("UPDATE orders SET keys = x''")
    again = index_module.Index(index.corpus, index.path)
    assert listed(again) == right
    assert gone_through(again, "خبر") == ids(again, "خبر")
    again.close()
