"""Some things change by themselves: the disk takes again what it would not, another person saves.

Both are looked at from time to time, and only as long as there is something to look at: while nothing is
typed and all is written nothing runs.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from annotations.store.errors import StoreError

if TYPE_CHECKING:
    from tui.session.annotation_service import AnnotationService

RETRY_SECONDS = 5.0
"""Seconds until a save is tried again that the disk would not take."""
FOLLOW_SECONDS = 1.0
"""Seconds between two looks at what another one has saved, and at whether the file has followed."""


class Timer(Protocol):
    """Stands for something that is done again and again."""

    def stop(self) -> None:
        """Do it no more."""


class StoreWatch:
    """Looks after the annotations while something about them may change by itself.

    Args:
        annotations: what is looked after.
        set_interval: has something done every so many seconds.
        refresh: draws what has changed, and calls `update`.
        saved: is called when all that waited is saved.
    """

    def __init__(
        self,
        annotations: AnnotationService,
        set_interval: Callable[[float, Callable[[], None]], Timer],
        refresh: Callable[[], None],
        saved: Callable[[], None],
    ) -> None:
        self._annotations = annotations
        self._set_interval = set_interval
        self._refresh = refresh
        self._saved = saved
        self._retrying: Timer | None = None
        self._following: Timer | None = None
        self._alarm_shown = ""

    def update(self) -> None:
        """Begin to look after what has to be looked after now, since all of it is being drawn."""
        annotations = self._annotations
        self._alarm_shown = annotations.alarm
        if annotations.unsaved and self._retrying is None:
            self._retrying = self._set_interval(RETRY_SECONDS, self.retry)
        if not annotations.settled and self._following is None:
            self._following = self._set_interval(FOLLOW_SECONDS, self._follow)

    def retry(self) -> None:
        """Try again to save what the disk would not take."""
        if self._annotations.retry() and self._retrying is not None:
            self._retrying.stop()
            self._retrying = None
            self._refresh()
            self._saved()

    def _follow(self) -> None:
        """Show what another claimreader that holds them has saved meanwhile, and what is amiss with ours.

        The file is brought up to date in a thread of its own: that it can't be, or can be again, is on screen
        a second later.
        """
        annotations = self._annotations
        changed = annotations.alarm != self._alarm_shown
        if annotations.readonly:
            with contextlib.suppress(StoreError):
                changed = bool(annotations.follow()) or changed
        if changed:
            self._refresh()
        if annotations.settled and self._following is not None:
            self._following.stop()
            self._following = None
