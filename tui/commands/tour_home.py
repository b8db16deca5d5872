"""Gives the tour settings, state, index and annotations in a folder of its own, which is gone afterwards.

So it can't touch what anybody has, whatever becomes of the program (`CLAIMREADER_HOME`). What the user has
set, and how the terminal is sent its rows, is copied there first.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from annotations.composition import Project
from annotations.paths import DATABASE_NAME, config_folder, state_folder

_HOME = "CLAIMREADER_HOME"


@contextmanager
def tour_project() -> Iterator[Project]:
    """Return the samples with annotations that last as long as this."""
    before = os.environ.get(_HOME)
    mine = [config_folder() / "settings.toml", state_folder() / "terminals.json"]
    with TemporaryDirectory(prefix="claimreader-tour-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        for file in mine:
            with suppress(OSError):
                shutil.copyfile(file, home / file.name)
        os.environ[_HOME] = folder
        try:
            yield Project(database=str(home / "tour" / DATABASE_NAME))
        finally:
            if before is None:
                del os.environ[_HOME]
            else:
                os.environ[_HOME] = before
