"""Connects with the tables of a corpus, says in one line what is wrong, and reads its articles.

What comes from the tables is taken for no more than what a file holds: of the wrong type, or too large, it
is refused, and what is shown of it goes the way of all text from outside.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TypeVar

import psycopg
from psycopg import errors

from annotations.corpus.records import ArticleError, BadBytes, CorpusError, Entry, IndexFailedError, Record
from annotations.database_address import database_of
from annotations.postgresql_connection import (
    ANSWERS,
    HANGS,
    AddressError,
    Connection,
    Connections,
    bounded,
    close,
    settings_of,
)

VERSION = 1
"""Of the tables and what is worked out into them (folding, sentences, titles)."""

_LONG = 600.0
"""Seconds that reading the whole corpus may take."""
_RESTS = 2.0
"""Seconds for which a database that didn't answer isn't asked again."""
_FETCHED = 2000
"""Rows of the whole corpus that come at a time."""
_MOST_METADATA = 1 << 20

_Result = TypeVar("_Result")


class UnreachableError(ArticleError):
    """An article can't be read since its database doesn't answer; the next time it may."""

    passing = True


class CorpusTables:
    """The tables of one corpus; see `annotations.corpus.article_source.ArticleSource`.

    Nothing is connected before something is asked. Any thread may ask.

    Args:
        address: of the database, as libpq reads it, without a password.

    Raises:
        CorpusError: the address can't be used.
    """

    def __init__(self, address: str) -> None:
        try:
            settings = settings_of(address)
        except AddressError as error:
            raise CorpusError(str(error)) from None
        self.name = database_of(address)
        self.connections = Connections(settings, self._begin)
        self._away: tuple[str, float] | None = None
        """The reason why it didn't answer, and until when it isn't asked again; None while it does."""

    @staticmethod
    def _begin(connection: Connection) -> None:
        connection.execute(f"set statement_timeout = '{ANSWERS}s'")
        connection.execute("set work_mem = '64MB'")  # else what is found in a large corpus is found twice
        # All that is asked has an index, and PostgreSQL takes words for cheaper to look at than they are.
        connection.execute("set enable_seqscan = off")
        connection.execute("set jit = off")  # to compile a statement takes longer than it runs

    def close(self) -> None:
        """Close the connections; others are made if something is asked again."""
        self.connections.close()

    # ------------------------------------------------------------------ asking

    @contextmanager
    def failing(self) -> Iterator[None]:
        """Turn what the database says into one line.

        Raises:
            IndexFailedError: something went wrong inside the block.
        """
        try:
            yield
        except psycopg.Error as error:
            raise IndexFailedError(f"{self.name}: {_said(error)}") from None

    def run(self, work: Callable[[Connection], _Result]) -> _Result:
        """Do something with a connection that can be done twice.

        Raises:
            IndexFailedError: the database doesn't answer, or refuses.
        """
        if (said := self._away) is not None and time.monotonic() < said[1]:
            raise IndexFailedError(said[0])  # each row of a screen asks, and none is to wait for it
        try:
            with self.failing():
                result = self.connections.run(work, HANGS)
        except IndexFailedError as error:
            if _is_away(error.__context__):
                self._away = str(error), time.monotonic() + _RESTS
            raise
        self._away = None
        return result

    def fetch(
        self, sql: str, values: Sequence[object] | Mapping[str, object] = ()
    ) -> list[tuple[object, ...]]:
        """Return the rows of a statement.

        Raises:
            IndexFailedError: see `run`.
        """
        return self.run(lambda connection: connection.execute(sql, values).fetchall())

    def stream(self, sql: str, values: Sequence[object] = ()) -> Iterator[tuple[object, ...]]:
        """Yield the rows of a statement about the whole corpus, some at a time.

        Raises:
            IndexFailedError: see `run`.
        """
        with self.failing():
            connection = self.connections.new()
            try:
                with bounded(connection, _LONG), connection.transaction():
                    connection.execute(f"set local statement_timeout = '{_LONG}s'")
                    with connection.cursor("claimreader", binary=True) as cursor:
                        cursor.itersize = _FETCHED
                        yield from cursor.execute(sql, values)
            finally:
                close(connection)

    # ------------------------------------------------------------------ articles

    def entries(self) -> Iterator[Entry]:
        """Yield all articles, sorted by file name and place.

        Raises:
            CorpusError: they can't be listed.
        """
        sql = f"select {ENTRY} from claimreader_corpus.article order by file, place, key"  # noqa: S608 - constants
        for row in self.stream(sql):
            yield entry_of(row)

    def record(self, entry: Entry, most: int) -> Record:
        """Read one article.

        Args:
            entry: which.
            most: bytes that its text may have.

        Raises:
            ArticleError: it can't be read; one line.
        """
        try:
            rows = self.fetch(
                "select case when octet_length(body) <= %(most)s and octet_length(metadata) <= %(few)s"
                " then body end, case when octet_length(exact) <= %(most)s then exact end,"
                " metadata, encoding, damage, exact is null"
                " from claimreader_corpus.text join claimreader_corpus.article on key = article"
                " where article = %(key)s and id = %(id)s",
                {"most": most, "few": _MOST_METADATA, "key": entry.start, "id": storable(entry.id)},
            )
        except IndexFailedError as error:
            raise UnreachableError(str(error)) from None
        if not rows:
            raise ArticleError(f"{self.name}: {entry.id}: is no longer there, or has changed: open it again")
        body, exact, metadata, encoding, damage, is_plain = rows[0]
        if body is None or (exact is None and not is_plain):
            raise ArticleError(f"{self.name}: {entry.id}: its text is too large; --max-size allows more")
        try:
            text = exact.decode("utf-8", "surrogatepass") if isinstance(exact, bytes) else str(body)
            given = json.loads(str(metadata))
            facts = {str(name): str(value) for name, value in given.items() if isinstance(value, str)}
            bad = json.loads(str(damage))
            of_bytes = BadBytes(int(bad[0]), int(bad[1]), str(bad[2]), bool(bad[3])) if bad else None
        except (ValueError, TypeError, AttributeError, LookupError, RecursionError):
            raise ArticleError(f"{self.name}: {entry.id}: isn't what claimreader writes") from None
        return Record(text, facts, str(encoding), "", entry.start, entry.end, entry.number, of_bytes)

    def find(self, ref: str) -> Entry:
        """Return the article that an id, or any unique prefix of one, means.

        Raises:
            CorpusError: there is none, or there are several; the message names some.
        """
        named = storable(ref)
        for where, value in (("id = %s", (named,)), ("id >= %s and id < %s", (named, after(named)))):
            rows = self.fetch(
                f"select {ENTRY} from claimreader_corpus.article where {where} order by file, place limit 6",  # noqa: S608 - constants
                value,
            )
            if len(rows) == 1:
                return entry_of(rows[0])
            if rows:
                names = ", ".join(entry_of(row).id for row in rows[:5])
                raise CorpusError(f"{ref} may be several articles: {names}{', ...' if len(rows) > 5 else ''}")
        raise CorpusError(f"no article {ref} in {self.name}")


ENTRY = "key, id, file, number, length"
"""The columns of which `entry_of` makes an entry."""


def entry_of(values: Sequence[object]) -> Entry:
    """Make an entry of the values of `ENTRY`.

    Its path is that of the file in the folder that was indexed, its start the key, and a record of a larger
    file has an end.

    Raises:
        IndexFailedError: they aren't what we write.
    """
    key, id_, file, number, length = values
    if not (
        isinstance(key, int)
        and isinstance(id_, str)
        and isinstance(file, str)
        and isinstance(number, int)
        and isinstance(length, int)
    ):
        raise not_ours("article")
    return Entry(id_, Path(PurePosixPath(file)), length, 0, key, key + 1 if number else None, number)


def not_ours(table: str) -> IndexFailedError:
    """Return the error of a table that somebody else has made."""
    return IndexFailedError(f"claimreader_corpus.{table} isn't as claimreader index --sql makes it")


def storable(text: str) -> str:
    """Return a text as the type text can hold it: without NUL and lone surrogates."""
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def after(beginning: str) -> str:
    """Return what sorts behind all that begins so."""
    return beginning + chr(0x10FFFF)


def _is_away(error: BaseException | None) -> bool:
    """Say whether a database didn't answer at all, rather than refuse one thing, or be too slow for it.

    What it says itself has a code, of which some mean that it ends a connection or lets nobody in.
    """
    if not isinstance(error, psycopg.OperationalError):
        return False
    code = error.sqlstate
    return code is None or code.startswith(("08", "28", "53300", "57P"))


def _said(error: psycopg.Error) -> str:
    """Say on one line what is wrong and what to do."""
    if isinstance(error, errors.UndefinedTable | errors.InvalidSchemaName | errors.UndefinedColumn):
        return (
            "there are no tables of a corpus, or of another version: an administrator makes them with what "
            "claimreader index --sql prints"
        )
    said = " ".join(str(error).split())[:300]
    if isinstance(error, errors.InsufficientPrivilege):
        return (
            f"the database refuses that ({said}): an administrator grants claimreader_reader, to who fills "
            "it claimreader_indexer"
        )
    if isinstance(error, errors.ReadOnlySqlTransaction):
        return f"the database only lets one read ({said}); is it a replica?"
    if isinstance(error, errors.QueryCanceled):
        return "the database doesn't answer in time; ask again"
    if _is_away(error) or isinstance(error, psycopg.InterfaceError):
        return f"the database can't be reached ({said}); is the server there?"
    return f"the database refuses what is asked ({said})"
