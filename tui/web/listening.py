"""Takes the port or the socket file on which a server listens, and keeps strangers from using it up.

A socket file that nobody answers on was left by a server that was killed, and goes; one on which somebody
does, and anything that is no socket, stays and is said. asyncio's own way would take a living server's away.

Whoever can connect costs a descriptor before they have said who they are. So of those that nobody was
admitted on, only the latest are kept: a thousand that never speak don't shut out the person with the secret.
"""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol, TypeVar

_BACKLOG = 128
_FOR_GROUP = 0o117
"""The umask of the socket file: a proxy of the same user or group may connect, nobody else."""


@contextlib.contextmanager
def port_taken(port: int) -> Iterator[socket.socket]:
    """Give a socket that listens on a port of this machine; 0: any free one.

    Raises:
        OSError: the port is taken, or not for everybody.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listening:
        # Without it a port can't be had for a minute after a server with open tabs has ended.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", port))
        listening.listen(_BACKLOG)
        yield listening


@contextlib.contextmanager
def file_taken(path: Path) -> Iterator[socket.socket]:
    """Give a socket that listens at a path; the file goes again at the end.

    Raises:
        OSError: something is there, or a file can't be made there.
    """
    _remove_if_dead(path)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listening:
        before = os.umask(_FOR_GROUP)
        try:
            listening.bind(str(path))
        finally:
            os.umask(before)
        own = path.lstat()
        try:
            listening.listen(_BACKLOG)
            yield listening
        finally:
            with contextlib.suppress(OSError):
                if os.path.samestat(path.lstat(), own):  # somebody may have put another one there
                    path.unlink()


def _remove_if_dead(path: Path) -> None:
    """Remove a socket that nobody listens on.

    Raises:
        OSError: somebody does, or it is no socket.
    """
    try:
        if not stat.S_ISSOCK(path.lstat().st_mode):
            raise FileExistsError(errno.EEXIST, "there is a file already, and it is no socket")
    except FileNotFoundError:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asking:
        asking.settimeout(1.0)
        try:
            asking.connect(str(path))
        except ConnectionRefusedError:
            path.unlink()
            return
    raise OSError(errno.EADDRINUSE, "another server listens there")


class Connection(Protocol):
    """Something that answers one connection, such as a handler of aiohttp."""

    def force_close(self) -> None:
        """Close it at once."""


Connected = TypeVar("Connected", bound=Connection)


class Strangers:
    """The connections on which nobody has been admitted yet.

    Args:
        most: that are kept; one more ends the oldest.
    """

    def __init__(self, most: int = 2 * _BACKLOG) -> None:
        self._most = most
        self._waiting: dict[Connection, None] = {}  # an ordered set

    def watching(self, make: Callable[[], Connected]) -> Callable[[], Connected]:
        """Return what makes the same connections, as strangers."""

        def connection() -> Connected:
            while len(self._waiting) >= self._most:
                oldest = next(iter(self._waiting))
                del self._waiting[oldest]
                oldest.force_close()
            made = make()
            self._waiting[made] = None
            return made

        return connection

    def admit(self, connection: Connection) -> None:
        """Take in that somebody on it knew the secret, or was named by the proxy."""
        self._waiting.pop(connection, None)
