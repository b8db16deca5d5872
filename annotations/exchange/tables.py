"""Reads tables of other programs: CSV with a header, its cells divided by commas, semicolons or tabs.

What a table must have in its header says which mark divides it, so that a comma inside a quote is never
taken for one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator
from pathlib import Path

from annotations.exchange import ExchangeError
from annotations.exchange.streams import binary

_MARKS = ",;\t"
_LONGEST_HEADER = 1 << 16

csv.field_size_limit(64 << 20)


def header(line: str, *wanted: Collection[str]) -> tuple[list[str], str] | None:
    """Return the names in a first line and the mark between them.

    Args:
        line: the first line of a table.
        wanted: sets of names; the header has one of each.
    """
    for mark in _MARKS:
        try:
            names = next(csv.reader([line.strip("\r\n")], delimiter=mark), [])
        except csv.Error:
            continue
        if all(not set(names).isdisjoint(those) for those in wanted):
            return names, mark
    return None


def rows(path: Path, *wanted: Collection[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each row with its place for messages, as cells by the names of the header.

    Args:
        path: the table.
        wanted: sets of names; the header has one of each.

    Raises:
        ExchangeError: the header has none of them, a row has more or fewer cells, or the file isn't UTF-8.
    """
    with binary(path) as file:
        text = io.TextIOWrapper(file, encoding="utf-8", newline="")
        try:
            head = header(text.readline(_LONGEST_HEADER), *wanted)
            if head is None:
                needed = " and ".join(f'"{sorted(those)[0]}"' for those in wanted)
                raise ExchangeError(f"the first line names no column {needed}")
            names, mark = head
            for number, cells in enumerate(csv.reader(text, delimiter=mark, strict=True), 2):
                if any(cells):
                    place = f"row {number}"
                    if len(cells) != len(names):
                        many = f"{len(cells)} cells, the first has {len(names)}"
                        raise ExchangeError(f"{place} has {many}: it is broken or cut short")
                    yield place, dict(zip(names, cells, strict=True))
        except UnicodeDecodeError:
            raise ExchangeError("it is not UTF-8: save it as CSV UTF-8") from None
        except csv.Error as error:
            raise ExchangeError(f"it is broken or cut short: {error}") from None
