"""Lines of the details in rows: nothing is cut while there is room, and each row knows its place."""

from __future__ import annotations

import pytest

from tui.presenters.annotation import DetailLine
from tui.theme import palette, textual_theme
from tui.widgets.detail_rows import PanelRow, draw, flowing, in_columns, shortened, window

LOOK = palette(textual_theme("dark"))
NOTE = "قالت مصادر في البلدية إن الرقم لم يتأكد بعد وإن فرق الإنقاذ لا تزال تبحث عن مفقودين في ثلاثة أحياء"


def text(rows: list[PanelRow], width: int) -> list[str]:
    return [draw(row, width, LOOK).text for row in rows]


@pytest.mark.parametrize("width", [38, 44, 60, 80])
def test_every_word_of_a_name_and_a_value_is_there(width: int) -> None:
    line = DetailLine("source in the text", "one two three four five six seven eight nine ten eleven twelve")
    drawn = text(in_columns([line], width), width)
    assert all(len(row) == width for row in drawn)
    assert "".join("".join(drawn).split()) != ""
    for word in (line.name + " " + line.value).split():
        assert any(word in row for row in drawn), word
    assert "…" not in "".join(drawn)


def test_an_arabic_note_wraps_from_the_right_and_loses_nothing() -> None:
    drawn = text(in_columns([DetailLine("note", NOTE)], 44), 44)
    assert len(drawn) > 1
    assert all(row[-2:].strip() for row in drawn[:-1]), "each begins at the right edge of its column"
    letters = sum(not char.isspace() for row in drawn for char in row) - len("note")
    joined = NOTE.replace(" ", "").replace("لا", "ل").replace("لأ", "ل").replace("لإ", "ل")
    assert letters == len(joined), "lam and alef share a cell"


def test_a_key_and_a_pointer_stand_in_the_first_row_alone() -> None:
    line = DetailLine("claimant", "a b " * 20, key="w", style="lit")
    first, *others = text(in_columns([line], 38), 38)
    assert first.startswith("▸w claimant")
    assert others
    assert not any("▸" in row or "w" in row for row in others)


def test_where_there_is_no_room_it_is_said() -> None:
    rows = in_columns([DetailLine("name", str(number)) for number in range(9)], 38)
    assert shortened(rows, 9) == rows
    drawn = text(shortened(rows, 4), 38)
    assert len(drawn) == 4
    assert drawn[-1].strip() == "…"


def test_a_note_of_a_megabyte_costs_no_more_than_what_is_shown() -> None:
    rows = in_columns([DetailLine("note", "كلمة " * 200_000)], 38)
    assert len(rows) <= 60
    assert "…" in draw(rows[-1], 38, LOOK).text


def test_short_lines_share_a_row_and_a_long_one_has_its_own() -> None:
    rows = flowing(
        [DetailLine("tags", "claim"), DetailLine("by", "me"), DetailLine("note", "word " * 40)], 80
    )
    drawn = text(rows, 80)
    assert "tags claim" in drawn[0]
    assert "by me" in drawn[0]
    assert "".join(drawn).count("word") == 40


def test_a_window_shows_as_many_rows_as_fit() -> None:
    rows = in_columns([DetailLine("name", str(number)) for number in range(9)], 38)
    assert window(rows, 7, 4) == rows[5:]
    assert window(rows, 0, 4) == rows[:4]


def test_hidden_characters_and_controls_never_act_in_a_row() -> None:
    (row,) = in_columns([DetailLine("by", "a\x1b[2J\u202eb")], 60)
    assert "\x1b" not in draw(row, 60, LOOK).text
    assert "\u202e" not in draw(row, 60, LOOK).text
