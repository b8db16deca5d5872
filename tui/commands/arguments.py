"""Arguments that several commands take, and the types of options, whose errors say what is expected.

It stands below the commands and the command line, which both use it, and imports nothing of the program.

A command's module declares `USAGE`: examples, exit codes, and which of the options of all commands it lacks,
with the reason. An option that has no effect is refused with that reason and isn't in the help; silence would
let a script believe that it was heeded.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
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
    """An option: its name, what else `add_argument` of argparse takes, and its letter, if it has one."""

    name: str
    settings: dict[str, Any]
    letter: str = ""

    @property
    def flags(self) -> tuple[str, ...]:
        """All that it is typed as."""
        return (self.letter, self.name) if self.letter else (self.name,)

    @property
    def takes_value(self) -> bool:
        """True if the next argument belongs to it."""
        return self.settings.get("action") != "store_true"

    @property
    def attribute(self) -> str:
        """The name under which a command finds its value."""
        return self.name.lstrip("-").replace("-", "_")

    @property
    def default(self) -> Any:
        """The value that it has where it isn't given."""
        return self.settings.get("default", None if self.takes_value else False)


AUTO, ALWAYS, NEVER = "auto", "always", "never"
WHEN = (AUTO, ALWAYS, NEVER)
"""The values of `--color`."""


class Usage(NamedTuple):
    """Parts of a command's help beside its arguments; see the module."""

    examples: Sequence[tuple[str, str]]
    """Lines as they are typed, each with what it is for."""
    exits: Mapping[int, str] = {}
    """Exit codes that mean something else than with every command, or that others don't have."""
    without: Mapping[str, str] = {}
    """The options of all commands that this one lacks, with the reason."""
    names_files: bool = False
    """Whether its help says which files are read."""


SAVES = {3: "could not save"}
"""The exit code of commands that write something."""
ONE_LANGUAGE = {"--lang": "what it prints is the same in every language"}


def without_json(reason: str) -> dict[str, str]:
    """Return what a command lacks that has no JSON."""
    return dict.fromkeys(("--json", "--json-schema"), reason)


UNPAGED = {"--no-pager": "what it prints goes through no pager"}
NO_PROJECT = dict.fromkeys(
    (
        *("--corpus", "--db", "--scheme", "--annotator", "--encoding", "--max-size", "--field", "--records"),
        *("--chat", "--repair-text"),
    ),
    "it is about no articles",
)


def corpus_argument(parser: argparse.ArgumentParser, *, listed: bool = True) -> None:
    """Add the positional CORPUS.

    Args:
        parser: takes it.
        listed: whether `-` is a list of paths.
    """
    of_list = "; -: a list of paths on standard input" if listed else ""
    parser.add_argument(
        "roots",
        metavar="CORPUS",
        nargs="*",
        help=f"folders or files of articles (default: the samples){of_list}",
    )


PEOPLE = "NAME|all|gold"
"""The value of `--by`, by which its completion is known."""


def people_option(parser: argparse.ArgumentParser) -> None:
    """Add `--by`, of commands that can show what others of a team say."""
    parser.add_argument(
        "--by",
        action="append",
        default=[],
        metavar=PEOPLE,
        help="whose annotations: an annotator's, in a team also a member's, everybody's, or gold (default: "
        "all in my file)",
    )
