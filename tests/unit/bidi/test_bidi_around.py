"""A line around a hit: it begins at its column, and is joined and ordered as in the whole paragraph."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.bidi import Paragraph, layout
from tui.bidi.around import Placed, around

TEXT = "قال المتحدث إن القوات الكورية الشمالية وصلت إلى الحدود مع 12,000 جندي (بحسب CNN) يوم الاثنين"


def cut(text: str, key: str, left: int = 30, right: int = 24, direction: str = "rtl") -> Placed:
    start = text.index(key)
    return around(Paragraph(text, direction), start, start + len(key), left, right)  # type: ignore[arg-type]


def shown_in(placed: Placed, text: str, key: str) -> str:
    """Return what stands in the cells of the hit."""
    start = text.index(key)
    return "".join(placed.line.slice(*run) for run in placed.line.columns(start, start + len(key)))


def edge(placed: Placed, text: str, key: str) -> int:
    start = text.index(key)
    return placed.column + max(last for _, last in placed.line.columns(start, start + len(key)))


@pytest.mark.parametrize("key", ["قال", "الكورية", "12,000", "(بحسب", "CNN", "الاثنين", "كور", "ا"])
@pytest.mark.parametrize(("left", "right"), [(30, 24), (12, 6), (8, 0), (100, 100)])
def test_a_hit_begins_at_its_column_and_nothing_is_beyond_the_row(key: str, left: int, right: int) -> None:
    placed = cut(TEXT, key, left, right)
    assert edge(placed, TEXT, key) == left
    assert placed.column >= 0
    assert placed.column + placed.line.width <= left + right


def test_what_stands_before_is_at_the_right_and_what_follows_at_the_left_cut_between_words() -> None:
    placed = cut(TEXT, "الكورية")
    text = TEXT[placed.line.start : placed.line.end].strip()
    assert text == "قال المتحدث إن القوات الكورية الشمالية وصلت إلى"
    assert placed.line.text == layout(Paragraph(text, "rtl"), 80)[0].text


def test_numbers_and_latin_names_stay_in_their_order() -> None:
    assert "12,000" in cut(TEXT, "الحدود").line.text
    assert shown_in(cut(TEXT, "12,000"), TEXT, "12,000") == "12,000"
    text = "وصلت إلى BBC CNN Reuters Agency يوم الاثنين"
    placed = cut(text, "CNN")
    assert "BBC CNN Reuters Agency" in placed.line.text
    assert edge(placed, text, "CNN") == 30


def test_letters_at_the_edges_of_the_hit_are_joined_as_in_the_text() -> None:
    for key in ("كور", "وري", "لكو"):
        placed = cut(TEXT, key)
        whole = layout(Paragraph(TEXT, "rtl"), 200)[0]
        start = TEXT.index(key)
        assert shown_in(placed, TEXT, key) == "".join(
            whole.slice(*run) for run in whole.columns(start, start + len(key))
        )


def test_lam_and_alef_are_one_cell_that_belongs_to_the_hit() -> None:
    text = "قال إن الاجتماع انتهى"
    assert shown_in(cut(text, "اجتماع"), text, "اجتماع").endswith("\ufefb")


def test_a_word_that_leaves_much_room_empty_is_cut_between_letters_that_stay_joined() -> None:
    text = "ب" * 60 + "سد" + "ت" * 60
    placed = cut(text, "سد")
    assert placed.line.width == 54
    assert placed.line.text[0] == "\ufe98", "joined to the letter that was cut off"
    assert placed.line.text[-1] == "\ufe92"


def test_a_hit_wider_than_its_room_shows_its_beginning() -> None:
    text = "قال " + "سد " * 30 + "نعم"
    placed = cut(text, ("سد " * 30).strip(), left=12)
    assert edge(placed, text, "سد") <= 12
    assert placed.column + placed.line.width <= 36


def test_a_paragraph_from_the_left_has_what_stands_before_at_the_left() -> None:
    text = "The forces of North Korea arrived at the border today."
    placed = cut(text, "Korea", direction="ltr")
    assert placed.line.text == "The forces of North Korea arrived at the border"
    assert edge(placed, text, "Korea") == 30


def test_an_empty_paragraph_is_an_empty_line() -> None:
    assert around(Paragraph("", "rtl"), 0, 0, 10, 10).line.width == 0


@given(
    st.text(st.sampled_from("بسدلاًًَ ab1،.()\u200f\u200d\u2067\u2069👍🏽漢"), min_size=1, max_size=60),
    st.data(),
    st.sampled_from(["rtl", "ltr"]),
)
def test_whatever_the_text_the_row_has_room_for_it(text: str, data: st.DataObject, direction: str) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    left, right = data.draw(st.integers(2, 20)), data.draw(st.integers(0, 20))
    placed = around(Paragraph(text, direction), start, end, left, right)  # type: ignore[arg-type]
    assert placed.column >= 0
    assert placed.column + placed.line.width <= left + right
    runs = placed.line.columns(start, end)
    if runs:
        assert placed.column + max(last for _, last in runs) == left
