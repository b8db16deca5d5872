"""Which hidden characters can change what a reader sees, and which are spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.text.hidden_characters import COUNTED, SIGN, count_hidden, find_hidden, visible
from annotations.text.numbers import numbers_in
from tui.bidi.char_kinds import HIDDEN, kinds

FLAG = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"

MATTERS = [
    ("قتل \u202e21\u202c جنديا", [(4, "override"), (7, "end")]),
    ("قتل \u202d21\u202c جنديا", [(4, "override"), (7, "end")]),
    ("u\u202etxt.gpj.txt", [(1, "override")]),
    ("في \u202b21\u202c مدينة", [(3, "embedding"), (6, "end")]),
    ("في \u206721\u2069 مدينة", [(3, "isolate"), (6, "end")]),
    ("قتل 5\u200b00 جندي", [(5, "zero width")]),
    ("قتل 5\u00ad00", [(5, "zero width")]),
    ("قتل 5\u206000", [(5, "zero width")]),
    ("قتل 5\ufeff00", [(5, "zero width")]),
    ("قتل ٥\u200c٠٠", [(5, "zero width")]),
    ("قتل 5\u200d00", [(5, "zero width")]),
    ("قتل 1,\u200b500", [(6, "zero width")]),
    ("قتل 1\u200b,500", [(5, "zero width")]),
    ("بلغ -\u200b5 درجات", [(5, "zero width")]),
    ("بلغ 5\u200b% منهم", [(5, "zero width")]),
    ("قال\u200bمحمد", [(3, "zero width")]),
    ("pay\u200bpal", [(3, "zero width")]),
    ("pay\u200cpal", [(3, "zero width")]),
    ("كت\u200c\u200cاب", [(2, "zero width"), (3, "zero width")]),
    ("5\u034f00", [(1, "zero width")]),
    ("5\u200e00", [(1, "mark")]),
    ("5\u200f00", [(1, "mark")]),
    ("5\u200b\u200e\u200b00", [(1, "zero width"), (2, "mark"), (3, "zero width")]),
    ("قتل 5\U000e003000", [(5, "tag")]),
    ("نص\U000e0068\U000e0069", [(2, "tag"), (3, "tag")]),
    (FLAG[:-1], [(at, "tag") for at in range(1, 6)]),
    ("5\u316400", [(1, "filler")]),
    ("5\u115f\u116000", [(1, "filler"), (2, "filler")]),
    ("5\uffa000", [(1, "filler")]),
    ("5\u280000", [(1, "filler")]),
    ("5\ufe0f00", [(1, "selector")]),
    ("نص\ufe0f", [(2, "selector")]),
    ("❤\ufe0f\ufe0f", [(2, "selector")]),
    ("5\U000e010000", [(1, "selector")]),
    ("5\U0001f3fd00", [(1, "modifier")]),
    ("5\u206200", [(1, "format")]),
    ("5\u206a00", [(1, "format")]),
    ("5\u206500", [(1, "format")]),
    ("5\U000e0fff00", [(1, "format")]),
    ("5\U0001d17300", [(1, "format")]),
]  # fmt: skip

SPELLING = [
    "قال الوزير إن العدد 3,000 جندي (MSMT) بنسبة 5%.",
    "می\u200cخواهم کتاب\u200cها",
    "مِی\u200cخواهم",
    "عام 1446 ه\u200d، وبعده",
    "क\u094d\u200dष",
    "👨\u200d👩\u200d👧 👍🏽 👩🏽\u200d💻 ❤\ufe0f\u200d🔥 1\ufe0f\u20e3 #\ufe0f\u20e3 ✌\ufe0f🏽",
    FLAG,
    "葛\U000e0100城 語\ufe00",
    "قال \u200b محمد، \u200bثم",
    "\ufeffقال",
    "قال\u200b",
    "(MSMT)\u200f قال \u200eBBC\u200e",
    "\u1100\u1160 \u2803\u2800\u2811",
    "\u0628\u0650\u034f\u064e",
    "",
]


@pytest.mark.parametrize(("text", "expected"), MATTERS)
def test_what_can_change_what_is_seen_is_found(text: str, expected: list[tuple[int, str]]) -> None:
    found = list(find_hidden(text))
    assert [(one.offset, one.kind) for one in found] == expected
    assert [one.char for one in found] == [text[one.offset] for one in found]
    assert visible(text) == "".join(SIGN if at in dict(expected) else char for at, char in enumerate(text)), (
        "a sign in the place of each, so that offsets stay"
    )


@pytest.mark.parametrize("text", SPELLING)
def test_spelling_and_emoji_are_left_as_they_are(text: str) -> None:
    assert list(find_hidden(text)) == []
    assert visible(text) is text


def test_every_character_that_the_screen_gives_no_cell_is_found_between_digits() -> None:
    hidden = [code for code in range(0x110000) if kinds(chr(code)) in HIDDEN]
    assert len(hidden) > 4000
    missed = [f"U+{code:04X}" for code in hidden if not list(find_hidden(f"5{chr(code)}00"))]
    assert missed == []


def test_a_part_is_judged_by_what_stands_around_it() -> None:
    text = "قتل 5\u200b00 جندي و7\u200b"
    assert [one.offset for one in find_hidden(text, 5, 6)] == [5]
    assert [one.offset for one in find_hidden(text, 0, 5)] == []
    assert [one.offset for one in find_hidden(text)] == [5], "the last one ends its word"


def test_marks_of_direction_count_as_whoever_knows_the_display_says() -> None:
    text = "قتل \u200f8-13 \u200fأو \u200e5"
    asked: list[list[int]] = []

    def reorders(text: str, marks: object) -> list[int]:
        asked.append(list(marks))  # type: ignore[call-overload]
        return [4] if 4 in asked[-1] else []

    assert [one.offset for one in find_hidden(text, reorders=reorders)] == [4]
    assert asked == [[4], [10], [14]]
    assert [one.offset for one in find_hidden(text, reorders=reorders, checks=1)] == [4, 10, 14], (
        "what nobody had the time to look at is told of"
    )


def test_hostile_text_is_counted_up_to_a_bound() -> None:
    assert count_hidden("5\u200b" * (COUNTED + 500)) == COUNTED
    assert count_hidden("5\u200b" * 10) == 9


ANY = st.one_of(
    st.sampled_from("5٣aب .-\u200b\u200d\u200e\ufe0f\u2060👍🏽🏴\U000e0067\U000e007f"), st.characters()
)


@given(st.text(ANY))
def test_what_is_visible_has_every_offset_where_it_was(text: str) -> None:
    shown = visible(text)
    assert len(shown) == len(text)
    hidden = {one.offset for one in find_hidden(text)}
    assert all(shown[at] == (SIGN if at in hidden else char) for at, char in enumerate(text))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("قتل \u202e21\u202c جنديا", [21.0]),
        ("قتل 5\u200b00 جندي", []),
        ("قتل 5\U000e003000 جندي", []),
        ("قتل 1,\u200b500 جندي", []),
        ("قتل 500\u200b,000 جندي", []),
        ("قتل خمس\u200bمئة جندي", [500.0]),  # which is what it says, as it is seen and as it is stored
        ("قتل 500 جندي", [500.0]),
    ],
)
def test_no_amount_is_offered_that_a_hidden_character_made(text: str, values: list[float]) -> None:
    assert [one["value"] for one in numbers_in(text)] == values
