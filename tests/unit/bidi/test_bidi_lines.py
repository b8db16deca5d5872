"""Lines as a reader sees them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tui.bidi import Line, Paragraph, estimate_lines, layout, layout_prefix
from tui.bidi.glyphs import MARKS_SHOWN


def one(text: str, width: int = 1000, *, harakat: bool = True) -> Line:
    (line,) = layout(Paragraph(text), width, harakat=harakat)
    return line


def names(text: str) -> str:
    return " ".join(f"{ord(char):04X}" for char in text)


def test_an_empty_paragraph_is_one_empty_line() -> None:
    line = one("")
    assert (line.text, line.width, line.start, line.end, line.hidden) == ("", 0, 0, 0, ())
    assert (line.offset_at(5), line.cells, line.columns(0, 1), line.slice(0, 9)) == (0, [], [], "")


def test_a_width_that_holds_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="0 cells"):
        layout(Paragraph("a"), 0)
    with pytest.raises(ValueError, match="0 cells"):
        layout_prefix("a", 0, 1)


def test_arabic_with_a_number_and_brackets_is_drawn_from_the_right() -> None:
    line = one("أطلق (KN-23) 3000 مرة")
    assert line.text == "ﺓﺮﻣ 3000 (KN-23) ﻖﻠﻃﺃ"
    assert line.rtl
    assert line.offset_at(0) == 20
    assert line.offset_at(99) == 18 - 2 - 12 - 4
    assert line.columns(6, 11) == [(10, 15)]  # KN-23
    assert line.columns(0, 8) == [(10, 12), (15, 21)]  # "أطلق (KN": two runs on the screen


def test_brackets_are_mirrored_where_they_run_from_right_to_left_only() -> None:
    assert one("(ا)").text == "(ﺍ)"
    assert one("ا >").text == "< ﺍ"
    assert one("a (b)").text == "a (b)"


def test_marks_come_after_their_letter_and_share_its_cell() -> None:
    line = one("مُحَمَّد")
    assert names(line.text) == "FEAA FEE4 064E 0651 FEA4 064E FEE3 064F"
    assert line.width == 4
    assert line.cells[1][2:4] == (4, 7)
    assert line.slice(1, 2) == "ﻤَّ"


def test_lam_alef_is_one_cell_of_two_letters() -> None:
    line = one("سَلَام")
    assert line.width == 3
    assert names(line.text) == "FEE1 FEFC 064E FEB3 064E"
    assert line.cells[1][2:4] == (2, 5)
    assert line.columns(2, 3) == line.columns(4, 5) == [(1, 2)]


def test_harakat_can_be_hidden_but_hamza_stays() -> None:
    line = one("مُسا\u0654لة", harakat=False)
    assert names(line.text) == "FE94 FEDF FE8E 0654 FEB4 FEE3"
    assert line.hidden == (1,)


def test_lines_break_at_spaces_and_the_spaces_are_hidden() -> None:
    lines = layout(Paragraph("aa  bb cc"), 4)
    assert [line.text for line in lines] == ["aa", "bb", "cc"]
    assert [(line.start, line.end) for line in lines] == [(0, 4), (4, 7), (7, 9)]
    assert [line.hidden for line in lines] == [(2, 3), (6,), ()]


def test_a_last_line_keeps_the_spaces_that_fit() -> None:
    assert one("ab  ", 4).text == "ab  "
    assert (one("ab  ", 3).text, one("ab  ", 3).hidden) == ("ab", (2, 3))


def test_a_word_wider_than_the_line_is_cut_between_graphemes() -> None:
    lines = layout(Paragraph("x https://example.org/abc y"), 10)
    assert [line.text for line in lines] == ["x", "https://ex", "ample.org/", "abc y"]
    assert [line.width for line in layout(Paragraph("لا" * 5 + "بّ" * 3), 4)] == [4, 4]


def test_a_grapheme_wider_than_the_line_has_a_line_for_itself() -> None:
    assert [line.text for line in layout(Paragraph("a語b"), 1)] == ["a", "語", "b"]
    assert [line.width for line in layout(Paragraph("👨\u200d👩\u200d👧"), 3)] == [6]


def test_chinese_breaks_between_signs_but_not_before_a_full_stop() -> None:
    assert [line.text for line in layout(Paragraph("ab 語語語語。"), 9)] == ["ab 語語語", "語。"]
    assert [line.text for line in layout(Paragraph("語語語。"), 6)] == ["語語", "語。"]


def test_no_break_space_does_not_break_and_zero_width_space_does() -> None:
    assert [line.text for line in layout(Paragraph("ab c\u00a0d"), 5)] == ["ab", "c\u00a0d"]
    assert [line.text for line in layout(Paragraph("abc\u200bdef"), 5)] == ["abc", "def"]


def test_controls_are_seen_and_never_sent() -> None:
    assert one("\x1b[31m\x00\x7f\x9b\n").text == "␛[31m␀␡\ufffd␊"
    assert one("a\u2029b\ud800\u2028\ufffe").text == "a\ufffdb\ufffd\ufffd\ufffd"
    assert one("a\tb").text == "a    b"
    assert one("a\tb").columns(1, 2) == [(1, 5)]


def test_controls_of_direction_act_and_are_hidden() -> None:
    line = one("a \u202eabc\u202c d")
    assert (line.text, line.hidden) == ("a cba d", (2, 6))
    assert one("a\u200e\u200f\ufeffb").text == "ab"


def test_arabic_forced_from_left_to_right_is_not_joined() -> None:
    assert names(one("\u202dبلا\u202c").text) == "0628 0644 0627"


def test_joins_do_not_cross_a_change_of_level() -> None:
    assert names(one("ب\u202bب").text) == "FE8F FE8F"
    assert names(one("ب\u200fب").text) == "FE90 FE91"  # a mark of direction is transparent to joining


def test_emoji_are_drawn_side_by_side_in_one_unit() -> None:
    line = one("👨\u200d👩 👍🏽 ❤\ufe0f 🇸🇦")
    assert line.text == "👨👩 👍 ❤ 🇸🇦"
    assert [cell.width for cell in line.cells] == [4, 1, 2, 1, 1, 1, 2]
    assert line.slice(0, 2) == "👨👩"
    assert line.slice(2, 4) == ""


def test_a_mark_without_a_letter_stands_on_a_dotted_circle() -> None:
    assert one("\u064eب").text == "ﺏ◌\u064e"
    assert one("a\t\u0301").text == "a    ◌\u0301"
    assert one("a \u0301b").text == "a \u0301b"


def test_presentation_forms_of_marks_become_marks() -> None:
    line = one("ب\ufe76")
    assert (names(line.text), line.width) == ("FE8F 064E", 1)


def test_the_sign_of_the_name_of_god_is_spelled_out() -> None:
    assert (names(one("\ufdf2").text), one("\ufdf2").width) == ("FEEA FEE0 FEDF FE8D", 4)


def test_marks_beyond_a_bound_are_hidden_not_sent() -> None:
    line = one("ب" + "\u064e" * 10_000)
    assert line.text == "ﺏ" + "\u064e" * MARKS_SHOWN
    assert len(line.hidden) == 10_000 - MARKS_SHOWN
    assert len(one("لا".join("\u064e" * 9 for _ in range(2))).hidden) == 2


@pytest.mark.parametrize(
    "text",
    ["\u2067" * 200 + "نص", "ب" * 100_000, "\u2068a" * 5000, "(" * 5000 + "ا", "(ا)" * 5000,
     "\u202b\u2067" * 5000, "\ud800" * 5000, "نص\u2029" * 3000, "👨\u200d" * 3000, " " * 20_000,
     "$" * 20_000 + "ا1", "\u200d\u064e" * 5000],
    ids=ascii,
)  # fmt: skip
def test_hostile_paragraphs_are_laid_out_whole(text: str) -> None:
    lines = layout(Paragraph(text), 80)
    assert (lines[0].start, lines[-1].end) == (0, len(text))
    assert all(line.width <= 80 and len(line.visual) == line.end - line.start for line in lines)


def test_a_long_paragraph_is_opened_from_a_prefix() -> None:
    text = "أعلنت (الوزارة) أن 12 شخصا قتلوا. " * 20_000
    lines = layout_prefix(text, 80, 40)
    assert 40 <= len(lines) < 200
    # A bracket that is open all the way decides how it is drawn only where it is closed.
    assert layout_prefix("(" + text[:8000] + ")", 80, 4)[-1].end == 8002


def test_the_estimate_of_lines_is_near_and_costs_nothing() -> None:
    text = "أعلنت وزارة الدفاع أن القوات دمرت منظومة صواريخ في المنطقة. " * 50
    for width in (20, 40, 80, 160):
        assert 0.8 < estimate_lines(len(text), width) / len(layout(Paragraph(text), width)) < 1.25
    assert estimate_lines(0, 80) == estimate_lines(0, 1) == 1


def test_importing_the_engine_loads_neither_the_screen_nor_the_shaping_libraries() -> None:
    heavy = ("textual", "rich", "bidi", "arabic_reshaper")
    code = f"import sys, tui.bidi; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
