"""Opens the index of a corpus where it can be kept, and brings it up to date.

It lies in the user's cache. Where that can't be written it is kept in a temporary folder until the end, so
that there is one way for all that reads articles from it. A damaged index is made anew. Everything here may
take long and is meant for a worker thread.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.corpus.corpus import index_path
from annotations.corpus.records import IndexFailedError
from annotations.paths import cache_folder

if TYPE_CHECKING:
    import tempfile
    from array import array

    from annotations.corpus import Corpus, Problem
    from annotations.corpus.corpus_index import CorpusIndex
    from annotations.corpus.index import Index
    from annotations.corpus.listing import Listing
    from annotations.corpus.progress import IndexingProgress
    from annotations.model.line_layers import Count


class ArticleIndex:
    """The index of a corpus, opened when it is first needed.

    Args:
        corpus: whose articles.
    """

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self._index: CorpusIndex | None = None
        self._opening = threading.Lock()
        self._temporary: tempfile.TemporaryDirectory[str] | None = None

    def kept_listing(self) -> Listing | None:
        """Return the articles that an index from before lists; None if there is none that can be read.

        Raises:
            IndexFailedError: a database has the corpus, and can't be read.
        """
        if self.corpus.source is not None:
            return self.opened.listing()
        path = index_path(self.corpus, cache_folder())
        if not path.exists():
            return None
        from annotations.corpus.index import Index

        try:
            self._index = index = Index(self.corpus, path)
            return index.listing()
        except IndexFailedError:
            self._index = None  # `opened` finds another way
            return None

    @property
    def opened(self) -> CorpusIndex:
        """The index itself: the database's, or a file in the user's cache if that can be written.

        Raises:
            IndexFailedError: it can't be made anywhere.
        """
        with self._opening:
            if self._index is None and self.corpus.source is not None:
                from annotations.corpus.database.opening import index_of

                self._index = index_of(self.corpus)
            return self._index or self._file()

    @property
    def file(self) -> Index:
        """The index of a corpus of files, as a file.

        Raises:
            IndexFailedError: it can't be made anywhere.
        """
        with self._opening:
            return self._file()

    def _file(self) -> Index:
        from annotations.corpus.index import Index

        if not isinstance(self._index, Index):
            try:
                self._index = Index(self.corpus, index_path(self.corpus, cache_folder()))
            except IndexFailedError:
                import tempfile

                self._temporary = tempfile.TemporaryDirectory(prefix="claimreader-")
                self._index = Index(self.corpus, index_path(self.corpus, Path(self._temporary.name)))
        return self._index

    @property
    def temporary(self) -> bool:
        """True if the index will be gone at the end, since the user's cache can't be written."""
        return self._temporary is not None

    def update(self) -> Generator[IndexingProgress, None, None]:
        """Bring the index up to date, step by step; may be left at any step. A damaged one is made anew.

        Raises:
            IndexBusyError: another process is at it.
            IndexFailedError: it can't be written.
        """
        if self.corpus.source is not None:  # who fills a database says when
            return
        from annotations.corpus.indexing import update

        try:
            yield from update(self.file)
        except IndexFailedError as error:
            if not error.damaged:
                raise
            self.file.clear()
            yield from update(self.file)

    def outline_of(self, article_id: str) -> tuple[str, array[int]] | None:
        """Return the sha256 and the outline of an article as the index has them by now; else None."""
        from annotations.corpus import CorpusError
        from annotations.model.outline import from_bytes

        try:
            key = self.opened.key(article_id)
            row = next(iter(self.opened.rows([key])), None) if key is not None else None
        except CorpusError:  # there is no index
            return None
        return None if row is None else (row.sha256, from_bytes(row.outline))

    def repeated(self, article_id: str) -> Collection[int]:
        """Return the lines of an article that are repeated, as far as there is an index that says so."""
        try:
            return self._index.repeated(article_id) if self._index is not None else ()
        except IndexFailedError:  # it is told where the list is made
            return ()

    def repetitions(self, site: str, name: int) -> Count | None:
        """Return how often a line stands on the pages of a source, as far as that is known."""
        try:
            return self._index.repetitions(site, name) if self._index is not None else None
        except IndexFailedError:
            return None

    def problems(self) -> Sequence[Problem]:
        """Return what could not be read, once the corpus has been indexed.

        Raises:
            IndexFailedError: the index can't be read.
        """
        return [*self.corpus.left_out, *self.opened.problems()]

    def close(self) -> None:
        """Close the index; a temporary one is gone then."""
        if self._index is not None:
            self._index.close()
        if self._temporary is not None:
            self._temporary.cleanup()
