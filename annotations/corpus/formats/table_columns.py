"""Names the columns of a table by its first row, and says when that is no header but a record.

A field may name a column by its number, from 1: `--field text=4`, unless a column is called so. A table whose
first row holds what only records hold (an address, a day, a long text) has no header; its columns are then
called by their numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from annotations.corpus.field_names import is_exact
from annotations.corpus.fields import FieldPicker
from annotations.corpus.records import ArticleError, Options
from annotations.text.web_addresses import host_of


class Columns(NamedTuple):
    """The columns of a table."""

    names: list[str]
    """Each once; those that have no name of their own have their number."""
    in_first_row: bool
    """True if the first row names them; else it is a record."""


def columns_of(first: Sequence[str], options: Options) -> Columns:
    """Name the columns of a table.

    Args:
        first: the cells of its first row.
        options: of which the fields may name columns by number.

    Raises:
        ArticleError: a field names a column by a number that is too high.
    """
    cells = [cell.strip() for cell in first]
    in_first_row = _is_header(cells, options)
    if not in_first_row:
        return Columns([str(number) for number in range(1, len(cells) + 1)], in_first_row=False)
    names: list[str] = []
    taken: set[str] = set()  # a spreadsheet may have 16,384 columns
    for number, cell in enumerate(cells, 1):
        name = cell or str(number)
        names.append(name if name not in taken else f"{name} {number}")
        taken.add(names[-1])
    for ours, given in options.fields.items():
        if given in cells or not (given.isascii() and given.isdecimal()):
            continue
        if not 0 < int(given) <= len(names):
            raise ArticleError(f"--field {ours}={given}: there are {len(names)} columns")
        names[int(given) - 1] = given
    return Columns(names, in_first_row=True)


_LONGEST = 100
"""Characters that the name of a column has at most."""
_WORDS = 6
"""Words that it has at most, where no other column has a name that is known."""
_DAY = re.compile(r"\d{4}[-/]\d\d?[-/]\d\d?(?:[T ].*)?|\d\d?[-/.]\d\d?[-/.]\d{4}(?: .*)?|\d{8}(?:T?\d{6}Z?)?")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*")


def _is_header(cells: Sequence[str], options: Options) -> bool:
    """Say whether the first row of a table names its columns."""
    given = [cell for cell in cells if cell]
    if not set(options.fields.values()).isdisjoint(given):
        return True
    if any(map(host_of, given)):
        return False
    if is_exact(given):
        return True
    if any(len(cell) > _LONGEST or _DAY.fullmatch(cell) for cell in given):
        return False
    if FieldPicker(options).names_any(given):
        return True
    numbers = [cell for cell in given if _NUMBER.fullmatch(cell)]
    if numbers and numbers != given:  # 0,1,2 is the header that pandas writes of a frame without one
        return False
    return not any(len(cell.split()) > _WORDS for cell in given)


def seems_textless(names: Sequence[str], options: Options) -> bool:
    """Say whether a table's columns have names of addresses and titles, and none that of a text.

    So are MediaCloud's and GDELT's lists of articles. Whether it has none after all is seen in its records.
    """
    return not FieldPicker(options).names_text(names) and bool(_beside_text(names, options))


def no_text(names: Sequence[str], options: Options) -> str:
    """Say of such a table what it has, and what to do."""
    return (
        f"has {' and '.join(_beside_text(names, options))}, no text: save the pages as .html and open "
        "those, or say which column is the text: --field text=NAME, or its number"
    )


def _beside_text(names: Sequence[str], options: Options) -> list[str]:
    said = FieldPicker(options).metadata(dict.fromkeys(names, "x"))
    return [word for key, word in (("url", "addresses"), ("title", "titles")) if key in said]


_GDELT = {27: "GKG", 61: "events", 58: "events", 57: "events", 16: "mentions"}
"""The tables of GDELT 1.0 and 2.0 by the number of their fields, which have no header."""


def refuse_gdelt(first: Sequence[str]) -> None:
    """Refuse a table of GDELT's that has no text of articles.

    Raises:
        ArticleError: it is one.
    """
    kind = _GDELT.get(len(first))
    if kind and re.fullmatch(r"\d{8,14}(?:-T?\d+)?", first[0]) and re.match(r"\d{8}", first[1]):
        raise ArticleError(
            f"a table of GDELT's ({kind}): has addresses, no text: save the pages as .html and open those"
        )
