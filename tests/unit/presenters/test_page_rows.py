"""A page in rows of cells: wrapped, on its side, tables with their columns, what is typed as it stands."""

from __future__ import annotations

import pytest

from tui.presenters.markdown import blocks
from tui.presenters.page_rows import PageRow, page_rows


def drawn(text: str, width: int, *, rtl: bool = False) -> list[str]:
    """Return the rows of a Markdown text as they are seen."""
    return [seen(row) for row in page_rows(blocks(text), width, rtl=rtl)]


def seen(row: PageRow) -> str:
    cells = ""
    for piece in sorted(row.pieces, key=lambda piece: piece.column):
        cells += " " * (piece.column - len(cells)) + piece.line.text
    return cells


TABLE = "| key | what it does |\n| --- | --- |\n| `c` | says that it is a claim |\n| `PgDn` | a page on |\n"


def test_a_table_stands_in_columns_as_wide_as_their_cells() -> None:
    assert drawn(TABLE, 80) == [
        "key   what it does",
        "c     says that it is a claim",
        "PgDn  a page on",
    ]


def test_a_cell_that_is_too_long_is_wrapped_in_its_column() -> None:
    assert drawn(TABLE, 20) == [
        "key   what it does",
        "c     says that it",
        "      is a claim",
        "PgDn  a page on",
    ]


def test_a_table_without_room_for_its_columns_is_a_list_of_its_rows() -> None:
    assert drawn("| a | b | c |\n| --- | --- | --- |\n| long name | 1234567890 | 0987654321 |\n", 20) == [
        "long name",
        "   b: 1234567890",
        "   c: 0987654321",
    ]


def test_a_table_of_a_page_read_from_the_right_begins_there() -> None:
    rows = drawn("| المفتاح | |\n| --- | --- |\n| `c` | ادعاء |\n", 30, rtl=True)
    assert [len(row) for row in rows] == [30, 30]
    assert rows[1].endswith("c")
    assert rows[1].split() == ["ﺀﺎﻋﺩﺍ", "c"]


def test_what_is_typed_keeps_its_order_in_arabic() -> None:
    [row] = drawn("الخيار `--db FILE` يختار", 40, rtl=True)
    assert "--db FILE" in row
    [row] = drawn("الخيار --db FILE يختار", 40, rtl=True)
    assert "--db FILE" not in row


def test_code_keeps_its_spaces_and_stands_at_the_left() -> None:
    assert drawn("```sh\nclaimreader search  الناتو\n```", 40, rtl=True) == ["   claimreader search  ﻮﺗﺎﻨﻟﺍ"]


@pytest.mark.parametrize("width", [1, 5, 12, 30, 200])
def test_no_row_is_wider_than_the_page(width: int) -> None:
    text = (
        f"# Title\n\n- a `b` c\n  - deeper **words** here\n\n{TABLE}\n\nنص طويل فيه `claimreader list` أيضًا"
    )
    for rtl in (False, True):
        for row in page_rows(blocks(text), width, rtl=rtl):
            for piece in row.pieces:
                assert piece.column >= 0
                assert piece.column + piece.line.width <= width


def test_what_is_bold_is_the_word_also_behind_an_isolate() -> None:
    [row] = page_rows(blocks("اضغط `c` ثم **اقرأ** هنا"), 60, rtl=True)
    [piece] = row.pieces
    text = piece.line.text
    bold = ["".join(text[a:b] for a, b in piece.line.columns(*span)) for span in piece.bold]
    assert sorted(bold) == ["c", "ﺃﺮﻗﺍ"]


def test_arabic_in_code_turns_nothing_beyond_its_quotation_marks_and_its_comment() -> None:
    code = 'same = ["وزارة", "وزير"]   # أسماء.\n# تعليق، وحده\nclaimreader search "الناتو" ~/articles\n'
    assert drawn(f"```toml\n{code}```", 60) == [
        '   same = ["ﺓﺭﺍﺯﻭ", "ﺮﻳﺯﻭ"]   # .ﺀﺎﻤﺳﺃ',
        "   # ﻩﺪﺣﻭ ،ﻖﻴﻠﻌﺗ",
        '   claimreader search "ﻮﺗﺎﻨﻟﺍ" ~/articles',
    ]
