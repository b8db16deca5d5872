"""The articles of a corpus: read one by one, and listed in some order, five of them or 100,000.

What has been indexed once is listed from the index, page by page. A small corpus doesn't wait for that: its
files are listed as they are, and what their rows say is filled in as articles are read. A large one that was
never indexed begins with an empty listing, which fills while a worker indexes. An index that can't be kept in
the user's cache is kept in a temporary folder until the end, so that there is one way for all of it.

Nothing here knows of widgets; what lists may take long and is meant for a worker thread, but for `first`.
"""

from __future__ import annotations

import os
import threading
from array import array
from collections.abc import Callable, Generator, Sequence
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.corpus.formats import SUFFIXES, WHOLE_FILE, suffix_of
from annotations.corpus.index_file import index_path
from annotations.corpus.watching import Watch
from annotations.model.outline import from_bytes
from annotations.paths import cache_folder
from tui.i18n import N_, _
from tui.session.article_listing import ArticleListing
from tui.session.lru_cache import LRUCache

if TYPE_CHECKING:
    import tempfile

    from annotations.corpus import Corpus, Entry, Problem
    from annotations.corpus.index import Index
    from annotations.corpus.listing import ArticleRow, Listing
    from annotations.corpus.progress import IndexingProgress
    from annotations.model.article import Article
    from annotations.model.outline import Progress as ArticleProgress

_ARTICLES = 16
"""Articles that are kept in memory; one may have megabytes."""
_LARGE = 1 << 15
"""Code points that are cut into sentences in 10 ms; a megabyte takes 0.2 s."""
FEW = 200
"""Files up to which a corpus is listed without an index."""

_RECORDS = 1 << 20
"""Bytes in files of many records up to which they are few, since listing them is reading them through."""

ORDERS = {
    "file": N_("corpus order"),
    "published": N_("newest first"),
    "title": N_("by title"),
    "undecided": N_("undecided first"),
    "claims": N_("most claims first"),
}
"""What the library can be sorted by, and what the screen calls it."""

ProgressOf = Callable[[str, bytes], "ArticleProgress | None"]
"""How far an article is, given its id and its outline; None if nobody has said anything about it."""


