"""Asks the terminal what it is and waits for the answer, for commands that print and end."""

from __future__ import annotations

import os
import re
import select
import sys
import time

from tui.terminal import QUERY, by_attributes, clean

_VERSION = re.compile(rb"\x1bP>\|([^\x1b\x07]{0,256})(?:\x1b\\|\x07)")
_ATTRIBUTES = re.compile(rb"\x1b\[>([\d;]{1,32})c")


def ask(seconds: float = 0.5) -> str:
    """Return what the terminal says it is, nothing if it doesn't say, or there is none to be asked.

    Nothing is asked from the background, where reading would stop the process. What the user types meanwhile
    is lost; a terminal on the same machine answers within 10 ms.

    Args:
        seconds: how long to wait; the secondary device attributes, asked for last, end the wait.
    """
    try:
        import termios
        import tty

        keyboard = sys.stdin.fileno()
        if not (sys.stdin.isatty() and sys.stdout.isatty()) or os.tcgetpgrp(keyboard) != os.getpgrp():
            return ""
        before = termios.tcgetattr(keyboard)
    except (ImportError, OSError, ValueError, AttributeError):  # Windows; no terminal; closed
        return ""
    try:
        tty.setcbreak(keyboard, termios.TCSANOW)
        sys.stdout.write(QUERY)
        sys.stdout.flush()
        said = _read(keyboard, seconds)
    finally:
        termios.tcsetattr(keyboard, termios.TCSANOW, before)
    version = _VERSION.search(said)
    if version:
        return clean(version[1].decode("utf-8", "replace"))
    attributes = _ATTRIBUTES.search(said)
    return by_attributes(attributes[1].decode()) if attributes else ""


def _read(keyboard: int, seconds: float) -> bytes:
    said = b""
    end = time.monotonic() + seconds
    while not _ATTRIBUTES.search(said) and len(said) < 4096:
        ready, _, _ = select.select([keyboard], [], [], max(0.0, end - time.monotonic()))
        if not ready:
            break
        said += os.read(keyboard, 1024)
    return said
