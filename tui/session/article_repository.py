"""The articles of a corpus: read one by one, and listed in some order, five of them or 100,000.

What has been indexed once is listed from the index, page by page. A small corpus doesn't wait for that: its
files are listed as they are, and what their rows say is filled in as articles are read. A large one that was
never indexed begins with an empty listing, which fills while a worker indexes.

Nothing here knows of widgets; what lists may take long and is meant for a worker thread, but for `first`.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.corpus.article_index import ArticleIndex
from annotations.corpus.formats import SUFFIXES, WHOLE_FILE, suffix_of
from annotations.model.outline import from_bytes
from tui.i18n import N_, _
from tui.session.article_listing import ArticleListing
from tui.session.lru_cache import LRUCache

if TYPE_CHECKING:
    from annotations.corpus import Corpus, Entry
    from annotations.corpus.corpus_index import CorpusIndex
    from annotations.corpus.listing import ArticleRow, Listing
    from annotations.corpus.watching import Watch
    from annotations.model.article import Article
    from annotations.model.outline import ArticleProgress

_ARTICLES = 16
"""Articles that are kept in memory; one may have megabytes."""
_LARGE = 1 << 15
"""Code points that are cut into sentences in 10 ms; a megabyte takes 0.2 s."""
FEW = 200
"""Files up to which a corpus is listed without an index."""

_RECORDS = 1 << 20
"""Bytes in files of many records up to which they are few, since listing them is reading them through."""

WORTH = "worth"
BEST = "relevance"
"""`annotations.corpus.listing.RELEVANCE`, which isn't needed before somebody searches."""
ORDERS = {
    "file": N_("corpus order"),
    BEST: N_("best match first"),
    "published": N_("newest first"),
    "title": N_("by title"),
    "undecided": N_("undecided first"),
    "claims": N_("most claims first"),
    WORTH: N_("most worth checking first"),
}
"""The orders of the library, and what the screen calls them."""

WorthOf = Callable[[int, str, bytes], "int | None"]
"""Returns how many sentences of an article are worth checking and undecided, by its key, id and outline; None
if that hasn't been reckoned."""
Among = Callable[["array[int]"], "array[int]"]
"""Returns those of some articles, by key, that are wanted, in their order."""
ProgressOf = Callable[[str, bytes], "ArticleProgress | None"]
"""Returns how far an article is, by its id and its outline; None if nobody has said anything about it."""


