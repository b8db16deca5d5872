"""Amounts in rows: the columns that have something, and as much of a sentence as shows its amount."""

from __future__ import annotations

import pytest

from annotations.insight.figures import Figure
from annotations.services.figures import FoundFigure
from tui.presenters.figures import around, figure_cells, figure_columns, noun_name, seen_columns


def found(sentence: str, words: str) -> FoundFigure:
    at = sentence.index(words)
    figure = Figure(article="a.txt", start=at, end=at + len(words), quote=words, value=40, noun="قتيل")
    return FoundFigure(figure, sentence, at)


LONG = "قالت نقابة الأطباء في وادي الرمل بعد يومين من السيول التي ضربت المنطقة إن 40 شخصا قتلوا فيها."


@pytest.mark.parametrize("cells", [20, 30, 60, 200])
def test_the_amount_is_in_sight_in_any_room(cells: int) -> None:
    shown, (start, end) = around(found(LONG, "40 شخصا"), cells)
    assert shown[start:end] == "40 شخصا"
    assert end <= cells


def test_a_sentence_that_has_room_begins_at_its_beginning() -> None:
    assert around(found(LONG, "40 شخصا"), 200)[0] == LONG


def test_words_are_shown_in_one_line_with_signs_for_what_is_hidden() -> None:
    shown, (start, end) = around(found("قتل\n\u202e40\t شخصا", "40\t شخصا"), 80)
    assert "\n" not in shown
    assert "\u202e" not in shown
    assert shown[start:end] == "40 شخصا"


def test_a_column_that_says_nothing_is_left_out() -> None:
    figure = found(LONG, "40 شخصا").figure
    columns = seen_columns(figure_columns(200), [figure], differs=False)
    assert [column.id for column in columns] == ["figure", "place"]
    assert len(figure_cells(figure, columns, differs=False)) == 2


def test_a_noun_is_named_with_its_spellings_and_not_twice() -> None:
    assert noun_name("صاروخ", ("صاروخا", "الصواريخ")) == "صاروخ / الصواريخ"
    assert noun_name("", ()) == "not said of what"
