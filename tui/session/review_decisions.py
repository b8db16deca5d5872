"""A small file in the user's state folder, one a database, says which disagreements were settled, and how.

Keeping one's own tags changes nothing in the database, and still it was decided: the next start should not
ask again. What is kept is `annotations.services.adjudication.WithColleague.fingerprint` with the mark of what
was taken.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from annotations.paths import state_folder
from annotations.services.adjudication import MINE, THEIRS, UNION
from tui.session.state_file import JsonState

MARKS = (str(MINE), str(THEIRS), UNION)

_AS_THEY_WERE = {"mine": str(MINE), "theirs": str(THEIRS), "both": UNION}
"""The marks as version 0.1 wrote them."""


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
        self._marks: dict[str, str] = {
            fingerprint: mark
            for fingerprint, kept in self._state.read().items()
            if isinstance(kept, str) and (mark := _AS_THEY_WERE.get(kept, kept)) in MARKS
        }

    def get(self, fingerprint: str) -> str | None:
        """Return the mark of how it was settled, None if it wasn't."""
        return self._marks.get(fingerprint)

    def put(self, fingerprint: str, mark: str | None) -> str:
        """Keep a decision, or take it back; returns why it will be forgotten at the end, if it will."""
        if mark is None:
            self._marks.pop(fingerprint, None)
        else:
            self._marks[fingerprint] = mark
        return self._state.write(self._marks)
