"""Rows to choose from: exactly as wide as the list, whatever stands in them, and joined Arabic."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.theme import palette, textual_theme
from tui.widgets.pick_rows import Item, Rooms, drawn

LOOK = palette(textual_theme("dark"))
TEXT = st.text(st.sampled_from("كلمة لا َ\u202e\u2066\x1b\x00\n ab12‌👨‍👩‍👧中"), max_size=40)


@given(
    st.builds(Item, TEXT, TEXT, TEXT, TEXT, st.sampled_from([None, True, False])),
    st.integers(30, 120),
    st.builds(Rooms, st.integers(0, 8), st.integers(1, 12), st.integers(0, 8)),
    st.lists(TEXT, max_size=2).map(tuple),
    st.booleans(),
)
def test_a_row_has_the_width_of_the_list_and_nothing_in_it_acts(
    item: Item, width: int, rooms: Rooms, words: tuple[str, ...], lit: bool
) -> None:
    row = drawn(item, width, rooms, words, lit, LOOK)
    text = "".join(segment.text for segment in row)
    assert cell_len(text) == width
    assert not [char for char in text if unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp")]


def test_arabic_is_joined_and_stands_at_the_right_edge() -> None:
    row = drawn(Item("002", "كوريا"), 30, Rooms(0, 5), (), False, LOOK)
    text = "".join(segment.text for segment in row)
    assert text == "   002" + " " * 18 + "ﺎﻳﺭﻮﻛ" + " "


def test_what_was_found_is_marked_in_the_letters_that_were_found() -> None:
    row = drawn(Item("", "أوكرانيا"), 40, Rooms(0, 0), ("اوك",), False, LOOK)
    marked = [segment.text for segment in row if segment.style is LOOK.hit]
    assert [unicodedata.normalize("NFKC", text[::-1]) for text in marked] == ["أوك"]


def test_a_row_says_what_is_set_without_colours() -> None:
    rows = [drawn(Item("claim", on=on), 30, Rooms(0, 9), (), False, LOOK) for on in (True, False)]
    assert ["".join(segment.text for segment in row).split()[0] for row in rows] == ["[x]", "["]
