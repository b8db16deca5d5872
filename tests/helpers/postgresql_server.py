"""A PostgreSQL of the tests' own, on a socket in a folder of its own: nothing else on the machine sees it."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

import psycopg

from annotations.services.indexing import corpus_script
from annotations.team.hub_address import postgresql_script

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
"""The servers that Debian's packages have brought, the oldest first."""


class Server:
    """One server; it refuses to run as root, so that it then runs as nobody."""

    def __init__(self) -> None:
        self._bin = BINARIES[-1].parent
        self.folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
        self._data = self.folder / "data"
        self._as: dict[str, object] = {}
        if os.getuid() == 0:
            nobody = pwd.getpwnam("nobody")
            self._as = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            os.chown(self.folder, nobody.pw_uid, nobody.pw_gid)
        made = ["-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        self._run("initdb", "-D", str(self._data), *made).wait()
        self._databases = 0
        self.start()

    def start(self) -> None:
        settings = [f"unix_socket_directories={self.folder}", "listen_addresses=", "fsync=off"]
        options = [part for setting in settings for part in ("-c", setting)]
        self._process = self._run("postgres", "-D", str(self._data), *options)
        for _ in range(600):
            try:
                self.execute("postgres", "select 1")
                return
            except psycopg.OperationalError:
                time.sleep(0.05)
        raise AssertionError("the server doesn't start")

    def stop(self, how: signal.Signals = signal.SIGQUIT) -> None:
        """Stop the server: at once, as a crash does, if nothing else is said."""
        self._process.send_signal(how)
        self._process.wait()

    def freeze(self, frozen: bool) -> None:
        """Let all processes of the server stand still, or go on."""
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text()
        for pid in [self._process.pid, *map(int, children.split())]:
            os.kill(pid, signal.SIGSTOP if frozen else signal.SIGCONT)

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder)

    def address(self, database: str, role: str = "") -> str:
        user = f"&user={quote(role)}" if role else ""
        return f"postgresql:///{database}?host={quote(str(self.folder))}{user}"

    def execute(self, database: str, *statements: str, role: str = "postgres") -> None:
        with psycopg.connect(self.address(database, role), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)  # type: ignore[call-overload] # our own statements

    def psql(self, database: str, script: str) -> str:
        """Run a script as an administrator does; returns what it complains of."""
        command = ["psql", "-q", "-v", "ON_ERROR_STOP=1", "-d", self.address(database, "postgres")]
        done = subprocess.run(command, input=script, capture_output=True, text=True, check=True)
        return done.stderr

    def team(self, *members: str, lead: str = "") -> str:
        """Make a database for a team, with a role for each member; returns its name."""
        self._databases += 1
        name = f"team{self._databases}"
        self.execute("postgres", f"create database {name}")
        self.psql(name, postgresql_script())
        with psycopg.connect(self.address("postgres", "postgres"), autocommit=True) as connection:
            there = {role for (role,) in connection.execute("select rolname from pg_roles")}
        for member in members:
            if member not in there:
                self.execute("postgres", f'create role "{member}" login')
            self.execute("postgres", f'grant claimreader_team to "{member}"')
        if lead:
            self.execute("postgres", f'grant claimreader_lead to "{lead}"')
        return name

    def corpus(self) -> str:
        """Make a database for a corpus, with the roles crawler, who fills it, and noor, who reads it."""
        self._databases += 1
        name = f"corpus{self._databases}"
        self.execute("postgres", f"create database {name}")
        self.psql(name, corpus_script())
        with psycopg.connect(self.address("postgres", "postgres"), autocommit=True) as connection:
            there = {role for (role,) in connection.execute("select rolname from pg_roles")}
        for role, right in (("crawler", "claimreader_indexer"), ("noor", "claimreader_reader")):
            if role not in there:
                self.execute("postgres", f"create role {role} login", f"grant {right} to {role}")
        return name

    def _run(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        log = self.folder / "log"
        with log.open("ab") as file:
            return subprocess.Popen(  # type: ignore[call-overload,no-any-return] # the user, where it is one
                [self._bin / program, *arguments], stdout=file, stderr=file, cwd=self.folder, **self._as
            )
