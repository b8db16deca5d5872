"""Asks the terminal and waits for the answer, for commands that print and end.

Nothing is asked from the background, where reading would stop the process, nor of a user who has typed ahead:
what waits to be read then is the next command, and belongs to the shell. What is typed in the few
milliseconds of an answer is lost; a terminal on the same machine answers within 10.
"""

from __future__ import annotations

import os
import re
import select
import sys
import time
from collections.abc import Sequence

from tui.terminal.detection import QUERY, by_attributes, clean
from tui.terminal.streams import send

SECONDS = 0.5
"""How long an answer is waited for; a terminal at the other end of the world takes 0.3."""

_VERSION = re.compile(rb"\x1bP>\|([^\x1b\x07]{0,256})(?:\x1b\\|\x07)")
_ATTRIBUTES = re.compile(rb"\x1b\[>([\d;]{1,32})c")
_COLUMN = re.compile(rb"\x1b\[\d{1,5};(\d{1,5})R")
_WHERE = "\x1b[6n"


def ask() -> str:
    """Return what the terminal says it is, nothing if it doesn't say, or there is none to be asked."""
    said = _answers(QUERY, _ATTRIBUTES, 1)
    version = _VERSION.search(said)
    if version:
        return clean(version[1].decode("utf-8", "replace"))
    attributes = _ATTRIBUTES.search(said)
    return by_attributes(attributes[1].decode()) if attributes else ""


def cells_taken(texts: Sequence[str]) -> list[int] | None:
    """Return how many cells the terminal gives to each text, None if it doesn't say; blanks the row."""
    said = _answers("".join(f"\r{text}{_WHERE}" for text in texts) + "\r\x1b[K", _COLUMN, len(texts))
    columns = [int(column) - 1 for column in _COLUMN.findall(said)]
    return columns if len(columns) == len(texts) else None


def _answers(question: str, answer: re.Pattern[bytes], count: int) -> bytes:
    """Ask, and return what comes until there are so many answers, or for a moment."""
    try:
        import termios
        import tty

        keyboard = sys.stdin.fileno()
        if not (sys.stdin.isatty() and sys.stdout.isatty()) or os.tcgetpgrp(keyboard) != os.getpgrp():
            return b""
        before = termios.tcgetattr(keyboard)
    except (ImportError, OSError, ValueError, AttributeError):  # Windows; no terminal; closed
        return b""
    said = b""
    try:
        tty.setcbreak(keyboard, termios.TCSANOW)
        if select.select([keyboard], [], [], 0)[0]:
            return b""
        send(sys.stdout, question)
        sys.stdout.flush()
        end = time.monotonic() + SECONDS
        while len(answer.findall(said)) < count and len(said) < 4096:
            if not select.select([keyboard], [], [], max(0.0, end - time.monotonic()))[0]:
                break
            said += os.read(keyboard, 1024)
    finally:
        termios.tcsetattr(keyboard, termios.TCSANOW, before)
    return said
