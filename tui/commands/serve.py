"""Open the reader in any browser, for this machine or behind a proxy.

Each tab is a reader of its own on the same articles. The address that is printed has a secret in it: who has
it can read and annotate, nobody else can. Only this machine can reach it; from another one, use a tunnel
(ssh -L 8000:127.0.0.1:8000) or a proxy.

For several people a proxy that knows who they are names them in a header (--user-header). Each is the
annotator of that name then, with settings, positions and annotations in a folder of their own. Whoever can
reach the server without the proxy can say any name, so let the proxy use a socket (--socket) that only it can
open.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import secrets
import sys
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from tui.commands.arguments import UNPAGED, Usage, corpus_argument, typed, without_json
from tui.commands.opening import LIST, complain, note, open_project

if TYPE_CHECKING:
    import socket

    from tui.web.access import Visitor
    from tui.web.terminal_session import TerminalSession

_MOST_SESSIONS = 1000
_FILES, _FILES_OF_A_READER = 512, 8
"""Descriptors: of the server, with connections that were not admitted; of a tab with its reader."""
_START = "import sys; from tui.cli import main; sys.exit(main())"
"""The reader, by the same Python and from the same place as this program."""


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port < 1 << 16:
        raise ValueError(text)
    return port


def _sessions(text: str) -> int:
    number = int(text)
    if not 1 <= number <= _MOST_SESSIONS:
        raise ValueError(text)
    return number


USAGE = Usage(
    examples=(
        ("claimreader serve ~/articles/event", "print an address, and serve it until Ctrl-C"),
        ("claimreader serve --port 0 ~/articles/event", "on any port that is free"),
    ),
    without=without_json("it serves, and writes no records") | UNPAGED,
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    corpus_argument(parser, listed=False)
    parser.add_argument(
        "--port", metavar="N", type=typed("a port from 0 to 65535", _port), default=8000,
        help="where to listen on this machine; 0: any free port (default: 8000)",
    )  # fmt: skip
    parser.add_argument("--socket", metavar="FILE", help="listen on a socket in the file system, for a proxy")
    parser.add_argument(
        "--sessions", metavar="N", type=typed(f"a number from 1 to {_MOST_SESSIONS}", _sessions), default=8,
        help="readers that may be open at the same time (default: 8)",
    )  # fmt: skip
    parser.add_argument(
        "--user-header",
        metavar="NAME",
        help="the header in which a proxy names the user, such as X-Forwarded-User",
    )
    parser.add_argument(
        "--origin",
        metavar="URL",
        help="what the address begins with behind a proxy: https://desk.example.org",
    )


def run(options: argparse.Namespace) -> int:
    """Serve until Ctrl-C; what can't be opened is said before anything listens."""
    if os.name != "posix":
        complain("serve needs a system with pseudo-terminals: Linux or macOS")
        return 2
    if wrong := _contradiction(options):
        complain(wrong)
        return 2
    project = open_project(options)
    project.corpus  # noqa: B018 - a wrong path is said here, and not in a browser
    project.scheme  # noqa: B018 - so is a mistake in the scheme
    try:
        from tui.web.access import local_access
        from tui.web.server import ReaderServer, serve
    except ModuleNotFoundError as missing:
        complain(f'serve needs {missing.name}, of the extra web: pipx install ".[web]" in a clone')
        return 2
    from tui import i18n
    from tui.config import preferences

    i18n.choose(options.lang or preferences.read().language)
    token = "" if options.user_header else secrets.token_urlsafe(24)
    readers = _Readers(_reader_arguments(options), project.places, own_homes=bool(options.user_header))

    try:
        with _listening(options) as taken:
            port = 0 if options.socket else taken.getsockname()[1]
            access = local_access(
                port, token, origin=options.origin or "", user_header=options.user_header or ""
            )
            server = ReaderServer(access, readers.start, options.sessions)
            _allow_files(options.sessions)
            asyncio.run(serve(server, taken, lambda: _say_where(options, port, token)))
    except OSError as error:
        what = error.strerror or str(error)
        complain(
            f"--socket {options.socket}: {what}"
            if options.socket
            else f"port {options.port}: {what}; --port takes another"
        )
        return 2
    return 0


