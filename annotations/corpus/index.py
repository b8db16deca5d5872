"""Keeps the index of a large corpus, what the list shows and where words are: one SQLite file in the cache.

A corpus of 100,000 articles is listed from it without its files being looked at, page by page, so neither the
start nor the memory grows with the corpus. It can be made anew at any time; a damaged one, or one of another
version, is dropped.

What another program, or a fault of the disk, has changed in it is noticed: with other tables,
triggers or views than ours it is made anew, and a row that isn't as it was written is never shown and its
file read again. The full text isn't covered; every hit is looked for in the article itself, so nothing false
is shown. Nor are the fingerprints of sentences, from which follows which articles carry the same text.

The full text (`annotations.corpus.word_index`) has no content: the text itself stays in the files, and is
read again for the few hits on a screen. Such a table can't forget a row without being given its text again,
so rows of articles that are gone stay, under keys that are never given out twice, and every query is joined
with the articles.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import weakref
from array import array
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, cached_property, partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from annotations.corpus.corpus import Corpus, index_path
from annotations.corpus.listing import (
    COLUMNS,
    FIRST,
    NEWEST,
    ORDERS,
    RELEVANCE,
    ArticleRow,
    FoundArticles,
    LayeredRows,
    Listing,
    ambiguous,
    corrected,
    is_sound,
    listed,
    ordering,
    row,
)
from annotations.corpus.problems import Problems
from annotations.corpus.records import CorpusError, DamagedArticle, Fault, IndexFailedError, Problem
from annotations.sqlite_files import PARTS, WAIT_SECONDS, is_damage, keep_only_a_file, write_ahead

if TYPE_CHECKING:
    from annotations.corpus.kept_lines import KeptLines
    from annotations.corpus.query import KnownWords, Query
    from annotations.corpus.word_index import WordIndex
    from annotations.model.article_corrections import Corrections
    from annotations.model.line_layers import Count

__all__ = ["VERSION", "DamagedArticle", "Index", "IndexFailedError", "index_path"]

VERSION = 21
"""Of the tables and what is computed into them (folding, sentences, titles): raise it when any changes."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS files (
    name TEXT PRIMARY KEY, path BLOB NOT NULL, size INTEGER NOT NULL, mtime INTEGER NOT NULL,
    done INTEGER NOT NULL  -- 0: not all its articles are here yet; else 1 more than it has
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS files_to_do ON files (name) WHERE NOT done;
CREATE TABLE IF NOT EXISTS articles (
    key INTEGER PRIMARY KEY AUTOINCREMENT,  -- of the full text too; AUTOINCREMENT: never given out twice
    file TEXT NOT NULL, place INTEGER NOT NULL,  -- place: 0, 1, ... in the file
    start INTEGER NOT NULL, "end" INTEGER, number INTEGER NOT NULL,
    base TEXT NOT NULL, id TEXT NOT NULL,  -- base: the id but for what tells it from a namesake
    label TEXT NOT NULL, titled INTEGER NOT NULL, source TEXT, published TEXT,
    sentences INTEGER NOT NULL, outline BLOB NOT NULL,  -- see annotations.model.outline
    length INTEGER NOT NULL, encoding TEXT NOT NULL, sha256 BLOB NOT NULL,
    digest BLOB NOT NULL  -- see annotations.corpus.listing.digest
);
CREATE INDEX IF NOT EXISTS articles_by_place ON articles (file, place);
CREATE INDEX IF NOT EXISTS articles_by_id ON articles (id);
CREATE INDEX IF NOT EXISTS articles_by_sha256 ON articles (sha256);
CREATE TABLE IF NOT EXISTS fingerprints (
    article INTEGER PRIMARY KEY, sentences TEXT NOT NULL  -- JSON, see annotations.insight.wire_copies
);
CREATE TABLE IF NOT EXISTS lines (
    article INTEGER PRIMARY KEY, site TEXT NOT NULL,  -- see annotations.corpus.page_source
    names BLOB NOT NULL, marks BLOB NOT NULL,  -- 8 and 4 bytes a line, see annotations.corpus.line_frequency
    repeated BLOB,  -- the names of those that are furniture by repetition; NULL: not worked out yet
    laid BLOB, fewer INTEGER NOT NULL,  -- its outline so, if another, and by how many sentences
    digest BLOB NOT NULL  -- of the columns before it
);
CREATE INDEX IF NOT EXISTS lines_by_site ON lines (site);
CREATE TABLE IF NOT EXISTS sources (
    site TEXT PRIMARY KEY, stories INTEGER NOT NULL,
    names BLOB NOT NULL, counts BLOB NOT NULL  -- 8 and 4 bytes a line: stories << 8 | places
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS damaged (
    article INTEGER PRIMARY KEY, damage TEXT NOT NULL, repair TEXT NOT NULL, lost INTEGER NOT NULL
    -- steps of annotations.text.damage, divided by spaces: found in the file's text, and taken
);
CREATE TABLE IF NOT EXISTS unfinished (update_began INTEGER NOT NULL);  -- a row until an update is at its end
CREATE TABLE IF NOT EXISTS checked (turn INTEGER NOT NULL);  -- the part that was looked at last
CREATE TABLE IF NOT EXISTS problems (
    file TEXT NOT NULL, path TEXT NOT NULL, message TEXT NOT NULL,
    unread INTEGER NOT NULL  -- files that aren't read, see annotations.corpus.unread
);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (
    about, text, content = '', columnsize = 0, tokenize = 'ascii'  -- whatever isn't ASCII is a letter
);
CREATE TABLE IF NOT EXISTS orders (  -- see annotations.corpus.kept_orders; no keys: 1, 2, 3, ...
    sorted_by TEXT NOT NULL, articles INTEGER NOT NULL, last INTEGER NOT NULL, keys BLOB NOT NULL,
    digest BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS forms (  -- of what a word is a form, see annotations.corpus.word_index
    key TEXT NOT NULL, word TEXT NOT NULL, PRIMARY KEY (key, word)
) WITHOUT ROWID;
"""


_PROBLEMS = "SELECT path, message, unread FROM problems ORDER BY file, rowid"
_ORDERS = 3
"""Orders that stay in memory."""
_FEW = 2000
"""Articles that are sorted by themselves; to pick them out of a million that are sorted takes 40 ms."""
_OWN_COLUMNS = 21
"""Columns of `listing.COLUMNS`."""
LINES = "lines.site, lines.names, lines.marks, lines.repeated, lines.laid, lines.fewer, lines.digest"
_LAID = 4
"""Which of them."""
_SHA256 = 16
"""Which of them is that of the text."""
_QUALIFIED = COLUMNS.replace(" digest", " articles.digest")
"""They, where `lines` has a digest, too."""

_CORRECTED = """
WITH corrected (id, label, source, published) AS (
    SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),
        json_extract(value, '$[3]') FROM json_each(?)
)
SELECT key FROM (
    SELECT key, file, place, sentences, label, source, published FROM articles
        WHERE id NOT IN (SELECT id FROM corrected)
    UNION ALL
    SELECT key, file, place, sentences, coalesce(corrected.label, articles.label),
        coalesce(corrected.source, articles.source), coalesce(corrected.published, articles.published)
    FROM corrected CROSS JOIN articles ON articles.id = corrected.id
) ORDER BY """
"""The keys in an order, by what people have said of articles: JSON of id, title, source and date of each."""


def _schema_of(connection: sqlite3.Connection) -> list[tuple[str, ...]]:
    return connection.execute(
        "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema ORDER BY type, name"
    ).fetchall()


@cache
def _expected_schema() -> list[tuple[str, ...]]:
    """Return the schema that this SQLite makes of ours: 1 ms."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.executescript(_SCHEMA)
        return _schema_of(connection)
    finally:
        connection.close()


def state(connection: sqlite3.Connection) -> tuple[int, int]:
    """Return how many articles there are and were, see `Index.state`."""
    # To count a million takes 40 ms; at the end of an update it is written down with each order.
    known = "SELECT articles, last FROM orders WHERE NOT EXISTS (SELECT 1 FROM unfinished) LIMIT 1"
    counted = "SELECT count(*), coalesce((SELECT seq FROM sqlite_sequence), 0) FROM articles"
    number, last = connection.execute(known).fetchone() or connection.execute(counted).fetchone()
    return number, last


def _read_query(typed: str) -> Query | None:
    if not typed:
        return None  # the first screen needs no folding
    from annotations.corpus.query import Query

    return Query(typed) or None


def _close(connections: list[sqlite3.Connection]) -> None:
    """Close connections, each once."""
    while connections:
        connections.pop().close()


class _Chosen:
    """Some articles in an order: as many as are asked for, so that the first ones cost no more than these.

    Args:
        keys: theirs, also of articles that are gone.
        ordered: the keys of all articles that are there, or of the chosen ones alone.
        state: of the index.
    """

    def __init__(self, keys: array[int], ordered: array[int], state: tuple[int, int]) -> None:
        self._keys = keys
        self._ordered = ordered
        self._state = state
        self._is_chosen = bytearray(max(max(keys, default=0), state[1]) + 1)
        for key in keys:  # a set of a million has 60 MB
            self._is_chosen[key] = 1

    def first(self, limit: int | None) -> array[int]:
        """Return the first keys, all for None."""
        is_chosen = self._is_chosen
        return array("q", islice((key for key in self._ordered if is_chosen[key]), limit))

    @property
    def count(self) -> int:
        """Their number."""
        number, last = self._state
        none_is_gone = number == last == len(self._ordered)
        return len(self._keys) if none_is_gone else len(self.first(None))


class KeptArticle(NamedTuple):
    """All that the index keeps of an article, but for its words."""

    key: int
    file: str
    """The name of its file in the corpus."""
    place: int
    """0, 1, ... in the file."""
    row: ArticleRow
    """As the text alone has it."""
    lines: KeptLines | None


def _kept_article(values: Sequence[Any]) -> KeptArticle:
    from annotations.corpus.kept_lines import kept_lines  # here: the first list has none as a rule

    lines = kept_lines(tuple(values[_OWN_COLUMNS:]))
    return KeptArticle(values[0], values[17], values[18], row(values), lines)


class Index:
    """The index of one corpus. Any thread may read it, also while another one updates it.

    Args:
        corpus: whose articles these are.
        path: the SQLite file, see `index_path`; it and its folder are made, for this user's eyes only.

    Raises:
        IndexFailedError: the file can't be made or used.
    """

    def __init__(self, corpus: Corpus, path: Path) -> None:
        self.corpus = corpus
        self.path = path
        self._layered = LayeredRows(corpus)
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        weakref.finalize(self, _close, self._connections)  # who forgets to close leaves no file open
        self._more: tuple[tuple[int, tuple[int, int]], int] | None = None
        """How many more sentences count than the index has, with what that follows from."""
        self._sorted: dict[str, tuple[tuple[tuple[int, int], Corrections], array[int], bool]] = {}
        with self.failing():
            self._prepare()

    def _prepare(self) -> None:
        state = self._found()
        if state == (0, []):
            self._create()
        elif state != (VERSION, _expected_schema()):
            self.clear()

    def _found(self) -> tuple[int, list[tuple[str, ...]]] | None:
        """Return the file's version and its tables, indexes, triggers and views; None if it is damaged."""
        try:
            connection = self._connection
            connection.execute("BEGIN")  # both of one moment: another process may be making it
            try:
                version: int = connection.execute("PRAGMA user_version").fetchone()[0]
                return version, _schema_of(connection)
            finally:
                connection.execute("ROLLBACK")
        except (sqlite3.Error, UnicodeDecodeError) as error:
            if not is_damage(error):
                raise
            return None

    def _create(self) -> None:
        """Make the tables, unless another process that starts at the same moment has."""
        self._connection.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;")

    @property
    def _connection(self) -> sqlite3.Connection:
        """This thread's connection."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = self.connect()
            self._connections.append(connection)
        return connection

    def connect(self, *, kept_statements: int = 128) -> sqlite3.Connection:
        """Open a connection; the caller closes it.

        Args:
            kept_statements: statements that are kept to be run again, each with the values that it had last.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        for suffix in PARTS:
            keep_only_a_file(Path(f"{self.path}{suffix}"))
        os.close(os.open(self.path, os.O_CREAT | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0), 0o600))
        connection = sqlite3.connect(
            self.path,
            timeout=WAIT_SECONDS,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=kept_statements,
        )
        try:
            # What the file defines calls no function of ours, and bytes that are no UTF-8 are read all the
            # same: the row's digest tells.
            connection.text_factory = partial(str, encoding="utf-8", errors="replace")
            connection.execute("PRAGMA trusted_schema = OFF")
            write_ahead(connection)
            connection.execute("PRAGMA synchronous = NORMAL")
        except BaseException:
            connection.close()
            raise
        return connection

    def clear(self) -> None:
        """Forget everything; other threads must not be reading."""
        self.close()
        with self.failing():
            for suffix in PARTS:
                Path(f"{self.path}{suffix}").unlink(missing_ok=True)
            self._create()

    def close(self) -> None:
        """Close all connections; the index opens new ones if it is used again."""
        _close(self._connections)
        self._local = threading.local()

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def failing(self) -> Iterator[None]:
        """Turn what SQLite and the system say into one line.

        Raises:
            IndexFailedError: something went wrong inside the block.
        """
        try:
            yield
        except (sqlite3.Error, OSError, UnicodeDecodeError) as error:
            if is_damage(error):
                raise IndexFailedError.of_damage(self.path, error) from error
            remedy = "free space, or set CLAIMREADER_HOME to another folder"
            raise IndexFailedError(f"{self.path}: the index can't be used: {error}; {remedy}") from error

    @property
    def place(self) -> str:
        """Its file."""
        return str(self.path)

    def listing(self, query: str = "", *, order: str = "file", descending: bool = False) -> Listing:
        """Find articles.

        Args:
            query: as the user types it; empty for all.
            order: one of `ORDERS`, or `RELEVANCE`, which without a query is that of files.
            descending: whether the last comes first; what has no value stays last.

        Raises:
            IndexFailedError: the index can't be read.
        """
        by = ordering(order, descending=descending)
        # In the order of files the first are found by going along that index; SQLite would rather sort all.
        along = "INDEXED BY articles_by_place" if order in ("file", RELEVANCE) else ""

        def keys(limit: int | None) -> array[int]:
            if limit is None:
                return self._sorted_keys(by)[0]
            if self._reorders(by) or by in self._sorted or not along:
                return self._sorted_keys(by)[0][:limit]
            ordered = f"SELECT key FROM articles {along} ORDER BY {by} LIMIT ?"  # noqa: S608 - our own columns
            return self._keys(ordered, limit)

        asked = _read_query(query)
        if asked is None:
            return Listing(keys, lambda: self.state()[0], self.rows)
        matches = self._matching(asked)
        if order == RELEVANCE:
            ordered = self._ranked(asked, matches)
        else:
            everything, whole = self._sorted_keys(by)
            if whole:  # they come in rising order, and all of them are articles that are there
                return listed(matches, self.rows)
            ordered = _Chosen(matches, everything, self.state())
        return Listing(ordered.first, lambda: ordered.count, self.rows)

    def found(self, query: str) -> FoundArticles:
        """Find articles in the order of files, for who goes through them from the first.

        In an index as a first indexing of very many files leaves it, the first are there at once.

        Raises:
            IndexFailedError: the index can't be read; here, and while they are gone through.
        """
        asked = _read_query(query)
        state = self.state()
        if asked is None or self.corpus.corrections or not self._is_kept_rising(state):
            return FoundArticles(self.listing(query))
        with self.failing():
            first = self._words.first_matching(asked, FIRST)
        if first is None:
            return FoundArticles(self.listing(query))
        begun = listed(self._until(first, state), self.rows)
        if len(first) < FIRST:
            return FoundArticles(begun)

        def others() -> Listing:
            with self.failing():
                keys = self._words.matching(asked, tuple)
            return listed(self._until(keys[bisect_right(keys, first[-1]) :], state), self.rows)

        return FoundArticles(begun, others)

    @staticmethod
    def _until(keys: array[int], state: tuple[int, int]) -> array[int]:
        """Return those of rising keys that were there in a state: what comes meanwhile stays out."""
        return keys[: bisect_right(keys, state[1])]

    def _is_kept_rising(self, state: tuple[int, int]) -> bool:
        """Say whether it is written down that keys in the order of files are 1, 2, 3, ..."""
        from annotations.corpus.kept_orders import is_kept_rising

        with self.failing():
            return is_kept_rising(self._connection, ORDERS["file"], state)

    @cached_property
    def _words(self) -> WordIndex:
        """The full text. Who only lists articles doesn't need it."""
        from annotations.corpus.word_index import WordIndex

        return WordIndex(lambda: self._connection)

    def known_words(self, query: Query) -> KnownWords:
        """Return which words of the articles answer the terms of a query: no text has others while it stays.

        Raises:
            IndexFailedError: the index can't be read.
        """
        with self.failing():
            return self._words.known(query)

    def _matching(self, query: Query) -> array[int]:
        """Return the keys of the articles that a query finds, in rising order, also of some that are gone."""
        with self.failing():
            matches = self._words.matching(query, lambda: self._sorted_keys(ORDERS["file"])[0])
        if self.corpus.corrections:
            from annotations.corpus.corrected_search import corrected_matches

            rows = self.own_rows(self.corpus.corrections)
            with self.failing():
                matches = corrected_matches(self.corpus.corrections, query, matches, rows, self._words.having)
        return matches

    def _ranked(self, query: Query, matches: array[int]) -> _Chosen:
        """Sort what a query found by how much its words say of it, the newest first among equals."""
        state = self.state()
        if len(matches) <= _FEW and not self._reorders(NEWEST):
            among = "SELECT key FROM articles WHERE key IN (SELECT value FROM json_each(?)) ORDER BY "
            newest = _Chosen(matches, self._keys(among + NEWEST, json.dumps(list(matches))), state)
        else:
            newest = _Chosen(matches, self._sorted_keys(NEWEST)[0], state)
        with self.failing():
            scores = self._words.ranked(query, matches, state[0])
        if not scores:  # words that very many have say nothing
            return newest
        ordered = sorted(newest.first(None), key=lambda key: -scores.get(key, 0.0))  # stable
        return _Chosen(matches, array("q", ordered), state)

    def _sorted_keys(self, by: str) -> tuple[array[int], bool]:
        """Return all keys in an order, and whether they are 1, 2, 3, ..., as after a first indexing.

        They stay in memory until the index changes: sorted by SQLite, 100,000 cost more than searching them.
        """
        corrections = dict(self.corpus.corrections) if self._reorders(by) else {}
        state = self.state(), corrections
        kept = self._sorted.get(by)
        if kept is None or kept[0] != state:
            from annotations.corpus.kept_orders import is_rising, kept_order, sorted_keys

            if corrections:
                said = [(key, each.title, each.source, each.published) for key, each in corrections.items()]
                keys = self._keys(_CORRECTED + by, json.dumps(said))
            else:
                with self.failing():
                    keys = kept_order(self._connection, by, state[0]) or sorted_keys(self._connection, by)
            whole = by == ORDERS["file"] and is_rising(keys, state[0])
            while len(self._sorted) >= _ORDERS:  # of a million each has 8 MB
                self._sorted.pop(next(iter(self._sorted)), None)
            kept = self._sorted[by] = state, keys, whole
        return kept[1], kept[2]

    def having(self, part: str, most: int) -> array[int]:
        """Return the keys of the first articles in which a word begins so, behind any prefix.

        Args:
            part: letters, folded.
            most: how many; a word of many articles costs no more than these.
        """
        with self.failing():
            return self._words.with_beginning(part, most)

    def _reorders(self, by: str) -> bool:
        """Say whether corrections change an order."""
        return bool(self.corpus.corrections) and any(
            column in by for column in ("label", "source", "published")
        )

    def own_rows(self, ids: Iterable[str]) -> list[tuple[int, ArticleRow]]:
        """Return articles by id as their files have them, but for what counts in them, with their keys."""
        where = "articles.id IN (SELECT value FROM json_each(?))"
        selected = self._select(where, (json.dumps(list(ids)),))
        return [(int(str(values[0])), self._under_layers(values)) for values in selected]

    def _row(self, values: Sequence[object]) -> ArticleRow:
        return corrected(self._under_layers(values), self.corpus.corrections)

    def _under_layers(self, values: Sequence[object]) -> ArticleRow:
        """Return the row of an article with its sentences as they count."""
        lines = tuple(values[_OWN_COLUMNS:])

        def kept() -> KeptLines | None:
            from annotations.corpus.kept_lines import kept_lines  # here: the first list has none as a rule

            return kept_lines(lines)

        return self._layered.laid(row(values), str(lines[0]), lines[_LAID], kept)

    def _keys(self, sql: str, *values: object) -> array[int]:
        with self.failing():
            return array("q", chain.from_iterable(self._connection.execute(sql, values)))

    def state(self) -> tuple[int, int]:
        """Return how many articles there are and were: one of the two changes with every change."""
        with self.failing():
            return state(self._connection)

    def rows(self, keys: Sequence[int]) -> list[ArticleRow]:
        """Read articles by key, in the order of the keys; those that are gone are left out."""
        by_key = {}
        for part in (keys[at : at + 500] for at in range(0, len(keys), 500)):
            marks = ", ".join("?" * len(part))
            for values in self._select(f"articles.key IN ({marks})", part):
                by_key[values[0]] = self._row(values)
        return [by_key[key] for key in keys if key in by_key]

    def kept_articles(self, after: str, limit: int) -> list[KeptArticle]:
        """Return what is kept of the articles whose ids follow one, sorted by these."""
        rows = self._select("articles.id > ? ORDER BY articles.id LIMIT ?", (after, limit))
        return list(map(_kept_article, rows))

    def kept_articles_of(self, keys: Sequence[int]) -> list[KeptArticle]:
        """Return what is kept of articles, in the order of their keys; those that are gone are left out."""
        marks = ", ".join("?" * len(keys))
        by_key = {
            values[0]: _kept_article(values) for values in self._select(f"articles.key IN ({marks})", keys)
        }
        return [by_key[key] for key in keys if key in by_key]

    def kept_sources(self) -> Iterator[tuple[str, int, bytes, bytes]]:
        """Yield what is kept of each source: its name, stories, lines and how often these stand there."""
        with self.failing():
            yield from self._connection.execute("SELECT site, stories, names, counts FROM sources")

    def outlines(self) -> Iterator[tuple[int, str, int, bytes]]:
        """Yield key, id, number of sentences and outline of every article, in the order of files."""
        concern = self.corpus.layers.concern
        with self.failing():
            for key, id_, sentences, outline, site, laid, fewer in self._connection.execute(
                "SELECT key, id, sentences, outline, site, laid, fewer FROM articles"
                " INDEXED BY articles_by_place LEFT JOIN lines ON article = key ORDER BY file, place"
            ):
                if site is not None and concern(id_, site) and (kept := self._kept_lines(key)):
                    counting, number = self._layered.counting(id_, outline, sentences, kept)
                    yield key, id_, number, counting
                elif laid is None:
                    yield key, id_, sentences, outline
                else:
                    yield key, id_, sentences - fewer, laid

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield id and text (its sha256) of every article, in the order of files."""
        with self.failing():
            for id_, sha256 in self._connection.execute(
                "SELECT id, sha256 FROM articles ORDER BY file, place"
            ):
                yield id_, sha256.hex()

    def texts_of(self, ids: Sequence[str]) -> dict[str, str]:
        """Return the texts (their sha256) of articles by id; those that aren't there are left out."""
        texts: dict[str, str] = {}
        for part in (ids[at : at + 500] for at in range(0, len(ids), 500)):
            marks = ", ".join("?" * len(part))
            with self.failing():
                rows = self._connection.execute(
                    f"SELECT {COLUMNS} FROM articles JOIN files ON name = file WHERE id IN ({marks})",  # noqa: S608 - our own
                    part,
                ).fetchall()
            texts.update((values[1], values[_SHA256].hex()) for values in rows if is_sound(values))
        return texts

    def keys_and_texts(self) -> Iterator[tuple[int, bytes]]:
        """Yield key and text (its SHA-256, 32 bytes) of every article, in rising order of keys."""
        with self.failing():
            yield from self._connection.execute("SELECT key, sha256 FROM articles ORDER BY key")

    def _kept_lines(self, key: int) -> KeptLines | None:
        from annotations.corpus.kept_lines import kept_lines

        query = f"SELECT {LINES} FROM lines WHERE article = ?"  # noqa: S608 - our own columns
        values = self._connection.execute(query, (key,)).fetchone()
        return kept_lines(values) if values else None

    def sentences(self) -> int:
        """Return how many sentences all articles have, boilerplate left out."""
        with self.failing():
            total: int = self._connection.execute(
                "SELECT coalesce(sum(sentences - coalesce(fewer, 0)), 0)"
                " FROM articles LEFT JOIN lines ON article = key"
            ).fetchone()[0]
            return total + self._more_by_layers()

    def _more_by_layers(self) -> int:
        """Return how many more sentences count by what is in the store than by the index; kept."""
        from annotations.corpus.kept_lines import kept_lines

        layers = self.corpus.layers
        stamp = layers.changes, self.state()
        if self._more is None or self._more[0] != stamp:
            # what was annotated and what was said of a line; elsewhere the index is right
            concerned = self._connection.execute(
                f"SELECT id, sentences, outline, {LINES} FROM articles JOIN lines ON article = key"  # noqa: S608 - our own columns
                " WHERE id IN (SELECT value FROM json_each(?)) OR site IN (SELECT value FROM json_each(?))",
                (json.dumps(list(layers.articles())), json.dumps(list(layers.sites()))),
            )
            more = 0
            for id_, sentences, outline, *values in concerned:
                if kept := kept_lines(tuple(values)):
                    more += self._layered.counting(id_, outline, sentences, kept)[1] - (
                        sentences - kept.fewer
                    )
            self._more = stamp, more
        return self._more[1]

    def repeated(self, article_id: str) -> Collection[int]:
        """Return the names of the lines of an article that are furniture by repetition.

        Raises:
            IndexFailedError: the index can't be read.
        """
        key = self.key(article_id)
        if key is None:
            return ()
        with self.failing():
            kept = self._kept_lines(key)
        return frozenset(kept.repeated_names) if kept else ()

    def repetitions(self, site: str, name: int) -> Count | None:
        """Return on how many pages of a source a line stands, and of how many; None if it isn't known.

        Raises:
            IndexFailedError: the index can't be read.
        """
        from annotations.corpus.kept_lines import repetitions

        with self.failing():
            return repetitions(self._connection, site, name)

    def key(self, article_id: str) -> int | None:
        """Return the key of an article, which never changes while its text doesn't."""
        with self.failing():
            keys = self._connection.execute("SELECT key FROM articles WHERE id = ?", (article_id,)).fetchone()
        return keys[0] if keys else None

    def find(self, ref: str) -> ArticleRow:
        """Return the article that an id, any unique prefix of one, or a path means.

        Raises:
            CorpusError: there is none, or there are several; the message names some.
        """
        for where, value in (
            ("articles.id = ?", ref),
            ("articles.id >= ?1 AND articles.id < ?1 || char(1114111)", ref),
            ("files.path = ?", os.path.abspath(os.fsencode(ref))),  # noqa: PTH100 - keeps links, as the walk does
            ("files.path = ?", os.path.realpath(os.fsencode(ref))),  # a link to an article is that article
        ):
            rows = [
                self._row(values)
                for values in self._select(f"{where} ORDER BY file, place LIMIT 6", (value,))
            ]
            if len(rows) == 1:
                return rows[0]
            if rows:
                raise ambiguous(ref, rows)
        raise CorpusError(f"no article {ref}")

    def same_text(self, sha256: str) -> list[ArticleRow]:
        """Return the articles that have exactly this text: where one has gone that was called otherwise."""
        from annotations.text.digests import digest_of  # here: the first list asks for no text

        if (digest := digest_of(sha256)) is None:
            return []
        return [self._row(values) for values in self._select("articles.sha256 = ?", (digest,))]

    def shared_sentences(self, most: int) -> Iterator[list[tuple[int, int]]]:
        """Yield the articles that have a sentence in common, for each sentence that several have.

        SQLite brings them together, outside of Python's lock and on the disk if need be.

        Args:
            most: leave out the sentences that so many articles have, or more.

        Yields:
            The key of each article and how many sentences with a fingerprint it has.

        Raises:
            IndexFailedError: the index can't be read.
        """
        with self.failing():
            for (articles,) in self._connection.execute(
                "SELECT group_concat(article || ':' || json_array_length(sentences))"
                " FROM fingerprints, json_each(sentences) GROUP BY value HAVING count(*) BETWEEN 2 AND ?",
                (most - 1,),
            ):
                pairs = (pair.partition(":") for pair in articles.split(","))
                yield [(int(key), int(among)) for key, _, among in pairs]

    def copies(self) -> list[list[str]]:
        """Return the articles that carry the same agency text, by id: the groups of them; may take seconds.

        Raises:
            IndexFailedError: the index can't be read.
        """
        from annotations.insight.wire_copies import FURNITURE, groups

        having: list[list[int]] = []
        sizes: dict[int, int] = {}
        for articles in self.shared_sentences(FURNITURE):
            having.append([key for key, _ in articles])
            sizes.update(articles)
        copies = groups(having, dict(sorted(sizes.items())))
        ids = self.ids([key for group in copies for key in group])
        named = (sorted(ids[key] for key in group if key in ids) for group in copies)
        return sorted(group for group in named if len(group) > 1)

    def ids(self, keys: Sequence[int]) -> dict[int, str]:
        """Return the ids of articles by key; those that are gone are left out."""
        names: dict[int, str] = {}
        with self.failing():
            for part in (keys[at : at + 500] for at in range(0, len(keys), 500)):
                marks = ", ".join("?" * len(part))
                names.update(
                    self._connection.execute(f"SELECT key, id FROM articles WHERE key IN ({marks})", part)  # noqa: S608 - marks only
                )
        return names

    def keys_by_id(self) -> dict[str, int]:
        """Return the key of every article: 50 ms and 20 MB for 100,000."""
        with self.failing():
            return dict(self._connection.execute("SELECT id, key FROM articles"))

    def problems(self) -> list[Problem]:
        """Return what could not be read, and which texts look damaged."""
        with self.failing():
            problems = [Problem(*row) for row in self._connection.execute(_PROBLEMS)]
        from annotations.text.damage import enumerated  # here: few texts are damaged

        damaged = Problems()
        for each in self.damaged():
            line = f"text looks damaged: {enumerated(each.damage)}"
            remedy = "; --repair-text repairs it" if each.damage.steps else ""
            if each.number:
                damaged.add_fault(each.path, Fault("record", each.number, each.number, line + remedy))
            else:
                damaged.add(each.path, line + remedy)
        return self.corpus.told(problems + damaged.all())

    def not_read(self) -> dict[str, int]:
        """Return how many files of the corpus aren't read, by ending, see `annotations.corpus.unread`."""
        from annotations.corpus.unread import counts

        with self.failing():
            return counts(Problem(*row) for row in self._connection.execute(_PROBLEMS))

    def damaged(self) -> Iterator[DamagedArticle]:
        """Yield the articles whose text looks damaged and isn't repaired, in the order of files."""
        from annotations.text.damage import Damage

        with self.failing():
            for article_id, path, number, steps, lost, sha256 in self._connection.execute(
                "SELECT id, path, number, damage, lost, sha256 FROM damaged JOIN articles ON key = article"
                " JOIN files ON name = file WHERE repair = '' ORDER BY file, place"
            ):
                damage = Damage(tuple(steps.split()), lost)
                yield DamagedArticle(article_id, os.fsdecode(path), number, damage, sha256.hex())

    def complete(self) -> bool:
        """Say whether every file that was listed last time has been read."""
        with self.failing():
            return not self._connection.execute("SELECT 1 FROM files WHERE NOT done LIMIT 1").fetchone()

    def _select(self, where: str, values: Sequence[object]) -> list[tuple[object, ...]]:
        articles = (
            f"SELECT {_QUALIFIED}, {LINES} FROM articles JOIN files"  # noqa: S608 - constants
            " ON files.name = articles.file LEFT JOIN lines ON lines.article = articles.key WHERE "
        )
        with self.failing():
            rows = self._connection.execute(articles + where, values).fetchall()
        return [values for values in rows if is_sound(values[:_OWN_COLUMNS])]
