"""Remembers which corpora were opened last, to offer them at the start; the setting `recent` turns that off.

A small JSON file in the state folder, for its owner's eyes only. What was read of samples, of a list of paths
or in a tour isn't in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from annotations.paths import state_folder
from tui.session.state_file import JsonState

MOST = 10
"""Corpora that are remembered."""
_MOST_ROOTS = 10
"""Folders and files of one corpus; who names more of them does so by a program."""

Roots = tuple[Path, ...]


class RecentCorpora:
    """Has the corpora that were opened last."""

    def __init__(self) -> None:
        self._state = JsonState(state_folder() / "recent.json", durable=False)

    def all(self) -> Sequence[Roots]:
        """Return them, the last first: those that are still there."""
        return [roots for roots in self._kept() if all(map(_is_there, roots))]

    def note(self, roots: Sequence[Path]) -> None:
        """Remember that a corpus was opened; where that can't be written nothing is remembered."""
        now = tuple(path.absolute() for path in roots)
        if 0 < len(now) <= _MOST_ROOTS:
            others = (kept for kept in self._kept() if kept != now)
            corpora = [now, *islice(others, MOST - 1)]
            self._state.write({"corpora": [list(map(str, each)) for each in corpora]})

    def forget(self) -> None:
        """Forget all of them."""
        self._state.remove()

    def _kept(self) -> list[Roots]:
        corpora = self._state.read().get("corpora")
        if not isinstance(corpora, list):
            return []
        return [
            tuple(map(Path, roots))
            for roots in corpora[:MOST]
            if isinstance(roots, list) and roots and all(_is_path(path) for path in roots)
        ]


def _is_path(path: object) -> bool:
    return isinstance(path, str) and path.startswith("/") and "\0" not in path


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False
