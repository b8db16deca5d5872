"""Finds out which terminal this is, and so with which profile its text is sent.

In order of belief: the user's setting; what the terminal answers (`tui.terminal.query`); inside tmux what
tmux knows of its client; the environment last, since it is inherited: an xterm started from GNOME Terminal
has its `VTE_VERSION`. An answer takes time that no first frame waits for, so the last one for such an
environment is remembered.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from annotations.paths import state_folder
from tui.config import settings
from tui.session.state_file import JsonState
from tui.terminal.profiles import DEFAULT, PROFILES, Profile, profile_of
from tui.terminal.query import ask, clean, may_ask

SETTING = "terminal"
SERVED = "CLAIMREADER_SERVED"
"""A variable that `claimreader serve` sets for its readers: their terminal is the browser's, whatever the
settings say of the person's own."""

_BY_TERM = ("kitty", "alacritty", "mlterm", "rxvt", "foot", "ghostty", "linux", "st-")
_BY_VARIABLE = {
    "KITTY_WINDOW_ID": "kitty", "KONSOLE_VERSION": "Konsole", "MLTERM": "mlterm",
    "ALACRITTY_WINDOW_ID": "alacritty", "WT_SESSION": "Windows Terminal", "XTERM_VERSION": "XTerm",
    "VTE_VERSION": "VTE",
}  # fmt: skip
_DUMB = ("", "dumb", "unknown")
"""Terminals of which terminfo knows no way to move the cursor."""
_MULTIPLEXERS = ("tmux", "screen")
_FINGERPRINT = (
    "TERM", "TERM_PROGRAM", "LC_TERMINAL", "COLORTERM", "VTE_VERSION", "KONSOLE_VERSION", "MLTERM",
    "XTERM_VERSION",
)  # fmt: skip
_REMEMBERED = 64
_TMUX_QUESTION = ("tmux", "display-message", "-p", "#{client_termtype}\t#{client_pid}\t#{client_termname}")


class ProfileChoice(NamedTuple):
    """The profile to use, and what it rests on."""

    profile: Profile
    terminal: str
    """The terminal's name, as it says itself where it does; empty if nothing is known."""
    source: str
    """The source of that knowledge, such as `its own answer`."""
    nested: str = ""
    """`tmux` or `screen` where one stands between."""
    problem: str = ""
    """A line on the mistake in the setting; empty if there is none."""

    @property
    def why(self) -> str:
        """One line for the user."""
        if self.source == "settings":
            return f"{SETTING} = {self.profile.name!r} in {settings.path()}"
        seen = f"{self.terminal or 'an unknown terminal'}, by {self.source}"
        return f"{seen}, inside {self.nested}" if self.nested else seen


def choose(answer: str = "", *, client: str = "", environ: Mapping[str, str] = os.environ) -> ProfileChoice:
    """Choose the profile.

    Args:
        answer: what the terminal answered, empty if it hasn't.
        client: what tmux knows of the terminal around it.
        environ: the environment.
    """
    nested = multiplexer(answer, environ)
    named, problem = (None, "") if environ.get(SERVED) else _setting()
    seen = (
        (client, "tmux") if nested == "tmux" and client else
        (answer, "its own answer") if answer and not nested else
        (from_environment(environ), "the environment")
    )  # fmt: skip
    terminal, source = seen
    if named is not None:
        return ProfileChoice(named, terminal, "settings", nested)
    profile = profile_of(terminal, nested=nested) or DEFAULT
    return ProfileChoice(profile, terminal, source, nested, problem)


def recall(environ: Mapping[str, str] = os.environ) -> ProfileChoice:
    """Choose by the last answer in such an environment, without asking."""
    known = _memory().get(_fingerprint(environ), "")
    if multiplexer("", environ):
        return choose(client=known, environ=environ)
    return choose(known, environ=environ)


def remember(answer: str, environ: Mapping[str, str] = os.environ) -> None:
    """Keep an answer for the next start; where that can't be written it is asked again."""
    memory = _memory()
    key = _fingerprint(environ)
    if memory.get(key) == answer:
        return
    memory.pop(key, None)
    kept = dict([*memory.items(), (key, answer)][-_REMEMBERED:])
    _state().write(kept)


