"""Lists the articles that a query finds in the index, in an order, as pages of rows."""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from annotations.corpus.records import CorpusError, Entry
from annotations.model.outline import counted

if TYPE_CHECKING:
    from annotations.corpus.corpus import Corpus
    from annotations.corpus.kept_lines import KeptLines
    from annotations.model.article import Article
    from annotations.model.article_corrections import Corrections

_ISO = "[0-9][0-9][0-9][0-9]-*"

ORDERS = {
    "file": "file, place",
    "title": "label, file, place",
    "source": "source IS NULL, source, file, place",
    "published": f"(published GLOB '{_ISO}') IS NOT TRUE, published IS NULL, published, file, place",
    "sentences": "sentences, file, place",
}
"""The orders of a listing, as columns of the index; what has no value, or is no date, comes last."""

LISTED = (("file", False), ("title", False), ("source", False), ("published", True), ("sentences", False))
"""The orders in which people list articles, each with whether the last comes first."""

RELEVANCE = "relevance"
"""The order of what a query found by how much its words say, see `annotations.corpus.word_index`."""

COLUMNS = (
    'key, id, path, size, mtime, start, "end", number,'
    " label, titled, source, published, sentences, outline, length, encoding, sha256,"
    " file, place, base, digest"
)


def ordering(order: str, *, descending: bool = False) -> str:
    """Return an order, or `RELEVANCE`, as SQL has it: without a value comes last, whatever comes first."""
    columns = ORDERS["file" if order == RELEVANCE else order].split(", ")
    return ", ".join(f"{column}{' DESC' * (descending and ' IS ' not in column)}" for column in columns)


NEWEST = ORDERS["published"].replace(" published,", " published DESC,")
"""Among equals by `RELEVANCE`: the newest first, those of a day in the order of files."""

FIRST = 200
"""Keys that a listing begins with: more than the rows of any screen."""

_FEWER = 64
"""Those that one begins with that is read page by page."""


class ArticleRow(NamedTuple):
    """One article, as the list shows it."""

    entry: Entry
    label: str
    """Its title, or its first sentence."""
    titled: bool
    """Whether that is a title."""
    source: str | None
    published: str | None
    """ISO 8601, where it is a date."""
    sentences: int
    """Those that aren't boilerplate."""
    outline: bytes
    """The starts of all its sentences, see `annotations.model.outline`."""
    length: int
    """Code points of its text."""
    encoding: str
    sha256: str


@lru_cache(256)
def _path_of(path: bytes) -> Path:
    """Return a path as the index has it: one for all articles of a file, which come in turn."""
    return Path(os.fsdecode(path))


def row(values: Sequence[Any]) -> ArticleRow:
    """Make a row of the values of `COLUMNS`."""
    _, id_, path, *place = values[:8]
    label, titled, source, published, sentences, outline, length, encoding, digest = values[8:17]
    entry = Entry(id_, _path_of(path), *place)
    return ArticleRow(
        entry, label, bool(titled), source, published, sentences, outline, length, encoding, digest.hex()
    )


def corrected(row: ArticleRow, corrections: Corrections) -> ArticleRow:
    """Return a row with what people have said of its article in the place of what the file says."""
    correction = corrections.get(row.entry.id)
    if correction is None:
        return row
    return row._replace(
        label=correction.title or row.label,
        titled=row.titled or bool(correction.title),
        source=correction.source or row.source,
        published=correction.published or row.published,
    )


def digest(plain: Sequence[Any]) -> bytes:
    """Return what tells whether a row of the index is as it was written.

    Args:
        plain: file, size, mtime, place, start, end, number, base, label, titled, source, published,
            sentences, length, encoding, outline, sha256: all that stays as it is while the file does.

    It finds what went wrong on the disk, and what another program has changed. It has no secret: whoever may
    write into the user's cache and knows this function can write a row that is taken for ours.
    """
    *values, outline, sha256 = plain
    return blake2b(
        "\0".join(map(str, values)).encode("utf-8", "surrogatepass") + outline + sha256, digest_size=8
    ).digest()


