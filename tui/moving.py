"""The ledger's part in articles that have changed: what doesn't fit its article is hidden, or moved.

See `annotations.moving` for how that is found out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from annotations.store.errors import NotSavedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.cache import LRUCache

    from annotations.moving import Findings
    from annotations.outline import Progress
    from annotations.project import Project
    from annotations.reanchor import Step
    from annotations.records import Annotation, ArticleRef
    from annotations.store.base import Store
    from annotations.store.outbox import Outbox


class Moving:
    """The part of the ledger that knows of articles that have changed."""

    if TYPE_CHECKING:
        project: Project
        alarm: str
        _annotations: LRUCache[str, Sequence[Annotation]]
        _progress: LRUCache[str, Progress]
        _try_to_hold: Callable[[], None]
        retry: Callable[[], bool]
        changed: Callable[[Sequence[Annotation]], None]

        @property
        def store(self) -> Store:
            """The open store."""

        @property
        def outbox(self) -> Outbox:
            """The annotations as they will be when all is saved."""

    findings: Findings | None = None
    """What has become of annotations whose article has changed; None until that was looked at."""
    _displaced: Mapping[str, ArticleRef] = {}
    """Replaced, never changed."""

    def take_findings(self, findings: Findings) -> None:
        """Keep out of what is shown and counted what doesn't fit its article, as long as it is there."""
        self.findings = findings
        self._displaced = {one.uuid: one.article for one in findings.displaced}
        self._annotations.clear()
        self._progress.clear()

    @property
    def waiting(self) -> int:
        """How many annotations a person should look at, since their article has changed."""
        if self.findings is None:
            return 0
        open_ = [*(step.old for step in self.findings.uncertain), *self.findings.orphans]
        return sum(self.is_displaced(one) for one in open_)

    def is_displaced(self, annotation: Annotation) -> bool:
        """Say whether an annotation is still where it doesn't fit."""
        current = self.outbox.get(annotation.uuid)
        return current is not None and current.article == annotation.article

    def follow_texts(self, steps: Sequence[Step]) -> int:
        """Take annotations to where their words are now; returns how many, see `annotations.moving.follow`.

        Raises:
            StoreError: they can't be saved; nothing has changed.
        """
        from annotations.moving import follow

        self._try_to_hold()
        if not self.retry():
            raise NotSavedError(self.alarm)
        records = self.findings.records if self.findings else {}
        moved = follow(self.store, steps, records, by=self.project.annotator)
        if moved:
            self.changed([one for step in steps for one in (step.old, step.new)])
        return len(moved)
