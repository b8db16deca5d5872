"""Moving annotations after the words of an article that has changed.

See `annotations.services.reanchoring` for how it is found out where they belong.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotations.store.errors import ConflictError, NotSavedError

if TYPE_CHECKING:
    from annotations.model.article import Article
    from annotations.model.records import Annotation
    from annotations.services.reanchoring import DisplacedAnnotations, Follower, Relocation
    from tui.session.annotation_service import AnnotationService
    from tui.session.article_repository import ArticleRepository

_TRIES = 5
"""Times that a move begins anew, since something was saved while it was being prepared."""


class Reanchoring:
    """Takes annotations along with the texts that they are about.

    Args:
        annotations: what is moved.
        articles: the texts as they are now.
    """

    def __init__(self, annotations: AnnotationService, articles: ArticleRepository) -> None:
        self._annotations = annotations
        self._articles = articles

    def find(self) -> DisplacedAnnotations:
        """Look at the articles that have annotations; may take long.

        The index knows the digest of every article as it is now, so that only changed ones are read.
        """
        from annotations.services.reanchoring import find_displaced

        articles = self._articles

        def read(article_id: str) -> Article | None:
            article = articles.by_id(article_id)
            return None if isinstance(article, str) else article

        def same_text(sha256: str) -> list[str]:
            return [row.entry.id for row in articles.index.same_text(sha256)]

        def get(uuid: str) -> Annotation | None:
            return self._annotations.pending.get(uuid)  # the store may be opened anew meanwhile

        return find_displaced(self._annotations.store, articles.index.texts_of, read, same_text, get)

    def move(self, steps: Sequence[Relocation]) -> int:
        """Take annotations to their words, and show them there; returns how many.

        Raises:
            StoreError: they can't be saved; nothing has changed.
        """
        self.prepare()
        moved = self.carry(steps)
        if moved:
            self.show(steps)
        return moved

    def prepare(self) -> None:
        """See that annotations can be moved: nothing waits to be saved, and nobody else holds them.

        Raises:
            StoreError: they can't.
        """
        self._annotations.try_to_hold()
        if not self._annotations.retry():
            raise NotSavedError(self._annotations.pending.reason)

    def carry(self, steps: Sequence[Relocation], followers: Sequence[Follower] = ()) -> int:
        """Move annotations, in a worker if there are many: that takes 0.1 ms each; returns how many.

        Flags and corrections (`followers`) go along in the same step, and aren't counted.

        Raises:
            StoreError: they can't be saved; nothing has changed. What the disk doesn't take waits, and counts
            as moved: it is in sight so.
        """
        from annotations.services.reanchoring import relocate

        annotations = self._annotations
        findings = annotations.displaced.findings
        records = findings.records if findings else {}
        for last in (*[False] * (_TRIES - 1), True):
            try:
                me = annotations.project.annotator
                return len(relocate(annotations.pending, steps, records, by=me, followers=followers))
            except ConflictError:  # a key has changed one of them meanwhile: look again
                if last:
                    raise
            except NotSavedError as error:
                if not error.again:
                    raise
                # They wait, and so are in sight where they will be.
                return len({step.old.uuid for step in steps} & annotations.pending.waiting)
        return 0

    def show(self, steps: Sequence[Relocation], followers: Sequence[Follower] = ()) -> None:
        """Show that annotations have been moved, and what went along."""
        moved = [end for step in steps for end in (step.old, step.new)]
        along = [end for follower in followers for end in (follower.old, follower.new)]
        self._annotations.changed([*moved, *along])
