"""A concordance's rows: columns that give way, hits below each other, hidden characters with a sign."""

from __future__ import annotations

from array import array
from pathlib import Path

import pytest

from annotations.corpus.records import Entry
from annotations.services.concordance import Hit, HitArticle
from tui.presenters.concordance import (
    article_name,
    counts,
    hit_cells,
    hit_columns,
    place_of_hit,
    placed,
    sides,
)
from tui.presenters.stored import SIGN


def hit(before: str, found: str, after: str, **about: str) -> Hit:
    facts: dict[str, str | None] = {"id": "news/003_3ab0a48c1437315e.txt", "title": None, "source": None}
    facts |= {"published": None, **about}
    article = HitArticle(
        entry=Entry("a", Path("a"), 0, 0),
        sha256="",
        outline=array("I", [0]),
        **facts,  # type: ignore[arg-type]
    )
    around = before + found + after
    return Hit(article, 4, False, 10, 10 + len(found), around, len(before), len(before) + len(found))


@pytest.mark.parametrize("width", [40, 80, 100, 120, 200])
def test_the_text_has_most_of_the_row(width: int) -> None:
    used = sum(column.room + 1 for column in hit_columns(width))
    assert used <= width // 3
    assert width - used >= 32


def test_hits_of_any_length_begin_in_one_column_a_little_right_of_the_middle() -> None:
    edges = set()
    for row in (hit("قال إن ", "السد", " انهار"), hit("", "القوات", ""), hit("إن ال", "جن", "ود 3000 نعم")):
        at = placed(row, 60)
        edges.add(at.column + max(last for _, last in at.line.columns(row.first, row.last)))
    assert edges == {sides(60)[0]}
    assert 30 <= sides(60)[0] <= 40


def test_the_columns_say_where_a_hit_is_and_whose() -> None:
    row = hit("", "السد", "", source="صوت\nالنهر", published="2025-05-03T10:00:00")
    assert hit_cells(row, hit_columns(80)) == ("003",)
    assert hit_cells(row, hit_columns(120)) == ("003", "صوت النهر", "2025-05-03")
    assert place_of_hit(row) == "003 · 5"


def test_a_record_is_known_by_its_number() -> None:
    assert article_name("news/part0.jsonl:123") == "part0:123"
    assert article_name("wadi-1") == "wadi-1"


def test_a_hidden_character_is_a_sign_and_turns_nothing_round() -> None:
    row = hit("قال \u202e", "21", "\u202c جندي", id="a\u202eb", source="x\u2066y\u202e")
    assert SIGN in hit_cells(row, hit_columns(120))[0]
    assert "\u202e" not in "".join(hit_cells(row, hit_columns(120)))
    line = placed(row, 60).line
    assert "21" in line.text
    assert "\u202e" not in line.text


def test_counts_are_in_words() -> None:
    assert counts(1, 1) == "1 hit · 1 article"
    assert counts(1234, 5) == "1,234 hits · 5 articles"