def identified(*, afresh: bool = False) -> ProfileChoice:
    """Choose for rows that are printed and stay, so that an answer is waited for, for a moment.

    Args:
        afresh: ask even if an answer is remembered.
    """
    choice = recall()
    if choice.nested == "tmux":
        return choose(client=ask_tmux())
    known = choice.source in ("settings", "its own answer")
    if choice.nested or not may_ask() or (known and not afresh):
        return choice
    answer = ask()
    if answer:
        remember(answer)
    return choose(answer)


def no_full_screen(environ: Mapping[str, str] = os.environ) -> str:
    """Say why the terminal can't show a full screen, by its `TERM`; nothing if it can."""
    name = environ.get("TERM", "")
    if os.name == "nt" or name not in _DUMB:
        return ""
    said = f"TERM={name}" if name else "no TERM"
    return (
        f"{said} means a terminal that can only print lines: use claimreader list, show, sentences or export,"
        " or set TERM to what the terminal is, such as xterm-256color"
    )


def from_environment(environ: Mapping[str, str]) -> str:
    """Return what the environment says the terminal is, or nothing.

    `TERM` is believed first: it is set by every terminal, so it is never another one's.
    """
    term = environ.get("TERM", "")
    for name in _BY_TERM:
        if name in term:
            return name.rstrip("-")
    program = environ.get("TERM_PROGRAM", "")
    if program and program != "tmux":
        return f"{program} {environ.get('TERM_PROGRAM_VERSION', '')}".strip()
    if environ.get("LC_TERMINAL"):  # sent along by ssh
        return environ["LC_TERMINAL"]
    for variable, name in _BY_VARIABLE.items():
        if environ.get(variable):
            return name if "WINDOW" in variable or "SESSION" in variable else f"{name} {environ[variable]}"
    return ""


def multiplexer(answer: str, environ: Mapping[str, str]) -> str:
    """Return `tmux` or `screen` if one stands between, else nothing."""
    for name in _MULTIPLEXERS:
        if answer.lower().startswith(name):
            return name
    if answer:
        return ""
    term = environ.get("TERM", "")
    if environ.get("TMUX") and not term.startswith("xterm"):
        return "tmux"
    return next((name for name in _MULTIPLEXERS if term.startswith(name)), "")


def ask_tmux() -> str:
    """Ask tmux which terminal is around it now; nothing if it doesn't say within a second."""
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command; whoever owns PATH owns tmux, too
            _TMUX_QUESTION, capture_output=True, text=True, timeout=1, stdin=subprocess.DEVNULL, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return _tmux_client(done.stdout)


def _tmux_client(reply: str) -> str:
    """Return the terminal of what tmux says.

    tmux asks its client for XTVERSION. For one that doesn't answer (VTE), the environment of the tmux client
    is read, which was started in that terminal; ours is that of the shell that started the tmux server.
    """
    termtype, _, rest = reply.strip("\n").partition("\t")
    pid, _, termname = rest.partition("\t")
    if termtype:
        return clean(termtype)
    environ = {}
    with contextlib.suppress(OSError, ValueError):
        data = Path("/proc", str(int(pid)), "environ").read_bytes().decode("utf-8", "replace")
        environ = dict(pair.split("=", 1) for pair in data.split("\0") if "=" in pair)
    return clean(from_environment({**environ, "TERM": termname} if termname else environ))


def _setting() -> tuple[Profile | None, str]:
    try:
        name = settings.get(SETTING)
    except settings.SettingsError as error:
        return None, str(error)
    if name is None or name == "auto":
        return None, ""
    if isinstance(name, str) and name in PROFILES:
        return PROFILES[name], ""
    names = ", ".join(("auto", *PROFILES))
    return None, f"{settings.path()}: {SETTING} is {settings.brief(name)}; it can be {names}"


def _fingerprint(environ: Mapping[str, str]) -> str:
    facts = [f"{name}={environ[name]}" for name in _FINGERPRINT if environ.get(name)]
    facts += [name for name in ("KITTY_WINDOW_ID", "TMUX", "STY", "SSH_CONNECTION") if environ.get(name)]
    return " ".join(facts)


def _state() -> JsonState:
    return JsonState(state_folder() / "terminals.json", durable=False)


def _memory() -> dict[str, str]:
    """Return the answers of terminals by the environments in which they came."""
    return {key: clean(value) for key, value in _state().read().items() if isinstance(value, str)}
