"""The rows of the claims board: what finds them, in what order they stand, and how they keep up."""

from __future__ import annotations

from pathlib import Path

import pytest
from claim_store import annotation, pending_changes_of
from hypothesis import given
from hypothesis import strategies as st

from annotations.insight.nouns import Nouns
from annotations.model.people import People
from annotations.model.records import Annotation
from annotations.model.scheme import DEFAULT
from annotations.services.claim_index import ORDERS, ClaimIndex
from annotations.services.claim_search import Texts, matcher, text_of, words
from annotations.store.base import Change
from annotations.store.pending_changes import PendingChanges

RECORDS = [
    {
        "id": "000_a.txt",
        "sha256": "0" * 64,
        "title": "قوات في كورسك",
        "source": "BBC عربي",
        "published": "2024-10-23",
    },
    {
        "id": "news/001_b.txt",
        "sha256": "0" * 64,
        "title": "صواريخ",
        "source": "رويترز",
        "published": "2024-10-20",
    },
]


def number(value: float | None, **more: object) -> dict[str, object]:
    return {
        "value": value,
        "min": None,
        "max": None,
        "unit": "جندي",
        "what": None,
        "approx": False,
        "quote": "",
    } | more


SOME = [
    annotation(
        "a",
        start=5,
        tags=("claim", "quantity"),
        attributes={"numbers": [number(12_000)], "certainty": "possible"},
    ),
    annotation("b", start=1, note="Überprüft", annotator="sara", attributes={"certainty": "certain"}),
    annotation(
        "c",
        article="news/001_b.txt",
        tags=("not_claim",),
        attributes={
            "claimant": "الاستخبارات",
            "numbers": [number(None, min=1_500, approx=True)],
            "when": "2024-10-25",
            "source_span": {"start": 1, "end": 4, "quote": "كييف"},
        },
        updated="2026-11-22T10:00:00.000Z",
    ),
    annotation(
        "d", article="002_c.txt", start=2, tags=("claim", "event"), attributes={"certainty": "no idea"}
    ),
]


@pytest.fixture
def pending_changes(tmp_path: Path) -> PendingChanges:
    return pending_changes_of(tmp_path, SOME, RECORDS)


@pytest.fixture
def board(pending_changes: PendingChanges) -> ClaimIndex:
    board = ClaimIndex(pending_changes, DEFAULT)
    assert [*board.fill()][-1] == 4
    assert board.complete
    return board


def found(board: ClaimIndex, query: str = "", order: str = "article") -> str:
    return "".join(board.uuid(row) for row in board.find(query, order))


@pytest.mark.parametrize(
    ("query", "uuids"),
    [
        ("", "badc"),
        ("tag:quantity", "a"),
        ("tag:2", "a"),
        ("tag:عدد", "a"),
        ("tag:claim", "bad"),  # and not not_claim
        ("tag:not", "c"),
        ("by:sara", "b"),
        ("by:SAR", "b"),
        ("by:ara", ""),  # a word's beginning
        ("article:00", "badc"),
        ("article:001", "c"),  # without its folder
        ("article:news/", "c"),
        ("certainty:possible", "a"),
        ("certainty:", "badc"),  # still being typed
        ("source:bbc", "ba"),
        ("source:عربى", "ba"),  # folded, the second word
        ('source:"bbc عربي"', "ba"),
        ("numbers:12000", "a"),
        ("number:12,000", "a"),
        ("number:1500", "c"),
        ("claimant:الاستخبارات", "c"),
        ("source_span:كييف", "c"),
        ("source-span:كييف", "c"),
        ("when:2024-10", "c"),
        ("date:2024-10-20", "c"),
        ("nothing:here", ""),
        ("کورسک", "ba"),  # the title, in Persian letters
        ("uberpruft", "b"),  # the note, folded
        ("الاستخبارات", "c"),  # the claimant
        ("possible", ""),  # fields only by their names
        ("بيونغ", "badc"),
        ("بيونغ tag:event", "d"),
        ("بيونغ كورسك by:sara", "b"),
        ("12:30", ""),
        ("قال:", ""),
    ],
)
def test_what_a_query_finds(board: ClaimIndex, query: str, uuids: str) -> None:
    assert sorted(found(board, query)) == sorted(uuids)


