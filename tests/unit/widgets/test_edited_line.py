"""What holds for a line being written, whatever is in it and whatever is done to it."""

import unicodedata
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.widgets.clusters import clean
from tui.widgets.edited_line import EditedLine
from tui.widgets.input_row import first_column, scrolled

PIECES = [
    "لا", "ل", "ا", "لَا", "سلام", "مُحَمَّد", "می\u200cخواهم", "\u200c", "\u200d", "ﻻ", "َ", "\u0654",
    "abc", "KN-23", "12", "٣٤", "8-13", "(", ")", " ", " ", "  ", "،", ".", "é", "e\u0301",
    "👨\u200d👩\u200d👧", "👍🏽", "🇸🇦", "🇸", "❤\ufe0f", "語", "한", "\ufdf2", "\u0e33",
    "\u202e", "\u2067", "\u200f", "\t", "\n", "\r\n", "\x00", "\x1b[31m", "\u2029", "\ud800", "\ufffe",
]  # fmt: skip
SELECTORS = {chr(code) for code in (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))}
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.characters(exclude_categories=())), max_size=12).map(
    "".join
)
STEPS = st.sampled_from([1, -1])
ACTIONS: Any = st.one_of(
    st.tuples(st.just("insert"), TEXTS),
    st.tuples(st.sampled_from(["backspace", "delete", "delete_word", "delete_before", "delete_behind"])),
    st.tuples(st.sampled_from(["move", "word"]), STEPS, st.booleans()),
    st.tuples(st.sampled_from(["home", "end"]), st.booleans()),
    st.tuples(st.just("point"), st.integers(-3, 40), st.booleans()),
)


def act(edited: EditedLine, action: tuple[Any, ...]) -> EditedLine:
    name, *arguments = action
    if name in ("move", "word", "home", "end", "point"):
        *arguments, select = arguments
        return getattr(edited, name)(*arguments, select=select)  # type: ignore[no-any-return]
    return getattr(edited, name)(*arguments)  # type: ignore[no-any-return]


def plain(edited: EditedLine, action: tuple[Any, ...]) -> str:
    """The text after an action on a list of code points with two positions."""
    points = list(edited.text)
    start, end = edited.selection
    name, *arguments = action
    if name == "insert":
        points[start:end] = clean(arguments[0])
    elif start != end and (name == "backspace" or name.startswith("delete")):
        del points[start:end]
    elif name == "backspace":
        before = max([stop for stop in edited.clusters.stops if stop < start], default=0)
        in_parts = (
            start > before
            and unicodedata.category(points[before])[0] == "L"
            and points[start - 1] not in SELECTORS
        )
        del points[start - 1 if in_parts else before : start]
    elif name == "delete_before":
        del points[:start]
    elif name == "delete_behind":
        del points[start:]
    elif name == "delete":
        del points[start : next((stop for stop in edited.clusters.stops if stop > start), start)]
    elif name == "delete_word":
        del points[edited._word_start() : start]
    return "".join(points)


@pytest.mark.parametrize(
    "sign",
    [
        "👨\u200d👩\u200d👧",
        "👍🏽",
        "🇸🇦",
        "❤\ufe0f",
        "1\ufe0f\u20e3",
        "🏴\U000e0067\U000e0062\U000e007f",
        "語\U000e0100",
    ],
)
def test_backspace_takes_a_whole_pictograph_flag_or_keycap(sign: str) -> None:
    assert EditedLine().insert(f"سلام {sign}").backspace().text == "سلام "
    assert EditedLine().insert(sign).backspace().text == ""


@pytest.mark.parametrize(
    ("text", "left"), [("مَّ", "مَ"), ("لا", "ل"), ("می\u200c", "می"), ("e\u0301", "e"), ("أ", "")]
)
def test_backspace_takes_the_marks_of_a_letter_one_by_one(text: str, left: str) -> None:
    assert EditedLine().insert(text).backspace().text == left


