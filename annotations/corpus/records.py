"""Defines the parts of a corpus: entries to be listed, records as a file holds them, and what can go wrong.

An entry is known before its text is read, and says how to read it: the file, and for one of many records in a
file the place in it. So a list of 100,000 articles costs no article's text.

Named tuples and not msgspec's structs, since a list is on screen before msgspec's 20 ms of import.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from annotations.text.damage import Damage


class CorpusError(Exception):
    """There is no such corpus, or nothing in it can be read. The message is one line with the remedy."""


class IndexFailedError(CorpusError):
    """The index can't be written or read. The message is one line: file and remedy."""

    damaged = False
    """True if it isn't what we wrote, so that making it anew helps."""

    @classmethod
    def of_damage(cls, path: Path, damage: object) -> IndexFailedError:
        """Return the error of an index that isn't what we wrote."""
        failed = cls(f"{path}: the index can't be used: {damage}; claimreader index --rebuild makes it anew")
        failed.damaged = True
        return failed


class ArticleError(Exception):
    """One article can't be read. The message is one line: place and remedy; `Corpus.read` adds the file."""

    passing = False
    """True if it may be read the next time: what is wrong is on the way to it."""


class NotOurKindError(ArticleError):
    """A file has a suffix that articles come in, and is something else: it counts among those not read."""


class Problem(NamedTuple):
    """One thing that keeps a part of the corpus from being read, while the rest works."""

    path: str
    message: str
    unread: int = 0
    """The number of files that it is about, if it is that they are of no kind that is read: those are told
    together, see `annotations.corpus.unread`."""

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


class DamagedArticle(NamedTuple):
    """An article whose text looks damaged."""

    id: str
    path: str
    number: int
    """The record's line or row in the file; 0 if the file is one article."""
    damage: Damage
    sha256: str


class File(NamedTuple):
    """A file that may hold articles, as the folder lists it: nothing of it has been read."""

    name: str
    """`/`-separated path in the corpus, stable across machines; with several roots their names come first."""
    location: str
    """Its path, as text: of a million files that are only listed nobody asks for more."""
    size: int
    """Bytes."""
    mtime: int
    """Nanoseconds since 1970."""
    suffix: str
    """Of the format, lower case, without `.gz`: `.txt`; see `annotations.corpus.formats.kind_of`."""

    @property
    def path(self) -> Path:
        """Its path."""
        return Path(self.location)


class Entry(NamedTuple):
    """One article of the corpus."""

    id: str
    path: Path
    size: int
    """Bytes of the whole file."""
    mtime: int
    """Nanoseconds since 1970; with `size` it tells whether the file is still the one that was listed."""
    start: int = 0
    """The beginning of the record: bytes into the (unpacked) file, or rows of Parquet."""
    end: int | None = None
    """Its end, exclusive; None if the file is one article."""
    number: int = 0
    """For people: the record's line or row in the file, from 1; 0 if the file is one article."""


class BadBytes(NamedTuple):
    """Bytes of an article that no character could be made of; U+FFFD stands in the text for them."""

    bytes: int
    first: int
    """The place of the first one in the file (of a `.gz` as it is unpacked), from 0."""
    encoding: str
    cut: bool = False
    """Whether they are the beginning of a character that the file ends in."""

    def __str__(self) -> str:
        if self.cut:
            number = f"last {self.bytes} bytes are" if self.bytes > 1 else "last byte is"
            where = f"from byte {self.first:,}"
            return f"cut inside a character: its {number} no {self.encoding}, {where}; shown as U+FFFD"
        number = f"{self.bytes:,} bytes are" if self.bytes > 1 else "1 byte is"
        which = "the first at" if self.bytes > 1 else "at"
        return f"damaged: {number} no {self.encoding}, {which} byte {self.first:,}; shown as U+FFFD"


class Record(NamedTuple):
    """One article as a format reads it, before it has an id in the corpus."""

    text: str
    metadata: Mapping[str, str] = {}
    """Of title, author, source, published, url and language those that the file gives."""
    encoding: str = "utf-8"
    id: str = ""
    """The record's own; empty if it has none."""
    start: int = 0
    end: int | None = None
    number: int = 0
    bad: BadBytes | None = None

    def repaired(self, steps: Sequence[str]) -> Record:
        """Return it with its text, and what is given beside that, repaired; see `annotations.text.damage`."""
        from annotations.text.damage import repaired  # here: few texts are damaged

        values = {name: " ".join(repaired(value, steps).split()) for name, value in self.metadata.items()}
        return self._replace(text=repaired(self.text, steps), metadata=values)


class Fault(NamedTuple):
    """Records that can't be read, in a file whose other records can."""

    unit: str
    """The name of what is counted: `line`, `row` or `record`."""
    first: int
    last: int
    """From 1, inclusive."""
    message: str


class Remark(NamedTuple):
    """Something to be said of a file that is read, and the fault of none of its records."""

    message: str


CHAT_UNITS = ("message", "day")
"""The parts of a chat that may be an article each."""


class Options(NamedTuple):
    """The user's word about the files."""

    encoding: str | None = None
    fields: Mapping[str, str] = {}
    """From a name of ours (text, title, author, source, published, url, language, id) to the file's own."""
    max_size: int | None = None
    """Bytes that a file may have, unpacked, see `annotations.corpus.file_content.opened`."""
    records: str | None = None
    """Where the articles lie in JSON, see `annotations.corpus.record_path`; None if it is to be found out."""
    chat: str = CHAT_UNITS[0]
    """The part of a chat that is an article, one of `CHAT_UNITS`."""
