"""The annotations of a session as the screen shows them, and whether all of them are saved.

Reads are kept by article until a change of that article; nothing here grows with the corpus. What can't be
saved waits in `Unsaved` and is tried again with every change and by `retry`; another person's saves are taken
in by `follow`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from annotations.article import Article
from annotations.project import Project, article_record
from annotations.records import Annotation
from annotations.store.base import Change, Event, NotSavedError, Store, StoreError
from annotations.tagging import Progress, progress
from tui.unsaved import Unsaved


class Ledger:
    """What has been said about the articles.

    Args:
        project: the corpus and its annotations.
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self.alarm = ""
        """What stays on screen until a save works."""
        self.saved_label = ""
        self.unsaved = Unsaved()
        self._annotations: dict[str, Sequence[Annotation]] = {}
        self._progress: dict[str, Progress] = {}
        self._store: Store | None = None
        self._seen = 0

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
        self.alarm = self._standing_alarm()

    @property
    def readonly(self) -> bool:
        """Whether the annotations can only be looked at."""
        return self._store is not None and self._store.info().readonly

    def _standing_alarm(self) -> str:
        info = self.store.info()
        return f"READ-ONLY: {info.why}" if info.readonly else ""

    # ------------------------------------------------------------------ reading

    def annotations(self, article: Article) -> Sequence[Annotation]:
        """Return an article's annotations, oldest first, unsaved ones too.

        None before the store has been read.
        """
        if self._store is None:
            return []
        found = self._annotations.get(article.id)
        if found is None:
            found = self.unsaved.over(article.id, self._store.list(article.id))
            self._annotations[article.id] = found
        return found

    def progress(self, article: Article) -> Progress:
        """Return how far an article is."""
        found = self._progress.get(article.id)
        if found is None:
            found = progress(article, self.annotations(article))
            if self._store is not None:
                self._progress[article.id] = found
        return found

    # ------------------------------------------------------------------ changing

    def save(self, article: Article, changes: Sequence[Change]) -> None:
        """Make changes to one article, durably, and what waits before them.

        Raises:
            StoreError: they are not saved. If the disk is at fault they wait, and the alarm stays until they
                are.
        """
        if self.readonly:
            # Whoever held the annotations may have left: the key that says so is the same key again.
            self.project.close()
            self.load()
        self.store.remember_article(article_record(article))
        self.unsaved.add(article.id, changes)
        try:
            self.retry()
        except StoreError as error:
            if not (isinstance(error, NotSavedError) and error.again):
                self.unsaved.take_back()
            self._forget([article.id])
            raise

    def retry(self) -> None:
        """Save what waits.

        Raises:
            StoreError: it still can't be saved; the alarm says so.
        """
        if not self.unsaved:
            return
        try:
            self.changed(self.unsaved.save(self.store, self.project.annotator))
        except NotSavedError as error:
            self.alarm = (
                f"NOT SAVED: {error}" if not error.again else f"NOT SAVED ({len(self.unsaved)}): {error}"
            )
            raise
        self.alarm = self._standing_alarm()

    def turn_back(self, turn: Callable[[Store, str], Sequence[Event]]) -> Sequence[Annotation]:
        """Undo or redo a step, durably; an undo first drops what isn't saved yet.

        Args:
            turn: `undo` or `redo` of `annotations.undo`.

        Returns:
            The annotations that changed, as they are or as they were before they went; none if there was no
            step.

        Raises:
            StoreError: it can't be saved.
            UndoConflictError: somebody changed one of them afterwards.
        """
        from annotations.undo import undo

        if self.unsaved and turn is undo:
            article_id = self.unsaved.take_back()
            assert article_id is not None
            before = {one.uuid: one for one in self._annotations.get(article_id, ())}
            self._forget([article_id])
            after = {one.uuid for one in self.unsaved.over(article_id, self.store.list(article_id))}
            return [one for uuid, one in before.items() if uuid not in after] or list(before.values())[:1]
        events = turn(self.store, self.project.annotator)
        touched = [one for event in events for one in (event.before, event.after) if one is not None]
        if touched:
            self.changed(sorted({one.article.id for one in touched}))
        return touched

    def changed(self, article_ids: Sequence[str]) -> None:
        """Take in a durable change of these articles' annotations, and say when it was."""
        self._forget(article_ids)
        self.saved_label = f"saved {datetime.now():%H:%M:%S}"  # local: it is for the person at the screen

    def follow(self) -> list[str]:
        """Take in what another process has saved meanwhile; returns the articles that changed."""
        events = self.store.watch(self._seen, 0)
        if not events:
            return []
        self._seen = events[-1].seq
        articles = sorted(
            {one.article.id for event in events for one in (event.before, event.after) if one is not None}
        )
        self._forget(articles)
        return articles

    def _forget(self, article_ids: Sequence[str]) -> None:
        for article_id in article_ids:
            self._annotations.pop(article_id, None)
            self._progress.pop(article_id, None)
