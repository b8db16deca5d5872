"""Rows for screen readers are the text in reading order, in plain letters, and as wide as they were."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

import seeds
from tui.bidi import Paragraph, layout
from tui.terminal.logical import as_read, column_of
from tui.terminal.profiles import PROFILES, clusters

WIDTH = 60
LOGICAL = PROFILES["logical"]


def shown(text: str, width: int = WIDTH) -> str:
    """Return the row of a line as it is seen at the right edge of a screen."""
    return layout(Paragraph(text), width)[0].text.rjust(width)


def without_marks(text: str) -> str:
    return re.sub("[\u064b-\u0652]", "", text).strip()


@pytest.mark.parametrize("path", sorted(seeds.FOLDER.glob("*.txt")), ids=lambda path: path.name[:3])
def test_every_row_of_the_samples_is_its_part_of_the_article(path) -> None:  # type: ignore[no-untyped-def]
    rows = 0
    for line in path.read_text("utf-8").split("\n"):
        paragraph = Paragraph(line)
        for row in layout(paragraph, WIDTH):
            sent = LOGICAL.row(row.text.rjust(WIDTH + 4))
            # A mark on a lam-alef is that of the ligature: on which letter it was isn't known.
            assert without_marks(sent) == without_marks(line[row.start : row.end])
            rows += 1
    assert rows > 20


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("قتل 1234 شخصا (بينهم 12,5) في KN-23.", "قتل 1234 شخصا (بينهم 12,5) في KN-23."),
        ("لا إله", "لا إله"),
        ('قال: "نعم"...', 'قال: "نعم"...'),
        ("3000 جندي", "3000 جندي"),
        ("only Latin (1)", "only Latin (1)"),
    ],
)
def test_what_stands_at_either_end_is_where_it_is_read(text: str, read: str) -> None:
    assert LOGICAL.row(shown(text)).rstrip() == read


def test_things_of_a_row_follow_each_other_from_left_to_right() -> None:
    row = "    0/23      ·     " + layout(Paragraph("قال لا."), 99)[0].text + " <"
    sent = LOGICAL.row(row + " " * 4)
    assert sent.rstrip() == "0/23  ·  > قال لا."  # the mark at its right edge comes first, and points at it


def test_things_of_a_row_follow_each_other_from_right_to_left_in_the_arabic_interface() -> None:
    cells = tuple(clusters("0/23      ·     " + layout(Paragraph("قال لا."), 99)[0].text + "  ◂"))
    sent = as_read(cells, rtl=True)
    assert "".join(cell.text for cell in sent).rstrip() == "◂  قال لا.  ·  0/23"
    assert column_of(sent, len(cells) - 1) == 0
    assert column_of(sent, 0) == len("◂  قال لا.  ·  ")
    assert cell_len("".join(cell.text for cell in sent)) == len(cells)


def test_a_cell_is_found_where_it_is_sent() -> None:
    row = shown("قال لا.")
    cells = clusters(row)
    first = len(cells) - 1  # the rightmost letter is the first that is read
    assert column_of(as_read(tuple(cells)), first) == 0


def test_a_row_without_a_blank_keeps_its_lam_alef_whole() -> None:
    row = layout(Paragraph("لالالا"), 3)[0].text
    sent = LOGICAL.row(row)
    assert cell_len(sent) == cell_len(row)


@given(st.text(alphabet="ابتلمنأ 123٤.,()«»abc-َ😀漢", max_size=40))
def test_no_row_becomes_wider_or_narrower(text: str) -> None:
    for line in layout(Paragraph(text), 30):
        row = line.text.rjust(40)
        assert cell_len(LOGICAL.row(row)) == cell_len(row)
