"""Tells tables in which a quotation mark is a letter from those that are quoted by the rules of CSV.

By these a field that begins with a quotation mark goes on to the next one, over any number of lines. Where a
mark was only a letter, the rows in between would become one article without a word.
"""

from __future__ import annotations

import re
from typing import BinaryIO, NamedTuple

from annotations.corpus.file_content import LIMIT


class LineForm(NamedTuple):
    """The form of a line that is a row without quoting."""

    delimiter: bytes
    delimiters: int
    """Their number in a row."""

    def fits(self, line: bytes) -> bool:
        """Say whether a line can be a row by itself.

        A comma stands in any text, so there the row has to begin with its number, too.
        """
        if line.count(self.delimiter) != self.delimiters or not self.delimiters:
            return False
        return self.delimiter == b"\t" or _NUMBERED.match(line) is not None


_NUMBERED = re.compile(rb"\d+[,;|\t]")


def is_unquoted(stream: BinaryIO, start: int, delimiter: str) -> bool:
    """Say whether a table is written without quoting, by all its lines; the stream is left as it was.

    That is so where a line of it is no row by itself if quotes are quotes, and every line has as many fields
    as the first if they are letters. A comma may stand in a field that goes over several lines, so with it
    the rows have to be numbered, too.

    Args:
        stream: the table.
        start: where its first line begins.
        delimiter: what stands between its fields.
    """
    stood = stream.tell()
    try:
        stream.seek(start)
        mark = delimiter.encode()
        first = stream.readline(LIMIT)
        fields, whole = first.count(mark), _whole_row(delimiter)
        doubtful, numbered = whole.fullmatch(first) is None, True
        if not fields or (b'"' in first and not doubtful):  # who quotes the header quotes
            return False
        while line := stream.readline(LIMIT):
            if line.count(mark) != fields:
                if line.isspace():
                    continue
                return False
            if b'"' in line and not doubtful:
                doubtful = whole.fullmatch(line) is None
            numbered = numbered and _NUMBERED.match(line) is not None
        return doubtful and (mark == b"\t" or numbered)
    finally:
        stream.seek(stood)


def _whole_row(delimiter: str) -> re.Pattern[bytes]:
    """Return what matches a line that is a row by the rules of CSV."""
    mark = re.escape(delimiter.encode())
    field = rb'(?:"[^"]*+(?:""[^"]*+)*+"|(?!")[^' + mark + rb"\r\n]*+)"
    return re.compile(field + rb"(?:" + mark + field + rb")*+\r?\n?")
