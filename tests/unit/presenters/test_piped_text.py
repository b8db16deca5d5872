"""Text from a pipe: prose stands at the right, what programs print in lines keeps its place."""

import pytest

from tui.presenters.piped_text import are_records, piped_rows, record_rows

LOG = [
    "2026-11-29 10:00:01 ERROR فشل الاتصال (MSMT) 3000 مرة.\n",
    "2026-11-29 10:00:02 INFO  تم الاتصال\n",
]


def rows(*lines: str | None, width: int = 40, how: str = "auto") -> list[str | None]:
    return list(piped_rows(lines, width, how))


@pytest.mark.parametrize(
    "lines",
    [
        LOG,
        LOG[:1],
        ["[10:00] خطأ في الاتصال بالخادم", "[10:01] تم"],
        ["news/001.txt:12:قال الوزير", "news/002.txt:3:نفى"],
        ["     12 كلمة", "      3 أخرى"],
        ["الاسم\tالعدد", "أحمد\t12"],
        ["الاسم     العدد", "أحمد      12"],
        ["| الاسم | العدد |", "|---|---|", "| أحمد | 12 |"],
        ["-rw-r--r-- 1 root root 12 Nov 29 21:00 خبر.txt"],
        ["commit: أول", "author: أحمد"],
    ],
)
def test_what_programs_print_is_told_by_its_lines(lines: list[str]) -> None:
    assert are_records(lines)


@pytest.mark.parametrize(
    "lines",
    [
        ["قال الوزير إن العدد كبير.  وأضاف أن الأمر انتهى."],
        ["CNN: قالت المصادر إن العدد كبير"],
        ["3000 جندي وصلوا", "5 قتلى في الحادث"],
        ["1. أولا", "2. ثانيا"],
        ["عنوان", "CNN: قالت", "وأضاف"],
        [],
    ],
)
def test_prose_is_no_record_though_it_has_numbers_latin_names_or_wide_gaps(lines: list[str]) -> None:
    assert not are_records(lines)


def test_prose_stands_at_the_right_and_is_wrapped_at_words() -> None:
    shown = rows("قال الوزير إن العدد كبير\n", width=12)
    assert shown == ["ﺮﻳﺯﻮﻟﺍ ﻝﺎﻗ".rjust(12), "ﺩﺪﻌﻟﺍ ﻥﺇ".rjust(12), "ﺮﻴﺒﻛ".rjust(12)]


def test_a_line_of_a_log_begins_at_the_left_and_its_message_runs_from_the_right() -> None:
    shown = rows(*LOG, width=80)
    assert shown[0] == "2026-11-29 10:00:01 ERROR .ﺓﺮﻣ 3000 (MSMT) ﻝﺎﺼﺗﻻﺍ ﻞﺸﻓ"
    assert shown[1] == "2026-11-29 10:00:02 INFO  ﻝﺎﺼﺗﻻﺍ ﻢﺗ"


def test_columns_of_a_table_stay_where_they_are() -> None:
    table = [
        "id    العنوان            count\n",
        "001   خبر عاجل لا شيء    12\n",
        "002   قَالَ                3\n",
    ]
    shown = rows(*table)
    assert shown == [
        "id    ﻥﺍﻮﻨﻌﻟﺍ            count",
        "001   ﺀﻲﺷ ﻻ ﻞﺟﺎﻋ ﺮﺒﺧ     12",
        "002   ﻝَﺎﻗَ                3",
    ]


def test_tabs_stop_at_each_eighth_column_as_on_a_terminal() -> None:
    assert rows("الاسم\tالعدد\n", "أحمد\t12\n") == ["ﻢﺳﻻﺍ    ﺩﺪﻌﻟﺍ", "ﺪﻤﺣﺃ    12"]


def test_each_block_between_empty_lines_is_set_by_itself() -> None:
    shown = rows("قال الوزير\n", "\n", *LOG, "\n", "وأضاف\n", width=70)
    assert shown[0] == "ﺮﻳﺯﻮﻟﺍ ﻝﺎﻗ".rjust(70)
    assert str(shown[2]).startswith("2026-11-29")
    assert shown[-1] == "ﻑﺎﺿﺃﻭ".rjust(70)


def test_a_log_that_comes_line_by_line_stays_a_log() -> None:
    shown = rows(LOG[0], None, "تفاصيل الخطأ\n", None, width=70)
    assert shown[-2] == "ﺄﻄﺨﻟﺍ ﻞﻴﺻﺎﻔﺗ"


def test_who_knows_better_says_which_it_is() -> None:
    assert str(rows(LOG[0], how="text", width=70)[0]).startswith("  ")
    assert rows("قال الوزير\n", how="lines") == ["ﺮﻳﺯﻮﻟﺍ ﻝﺎﻗ"]


def test_colours_are_left_out_and_all_else_that_would_act_is_seen() -> None:
    assert rows("\x1b[01;31m\x1b[Kأحمر\x1b[0m\n", width=6) == ["  ﺮﻤﺣﺃ"]
    (shown,) = record_rows("a\x1b]0;x\x07  b", 40)
    assert shown == "a\u241b]0;x\u2407 b"


def test_a_control_in_a_column_does_not_reach_the_next_one() -> None:
    (shown,) = record_rows("\u202eabc   12   لا", 40)
    assert "12" in shown
    assert shown.index("12") < shown.index("\ufefb")


def test_a_line_that_came_in_pieces_goes_on_as_it_began() -> None:
    shown = rows("قال الوزير إن العدد ", "and then in English only\n", width=60)
    assert str(shown[1]).startswith(" ")
