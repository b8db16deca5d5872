"""A mark in the state folder says whether somebody has seen the program before."""

from __future__ import annotations

import contextlib

from annotations.file_reading import replace_file
from annotations.paths import state_folder

MARK = "welcomed"
"""The file in the state folder that says that somebody has seen the first lines."""


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
