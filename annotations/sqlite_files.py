"""Opens the tables that claimreader keeps in SQLite beside its own files: the index and what colleagues sent.

Both can be made anew at any time and both may be opened by several readers at the same moment. So what makes
a file unusable has to be told from what is only in the way for a moment, in one place: a file is thrown away
for the first and never for the second.
"""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

from annotations.file_reading import UnfitFileError, check_is_plain

PARTS = ("", "-wal", "-shm")
"""Endings of the files that make one database: the file itself, its log, and what its readers share."""

WAIT_SECONDS = 10.0
"""Seconds for which another process may hold a file before one is told that it is locked."""

_PAUSE_SECONDS = 0.005

_NOT_THE_FILE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_READONLY,
}
"""SQLite's answers when somebody else, the disk or the system is at fault, and not the file's content."""


def is_damage(error: Exception) -> bool:
    """Say whether an error comes of the file's content, so that making the file anew helps.

    Our statements are right for our tables, so that "SQL logic error" is the file's fault too. SQLite's
    messages quote the file, so that Python may fail to decode even those.
    """
    if isinstance(error, UnicodeDecodeError):
        return True
    code = getattr(error, "sqlite_errorcode", None) if isinstance(error, sqlite3.DatabaseError) else None
    return code is not None and code & 0xFF not in _NOT_THE_FILE  # the low byte is the primary code


def keep_only_a_file(path: Path) -> None:
    """Take away what stands under the name of a file of ours and is none: a link, a pipe, a device.

    Raises:
        OSError: it can't be taken away, or is a folder.
    """
    try:
        check_is_plain(path)
    except FileNotFoundError:
        return
    except UnfitFileError:
        path.unlink(missing_ok=True)


def write_ahead(connection: sqlite3.Connection, *, seconds: float = WAIT_SECONDS) -> None:
    """Let readers go on while another process writes: the database keeps a write-ahead log from now on.

    A new file is switched under an exclusive lock, for which SQLite doesn't wait whatever its timeout says,
    since two that wait for each other so would never end (https://sqlite.org/c3ref/busy_handler.html). Of two
    readers that start at the same moment one is told "database is locked" then; so it is asked again here.

    Args:
        connection: one without an open transaction.
        seconds: how long to go on asking.

    Raises:
        sqlite3.Error: the file is no database, or is still held after that time.
    """
    end = time.monotonic() + seconds
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() >= end:
                raise
            time.sleep(_PAUSE_SECONDS)
        else:
            return
