"""Workbooks: every sheet with texts is read, each row again by its place, and none fills the memory."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from corpus_tools import Make, messages, texts

from annotations.corpus import CorpusError, open_corpus
from annotations.corpus.spreadsheet_extent import MOST

DATA = Path(__file__).parents[2] / "data" / "articles"
LONG = "قالت وزارة الصحة إن عدد القتلى ارتفع إلى خمسين منذ صباح الأحد"


def workbook(*sheets: Sequence[Sequence[Any]], hidden: int | None = None) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        for index, rows in enumerate(sheets):
            sheet = book.add_worksheet(f"ورقة {index + 1}")
            if index == hidden:
                sheet.hide()
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if cell is not None:
                        sheet.write(number, column, cell)
    return file.getvalue()


def zipped(**parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def test_cells_of_every_kind_become_text(make: Make) -> None:
    rows = [
        ["id", "text", "date", "author", "source"],
        [20241, LONG, date(2024, 11, 25), 7.5, "https://www.bbc.com/arabic/1"],
        [12345678901234, "متن\nمن سطرين", datetime(2024, 11, 25, 10, 5), True, None],
    ]
    corpus = open_corpus([make({"a.xlsx": workbook(rows)})])
    assert texts(corpus) == {"20241": LONG, "12345678901234": "متن\nمن سطرين"}
    first, second = (corpus.read(entry).metadata for entry in corpus.entries)
    assert first == {
        "published": "2024-11-25",
        "author": "7.5",
        "source": "bbc.com",
        "url": "https://www.bbc.com/arabic/1",
    }
    assert second == {"published": "2024-11-25T10:05:00", "author": "true"}
    assert [entry.number for entry in corpus.entries] == [2, 3]


@pytest.mark.parametrize("name", ["monitoring.ods", "monitoring.xls"])
def test_other_formats_are_read_alike(tmp_path: Path, name: str) -> None:
    shutil.copy(DATA / name, tmp_path)
    corpus = open_corpus([tmp_path])
    assert texts(corpus) == {"1": "قالت الوزارة إن العدد ارتفع", "2": "قال المتحدث إن الهدنة بدأت"}
    assert [entry.number for entry in corpus.entries] == [4, 6]
    assert corpus.read(corpus.entries[1]).metadata == {
        "title": "عنوان ثان",
        "published": "2024-11-26",
        "url": "https://a.example/2",
    }


def test_every_sheet_with_texts_is_read_and_the_others_are_named(make: Make) -> None:
    data = workbook(
        [["text"], [LONG], ["متن"]],
        [["البلد", "العدد"], ["لبنان", 5]],
        [[], [], [None, "عنوان", "نص"], [None, "ع", "ثالث"], [], [None, "ع", "رابع"]],
        [["text"], ["سر"]],
        [],
        hidden=3,
    )
    folder = make({"a.xlsx": data})
    corpus = open_corpus([folder])
    assert texts(corpus) == {
        "a.xlsx:2": LONG,
        "a.xlsx:3": "متن",
        "a.xlsx:ورقة 3:4": "ثالث",
        "a.xlsx:ورقة 3:6": "رابع",
    }
    assert messages(folder) == [
        'a.xlsx: sheets without texts, not read: "ورقة 2"',
        'a.xlsx: hidden sheets, not read: "ورقة 4"; show them in the file to have them read',
    ]


def test_columns_go_by_number_and_a_sheet_without_a_header_loses_no_row(make: Make) -> None:
    folder = make({"a.xlsx": workbook([["https://a.example/1", LONG], ["https://a.example/2", f"{LONG} ٢"]])})
    assert list(texts(open_corpus([folder])).values()) == [LONG, f"{LONG} ٢"]
    assert LONG in texts(open_corpus([folder], fields={"text": "2", "url": "1"})).values()
    with pytest.raises(CorpusError, match="has addresses and titles, no text"):
        assert open_corpus(
            [make({"a.xlsx": workbook([["url", "title"], ["https://a.example", LONG]])})]
        ).entries


FAR = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>text</t></is></c></row>'
    '<row r="{row}"><c {name}><v>1</v></c></row>'
)


@pytest.mark.parametrize(
    "rows",
    [
        FAR.format(row=1_048_576, name='r="XFD1048576"'),
        FAR.format(row=1_048_576, name="r='XFD1048576' s='1'").replace("<c", "<x:c"),
        '<row r="1">' + "<c><v>1</v></c>" * 100 + '</row><row r="1000000"><c r="A1000000"><v>1</v></c></row>',
    ],
    ids=["by name", "in a namespace", "without names"],
)
def test_a_sheet_of_two_cells_far_from_each_other_fills_no_memory(make: Make, rows: str) -> None:
    sheet = f"<worksheet><sheetData>{rows}</sheetData></worksheet>"
    folder = make({"a.xlsx": zipped(**{"xl/worksheets/sheet1.xml": sheet}), "b.txt": "سليم"})
    (line,) = messages(folder)
    assert f"more than {MOST:,}: delete what stands far from the table" in line


def test_cells_that_an_opendocument_repeats_fill_no_memory_either(make: Make) -> None:
    cell = '<table:table-cell table:number-columns-repeated="16384"><text:p>x</text:p>'
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-cell></table:table-row>'
    table = f"<table:table>{row}</table:table>"
    folder = make({"a.ods": zipped(**{"content.xml": table}), "b.txt": "سليم"})
    (line,) = messages(folder)
    assert "17,179,869,184 cells" in line


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.xlsx", b"PK\3\4junk", "damaged, or no document of Excel or LibreOffice"),
        ("a.xlsx", zipped(**{"xl/workbook.xml": "<x"}), "no spreadsheet, or damaged"),
        ("a.xls", b"<table>", "damaged, or no document of Excel or LibreOffice"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, "no spreadsheet, or damaged"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, "encrypted, or an old Office file"),
        (
            "a.xlsx",
            zipped(**{"xl/worksheets/sheet1.xml": " " * (9 << 20)}),
            "times as large when it is unpacked",
        ),
        ("a.ods", b"text", "damaged, or no document of Excel or LibreOffice"),
    ],
    ids=["no zip", "no workbook", "HTML", "empty xls", "encrypted", "a bomb", "text"],
)
def test_what_is_none_is_one_clear_line(make: Make, name: str, data: bytes, message: str) -> None:
    (line,) = messages(make({name: data, "b.txt": "سليم"}))
    assert line.startswith(f"{name}: ")
    assert message in line


@pytest.mark.parametrize(
    "sheet",
    ["<c " * 400_000, "<row/>" * 1_100_000 + "<c><v>1</v></c>", "x" * (5 << 20)],
    ids=["an open tag", "rows", "no tag"],
)
def test_a_sheet_that_is_made_to_take_hours_is_refused_at_once(
    make: Make, sheet: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotations.corpus.office_archive._RATIO", 10_000)
    (line,) = messages(make({"a.xlsx": zipped(**{"xl/worksheets/sheet1.xml": sheet}), "b.txt": "سليم"}))
    assert line.startswith("a.xlsx: ")