class ArticleRepository:
    """Reads and lists the articles of a corpus.

    Args:
        corpus: whose articles.
    """

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.article_index = ArticleIndex(corpus)
        self._read: LRUCache[Entry, Article | str] = LRUCache(_ARTICLES)
        """Articles, or why they can't be read."""

    # ------------------------------------------------------------------ articles

    @cached_property
    def _watch(self) -> Watch:
        from annotations.corpus.watching import Watch  # here: the first list has read nothing

        return Watch(self.corpus.read, in_files=self.corpus.source is None)

    def article(self, place: int, listing: ArticleListing) -> Article | str:
        """Return the article at a place of a listing, or one line that says why it can't be read."""
        from annotations.corpus import ArticleError, CorpusError

        try:
            entry = listing[place]
            article = self._read.get(entry)
            if article is None or self.is_repaired_otherwise(article):
                try:
                    article = self._watch.read(entry)
                except ArticleError as error:
                    if error.passing:
                        return str(error)
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
        with suppress(IndexError):  # it is gone since it was listed
            self._read.discard(listing[place])
        return self.article(place, listing)

    def by_id(self, article_id: str) -> Article | str | None:
        """Read an article that may not be listed, or say why it can't be; None: there is none.

        Raises:
            CorpusError: the index can't be read.
        """
        from annotations.corpus import ArticleError

        row = self.row(article_id)
        try:
            return self.corpus.read(row.entry) if row else None
        except ArticleError as error:
            return str(error)

    def is_repaired_otherwise(self, article: Article | str) -> bool:
        """Say whether it was decided since an article was read that its text is repaired, or is no more."""
        return not isinstance(article, str) and article.repair != self.corpus.repair_of(article.id)

    def has_changed(self, article: Article) -> bool:
        """Say whether an article that is being read isn't what stands in its file any more; one stat(2)."""
        if self.is_repaired_otherwise(article):
            return True
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
        if listing := self.article_index.kept_listing():
            return ArticleListing(listing, self.index.key)
        entries = self.corpus.entries if _is_small(self.corpus) else ()
        return ArticleListing(entries, corrections=self.corpus.corrections)

    @property
    def index(self) -> CorpusIndex:
        """Return the opened index.

        Raises:
            IndexFailedError: it can't be made anywhere.
        """
        return self.article_index.opened

    def row(self, article_id: str) -> ArticleRow | None:
        """Return what the index knows of an article, whether it is listed now or not; None if it isn't there.

        Raises:
            IndexFailedError: the index can't be read.
        """
        key = self.index.key(article_id)
        return next(iter(self.index.rows([key])), None) if key is not None else None

    def listing(
        self,
        query: str,
        order: str,
        progress_of: ProgressOf,
        has_flags: Callable[[str], object] = lambda article_id: False,
        worth_of: WorthOf = lambda key, article_id, outline: 0,
        among: Among | None = None,
    ) -> ArticleListing:
        """Return the articles that a query finds, in one of `ORDERS`.

        Args:
            query: as it is typed.
            order: one of `ORDERS`.
            progress_of: how far an article is.
            has_flags: says whether one wants to come back to an article.
            worth_of: how many of an article's sentences are worth checking.
            among: leaves out of what was there what isn't wanted.

        Raises:
            IndexFailedError: the index can't be read.
        """
        if order in ("undecided", "claims", WORTH):
            listing = self._by_annotations(query, order, progress_of, has_flags, worth_of)
        else:
            listing = self.index.listing(query, order=order, descending=order == "published")
        listing.prepare()
        if among is not None:
            from annotations.corpus.listing import chosen  # here: few filters are about more than words

            listing = chosen(listing, among, self.index.rows)
        return ArticleListing(listing, self.index.key)

    def _by_annotations(
        self,
        query: str,
        order: str,
        progress_of: ProgressOf,
        has_flags: Callable[[str], object],
        worth_of: WorthOf,
    ) -> Listing:
        """Sort by what the index doesn't know: one article at a time, so that memory doesn't grow."""
        from annotations.corpus.listing import Listing

        index = self.index
        ranks: list[tuple[int, int]] = []
        corrections = self.corpus.corrections
        for key, id_, sentences, outline in index.outlines():
            if (correction := corrections.get(id_)) and correction.set_aside:
                continue
            if order == WORTH:
                if worth := worth_of(key, id_, outline):
                    ranks.append((-worth, key))
                continue
            progress = progress_of(id_, outline)
            if order == "claims" and progress and progress.claims:
                ranks.append((-progress.claims, key))
            elif order == "undecided" and (
                sentences > (progress.decided if progress else 0) or has_flags(id_)
            ):
                ranks.append((0, key))
        ranks.sort(key=itemgetter(0))  # stable: the order of files among equals
        wanted = index.listing(query).load()
        among, before = set(wanted), {key for _, key in ranks}
        keys = array("q", [key for _, key in ranks if key in among])
        keys.extend([key for key in wanted if key not in before])
        return Listing(lambda limit: keys[:limit], lambda: len(keys), index.rows)

    def close(self) -> None:
        """Close the index; a temporary one is gone then."""
        self.article_index.close()


def _recall(listing: ArticleListing, place: int, article: Article) -> None:
    """Give a large article what the index knows of it, so that it opens as fast as a small one."""
    row = listing.row(place) if len(article.text) > _LARGE else None
    if row is not None and row.sha256 == article.sha256:
        correction = article.correction
        # a corrected title isn't the file's, which is found when it is asked for
        article.recall(None if correction and correction.title else row.label, from_bytes(row.outline))


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
