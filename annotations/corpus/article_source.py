"""Defines where a corpus gets its articles from, if not from files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from annotations.corpus.records import Entry, Record


class ArticleSource(Protocol):
    """Reads articles from somewhere else than files: a database."""

    @property
    def name(self) -> str:
        """Where that is, for a person: nothing that is secret."""

    def entries(self) -> Iterator[Entry]:
        """Yield all articles, sorted by file name and place.

        Raises:
            CorpusError: they can't be listed.
        """

    def record(self, entry: Entry, most: int) -> Record:
        """Read one article.

        Args:
            entry: which.
            most: bytes that its text may have.

        Raises:
            ArticleError: it can't be read; one line.
        """

    def find(self, ref: str) -> Entry:
        """Return the article that an id, or any unique prefix of one, means.

        Raises:
            CorpusError: there is none, or there are several; the message names some.
        """