def test_by_claimant_one_persons_claims_stand_together_in_the_order_of_time(tmp_path: Path) -> None:
    said = [
        annotation(uuid, start=place, attributes={"claimant": claimant, "when": day} if claimant else {})
        for place, (uuid, claimant, day) in enumerate(
            [("a", "وزير الري", "2025-05-20"), ("b", "", ""), ("c", "هند", "2025-05-01"),
             ("d", "الوزارة", "2025-05-03"), ("e", "الوزاره", "2025-05-04")]
        )
    ]  # fmt: skip
    index = ClaimIndex(pending_changes_of(tmp_path, said), DEFAULT)
    assert [*index.fill()]
    assert found(index, "", "claimant") == "de" + "c" + "a" + "b"
    people = People([["وزارة الري", "الوزارة", "وزير الري"]])
    assert "".join(index.uuid(row) for row in index.find("", "claimant", people=people)) == "c" + "dea" + "b"


def test_a_claimant_is_found_by_every_name_of_the_same_person(board: ClaimIndex) -> None:
    people = People([["جهاز المخابرات", "الاستخبارات"], ["هند", "السيدة هند"]])

    def with_people(query: str) -> str:
        return "".join(board.uuid(row) for row in board.find(query, people=people))

    assert with_people("claimant:المخابرات") == "c", "a word of another spelling"
    assert with_people('claimant:"جهاز المخا"') == "c", "still being typed"
    assert with_people("claimant:هند") == ""
    assert with_people("side:المخابرات") == ""
    assert with_people("المخابرات") == "", "words are looked for as they were written"
    assert with_people("claimant:استخبارات") == ""


@pytest.mark.parametrize(
    ("order", "uuids"),
    [
        ("article", "badc"),
        ("number", "cabd"),  # 1,500, 12,000, and then those without
        ("date", "bacd"),
        ("claimant", "cbad"),
        ("certainty", "badc"),
        ("changed", "cbad"),
    ],
)
def test_orders(board: ClaimIndex, order: str, uuids: str) -> None:
    assert found(board, "", order) == uuids


def test_articles_stand_by_id_and_in_them_rows_by_place(board: ClaimIndex) -> None:
    assert found(board) == "bad" + "c"
    assert set(ORDERS) == {"article", "number", "date", "claimant", "certainty", "changed"}


def test_what_a_row_shows_is_read_when_it_is_asked_for(board: ClaimIndex) -> None:
    row = board.row("c")
    assert row is not None
    one = board.annotation(row)
    assert one is not None
    fact = board.fact(one)
    assert fact.number is not None
    assert (fact.number.low, fact.number.approximate) == (1_500, True)
    assert (fact.day, fact.record["source"]) == ("2024-10-25", "رويترز")


def test_what_a_column_needs_is_known_and_an_empty_one_needs_nothing(
    pending_changes: PendingChanges, board: ClaimIndex
) -> None:
    widths = board.widths()
    assert widths["claimant"] == len("الاستخبارات")
    assert widths["number"] == len("~≥1,500 جندي")
    assert widths["reported_as"] == 0
    change(
        pending_changes, board, "c", annotation("c", article="news/001_b.txt", attributes={"claimant": "س"})
    )
    assert board.widths()["claimant"] == 1
    change(pending_changes, board, "c", annotation("c", article="news/001_b.txt", tags=("rule",)))
    assert board.widths()["claimant"] == 0


def test_numbers_are_sorted_within_what_they_count(tmp_path: Path) -> None:
    counted = [
        annotation(uuid, start=place, attributes={"numbers": [number(value, unit=unit)]} if value else {})
        for place, (uuid, value, unit) in enumerate(
            [("a", 90, "صاروخا"), ("b", 3, "جندي"), ("c", 0, ""), ("d", 1, "جندي"), ("e", 2, "صاروخا"),
             ("f", 5, "جندي")]
        )
    ]  # fmt: skip
    index = ClaimIndex(pending_changes_of(tmp_path, counted), DEFAULT)
    assert [*index.fill()]
    assert found(index, "", "number") == "dbf" + "ea" + "c"


