"""Prints what a report of a mistake should have: `claimreader --version --verbose`, `--json` for a program.

Nothing in it is secret: a home folder is written `~`, and of the environment there is the locale alone.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import msgspec

from annotations.paths import cache_folder, data_folder, state_folder
from annotations.text.sanitising import escaped
from annotations.version import APP, VERSION
from tui.commands.json_lines import JsonLine, fields_of
from tui.commands.output import json_line

_LIBRARIES = ("textual", "rich", "tinydb", "msgspec")
_EXTRAS = ("brotli", "psycopg", "textual-serve", "watchfiles")
"""Libraries of extras that no format names: for packed pages of web archives, `serve` and `--watch`."""


class VersionReport(msgspec.Struct):
    """All that is known of the program and where it runs."""

    claimreader: str
    python: str
    system: str
    libraries: dict[str, str | None]
    """Versions of what it is built of; null: not installed."""
    extras: dict[str, str | None]
    """Versions of what its extras need; null: not installed."""
    terminal: str
    """Empty if nothing is known of it."""
    profile: str
    """The way in which the terminal is sent Arabic."""
    why: str
    """The evidence for the profile."""
    locale: str
    encoding: str
    settings: str
    data: str
    state: str
    cache: str
    database: str
    """The annotations file of the corpus that was named, or of the samples."""


def json_lines() -> list[JsonLine]:
    """Say what a line of `--json` holds."""
    report = {
        "claimreader": "version of the program",
        "python": "version of Python",
        "system": "the operating system",
        "libraries": "versions of what it is built of; null: not installed",
        "extras": "versions of what its extras need; null: not installed",
        "terminal": "the terminal; empty if nothing is known of it",
        "profile": "the way in which it is sent Arabic",
        "why": "the evidence for the profile",
        "locale": "the locale of the environment",
        "encoding": "encoding of standard output",
        "settings": "file of the settings",
        "data": "folder of what a user has made",
        "state": "folder of what the program remembers",
        "cache": "folder of indexes",
        "database": "annotations file of the corpus",
    }
    return [JsonLine("", fields_of(VersionReport, report))]


def print_report(options: argparse.Namespace) -> int:
    """Print the report; returns the exit code."""
    report = _report(options)
    if options.json:
        sys.stdout.write(json_line(report) + "\n")
    else:
        sys.stdout.write("".join(f"{escaped(line)}\n" for line in _lines(report)))
    return 0


def _report(options: argparse.Namespace) -> VersionReport:
    from tui.commands.opening import open_project
    from tui.config import settings
    from tui.terminal import detection

    choice = detection.recall()
    project = open_project(options)  # what it says of itself with --verbose is in the report
    return VersionReport(
        claimreader=VERSION,
        python=f"{platform.python_version()} ({platform.python_implementation()})",
        system=platform.platform(),
        libraries={name: _version(name) for name in _LIBRARIES},
        extras={name: _version(name) for name in extras()},
        terminal=choice.terminal,
        profile=choice.profile.name,
        why=homeless(choice.why),
        locale=next((os.environ[n] for n in ("LC_ALL", "LC_CTYPE", "LANG") if os.environ.get(n)), ""),
        encoding=sys.stdout.encoding,
        settings=homeless(str(settings.path())),
        data=homeless(str(data_folder())),
        state=homeless(str(state_folder())),
        cache=homeless(str(cache_folder())),
        database=homeless(str(project.database)),
    )


def extras() -> list[str]:
    """Return the libraries that only extras need: each that a format names, and a few more."""
    from annotations.corpus.formats import KINDS
    from annotations.exchange.registry import FORMATS
    from annotations.exchange.report.formats import REPORT_FORMATS

    tables = (KINDS, FORMATS.values(), REPORT_FORMATS.values())
    named = (each.library for table in tables for each in table)
    return list(dict.fromkeys([*filter(None, named), *_EXTRAS]))


def homeless(text: str) -> str:
    """Return a text in which the home folder, whose name may be a person's, is `~`."""
    for home in dict.fromkeys((str(Path.home()), os.path.realpath(Path.home()))):
        if len(home) > 1:
            text = text.replace(f"{home}{os.sep}", f"~{os.sep}")
    return text


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _lines(report: VersionReport) -> Iterator[str]:
    yield APP
    rows = msgspec.structs.asdict(report)
    del rows["claimreader"]
    for name, value in rows.items():
        shown = value
        if isinstance(value, dict):
            shown = ", ".join(f"{package} {number or 'no'}" for package, number in value.items())
        yield f"{name:<10} {shown}"
