"""Defines what an index of a corpus can be asked: the one way to lists, searches and rows of articles.

There are two. `annotations.corpus.index.Index` is a file in the user's cache, made of the files of a folder;
`annotations.corpus.database.index.DatabaseIndex` are tables that somebody has filled for all who read them.
Both give the same answers. Who reads articles from an index (`annotations.services`, the screen) knows this
protocol alone.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from annotations.corpus.corpus import Corpus
    from annotations.corpus.listing import ArticleRow, FoundArticles, Listing
    from annotations.corpus.query import KnownWords, Query
    from annotations.corpus.records import DamagedArticle, Problem
    from annotations.model.line_layers import Count


class CorpusIndex(Protocol):
    """The index of one corpus. Any thread may ask it.

    Everything may raise `annotations.corpus.records.IndexFailedError`: it can't be read.
    """

    corpus: Corpus

    @property
    def place(self) -> str:
        """Where it is, for a person: a file, or the address of a database."""

    def listing(self, query: str = "", *, order: str = "file", descending: bool = False) -> Listing:
        """Find articles.

        Args:
            query: as the user types it; empty for all.
            order: one of `annotations.corpus.listing.ORDERS`, or `RELEVANCE`, which without a query is that
                of files.
            descending: whether the last comes first; what has no value stays last.
        """

    def found(self, query: str) -> FoundArticles:
        """Find articles in the order of files, for who goes through them from the first."""

    def known_words(self, query: Query) -> KnownWords:
        """Return which words of the articles answer the terms of a query, all that there are."""

    def having(self, part: str, most: int) -> array[int]:
        """Return the keys of the first articles in which a word begins so, behind any prefix."""

    def state(self) -> tuple[int, int]:
        """Return how many articles there are and were: one of the two changes with every change."""

    def rows(self, keys: Sequence[int]) -> list[ArticleRow]:
        """Read articles by key, in the order of the keys; those that are gone are left out."""

    def own_rows(self, ids: Iterable[str]) -> list[tuple[int, ArticleRow]]:
        """Return articles by id as their files have them, but for what counts in them, with their keys."""

    def key(self, article_id: str) -> int | None:
        """Return the key of an article, which never changes while its text doesn't."""

    def ids(self, keys: Sequence[int]) -> Mapping[int, str]:
        """Return the ids of articles by key; those that are gone are left out."""

    def keys_by_id(self) -> Mapping[str, int]:
        """Return the key of every article."""

    def find(self, ref: str) -> ArticleRow:
        """Return the article that an id, any unique prefix of one, or a path means.

        Raises:
            CorpusError: there is none, or there are several; the message names some.
        """

    def same_text(self, sha256: str) -> list[ArticleRow]:
        """Return the articles that have exactly this text; none where `sha256` is no digest."""

    def outlines(self) -> Iterator[tuple[int, str, int, bytes]]:
        """Yield key, id, number of sentences and outline of every article, in the order of files."""

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield id and text (its sha256) of every article, in the order of files."""

    def texts_of(self, ids: Sequence[str]) -> Mapping[str, str]:
        """Return the texts (their sha256) of articles by id; those that aren't there are left out."""

    def keys_and_texts(self) -> Iterator[tuple[int, bytes]]:
        """Yield key and text (its SHA-256, 32 bytes) of every article, in rising order of keys."""

    def sentences(self) -> int:
        """Return how many sentences all articles have, boilerplate left out."""

    def copies(self) -> Sequence[Sequence[str]]:
        """Return the articles that carry the same agency text, by id: the groups of them."""

    def repeated(self, article_id: str) -> Collection[int]:
        """Return the names of the lines of an article that are furniture by repetition."""

    def repetitions(self, site: str, name: int) -> Count | None:
        """Return on how many pages of a source a line stands, and of how many; None if it isn't known."""

    def problems(self) -> list[Problem]:
        """Return what could not be read, and which texts look damaged."""

    def not_read(self) -> Mapping[str, int]:
        """Return how many files of the corpus aren't read, by ending."""

    def damaged(self) -> Iterator[DamagedArticle]:
        """Yield the articles whose text looks damaged and isn't repaired, in the order of files."""

    def complete(self) -> bool:
        """Say whether all that there was last time has been read."""

    def clear(self) -> None:
        """Forget everything; other threads must not be reading."""

    def close(self) -> None:
        """Let go of files and connections; they are opened anew if it is asked again."""
