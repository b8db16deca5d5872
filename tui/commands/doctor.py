"""Say how this terminal is sent Arabic, and choose another way if it reads wrong."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Sequence

import msgspec

from annotations.text.sanitising import escaped
from annotations.version import VERSION
from tui.bidi import Paragraph, layout
from tui.commands.arguments import ONE_LANGUAGE, SAVES, UNPAGED, Usage
from tui.commands.json_lines import JsonLine, fields_of
from tui.commands.opening import complain, on_terminal
from tui.commands.output import json_line
from tui.config import preferences, settings
from tui.config.keymap import resolve
from tui.terminal import detection
from tui.terminal.profiles import DEFAULT, PROFILES, Profile, clusters, is_tried, profile_of
from tui.terminal.streams import send

SAMPLE = "3000 جندي (MSMT) لم يُنقَلوا، و«الأسلحة» KN-23 في 31/10"
"""Has all that goes wrong where something does: numbers, brackets, vowel marks, lam-alef, Latin."""
WIDTH = 79

_WIDTHS = {"a letter": "ﺏ", "lam-alef": "ﻻ", "a letter with two marks": "ﺏَّ", "a digit": "٣"}
_VARIABLES = (
    "TERM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", "LC_TERMINAL", "COLORTERM", "VTE_VERSION",
    "KONSOLE_VERSION", "KITTY_WINDOW_ID", "MLTERM", "XTERM_VERSION", "TMUX", "STY", "SSH_CONNECTION", "LANG",
    "LC_ALL", "LC_CTYPE",
)  # fmt: skip
_UNTRIED = "; nobody has tried it in this terminal, so see which line below reads right"
_SECRET = ("TMUX", "STY", "SSH_CONNECTION")  # that it is set says enough for a bug report


class TerminalReport(msgspec.Struct):
    """All that is known of the terminal, as `doctor --json` writes it."""

    claimreader: str
    python: str
    system: str
    terminal: str
    source: str
    inside: str
    profile: str
    tried: bool
    """False if nobody has looked at such a terminal with this program: others say that the profile fits."""
    why: str
    setting: str
    problems: list[str]
    """Mistakes in the settings, and in the scheme that was named; a line each."""
    widths: dict[str, int] | None
    """Cells that the terminal gives to texts that are one cell; null if it doesn't say."""
    fonts: int | None
    """Fonts with Arabic and cells of one width on this machine; null if that can't be known here."""
    environment: dict[str, str]


