"""The line behind an undo says what was changed, in few words, whatever it was."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from annotations.model.article import Article
from annotations.model.records import Annotation, Link
from annotations.model.scheme import DEFAULT
from annotations.services.tagging import untagged
from tui.presenters.changes import change_words

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
