"""The state of a reading session: articles read so far, annotations, positions, and whether all is saved.

It lives in one place, owned by the app, and knows nothing of widgets: screens ask it, the app changes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotations.article import Article
from annotations.project import Project, article_record
from annotations.store.base import Change, NotSavedError, Store
from annotations.tagging import Progress, progress

if TYPE_CHECKING:
    from annotations.corpus import Entry
    from annotations.records import Annotation


class Desk:
    """Everything a screen shows, by article.

    Args:
        project: the corpus and its annotations.
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self.entries: Sequence[Entry] = project.corpus.entries
        self.positions: dict[str, int] = {}
        """Sentence under the cursor, by article id."""
        self.alarm = ""
        """What stays on screen until a save works."""
        self.saved_label = ""
        self._articles: dict[int, Article | str] = {}
        self._annotations: dict[str, Sequence[Annotation]] = {}
        self._progress: dict[str, Progress] = {}
        self._store: Store | None = None

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

    # ------------------------------------------------------------------ annotations

    @property
    def loaded(self) -> bool:
        """Whether the annotations have been read."""
        return self._store is not None

    @property
    def store(self) -> Store:
        """The open store; waits for it if need be.

        Raises:
            StoreError: it can't be used.
        """
        if self._store is None:
            self.load()
        assert self._store is not None
        return self._store

    def load(self) -> None:
        """Open the store; may be called from a thread.

        Raises:
            StoreError: it can't be used.
        """
        store = self.project.store()
        self._annotations.clear()
        self._progress.clear()
        self._store = store
        info = store.info()
        self.alarm = f"READ-ONLY: {info.why}" if info.readonly else ""

    def annotations(self, article: Article) -> Sequence[Annotation]:
        """Return an article's annotations, oldest first; none before the store has been read."""
        if self._store is None:
            return []
        found = self._annotations.get(article.id)
        if found is None:
            found = self._annotations[article.id] = self._store.list(article.id)
        return found

    def progress(self, article: Article) -> Progress:
        """Return how far an article is."""
        found = self._progress.get(article.id)
        if found is None:
            found = progress(article, self.annotations(article))
            if self._store is not None:
                self._progress[article.id] = found
        return found

    def save(self, article: Article, changes: Sequence[Change]) -> None:
        """Make changes to one article, durably.

        Raises:
            StoreError: nothing was changed; the alarm says so until a save works.
        """
        try:
            self.store.remember_article(article_record(article))
            self.store.apply(changes, by=self.project.annotator)
        except NotSavedError as error:
            self.alarm = f"NOT SAVED: {error}"
            raise
        self.changed([article.id])

    def changed(self, article_ids: Sequence[str]) -> None:
        """Forget what was known of these articles' annotations, after a durable change."""
        from datetime import datetime

        for article_id in article_ids:
            self._annotations.pop(article_id, None)
            self._progress.pop(article_id, None)
        self.alarm = ""
        self.saved_label = (
            f"saved {datetime.now():%H:%M:%S}"  # local time: it is for the person at the screen
        )

    @property
    def database_label(self) -> str:
        """Where the annotations are, short enough for the top bar."""
        from pathlib import Path

        path = str(self.project.database)
        home = str(Path.home())
        return "~" + path[len(home) :] if path.startswith(home + "/") else path
