"""Gives a corpus one of the ready schemes: its file is written where later starts find it.

It is a copy that belongs to the corpus from then on, so that it can be changed, and so that a later version
of the program doesn't change what annotations mean.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.scheme_file.loader import SchemeError
from annotations.scheme_file.ready import ready_text

if TYPE_CHECKING:
    from annotations.composition import Project


def can_choose(project: Project) -> bool:
    """Say whether a corpus may be offered a ready scheme: it has none, and nobody has annotated in it.

    Raises:
        SchemeError: two roots bring two schemes.
    """
    return project.scheme_file is None and not project.database.exists()


def choose_scheme(project: Project, name: str) -> Path:
    """Make a ready scheme the corpus' own, and the project's from now on.

    It is written as `claimreader.toml` beside the articles, or into the data folder if that can't be, see
    `Project.own_scheme_file`. Keys that the project has reserved are checked when it is next read.

    Args:
        project: whose corpus.
        name: of the ready scheme, see `annotations.scheme_file.ready.ready_schemes`.

    Returns:
        The file that was written.

    Raises:
        SchemeError: there is no such ready scheme, the corpus has a scheme already, or it can't be written;
            nothing has changed.
    """
    text = ready_text(name)
    if (current := project.scheme_file) is not None:
        raise SchemeError(f"{current}: this is the scheme already; it is left as it is")
    path = project.own_scheme_file
    write_new(path, text)
    project.reread_scheme()
    return path


def write_new(path: Path, text: str) -> None:
    """Write a scheme to a file that isn't there yet, readable as any file of the user's.

    Raises:
        SchemeError: something is there, or it can't be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    except OSError as error:
        raise SchemeError(f"{path}: not written: {error.strerror}") from None
    try:
        with os.fdopen(fd, "wb") as file:
            file.write(text.encode("utf-8"))
    except OSError as error:
        path.unlink(missing_ok=True)  # half a scheme would be refused at the next start
        raise SchemeError(f"{path}: not written: {error.strerror}") from None
