"""Which disagreements were settled, and how: a small file in the user's state folder, one a database.

Keeping one's own tags changes nothing in the database, and still it was decided: the next start should not
ask again. What is kept is `annotations.services.adjudication.Dispute.fingerprint` with the side that was
taken.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from annotations.paths import state_folder
from annotations.services.adjudication import SIDES, Side
from tui.session import state_file


class Decided:
    """The decisions about the disagreements of one database.

    Args:
        database: its path.
    """

    def __init__(self, database: Path) -> None:
        name = hashlib.sha256(os.fsencode(database.resolve())).hexdigest()[:12]
        self.path = state_folder() / f"settled-{name}.json"
        self._sides = _read(self.path)

    def get(self, fingerprint: str) -> Side | None:
        """Return how it was settled, None if it wasn't."""
        return self._sides.get(fingerprint)

    def put(self, fingerprint: str, side: Side | None) -> str:
        """Keep a decision, or take it back; returns why it will be forgotten at the end, if it will."""
        if side is None:
            self._sides.pop(fingerprint, None)
        else:
            self._sides[fingerprint] = side
        try:
            state_file.write(self.path, self._sides)
        except OSError as error:
            return f"{self.path}: {error.strerror}"
        return ""


def _read(path: Path) -> dict[str, Side]:
    """Return what stands there; a file that can't be read costs a question asked again, nothing else."""
    found = state_file.read(path)
    if not isinstance(found, dict):
        return {}
    return {key: side for key, value in found.items() for side in SIDES if value == side}
