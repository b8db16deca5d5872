"""Fills the tables of a database with the corpus of an index, and brings them up to date.

The index in the user's cache has been brought up to date before; it knows what each article is, and what the
tables have of it is compared by a digest of each row. What is new, changed or gone is written some hundreds
of articles at a time, each time all or nothing: whoever stops in the middle, or is stopped, goes on from
there the next time. Readers see the articles that are there meanwhile.
"""

from __future__ import annotations

import json
import time
from array import array
from collections.abc import Generator, Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import NamedTuple

from psycopg import errors

from annotations.corpus.database.tables import VERSION, CorpusTables, storable
from annotations.corpus.database.word_search import forms_of
from annotations.corpus.index import Index, KeptArticle
from annotations.corpus.indexed_article import words_of_article
from annotations.corpus.records import ArticleError, IndexFailedError, Problem
from annotations.corpus.word_index import NewForms
from annotations.model.article import Article
from annotations.model.outline import from_bytes
from annotations.postgresql_connection import Connection, close

_ARTICLES, _LENGTH = 500, 1 << 21
"""Articles and code points that are written at a time."""
_COMPARED = 5000
"""Articles that are compared at a time."""
_LOCK = 0x636C61696D
"""The number of the lock that who fills the tables has meanwhile: `claim` in ASCII."""
_PATIENCE = 2.0
"""Seconds for which it is waited for: a server notices late that who had it was killed."""
_LONGEST_NAME = 1000
"""Bytes of an id, or of a file's path: an index of PostgreSQL holds no longer values."""
_SORTED = 60
"""Bytes of a date by which articles are sorted."""

_TABLES = {
    "article": (
        *("key", "id", "file", "place", "number", "label", "titled", "source", "published", "newest"),
        *("latest", "sentences", "outline", "length", "encoding", "sha256", "digest"),
    ),
    "text": ("article", "body", "exact", "metadata", "damage"),
    "words": ("article", "forms", "long"),
    "line": ("article", "site", "names", "marks", "repeated", "laid", "fewer"),
}


class FillingProgress(NamedTuple):
    """Says how far the filling is."""

    comparing: bool
    articles: int
    """Those that were compared, or written."""
    total: int

    def described(self) -> tuple[float, str]:
        """Return how far it is, from 0 to 1, and that in words."""
        done = self.articles / self.total if self.total else 1.0
        what = "compared" if self.comparing else "written"
        return done, f"{self.articles:,} of {self.total:,} articles {what}"


class Filled(NamedTuple):
    """Says what the filling has done."""

    articles: int
    """Those that are there now."""
    written: int
    gone: int
    problems: Sequence[Problem]


def fill(
    index: Index, tables: CorpusTables, *, rebuild: bool = False
) -> Generator[FillingProgress, None, Filled]:
    """Bring the tables of a database up to date, step by step; may be left at any step.

    Args:
        index: of the corpus, up to date.
        tables: to be filled.
        rebuild: whether everything is written again, and another corpus may be there.

    Raises:
        IndexFailedError: it can't be written, somebody else is at it, or another corpus is there.
    """
    with tables.failing():
        connection = tables.connections.new()
        try:
            return (yield from _Filling(index, tables, connection).run(rebuild=rebuild))
        finally:
            close(connection)


