"""Where the caret is seen, and what typing, taking away and moving mean to a writer of Arabic."""

import pytest

from tui.widgets.clusters import clean
from tui.widgets.edited_line import EditedLine


def typed(text: str, *, rtl: bool = True) -> EditedLine:
    edited = EditedLine(rtl=rtl)
    for char in text:
        edited = edited.insert(char)
    return edited


def cell(edited: EditedLine) -> int:
    return edited.cell[0]


def test_arabic_is_shaped_and_the_caret_goes_on_at_its_left() -> None:
    edited = typed("سلم")
    assert edited.clusters.line.text == "ﻢﻠﺳ"
    assert cell(edited) == -1
    assert cell(edited.home()) == 2
    assert [cell(edited := edited.move(1)) for _ in range(4)] == [0, 1, 2, 2]


def test_latin_goes_on_at_its_right() -> None:
    edited = typed("abc")
    assert cell(edited) == 3
    assert cell(edited.home()) == 0
    assert cell(edited.move(-1)) == 2


def test_latin_in_an_arabic_line_goes_on_right_of_its_last_letter() -> None:
    edited = typed("سلم abc")
    assert edited.clusters.line.text == "abc ﻢﻠﺳ"
    assert cell(edited) == 3
    assert cell(edited.end()) == -1  # End is the line's own end
    assert cell(typed("سلم abc ")) == -1  # behind a space the line goes on to the left


def test_arabic_in_a_latin_line_goes_on_left_of_its_last_letter() -> None:
    edited = typed("abc سلم")
    assert edited.clusters.line.text == "abc ﻢﻠﺳ"
    assert cell(edited) == 3
    assert cell(edited.end()) == 7


def test_numbers_run_to_the_right_and_a_line_of_them_goes_by_the_field() -> None:
    assert cell(typed("123")) == 3
    assert typed("123").clusters.line.rtl
    assert not typed("123", rtl=False).clusters.line.rtl
    assert typed("١٢٣ سلم").clusters.line.text == "ﻢﻠﺳ ١٢٣"


def test_arrows_go_by_the_eye_across_a_change_of_direction() -> None:
    edited = typed("سلم abc").end()
    edges = [edited := edited.move(1) for _ in range(7)]
    assert [one.caret for one in edges] == [5, 6, 7, 3, 2, 1, 0]
    assert edges[2].insert("X").text == "سلم abcX"
    assert edges[4].insert("X").text == "سلXم abc"


def test_between_lam_and_alef_both_are_seen() -> None:
    edited = typed("سلام").home().move(-1)
    assert edited.clusters.line.text == "ﻡﻼﺳ"
    before, between, behind = (edited, edited.move(-1), edited.move(-1).move(-1))
    assert (before.caret, between.caret, behind.caret) == (1, 2, 3)
    assert between.clusters.line.text == "ﻡﺎﻠﺳ"
    assert (cell(before), cell(between), cell(behind)) == (1, 1, 0)
    assert between.insert("س").text == "سلسام"


def test_what_is_mended_inside_a_word_is_written_where_it_was_taken_away() -> None:
    edited = typed("لوا").move(1).backspace()
    assert edited.text == "لا"
    assert edited.insert("م").text == "لما"


def test_backspace_takes_a_mark_before_its_letter_and_delete_takes_both() -> None:
    edited = typed("مُحَ")
    assert edited.backspace().text == "مُح"
    assert edited.backspace().backspace().text == "مُ"
    assert edited.home().delete().text == "حَ"
    assert edited.home().move(-1).caret == 2


def test_a_mark_joins_the_letter_before_the_caret() -> None:
    edited = typed("محمد").home().move(-1).insert("ُ")
    assert edited.text == "مُحمد"
    assert edited.clusters.line.width == 4
    assert edited.insert("َ").text == "مَُحمد"[0:1] + "ُ" + "َ" + "حمد"


def test_zwnj_parts_the_letters() -> None:
    assert typed("می\u200cخواهم").text == "می\u200cخواهم"
    assert typed("می\u200cخ").clusters.line.text != typed("میخ").clusters.line.text
    assert typed("می\u200cخ").clusters.line.width == 3
    assert typed("می\u200c").backspace().text == "می"


def test_words() -> None:
    edited = typed("قال الوزيرُ (أمس)")
    assert [(edited := edited.word(1)).caret for _ in range(3)] == [13, 4, 0]
    assert [(edited := edited.word(-1)).caret for _ in range(3)] == [3, 11, 16]
    assert typed("قال الوزيرُ").delete_word().text == "قال "
    assert typed("one two", rtl=False).word(-1).caret == 4


def test_selection() -> None:
    edited = typed("سلام عليكم").home().word(-1, select=True)
    assert edited.selected == "سلام"
    assert edited.lit() == {6, 7, 8}
    assert edited.insert("مرحبا").text == "مرحبا عليكم"
    assert edited.backspace().text == edited.delete().text == " عليكم"
    assert (edited.move(1).caret, edited.move(-1).caret) == (0, 4)
    assert edited.move(-1).selected == ""
    assert edited.home().end(select=True).selected == "سلام عليكم"


def test_a_selection_over_a_change_of_direction_may_have_two_parts() -> None:
    edited = typed("سلم abc").home()
    for _ in range(5):
        edited = edited.move(-1, select=True)
    assert edited.selected == "سلم ab"
    assert edited.lit() == {0, 1, 3, 4, 5, 6}


def test_the_mouse_puts_the_caret_on_what_it_points_at() -> None:
    edited = typed("سلم abc")
    assert [cell(edited.point(column)) for column in range(7)] == list(range(7))
    assert edited.point(-1).caret == 7
    assert edited.point(7).caret == 0
    assert edited.point(6).point(4, select=True).selected == "سل"


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("سطر\nسطر\r\nسطر\ttab", "سطر سطر سطر tab"),
        ("\x1b[31mred\x07\x00", "[31mred"),
        ("a\u202eb\u2066c\u200f\u061c\ufeffd\u00ade\u200bf", "abcdef"),
        ("می\u200cخ ه\u200d", "می\u200cخ ه\u200d"),
        ("ﻻﻷﻹﻵ", "لالألإلآ"),
        ("❤\ufe0f👍🏽", "❤\ufe0f👍🏽"),
        ("\u06dd \u0600", "\u06dd \u0600"),
        ("\ud800\uffff", ""),
    ],
)
def test_what_may_stand_in_a_line(pasted: str, kept: str) -> None:
    assert clean(pasted) == kept
