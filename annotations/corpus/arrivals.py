"""Says when files have come, changed or gone below a corpus' folders, once they are quiet, by watchfiles.

The system tells which files changed, so that nothing is looked for as long as nothing happens. What is being
written grows: a file counts when it has stayed as it is for a while, and until then it is left as it was
known before. Which of the files are articles isn't decided here but by the update of the index that follows;
here only names are left out that can be none: hidden ones, the annotations and what stands beside them.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from annotations.corpus.formats import SUFFIXES, suffix_of
from annotations.corpus.own_files import is_our_name

QUIET = 1.0
"""Seconds for which a file has to stay as it is; a download that stands still for longer is taken as it is,
and once more when it goes on."""
_LOOK = 500
"""Milliseconds between two looks at files that may still grow, and after which it is noticed that the program
ends; the longest time that changes are gathered, too."""
_STEP = 100
"""Milliseconds that the watching thread sleeps at a time."""

State = tuple[int, int] | None
"""Size and time of a file; None if it is gone."""


def state_of(path: str) -> State:
    """Return the state of a file, without reading it."""
    try:
        status = os.stat(path)  # noqa: PTH116 - paths come as texts, and may be many
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


class QuietFiles:
    """Knows which files that have changed may still be changing.

    Args:
        look: returns the state of a file.
        quiet: seconds for which it has to stay the same.
    """

    def __init__(self, look: Callable[[str], State] = state_of, quiet: float = QUIET) -> None:
        self._look = look
        self._quiet = quiet
        self._waiting: dict[str, tuple[State, float]] = {}
        """Each with its state, and since when it has that."""

    @property
    def restless(self) -> frozenset[str]:
        """The files that may still be changing."""
        return frozenset(self._waiting)

    def note(self, paths: Iterable[str], now: float) -> None:
        """Take in that files have changed."""
        for path in paths:
            self._waiting[path] = self._look(path), now

    def settled(self, now: float) -> bool:
        """Look at the files that have changed; say whether any has become quiet since the last look.

        One that is gone is quiet at once.
        """
        before = len(self._waiting)
        for path, (state, since) in list(self._waiting.items()):
            seen = self._look(path)
            if seen is None or (seen == state and now - since >= self._quiet):
                del self._waiting[path]
            elif seen != state:
                self._waiting[path] = seen, now
        return len(self._waiting) < before


def may_hold_articles(path: str, roots: Sequence[str]) -> bool:
    """Say whether a change at a path may concern articles: a kind of file or a folder, and not ours."""
    for root in roots:
        if path == root:
            return True
        if path.startswith(root + os.sep):
            parts = Path(path[len(root) + 1 :]).parts
            if any(map(is_our_name, parts)):
                return False
            suffix = suffix_of(parts[-1])
            return suffix in SUFFIXES or not suffix or os.path.isdir(path)  # noqa: PTH112 - as in `state_of`
    return False


def arrivals(roots: Sequence[Path], has_ended: Callable[[], bool]) -> Iterator[frozenset[str]]:
    """Yield each time that files below some folders have become quiet; blocks in between.

    Args:
        roots: folders and files.
        has_ended: asked some times a second whether to go on.

    Yields:
        The paths that may still be changing.

    Raises:
        OSError: it can't be watched (on), such as for the system's limit.
    """
    from watchfiles import watch

    names = [str(root) for root in roots]
    files = QuietFiles()
    for changes in watch(
        *names,
        watch_filter=lambda _change, path: may_hold_articles(path, names),
        debounce=_LOOK,
        step=_STEP,
        rust_timeout=_LOOK,
        yield_on_timeout=True,
        stop_event=_Ended(has_ended),
        raise_interrupt=False,
        ignore_permission_denied=True,
    ):
        now = time.monotonic()
        files.note((path for _change, path in changes), now)
        if files.restless and files.settled(now):
            yield files.restless


class _Ended:
    """Asks for what watchfiles asks an event."""

    def __init__(self, has_ended: Callable[[], bool]) -> None:
        self.is_set = has_ended

    def set(self) -> None:
        """Do nothing: watchfiles calls it when it is interrupted, which ends the program anyway."""

    def clear(self) -> None:
        """Do nothing, see `set`."""

    def wait(self, timeout: float | None = None) -> bool:
        """Return at once; nobody waits for it."""
        del timeout
        return self.is_set()
