"""Says how many cells a sheet has from its first to its last, before a library makes room for all of them.

A sheet of two cells, one at each end, is a few bytes in its file and 17 thousand million cells in memory.
Only cells that hold something count: rows that are formatted to the end of the sheet cost nothing.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator

from annotations.corpus.records import ArticleError

MOST = 12_000_000
"""Cells, of about 30 bytes each: every row that Excel has, with eleven columns."""

_PIECE = 1 << 20
_LONGEST_TAG = 4 << 20
"""Bytes, with the text before it: a cell keeps 32,767 characters."""
_EXCELS_ROWS = 1_048_576
_SHEET = re.compile(r"xl/worksheets/[^/]+\.(?:xml|bin)", re.IGNORECASE)
_CELL = re.compile(  # attribute by attribute, none of which is tried twice: a bomb has one tag of a megabyte
    rb"""<(?:\w+:)?c(?:\s++(?!r=)[^\s=<>]++=(?:"[^"<>]*+"|'[^'<>]*+'))*+"""
    rb"""\s++r=["']([A-Z]{1,3})(\d{1,7})["'](?:[^<>/]++|/(?!>))*+>"""
)
_NAMELESS = re.compile(rb"<(?:\w+:)?c(?:\s(?![^<>]*\br=)[^<>]*)?(?<!/)>")
_ROW_OR_CELL = re.compile(rb"<(?:\w+:)?(row|c)\b")
_ODS = re.compile(rb"<table:(table-row|(?:covered-)?table-cell|table)\b([^<>]*?)(/?)>")
_REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="(\d{1,9})"')


def check_extent(archive: zipfile.ZipFile) -> None:
    """Refuse a workbook, of Excel or LibreOffice, with a sheet of more cells than `MOST`.

    Raises:
        ArticleError: it has one.
    """
    for name in archive.namelist():
        if _SHEET.fullmatch(name):
            cells = _of_xlsb(archive.read(name)) if name.lower().endswith(".bin") else _of_xlsx(archive, name)
        elif name == "content.xml":
            cells = _of_ods(archive.read(name))
        else:
            continue
        if cells > MOST:
            raise ArticleError(
                f"a sheet ({name}) has {cells:,} cells from its first to its last, more than {MOST:,}: "
                "delete what stands far from the table, or save it as .csv"
            )


def _of_xlsx(archive: zipfile.ZipFile, name: str) -> int:
    rows = columns = 0
    letters: set[bytes] = set()
    for piece in _pieces(archive, name):
        if _NAMELESS.search(piece):  # cells may leave their names out; then they are counted
            return _counted(archive.read(name))
        for letter, row in _CELL.findall(piece):
            letters.add(letter)
            rows = max(rows, int(row))
    for letter in letters:
        columns = max(columns, _column(letter))
    return rows * columns


def _pieces(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """Yield a part of an archive in pieces that end with a tag."""
    with archive.open(name) as file:
        rest = b""
        while data := file.read(_PIECE):
            data = rest + data
            end = data.rfind(b">") + 1
            if not end and len(data) > _LONGEST_TAG:
                raise ArticleError(f"damaged: its part {name} has no tag in {_LONGEST_TAG:,} bytes")
            yield data[:end]
            rest = data[end:]


def _counted(data: bytes) -> int:
    rows = columns = in_row = 0
    for tag in _ROW_OR_CELL.finditer(data):
        if tag[1] == b"row":
            rows, in_row = rows + 1, 0
            if rows > _EXCELS_ROWS:
                raise ArticleError(
                    f"a sheet has more than the {_EXCELS_ROWS:,} rows that Excel has: not read"
                )
        else:
            in_row += 1
            columns = max(columns, in_row)
    for name in _CELL.finditer(data):
        rows, columns = max(rows, int(name[2])), max(columns, _column(name[1]))
    return rows * columns


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number


def _of_ods(data: bytes) -> int:
    """Return the cells of the largest table of an OpenDocument spreadsheet."""
    largest = rows = columns = widest = 0
    for tag in _ODS.finditer(data):
        kind, attributes, empty = tag.groups()
        times = int(repeated[1]) if (repeated := _REPEATED.search(attributes)) else 1
        if kind == b"table":
            rows = widest = 0
        elif kind == b"table-row":
            rows, columns = rows + times, 0
        else:
            columns += times
            if not empty or b"office:value" in attributes:
                widest = max(widest, columns)
                largest = max(largest, rows * widest)
    return largest


def _of_xlsb(data: bytes) -> int:
    """Return the cells of a sheet in Excel's binary form ([MS-XLSB], 2.1.4)."""
    at = rows = columns = row = 0
    while at + 2 <= len(data):
        kind = data[at]
        at += 1 + (kind > 127)
        size = shift = 0
        while at < len(data):
            byte = data[at]
            at += 1
            size |= (byte & 127) << shift
            shift += 7
            if byte < 128 or shift > 21:
                break
        if kind == 0:  # the head of a row
            row = int.from_bytes(data[at : at + 4], "little") + 1
        elif 2 <= kind <= 11:  # a cell that holds something
            rows = max(rows, row)
            columns = max(columns, int.from_bytes(data[at : at + 4], "little") + 1)
        at += size
    return rows * columns
