"""The state of a reading session: articles read so far, annotations, positions, and whether all is saved.

It lives in one place, owned by the app, and knows nothing of widgets: screens ask it, the app changes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotations.article import Article
from annotations.project import Project
from tui.ledger import Ledger

if TYPE_CHECKING:
    from annotations.corpus import Entry


class Desk(Ledger):
    """Everything a screen shows, by article; what has been said about them is the `Ledger`'s part.

    Args:
        project: the corpus and its annotations.
    """

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self.entries: Sequence[Entry] = project.corpus.entries
        self.positions: dict[str, int] = {}
        """Sentence under the cursor, by article id."""
        self._articles: dict[int, Article | str] = {}

    # ------------------------------------------------------------------ articles

    def article(self, place: int) -> Article | str:
        """Return the article at a place of the corpus, or one line that says why it can't be read."""
        from annotations.corpus import ArticleError

        found = self._articles.get(place)
        if found is None:
            try:
                found = self.project.corpus.read(self.entries[place])
            except ArticleError as error:
                found = str(error)
            self._articles[place] = found
        return found

    def places_after(self, place: int, direction: int) -> range:
        """Return the places before or after one, nearest first."""
        return range(place + direction, len(self.entries) if direction > 0 else -1, direction)

    @property
    def database_label(self) -> str:
        """Where the annotations are, short enough for the top bar."""
        from pathlib import Path

        path = str(self.project.database)
        home = str(Path.home())
        return "~" + path[len(home) :] if path.startswith(home + "/") else path
