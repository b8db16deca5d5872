"""The annotations of a session as the screen shows them, and whether all of them are saved.

Reads are kept by article until a change of that article; nothing here grows with the corpus. What can't be
saved waits in the store's pending changes and is tried again with every change and by `retry`; another
person's saves are taken in by `follow`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any

from annotations.model.outline import Count, Outline, Progress, from_bytes, progress
from annotations.project import Project, article_record
from annotations.store.errors import NotSavedError, StoreError
from tui.i18n import _
from tui.session.annotation_cache import AnnotationCache
from tui.session.reanchoring import Moving

if TYPE_CHECKING:
    from annotations.model.article import Article
    from annotations.model.records import Annotation
    from annotations.services.claim_index import Board
    from annotations.store.base import AnnotationReader, Change, Event, Store
    from annotations.store.pending_changes import PendingChanges

Record = Mapping[str, Any]
"""What a store remembers of an article: `id`, `sha256` and what it is called."""


class AnnotationService(Moving):
    """What has been said about the articles.

    Args:
        project: the corpus and its annotations.
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self.saved_label = ""
        self._kept = AnnotationCache(self._shown, self._get)
        self._outbox: PendingChanges | None = None
        self._loading = threading.RLock()
        """Held while the store is opened: a key may want it before the worker that reads it is done."""
        self._board: Board | None = None
        self._seen = 0

    @property
    def loaded(self) -> bool:
        """Whether the annotations have been read."""
        return self._outbox is not None

    @property
    def store(self) -> AnnotationReader:
        """What is saved, to look at; waits for it if need be. Every change goes through `pending_changes`.

        Raises:
            StoreError: it can't be used.
        """
        return self.pending_changes.store

    def load(self, *, again: bool = False) -> None:
        """Open the store if it isn't open, or `again`; may be called from several threads.

        Raises:
            StoreError: it can't be used.
        """
        from annotations.store.pending_changes import (
            PendingChanges,  # here: the list is on screen before msgspec is loaded
        )

        with self._loading:
            if self._outbox is not None and not again:
                return
            store = self.project.store()
            self._kept.clear()
            self._waiting = None
            self._board = None
            self._seen = store.info().seq
            self._outbox = PendingChanges(store, self.project.annotator, after=self._outbox)

    @property
    def readonly(self) -> bool:
        """Whether the annotations can only be looked at."""
        return self._outbox is not None and self._outbox.info().readonly

    @property
    def settled(self) -> bool:
        """Whether nothing of what is on screen can change by itself: all is written, and by us alone."""
        if self._outbox is None:
            return True
        info = self._outbox.info()
        return not (info.readonly or info.trouble or info.behind)

    @property
    def alarm(self) -> str:
        """What stays on screen as long as it is so: what isn't saved, can't be, or stands only in part."""
        if self._outbox is None:
            return ""
        info = self._outbox.info()
        if self._outbox.waiting:
            return _not_saved(self._outbox.reason)
        if info.readonly:
            return _("READ-ONLY: {reason}").format(reason=info.why)
        if info.trouble:
            name = self.project.database.name
            return f"{name}: {info.trouble.removeprefix(f'{info.path}: ')}"
        return ""

    # ------------------------------------------------------------------ reading

    def annotations(self, article: Article) -> Sequence[Annotation]:
        """Return an article's annotations, oldest first, unsaved ones too; none before the store was read.

        One of another text than this whose quote doesn't stand in its place is left out: the article has
        changed since.
        """
        text, sha256 = article.text, article.sha256
        return [
            one
            for one in self.about(article.id)
            if one.article.sha256 == sha256 or text[one.target.start : one.target.end] == one.target.quote
        ]

    def progress(self, article: Article) -> Progress:
        """Return how far an article is."""
        return self.progress_of(article.id, article.outline, article.counted)

    def progress_of(self, article_id: str, outline: Outline, total: int | None = None) -> Progress:
        """Return how far an article is whose outline is known, if not its text."""
        if self._outbox is None:
            return Count(outline, (), total).progress
        return self._kept.count(article_id, outline, total).progress

    def count(self, article_id: str, outline: bytes) -> Progress | None:
        """Return how far an article is, None if nothing was said about it; for a worker that asks for all."""
        found = self._shown(article_id) if self._outbox is not None else ()
        return progress(from_bytes(outline), found) if found else None

    def about(self, article_id: str) -> Sequence[Annotation]:
        """Return the annotations of an article whose text isn't at hand, but for those known not to fit.

        Oldest first. Those that haven't changed since they were asked for last are the same objects.
        """
        return self._kept.annotations(article_id) if self._outbox is not None else []

    def _shown(self, article_id: str) -> Sequence[Annotation]:
        return [one for one in self.pending_changes.list(article_id) if self._fits(one)]

    def _get(self, uuid: str) -> Annotation | None:
        found = self.pending_changes.get(uuid)
        return found if found is not None and self._fits(found) else None

    def _fits(self, annotation: Annotation) -> bool:
        return self._displaced.get(annotation.uuid) != annotation.article

    @property
    def board(self) -> Board:
        """All annotations as rows; made when first asked for, kept up with every change from then on."""
        if self._board is None:
            from annotations.services.claim_index import Board

            self._board = Board(self.pending_changes, self.project.scheme)
        return self._board

    # ------------------------------------------------------------------ changing

    @property
    def pending_changes(self) -> PendingChanges:
        """The annotations as they will be when all is saved; waits for the store if need be.

        Raises:
            StoreError: it can't be used.
        """
        if self._outbox is None:
            self.load()
        assert self._outbox is not None
        return self._outbox

    def save(
        self, article: Article | Record | None, changes: Sequence[Change], *, kind: str = "edit"
    ) -> None:
        """Make changes durably, as one step, and what waits before them.

        Links to what is deleted go with it, in whatever article they are.

        Args:
            article: itself, or what a store remembers of it; None where every article that is changed has
                annotations already.
            changes: all of this article, if there is one.
            kind: what the history calls it.

        Raises:
            StoreError: they are not saved. If the disk is at fault they wait, and the alarm stays until they
                are.
        """
        self.try_to_hold()
        if article is not None:
            record = dict(article) if isinstance(article, Mapping) else article_record(article)
            self.pending_changes.remember_article(record)
        pending_changes = self.pending_changes
        from annotations.model.links import (
            completed,  # here, as all of the records: the list is on screen first
        )

        changes = completed(changes, pending_changes)
        touched = [
            one
            for change in changes
            for one in (pending_changes.get(change.uuid), change.annotation)
            if one is not None
        ]
        waited = bool(pending_changes.waiting)
        try:
            pending_changes.apply(changes, kind=kind)
        except NotSavedError:
            if waited:
                self._kept.clear()
            self._forget(touched)
            raise
        if waited:
            self._kept.clear()
        self.changed(touched)

    def try_to_hold(self) -> None:
        """Open the store anew if it is read-only: whoever held it may have left."""
        if self.readonly:
            self.project.close()
            self.load(again=True)

    @property
    def unsaved(self) -> frozenset[str]:
        """The uuids of annotations whose latest change is not on the disk."""
        return self._outbox.waiting if self._outbox is not None else frozenset()

    def take_clashes(self) -> Sequence[str]:
        """Return a line for each part of what waited that could not be saved as it was; each is said once."""
        if self._outbox is None or not self._outbox.clashes:
            return ()
        clashes, self._outbox.clashes = self._outbox.clashes, ()
        said = {
            "edited": _("not deleted, it was changed meanwhile: {quote}"),
            "deleted": _("deleted meanwhile, and back: {quote}"),
            "made": _("made by somebody else meanwhile, who holds: {quote}"),
            "moved": _("moved meanwhile, and stays there: {quote}"),
            "undo": _("not undone, it was changed meanwhile: {quote}"),
            "unfit": _("set aside, it can't be kept ({why}): {quote}"),
        }
        return [said[clash.kind].format(quote=clash.quote[:80], why=clash.why) for clash in clashes]

    def retry(self) -> bool:
        """Save what waits; True when nothing waits any more."""
        if not self.unsaved:
            return True
        with suppress(StoreError):  # then it is as it was
            self.try_to_hold()
        if not self.pending_changes.retry():
            return False
        self._kept.clear()
        self.changed([])
        return True

    def turn_back(self, turn: Callable[[Store, str], Sequence[Event]]) -> Sequence[Annotation]:
        """Undo or redo a step, durably, once everything before it is saved.

        Args:
            turn: `undo` or `redo` of `annotations.services.undo`.

        Returns:
            The annotations that changed, as they are or as they were before they went; none if there was no
            step.

        Raises:
            StoreError: it can't be saved.
            UndoConflictError: somebody changed one of them afterwards.
        """
        self.try_to_hold()
        if not self.retry():
            raise NotSavedError(self.pending_changes.reason)
        events = turn(self.pending_changes, self.project.annotator)
        touched = [one for event in events for one in (event.before, event.after) if one is not None]
        if touched:
            self.changed(touched)
        return touched

    def changed(self, touched: Sequence[Annotation]) -> None:
        """Take in a durable change of annotations, given as they were or are, and say when it was."""
        self._forget(touched)
        if self.unsaved:
            return
        self.saved_label = _("saved {time}").format(
            time=f"{datetime.now():%H:%M:%S}"
        )  # local: it is for the person at the screen

    def follow(self) -> list[str]:
        """Take in what another process has saved meanwhile; returns the articles that changed."""
        events = self.pending_changes.watch(self._seen, 0)
        if not events:
            return []
        self._seen = events[-1].seq
        touched = [one for event in events for one in (event.before, event.after) if one is not None]
        self._forget(touched)
        return sorted({one.article.id for one in touched})

    def _forget(self, touched: Iterable[Annotation]) -> None:
        touched = list(touched)
        uuids = {one.uuid for one in touched}
        self.look_again(uuids)
        self._kept.renew(touched)
        if self._board is not None:
            self._board.mark(uuids)


def reason_first(error: Exception) -> str:
    """Return an error's line for a narrow bar, where the path before the reason would take all room."""
    return _not_saved(str(error)) if isinstance(error, NotSavedError) else str(error)


def _not_saved(reason: str) -> str:
    return _("NOT SAVED: {reason}").format(reason=reason.partition(": not saved: ")[2] or reason)
