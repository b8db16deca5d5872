"""The ledger's part in articles that have changed: what doesn't fit its article is hidden, or moved.

See `annotations.services.reanchoring` for how that is found out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from annotations.store.errors import ConflictError, NotSavedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from annotations.model.records import Annotation, ArticleRef
    from annotations.project import Project
    from annotations.services.reanchoring import DisplacedAnnotations, Relocation
    from annotations.store.pending_changes import PendingChanges
    from tui.session.annotation_cache import AnnotationCache


_TRIES = 5
"""Times that a move begins anew, since something was saved while it was being prepared."""


class Moving:
    """The part of the ledger that knows of articles that have changed."""

    if TYPE_CHECKING:
        project: Project
        _kept: AnnotationCache
        try_to_hold: Callable[[], None]
        retry: Callable[[], bool]
        changed: Callable[[Sequence[Annotation]], None]

        @property
        def alarm(self) -> str:
            """What stays on screen as long as it is so."""

        @property
        def pending_changes(self) -> PendingChanges:
            """The annotations as they will be when all is saved."""

    findings: DisplacedAnnotations | None = None
    """What has become of annotations whose article has changed; None until that was looked at."""
    _displaced: Mapping[str, ArticleRef] = {}
    """Replaced, never changed."""
    _asked: Mapping[str, Annotation] = {}
    """By uuid, as they were found: those a person should look at."""
    _waiting: set[str] | None = None
    """Those of them that are still where they don't fit; None before that was looked at."""

    def take_findings(self, findings: DisplacedAnnotations) -> None:
        """Keep out of what is shown and counted what doesn't fit its article, as long as it is there."""
        self.findings = findings
        self._displaced = {one.uuid: one.article for one in findings.displaced}
        asked = [*(step.old for step in findings.uncertain), *findings.orphans]
        self._asked = {one.uuid: one for one in asked}
        self._kept.clear()
        self._waiting = None

    @property
    def waiting(self) -> int:
        """How many annotations a person should look at, since their article has changed."""
        if self._waiting is None:
            self._waiting = {uuid for uuid, one in self._asked.items() if self.is_displaced(one)}
        return len(self._waiting)

    def look_again(self, uuids: Iterable[str]) -> None:
        """Take in that annotations have changed; a key costs what it changes, not what is waiting."""
        if self._waiting is not None:
            for uuid in self._asked.keys() & uuids:
                keep = self._waiting.add if self.is_displaced(self._asked[uuid]) else self._waiting.discard
                keep(uuid)

    def is_displaced(self, annotation: Annotation) -> bool:
        """Say whether an annotation is still where it doesn't fit."""
        current = self.pending_changes.get(annotation.uuid)
        return current is not None and current.article == annotation.article

    def follow_texts(self, steps: Sequence[Relocation]) -> int:
        """Take annotations to their words; returns how many: `annotations.services.reanchoring.relocate`.

        Raises:
            StoreError: they can't be saved; nothing has changed.
        """
        self.ready_to_follow()
        moved = self.take_along(steps)
        if moved:
            self.followed(steps)
        return moved

    def ready_to_follow(self) -> None:
        """See that annotations can be moved: nothing waits to be saved, and nobody else holds them.

        Raises:
            StoreError: they can't.
        """
        self.try_to_hold()
        if not self.retry():
            raise NotSavedError(self.pending_changes.reason)

    def take_along(self, steps: Sequence[Relocation]) -> int:
        """Move annotations, in a worker if there are many: that takes 0.1 ms each; returns how many.

        Raises:
            StoreError: they can't be saved; nothing has changed. What the disk doesn't take waits, and counts
            as moved: it is in sight so.
        """
        from annotations.services.reanchoring import relocate

        records = self.findings.records if self.findings else {}
        for last in (*[False] * (_TRIES - 1), True):
            try:
                return len(relocate(self.pending_changes, steps, records, by=self.project.annotator))
            except ConflictError:  # a key has changed one of them meanwhile: look again
                if last:
                    raise
            except NotSavedError as error:
                if not error.again:
                    raise
                # They wait, and so are in sight where they will be.
                return len({step.old.uuid for step in steps} & self.pending_changes.waiting)
        return 0

    def followed(self, steps: Sequence[Relocation]) -> None:
        """Show that annotations have been moved."""
        self.changed([one for step in steps for one in (step.old, step.new)])
