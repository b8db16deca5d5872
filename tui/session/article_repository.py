"""Which articles there are and in what order: a listing at a time, of five or of 100,000.

What has been indexed once is listed from the index, page by page. A small corpus doesn't wait for that: its
files are listed as they are, and what their rows say is filled in as articles are read. A large one that was
never indexed begins with an empty listing, which fills while a worker indexes.

Nothing here knows of widgets; every method but `first` may take long and is meant for a worker thread.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.corpus.article_index import ArticleIndex
from annotations.corpus.formats import SUFFIXES, WHOLE_FILE, suffix_of
from tui.i18n import N_
from tui.session.article_listing import ArticleListing

if TYPE_CHECKING:
    from annotations.corpus import Corpus
    from annotations.corpus.index import Index
    from annotations.corpus.listing import Listing
    from annotations.model.outline import Progress as Decided

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

Count = Callable[[str, bytes], "Decided | None"]
"""How far an article is, given its id and its outline; None if nobody has said anything about it."""


class ArticleRepository:
    """The articles of a corpus.

    Args:
        corpus: whose articles.
    """

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.article_index = ArticleIndex(corpus)

    def first(self) -> ArticleListing:
        """Return what can be shown at once, whatever the size of the corpus.

        Raises:
            CorpusError: none of a few files can be read.
        """
        if listing := self.article_index.kept_listing():
            return ArticleListing(listing, self.index.key)
        return ArticleListing(self.corpus.entries if _is_small(self.corpus) else ())

    @property
    def index(self) -> Index:
        """The opened index.

        Raises:
            IndexFailedError: it can't be made anywhere.
        """
        return self.article_index.opened

    def listing(self, query: str, order: str, count: Count) -> ArticleListing:
        """Return the articles that a query finds, in one of `ORDERS`.

        Raises:
            IndexFailedError: the index can't be read.
        """
        if order in ("undecided", "claims"):
            listing = self._by_annotations(query, order, count)
        else:
            listing = self.index.listing(query, order=order, descending=order == "published")
        listing.load()
        return ArticleListing(listing, self.index.key)

    def _by_annotations(self, query: str, order: str, count: Count) -> Listing:
        """Sort by what the index doesn't know: one article at a time, so that memory doesn't grow."""
        from annotations.corpus.listing import Listing

        index = self.index
        ranks: list[tuple[int, int]] = []
        for key, id_, sentences, outline in index.outlines():
            found = count(id_, outline)
            if order == "claims" and found and found.claims:
                ranks.append((-found.claims, key))
            elif order == "undecided" and sentences > (found.decided if found else 0):
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
