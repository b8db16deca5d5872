"""An amount in one line: what is typed is read whole or refused, and what is shown can be typed back."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.text.numbers import notation

DATA = Path(__file__).parents[3] / "data" / "numbers"
ITEM = {"value": None, "min": None, "max": None, "unit": None, "what": None, "approx": False, "quote": None}


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("نحو 12,000 جندي", {"value": 12000.0, "unit": "جندي", "approx": True}),
        ("~12,000 جندي", {"value": 12000.0, "unit": "جندي", "approx": True}),
        ("12000", {"value": 12000.0}),
        ("٣٠٠٠", {"value": 3000.0}),
        ("١٢٬٥٠٠٫٥ كم", {"value": 12500.5, "unit": "كم"}),
        ("10 آلاف جندي", {"value": 10000.0, "unit": "جندي"}),
        ("12 ألف soldiers", {"value": 12000.0, "unit": "soldiers"}),
        ("about 3 Million dollars", {"value": 3e6, "unit": "dollars", "approx": True}),
        ("10,000-12,000", {"min": 10000.0, "max": 12000.0}),
        ("~10,000–12,000 جندي كوري", {"min": 10000.0, "max": 12000.0, "unit": "جندي كوري", "approx": True}),
        ("≥ 10 آلاف جندي", {"min": 10000.0, "unit": "جندي"}),
        ("<= 50", {"max": 50.0}),
        ("مقتل 12 جنديا", {"value": 12.0, "unit": "جنديا", "what": "مقتل"}),
        ("12 جنديا (مقتل)", {"value": 12.0, "unit": "جنديا", "what": "مقتل"}),
        ("50٪", {"value": 50.0, "unit": "%"}),
        ("0.125", {"value": 0.125}),
    ],
)
def test_what_is_typed_is_read(line: str, wanted: dict[str, object]) -> None:
    assert notation.typed(line) == [ITEM | wanted]


def test_several_in_one_line_are_several() -> None:
    assert [notation.written(item) for item in notation.typed("10,000 جندي و5 صواريخ")] == [
        "10,000 جندي",
        "5 صواريخ",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "",
        "~",
        "جندي",
        "1.500 جندي",  # one and a half, or fifteen hundred
        "1.500",
        "5000-3000",
        "3000 و5 صواريخ",  # the first would be lost
        "10 آلافا",  # never ten
        "≥ 10,000–12,000 جندي",
        "1" * 400,
        "nan",
        "1e5",
    ],
)
def test_what_cannot_be_read_whole_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="write it like"):
        notation.typed(line)


def test_every_amount_of_the_test_texts_can_be_typed_as_it_is_shown() -> None:
    lines = [
        json.loads(line)
        for name in ("cases", "seeds")
        for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    items = [
        ITEM | {key: item.get(key) for key in ("value", "min", "max", "unit", "what")} | {"approx": approx}
        for line in lines
        for item in line.get("numbers", [line])
        for approx in [item.get("approx", False)]
    ]
    stated = [item for item in items if {item["value"], item["min"], item["max"]} != {None}]
    assert len(stated) > 100
    for item in stated:
        assert notation.typed(notation.written(item)) == [item]


@given(
    st.integers(-(10**14), 10**14) | st.decimals(0, 10**6, places=1).map(float),
    st.booleans(),
    st.sampled_from([None, "جندي", "soldiers", "%"]),
)
def test_any_number_can_be_typed_as_it_is_shown(value: float, approx: bool, unit: str | None) -> None:
    item = ITEM | {"value": float(value), "approx": approx, "unit": unit}
    assert notation.typed(notation.written(item)) == [item]


@given(st.text(max_size=60))
def test_any_line_is_read_or_refused_and_shown_in_one_line(line: str) -> None:
    try:
        found = notation.typed(line)
    except ValueError:
        return
    for item in found:
        assert "\n" not in notation.written(item)
        assert any(isinstance(item[key], float) for key in ("value", "min", "max"))


@pytest.mark.parametrize("value", [None, "x", True, {}, [1], 1e300, -0.0, float("inf"), float("nan")])
def test_a_damaged_item_is_shown_all_the_same(value: object) -> None:
    assert isinstance(notation.written({"value": value, "min": value, "unit": value, "quote": value}), str)
