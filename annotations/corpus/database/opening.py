"""Opens a corpus that a database has. Nothing of it is loaded before somebody asks for one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from annotations.corpus.corpus import Corpus
from annotations.corpus.records import CorpusError, Options
from annotations.database_address import REFUSED, holds_password
from annotations.extras import needs
from annotations.file_reading import read_text

if TYPE_CHECKING:
    from annotations.corpus.corpus_index import CorpusIndex
    from annotations.corpus.database.tables import CorpusTables

_LARGEST_SCRIPT = 64 << 10


def script() -> str:
    """Return the SQL that makes the tables and rights of a corpus in PostgreSQL."""
    return read_text(Path(__file__).with_name("schema.sql"), _LARGEST_SCRIPT)


def tables_at(address: str) -> CorpusTables:
    """Return the tables of a corpus; nothing is connected yet.

    Raises:
        CorpusError: the address can't be used, or psycopg is missing.
    """
    if holds_password(address):
        raise CorpusError(REFUSED)
    try:
        from annotations.corpus.database.tables import CorpusTables
    except ImportError:
        raise CorpusError(f"a corpus in PostgreSQL {needs('psycopg[binary]')}") from None
    return CorpusTables(address)


def open_database(address: str, max_size: int | None = None) -> Corpus:
    """Open the corpus that a database has.

    Args:
        address: `postgresql://..`, without a password.
        max_size: bytes that a text may have.

    Raises:
        CorpusError: see `tables_at`.
    """
    return Corpus([], Options(max_size=max_size), source=tables_at(address))


def index_of(corpus: Corpus) -> CorpusIndex:
    """Return the index of a corpus that a database has."""
    from annotations.corpus.database.index import DatabaseIndex
    from annotations.corpus.database.tables import CorpusTables

    assert isinstance(corpus.source, CorpusTables)
    return DatabaseIndex(corpus, corpus.source)
