"""Decides whether what a command prints is coloured, and paints it.

`--color` holds before everything else. With `auto`, NO_COLOR (no-color.org) takes colours away, if it is
set at all, as the screen and Textual have it; CLICOLOR_FORCE (bixense.com/clicolors) keeps them in a pipe,
too; and else a terminal has them, if it knows how to move its cursor. Colours are the sixteen of the
terminal's own palette, so that they can be read on its ground.
"""

from __future__ import annotations

import os
from typing import Any

from tui.terminal.streams import send

ERROR, DIM = "1;31", "2"
"""The styles of lines on standard error, as parameters of SGR (ECMA-48, 8.3.117). Rows have bold alone,
which `Profile.styled_row` sets, since each terminal has a way of its own to keep the order of their cells."""
RESET = "\x1b[m"

_NO_COLOUR, _FORCED = "NO_COLOR", "CLICOLOR_FORCE"

_when = "auto"


def choose(when: str) -> None:
    """Do as `--color` says from now on: `auto`, `always` or `never`; so will the reader's screen."""
    global _when  # noqa: PLW0603 - one process runs one command
    _when = when
    if when == "never":
        os.environ[_NO_COLOUR] = "1"
    elif when == "always":
        os.environ.pop(_NO_COLOUR, None)


def has_colours(stream: Any) -> bool:
    """Say whether what is written to a standard stream is to be coloured."""
    if _when != "auto":
        return _when == "always"
    if _NO_COLOUR in os.environ:
        return False
    if os.environ.get(_FORCED, "0") not in ("", "0"):
        return True
    return stream is not None and stream.isatty() and os.environ.get("TERM", "dumb") != "dumb"


def write(stream: Any, text: str, style: str) -> None:
    """Write text, harmless, to a standard stream in a style, where that is to be coloured."""
    if not has_colours(stream):
        stream.write(text)
        return
    send(stream, f"\x1b[{style}m")
    stream.write(text)
    send(stream, RESET)
