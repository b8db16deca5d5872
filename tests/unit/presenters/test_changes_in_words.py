"""The line behind an undo says what was changed, in few words, whatever it was."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from annotations.model.article import Article
from annotations.model.records import Annotation, Link
from annotations.model.scheme import DEFAULT
from annotations.model.side_records import ArticleCorrection, Flag, correction_uuid
from annotations.services.tagging import untagged
from tui.presenters.changes import change_words, turned_back

TEXT = "قال الوزير إن 40 سفينة وصلت."
PLAIN = untagged(Article("a.txt", TEXT), 0, 10, 0, "me", "2026-11-22T10:00:00.000Z")


def with_(**changes: Any) -> Annotation:
    return replace(PLAIN, **changes)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (None, with_(tags=("claim", "quantity")), "+claim, quantity"),
        (with_(tags=("claim",)), None, "-claim"),
        (None, with_(note="انظر"), "+note"),
        (with_(tags=("claim",)), with_(tags=("claim", "quantity")), "+quantity"),
        (with_(tags=("claim", "quantity")), with_(tags=("not_claim",)), "+not a claim, -claim, -quantity"),
        (with_(), with_(attributes={"reported_as": "denied"}), "reported as \u2068denied\u2069"),
        (with_(attributes={"claimant": "الوزير"}), with_(), "-claimant"),
        (with_(), with_(note="انظر\nهنا"), "note \u2068انظر هنا\u2069"),
        (with_(), with_(note="ا" * 99), f"note \u2068{'ا' * 30}…\u2069"),
        (with_(note="انظر"), with_(), "-note"),
        (with_(), with_(links=(Link("contradicts", "u"),)), "+contradicts"),
        (with_(links=(Link("supports", "u"),)), with_(), "-supports"),
        (with_(), with_(target=replace(PLAIN.target, end=8)), "other words"),
        (with_(), with_(), ""),
        (None, None, ""),
    ],
)
def test_a_change_in_words(before: Annotation | None, after: Annotation | None, words: str) -> None:
    assert change_words(before, after, DEFAULT) == words


def test_an_amount_keeps_its_isolates_in_pairs_and_a_note_hides_nothing() -> None:
    numbers = [
        {
            "value": 1500.0 * n,
            "min": 1.0,
            "max": None,
            "unit": "جندي",
            "what": "",
            "approx": False,
            "quote": "x",
        }
        for n in range(1, 4)
    ]
    said = change_words(with_(), with_(attributes={"numbers": numbers}), DEFAULT)
    assert sum(said.count(mark) for mark in "\u2066\u2067\u2068") == said.count("\u2069") > 1
    assert "\u202e" not in change_words(with_(), with_(note="12\u202e21"), DEFAULT)


@pytest.mark.parametrize(
    ("touched", "is_there", "again", "line"),
    [
        ([with_(tags=("claim",))], False, False, "undone: a:1 · +claim · قال الوزير"),
        ([with_(tags=("claim",))], True, False, "undone: a:1 · -claim · قال الوزير"),
        ([with_(tags=("claim",))], True, True, "done again: a:1 · +claim · قال الوزير"),
        (
            [with_(tags=("claim", "rule")), with_(tags=("claim",))],
            True,
            False,
            "undone: a:1 · +rule · قال الوزير",
        ),
        (
            [with_(tags=("claim",)), with_(uuid="b"), with_(uuid="c")],
            False,
            False,
            "undone: a:1 · +claim · and 2 more · قال الوزير",
        ),
    ],
)
def test_the_line_says_where_what_and_how_many(
    touched: list[Annotation], is_there: bool, again: bool, line: str
) -> None:
    said = turned_back(touched, DEFAULT, is_there=is_there, again=again)
    assert "".join(char for char in said if char not in "\u2066\u2068\u2069") == line


def test_a_flag_and_a_correction_are_named_as_what_they_are() -> None:
    when = "2026-11-22T10:00:00.000Z"
    flag = Flag(
        uuid="f", annotator="me", created=when, article=PLAIN.article, target=PLAIN.target, updated=when
    )
    assert "a:1\u2069 · come back later" in turned_back([flag], DEFAULT, is_there=False, again=False)
    correction = ArticleCorrection(
        uuid=correction_uuid("a.txt"), annotator="me", created=when, article=PLAIN.article, updated=when
    )
    assert "a\u2069 · the article's details" in turned_back(
        [correction], DEFAULT, is_there=False, again=False
    )
