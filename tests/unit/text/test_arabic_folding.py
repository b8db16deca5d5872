"""Searching as Arabic readers type: spellings that differ by habit, keyboard or site are the same word."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.text.folding import _COMMON, Translation, ascii_digits, find, fold, fold_map, is_boundary


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("الكورية", "القوات الکوریة الشمالیة"),  # Persian keheh and yeh
        ("اوكرانيا", "في أوكرانيا"),
        ("أوكرانيا", "فى اوكرانيا"),
        ("3000", "نحو ٣٠٠٠ جندي"),
        ("٣٠٠٠", "نحو 3000 جندي"),
        ("۲۰۲۴", "عام 2024"),
        ("مستشفي", "مستشفى المدينة"),
        ("قوه", "قوة كبيرة"),
        ("قوات", "قَوَّاتٌ كورية"),
        ("قَوات", "القوات"),
        ("محمد", "محـــمد"),
        ("الله", "ﷲ"),
        ("لا", "ﻻ أحد"),
        ("مسؤول", "مسوول"),
        ("شئون", "شيون"),
        ("آب", "اب"),
        ("nato", "NATO"),
        ("café", "cafe\u0301"),
        ("كيم جونغ", "كيم\u00a0جونغ"),
        ("جنود", "جن\u200fود"),
        ("١٢٫٥٪", "12.5%"),
    ],
)
def test_a_word_is_found_however_it_is_spelled(query: str, text: str) -> None:
    (hit,) = find(text, query)
    assert fold(text[slice(*hit)]) == fold(query)


def test_hits_are_the_exact_letters_with_the_marks_on_them() -> None:
    text = "إنَّ قُوّاتٍ، والقواتُ"
    assert [text[start:end] for start, end in find(text, "قوات")] == ["قُوّاتٍ", "قواتُ"]


def test_a_hit_in_a_ligature_is_the_whole_ligature_once() -> None:
    assert find("ﷲ ﻻ", "ل") == [(0, 1), (2, 3)]


def test_hits_do_not_overlap() -> None:
    assert find("ااااا", "اا") == [(0, 2), (2, 4)]


@given(st.text(st.one_of(st.sampled_from(_COMMON + "…ﷲ🚨é\ufffe"), st.characters())))
def test_the_short_way_gives_what_the_table_gives(text: str) -> None:
    table = {code: fold(chr(code)) for code in map(ord, text)} | {ord(char): fold(char) for char in _COMMON}
    assert fold(text) == text.translate(table)
    assert fold(text) == fold_map(text)[0]


def test_a_table_may_drop_letters_and_make_several_of_one() -> None:
    table = {ord(char): char for char in _COMMON} | {ord("b"): "", ord("c"): "cc"}
    assert Translation(table)("abcab") == "acca"
    assert Translation(table)("abab") == "aa"
    assert Translation(table)("ab🚨") == "a🚨"


def test_letters_that_are_different_words_stay_different() -> None:
    assert find("باب بيت", "پاپ") == []
    assert find("قال", "كال") == []


@pytest.mark.parametrize("query", ["", " ", "\u064b", "\u200f", "ـ"])
def test_a_query_without_letters_finds_nothing(query: str) -> None:
    assert find("قالً ـ ", query) == []


def test_each_folded_letter_knows_its_original() -> None:
    folded, offsets = fold_map("ﻻ قَد")
    assert folded == "لا قد"
    assert list(offsets) == [0, 0, 1, 2, 4]


def test_every_code_point_folds_to_what_folds_to_itself() -> None:
    for plane in range(0, sys.maxunicode, 0x1000):
        text = "".join(map(chr, range(plane, plane + 0x1000)))
        assert fold(fold(text)) == fold(text)
    marks = "".join(char for char in map(chr, range(0x600, 0x700)) if unicodedata.category(char) == "Mn")
    assert fold(marks) == ""


def test_ascii_digits_keep_every_offset() -> None:
    assert ascii_digits("في ٢٧ أكتوبر ۲۰۲۴") == "في 27 أكتوبر 2024"


@pytest.mark.parametrize(
    "cluster",
    ["قَ", "e\u0301", "🇪🇬", "👩\u200d👧", "👍🏻", "나\u11ab", "\u0600\u0661", "\r\n", "ن\u200d", "ᄀ가"],
)
def test_a_cluster_has_no_boundary_inside(cluster: str) -> None:
    text = "a" + cluster + "b"
    inside = range(2, 1 + len(cluster))
    assert [at for at in inside if is_boundary(text, at)] == []
    assert is_boundary(text, 0)
    assert is_boundary(text, 1)
    assert is_boundary(text, len(text))
