"""Writes XLSX for the desk: right-to-left sheets of annotations, one a row.

Written by XlsxWriter (an optional extra): pure Python without dependencies, and in constant memory, where
openpyxl, the other well-kept library, is made for reading and holds the sheet. Every cell is a text or a
number and never a formula; a text that would be one if it were typed also has the apostrophe mark
(`quotePrefix`), so that it stays text when it is edited or saved as CSV.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from annotations.exchange.export_job import ExportJob
from annotations.exchange.formats.csv_table import MACHINE, columns, harmless, row
from annotations.exchange.losses import SPAN

MAX_CELL = 32_767
"""UTF-16 units that Excel keeps in a cell."""
MAX_ROWS = 1_048_575
"""Rows of a sheet below the header."""

_NUMBERS = {"sentence", "start", "end", "rev"}
_FIELD = {
    "quote": SPAN,
    "note": "note",
    "tags": "tags",
    "links": "links",
    "suggested": "suggested",
    "more": "extra",
}
"""The field that loses something when a column's cell is cut."""
_WIDTHS = {"quote": 70, "note": 40, "title": 30, "article": 24, "tags": 18, "claimant": 20}


def save(job: ExportJob, path: Path) -> None:
    """Write the workbook."""
    names = columns(job.scheme)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(str(path), options)
    book.set_properties(
        {"title": "claimreader", "comments": "Offsets are Unicode code points of the article."}
    )
    styles = {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "text": book.add_format({"text_wrap": True, "valign": "top", "reading_order": 2}),
        "formula": book.add_format(
            {"text_wrap": True, "valign": "top", "reading_order": 2, "quote_prefix": True}
        ),
        "number": book.add_format({"valign": "top"}),
    }
    try:
        _fill(job, book, names, styles)
    except BaseException:
        with contextlib.suppress(Exception):  # it only closes its temporary files; the first error is told
            book.close()
        raise
    book.close()


def _fill(job: ExportJob, book: Any, names: list[str], styles: dict[str, Format]) -> None:
    sheet = _sheet(book, names, styles, 1)
    number = sheets = 0
    for annotation in job.records():
        if number == MAX_ROWS:
            sheets += 1
            number = 0
            sheet = _sheet(book, names, styles, sheets + 1)
        number += 1
        cells = row(annotation, job.articles.metadata(annotation.article.id), job.scheme)
        for column, name in enumerate(names):
            cell, cut = _cut(cells[name])
            if cut:
                job.losses.add(
                    annotation, _FIELD.get(name, "attributes"), f"Excel keeps {MAX_CELL} characters of a cell"
                )
            _write(sheet, number, column, cell, styles, as_number=name in _NUMBERS)


def _sheet(book: Any, names: list[str], styles: dict[str, Format], number: int) -> Worksheet:
    sheet: Worksheet = book.add_worksheet("annotations" if number == 1 else f"annotations {number}")
    sheet.right_to_left()
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(names):
        hidden = {"hidden": 1} if name in MACHINE and name != "links" else {}
        sheet.set_column(column, column, _WIDTHS.get(name, 12), None, hidden)
        sheet.write_string(0, column, name, styles["head"])
    return sheet


def _write(
    sheet: Worksheet, number: int, column: int, cell: str, styles: dict[str, Format], *, as_number: bool
) -> None:
    if as_number and cell:
        sheet.write_number(number, column, int(cell), styles["number"])
    elif cell:
        sheet.write_string(number, column, cell, styles["text" if harmless(cell) == cell else "formula"])


def _cut(cell: str) -> tuple[str, bool]:
    """Return what Excel keeps of a cell, and whether that is less than all."""
    if len(cell) * 2 <= MAX_CELL:
        return cell, False
    data = cell.encode("utf-16-le", "replace")
    if len(data) <= 2 * MAX_CELL:
        return cell, False
    return data[: 2 * MAX_CELL].decode("utf-16-le", "ignore"), True
