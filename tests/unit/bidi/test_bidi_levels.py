"""Levels and order where Unicode's files don't look: whole articles, cut lines, bad input, the tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from bidi import get_display
from hypothesis import given
from hypothesis import strategies as st

import seeds
from tui.bidi import Paragraph
from tui.bidi.classes import bidi_class, closing_bracket, mirror

ARTICLES = sorted(Path(seeds.__file__).parent.glob("*.txt"))


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.name[:3])
def test_every_paragraph_of_the_seeds_has_the_order_that_python_bidi_gives(path: Path) -> None:
    for text in path.read_text(encoding="utf-8").splitlines():
        order = Paragraph(text).visual_order(0, len(text))
        assert "".join(text[i] for i in order) == get_display(text)


def test_a_line_is_ordered_by_the_levels_of_its_paragraph_not_by_its_own() -> None:
    text = "قال إنه أطلق 8-13 صاروخا من طراز (MSMT) اليوم"
    start = text.index("8-13")
    shown = "".join(text[i] for i in Paragraph(text).visual_order(start, len(text)))
    # After an Arabic letter a range runs from right to left (W2, W4): by itself the line would show 8-13.
    # Brackets are mirrored when they are drawn (L4), not here.
    assert shown == "مويلا )MSMT( زارط نم اخوراص 13-8"
    assert Paragraph(text[start:]).visual_order(0, 4) == [0, 1, 2, 3]


def test_white_space_at_the_end_of_a_line_has_the_base_level() -> None:
    text = "abc اب  جد"
    assert Paragraph(text).visual_order(0, 8) == [0, 1, 2, 3, 5, 4, 6, 7]


@pytest.mark.parametrize(
    ("text", "base"),
    [("", 0), ("123 -", 0), ("123 ا", 1), ("a ا", 0), ("\u2067ا\u2069 a", 0), ("\u2067ا\u2069 1", 0),
     ("\u2068a\u2069 ا", 1), ("\u2067ا\u2029ا", 1), ("\u202aا", 1)],
)  # fmt: skip
def test_the_base_direction_is_that_of_the_first_strong_character_outside_isolates(
    text: str, base: int
) -> None:
    assert Paragraph(text).base_level == base
    assert Paragraph(text, "ltr").base_level == 0
    assert Paragraph(text, "rtl").base_level == 1


def test_controls_of_direction_have_no_effect_beyond_a_paragraph_separator() -> None:
    assert Paragraph("\u202eabc\u2029abc", "ltr").levels == [None, 1, 1, 1, 0, 0, 0, 0]
    assert Paragraph("\u2067abc\u2029abc", "ltr").levels == [0, 2, 2, 2, 0, 0, 0, 0]


@pytest.mark.parametrize("opener", "\u202a\u202b\u202d\u202e\u2066\u2067\u2068")
def test_controls_nested_deeper_than_the_limit_are_ignored_but_still_closed(opener: str) -> None:
    closer = "\u202c" if opener < "\u2066" else "\u2069"
    text = opener * 200 + "ا1" + closer * 200 + "ب"
    levels = Paragraph(text, "ltr").levels
    assert max(level for level in levels if level is not None) <= 126
    assert levels[-1] == 1


def test_an_unassigned_code_point_has_the_class_of_its_block() -> None:
    assert [bidi_class(chr(code)) for code in (0x0590, 0x1EC70, 0x20C2, 0xFFFF, 0xE0FFF, 0x0378)] == list(
        "RATZZL"
    )


def test_a_lone_surrogate_resolves_as_the_replacement_character_that_is_shown_for_it() -> None:
    assert Paragraph("ا\ud800ب").levels == Paragraph("ا\ufffdب").levels == [1, 1, 1]


def test_brackets_pair_as_unicode_14_says_and_equivalent_angle_brackets_are_one() -> None:
    assert [closing_bracket(char) for char in "([{\u2e55\u298d"] == [*")]}\u2e56\u2990"]
    assert closing_bracket("\u2329") == closing_bracket("\u3008") == "\u3009"
    assert [closing_bracket(char) for char in "<«‘)a"] == [None] * 5
    assert [mirror(char) for char in "(»≤a"] == [*")«≥a"]


@given(st.text(st.characters(exclude_categories=()), max_size=60), st.sampled_from(["auto", "ltr", "rtl"]))
def test_any_text_has_a_level_for_each_code_point_and_an_order_of_each_line(
    text: str, direction: str
) -> None:
    paragraph = Paragraph(text, direction)  # type: ignore[arg-type]  # one of the three literals
    levels = paragraph.levels
    kept = [i for i, level in enumerate(levels) if level is not None]
    assert len(levels) == len(text)
    middle = len(text) // 2
    for start, end in ((0, len(text)), (0, middle), (middle, len(text))):
        assert sorted(paragraph.visual_order(start, end)) == [i for i in kept if start <= i < end]
