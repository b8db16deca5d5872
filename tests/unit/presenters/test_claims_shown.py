"""Rows and panel of lists of claims: what has room, who says it, and why a claim is offered to be linked."""

from __future__ import annotations

from pathlib import Path

import pytest
from claim_store import annotation, pending_changes_of

from annotations.model.people import People
from annotations.model.scheme import DEFAULT
from annotations.services.claim_index import ClaimIndex
from annotations.services.related_claims import related_claims
from annotations.text.numbers.amounts import LRI, PDI
from tui.presenters.claims import fitting, link_mark, passage_on_related, passages_about

NUMBERS = {"numbers": [{"value": 1500, "unit": "جندي", "quote": ""}]}
OTHERS = {"numbers": [{"value": 3000, "unit": "جنود", "quote": ""}], "claimant": "البيت الأبيض"}
ALL = {
    "tags": 3,
    "number": 30,
    "certainty": 8,
    "reported_as": 9,
    "date": 10,
    "source": 12,
    "claimant": 30,
    "more": 2,
}


def ids(width: int, **needed: int) -> list[str]:
    return [column.id for column in fitting(width, {**ALL, **needed})]


def bare(text: str) -> str:
    return "".join(char for char in text if char not in f"{LRI}{PDI}\u2068")


def test_at_80_columns_the_claimant_stays_and_the_place_goes() -> None:
    assert ids(80) == ["tags", "number", "more", "claimant"]
    assert {"place", "date", "claimant", "number"} <= set(ids(120))
    assert set(ids(200)) == {*ALL, "place"}


def test_an_empty_column_vanishes_and_its_room_goes_to_others() -> None:
    assert "claimant" not in ids(200, claimant=0)
    assert "place" in ids(80, claimant=0, number=0)
    wide, narrow = (
        {column.id: column.room for column in fitting(120, {**ALL, "certainty": certainty})}
        for certainty in (0, 8)
    )
    assert sum(wide.values()) <= 120
    assert wide["claimant"] >= narrow["claimant"]


@pytest.mark.parametrize("width", range(40, 260, 7))
def test_the_quote_has_room_at_any_width_and_no_column_is_wider_than_what_is_in_it(width: int) -> None:
    columns = fitting(width, ALL)
    left = width - sum(column.room + 1 for column in columns) - 5
    assert left >= min(26, width - 5)
    rooms = {column.id: column.room for column in columns}
    assert rooms.get("claimant", 0) <= 44
    assert rooms.get("number", 0) <= 30


def test_the_panel_says_who_claims_it_under_which_name_and_of_each_link_who_and_how_many(
    tmp_path: Path,
) -> None:
    source = pending_changes_of(
        tmp_path,
        [
            annotation(
                "a",
                attributes={**NUMBERS, "claimant": "سول", "reported_as": "asserted", "certainty": "probable"},
                links=[("contradicts", "b")],
            ),
            annotation("b", start=20, attributes=OTHERS),
        ],
    )
    index = ClaimIndex(source, DEFAULT)
    one = source.get("a")
    assert one is not None
    people = People([["كوريا الجنوبية", "سول"]])
    _, who, number, link = passages_about(one, index.fact(one, {}), source, DEFAULT, people)
    assert (who.label, who.text) == (("claimant", "asserted · probable"), "سول = كوريا الجنوبية")
    assert bare(number.text) == "1,500 جندي"
    assert link.label[0].startswith("contradicts 000_a:")
    assert bare(link.label[1]) == "3,000 جنود"
    assert link.text.startswith("البيت الأبيض: ")


def test_why_a_claim_is_offered_is_said_with_both_figures(tmp_path: Path) -> None:
    source = pending_changes_of(
        tmp_path, [annotation("a", attributes=NUMBERS), annotation("b", start=20, attributes=OTHERS)]
    )
    index = ClaimIndex(source, DEFAULT)
    assert [*index.fill()]
    one = source.get("a")
    assert one is not None
    (related,) = related_claims(one, index, source).values()
    assert bare(passage_on_related(related).text) == "same noun: جندي, 1,500 / 3,000"
    assert [link_mark([], "a", related), link_mark(["a"], "a", related), link_mark([], "a", None)] == [
        "≠",
        "l",
        "",
    ]
