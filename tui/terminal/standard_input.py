"""Standard input that holds a list of paths, and the keyboard that is then read from the terminal itself.

`find ... | claimreader -` leaves no keyboard on standard input. As `less` does, the program then reads that
of its controlling terminal through `/dev/tty` (tty(4)), on Windows through `CONIN$`. It becomes
descriptor 0, so that all that asks or reads the terminal finds it where it always is.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

TERMINAL = "CONIN$" if os.name == "nt" else "/dev/tty"


def listed_paths() -> list[Path]:
    """Read the list of paths that standard input is; the keyboard takes its place if there is one.

    Raises:
        CorpusError: standard input is closed, is a terminal, or holds no list.
    """
    from annotations.corpus.path_list import EXPECTED_LIST, paths_from
    from annotations.corpus.records import CorpusError

    if sys.stdin is None or sys.stdin.closed:
        raise CorpusError(f"-: standard input is closed; expected {EXPECTED_LIST}")
    if sys.stdin.isatty():
        raise CorpusError(f"-: standard input is the keyboard; expected {EXPECTED_LIST}")
    try:
        paths = paths_from(sys.stdin.buffer)
    except OSError as error:  # a folder as standard input, a disk that can't be read
        raise CorpusError(f"-: standard input can't be read: {error.strerror}") from None
    keyboard_from_terminal()
    return paths


def keyboard_from_terminal() -> bool:
    """Make the controlling terminal standard input; False if there is none."""
    terminal = controlling_terminal()
    if terminal is None:
        return False
    os.dup2(terminal, 0)
    os.close(terminal)
    return True


def controlling_terminal() -> int | None:
    """Return a descriptor of the program's terminal, wherever its streams lead; None: it has no terminal."""
    # Windows lacks both flags; there nothing becomes a controlling terminal.
    flags = os.O_RDWR | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        return os.open(TERMINAL, flags)
    except OSError:
        return None
