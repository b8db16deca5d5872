"""The Latin key in the place of an Arabic one, against X11's own tables of the layouts."""

import csv
from pathlib import Path

import pytest
from textual.keys import _character_to_key as name

from tui.config.actions import KEYS
from tui.config.keyboard_layouts import LAYOUTS, Layout, default_layout, twin

ROOT = Path(__file__).parents[2]
with (ROOT / "data" / "keyboard" / "positions.tsv").open(encoding="utf-8", newline="") as file:
    POSITIONS = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
NO_LATIN_TWIN_NEEDED = {"azerty": {"TLDE", "AC11"}}
"""French keyboards have `²` and `ù` there, which no key of claimreader is."""


def wanted(position: dict[str, str], layout: Layout) -> set[str]:
    """The Latin keys that stand there: on a French keyboard signs count by their American place, too."""
    if layout != "azerty":
        return {position["us"]}
    if position["key"].startswith("AE"):
        return {position["us"]}
    return {position["fr"], position["us"]} if not position["us"].isalpha() else {position["fr"]}


@pytest.mark.parametrize(
    ("layout", "column"), [("pc", "pc"), ("pc", "pc_digits"), ("mac", "mac"), ("azerty", "azerty")]
)
def test_each_key_has_the_twin_that_lies_in_its_place(layout: Layout, column: str) -> None:
    for position in POSITIONS:
        typed = position[column]
        if position["key"] in NO_LATIN_TWIN_NEEDED.get(layout, ()):
            continue
        found = twin(name(typed), layout) or name(typed)
        if position["key"] == "AB09" and layout == "azerty":
            assert found == "slash"  # engraved `: /`
        else:
            assert found in {name(latin) for latin in wanted(position, layout)}, position["key"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_letter_digit_and_sign_of_the_key_table_can_be_typed_without_leaving_arabic(
    layout: Layout,
) -> None:
    column = {"pc": "pc", "mac": "mac", "azerty": "azerty"}[layout]
    typed = {name(position[column]) for position in POSITIONS} | {"arabic_question_mark"}
    reached = typed | {found for key in typed if (found := twin(key, layout))}
    keys = {key for entry in KEYS for key in entry.keys.split(",")}
    single = {
        key for key in keys if len(key) == 1 or key.endswith("_bracket") or key in ("slash", "question_mark")
    }
    assert single - reached == set()
    assert {"slash", "question_mark", "left_square_bracket", "right_square_bracket"} <= reached


@pytest.mark.parametrize("layout", LAYOUTS)
def test_digits_of_all_scripts_are_the_digit_keys(layout: Layout) -> None:
    assert [twin(digit, layout) for digit in "٠١٢٣٤٥٦٧٨٩"] == list("0123456789")
    assert [twin(digit, layout) for digit in "۰۱۲۳۴۵۶۷۸۹"] == list("0123456789")


def test_french_digits_count_only_where_the_user_says_so() -> None:
    row = [name(char) for char in "&é\"'(-è_çà"]
    assert [twin(key, "azerty") for key in row] == list("1234567890")
    assert [twin(key, "pc") for key in row] == [None] * 10


@pytest.mark.parametrize("layout", LAYOUTS)
def test_modifiers_stay_and_caps_lock_is_seen_through(layout: Layout) -> None:
    assert twin("ctrl+ن", layout) == "ctrl+k"
    assert twin("C", layout) == "c"
    assert twin("c", layout) is None
    assert twin("enter", layout) is None
    assert twin("ﻻ", layout) == "b"


def test_caps_lock_on_a_french_keyboard() -> None:
    assert twin("É", "azerty") == "2"


def test_apple_computers_have_apples_layout() -> None:
    assert default_layout("darwin") == "mac"
    assert default_layout("linux") == default_layout("win32") == "pc"
