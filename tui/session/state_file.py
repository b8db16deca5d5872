"""A small JSON file in the user's state folder: read warily, replaced in one step.

Whatever stands at its path may come from anybody: it is opened only if it is a regular file of a size that
we could have written, never waited for (a FIFO would hang), and what isn't JSON counts as nothing.
"""

from __future__ import annotations

import contextlib
import json
import os
import stat
from pathlib import Path
from typing import Any

MOST_BYTES = 4 << 20
"""Bytes that a state file may have; ours have a few thousand."""


def read(path: Path) -> Any:
    """Return what a state file holds; None where there is none that can be read."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        descriptor = os.open(path, flags)
    except (OSError, ValueError):
        return None
    with os.fdopen(descriptor, "rb") as file:
        try:
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode) or found.st_size > MOST_BYTES:
                return None
            return json.loads(file.read(MOST_BYTES + 1))
        except (OSError, ValueError, RecursionError):
            return None


def write(path: Path, value: Any) -> None:
    """Replace a state file, for its owner's eyes only (0600); whatever happens, the old or the new is there.

    Raises:
        OSError: it can't be written; what stood there still does.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.new")
    with contextlib.suppress(FileNotFoundError):
        temporary.unlink()  # of a process that died with our number; a link there is not followed
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(json.dumps(value).encode("ascii"))
            file.flush()
            os.fsync(descriptor)
        temporary.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def remove(path: Path) -> None:
    """Take a state file away.

    Raises:
        OSError: it is there and stays.
    """
    path.unlink(missing_ok=True)
