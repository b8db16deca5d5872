"""Every place that shows an amount shows its bounds: the board, contradictions, the details, the report."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from claim_store import annotation, pending_changes_of
from reports import write_report

from annotations.exchange.articles import Articles
from annotations.exchange.report.messages import LANGUAGES
from annotations.model.article import Article
from annotations.model.records import Annotation
from annotations.model.scheme import DEFAULT
from annotations.services.attributes import stated_numbers
from annotations.services.claim_index import ClaimIndex
from annotations.text.numbers import read_numbers, to_attribute
from annotations.text.numbers.amounts import LRI, PDI
from tui.i18n import choose
from tui.presenters import annotation as presented
from tui.presenters import attributes
from tui.presenters.claims import (
    claim_row,
    fitting,
    passages_about,
)
from tui.theme import palette, textual_theme
from tui.widgets.claim_rows import drawn

STATED = {
    "a": ("أكثر من 1500 جندي", ">1,500", "أكثر من 1,500"),
    "b": ("ما يصل إلى 9 ملايين قذيفة", "≤9,000,000", "حتى 9,000,000"),
    "c": ("ملايين القذائف", "millions", "ملايين"),
    "d": ("ما لا يقل عن 115 ألف جندي", "≥115,000", "لا يقل عن 115,000"),
    "e": ("نحو 3000 جندي", "~3,000", "نحو 3,000"),
}


def claims() -> list[Annotation]:
    return [
        annotation(
            uuid,
            start=12 * place,
            tags=("claim", "quantity"),
            attributes={"numbers": [to_attribute(number) for number in read_numbers(text)]},
        )
        for place, (uuid, (text, *_)) in enumerate(STATED.items())
    ]


@pytest.fixture(params=["en", "ar"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    yield choose(request.param)
    choose("en")


@pytest.fixture
def board(tmp_path: Path) -> ClaimIndex:
    board = ClaimIndex(pending_changes_of(tmp_path, claims()), DEFAULT)
    assert [*board.fill()]
    return board


def bare(text: str) -> str:
    return text.replace(LRI, "").replace(PDI, "")


def wanted(uuid: str, language: str) -> str:
    return STATED[uuid][2 if language == "ar" else 1]


def told(board: ClaimIndex) -> list[tuple[Annotation, Any]]:
    return [(one, board.fact(one)) for row in board.find() if (one := board.annotation(row))]


def test_a_row_of_the_board(board: ClaimIndex, language: str) -> None:
    shown = fitting(120, board.widths())
    for one, fact in told(board):
        claim = claim_row(one, fact, 0, shown, DEFAULT)
        number = claim.columns[[column.id for column in shown].index("number")]
        assert bare(number).startswith(wanted(one.uuid, language))
        assert bare(number).endswith(STATED[one.uuid][0].split()[-1])


def test_the_panel_of_the_board_and_the_details(board: ClaimIndex, language: str, tmp_path: Path) -> None:
    source = pending_changes_of(tmp_path / "other", claims())
    for one, fact in told(board):
        passages = passages_about(one, fact, source, DEFAULT)
        assert any(wanted(one.uuid, language) in bare(passage.text) for passage in passages)
        assert any(
            wanted(one.uuid, language) in bare(line.value)
            for line in presented.annotation_lines(one, DEFAULT)
        )
        rows = [
            attributes.field_line(field, one.attributes, (), "", current=False)
            for field in attributes.fields(DEFAULT, one.attributes)
            if field.item is not None
        ]
        assert [wanted(one.uuid, language) in bare(row.value) for row in rows] == [True]


def test_what_is_offered(language: str) -> None:
    one = annotation("x", tags=("claim", "quantity"))
    offered = stated_numbers(DEFAULT, STATED["a"][0])
    (line,) = [
        attributes.field_line(field, one.attributes, offered, "", current=False)
        for field in attributes.fields(DEFAULT, one.attributes)
        if field.kind == "numbers"
    ]
    assert wanted("a", language) in bare(line.value)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_report(language: str, tmp_path: Path) -> None:
    article = Article("000_a.txt", "نص", metadata={"published": "2024-10-27", "source": "BBC"})
    target = tmp_path / "report.html"
    write_report(claims(), Articles.of([article]), target, words=LANGUAGES[language])
    written = target.read_text(encoding="utf-8")
    visible = re.sub(
        r"<[^>]*>", "", html.unescape(re.sub(r"<title>.*?</title>|<style>.*?</style>", "", written))
    )
    for uuid in STATED:
        assert visible.count(wanted(uuid, language)) >= 2, "in its claim and in the table of numbers"
    if language == "en":
        assert '<bdi dir="ltr">&gt;1,500</bdi>' in written
        assert '<bdi dir="ltr">≤9,000,000</bdi>' in written
        assert "<title>&#x2066;≥115,000&#x2069;" in written
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", written)


def test_a_bound_is_drawn_as_an_open_interval_and_not_as_a_point(tmp_path: Path) -> None:
    article = Article("000_a.txt", "نص", metadata={"published": "2024-10-27"})
    target = tmp_path / "report.html"
    counts = {}
    for name, number in (("exact", {"value": 1500.0}), ("bound", {"min": 1500.0}), ("most", {"max": 1500.0})):
        numbers = [{"unit": "جندي", "quote": "", **bounds} for bounds in (number, {"value": 7.0})]
        one = annotation("z", attributes={"numbers": numbers})
        write_report([one], Articles.of([article]), target, force=True)
        plot = target.read_text(encoding="utf-8").partition('class="plot wide"')[2].partition("</svg>")[0]
        counts[name] = plot.count('class="range"')
    assert counts == {"exact": 0, "bound": 2, "most": 2}, "a line to the edge and its head"


def test_amounts_are_found_and_sorted_by_their_known_end(board: ClaimIndex) -> None:
    assert [board.uuid(row) for row in board.find("", "number")] == ["a", "e", "d", "c", "b"]
    for query, uuid in (
        ("number:1500", "a"),
        ("number:1,500", "a"),
        ("number:9000000", "b"),
        ("number:>1", "a"),
    ):
        assert [board.uuid(row) for row in board.find(query)] == [uuid]


def test_the_row_as_it_is_drawn_shows_the_sign_before_its_digits(board: ClaimIndex) -> None:
    choose("ar")
    try:
        columns = fitting(80, board.widths())
        look = palette(textual_theme("dark"))
        for one, fact in told(board):
            claim = claim_row(one, fact, 0, columns, DEFAULT)
            row = drawn(claim, tuple(columns), 80, False, look).text
            digits = re.sub(r"[^\d,]", "", wanted(one.uuid, "ar"))
            assert digits in row, "whole: no digit of it is cut"
            assert not re.search(r"\d[≥≤<>]|[≥≤<>]\d", row)
    finally:
        choose("en")