USAGE = Usage(
    examples=(
        ("claimreader doctor", "what the terminal is, and which way its Arabic reads right"),
        ("claimreader doctor --json", "the same for a report of a mistake"),
    ),
    exits=SAVES,
    without=ONE_LANGUAGE | UNPAGED,
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add nothing: there is nothing to say but `--json`."""


def json_lines() -> list[JsonLine]:
    """Say what a line of `--json` holds."""
    report = {
        "claimreader": "version of the program",
        "python": "version of Python",
        "system": "the operating system",
        "terminal": "the terminal; empty if nothing is known of it",
        "source": "how it was recognised",
        "inside": "what stands between, such as tmux; else empty",
        "profile": "the way in which it is sent Arabic",
        "tried": "whether somebody has looked at such a terminal with this program",
        "why": "the evidence for the profile",
        "setting": "the line for settings.toml that chooses the profile",
        "problems": "mistakes in the settings and in the scheme, a line each",
        "widths": "cells that the terminal gives to texts that are one cell; null if it doesn't say",
        "fonts": "fonts with Arabic and cells of one width; null if that can't be known",
        "environment": "the variables that say something about the terminal",
    }
    return [JsonLine("", fields_of(TerminalReport, report))]


def run(options: argparse.Namespace) -> int:
    """Print what is found; on a terminal, ask which line reads right."""
    choice = detection.identified(afresh=True, by_tty=True)
    report = _observed(choice, _scheme_problems(options))
    if options.json:
        sys.stdout.write(json_line(report) + "\n")
        return 0
    sys.stdout.write("\n".join(_as_lines(report, choice)) + "\n")
    if not (on_terminal() and sys.stdin.isatty()):
        return 0
    return _ask(choice)


def _observed(choice: detection.ProfileChoice, of_scheme: Sequence[str]) -> TerminalReport:
    from tui.terminal.query import cells_taken, clean, may_ask

    widths = cells_taken(list(_WIDTHS.values()), by_tty=True) if may_ask() else None
    environ = {name: os.environ[name] for name in _VARIABLES if os.environ.get(name)}
    return TerminalReport(
        claimreader=VERSION,
        python=platform.python_version(),
        system=platform.platform(),
        terminal=choice.terminal,
        source=choice.source,
        inside=choice.nested,
        profile=choice.profile.name,
        tried=is_tried(choice.terminal),
        why=choice.why,
        setting=str(settings.path()),
        problems=[*_problems(choice), *of_scheme],
        widths=dict(zip(_WIDTHS, widths, strict=True)) if widths else None,
        fonts=_fonts(),
        environment={name: "set" if name in _SECRET else clean(text) for name, text in environ.items()},
    )


def _problems(choice: detection.ProfileChoice) -> list[str]:
    """Return what is wrong with the settings; the same mistake may be met twice."""
    preferred = preferences.read()
    mapped = resolve(preferred.keys).problems if preferred.keys is not None else ()
    return list(dict.fromkeys([*filter(None, [choice.problem]), *preferred.problems, *mapped]))


def _scheme_problems(options: argparse.Namespace) -> Sequence[str]:
    """Return what is wrong with the keys of a scheme, if one is named or lies beside the corpus that is."""
    if options.scheme is None and not options.corpus:
        return ()
    from annotations.scheme_file.loader import SchemeError
    from tui.commands.opening import open_project, reserve_keys
    from tui.config.bindings import clashes

    try:
        project = open_project(options)
        reserve_keys(project)
        return clashes(project.scheme) if project.scheme_file else ()
    except SchemeError as error:
        return (str(error),)


def _fonts() -> int | None:
    """Count the fonts that fontconfig knows; over ssh the terminal's fonts are on another machine."""
    if os.environ.get("SSH_CONNECTION") or not shutil.which("fc-list"):
        return None
    try:
        done = subprocess.run(
            ["fc-list", ":spacing=100:charset=feed", "family"],  # noqa: S607 - U+FEED is a presentation form
            capture_output=True, text=True, timeout=5, check=True, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    return len(set(done.stdout.splitlines()))


def _as_lines(report: TerminalReport, choice: detection.ProfileChoice) -> list[str]:
    if report.widths is None:
        widths = "the terminal doesn't say how many cells it gives to Arabic"
    else:
        wrong = [f"{name} takes {cells}" for name, cells in report.widths.items() if cells != 1]
        widths = (
            f"not one cell: {', '.join(wrong)}"
            if wrong
            else "letters, marks and lam-alef take the cells they should"
        )
    if report.fonts is None:
        fonts = "no program can see the terminal's font from here"
    elif report.fonts:
        fonts = f"{report.fonts} here have Arabic in even cells; which one is used can't be seen"
    else:
        fonts = "none here has Arabic in even cells; install DejaVu Sans Mono"
    lines = [
        f"claimreader {report.claimreader}, Python {report.python}",
        f"terminal  {report.why}",
        f"profile   {report.profile}: {choice.profile.about}{'' if report.tried else _UNTRIED}",
        f"setting   {detection.SETTING} in {report.setting}",
        f"widths    {widths}",
        f"fonts     {fonts}",
    ]
    return lines + [f"problem   {escaped(problem)}" for problem in report.problems]


def candidates(choice: detection.ProfileChoice) -> list[Profile]:
    """Return the profiles that can be told apart here.

    Those that send cells in order differ in what they tell the terminal alone, and what Konsole and mlterm
    are told acts on the whole window: of these there is one, the one that fits.
    """
    fitting = profile_of(choice.terminal, nested=choice.nested) or DEFAULT
    in_order = next((profile for profile in (choice.profile, fitting) if profile.order == "cells"), DEFAULT)
    return [in_order, *(profile for profile in PROFILES.values() if profile.order != "cells")]


def _ask(choice: detection.ProfileChoice) -> int:
    listed = candidates(choice)
    row = layout(Paragraph(SAMPLE), 56)[0]
    try:
        sys.stdout.write("\nThe same text in each way; a box or a gap is a letter that the font lacks:\n\n")
        send(sys.stdout, listed[0].start)
        for number, profile in enumerate(listed, 1):
            used = "*" if profile == choice.profile else " "
            left = f"{number}{used}{profile.name:<15}"
            blank = " " * (WIDTH - 1 - len(left) - row.width)
            send(sys.stdout, f"{painted(profile, left + blank + row.text + ' ')}\n")
        question = f"\nWhich reads right? 1-{len(listed)}; 0 finds it out each time; Enter keeps *: "
        sys.stdout.write(question)
        sys.stdout.flush()
        reply = sys.stdin.readline().strip()
    finally:
        send(sys.stdout, listed[0].stop)
        sys.stdout.flush()
    return _keep(reply, listed)


def _keep(reply: str, listed: list[Profile]) -> int:
    if not reply:
        return 0
    number = (
        int(reply) if reply.isdecimal() and len(reply) < 3 else -1
    )  # Arabic-Indic digits are decimal, too
    if not 0 <= number <= len(listed):
        complain(f"{reply}: expected a number from 0 to {len(listed)}; nothing was changed")
        return 2
    name = listed[number - 1].name if number else "auto"
    try:
        settings.put(detection.SETTING, name)
    except settings.SettingsError as error:
        complain(str(error))
        return 3
    sys.stdout.write(f"{detection.SETTING} = {name!r} is kept in {settings.path()}\n")
    return 0


def painted(profile: Profile, row: str) -> str:
    """Return a row as a profile sends it, white on black: what is to be hidden needs a ground to hide on."""
    cells = clusters(row)
    ground, hidden = "\x1b[38;2;255;255;255;48;2;0;0;0m", "\x1b[38;2;0;0;0m"
    codes = {"hidden": (hidden, ground), "switched": profile.switch(()), "": ("", "")}
    out = [ground]
    last = ""
    for cell in profile.arrange(cells, [0] * len(cells)):
        if cell.drawn != last:
            out.append(codes[last][1] + codes[cell.drawn][0])
            last = cell.drawn
        out.append(cell.text)
    return "".join(out) + "\x1b[m"
