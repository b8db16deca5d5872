"""Connects with PostgreSQL as libpq does, in bounded time: for a team's feeds and for a corpus in tables.

Who connects, where to, and how that is encrypted is libpq's business (`postgresql:///?service=NAME`,
`~/.pgpass`, `sslmode`). A server that is dead, or doesn't answer, is an error after `HANGS` seconds and those
of a new connection; a connection that was lost is made anew once, without a word. psycopg is loaded with this
module, which is therefore imported where a database is used and nowhere else.
"""

from __future__ import annotations

import contextlib
import os
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

import psycopg
from psycopg.conninfo import conninfo_to_dict

from annotations.database_address import REFUSED, holds_password

CONNECTS, ANSWERS, HANGS = 5, 10, 20.0
"""Seconds after which a connection, a statement and all that is done at once is given up."""

_SETTINGS: Mapping[str, str | int] = {
    "application_name": "claimreader",
    "connect_timeout": CONNECTS,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
"""Settings of a connection that an address may have otherwise."""

_KEPT = 4
"""Connections that stay open while nobody uses them."""

Connection = psycopg.Connection[tuple[object, ...]]
_Result = TypeVar("_Result")


class AddressError(Exception):
    """An address can't be used; the message is one line, and repeats nothing of it."""


def settings_of(address: str) -> dict[str, object]:
    """Return the settings of a connection.

    Raises:
        AddressError: it can't be read, or holds a password.
    """
    if holds_password(address):
        raise AddressError(REFUSED)
    try:
        given = conninfo_to_dict(address)
    except psycopg.Error:  # its message repeats what is wrong, which may be a password
        raise AddressError(
            "postgresql://: the address can't be read; postgresql:///?service=NAME is one"
        ) from None
    if {"password", "sslpassword"} & given.keys():
        raise AddressError(REFUSED)
    return {**_SETTINGS, **given}


def connect(settings: Mapping[str, object]) -> Connection:
    """Make a connection in which each statement is a step of its own.

    Raises:
        psycopg.Error: there is none.
    """
    return psycopg.connect(
        **settings,  # type: ignore[arg-type] # libpq's own settings
        autocommit=True,
        prepare_threshold=None,  # a pooler may give each statement another session
        client_encoding="utf8",
    )


@contextlib.contextmanager
def bounded(connection: Connection, seconds: float) -> Iterator[None]:
    """End a connection on which nothing comes back for long: a frozen server keeps no timeout of its own."""

    def end() -> None:
        with (
            contextlib.suppress(OSError, psycopg.Error),
            socket.socket(fileno=os.dup(connection.fileno())) as ending,
        ):
            ending.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def close(connection: Connection | None) -> None:
    """Close a connection, whatever is the matter with it."""
    if connection is not None:
        with contextlib.suppress(psycopg.Error, OSError):
            connection.close()


class Connections:
    """Some connections with one database, one for each thread that does something at a moment.

    Args:
        settings: of a connection, see `settings_of`.
        begin: is done with each new one.
    """

    def __init__(self, settings: Mapping[str, object], begin: Callable[[Connection], object]) -> None:
        self._settings = settings
        self._begin = begin
        self._free: list[Connection] = []
        self._lock = threading.Lock()

    def run(self, work: Callable[[Connection], _Result], seconds: float = HANGS) -> _Result:
        """Do something with a connection; once more with a new one if it was lost: all can be done twice.

        Args:
            work: reads something.
            seconds: after which it is given up.

        Raises:
            psycopg.Error: there is no connection, or the database refuses.
        """
        while True:
            connection, is_new = self._take()
            try:
                with bounded(connection, seconds):
                    result = work(connection)
            except psycopg.Error:
                if connection.broken or connection.closed:
                    self._let_go_of_free()  # they are lost with it
                    close(connection)
                    if not is_new:
                        continue
                else:
                    self._put_back(connection)
                raise
            except BaseException:
                close(connection)
                raise
            self._put_back(connection)
            return result

    def new(self) -> Connection:
        """Make a connection that the caller closes.

        Raises:
            psycopg.Error: there is none.
        """
        connection = connect(self._settings)
        try:
            with bounded(connection, HANGS):
                self._begin(connection)
        except BaseException:
            close(connection)
            raise
        return connection

    def close(self) -> None:
        """Close the connections; others are made if something is done again."""
        self._let_go_of_free()

    def _take(self) -> tuple[Connection, bool]:
        with self._lock:
            while self._free:
                connection = self._free.pop()
                if not connection.closed:
                    return connection, False
        return self.new(), True

    def _put_back(self, connection: Connection) -> None:
        with self._lock:
            if len(self._free) < _KEPT and not connection.closed:
                self._free.append(connection)
                return
        close(connection)

    def _let_go_of_free(self) -> None:
        with self._lock:
            free, self._free = self._free, []
        for connection in free:
            close(connection)