@given(TEXTS, st.lists(ACTIONS, max_size=12), st.booleans())
def test_the_text_is_that_of_a_list_of_code_points_and_the_caret_divides_no_cluster(
    text: str, actions: list[tuple[Any, ...]], rtl: bool
) -> None:
    edited = EditedLine(rtl=rtl).insert(text)
    for action in actions:
        wanted = plain(edited, action)
        edited = act(edited, action)
        assert edited.text == wanted
        assert clean(edited.text) == edited.text
        stops = edited.clusters.stops
        assert edited.caret in stops
        assert 0 <= edited.anchor <= len(edited.text)
        joints = edited.clusters.joints
        assert all(
            stop in joints
            or not unicodedata.combining(edited.text[stop])
            or edited.text[stop - 1] == "\ufdf2"
            for stop in stops[1:-1]  # behind the sign U+FDF2, which can't carry it, a mark has a circle
        )
        width = edited.clusters.line.width
        first, last = edited.cell
        assert -1 <= first < last <= width + 1
        assert edited.lit() <= set(range(width))
        assert sorted(one.start for one in edited.clusters.visual) == sorted(
            {0, *stops[:-1]} - (set(joints) - {edited.caret}) if edited.clusters.visual else set()
        )


def positions(text: str) -> list[EditedLine]:
    """Every place where the caret comes by arrow keys, from the left edge to the right."""
    edited = EditedLine().insert(text)
    for _ in range(len(clean(text)) + 1):
        edited = edited.move(-1)
    found = [edited]
    for _ in range(len(clean(text)) + 1):
        found.append(found[-1].move(1))
    return found


@given(TEXTS)
def test_left_and_right_undo_each_other(text: str) -> None:
    edits = positions(text)
    for before, after in pairwise(edits):
        back = after.move(-1)
        if (after.caret, after._edge) == (before.caret, before._edge):
            assert after.move(1) == after  # the right edge
        else:
            assert back._edge[0] == before._edge[0]
            assert back.move(1)._edge[0] == after._edge[0]


@given(st.text("سلامَُabc٣ ", max_size=20).map(lambda text: text.strip()))
def test_inside_a_run_left_and_right_lead_back_to_the_same_place(text: str) -> None:
    for letters in ("سلامَُ", "abc"):
        run = "".join(char for char in text if char in letters).lstrip("َُ")
        edits = positions(run)
        for before, after in pairwise(edits):
            if after.caret != before.caret:
                assert after.move(-1).caret == before.caret


@given(TEXTS)
def test_every_place_can_be_reached_by_arrow_keys(text: str) -> None:
    there = positions(text)
    back = [there[-1]]
    for _ in range(len(clean(text)) + 1):
        back.append(back[-1].move(-1))
    ends = {0, len(clean(text))}  # of a text that shows nothing both are one place
    assert {edited.caret for edited in [*there, *back]} | ends == set(there[0].clusters.stops)


@given(TEXTS, st.booleans())
def test_words_lead_to_both_ends(text: str, rtl: bool) -> None:
    edited = EditedLine(rtl=rtl).insert(text)
    forward = -1 if edited.clusters.line.rtl else 1
    for step, end in ((-forward, 0), (forward, len(edited.text))):
        places = [edited.caret]
        while edited.caret != end:
            edited = edited.word(step)
            places.append(edited.caret)
            assert places == sorted(set(places), reverse=end == 0)
        assert edited.word(step).caret == end


@given(TEXTS, st.lists(ACTIONS, max_size=8), st.integers(1, 12))
def test_the_caret_is_always_in_sight(text: str, actions: list[tuple[Any, ...]], room: int) -> None:
    edited = EditedLine().insert(text)
    skipped = 0
    for action in actions:
        edited = act(edited, action)
        skipped = scrolled(edited, room, skipped)
        left, width = first_column(edited, room, skipped), edited.clusters.line.width
        x = edited.cell[0] - left
        if edited.cell[0] < 0:
            assert left <= 0
        elif edited.cell[0] >= width:
            assert left + room >= width
        else:
            assert 0 <= x < room
        if width > room:
            assert 0 <= left <= width - room  # no room is left empty
