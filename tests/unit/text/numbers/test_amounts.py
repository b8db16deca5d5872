"""An amount as a person reads it: a bound is never shown as a figure, and no sign is turned round."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.text.numbers import read_numbers, to_attribute
from annotations.text.numbers.amounts import LRI, PDI, amount, interval, several, short
from tui.bidi import Paragraph, layout

TABLE = [
    ("أكثر من 1500 جندي", "[>1,500] جندي", "أكثر من [1,500] جندي"),
    ("ما لا يقل عن 115 ألف جندي", "[≥115,000] جندي", "لا يقل عن [115,000] جندي"),
    ("500 شخص أو أكثر", "[≥500] شخص", "لا يقل عن [500] شخص"),
    ("500 شخص فما فوق", "[≥500] شخص", "لا يقل عن [500] شخص"),
    ("لا أقل من 7 آلاف جندي", "[≥7,000] جندي", "لا يقل عن [7,000] جندي"),
    ("ما يزيد على 20 ألف جندي", "[>20,000] جندي", "أكثر من [20,000] جندي"),
    ("ما يصل إلى 9 ملايين قذيفة", "[≤9,000,000] قذيفة", "حتى [9,000,000] قذيفة"),
    ("ليس أكثر من 50 صاروخا", "[≤50] صاروخا", "حتى [50] صاروخا"),
    ("أقل من 50 صاروخا", "[<50] صاروخا", "أقل من [50] صاروخا"),
    ("نحو 3000 جندي", "[~3,000] جندي", "نحو [3,000] جندي"),
    ("أكثر من نحو ألف جندي", "[~>1,000] جندي", "أكثر من نحو [1,000] جندي"),
    ("ملايين القذائف", "millions القذائف", "ملايين القذائف"),
    ("عشرات الآلاف من الجنود", "tens of thousands الجنود", "عشرات الآلاف من الجنود"),
    ("بضعة آلاف جندي", "[~≥3,000] جندي", "لا يقل عن نحو [3,000] جندي"),
    ("بين 10 و12 ألف جندي", "[10,000–12,000] جندي", "بين [10,000] و[12,000] جندي"),
    ("حوالي 10 إلى 12 ألف جندي", "[~10,000–12,000] جندي", "نحو [10,000] إلى [12,000] جندي"),
    ("أكثر من 50%", "[>50%]", "أكثر من [50%]"),
    ("مقتل 12 جنديا", "[12] جنديا (مقتل)", "[12] جنديا (مقتل)"),
    ("1.500 جندي", "1.500 جندي", "1.500 جندي"),  # two readings: as it is written
]


def read(text: str) -> dict[str, object]:
    (number,) = read_numbers(text)
    return to_attribute(number)


def isolated(text: str) -> str:
    return text.replace("[", LRI).replace("]", PDI)


@pytest.mark.parametrize(("text", "english", "arabic"), TABLE, ids=[row[0] for row in TABLE])
def test_what_a_text_states_is_shown_with_its_bounds(text: str, english: str, arabic: str) -> None:
    item = read(text)
    assert amount(item) == isolated(english)
    assert amount(item, "ar") == isolated(arabic)
    assert amount(item, isolates=False) == english.replace("[", "").replace("]", "")


def test_without_a_quote_only_what_holds_for_both_is_said() -> None:
    item = {"value": None, "min": 1500.0, "max": None, "unit": "جندي", "approx": False, "quote": None}
    assert amount(item) == f"{LRI}≥1,500{PDI} جندي"
    assert amount(item, "ar") == f"لا يقل عن {LRI}1,500{PDI} جندي"


@pytest.mark.parametrize("text", [row[0] for row in TABLE])
@pytest.mark.parametrize("around", ["{}", "عدد: {} في الخبر", "count: {} here"])
def test_no_sign_is_mirrored_or_moved_on_a_screen(text: str, around: str) -> None:
    item = read(text)
    shown = amount(item)
    signs = shown[shown.index(LRI) + 1 : shown.index(PDI)] if LRI in shown else ""
    (line,) = layout(Paragraph(around.format(shown)), 200)
    assert signs in line.text, "in the order and with the signs of its record"


def plain(items: list[dict[str, Any]], language: str, cells: int) -> str:
    return several(items, language, cells, isolates=False)


def test_a_column_has_signs_where_words_have_no_room_and_the_noun_goes_last() -> None:
    item = read("ما لا يقل عن 115 ألف جندي")
    assert plain([item], "ar", 22) == "لا يقل عن 115,000 جندي"
    assert plain([item], "ar", 21) == plain([item], "en", 13) == "≥115,000 جندي"
    assert short(item, "ar", 18) == f"لا يقل عن {LRI}115,000{PDI}"
    assert short(item, "ar", 12) == short(item, "en", 12) == f"{LRI}≥115,000{PDI}"
    assert several([item], "ar", 12) == several([item], "en", 12) == f"{LRI}≥115,000{PDI}"


def test_all_amounts_of_a_claim_stand_in_one_line_each_noun_once() -> None:
    soldiers = [read("1500 جندي"), read("نحو 3000 جندي")]
    tents = read("700 خيمة")
    assert plain([*soldiers, tents], "en", 40) == "1,500، ~3,000 جندي، 700 خيمة"
    assert plain([soldiers[0], tents, soldiers[1]], "ar", 40) == "1,500 جندي، 700 خيمة، نحو 3,000 جندي"
    assert plain([*soldiers, tents], "en", 20) == "1,500، ~3,000، 700"
    assert plain([*soldiers, tents], "en", 16) == "1,500، ~3,000 +1"
    assert plain([*soldiers, tents], "en", 10) == "1,500 +2"
    assert plain([], "en", 10) == ""


@pytest.mark.parametrize(
    ("item", "ends"),
    [
        ({"min": 1500.0}, (1500.0, None)),
        ({"max": 9e6}, (None, 9e6)),
        ({"value": 3.0}, (3.0, 3.0)),
        ({"value": 5.0, "min": 3.0, "max": 8}, (3.0, 8)),
        ({"min": float("inf")}, None),
        ({"value": True, "max": "9"}, None),
        ({}, None),
    ],
)
def test_an_amount_is_an_interval(item: dict[str, object], ends: tuple[object, object] | None) -> None:
    assert interval(item) == ends


_ANY = st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats() | st.text(max_size=20)


@given(st.fixed_dictionaries(dict.fromkeys(("value", "min", "max", "unit", "what", "approx", "quote"), _ANY)))
def test_whatever_a_record_holds_is_one_line_whose_only_controls_are_its_isolates(
    item: dict[str, object],
) -> None:
    for language in ("en", "ar"):
        said = amount(item, language)
        assert said.count(LRI) == said.count(PDI)
        rest = said.replace(LRI, "").replace(PDI, "")
        assert not any(char in "\n\r\t\x1b\u202e\u2067\u2068" for char in rest)
        for cells in (0, 10, 200):
            line = several([item, item], language, cells)
            assert line.count(LRI) == line.count(PDI)
            assert line


@pytest.mark.parametrize(
    "stored", [{}, {"value": "x", "min": [], "max": {}}, {"value": None, "approx": True}]
)
def test_no_bound_is_said_of_an_item_that_states_no_number(stored: dict[str, Any]) -> None:
    for language in ("en", "ar"):
        assert short(stored, language, 18) == "?"
        assert amount(stored | {"quote": "آلاف الجنود"}, language) == "آلاف الجنود"
