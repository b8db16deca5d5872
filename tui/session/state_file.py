"""A small JSON file in the user's state folder: read warily, replaced in one step.

Whatever stands at its path may come from anybody (`annotations.file_reading`), and what isn't JSON counts as
nothing.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from annotations.file_reading import read_text, replace_file
from annotations.paths import LARGEST_STATE


def read(path: Path) -> Any:
    """Return what a state file holds; None where there is none that can be read."""
    try:
        return json.loads(read_text(path, LARGEST_STATE))
    except (OSError, ValueError, RecursionError):
        return None


def write(path: Path, value: Any, *, durable: bool = True) -> None:
    """Replace a state file, for its owner's eyes only (0600); whatever happens, the old or the new is there.

    Args:
        path: the file; its folder is made.
        value: what JSON can hold.
        durable: see `annotations.file_reading.replace_file`; not for what is only convenient.

    Raises:
        OSError: it can't be written; what stood there still does.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    replace_file(path, json.dumps(value), durable=durable)


def remove(path: Path) -> None:
    """Take a state file away.

    Raises:
        OSError: it is there and stays.
    """
    path.unlink(missing_ok=True)
