"""Joining forms, code point by code point."""

from __future__ import annotations

import re
from pathlib import Path

import arabic_reshaper
import pytest

import seeds
from tui.bidi.shaping import MERGED, shape

ARTICLES = sorted(Path(seeds.__file__).parent.glob("*.txt"))


def forms(text: str) -> list[str]:
    """Name each code point of the shaped text as Unicode names its form: `beh initial`."""
    return [f"{ord(char):04X}" for char in shape(text)]


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.name[:3])
def test_every_word_of_the_seeds_is_shaped_as_arabic_reshaper_shapes_it(path: Path) -> None:
    oracle = arabic_reshaper.ArabicReshaper({"delete_harakat": False, "ARABIC LIGATURE ALLAH": False})
    for word in set(path.read_text(encoding="utf-8").split()):
        assert shape(word).replace(MERGED, "") == oracle.reshape(word)


def test_each_letter_takes_the_form_of_its_place() -> None:
    assert forms("ببب ب") == ["FE91", "FE92", "FE90", "0020", "FE8F"]
    assert forms("درب") == ["FEA9", "FEAD", "FE8F"]  # neither joins to what follows
    assert forms("ءب") == ["FE80", "FE8F"]


def test_marks_and_tatweel_do_not_break_a_join() -> None:
    assert forms("بَّب") == ["FE91", "064E", "0651", "FE90"]
    assert forms("بـب") == ["FE91", "0640", "FE90"]
    assert forms("ـب") == ["0640", "FE90"]


def test_joiners_break_and_make_joins_as_persian_needs() -> None:
    assert forms("می\u200cخواهم")[:4] == ["FEE3", "FBFD", "200C", "FEA7"]
    assert forms("ه\u200d") == ["FEEB", "200D"]
    assert forms("\u200dه") == ["200D", "FEEA"]


@pytest.mark.parametrize(
    ("text", "shaped"),
    [("لا", ["FEFB", "2060"]), ("بلا", ["FE91", "FEFC", "2060"]), ("لأ", ["FEF7", "2060"]),
     ("لإ", ["FEF9", "2060"]), ("لآ", ["FEF5", "2060"]), ("لَا", ["FEFB", "064E", "2060"]),
     ("لّآَ", ["FEF5", "0651", "2060", "064E"]), ("لاب", ["FEFB", "2060", "FE8F"]),
     ("ل\u200cا", ["FEDD", "200C", "FE8D"]), ("لـا", ["FEDF", "0640", "FE8E"]),
     ("للا", ["FEDF", "FEFC", "2060"])],
)  # fmt: skip
def test_lam_and_alef_merge_into_the_first_with_any_marks_between(text: str, shaped: list[str]) -> None:
    assert forms(text) == shaped


def test_the_name_of_god_keeps_its_four_letters() -> None:
    assert forms("الله") == ["FE8D", "FEDF", "FEE0", "FEEA"]


@pytest.mark.parametrize(
    ("text", "shaped"),
    [("پژوهشگر", ["FB58", "FB8B", "FEED", "FEEB", "FEB8", "FB95", "FEAE"]),  # Persian
     ("گچ", ["FB94", "FB7B"]), ("ہے", ["FBA8", "FBAF"]), ("ٹڈں", ["FB68", "FB89", "FB9E"]),  # Urdu
     ("ۂ", ["FBA4"]), ("بۃ", ["FE91", "FE94"]), ("ئەو", ["FE8B", "FEEA", "FEED"])],  # Urdu, Urdu, Kurdish
)  # fmt: skip
def test_persian_urdu_and_kurdish_letters_have_their_forms(text: str, shaped: list[str]) -> None:
    assert forms(text) == shaped


def test_a_letter_without_presentation_forms_still_joins_its_neighbours() -> None:
    assert forms("بێب") == ["FE91", "06CE", "FE90"]
    assert forms("ڕب") == ["0695", "FE8F"]


def test_no_form_of_a_mark_is_made_and_other_text_stays_as_it_is() -> None:
    text = "مُحَمَّدٌ (abc) ١٢٣ 一 é"
    assert not re.search("[\ufe70-\ufe7f]", shape(text))
    assert shape(text)[8:] == text[8:]
