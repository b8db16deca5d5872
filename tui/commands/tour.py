"""Try seven keys on sample articles; nothing of it is kept."""

from __future__ import annotations

import argparse

from tui.commands import read
from tui.commands.arguments import NO_PROJECT, UNPAGED, Usage, without_json
from tui.commands.opening import complain

USAGE = Usage(
    examples=(
        ("claimreader tour", "seven keys, each tried on a sample article; Esc ends it"),
        ("claimreader tour --lang ar", "the same in Arabic"),
    ),
    without=NO_PROJECT | UNPAGED | without_json("it writes no records"),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    parser.add_argument("--accessible", action="store_true", help="for screen readers and braille")


def run(options: argparse.Namespace) -> int:
    """Take the tour."""
    why = read.no_reader() or ("" if read.has_keyboard() else read.NO_KEYBOARD)
    if why:
        complain(why)
        return 2
    return read.take_tour(options)
