r"""Copies a text to the clipboard by the way that this terminal has, and says truly what became of it.

A program can't see whether a terminal has taken a text for its clipboard: OSC 52 (xterm's control sequences,
`OSC 52 ; c ; base64`) has no answer, and some never take one. So the line says what was done:

- inside tmux the text is loaded into tmux's own buffer (`load-buffer -w`, which sends it on if the terminal
  outside takes it): with tmux's default, `set-clipboard external`, an OSC 52 of a program is dropped;
- inside GNU screen the sequence goes through in device control strings, in pieces, since screen keeps a few
  hundred bytes of one;
- to a terminal that is known to take none nothing is sent; on the same machine a program of the desktop is
  given the text, if there is one;
- all others are sent the sequence, and nothing more is claimed.
"""

from __future__ import annotations

import asyncio
import base64
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence

from tui.i18n import _
from tui.terminal.detection import ProfileChoice

SECONDS = 1.0
"""Seconds that another program may take to accept a text."""
_PIECE = 76
"""Characters in one control string of screen: what its oldest versions still pass on."""

_TAKES_NONE = re.compile(
    r"VTE|qtermwidget|QTerminal|linux\Z"  # VTE's issue 2495; QTerminal's 1169; console_codes(4)
    r"|Konsole (?:1|2[0-3]|24\.0[0-8])",  # before 24.12: KDE's bug 372116
    re.IGNORECASE,
)
_WITH_SETTING = (("XTerm", "allowWindowOps"), ("mlterm", "allow_osc52"), ("rxvt", "the extension 52-osc"))
"""Terminals that take it only where a setting of theirs says so (their manuals)."""
_DESKTOP: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("WAYLAND_DISPLAY", ("wl-copy",)),
    ("DISPLAY", ("xclip", "-selection", "clipboard", "-in")),
    ("DISPLAY", ("xsel", "--clipboard", "--input")),
)


async def copy(
    text: str, choice: ProfileChoice, send: Callable[[str], object], environ: Mapping[str, str] = os.environ
) -> str:
    """Copy a text, which holds no control any more; returns one line for the user.

    Args:
        text: what to copy.
        choice: which terminal this is.
        send: writes a sequence to the terminal.
        environ: the environment.
    """
    if choice.nested == "tmux":
        if environ.get("TMUX") and (said := await asyncio.to_thread(_into_tmux, text)):
            return said
        send(sequence(text))
        return _("sent to tmux, which takes it only where its set-clipboard is on")
    if choice.nested == "screen":
        for piece in through_screen(sequence(text)):
            send(piece)
        return _("sent through screen to the terminal's clipboard")
    if _TAKES_NONE.match(choice.terminal):
        for command in desktop_programs(environ):
            if await asyncio.to_thread(_accepts, command, text):
                return _("copied to the clipboard by {program}").format(program=command[0])
        return _("not copied: this terminal ({terminal}) gives programs no clipboard").format(
            terminal=choice.terminal
        )
    send(sequence(text))
    for name, setting in _WITH_SETTING:
        if name in choice.terminal:
            said = _("sent to the terminal's clipboard, which {terminal} allows only with {setting}")
            return said.format(terminal=name, setting=setting)
    return _("sent to the terminal's clipboard")


def sequence(text: str) -> str:
    """Return the control sequence that asks a terminal to take a text for its clipboard."""
    return f"\x1b]52;c;{base64.b64encode(text.encode('utf-8', 'replace')).decode('ascii')}\x07"


def through_screen(whole: str) -> Sequence[str]:
    """Return the control strings in which GNU screen hands a sequence on to the terminal outside."""
    return [f"\x1bP{whole[at : at + _PIECE]}\x1b\\" for at in range(0, len(whole), _PIECE)]


def desktop_programs(environ: Mapping[str, str]) -> list[Sequence[str]]:
    """Return the commands that put their input on the clipboard of the desktop that this runs on."""
    if environ.get("SSH_CONNECTION"):  # its desktop, if it has one, is another's
        return []
    if sys.platform == "darwin":
        return [("pbcopy",)]
    return [command for variable, command in _DESKTOP if environ.get(variable) and shutil.which(command[0])]


def _into_tmux(text: str) -> str:
    """Load a text into tmux's buffer; returns what to say, nothing if tmux doesn't take it."""
    if _accepts(("tmux", "load-buffer", "-w", "-"), text):
        if "clipboard" in _asked("tmux", "display-message", "-p", "#{client_termfeatures}"):
            return _("copied into tmux's buffer, and sent on to the terminal's clipboard")
    elif not _accepts(("tmux", "load-buffer", "-"), text):  # before 3.2 there is no -w
        return ""
    key = _asked("tmux", "show-options", "-gv", "prefix").strip() or "C-b"
    # Isolated: a bracket in an Arabic row is mirrored (UAX #9, L4), and would name the wrong key.
    return _("copied into tmux's buffer alone; {keys} pastes it").format(keys=f"\u2066{key} ]\u2069")


def _accepts(command: Sequence[str], text: str) -> bool:
    """Give a text to a program; what it prints goes nowhere: wl-copy stays behind and would keep it open."""
    try:
        subprocess.run(  # noqa: S603 - fixed commands; whoever owns PATH owns them, too
            command, input=text.encode("utf-8", "replace"), stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, timeout=SECONDS, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def _asked(*command: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - as above
            command, capture_output=True, text=True, errors="replace", timeout=SECONDS,
            stdin=subprocess.DEVNULL, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout
