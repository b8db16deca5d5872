"""Writing an export: the file appears whole or not at all.

The lines go to a temporary file beside the target, which is synced and then renamed over it (POSIX rename replaces atomically;
`os.replace` does the same on Windows), so a full disk or a crash leaves an older export as it was.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from annotations.store.base import NotSavedError


def write_lines(target: Path, lines: Iterable[bytes]) -> None:
    """Write lines, each with `\\n`, to a file.

    Raises:
        NotSavedError: the file can't be written; whatever stood there still does.
    """
    temporary = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            for line in lines:
                file.write(line)
                file.write(b"\n")
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes 0600, for an export as private as the database; an existing file's mode is kept.
        with contextlib.suppress(OSError):
            temporary.chmod(target.stat().st_mode & 0o7777)
        temporary.replace(target)
    except OSError as error:
        raise NotSavedError(f"{target}: {error.strerror or error}; nothing was written there") from None
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
