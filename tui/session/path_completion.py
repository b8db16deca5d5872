"""Completes the path of a folder or a file that is being typed, as a shell does.

Names are matched as search matches words, whatever the spelling of alef or the case: who types `اخبار` is
offered `أخبار`. Hidden ones are offered once a dot is typed. Of files only those are offered that may hold
articles. Nothing here is shown: names come from anybody, and who shows one makes it harmless.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from annotations.corpus.formats import SUFFIXES, suffix_of
from annotations.text.folding import fold

MOST_READ = 50_000
"""Names of a folder that are looked at; whoever has more types a little more than one letter."""


class PathMatch(NamedTuple):
    """A folder or file that what was typed may be the beginning of."""

    path: Path
    is_folder: bool
    typed: str
    """The line with this name in it, with a slash behind a folder's."""


def expanded(typed: str) -> Path:
    """Return the path that a line means; `~` and `~name` are home folders where there is one."""
    try:
        return Path(typed).expanduser()
    except RuntimeError:  # no such user: then it is a name
        return Path(typed)


def matches(typed: str, stopped: Callable[[], bool] = lambda: False) -> Sequence[PathMatch]:
    """Return what the line may become, folders first, in the order of their names.

    A folder that can't be read, or isn't there, has none.

    Args:
        typed: the line so far; empty: the names of the folder in which the program was started.
        stopped: says whether nobody waits for the answer any more.
    """
    if typed == "~" or (typed.startswith("~") and "/" not in typed):
        home = expanded(typed)
        return [PathMatch(home, True, f"{typed}/")] if home.is_absolute() else []
    before, slash, begun = typed.rpartition("/")
    parent = f"{before}{slash}"
    folder, wanted = expanded(parent or "."), fold(begun)
    matching: list[PathMatch] = []
    try:
        with os.scandir(folder) as names:
            for number, entry in enumerate(names):
                if stopped() or number > MOST_READ:
                    break
                if entry.name.startswith(".") and not begun.startswith("."):
                    continue
                if fold(entry.name).startswith(wanted) and (kind := _kind(entry)) is not None:
                    line = f"{parent}{entry.name}{'/' * kind}"
                    matching.append(PathMatch(Path(entry.path), kind, line))
    except (OSError, ValueError):  # ValueError: no path can have a zero byte
        return []
    return sorted(matching, key=lambda match: (not match.is_folder, match.path.name))


def common(matching: Sequence[PathMatch]) -> str:
    """Return the line as far as all of these agree on it; empty without any."""
    typed = [match.typed for match in matching]
    return os.path.commonprefix(typed)  # noqa: RUF071 - letter by letter, as a shell does it


def _kind(entry: os.DirEntry[str]) -> bool | None:
    """Say whether it is a folder; None: neither that nor a file that may hold articles."""
    try:
        if entry.is_dir():
            return True
        return False if suffix_of(entry.name) in SUFFIXES and entry.is_file() else None
    except OSError:
        return None