class _Filling:
    def __init__(self, index: Index, tables: CorpusTables, connection: Connection) -> None:
        self._index = index
        self._place = tables.name
        self._db = connection
        self._problems: list[Problem] = []
        self._new_forms = NewForms()
        self._last = 0
        self._written = 0

    def run(self, *, rebuild: bool) -> Generator[FillingProgress, None, Filled]:
        self._db.execute("set statement_timeout = 0")
        self._lock()
        self._begin(rebuild=rebuild)
        wanted: set[int] = set()
        gone: list[str] = []
        yield from self._compare(wanted, gone)
        if not rebuild:
            self._see_that_it_is_this_corpus(len(gone))
        yield from self._write(wanted)
        for at in range(0, len(gone), _COMPARED):
            self._forget(gone[at : at + _COMPARED])
        if wanted or gone or not self._is_complete():
            self._finish()
        (articles,) = self._one("select articles from claimreader_corpus.corpus")
        return Filled(int(str(articles)), self._written, len(gone), self._problems)

    def _lock(self) -> None:
        until = time.monotonic() + _PATIENCE
        while not self._one("select pg_try_advisory_lock(%s)", _LOCK)[0]:
            if time.monotonic() > until:
                raise IndexFailedError(f"{self._place}: another claimreader is filling this database")
            time.sleep(_PATIENCE / 20)

    def _begin(self, *, rebuild: bool) -> None:
        """Make the row of the corpus; forget everything if that is wanted."""
        row = self._db.execute("select version, last from claimreader_corpus.corpus").fetchone()
        if row is not None and row[0] != VERSION and not rebuild:
            raise IndexFailedError(
                f"{self._place}: another version of claimreader has filled it; --rebuild fills it anew"
            )
        self._last = 0 if row is None else int(str(row[1]))
        if row is None:
            self._db.execute(
                "insert into claimreader_corpus.corpus (version, name, articles, sentences, last, complete)"
                " values (%s, '', 0, 0, 0, false)",
                (VERSION,),
            )
        elif rebuild:
            with self._db.transaction():
                for table in ("copies", "line", "words", "text", "article", "form", "source"):
                    self._db.execute(f"delete from claimreader_corpus.{table}")  # noqa: S608 - our own
                self._db.execute(
                    "update claimreader_corpus.corpus set version = %s, articles = 0, sentences = 0,"
                    " complete = false",
                    (VERSION,),
                )

    def _see_that_it_is_this_corpus(self, gone: int) -> None:
        """Refuse to take away most of what is there: it would be another corpus."""
        (there,) = self._one("select count(*) from claimreader_corpus.article")
        if 2 * gone > int(str(there)) and gone > 1:
            raise IndexFailedError(
                f"{self._place}: {gone:,} of the {there:,} articles there aren't in this corpus; is it "
                "another one? --rebuild puts this one in its place"
            )

    # ------------------------------------------------------------------ comparing

    def _compare(self, wanted: set[int], gone: list[str]) -> Iterator[FillingProgress]:
        """Find the articles of the index, by key, that aren't there as they are, and those that are gone."""
        last, compared, total = "", 0, self._index.state()[0]
        while page := self._index.kept_articles(last, _COMPARED):
            until = storable(page[-1].row.entry.id)
            there = self._digests("id > %s and id <= %s", last, until)
            for article in page:
                if there.pop(storable(article.row.entry.id), None) != _digest(article):
                    wanted.add(article.key)
            gone += there
            last = page[-1].row.entry.id
            compared += len(page)
            yield FillingProgress(comparing=True, articles=compared, total=total)
        gone += self._digests("id > %s", storable(last))

    def _digests(self, where: str, *values: object) -> dict[str, object]:
        sql = f"select id, digest from claimreader_corpus.article where {where}"  # noqa: S608 - our own
        return {str(id_): digest for id_, digest in self._db.execute(sql, values)}

    # ------------------------------------------------------------------ writing

    def _write(self, wanted: set[int]) -> Iterator[FillingProgress]:
        """Write the articles of some keys of the index, in the order of the corpus."""
        keys = array("q", [key for key in self._index.listing().load() if key in wanted]) if wanted else ()
        done = 0
        for page in (keys[at : at + _ARTICLES] for at in range(0, len(keys), _ARTICLES)):
            batch, length = _Batch(), 0
            for article in self._index.kept_articles_of(page):
                self._add(article, batch)
                length += article.row.length
                if length >= _LENGTH:
                    self._insert(batch)
                    batch, length = _Batch(), 0
            self._insert(batch)
            done += len(page)
            yield FillingProgress(comparing=False, articles=done, total=len(keys))

    def _add(self, kept: KeptArticle, batch: _Batch) -> None:
        """Read an article, and put its rows into a batch."""
        row, corpus = kept.row, self._index.corpus
        id_, file = storable(row.entry.id), storable(kept.file)
        where = str(row.entry.path)
        if max(len(id_.encode()), len(file.encode())) > _LONGEST_NAME:
            self._problems.append(Problem(where, f"its name has more than {_LONGEST_NAME} bytes: left out"))
            return
        try:
            record = corpus.record(row.entry).repaired(corpus.repair_of(row.entry.id))
        except ArticleError as error:
            self._problems.append(Problem(where, str(error).removeprefix(f"{where}: ")))
            return
        article = Article(row.entry.id, record.text, metadata=dict(record.metadata))
        if article.sha256 != row.sha256:
            self._problems.append(Problem(where, "has changed since it was indexed: left for the next time"))
            return
        article.recall(None, from_bytes(row.outline))
        _, about, words = words_of_article(article)
        forms = forms_of(about, words)
        if forms.left_out:
            line = f"{forms.left_out:,} of its different words can't be found: they are too many, or too long"
            self._problems.append(Problem(where, line))
        self._last += 1
        key, exact = self._last, None
        body = storable(record.text)
        if body != record.text:
            exact = record.text.encode("utf-8", "surrogatepass")
        published = None if row.published is None else storable(row.published)
        batch.ids.append(id_)
        batch.rows["article"].append((
            key, id_, file, kept.place, row.entry.number, storable(row.label), row.titled,
            None if row.source is None else storable(row.source), published, *_dates(published),
            row.sentences, row.outline, row.length, row.encoding, bytes.fromhex(row.sha256), _digest(kept),
        ))  # fmt: skip
        damage = json.dumps(record.bad) if record.bad else "null"
        batch.rows["text"].append((key, body, exact, json.dumps(record.metadata), damage))
        batch.rows["words"].append((key, forms.vector, forms.long))
        lines = kept.lines
        if lines is not None:
            batch.rows["line"].append((
                key, storable(lines.site), lines.names, lines.marks, lines.repeated or b"", lines.laid,
                lines.fewer,
            ))  # fmt: skip
        batch.forms += self._new_forms.of({*about, *words})

    def _insert(self, batch: _Batch) -> None:
        """Write a batch in one step, in the place of what was there under the same ids."""
        if not batch.ids:
            return
        db = self._db
        with db.transaction():
            gone = db.execute(
                "delete from claimreader_corpus.article where id = any(%s)", (batch.ids,)
            ).rowcount
            for table, rows in batch.rows.items():
                copying = f"copy claimreader_corpus.{table} ({', '.join(_TABLES[table])}) from stdin"
                with db.cursor() as cursor, cursor.copy(copying) as copy:
                    for row in rows:
                        copy.write_row(row)
            pairs = sorted({(storable(key), storable(word)) for key, word in batch.forms})
            db.execute(
                "insert into claimreader_corpus.form (key, word)"
                " select * from unnest(%s::text[], %s::text[]) on conflict do nothing",
                ([key for key, _ in pairs], [word for _, word in pairs]),
            )
            db.execute(
                "update claimreader_corpus.corpus set articles = articles + %s, last = %s, complete = false",
                (len(batch.ids) - gone, self._last),
            )
        self._written += len(batch.ids)

    def _forget(self, ids: Sequence[str]) -> None:
        with self._db.transaction():
            gone = self._db.execute(
                "delete from claimreader_corpus.article where id = any(%s)", (list(ids),)
            ).rowcount
            self._db.execute(
                "update claimreader_corpus.corpus set articles = articles - %s, last = last + 1,"
                " complete = false",
                (gone,),
            )
            self._last += 1  # so that whoever asks notices that something has changed

    # ------------------------------------------------------------------ at the end

    def _is_complete(self) -> bool:
        return self._one("select complete from claimreader_corpus.corpus")[0] is True

    def _finish(self) -> None:
        """Write what follows from the articles together, and say that all is there."""
        db = self._db
        groups = list(enumerate(self._index.copies()))
        ids = [storable(id_) for _, group in groups for id_ in group]
        stories = [story for story, group in groups for _ in group]
        with db.transaction():
            db.execute("delete from claimreader_corpus.source")
            with (
                db.cursor() as cursor,
                cursor.copy(
                    "copy claimreader_corpus.source (site, stories, names, counts) from stdin"
                ) as copy,
            ):
                for row in _sources(self._index):
                    copy.write_row(row)
            db.execute("delete from claimreader_corpus.copies")
            db.execute(
                "insert into claimreader_corpus.copies (article, story)"
                " select key, story from unnest(%s::text[], %s::integer[]) as copied (id, story)"
                " join claimreader_corpus.article using (id) on conflict do nothing",
                (ids, stories),
            )
            db.execute(
                "update claimreader_corpus.corpus set complete = true, name = %s,"
                " articles = (select count(*) from claimreader_corpus.article),"
                " sentences = (select coalesce(sum(article.sentences - coalesce(fewer, 0)), 0)"
                " from claimreader_corpus.article left join claimreader_corpus.line on line.article = key)",
                (storable(self._index.corpus.roots[0].path.name),),
            )
        for table in ("article", "words", "line", "text", "form"):
            try:
                db.execute(f"analyze claimreader_corpus.{table}")
            except errors.InsufficientPrivilege:  # autovacuum does it in time
                return

    def _one(self, sql: str, *values: object) -> tuple[object, ...]:
        row = self._db.execute(sql, values).fetchone()
        assert row is not None
        return row