def is_sound(values: Sequence[Any]) -> bool:
    """Say whether the values of `COLUMNS` are those of a row that we wrote."""
    id_, size, mtime, start, end, number = values[1], *values[3:8]
    label, titled, source, published, sentences, outline, length, encoding, sha256 = values[8:17]
    file, place, base, kept = values[17:]
    plain = (
        file, size, mtime, place, start, end, number, base, label, titled, source, published, sentences,
        length, encoding, outline, sha256,
    )  # fmt: skip
    try:
        return bool(id_ == base or id_.startswith(f"{base}~")) and digest(plain) == kept
    except (AttributeError, TypeError):  # not even the types are right
        return False


def row_of(article: Article, entry: Entry) -> ArticleRow:
    """Make the row of an article that has been read, as its file has it."""
    return ArticleRow(
        entry,
        article.own_label,
        article.own_title is not None,
        article.own_source,
        article.own_published,
        counted(article.outline),
        article.outline.tobytes(),
        len(article.text),
        article.encoding,
        article.sha256,
    )


class LayeredRows:
    """Lays over the rows of an index what is known of lines beyond one page.

    The index says which lines of a page its source repeats; under what people have said of a line, other
    sentences may count. This is the same for every kind of index.

    Args:
        corpus: has the layers.
    """

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    def laid(
        self, plain: ArticleRow, site: str, laid: object, kept: Callable[[], KeptLines | None]
    ) -> ArticleRow:
        """Return a row with its sentences as they count.

        Args:
            plain: as the text alone has it.
            site: the article's source.
            laid: its outline with the repeated lines as boilerplate; None if it is the same.
            kept: returns the lines of the article; None if there are none that can be trusted.
        """
        corpus = self._corpus
        if laid is None and not (corpus.has_layers and corpus.layers.concern(plain.entry.id, site)):
            return plain
        lines = kept()
        if lines is None:
            return plain
        outline, sentences = self.counting(plain.entry.id, plain.outline, plain.sentences, lines)
        return plain._replace(outline=outline, sentences=sentences)

    def counting(self, article_id: str, outline: bytes, sentences: int, kept: KeptLines) -> tuple[bytes, int]:
        """Return an article's outline, and how many of its sentences count, under the layers."""
        layers = self._corpus.layers
        if layers.concern(article_id, kept.site):
            from annotations.model.line_layers import relaid
            from annotations.model.outline import counted, from_bytes

            verdicts = layers.verdicts(article_id, kept.site, kept.repeated_names)
            outline = relaid(outline, *kept.page, verdicts)
            return outline, counted(from_bytes(outline))
        return (outline, sentences) if kept.laid is None else (kept.laid, sentences - kept.fewer)


class Pages(Protocol):
    """Reads parts of a long listing from where it is sorted, so that nobody has to have all its keys."""

    def keys_at(self, offset: int, limit: int) -> array[int]:
        """Return the keys at places `offset` to `offset + limit`."""

    def place_of(self, key: int) -> int | None:
        """Return the place of a key; None if the listing hasn't got it, or it would take long to find."""

    def is_same(self, other: Pages) -> bool:
        """Say whether these are parts of a listing that was asked for in the same way."""


