"""A small JSON file in the user's state folder: read warily, replaced in one step.

Whatever stands at its path may come from anybody (`annotations.file_reading`), and what isn't a JSON object
counts as an empty one. All state files are convenience: whoever can't read or write one goes on without.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from annotations.file_reading import read_text, replace_file
from annotations.paths import LARGEST_STATE


class JsonState:
    """Reads and writes one state file, which holds a JSON object.

    Args:
        path: the file; its folder is made when it is written.
        durable: whether it is to survive a power cut, see `annotations.file_reading.replace_file`; not for
        what is only convenient.
    """

    def __init__(self, path: Path, *, durable: bool = True) -> None:
        self.path = path
        self._durable = durable

    def read(self) -> dict[str, Any]:
        """Return what the file holds; nothing where there is none that can be read."""
        try:
            value = json.loads(read_text(self.path, LARGEST_STATE))
        except (OSError, ValueError, RecursionError):
            return {}
        return value if isinstance(value, dict) else {}

    def write(self, value: Mapping[str, Any]) -> str:
        """Replace the file, for its owner's eyes only (0600); whatever happens, the old or the new is there.

        Args:
            value: what JSON can hold.

        Returns:
            Why it can't be written, after its path; nothing if it was. What stood there still does then.
        """
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            replace_file(self.path, json.dumps(value), durable=self._durable)
        except (OSError, ValueError) as error:
            return self._trouble(error)
        return ""

    def remove(self) -> str:
        """Take the file away; returns why it can't be, after its path, and nothing if it is gone."""
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            return self._trouble(error)
        return ""

    def _trouble(self, error: Exception) -> str:
        return f"{self.path}: {getattr(error, 'strerror', None) or error}"
