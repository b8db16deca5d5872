"""Marks in the state folder say what somebody has seen before: the first lines, an offer of schemes."""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path

from annotations.file_reading import replace_file
from annotations.paths import state_folder
from tui.session.state_file import JsonState

MARK = "welcomed"
"""The file in the state folder that says that somebody has seen the first lines."""
_MOST = 2000
"""Corpora of which is remembered that a scheme was offered."""


def is_first_start() -> bool:
    """Say whether nobody has seen the first lines yet, nor read an article."""
    mark = state_folder() / MARK
    return not (mark.exists() or mark.with_name("positions.json").exists())


def note_first_start() -> None:
    """Note that the first lines were seen; where that can't be written they come again."""
    mark = state_folder() / MARK
    with contextlib.suppress(OSError):
        mark.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(mark, "")


class SchemeOffers:
    """Knows to which corpora a ready scheme was offered; their names can't be read from it."""

    def __init__(self) -> None:
        self._state = JsonState(state_folder() / "offered.json", durable=False)

    def was_made(self, database: Path) -> bool:
        """Say whether it was offered to the corpus of a database, or is to be offered to none."""
        return self._state.read().get("never") is True or _digest(database) in self._offered()

    def stop(self) -> None:
        """Have it offered to no corpus any more."""
        self._state.write({"never": True})

    def can_be_noted(self) -> bool:
        """Say whether it can be kept that one was offered; else it would come again at each start."""
        return not self._state.write(self._state.read())

    def note(self, database: Path) -> None:
        """Note that it was offered."""
        if not self.was_made(database):
            self._state.write({"schemes": [*self._offered(), _digest(database)][-_MOST:]})

    def _offered(self) -> list[str]:
        offered = self._state.read().get("schemes")
        return [each for each in offered if isinstance(each, str)] if isinstance(offered, list) else []


def _digest(database: Path) -> str:
    return hashlib.sha256(os.fsencode(database.resolve())).hexdigest()[:12]
