"""What holds for any text at any width: each code point has its place, and nothing acts on a terminal."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.bidi import Line, Paragraph, layout, layout_prefix

# Words and signs that meet in news, and all that has ever gone wrong in them, more often than chance has it.
PIECES = [
    "لا", "السلام", "مُحَمَّد", "لَآ", "می\u200cخواهم", "ه\u200d",
    "abc", "KN-23", "3000", "٣٬٠٠٠", "8-13", "(MSMT)",
    "“نص”", "«نص»", "[", "]", "(", ")", " ", " ", " ", "   ", "،", ".", "\u0651", "\u064e\u0301", "\u0654",
    "👨\u200d👩\u200d👧", "👍🏽", "🏽", "🇸🇦", "🇸", "❤\ufe0f\u200d🔥", "1\ufe0f\u20e3",
    "語", "。", "\u3000", "한글", "\u1100\u1161", "\u0e33", "\u0903",
    "\u202e", "\u202b", "\u202d", "\u202c", "\u2067", "\u2066", "\u2068", "\u2069",
    "\u200e", "\u200f", "\u061c",
    "\t", "\n", "\x00", "\x1b[31m", "\x7f", "\x9b", "\u2028", "\u2029",
    "\ud800", "\udfff", "\ufffe", "\ufdd0", "\ue000",
    "\u00ad", "\u200b", "\u2060", "\u034f", "\u115f", "\ufeff", "\U000e0041", "\u0600", "\u06dd", "ـ",
    "\ufdf2", "\ufdfd", "\ufe76", "\ufe73", "\ufe70", "\ufefb", "https://example.org/a/b?c=d&e=f#ghijklmnopqrstu",
]  # fmt: skip
ANY_PIECE = st.one_of(st.sampled_from(PIECES), st.characters(exclude_categories=()))
TEXTS = st.lists(ANY_PIECE, max_size=40).map("".join)
WIDTHS = st.one_of(st.integers(1, 12), st.integers(13, 100))
DIRECTIONS: Any = st.sampled_from(["auto", "ltr", "rtl"])

NEVER_SENT = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u034f\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufdf2"
    "\ufe70-\ufe7f\ufeff\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e0fff]"
)


def check_line(line: Line, width: int) -> None:
    cells = line.cells
    assert cell_len(line.text) == line.width == sum(cell.width for cell in cells)
    assert line.width <= width or len(cells) == 1
    assert "".join(cell.text for cell in cells) == line.text
    assert not NEVER_SENT.search(line.text)
    column = 0
    for cell in cells:
        assert cell.column == column
        assert cell_len(cell.text) == cell.width >= 1
        assert line.slice(column, column + cell.width) == cell.text
        column += cell.width
    # Each code point is in exactly one cell or named as hidden, and the two maps are each other's inverse.
    shown: dict[int, int] = {}
    for cell in cells:
        for index in range(cell.start, cell.end):
            if index not in line.hidden:
                assert shown.setdefault(index, cell.column) == cell.column
    assert sorted([*shown, *line.hidden]) == list(range(line.start, line.end))
    assert {i: c for i, c in enumerate(line.visual, line.start) if c is not None} == shown
    assert len(line.logical) == line.width
    for cell in cells:
        for column in range(cell.column, cell.column + cell.width):
            assert line.logical[column] == line.offset_at(column) == cell.start
        assert line.column_of(cell.start) == cell.column


@given(TEXTS, WIDTHS, DIRECTIONS, st.booleans())
def test_lines_hold_every_code_point_once_and_fit(
    text: str, width: int, direction: Any, harakat: bool
) -> None:
    lines = layout(Paragraph(text, direction), width, harakat=harakat)
    assert lines[0].start == 0
    assert [line.start for line in lines[1:]] == [line.end for line in lines[:-1]]
    assert lines[-1].end == len(text)
    for line in lines:
        check_line(line, width)


@given(TEXTS, WIDTHS, DIRECTIONS)
def test_graphemes_stand_in_the_order_that_rule_l2_gives(text: str, width: int, direction: Any) -> None:
    paragraph = Paragraph(text, direction)
    for line in layout(paragraph, width):
        starts = [cell.start for cell in line.cells]
        order = [index for index in paragraph.visual_order(line.start, line.end) if index in set(starts)]
        removed = {index for index, level in enumerate(paragraph.levels) if level is None}
        assert order == [start for start in starts if start not in removed]


@given(TEXTS, WIDTHS, st.data())
def test_slices_of_a_line_make_up_its_text_and_agree_with_rich(
    text: str, width: int, data: st.DataObject
) -> None:
    line = data.draw(st.sampled_from(layout(Paragraph(text), width)))
    bounds = sorted(data.draw(st.lists(st.integers(0, line.width), max_size=4)))
    parts = [line.slice(a, b) for a, b in zip([0, *bounds], [*bounds, line.width], strict=True)]
    assert "".join(parts) == line.text
    assert sum(map(cell_len, parts)) == line.width


@given(TEXTS, WIDTHS, st.data())
def test_columns_of_a_range_are_the_cells_that_show_it(text: str, width: int, data: st.DataObject) -> None:
    line = data.draw(st.sampled_from(layout(Paragraph(text), width)))
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
    runs = line.columns(start, end)
    assert all(a[1] < b[0] for a, b in pairwise(runs))
    lit = {column for x0, x1 in runs for column in range(x0, x1)}
    in_range = {column for index, column in enumerate(line.visual, line.start) if start <= index < end}
    assert lit == {
        cell.column + i for cell in line.cells if cell.column in in_range for i in range(cell.width)
    }


@given(TEXTS, st.integers(1, 9), st.integers(1, 4), st.integers(0, 5), DIRECTIONS)
def test_the_first_lines_are_the_same_as_of_the_whole(
    text: str, width: int, count: int, times: int, direction: Any
) -> None:
    text *= times
    whole = layout(Paragraph(text, direction), width)
    first = layout_prefix(text, width, count, direction=direction)
    assert len(first) >= min(count, len(whole))
    for a, b in zip(first, whole, strict=False):
        assert (a.start, a.end, a.text, a.visual, a.rtl) == (b.start, b.end, b.text, b.visual, b.rtl)


@given(TEXTS, WIDTHS)
def test_hiding_harakat_hides_nothing_else(text: str, width: int) -> None:
    def shown(harakat: bool) -> set[int]:
        lines = layout(Paragraph(text), 10_000, harakat=harakat)
        return set(range(len(text))) - {index for line in lines for index in line.hidden}

    gone = {text[i] for i in shown(True) - shown(False)}
    assert all("\u0610" <= char <= "\u08ff" or "\ufe70" <= char <= "\ufe7f" for char in gone)
    assert all(unicodedata.category(unicodedata.normalize("NFKC", char)[-1]) == "Mn" for char in gone)
    assert not gone & set("\u0653\u0654\u0655")
    assert shown(False) <= shown(True)
