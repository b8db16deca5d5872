"""Rows sent to a terminal that reorders them come out as wanted."""

from __future__ import annotations

from pathlib import Path

import pytest
from bidi import get_display
from hypothesis import given
from hypothesis import strategies as st

import seeds
from tui.bidi import Paragraph, layout
from tui.bidi.classes import mirror
from tui.terminal.inverse_bidi import inverse

MARK = "\u200e"
ARTICLES = sorted(Path(seeds.__file__).parent.glob("*.txt"))
CELLS = st.one_of(
    st.sampled_from([*'ﺍﺏﻼﺕאבab12٣٤ .,-+%()[]<>"“«»│◌', "ﺏَّ", "👨👩", "語", "é", "e\u0301", "🇸🇦", "    "]),
    st.characters(categories=["L", "N", "P", "S"], max_codepoint=0xFFFF).map(
        lambda char: "".join(line.text for line in layout(Paragraph(char), 9))
    ),
)


def joined(cells: tuple[str, ...]) -> str:
    return "".join(sent.text for sent in inverse(cells))


def terminal_pass(sent: str) -> str:
    """Do what such a terminal does with a row: UAX #9 with a left-to-right base, brackets mirrored."""
    return "".join(line.text for line in layout(Paragraph(sent, "ltr"), 1000))


def unmirrored(text: str) -> str:
    """Make each bracket its left twin: the oracle doesn't mirror."""
    return "".join(min(char, mirror(char)) for char in text)


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.name[:3])
@pytest.mark.parametrize("left", ["", "│ sentence 13 of 29 │ "], ids=["reader", "reader with details"])
def test_every_row_of_the_seeds_comes_out_as_wanted(path: Path, left: str) -> None:
    for text in path.read_text(encoding="utf-8").splitlines():
        paragraph = Paragraph(text)
        for width in range(40, 161, 30):
            for line in layout(paragraph, width):
                cells = (*left, *" " * (width - line.width), *(cell.text for cell in line.cells), " ", ">")
                row = joined(cells)
                assert terminal_pass(row) == "".join(cells)
                # Another implementation of the terminal's pass agrees.
                shown = get_display(row, base_dir="L").replace(MARK, "")
                if not any("\u064b" <= char <= "\u0652" for char in row):  # it puts marks before their letter
                    assert unmirrored(shown) == unmirrored("".join(cells))


@given(st.lists(CELLS, max_size=30).map(tuple))
def test_any_row_comes_out_as_wanted_and_each_cell_keeps_its_style(cells: tuple[str, ...]) -> None:
    assert terminal_pass(joined(cells)) == "".join(cells)
    assert {sent.cell for sent in inverse(cells)} == {place for place, cell in enumerate(cells) if cell}
    for sent in inverse(cells):
        text = sent.text.strip(MARK)
        assert unmirrored(text) in unmirrored(cells[sent.cell])


def test_a_number_at_the_right_end_of_an_arabic_row_is_kept_there() -> None:
    assert terminal_pass("ﺍﺏﺕ 3000") == "3000 ﺕﺏﺍ"  # the plain inverse: its pass doesn't undo itself here
    assert terminal_pass(joined(tuple("ﺕﺏﺍ 3000"))) == "ﺕﺏﺍ 3000"


def test_marks_of_direction_part_two_runs_though_they_are_not_seen() -> None:
    (line,) = layout(Paragraph("اب\u200eجد", "ltr"), 80)
    assert [cell.start for cell in line.cells] == [1, 0, 4, 3]
