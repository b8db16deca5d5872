"""Keeps suggestions of the articles that are read: reckoned in a worker, and held for a few articles.

Nothing here decides anything. A key asks only what has been reckoned; until then there is nothing to show.
The trust in the rules is read with the first article and once more after each decision on a suggestion.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from tui.session.lru_cache import LRUCache
from tui.session.worth_checking import LONGEST

if TYPE_CHECKING:
    from annotations.corpus.corpus_index import CorpusIndex
    from annotations.insight.trust import Trust
    from annotations.model.article import Article
    from annotations.model.records import Annotation
    from annotations.model.scheme import Scheme
    from annotations.services.related import Related, RelatedPassages
    from annotations.services.suggestions import ReadAlong
    from annotations.store.pending_changes import PendingChanges
    from tui.session.annotation_service import AnnotationService

_ARTICLES = 8
_SENTENCES = 64
"""Articles that are kept, and sentences whose related passages are."""
_BREATH = 0.0001
"""Seconds; in none at all nobody else is awake in time to take what was given up."""


_Key: TypeAlias = tuple[str, str, int]


def _key(article: Article) -> _Key:
    """Return what tells an article from others, and from itself with other lines as boilerplate."""
    return article.id, article.sha256, article.kinds.stamp


class _Looked(NamedTuple):
    """Holds the passages related to one, and the number of changes up to which they were looked for."""

    changes: int
    related: Sequence[Related]


def _breathe() -> None:
    """Let a key have the interpreter, which else waits for 5 ms until a thread at work gives it up."""
    time.sleep(_BREATH)


class _Claims:
    """Where claims are looked for: in the annotations that are kept, so that none is read again at each key.

    Args:
        annotations: keeps them by article up to every change.
        pending: what is remembered of articles.
    """

    def __init__(self, annotations: AnnotationService, pending: PendingChanges) -> None:
        self._annotations = annotations
        self._pending = pending

    def list(self, article_id: str) -> Sequence[Annotation]:
        """Return the annotations of an article, the same object until one of them changes."""
        return self._annotations.about(article_id)

    def article(self, article_id: str) -> Mapping[str, object] | None:
        """Return what is remembered of an article."""
        return self._pending.article(article_id)


class ReadingAlong:
    """Keeps what is suggested of the articles that were read last; may be used from several threads.

    Args:
        annotations: has them, and the decisions on suggestions.
        scheme: returns the project's scheme.
        index: returns the index of the corpus.
    """

    def __init__(
        self, annotations: AnnotationService, scheme: Callable[[], Scheme], index: Callable[[], CorpusIndex]
    ) -> None:
        self._annotations = annotations
        self._scheme = scheme
        self._index = index
        self._lock = threading.RLock()
        self._reckoned: LRUCache[_Key, ReadAlong] = LRUCache(_ARTICLES)
        self._related: LRUCache[tuple[str, str, int, int], _Looked] = LRUCache(_SENTENCES)
        self._passages: tuple[PendingChanges, int, RelatedPassages] | None = None
        """The finder of them, the changes that it reads, and the number of corrections it knows of."""
        self._trust: Trust | None = None
        self._pairs = 0
        """The number of decisions on pairs up to which it was looked for what is related."""
        self._begun: LRUCache[_Key, bool] = LRUCache(_ARTICLES)
        """Articles that were begun to be reckoned and aren't: one that can't be isn't begun at each key."""
        self._trusted = -1
        """The number of decisions up to which the trust was read."""

    # ------------------------------------------------------------------ suggestions of sentences

    def of(self, article: Article) -> ReadAlong | None:
        """Return what is suggested of an article, None as long as it isn't reckoned; costs nothing."""
        with self._lock:
            return self._reckoned.get(_key(article))

    def is_current(self, article: Article) -> bool:
        """Say whether there is nothing to reckon of an article."""
        key = _key(article)
        with self._lock:
            known = self._reckoned.get(key) is not None or self._begun.get(key) is not None
        return len(article.text) > LONGEST or (known and self._trusted == self._annotations.verdicts)

    def reckon(self, article: Article) -> None:
        """Reckon what is suggested of an article, with all that was decided up to now; for a worker."""
        from annotations.services.suggestions import read_along

        if len(article.text) > LONGEST:
            return
        key = _key(article)
        with self._lock:
            self._begun.put(key, True)
        trust = self._read_trust()
        reckoned = self.of(article) or read_along(article, trust, self._scheme())
        reckoned.trust = trust
        with self._lock:
            self._begun.discard(key)
            self._reckoned.put(key, reckoned)

    def _read_trust(self) -> Trust:
        from annotations.insight.trust import Trust
        from annotations.model.side_records import TRUST

        decided = self._annotations.verdicts
        with self._lock:
            if self._trust is not None and self._trusted == decided:
                return self._trust
        trust = Trust(self._annotations.pending.records(TRUST))
        with self._lock:
            self._trust, self._trusted = trust, decided
            if self._pairs != self._annotations.verdicts_on_pairs:  # one that was refused is shown no more
                self._pairs = self._annotations.verdicts_on_pairs
                self._related.clear()
        return trust

    # ------------------------------------------------------------------ related passages

    def known_related(self, article: Article, start: int, end: int) -> Sequence[Related] | None:
        """Return what is related to a passage, None as long as it wasn't looked for; costs nothing.

        What was found before other claims changed is shown until it has been looked for again.
        """
        with self._lock:
            looked = self._related.get((article.id, article.sha256, start, end))
        return looked.related if looked is not None else None

    def is_related_current(self, article: Article, start: int, end: int) -> bool:
        """Say whether nothing has changed since it was looked for what is related to a passage."""
        with self._lock:
            looked = self._related.get((article.id, article.sha256, start, end))
        return looked is not None and looked.changes == self._annotations.changes

    def look_for_related(self, article: Article, start: int, end: int) -> Sequence[Related]:
        """Look for what is related to a passage; for a worker."""
        from annotations.corpus import CorpusError
        from annotations.model.article import sentence_at
        from annotations.services.article_corrections import ids_set_aside
        from annotations.services.related import RelatedPassages

        changes, corrections = self._annotations.changes, self._annotations.corrections
        trust = self._read_trust()
        pending = self._annotations.pending
        with self._lock:
            known = self._passages
            if known is None or known[0] is not pending or known[1] != corrections:
                project = self._annotations.project
                corrected = project.corrections
                claims = _Claims(self._annotations, pending)
                finder = RelatedPassages(
                    self._index(), claims, trust, project.nouns, lambda: ids_set_aside(corrected), _breathe
                )
                self._passages = known = pending, corrections, finder
            passages = known[2]
            passages.trust = trust
        reads = self.of(article)
        names = reads.names(sentence_at(article, start)) if reads else ()
        related: Sequence[Related] = ()
        with suppress(CorpusError):  # an index that can't be read is said elsewhere
            related = passages.to_sentence(article, start, end, names=names)
        with self._lock:
            self._related.put((article.id, article.sha256, start, end), _Looked(changes, related))
        return related
