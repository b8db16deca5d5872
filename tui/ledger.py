"""The annotations of a session as the screen shows them, and whether all of them are saved.

Reads are kept by article until a change of that article; nothing here grows with the corpus. What can't be
saved waits in the store's outbox and is tried again with every change and by `retry`; another person's saves
are taken in by `follow`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from textual.cache import LRUCache

from annotations.outline import Outline, Progress, from_bytes, progress
from annotations.project import Project, article_record
from annotations.records import Annotation
from annotations.store.base import Change, Event, NotSavedError, Store
from annotations.store.outbox import Outbox

if TYPE_CHECKING:
    from annotations.article import Article

_KEPT = 500
"""Articles of which it is kept what was read: more than a screen has rows."""


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
        self._annotations: LRUCache[str, Sequence[Annotation]] = LRUCache(_KEPT)
        self._progress: LRUCache[str, Progress] = LRUCache(_KEPT)
        self._store: Store | None = None
        self._outbox: Outbox | None = None
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
        self._outbox = Outbox(store, self.project.annotator)
        self._seen = store.info().seq
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
        return self._about(article.id)

    def progress(self, article: Article) -> Progress:
        """Return how far an article is."""
        return self.progress_of(article.id, article.outline)

    def progress_of(self, article_id: str, outline: Outline) -> Progress:
        """Return how far an article is whose outline is known, if not its text."""
        found = self._progress.get(article_id)
        if found is None:
            found = progress(outline, self._about(article_id))
            if self._outbox is not None:
                self._progress[article_id] = found
        return found

    def count(self, article_id: str, outline: bytes) -> Progress | None:
        """Return how far an article is, None if nothing was said about it; for a worker that asks for all."""
        found = self._outbox.list(article_id) if self._outbox is not None else ()
        return progress(from_bytes(outline), found) if found else None

    def _about(self, article_id: str) -> Sequence[Annotation]:
        if self._outbox is None:
            return []
        found = self._annotations.get(article_id)
        if found is None:
            found = self._annotations[article_id] = self._outbox.list(article_id)
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
        assert self._outbox is not None
        waited = bool(self._outbox.waiting)
        try:
            self._outbox.apply(changes)
        except NotSavedError as error:
            self.alarm = _alarm(str(error))
            self._forget([article.id])
            raise
        if waited:
            self._annotations.clear()
            self._progress.clear()
        self.changed([article.id])

    @property
    def unsaved(self) -> frozenset[str]:
        """The uuids of annotations whose latest change is not on the disk."""
        return self._outbox.waiting if self._outbox is not None else frozenset()

    def retry(self) -> bool:
        """Save what waits; True when nothing waits any more."""
        if not self.unsaved:
            return True
        assert self._outbox is not None
        if not self._outbox.retry():
            self.alarm = _alarm(self._outbox.reason)
            return False
        self._annotations.clear()
        self._progress.clear()
        self.changed([])
        return True

    def turn_back(self, turn: Callable[[Store, str], Sequence[Event]]) -> Sequence[Annotation]:
        """Undo or redo a step, durably, once everything before it is saved.

        Args:
            turn: `undo` or `redo` of `annotations.undo`.

        Returns:
            The annotations that changed, as they are or as they were before they went; none if there was no
            step.

        Raises:
            StoreError: it can't be saved.
            UndoConflictError: somebody changed one of them afterwards.
        """
        if not self.retry():
            raise NotSavedError(self.alarm)
        events = turn(self.store, self.project.annotator)
        touched = [one for event in events for one in (event.before, event.after) if one is not None]
        if touched:
            self.changed(sorted({one.article.id for one in touched}))
        return touched

    def changed(self, article_ids: Sequence[str]) -> None:
        """Take in a durable change of these articles' annotations, and say when it was."""
        self._forget(article_ids)
        self.alarm = self._standing_alarm()
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
            self._annotations.discard(article_id)
            self._progress.discard(article_id)


def _alarm(reason: str) -> str:
    """Put the reason first: the path before it would take all the room of a narrow bar."""
    return f"NOT SAVED: {reason.partition(': not saved: ')[2] or reason}"