def _listening(options: argparse.Namespace) -> AbstractContextManager[socket.socket]:
    from tui.web.listening import file_taken, port_taken

    return file_taken(Path(options.socket)) if options.socket else port_taken(options.port)


def _say_where(options: argparse.Namespace, port: int, token: str) -> None:
    """Print the address that a person opens, with the secret in it."""
    before = options.origin.rstrip("/") if options.origin else f"http://127.0.0.1:{port}"
    through = f"{options.socket or f'127.0.0.1:{port}'}" if options.origin else ""
    address = f"{before}/{token}{'/' if token else ''}"
    print(f"claimreader: {address}{f' by {through}' if through else ''}  (Ctrl-C ends)", flush=True)
    if options.user_header and not options.socket:
        note("whoever can reach this port on this machine can be any user; --socket shuts it")


def _allow_files(sessions: int) -> None:
    """Raise the limit of open files, of which each reader takes a few, as far as it goes."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES + _FILES_OF_A_READER * sessions
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def _contradiction(options: argparse.Namespace) -> str:
    """Say what in the options is none, or doesn't go together."""
    from tui.web.access import is_user_header, local_access

    if LIST in (*options.roots, *options.corpus):
        return "serve takes folders and files: a list of paths could be read by one tab only"
    if options.user_header and (options.annotator or options.db):
        return (
            "--user-header says who annotates, and each has annotations of their own: no --annotator, no --db"
        )
    if options.socket and not options.origin:
        return "--socket needs --origin, what the address begins with at the proxy: https://desk.example.org"
    if options.user_header is not None and not is_user_header(options.user_header):
        return f"--user-header {options.user_header}: expected one of the proxy's, such as X-Forwarded-User"
    try:
        local_access(0, "", origin=options.origin or "")
    except ValueError:
        return f"--origin {options.origin}: expected such as https://desk.example.org, without a path"
    return ""


def _reader_arguments(options: argparse.Namespace) -> Sequence[str]:
    """Return the options that a reader gets as they were given to this command."""
    given = [str(root) for root in (*options.roots, *options.corpus)]
    named = {
        "--db": options.db,
        "--scheme": options.scheme,
        "--annotator": options.annotator,
        "--encoding": options.encoding,
        "--max-size": options.max_size,
        "--records": options.records,
        "--chat": options.chat,
        "--lang": options.lang,
    }
    values = [f"{name}={value}" for name, value in named.items() if value is not None]
    return [
        *values,
        *(f"--field={field}" for field in options.field),
        *(["--repair-text"] if options.repair_text else []),
        *(f"--corpus={root}" for root in given),
    ]


class _Readers:
    """Starts readers.

    Args:
        arguments: of each.
        roots: the corpus.
        own_homes: whether each user has a home of their own.
    """

    def __init__(self, arguments: Sequence[str], roots: Sequence[Path], *, own_homes: bool) -> None:
        self._arguments = arguments
        self._roots = roots
        self._own_homes = own_homes

    async def start(self, visitor: Visitor, columns: int, rows: int) -> TerminalSession:
        """Start a reader for a visitor."""
        from tui.web.terminal_session import TerminalSession, environment

        own = _home(visitor.user, self._roots) if self._own_homes else {}
        command = [sys.executable, "-P", "-c", _START, *self._arguments]
        if visitor.user:
            command.append(f"--annotator={visitor.user}")
        return await TerminalSession.start(command, environment(os.environ, **own), columns, rows)


def _home(user: str, roots: Sequence[Path]) -> Mapping[str, str]:
    """Return the environment in which all that a user keeps is in a folder of their own, and make that.

    Raises:
        OSError: the folder can't be made, or is that of somebody else whose name differs in case only.
    """
    from annotations.paths import data_database_path, data_folder

    users = data_folder() / "users"
    home = users / user
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if user not in os.listdir(users):  # noqa: PTH208 - names as they are written, also on APFS
        raise FileExistsError(f"{user}: somebody else here has that name in other letters (Mona, mona)")
    outputs = home / "exports"
    outputs.mkdir(mode=0o700, exist_ok=True)
    beside = data_database_path(roots).relative_to(data_folder())
    return {
        "CLAIMREADER_HOME": str(home),
        "CLAIMREADER_DB": str(home / beside),
        "CLAIMREADER_OUTPUTS": str(outputs),
    }
