"""Try seven keys on sample articles; nothing of it is kept.

The tour has settings, state, index and annotations in a folder of its own (`CLAIMREADER_HOME`), which is gone
afterwards: it can't touch what anybody has. What the user has set, and how the terminal is sent its rows, is
copied there first.
"""

from __future__ import annotations

import argparse
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from annotations.paths import DATABASE_NAME, config_folder, state_folder
from annotations.project import Project
from tui.commands import read
from tui.commands.arguments import NO_PROJECT, UNPAGED, Usage
from tui.commands.opening import complain

_HOME = "CLAIMREADER_HOME"

USAGE = Usage(
    examples=(
        ("claimreader tour", "seven keys, each tried on a sample article; Esc ends it"),
        ("claimreader tour --lang ar", "the same in Arabic"),
    ),
    without=NO_PROJECT | UNPAGED | {"--json": "it writes no records"},
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
    return take(options)


def take(options: argparse.Namespace) -> int:
    """Open the samples with the tour over them; returns the exit code when it is left.

    Args:
        options: those of the reader, of which language and `--accessible` hold here, too.
    """
    with _own_home() as home:
        project = Project(database=str(home / "tour" / DATABASE_NAME))
        app = read.reader(project, options, beginning="tour")
        read.have_read(app)
    if app.failure:
        complain(app.failure)
    return app.return_code or 0


@contextmanager
def _own_home() -> Iterator[Path]:
    """Have settings, state and index in a folder that is gone afterwards."""
    before = os.environ.get(_HOME)
    mine = [config_folder() / "settings.toml", state_folder() / "terminals.json"]
    with TemporaryDirectory(prefix="claimreader-tour-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        for file in mine:
            with suppress(OSError):
                shutil.copyfile(file, home / file.name)
        os.environ[_HOME] = folder
        try:
            yield home
        finally:
            if before is None:
                del os.environ[_HOME]
            else:
                os.environ[_HOME] = before
