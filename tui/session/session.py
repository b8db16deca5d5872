"""The state of a reading session: articles read so far, annotations, positions, and whether all is saved.

It lives in one place, owned by the app, and knows nothing of widgets: screens ask it, the app changes it. An
article is named by its place on the listing that the library shows, which is exchanged as a whole when that
is filtered, sorted or indexed; what is known of an article is kept by its id.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from textual.cache import LRUCache

from annotations.corpus.watching import Watch
from annotations.model.outline import from_bytes
from annotations.project import Project
from tui.i18n import _
from tui.session.annotation_service import AnnotationService
from tui.session.article_listing import ArticleListing
from tui.session.article_repository import ArticleRepository
from tui.session.corpus_progress import CorpusProgress
from tui.session.reading_positions import keep, recall

if TYPE_CHECKING:
    from annotations.corpus import Entry
    from annotations.model.article import Article
    from annotations.model.outline import Progress
    from annotations.model.records import Annotation
    from annotations.services.reanchoring import DisplacedAnnotations
    from annotations.services.work_pace import Pace
    from annotations.store.base import Change
    from tui.session.annotation_service import Record
    from tui.session.colleague import Colleague
    from tui.session.corpus_progress import Recount
    from tui.session.drafts import Drafts

_KEPT = 16
"""Articles that are kept in memory; one may have megabytes."""
_LARGE = 1 << 15
"""Code points that are cut into sentences in 10 ms; a megabyte takes 0.2 s."""


class Session(AnnotationService):
    """Everything a screen shows, by article; what has been said about them is the `AnnotationService`'s part.

    Args:
        project: the corpus and its annotations.

    Raises:
        CorpusError: nothing in the corpus can be read.
    """

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self.repository = ArticleRepository(project.corpus)
        self.entries: ArticleListing = self.repository.first()
        """The articles that the library shows, in its order."""
        self.corpus_progress = CorpusProgress()
        """How far the corpus is."""
        self.details_shown = True
        """Whether the reader shows an annotation's details where there is room for them."""
        self.colleague: Colleague | None = None
        """Whose annotations are compared with those of the corpus, if anybody's are."""
        self._read = False
        self._articles: LRUCache[Entry, Article | str] = LRUCache(_KEPT)
        self._watch = Watch(project.corpus.read)

    @cached_property
    def positions(self) -> dict[str, int]:
        """Sentence under the cursor, by article id, as each was left; the article read last is the last."""
        return recall(self.project.database)

    def be_at(self, article_id: str, sentence: int) -> None:
        """Note where an article that is read is left, if it is left now."""
        self._read = True
        self.positions.pop(article_id, None)
        self.positions[article_id] = sentence

    @property
    def last_read(self) -> str | None:
        """The id of the article that was read last, also before this start."""
        return next(reversed(self.positions), None)

    def keep_positions(self) -> None:
        """Keep for the next start where each article was left, if any was opened."""
        if self._read:
            keep(self.project.database, self.positions)

    @cached_property
    def drafts(self) -> Drafts:
        """What was begun to be typed and not said, also before this start."""
        from tui.session.drafts import Drafts  # here: the first list has nothing to type in

        return Drafts(self.project.database)

    def keep_drafts(self) -> bool:
        """Keep them for the next start; returns whether that could be done."""
        return "drafts" not in self.__dict__ or self.drafts.keep()

    # ------------------------------------------------------------------ how far the corpus is

    def save(
        self, article: Article | Record | None, changes: Sequence[Change], *, kind: str = "edit"
    ) -> None:
        """Save, see `AnnotationService.save`, and feed the pace if a sentence was decided by it.

        Raises:
            TextChangedError: the article isn't what stands in its file any more; nothing is saved.
        """
        from annotations.model.article import Article

        if isinstance(article, Article) and self.has_changed(article):
            from annotations.corpus.watching import TextChangedError

            raise TextChangedError(article.id)
        timed = article if kind == "edit" and isinstance(article, Article) else None
        before = self.progress(timed).decided if timed else 0
        try:
            super().save(article, changes, kind=kind)
        finally:
            if timed and self.progress(timed).decided > before:
                self.pace.decided(time.monotonic())

    @cached_property
    def pace(self) -> Pace:
        """How fast this session's decisions come."""
        from annotations.services.work_pace import Pace  # here: the first list needs no pace

        return Pace()

    @property
    def pace_seconds(self) -> float | None:
        """Seconds a decision, None if that isn't known yet."""
        return self.pace.seconds if "pace" in self.__dict__ else None

    def recount(self, stale: set[str] | None) -> Recount:
        """Count how far articles are, None for all of which something is said; for a worker.

        Raises:
            IndexFailedError: the index can't be read.
            StoreError: the annotations can't be read.
        """
        from tui.session.corpus_progress import Recount

        self.pace  # noqa: B018 - imported now, so that the first decision needn't
        index = self.repository.index
        found: dict[str, Progress | None] = {}
        for article_id in self.store.article_ids() if stale is None else stale:
            key = index.key(article_id)
            row = next(iter(index.rows([key])), None) if key is not None else None
            found[article_id] = self.count(article_id, row.outline) if row else None
        return Recount(index.sentences(), found, stale is None)

    def _forget(self, touched: Iterable[Annotation]) -> None:
        touched = list(touched)
        super()._forget(touched)
        self.corpus_progress.touch({one.article.id for one in touched})

    def take_findings(self, findings: DisplacedAnnotations) -> None:
        """Keep out of what is shown and counted what doesn't fit its article, see `AnnotationService`."""
        super().take_findings(findings)
        self.corpus_progress.touch(None)

    # ------------------------------------------------------------------ articles

    def article(self, place: int) -> Article | str:
        """Return the article at a place of the listing, or one line that says why it can't be read."""
        from annotations.corpus import ArticleError, CorpusError

        try:
            entry = self.entries[place]
            found = self._articles.get(entry)
            if found is None:
                article = self._watch.read(entry)
                found = self._articles[entry] = article
                self.entries.learn(place, article)
                self._recall(place, article)
        except IndexError:
            return _("this article is gone since it was listed")
        except ArticleError as error:
            found = self._articles[entry] = str(error)
            self.entries.learn(place, None)
        except CorpusError as error:
            return str(error)
        return found

    def _recall(self, place: int, article: Article) -> None:
        """Give a large article what the index knows of it, so that it opens as fast as a small one."""
        row = self.entries.row(place) if len(article.text) > _LARGE else None
        if row is not None and row.sha256 == article.sha256:
            article.recall(row.label, from_bytes(row.outline))

    def has_changed(self, article: Article) -> bool:
        """Say whether an article that is being read isn't what stands in its file any more; one stat(2)."""
        return self._watch.look(article).state == "changed"

    def lost(self, article: Article) -> str:
        """Return why an article can't be read any more, as it was found at the last save; else nothing."""
        return self._watch.lost(article)

    def reread(self, place: int) -> Article | str:
        """Return an article as it is now, or one line that says why it can't be read."""
        self._articles.discard(self.entries[place])
        return self.article(place)

    def places_after(self, place: int, direction: int) -> range:
        """Return the places before or after one, nearest first."""
        return range(place + direction, len(self.entries) if direction > 0 else -1, direction)

    def undecided_place(self, place: int, direction: int) -> int | None:
        """Return the nearest place before or after one whose article has an undecided sentence."""
        for other in self.places_after(place, direction):
            if row := self.entries.row(other):
                found = self.count(row.entry.id, row.outline)
                if row.sentences > (found.decided if found else 0):
                    return other
            elif not isinstance(article := self.article(other), str):
                state = self.progress(article)
                if state.decided < state.total:
                    return other
        return None

    @property
    def database_label(self) -> str:
        """Where the annotations are, short enough for the top bar."""
        from pathlib import Path

        path = str(self.project.database)
        home = str(Path.home())
        return "~" + path[len(home) :] if path.startswith(home + "/") else path
