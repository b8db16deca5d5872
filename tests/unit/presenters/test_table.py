"""Tables are as wide as the terminal, cut between graphemes, and read from where their language begins."""

from collections.abc import Iterator

import pytest
from rich.cells import cell_len

from tui import i18n
from tui.presenters.table import Column, fitted_cell, table_rows

TITLE = "كوريا الشمالية تسلم روسيا 14 ألف جندي"
COLUMNS = [
    Column("article", least=6, most=20),
    Column("claims", number=True, most=8),
    Column("date", least=10, most=10, spare=1),
    Column("source", least=8, most=20, spare=2),
    Column("title", least=20),
]
RECORDS = [
    ("001.txt", "12", "2024-10-27", "وكالة", TITLE),
    ("002_long_name.txt", "3", "", "", "لا"),
]


@pytest.fixture
def arabic() -> Iterator[None]:
    i18n.choose("ar")
    yield
    i18n.choose("en")


def shown(width: int) -> list[str]:
    return list(table_rows(COLUMNS, RECORDS, width))


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_no_row_is_wider_than_the_terminal_and_titles_stand_at_its_edge(width: int) -> None:
    heading, first, second = shown(width)
    assert cell_len(heading) == cell_len(first) == cell_len(second) == width
    assert heading.endswith("title")
    assert second.endswith("ﻻ")


def test_columns_are_left_out_where_there_is_no_room_the_least_needed_first() -> None:
    assert shown(80)[0].split() == ["article", "claims", "date", "source", "title"]
    assert shown(60)[0].split() == ["article", "claims", "date", "title"]
    assert shown(48)[0].split() == ["article", "claims", "title"]


def test_a_column_without_values_takes_no_room() -> None:
    rows = list(table_rows(COLUMNS, [("001.txt", "1", "", "", TITLE)], 200))
    assert rows[0].split() == ["article", "claims", "title"]


def test_numbers_are_never_cut() -> None:
    rows = list(table_rows(COLUMNS, [("001_a_very_long_name.txt", "1234567", "", "", TITLE)], 38))
    assert "1234567" in rows[1]


def test_what_is_cut_has_a_sign_at_its_end_which_is_the_left_in_arabic() -> None:
    assert fitted_cell("abcdefgh", 5) == "abcd…"
    assert fitted_cell("كوريا الشمالية", 8, right=True) == "  …ﺎﻳﺭﻮﻛ"
    assert fitted_cell("كوريا", 8) == "ﺎﻳﺭﻮﻛ   "


def test_a_cut_never_parts_a_letter_from_its_marks() -> None:
    cell = fitted_cell("بَّبَّبَّبَّ", 3)
    assert cell_len(cell) == 3
    assert cell.count("\u064e") == cell.count("\u0651") == 2


def test_what_would_act_or_turn_a_row_round_is_a_sign() -> None:
    cell = fitted_cell("a\u202eb\x1b[2Jc", 12)
    assert "\u202e" not in cell
    assert "\x1b" not in cell
    assert cell_len(cell) == 12


def test_isolates_of_our_own_take_no_cell_and_those_of_a_name_are_signs() -> None:
    assert fitted_cell("+claim \u2068قال\u2069", 11, own=True) == "+claim ﻝﺎﻗ "
    assert fitted_cell("+claim \u2068قال\u2069", 12) != "+claim ﻝﺎﻗ  "


@pytest.mark.usefixtures("arabic")
def test_in_arabic_a_table_without_a_title_runs_from_the_right() -> None:
    columns = [Column("الوسم", most=10), Column("الجمل", number=True, most=8)]
    heading, row = table_rows(columns, [("claim", "12")], 40)
    assert heading == "ﻞﻤﺠﻟﺍ ﻢﺳﻮﻟﺍ".rjust(40)
    assert row == "   12 claim".rjust(40)


@pytest.mark.usefixtures("arabic")
def test_in_arabic_titles_stay_at_the_right_edge() -> None:
    heading, first, second = shown(80)
    assert heading.endswith("title")
    assert second.endswith("ﻻ")
    assert cell_len(first) == 80


def test_a_long_list_begins_at_once() -> None:
    def endless() -> Iterator[tuple[str, ...]]:
        while True:
            yield RECORDS[0]

    rows = table_rows(COLUMNS, endless(), 80)
    assert next(rows).startswith("article")
    assert next(rows).startswith("001.txt")


def test_nothing_has_no_heading() -> None:
    assert list(table_rows(COLUMNS, [], 80)) == []
