"""The five seeds, cut and marked by careful reading (tests/data/gold_seeds.jsonl)."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

import seeds
from annotations.model.article import Article
from annotations.model.metadata import dateline_prefix, metadata
from annotations.text.sentences import BOILERPLATE_KINDS, KINDS, split

GOLD = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "data/gold_seeds.jsonl").read_text(encoding="utf-8").splitlines()
]


def text_of(gold: dict[str, str]) -> str:
    content = (Path(seeds.__file__).parent / gold["file"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == gold["sha256"]
    return content.decode("utf-8")


@pytest.mark.parametrize("gold", GOLD, ids=lambda gold: gold["file"][:3])
def test_every_unit_has_the_gold_span_and_kind(gold: Any) -> None:
    got = [(unit.start, unit.end, unit.kind) for unit in split(text_of(gold))]
    assert got == [(unit["start"], unit["end"], unit["kind"]) for unit in gold["units"]]


@pytest.mark.parametrize("gold", GOLD, ids=lambda gold: gold["file"][:3])
def test_title_source_and_date_are_read_where_the_text_has_them(gold: Any) -> None:
    found = metadata(text_of(gold))
    wanted = gold["meta"]
    assert (found.title, found.source, found.published) == (
        wanted.get("title"),
        wanted["source"],
        wanted["date"],
    )
    for name in ("title", "source", "date"):
        span = getattr(found, f"{'published' if name == 'date' else name}_span")
        assert (list(span) if span else None) == wanted.get(f"{name}_span")


def test_the_gold_has_two_hundred_units_and_only_known_kinds() -> None:
    units = [unit for gold in GOLD for unit in gold["units"]]
    assert len(units) == 200
    assert {unit["kind"] for unit in units} <= KINDS
    assert BOILERPLATE_KINDS < KINDS


def test_a_dateline_is_found_and_stays_in_its_sentence() -> None:
    text = text_of(GOLD[4])
    found = [(unit, prefix) for unit in split(text) if (prefix := dateline_prefix(text, unit))]
    assert [(prefix, text[slice(*prefix)]) for _, prefix in found] == [((181, 191), "المستقلة/-")]
    assert found[0][0].start == 181


def test_what_stands_beside_the_text_comes_before_what_stands_in_it() -> None:
    text = text_of(GOLD[4])
    given = Article(
        "a", text, metadata={"title": "عنوان", "source": "صحيفة", "published": "٥ تشرين الثاني ٢٠٢٤"}
    )
    assert (given.title, given.source, given.published) == ("عنوان", "صحيفة", "2024-11-05")
    own = Article("a", text)
    assert (own.source, own.published, own.label) == ("وكالة الصحافة المستقلة", "2024-10-27", own.title)


def test_an_article_without_a_title_is_called_by_its_first_own_sentence() -> None:
    article = Article("a", text_of(GOLD[0]))
    assert article.title is None
    assert article.label.startswith("انضمت الولايات المتحدة")
    assert Article("empty", " \n").label == "empty"