class _Batch:
    """The rows that are written in one step."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.rows: dict[str, list[tuple[object, ...]]] = {table: [] for table in _TABLES}
        self.forms: list[tuple[str, str]] = []


def _digest(kept: KeptArticle) -> bytes:
    """Return what tells whether an article is there as the index has it, but for the time of its file."""
    row, lines = kept.row, kept.lines
    plain = (
        VERSION, kept.file, kept.place, row.entry.number, row.label, row.titled, row.source, row.published,
        row.sentences, row.length, row.encoding, row.sha256, row.outline, lines,
    )  # fmt: skip
    return blake2b(repr(plain).encode("utf-8", "surrogatepass"), digest_size=12).digest()


def _dates(published: str | None) -> tuple[bytes, bytes]:
    """Return the bytes by which an article is sorted: the latest date first, and last.

    What is no date comes behind those that are one, and before what has none: or in front of both.
    """
    if published is None:
        return b"\2", b"\0"
    is_date = published[:4].isdecimal() and published[:4].isascii() and published[4:5] == "-"
    written = published.encode("utf-8")[:_SORTED]
    backwards = bytes(255 - byte for byte in written) + b"\xff"
    return (b"\0" if is_date else b"\1") + backwards, (b"\2" if is_date else b"\1") + written


def _sources(index: Index) -> Iterable[tuple[object, ...]]:
    for site, stories, names, counts in index.kept_sources():
        yield storable(site), stories, names, counts
