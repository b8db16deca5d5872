"""A database beside our own files is opened by several at once, and thrown away only if it is damaged."""

import os
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from annotations.sqlite_files import is_damage, keep_only_a_file, write_ahead


def journal_mode(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        mode: str = connection.execute("PRAGMA journal_mode").fetchone()[0]
        return mode


def test_who_opens_while_another_makes_the_file_waits_for_it(tmp_path: Path) -> None:
    """SQLite itself does not wait here: a new file is switched under an exclusive lock."""
    path = tmp_path / "a.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as maker:
        maker.execute("BEGIN EXCLUSIVE")
        maker.execute("CREATE TABLE a (b)")
        with closing(sqlite3.connect(path, timeout=10)) as second:
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                write_ahead(second, seconds=0)
            release = threading.Timer(0.2, maker.execute, ["COMMIT"])
            release.start()
            write_ahead(second)
            release.join()
    assert journal_mode(path) == "wal"


def test_who_waits_for_nothing_is_told_in_time(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as maker,
        closing(sqlite3.connect(path, timeout=0)) as second,
    ):
        maker.execute("BEGIN EXCLUSIVE")
        maker.execute("CREATE TABLE a (b)")
        began = time.monotonic()
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            write_ahead(second, seconds=0.1)
        assert time.monotonic() - began >= 0.1


def test_a_file_that_is_no_database_is_damage_and_a_lock_is_none(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    path.write_bytes(b"no database " * 1000)
    with closing(sqlite3.connect(path)) as connection, pytest.raises(sqlite3.DatabaseError) as of_the_file:
        write_ahead(connection)
    assert is_damage(of_the_file.value)
    with (
        closing(sqlite3.connect(tmp_path / "b.sqlite", isolation_level=None)) as maker,
        closing(sqlite3.connect(tmp_path / "b.sqlite", timeout=0)) as second,
    ):
        maker.execute("BEGIN EXCLUSIVE")
        with pytest.raises(sqlite3.OperationalError) as of_the_other:
            second.execute("SELECT * FROM sqlite_schema")
    assert not is_damage(of_the_other.value)


@pytest.mark.parametrize("make", [lambda path: path.symlink_to("/etc/hosts"), os.mkfifo])
def test_what_is_no_file_is_taken_away(make: Callable[[Path], None], tmp_path: Path) -> None:
    make(path := tmp_path / "a.sqlite")
    keep_only_a_file(path)
    assert not path.is_symlink()
    assert not path.exists()