def test_a_projects_own_nouns_say_what_counts_the_same(tmp_path: Path) -> None:
    counted = [
        annotation(uuid, start=place, attributes={"numbers": [number(value, unit=unit)]})
        for place, (uuid, value, unit) in enumerate(
            [("a", 90, "صاروخا"), ("b", 3, "جندي"), ("c", 2, "مسيرة"), ("d", 4, "جندي")]
        )
    ]
    index = ClaimIndex(
        pending_changes_of(tmp_path, counted), DEFAULT, Nouns([["مقذوف", "صاروخ", "مسيرة", "قذيفة"]])
    )
    assert [*index.fill()]
    assert sorted(map(index.uuid, index.counting_the_same(counted[0]))) == ["a", "c"]
    plain = ClaimIndex(index._source, DEFAULT)
    assert [*plain.fill()]
    assert [*map(plain.uuid, plain.counting_the_same(counted[0]))] == ["a"]


def change(
    pending_changes: PendingChanges, board: ClaimIndex, uuid: str, annotation: Annotation | None
) -> None:
    current = pending_changes.get(uuid)
    pending_changes.apply([Change(uuid, current.rev if current else 0, annotation)])
    board.mark([uuid])
    board.update()


def test_rows_keep_up_with_changes_and_stay_what_they_are(
    pending_changes: PendingChanges, board: ClaimIndex
) -> None:
    rows = {uuid: board.row(uuid) for uuid in "abcd"}
    change(pending_changes, board, "a", annotation("a", start=20, tags=("rule",)))
    assert found(board) == "bad" + "c"
    assert found(board, "tag:rule") == "a"
    assert found(board, "tag:quantity") == ""
    change(pending_changes, board, "b", None)
    assert found(board) == "adc"
    assert board.annotation(rows["b"] or 0) is None
    change(pending_changes, board, "b", SOME[1])
    change(pending_changes, board, "new", annotation("new", article="000_a.txt", start=3))
    assert found(board) == "b" + "new" + "ad" + "c"
    assert {uuid: board.row(uuid) for uuid in "abcd"} == rows
    assert board.version == 4


def test_what_changes_while_the_board_is_read_is_not_overwritten_by_what_was_read(
    pending_changes: PendingChanges,
) -> None:
    board = ClaimIndex(pending_changes, DEFAULT)
    steps = board.fill()
    next(steps)
    change(pending_changes, board, "c", annotation("c", article="news/001_b.txt", tags=("rule",)))
    assert [*steps]
    assert found(board, "tag:rule") == "c"
    assert found(board) == "badc"


def test_hostile_values_hide_nothing_and_find_nothing_else(tmp_path: Path) -> None:
    nasty = "x\1\2tag: quantity\0 \x1b[31m"
    pending_changes = pending_changes_of(tmp_path, [annotation("a", note=nasty), annotation("b", note=".*")])
    board = ClaimIndex(pending_changes, DEFAULT)
    [*board.fill()]
    assert found(board, "tag:quantity") == ""
    assert found(board, "x") == "a"
    assert found(board, ".*") == "ab", "no word is looked for"
    assert found(board, "by:.*") == ""
    assert found(board, '"') == "ab"
    assert found(board, "\0\1\2") == "ab"


def test_a_foreign_files_numbers_and_dates_stop_nothing(tmp_path: Path) -> None:
    odd = {"numbers": [{"value": "many"}, 7, {"value": 1e300}], "certainty": ["?"], "when": 3}
    pending_changes = pending_changes_of(
        tmp_path, [annotation("a", attributes=odd, updated="yesterday"), annotation("b")]
    )
    board = ClaimIndex(pending_changes, DEFAULT)
    [*board.fill()]
    assert [sorted(found(board, "", order)) for order in ORDERS] == [["a", "b"]] * len(ORDERS)


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_query_on_any_note_is_answered_and_its_own_words_are_found(note: str, query: str) -> None:
    text = text_of(annotation("a", note=note), {"title": query}, DEFAULT)
    matches = matcher(query)
    plain = not any(mark in query for mark in ':"-−*')
    assert matches is None or matches(text) or not plain
    assert len(words(query)) <= len(query)


def test_packed_texts_are_what_was_put_in() -> None:
    texts = Texts()
    said = [f"نص {number}" for number in range(1000)]
    for one in said:
        texts.append(one)
    texts.put(3, "other")
    copy = texts.copy()
    texts.put(4, "later")
    assert len(texts) == 1000
    assert [*copy] == [*said[:3], "other", *said[4:]]