class ArticleRepository:
    """The articles of a corpus.

    Args:
        corpus: whose articles.
    """

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self._index: Index | None = None
        self._opening = threading.Lock()
        self._temporary: tempfile.TemporaryDirectory[str] | None = None
        self._read: LRUCache[Entry, Article | str] = LRUCache(_ARTICLES)
        """Articles, or why they can't be read."""
        self._watch = Watch(corpus.read)

    # ------------------------------------------------------------------ articles

    def article(self, place: int, listing: ArticleListing) -> Article | str:
        """Return the article at a place of a listing, or one line that says why it can't be read."""
        from annotations.corpus import ArticleError, CorpusError

        try:
            entry = listing[place]
            article = self._read.get(entry)
            if article is None:
                try:
                    article = self._watch.read(entry)
                except ArticleError as error:
                    article = str(error)
                    listing.learn(place, None)
                else:
                    listing.learn(place, article)
                    _recall(listing, place, article)
                self._read.put(entry, article)
        except IndexError:
            return _("this article is gone since it was listed")
        except CorpusError as error:
            return str(error)
        return article

    def reread(self, place: int, listing: ArticleListing) -> Article | str:
        """Return an article as it is now, or one line that says why it can't be read."""
        self._read.discard(listing[place])
        return self.article(place, listing)

    def has_changed(self, article: Article) -> bool:
        """Say whether an article that is being read isn't what stands in its file any more; one stat(2)."""
        return self._watch.look(article).state == "changed"

    def lost(self, article: Article) -> str:
        """Return why an article can't be read any more, as it was found at the last save; else nothing."""
        return self._watch.lost(article)

    # ------------------------------------------------------------------ listings

    def first(self) -> ArticleListing:
        """Return what can be shown at once, whatever the size of the corpus.

        Raises:
            CorpusError: none of a few files can be read.
        """
        path = index_path(self.corpus, cache_folder())
        if path.exists():
            from annotations.corpus.index import Index, IndexFailedError

            try:
                self._index = Index(self.corpus, path)
                if listing := self._index.listing():
                    return ArticleListing(listing, self._index.key)
            except IndexFailedError:
                self._index = None  # `index` finds another way
        return ArticleListing(self.corpus.entries if _is_small(self.corpus) else ())

    @property
    def index(self) -> Index:
        """The index, in the user's cache if that can be written.

        Raises:
            IndexFailedError: it can't be made anywhere.
        """
        from annotations.corpus.index import Index, IndexFailedError

        with self._opening:
            if self._index is None:
                try:
                    self._index = Index(self.corpus, index_path(self.corpus, cache_folder()))
                except IndexFailedError:
                    import tempfile

                    self._temporary = tempfile.TemporaryDirectory(prefix="claimreader-")
                    self._index = Index(self.corpus, index_path(self.corpus, Path(self._temporary.name)))
            return self._index

    def outline_of(self, article_id: str) -> tuple[str, array[int]] | None:
        """Return the sha256 and the outline of an article as the index has them by now; else None."""
        from annotations.corpus import CorpusError

        try:
            row = self.row(article_id)
        except CorpusError:  # there is no index
            return None
        return None if row is None else (row.sha256, from_bytes(row.outline))

    def row(self, article_id: str) -> ArticleRow | None:
        """Return what the index knows of an article, whether it is listed now or not; None if it isn't there.

        Raises:
            IndexFailedError: the index can't be read.
        """
        key = self.index.key(article_id)
        return next(iter(self.index.rows([key])), None) if key is not None else None

    @property
    def temporary(self) -> bool:
        """Whether the index will be gone at the end, since the user's cache can't be written."""
        return self._temporary is not None

    def update(self) -> Generator[IndexingProgress, None, None]:
        """Bring the index up to date, step by step; may be left at any step. A damaged one is made anew.

        Raises:
            IndexBusyError: another process is at it.
            IndexFailedError: it can't be written.
        """
        from annotations.corpus.index import IndexFailedError
        from annotations.corpus.indexing import update

        try:
            yield from update(self.index)
        except IndexFailedError as error:
            if not error.damaged:
                raise
            self.index.clear()
            yield from update(self.index)

    def problems(self) -> Sequence[Problem]:
        """Return what could not be read, once the corpus has been indexed.

        Raises:
            IndexFailedError: the index can't be read.
        """
        return [*self.corpus.left_out, *self.index.problems()]

    def listing(self, query: str, order: str, progress_of: ProgressOf) -> ArticleListing:
        """Return the articles that a query finds, in one of `ORDERS`.

        Raises:
            IndexFailedError: the index can't be read.
        """
        if order in ("undecided", "claims"):
            listing = self._by_annotations(query, order, progress_of)
        else:
            listing = self.index.listing(query, order=order, descending=order == "published")
        listing.load()
        return ArticleListing(listing, self.index.key)

    def _by_annotations(self, query: str, order: str, progress_of: ProgressOf) -> Listing:
        """Sort by what the index doesn't know: one article at a time, so that memory doesn't grow."""
        from annotations.corpus.listing import Listing

        index = self.index
        ranks: list[tuple[int, int]] = []
        for key, id_, sentences, outline in index.outlines():
            progress = progress_of(id_, outline)
            if order == "claims" and progress and progress.claims:
                ranks.append((-progress.claims, key))
            elif order == "undecided" and sentences > (progress.decided if progress else 0):
                ranks.append((0, key))
        ranks.sort(key=itemgetter(0))  # stable: the order of files among equals
        wanted = index.listing(query).load()
        among, before = set(wanted), {key for _, key in ranks}
        keys = array("q", [key for _, key in ranks if key in among])
        keys.extend([key for key in wanted if key not in before])
        return Listing(lambda limit: keys[:limit], lambda: len(keys), index.rows)

    def close(self) -> None:
        """Close the index; a temporary one is gone then."""
        if self._index is not None:
            self._index.close()
        if self._temporary is not None:
            self._temporary.cleanup()


def _recall(listing: ArticleListing, place: int, article: Article) -> None:
    """Give a large article what the index knows of it, so that it opens as fast as a small one."""
    row = listing.row(place) if len(article.text) > _LARGE else None
    if row is not None and row.sha256 == article.sha256:
        article.recall(row.label, from_bytes(row.outline))


def _is_small(corpus: Corpus) -> bool:
    """Say whether listing the files takes no time to speak of; looks at no more names than it has to."""
    names, size = FEW, _RECORDS
    pending = [root.path for root in corpus.roots]
    while pending:
        path = pending.pop()
        try:
            with os.scandir(path) as items:
                for item in items:
                    names -= 1
                    if names < 0:
                        return False
                    if item.is_dir(follow_symlinks=False):
                        pending.append(Path(item.path))
                    elif suffix_of(item.name) not in WHOLE_FILE and suffix_of(item.name) in SUFFIXES:
                        size -= item.stat().st_size
        except NotADirectoryError:
            if suffix_of(path.name) not in WHOLE_FILE:
                size -= path.stat().st_size
        except OSError:
            continue  # listing it says so
    return size >= 0
