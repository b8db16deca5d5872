"""A listing: articles in the order in which the library shows them, read page by page from the index.

An article's place on the listing is what the screens name it by. A listing never changes its places; a new
filter, sort order or stand of the index is a new listing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, overload

from annotations.corpus import Entry
from tui.session.lru_cache import LRUCache

if TYPE_CHECKING:
    from annotations.corpus.listing import ArticleRow, Listing
    from annotations.model.article import Article
    from annotations.model.article_corrections import Corrections

_PAGE = 64
"""Rows read at a time: a screen, in one or two statements."""

_PAGES = 8
"""Pages that are kept."""


class ArticleListing(Sequence[Entry]):
    """Lists articles in the order in which the library shows them.

    Args:
        source: entries of files, or a listing of the index.
        key_of: gives an article's key in that index by its id.
        corrections: what people have said of articles.
    """

    def __init__(
        self,
        source: Sequence[Entry] | Listing,
        key_of: Callable[[str], int | None] | None = None,
        corrections: Corrections | None = None,
    ) -> None:
        self._listing: Listing | None = None
        self._entries: Sequence[Entry] = ()
        if isinstance(source, Sequence):
            self._entries = source
        else:
            self._listing = source
        self._key_of = key_of
        self._corrections: Corrections = {} if corrections is None else corrections
        self._pages: LRUCache[int, Sequence[ArticleRow | None]] = LRUCache(_PAGES)
        self._learned: dict[int, ArticleRow | None] = {}

    @property
    def indexed(self) -> bool:
        """Return whether rows come from the index; else they are known when the article has been read."""
        return self._listing is not None

    def __len__(self) -> int:
        return len(self._entries if self._listing is None else self._listing)

    @overload
    def __getitem__(self, place: int) -> Entry: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Entry]: ...
    def __getitem__(self, place: int | slice) -> Entry | Sequence[Entry]:
        """Return an entry.

        Raises:
            IndexError: there is none at that place, or none any more.
            IndexFailedError: the index can't be read.
        """
        if isinstance(place, slice):
            return [self[number] for number in range(*place.indices(len(self)))]
        if self._listing is None:
            return self._entries[place]
        row = self.row(place)
        if row is None:
            raise IndexError(place)
        return row.entry

    def row(self, place: int) -> ArticleRow | None:
        """Return what is known of an article; None if nothing is yet, or it is gone.

        Raises:
            IndexFailedError: the index can't be read.
        """
        if self._listing is None:
            learned = self._learned.get(place)
            if learned is None or not self._corrections:
                return learned
            from annotations.corpus.listing import corrected

            return corrected(learned, self._corrections)
        if not 0 <= place < len(self):
            return None
        number, offset = divmod(place, _PAGE)
        page = self._pages.get(number)
        if page is None:
            page = self._read(self._listing, number * _PAGE)
            self._pages.put(number, page)
        return page[offset]

    def read_anew(self) -> None:
        """Forget the rows, since what people have said of articles, or what counts in them, has changed."""
        self._pages = LRUCache(_PAGES)

    def follow(self, moved: Mapping[int, int]) -> None:
        """Keep articles at their places whose keys in the index have changed, and read all rows anew.

        Args:
            moved: from their former keys to those of now.
        """
        if self._listing is not None:
            if moved:
                self._listing.follow(moved)
            self.read_anew()

    def unlisted(self, keys: AbstractSet[int]) -> set[int]:
        """Return those of some keys of the index that aren't on this listing."""
        return set(keys).difference(self._listing.load()) if keys and self._listing is not None else set(keys)

    def learn(self, place: int, article: Article | None) -> None:
        """Take in what has been read, None if it can't be; of use where there is no index."""
        if self._listing is None:
            from annotations.corpus.listing import row_of

            self._learned[place] = row_of(article, self._entries[place]) if article else None

    def unknown(self, places: range) -> list[int]:
        """Return the places about which nothing is known, since they haven't been read."""
        if self._listing is not None:
            return []
        return [place for place in places if 0 <= place < len(self) and place not in self._learned]

    def find(self, article_id: str) -> int | None:
        """Return where an article stands, or None if it isn't on this listing.

        Raises:
            IndexFailedError: the index can't be read.
        """
        if self._listing is None or self._key_of is None:
            return next((place for place, entry in enumerate(self._entries) if entry.id == article_id), None)
        key = self._key_of(article_id)
        return None if key is None else self._listing.position(key)

    def same(self, other: ArticleListing) -> bool:
        """Say whether another listing of the index has the same articles in the same order, unchanged."""
        if self._listing is None or other._listing is None:
            return False
        return self._listing.is_same(other._listing)

    @staticmethod
    def _read(listing: Listing, start: int) -> Sequence[ArticleRow | None]:
        wanted = min(_PAGE, len(listing) - start)
        rows = listing.page(start, wanted)
        if len(rows) == wanted:
            return rows
        # Some are gone since they were listed; the others keep their places.
        singly = [listing.page(place, 1) for place in range(start, start + wanted)]
        return [page[0] if page else None for page in singly]
