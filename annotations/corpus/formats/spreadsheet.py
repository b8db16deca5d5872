"""Reads `.xlsx`, `.xlsm`, `.xlsb`, `.xls` and `.ods` by python-calamine, which is an extra.

Every sheet with texts is read: its first row that holds something names the columns, unless that is a title
of one cell above them. A hidden sheet, and one without texts, is left out, and a remark says so. Whatever a
cell shows, its value counts: days become ISO 8601.

A record's place is its sheet and row. No row of a workbook can be read without all of its sheet, so the rows
of the last sheet that one was read of are kept.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import python_calamine
from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from annotations.corpus.fields import FieldPicker
from annotations.corpus.file_content import opened, too_large
from annotations.corpus.formats.table_columns import columns_of, no_text, seems_textless
from annotations.corpus.office_archive import office_archive
from annotations.corpus.records import ArticleError, Entry, Fault, Options, Record, Remark
from annotations.corpus.spreadsheet_extent import check_extent
from annotations.file_reading import UnfitFileError, read_rest

_OLD = b"\xd0\xcf\x11\xe0"
_OLD_MOST = 64 << 20
"""Bytes of an `.xls`, which is no archive and unpacks to no more."""
_ROWS = 32
"""Bits of a record's place that are its row's."""
_LOOKED_AT = 1000
"""Rows without a text after which a sheet has none."""
_TITLES = 5
"""Rows of one cell that may stand above the names of the columns."""

Row = tuple[int, list[str]]
"""The number of a row, from 1, and its cells."""


def records(path: Path, options: Options) -> Iterator[Record | Fault | Remark]:
    """Yield the record of every row of every sheet."""
    with _workbook(path, options) as workbook:
        hidden: list[str] = []
        textless: list[str] = []
        reason = "holds no table"
        any_record = False
        for index, sheet in enumerate(workbook.sheets_metadata):
            if sheet.typ != SheetTypeEnum.WorkSheet:
                continue
            if sheet.visible != SheetVisibleEnum.Visible:
                hidden.append(sheet.name)
                continue
            table = _Sheet(_rows(workbook, index), options, path.name, index, sheet.name)
            begun: list[Record | Fault] = []
            items = table.records()
            for item in items:
                begun.append(item)
                if isinstance(item, Record) or len(begun) == _LOOKED_AT:
                    break
            if begun and isinstance(begun[-1], Record):
                any_record = True
                yield from begun
                yield from items
            elif begun:
                textless.append(sheet.name)
                reason = table.why_textless(begun)
        if not any_record:
            raise ArticleError(reason + (f"; {_hidden(hidden)}" if hidden else ""))
        if textless:
            yield Remark(f"sheets without texts, not read: {_listed(textless)}")
        if hidden:
            yield Remark(_hidden(hidden))


def read(path: Path, entry: Entry, options: Options) -> Record:
    """Read one row again."""
    index, number = entry.start >> _ROWS, entry.start & ((1 << _ROWS) - 1)
    name, rows = _kept(path, index, entry, options)
    for item in _Sheet(rows, options, path.name, index, name).records(only=number):
        if isinstance(item, Fault):
            raise ArticleError(item.message)
        return item
    raise ArticleError("is no longer there: open the corpus again")


_KEPT: dict[tuple[str, int, int, int], tuple[str, list[Row]]] = {}
"""The rows of one sheet, and its name, by the state of its file."""


def _kept(path: Path, index: int, entry: Entry, options: Options) -> tuple[str, list[Row]]:
    key = str(path), entry.size, entry.mtime, index
    kept = _KEPT.get(key)
    if kept is None:
        with _workbook(path, options) as workbook:
            names = workbook.sheet_names
            if index >= len(names):
                raise ArticleError("is no longer there: open the corpus again")
            kept = names[index], list(_rows(workbook, index))
        _KEPT.clear()
        _KEPT[key] = kept
    return kept


class _Sheet:
    """The table of one sheet."""

    def __init__(self, rows: Any, options: Options, file: str, index: int, name: str) -> None:
        self._rows = iter(rows)
        self._options = options
        self._prefix = f"{file}:{name}:" if index else ""
        self._place = index << _ROWS
        self._names: list[str] = []

    def records(self, only: int | None = None) -> Iterator[Record | Fault]:
        """Yield the record of every row below the header, or of one."""
        first: list[Row] = []
        for row in self._rows:
            first.append(row)
            cells = [cell for cell in row[1] if cell]
            if len(cells) > 1 or len(first) > _TITLES:
                break
        if not first:
            return
        if sum(map(bool, first[-1][1])) > 1:
            first = first[-1:]  # what stands above is a title
        columns = columns_of(first[0][1], self._options)
        self._names = columns.names
        picker = FieldPicker(self._options)
        pending = first[1:] if columns.in_first_row else first
        for source in (pending, self._rows):
            for number, cells in source:
                if only is None or only == number:
                    yield self._record(picker, number, cells)

    def _record(self, picker: FieldPicker, number: int, cells: Sequence[str]) -> Record | Fault:
        values = dict(zip(self._names, cells, strict=False))
        place = self._place + number
        try:
            record = picker.record(values, "utf-8", place, place + 1, number)
        except ArticleError as error:
            return Fault("row", number, number, str(error))
        # Rows of several sheets have the same numbers.
        return record._replace(id=f"{self._prefix}{number}") if self._prefix and not record.id else record

    def why_textless(self, items: Sequence[Record | Fault]) -> str:
        """Say why none of its rows is an article."""
        if seems_textless(self._names, self._options):
            return no_text(self._names, self._options)
        return next((item.message for item in items if isinstance(item, Fault)), "holds no record")


@contextmanager
def _workbook(path: Path, options: Options) -> Iterator[CalamineWorkbook]:
    """Open a workbook.

    Raises:
        ArticleError: it is damaged, encrypted, too large, or none; from inside the block, too.
    """
    try:
        if (old := _old_workbook(path, options.max_size)) is not None:
            yield CalamineWorkbook.from_filelike(io.BytesIO(old))
            return
        with office_archive(path, options.max_size, "Excel or LibreOffice") as (archive, content):
            check_extent(archive)
            content.seek(0)
            yield CalamineWorkbook.from_filelike(content)
    except python_calamine.PasswordError:
        raise ArticleError("encrypted: save it without a password") from None
    except python_calamine.CalamineError as error:
        reason = " ".join(str(error).split())[:120]
        raise ArticleError(f"no spreadsheet, or damaged: {reason}; open it and save it anew") from None


def _old_workbook(path: Path, most: int | None) -> bytes | None:
    """Return the bytes of an `.xls` of before 2007; None if the file is of another kind.

    Raises:
        ArticleError: it is too large.
    """
    with opened(path, most) as file:
        if path.name.lower().removesuffix(".gz").endswith(".xls") and file.read(4) == _OLD:
            file.seek(0)
            try:
                return read_rest(file, _OLD_MOST, path)
            except UnfitFileError:
                raise ArticleError(too_large()) from None
    return None


def _rows(workbook: CalamineWorkbook, index: int) -> Iterator[Row]:
    """Yield each row of a sheet that holds something."""
    sheet = workbook.get_sheet_by_index(index)
    if sheet.start is None:
        return
    number = None
    for row in sheet.iter_rows():
        cells = [cell if isinstance(cell, str) else _text(cell) for cell in row]
        filled = any(cell and not cell.isspace() for cell in cells)
        if number is None:
            if not filled:
                continue  # whether rows above the first that is filled are given depends on the version
            number = sheet.start[0]
        number += 1
        if filled:
            yield number, cells


def _text(cell: Any) -> str:
    """Write the value of a cell that is no text."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date().isoformat()
    if isinstance(cell, (datetime.date, datetime.time)):
        return cell.isoformat()
    return str(cell)


def _hidden(names: Sequence[str]) -> str:
    return f"hidden sheets, not read: {_listed(names)}; show them in the file to have them read"


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - 10} more" if len(names) > 10 else ""
    return ", ".join(f'"{name[:60]}"' for name in names[:10]) + more
