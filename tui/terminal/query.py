"""Asks the terminal what it is and reads its answers, for commands that print and for the screen.

It is asked for its name and version (XTVERSION, `CSI > q`) and for its secondary device attributes
(`CSI > c`), which VTE and QTerminal answer alone. A command waits for the answers (`ask`); the screen sends
the same question when it begins, and takes the answers out of what is typed (`parsed`).

No command asks from the background, where reading would stop the process, nor a user who has typed ahead:
what waits to be read then is the next command, and belongs to the shell. What is typed in the few
milliseconds of an answer is lost; a terminal on the same machine answers within 10.
"""

from __future__ import annotations

import os
import re
import select
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from tui.terminal.streams import send

_NAME, _WHAT = "\x1b[>q", "\x1b[>c"
QUESTION = _NAME + _WHAT
SECONDS = 0.5
"""Seconds that an answer is waited for; a terminal at the other end of the world takes 0.3."""

# The first number of the secondary device attributes, where it is one terminal's own.
_BY_ATTRIBUTES = {
    "24": "mlterm",
    "41": "XTerm",
    "65": "VTE",
    "77": "mintty",
    "83": "screen",
    "84": "tmux",
    "85": "rxvt",
}
_QTERMWIDGET = "0;115;0"
_VERSION = re.compile(r"\x1bP>\|([^\x1b\x07\x9c]{0,256})(?:\x1b\\|\x07|\x9c)")
_ATTRIBUTES = re.compile(r"\x1b\[>([\d;]{1,32})c", re.ASCII)
_COLUMN = re.compile(r"\x1b\[\d{1,5};(\d{1,5})R", re.ASCII)
_WHERE = "\x1b[6n"
_UNSAFE = re.compile(r"[^ -~]+")


class Answer(NamedTuple):
    """The two answers of a terminal that say which one it is."""

    version: str = ""
    """Its name and version (XTVERSION); empty if it doesn't say."""
    attributes: str = ""
    """Its secondary device attributes, such as `65;7006;1`; empty if it doesn't say."""

    @property
    def terminal(self) -> str:
        """The terminal's name and version, harmless; empty where many answer so."""
        return clean(self.version) or by_attributes(self.attributes)


def parsed(sequence: str) -> Answer | None:
    """Return the answer that one whole control sequence is; None if it is none."""
    if version := _VERSION.fullmatch(sequence):
        return Answer(version=version[1])
    attributes = _ATTRIBUTES.fullmatch(sequence)
    return Answer(attributes=attributes[1]) if attributes else None


def by_attributes(reply: str) -> str:
    """Return the terminal of a reply to `CSI > c`, such as `65;7006;1`, or nothing if many answer so."""
    if reply == _QTERMWIDGET:
        return "qtermwidget"
    first, _, rest = reply.partition(";")
    name = _BY_ATTRIBUTES.get(first, "")
    return f"{name} {rest.partition(';')[0]}".strip() if name else ""


def clean(reply: str) -> str:
    """Return a reply harmless and short: a terminal could answer anything."""
    return _UNSAFE.sub("", reply)[:64].strip()


def may_ask(environ: Mapping[str, str] = os.environ) -> bool:
    """Tell whether the terminal takes an unknown question in silence; Terminal.app prints part of it."""
    return environ.get("TERM_PROGRAM") != "Apple_Terminal" and environ.get("TERM", "dumb") not in (
        "dumb",
        "linux",
    )


def question_through(multiplexer: str) -> str:
    """Return the question as a multiplexer passes it on to the terminal around it without answering itself.

    GNU screen passes on what stands in a device control string (its manual, "Virtual Terminal"), tmux what
    stands in one that begins with `tmux;`, each escape doubled, where `allow-passthrough` lets it (tmux(1)).
    """
    if multiplexer == "tmux":
        return "".join(f"\x1bPtmux;\x1b{part}\x1b\\" for part in (_NAME, _WHAT))
    return "".join(f"\x1bP{part}\x1b\\" for part in (_NAME, _WHAT))


def ask(question: str = QUESTION, *, by_tty: bool = False) -> str:
    """Return what the terminal says it is, nothing if it doesn't say, or there is none to be asked.

    Args:
        question: see `question_through` for a terminal around a multiplexer.
        by_tty: ask the program's own terminal, wherever its streams lead.
    """
    # The attributes are asked for last, so that with them both answers are there.
    said = _said(question, lambda said: _ATTRIBUTES.search(said) is not None, by_tty=by_tty)
    version, attributes = _VERSION.search(said), _ATTRIBUTES.search(said)
    return Answer(version[1] if version else "", attributes[1] if attributes else "").terminal


def cells_taken(texts: Sequence[str], *, by_tty: bool = False) -> list[int] | None:
    """Return how many cells the terminal gives to each text, None if it doesn't say; blanks the row."""
    question = "".join(f"\r{text}{_WHERE}" for text in texts) + "\r\x1b[K"
    said = _said(question, lambda said: len(_COLUMN.findall(said)) >= len(texts), by_tty=by_tty)
    columns = _COLUMN.findall(said)
    return [int(column) - 1 for column in columns] if len(columns) == len(texts) else None


def _said(question: str, complete: Callable[[str], bool], *, by_tty: bool = False) -> str:
    """Ask, and return what the terminal says until that is complete, or for a moment."""
    terminal = None
    try:
        import termios
        import tty

        if by_tty and not (sys.stdin.isatty() and sys.stdout.isatty()):
            from tui.terminal.standard_input import controlling_terminal

            terminal = controlling_terminal()
            if terminal is None:
                return ""
            keyboard = terminal
        elif sys.stdin.isatty() and sys.stdout.isatty():
            keyboard = sys.stdin.fileno()
        else:
            return ""
        if os.tcgetpgrp(keyboard) != os.getpgrp():
            return ""
        before = termios.tcgetattr(keyboard)
    except (ImportError, OSError, ValueError, AttributeError):  # Windows; no terminal; closed
        return ""
    said = b""
    try:
        tty.setcbreak(keyboard, termios.TCSANOW)
        if select.select([keyboard], [], [], 0)[0]:
            return ""
        if terminal is None:
            send(sys.stdout, question)
            sys.stdout.flush()
        else:
            os.write(terminal, question.encode())
        end = time.monotonic() + SECONDS
        while not complete(said.decode("utf-8", "replace")) and len(said) < 4096:
            if not select.select([keyboard], [], [], max(0.0, end - time.monotonic()))[0]:
                break
            said += os.read(keyboard, 1024)
    finally:
        termios.tcsetattr(keyboard, termios.TCSANOW, before)
        if terminal is not None:
            os.close(terminal)
    return said.decode("utf-8", "replace")
