"""Shows rows that a terminal has no room for in the user's pager, with their Arabic as it was laid out.

The rules are git's (git-var(1), GIT_PAGER): `CLAIMREADER_PAGER`, else `PAGER`, else `less`; `cat` or nothing
means none; a `LESS` of the user's own holds, else it is `FRX`. A pager is started when there are more rows
than the screen has, so that a short answer is printed as ever.

A pager moves rows about but reorders none, so it gets them as the terminal has to be sent them. What the
terminal is told before (that rows are in order) is told around the pager. Two things differ from rows that
are printed, see `profile_for`. Where the user's terminal needs marks of direction (U+200E), `less` is asked
to pass all as it is (`-r`), since it writes `<U+200E>` else (590); no row has anything in it that acts.

Whoever leaves the pager early, or stops the program, has seen enough: nothing is said.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import IO

from rich.cells import cell_len

from annotations.text.sanitising import in_cells
from tui.terminal.detection import DUMB, ProfileChoice
from tui.terminal.profiles import PROFILES, Profile
from tui.terminal.streams import Outlet, send

VARIABLES = ("CLAIMREADER_PAGER", "PAGER")
"""Where the user's pager is looked for, in this order."""
_NO_PAGER = ("", "cat")
_SHELL = frozenset("|&;<>()$`\\\"'*?[]#~=%\n")
"""Characters that a shell has to read (POSIX, 2.2); a command without them is a program with arguments."""

Parts = Sequence[tuple[str, bool]]
"""The parts of a row from left to right, each with whether it is bold."""

_switched_off = False


def switch_off() -> None:
    """Have no pager started by this process: `--no-pager`."""
    global _switched_off  # noqa: PLW0603 - one process has one terminal to print to
    _switched_off = True


def pager_command(environ: Mapping[str, str] = os.environ) -> str:
    """Return the command line of the pager; empty if there is to be none."""
    if _switched_off or environ.get("TERM", "") in DUMB:
        return ""
    for name in VARIABLES:
        if name in environ:
            command = environ[name].strip()
            return "" if command in _NO_PAGER else command
    return "less" if shutil.which("less") else ""


def missing_program(command: str) -> str:
    """Return the program of a pager's command line if it isn't there; empty if it is or a shell decides."""
    if _SHELL.intersection(command):
        return ""
    program = shlex.split(command)[0]
    return "" if shutil.which(program) else program


def profile_for(choice: ProfileChoice) -> Profile:
    """Return how rows are sent through a pager.

    What acts on the whole window may act here, since the pager has the screen to itself and the screen before
    comes back; Konsole and mlterm are told so. An OSC is passed by no pager, so kitty is sent what parts its
    cells by style.
    """
    profile = choice.profile
    return PROFILES["kitty"] if profile.order == "kitty-placed" else profile


def pager_environment(profile: Profile, environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the environment of the pager.

    Args:
        profile: with which rows are sent.
        environ: the environment of the program.
    """
    raw = "r" if profile.order in ("inverse", "inverse-letter") else "R"
    # X leaves the last page on the screen, where rows would be reordered once the window's own bidi is back.
    stay = "" if profile.printed else "X"
    return {"LESS": f"F{raw}{stay}", "LV": "-c", "LESSCHARSET": "utf-8", **environ}


class PrintedRows:
    """Rows of cells on their way to the terminal: a screenful is printed, more goes through the pager.

    Args:
        choice: how the terminal is sent rows.
        command: of the pager; empty for none.
    """

    def __init__(self, choice: ProfileChoice, command: str) -> None:
        self._choice = choice
        self._command = command
        size = shutil.get_terminal_size()
        self._columns, self._room = max(1, size.columns), size.lines - 1
        self._waiting: list[Parts] = []
        self._profile: Profile | None = None
        self._pager: subprocess.Popen[str] | None = None

    def write(self, row: str) -> None:
        """Show a row, now or with those that follow it.

        Raises:
            BrokenPipeError: the user has left the pager.
        """
        self.write_parts([(row, False)])

    def write_parts(self, parts: Parts) -> None:
        """Show a row in parts, as `write`."""
        row = [(in_cells(text), bold) for text, bold in parts]
        if self._profile is not None:
            self._send(self._profile, row)
            return
        self._waiting.append(row)
        self._room -= max(1, -(-sum(cell_len(text) for text, _ in row) // self._columns))
        if not self._command:
            self._print()
        elif self._room < 0:
            self._page()

    def flush(self) -> None:
        """Show what was written now: more may be long in coming, and there will be no pager for it."""
        if self._pager is not None and self._pager.stdin is not None:
            self._pager.stdin.flush()
        else:
            self._print()
            sys.stdout.flush()

    def close(self) -> None:
        """Show what is left, wait until the user leaves the pager, and leave the terminal as it was."""
        try:
            if self._pager is None:
                self._print()
            else:
                self._wait(self._pager)
        finally:
            if self._profile is not None:
                send(sys.stdout, self._profile.stop)
            sys.stdout.flush()

    def _print(self) -> None:
        if self._profile is None:
            self._begin(self._choice.profile.for_printing)

    def _page(self) -> None:
        if program := missing_program(self._command):
            sys.stderr.write(f"claimreader: the pager {program} is not there (PAGER); printed without it\n")
            self._print()
            return
        profile = profile_for(self._choice)
        sys.stdout.flush()
        sys.stderr.flush()
        self._pager = subprocess.Popen(  # noqa: S602 - the user's own command, as git and man run it
            self._command,
            shell=True,
            stdin=subprocess.PIPE,
            env=pager_environment(profile),
            encoding="utf-8",
        )
        hold_messages()
        self._begin(profile)

    def _begin(self, profile: Profile) -> None:
        self._profile = profile
        send(sys.stdout, profile.start)
        sys.stdout.flush()
        for row in self._waiting:
            self._send(profile, row)
        self._waiting.clear()

    def _send(self, profile: Profile, row: Parts) -> None:
        line = (profile.row(row[0][0]) if len(row) == 1 and not row[0][1] else profile.styled_row(row)) + "\n"
        if self._pager is None:
            send(sys.stdout, line)
        elif self._pager.stdin is not None:
            self._pager.stdin.write(line)

    @staticmethod
    def _wait(pager: subprocess.Popen[str]) -> None:
        """Wait for the pager, whatever the user types: Ctrl-C is the pager's, to which it goes as well."""
        with _without_interrupts():
            if pager.stdin is not None:
                with contextlib.suppress(BrokenPipeError):
                    pager.stdin.close()
            pager.wait()
        release_messages()


@contextlib.contextmanager
def _without_interrupts() -> Iterator[None]:
    try:
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    except ValueError:  # not in the main thread, to which alone signals come
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def hold_messages() -> None:
    """Keep what is said on the terminal from a pager's screen, until `release_messages`."""
    if isinstance(sys.stderr, Outlet) and sys.stderr.isatty():
        sys.stderr.hold()


def release_messages() -> None:
    """Say what was held."""
    stream: IO[str] | Outlet | None = sys.stderr
    if isinstance(stream, Outlet):
        stream.release()
