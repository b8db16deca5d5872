"""Says how the index keeps the lines of pages, and what the pages of a source have in common.

It stands apart from how that is worked out (`annotations.corpus.repetition_index`), which needs the rules of
sentences: a list that comes from the index is on screen without them.
"""

from __future__ import annotations

import sqlite3
from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import NamedTuple

from annotations.model.line_layers import Count

PLACES_BITS = 8
"""Bits of a count that say where the line is furniture."""


class PageLines(NamedTuple):
    """The lines of one page, in order."""

    names: Sequence[int]
    marks: Sequence[int]


class RepeatedLine(NamedTuple):
    """A line that stands on several pages."""

    stories: int
    places: int
    """Where it is furniture by that; none: nowhere."""


class SourceLines(NamedTuple):
    """The lines that pages of a source have in common."""

    stories: int
    lines: Mapping[int, RepeatedLine]


class KeptLines(NamedTuple):
    """The lines of an article, as the index keeps them."""

    site: str
    names: bytes
    marks: bytes
    repeated: bytes | None = None
    laid: bytes | None = None
    fewer: int = 0

    @property
    def page(self) -> PageLines:
        """The lines."""
        return PageLines(names_of(self.names), marks_in(self.marks))

    @property
    def repeated_names(self) -> array[int]:
        """The names of those that are furniture by repetition."""
        return names_of(self.repeated or b"")

    def row(self, article: int) -> tuple[object, ...]:
        """Return the row of the table."""
        return (article, *self, digest(self))


def digest(kept: KeptLines) -> bytes:
    """Return what tells whether a row is as it was written, see `annotations.corpus.listing.digest`."""
    repeated = b"-" if kept.repeated is None else b"+" + kept.repeated
    head = f"{kept.site}\0{kept.fewer}\0{len(kept.names)}\0{len(repeated)}\0"
    whole = b"".join(
        (head.encode("utf-8", "surrogatepass"), kept.names, kept.marks, repeated, kept.laid or b"")
    )
    return blake2b(whole, digest_size=8).digest()


def kept_lines(values: tuple[object, ...]) -> KeptLines | None:
    """Read the values of `COLUMNS`; None if there are none, or they aren't as they were written."""
    try:
        kept = KeptLines(*values[:-1])  # type: ignore[arg-type]  # the digest tells
        return kept if digest(kept) == values[-1] else None
    except (TypeError, AttributeError, UnicodeEncodeError):
        return None


def repetitions(db: sqlite3.Connection, site: str, name: int) -> Count | None:
    """Return on how many pages of a source a line stands, and of how many; None if it isn't known."""
    values = db.execute("SELECT stories, names, counts FROM sources WHERE site = ?", (site,)).fetchone()
    if values is None:
        return None
    names = names_of(values[1])
    at = bisect_left(names, name)
    if at == len(names) or names[at] != name:
        return None
    return Count(marks_in(values[2][4 * at : 4 * at + 4])[0] >> PLACES_BITS, values[0])


def source_lines(db: sqlite3.Connection, site: str) -> SourceLines:
    """Return what the pages of a source have in common."""
    values = db.execute("SELECT stories, names, counts FROM sources WHERE site = ?", (site,)).fetchone()
    if values is None:
        return SourceLines(0, {})
    stories, names, counts = values
    lines = zip(names_of(names), marks_in(counts), strict=True)
    return SourceLines(
        stories, {name: RepeatedLine(n >> PLACES_BITS, n & (1 << PLACES_BITS) - 1) for name, n in lines}
    )


def names_of(data: bytes) -> array[int]:
    """Read names of lines, of 8 bytes each."""
    names = array("Q")
    names.frombytes(data[: len(data) // 8 * 8])
    return names


def marks_in(data: bytes) -> array[int]:
    """Read marks, or counts, of 4 bytes each."""
    marks = array("I")
    marks.frombytes(data[: len(data) // 4 * 4])
    return marks
