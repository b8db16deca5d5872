"""A small file in the user's state folder, one a database, says which disagreements were settled, and how.

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
from tui.session.state_file import JsonState


class ReviewDecisions:
    """Keeps the decisions about the disagreements of one database.

    A file that can't be read costs a question asked again, nothing else.

    Args:
        database: its path.
    """

    def __init__(self, database: Path) -> None:
        name = hashlib.sha256(os.fsencode(database.resolve())).hexdigest()[:12]
        self.path = state_folder() / f"settled-{name}.json"
        self._state = JsonState(self.path)
        self._sides: dict[str, Side] = {
            fingerprint: side
            for fingerprint, kept in self._state.read().items()
            for side in SIDES
            if kept == side
        }

    def get(self, fingerprint: str) -> Side | None:
        """Return how it was settled, None if it wasn't."""
        return self._sides.get(fingerprint)

    def put(self, fingerprint: str, side: Side | None) -> str:
        """Keep a decision, or take it back; returns why it will be forgotten at the end, if it will."""
        if side is None:
            self._sides.pop(fingerprint, None)
        else:
            self._sides[fingerprint] = side
        return self._state.write(self._sides)
