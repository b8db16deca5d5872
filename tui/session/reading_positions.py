"""An article is opened where it was left, also at the next start: at the sentence under the cursor.

A small JSON file in the state folder, by database and article. It is a convenience: what can't be read or
written is let go.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from annotations.paths import state_folder
from tui.session.state_file import JsonState

MOST = 5000
"""Articles remembered for one database; the oldest go first."""


class ReadingPositions:
    """Keeps the sentences, 0-based, at which the articles of one database were left.

    Args:
        database: the annotations of those articles.
    """

    def __init__(self, database: Path) -> None:
        self._database = database
        self._state = JsonState(state_folder() / "positions.json", durable=False)
        self._changed = False

    @cached_property
    def _sentences(self) -> dict[str, int]:
        """Return them by article id; the article read last is the last."""
        kept = self._state.read().get(str(self._database.resolve()))
        if not isinstance(kept, dict):
            return {}
        return {
            article_id: sentence
            for article_id, sentence in kept.items()
            if isinstance(sentence, int) and sentence >= 0
        }

    def get(self, article_id: str) -> int | None:
        """Return where an article was left; None if it wasn't read, or too long ago."""
        return self._sentences.get(article_id)

    def put(self, article_id: str, sentence: int) -> None:
        """Say where an article is to be opened next."""
        self._sentences[article_id] = sentence

    def be_at(self, article_id: str, sentence: int) -> None:
        """Note where the article that is being read is left, if it is left now."""
        self._changed = True
        self._sentences.pop(article_id, None)
        self._sentences[article_id] = sentence

    @property
    def last_read(self) -> str | None:
        """Return the id of the article that was read last, also before this start."""
        return next(reversed(self._sentences), None)

    def keep(self) -> None:
        """Keep them for the next start beside those of other databases, if any article was opened."""
        if self._changed:
            positions = dict(list(self._sentences.items())[-MOST:])
            self._state.write(self._state.read() | {str(self._database.resolve()): positions})