class Listing:
    """The articles that a query finds, in an order: keys of 8 bytes, rows are read as they are asked for.

    It is made with its first keys and its length, so that a screen of it costs what the bare query costs; the
    other keys come when a later page is asked for, or before that by `load` in a worker. It then stays as it
    is while the index goes on: articles that are gone meanwhile are missing from its pages.

    Args:
        keys: returns the first keys, or all of them for None.
        count: returns how many articles there are; asked if there are more than the first.
        rows: reads articles by key.
        pages: reads parts of it; without one all keys are got for the first page that isn't there.
    """

    def __init__(
        self,
        keys: Callable[[int | None], array[int]],
        count: Callable[[], int],
        rows: Callable[[Sequence[int]], list[ArticleRow]],
        pages: Pages | None = None,
    ) -> None:
        self._load = keys
        self._rows = rows
        self._pages = pages
        first = FIRST if pages is None else _FEWER
        self._keys = keys(first)
        self._count = count
        self._length = len(self._keys) if len(self._keys) < first else None if pages else count()

    def __len__(self) -> int:
        if self._length is None:  # who goes through the first rows needn't wait for it
            self._length = self._count()
        return self._length

    def __iter__(self) -> Iterator[ArticleRow]:
        if self._pages is not None and self._length is None:
            offset, keys = 0, self._keys
            while keys:
                yield from self._rows(keys)
                offset += len(keys)
                keys = self._pages.keys_at(offset, FIRST)
            return
        for offset in range(0, len(self), FIRST):
            yield from self.page(offset, FIRST)

    @property
    def begun(self) -> array[int] | None:
        """The first keys, while nobody has counted how many there are; None: they are counted."""
        return self._keys if self._length is None else None

    def load(self) -> array[int]:
        """Get all keys: some 50 ms for 100,000."""
        if len(self._keys) < len(self):
            self._keys = keys = self._load(None)
            self._length = len(keys)  # the index may have gone on
        return self._keys

    def prepare(self) -> None:
        """Make all pages ready, where that is worth it: for a worker, so that no key waits."""
        if self._pages is None:
            self.load()

    def is_same(self, other: Listing) -> bool:
        """Say whether another listing has the same articles in the same order, as far as it is known."""
        if self._pages is None or other._pages is None:
            return self.load() == other.load()
        begins_so = self._keys[:_FEWER] == other._keys[:_FEWER]
        return begins_so and self._pages.is_same(other._pages) and len(self) == len(other)

    def follow(self, moved: Mapping[int, int]) -> None:
        """Keep articles at their places that have been read again, and have other keys since."""
        keys = self.load()
        self._keys = array("q", [moved.get(key, key) for key in keys])

    def page(self, offset: int, limit: int) -> list[ArticleRow]:
        """Read rows `offset` to `offset + limit`."""
        limit = max(0, min(limit, len(self) - offset)) if offset + limit > len(self._keys) else limit
        if offset + limit > len(self._keys):
            if self._pages is not None:
                return self._rows(self._pages.keys_at(offset, limit))
            self.load()
        return self._rows(self._keys[offset : offset + limit])

    def position(self, key: int) -> int | None:
        """Return where the article of that key (see `Index.key`) stands in this listing."""
        if key not in self._keys and len(self._keys) < len(self):
            if self._pages is not None:
                return self._pages.place_of(key)
            self.load()
        try:
            return self._keys.index(key)
        except ValueError:
            return None


class FoundArticles:
    """The articles that a query finds, for who goes through them once: the first come before all are found.

    Args:
        first: those that come first, or all.
        others: finds the others; None if there are none.
    """

    def __init__(self, first: Listing, others: Callable[[], Listing] | None = None) -> None:
        self.first = first
        self._others = others
        self.total = 0 if others else len(first)
        """Their number; 0 until all have been found."""

    @property
    def are_all_found(self) -> bool:
        """True if nothing is left to be found, which takes its time if there are very many."""
        return self._others is None

    def others(self) -> Listing | tuple[()]:
        """Find those behind the first."""
        if self._others is None:
            return ()
        others = self._others()
        self.total = len(self.first) + len(others)
        return others


def ambiguous(ref: str, rows: Sequence[ArticleRow]) -> CorpusError:
    """Return the error that names a few of several articles which somebody may have meant."""
    names = ", ".join(row.entry.id for row in rows[:5])
    return CorpusError(f"{ref} may be several articles: {names}{', ...' if len(rows) > 5 else ''}")


def listed(keys: array[int], rows: Callable[[Sequence[int]], list[ArticleRow]]) -> Listing:
    """Return a listing of keys that are all there."""
    return Listing(lambda limit: keys[:limit], lambda: len(keys), rows)


def chosen(
    listing: Listing,
    among: Callable[[array[int]], array[int]],
    rows: Callable[[Sequence[int]], list[ArticleRow]],
) -> Listing:
    """Return those articles of a listing that are wanted, in its order.

    Args:
        listing: of an index.
        among: returns those of some keys that are wanted.
        rows: reads articles of that index by key.
    """
    return listed(among(listing.load()), rows)
