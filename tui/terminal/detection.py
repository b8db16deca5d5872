"""Finds out which terminal this is, and so with which profile its text is sent.

In order of belief: the user's setting; what the terminal answers (`tui.terminal.query`), inside a multiplexer
through it; inside tmux what tmux knows of its client; for a terminal that nobody has tried, what the user
said when they were asked; the environment last, since it is inherited: an xterm started from GNOME Terminal
has its `VTE_VERSION`. An answer takes time that no first frame waits for, so the last one for such an
environment is remembered.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from annotations.paths import state_folder
from tui.config import settings
from tui.session.state_file import JsonState
from tui.terminal.profiles import DEFAULT, PROFILES, Profile, is_tried, profile_of
from tui.terminal.query import ask, clean, may_ask, question_through

SETTING = "terminal"
SERVED = "CLAIMREADER_SERVED"
"""A variable that `claimreader serve` sets for its readers: their terminal is the browser's, whatever the
settings say of the person's own."""

_BY_TERM = ("kitty", "alacritty", "mlterm", "rxvt", "foot", "ghostty", "linux", "st-")
_BY_VARIABLE = {
    "KITTY_WINDOW_ID": "kitty", "KONSOLE_VERSION": "Konsole", "MLTERM": "mlterm",
    "ALACRITTY_WINDOW_ID": "alacritty", "WT_SESSION": "Windows Terminal", "XTERM_VERSION": "XTerm",
    "VTE_VERSION": "VTE", "TERMUX_VERSION": "Termux",
}  # fmt: skip
DUMB = ("", "dumb", "unknown")
"""Terminals of which terminfo knows no way to move the cursor."""
_MULTIPLEXERS = ("tmux", "screen")
_FINGERPRINT = (
    "TERM", "TERM_PROGRAM", "LC_TERMINAL", "COLORTERM", "VTE_VERSION", "KONSOLE_VERSION", "MLTERM",
    "XTERM_VERSION",
)  # fmt: skip
_REMEMBERED = 64
_SILENT = "?"
"""Stands in the memory for a terminal around a multiplexer that doesn't answer."""
YOUR_ANSWER = "your answer"
"""The source of a choice that the user made when they were asked."""
_PASSTHROUGH = "allow-passthrough"
_TMUX_QUESTION = ("display-message", "-p", "#{client_termtype}\t#{client_pid}\t#{client_termname}")


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
        client: what is known of the terminal around the multiplexer.
        environ: the environment.
    """
    nested = multiplexer(answer, environ)
    named, problem = (None, "") if environ.get(SERVED) else _setting()
    seen = (
        (client, nested) if nested and client else
        (answer, "its own answer") if answer and not nested else
        (from_environment(environ), "the environment")
    )  # fmt: skip
    terminal, source = seen
    if named is not None:
        return ProfileChoice(named, terminal, "settings", nested)
    if not is_tried(terminal) and (told := _told(environ)) is not None:
        return ProfileChoice(told, terminal, YOUR_ANSWER, nested, problem)
    profile = profile_of(terminal, nested=nested) or DEFAULT
    return ProfileChoice(profile, terminal, source, nested, problem)


def recall(environ: Mapping[str, str] = os.environ) -> ProfileChoice:
    """Choose by the last answer in such an environment, without asking."""
    known = _memory().get(_fingerprint(environ), "").removeprefix(_SILENT)
    if multiplexer("", environ):
        return choose(client=known, environ=environ)
    return choose(known, environ=environ)


def tell(profile: Profile, environ: Mapping[str, str] = os.environ) -> None:
    """Keep which way reads right, as the user said, for this terminal and the host that they come from."""
    _keep(_told_key(environ), profile.name)


def may_be_asked(choice: ProfileChoice) -> bool:
    """Say whether the user knows better which way reads right than all that the terminal has let be known."""
    return choice.source not in ("settings", YOUR_ANSWER) and not is_tried(choice.terminal)


def remember(answer: str, environ: Mapping[str, str] = os.environ) -> None:
    """Keep an answer for the next start; where that can't be written it is asked again."""
    _keep(_fingerprint(environ), answer)


def _keep(key: str, value: str) -> None:
    memory = _memory()
    if memory.get(key) == value:
        return
    memory.pop(key, None)
    kept = dict([*memory.items(), (key, value)][-_REMEMBERED:])
    _state().write(kept)


def _told(environ: Mapping[str, str]) -> Profile | None:
    """Return the profile that the user said reads right here."""
    return PROFILES.get(_memory().get(_told_key(environ), ""))


def _told_key(environ: Mapping[str, str]) -> str:
    """Return the name under which the user's answer is kept.

    A new version of a terminal may show rows otherwise, and behind ssh each host has a terminal of its own.
    """
    host = environ.get("SSH_CONNECTION", "").partition(" ")[0]
    return f"{_fingerprint(environ)} {environ.get('TERM_PROGRAM_VERSION', '')} {clean(host)} told"


def identified(*, afresh: bool = False, by_tty: bool = False) -> ProfileChoice:
    """Choose for rows that are printed and stay, so that an answer is waited for, for a moment.

    Args:
        afresh: ask even if an answer is remembered.
        by_tty: ask the program's own terminal, wherever its streams lead.
    """
    choice = recall()
    if choice.nested == "tmux" and (client := ask_tmux()):
        return choose(client=client)
    known = choice.source != "the environment"
    silent = _memory().get(_fingerprint(os.environ)) == _SILENT
    if not may_ask() or ((known or silent) and not afresh):
        return choice
    if choice.nested:
        with passing_on(choice.nested):
            answer = ask(question_through(choice.nested), by_tty=by_tty)
        if multiplexer(answer, {}):
            answer = ""
    else:
        answer = ask(by_tty=by_tty)
    if not answer:
        if choice.nested and not choice.terminal:
            remember(_SILENT)  # it would be waited for with each command
        return choice if choice.nested else choose()
    remember(answer)
    return choose(client=answer) if choice.nested else choose(answer)


@contextlib.contextmanager
def passing_on(nested: str) -> Iterator[None]:
    """Have tmux pass on what is sent to the terminal around it, which by default it doesn't (since 3.3)."""
    before = _tmux("show-options", "-Apv", _PASSTHROUGH) if nested == "tmux" else "on"
    if before != "off":
        yield
        return
    _tmux("set-option", "-p", _PASSTHROUGH, "on")
    try:
        yield
    finally:
        _tmux("set-option", "-pu", _PASSTHROUGH)


def no_full_screen(environ: Mapping[str, str] = os.environ) -> str:
    """Say why the terminal can't show a full screen, by its `TERM`; nothing if it can."""
    name = environ.get("TERM", "")
    if os.name == "nt" or name not in DUMB:
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
    return _tmux_client(_tmux(*_TMUX_QUESTION))


def _tmux(*command: str) -> str:
    """Return what tmux says to a command; nothing if it fails, or takes more than a second."""
    try:
        done = subprocess.run(  # noqa: S603 - fixed commands
            ("tmux", *command),  # noqa: S607 - whoever owns PATH owns tmux, too
            capture_output=True,
            text=True,
            timeout=1,
            stdin=subprocess.DEVNULL,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip("\n")


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
