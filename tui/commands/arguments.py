"""Arguments that several commands take, and the types of options, whose errors say what is expected.

It stands below the commands and the command line, which both use it, and imports nothing of the program.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar

T = TypeVar("T")


def typed(expected: str, convert: Callable[[str], T]) -> Callable[[str], T]:
    """Return the type of an option: its error names the option, the value, and what is expected.

    Args:
        expected: what the value has to be, with its article: "a date like 2026-11-22".
        convert: makes of the argument what the command gets; a ValueError says that it can't be.
    """

    def converted(value: str) -> T:
        try:
            return convert(value)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{value} is not {expected}") from None

    return converted


def one_of(names: Sequence[str]) -> Callable[[str], str]:
    """Return the type of an option that has a few values."""

    def known(value: str) -> str:
        if value not in names:
            raise ValueError(value)
        return value

    return typed(f"one of {', '.join(names)}", known)


class Option(NamedTuple):
    """An option: its name, and what else `add_argument` of argparse takes."""

    name: str
    settings: dict[str, Any]

    @property
    def takes_value(self) -> bool:
        """True if the next argument belongs to it."""
        return self.settings.get("action") != "store_true"


def corpus_argument(parser: argparse.ArgumentParser) -> None:
    """Add the positional CORPUS."""
    parser.add_argument(
        "roots",
        metavar="CORPUS",
        nargs="*",
        help="folders or files of articles (default: the samples); -: a list of paths on standard input",
    )
