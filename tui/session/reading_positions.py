"""Where each article was left: the sentence under the cursor, kept from one start to the next.

A small JSON file in the state folder, by database and article. It is a convenience: what can't be read or
written is let go.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

from annotations.paths import state_folder
from tui.session import state_file

MOST = 5000
"""Articles remembered for one database; the oldest go first."""


def recall(database: Path) -> dict[str, int]:
    """Return sentences (0-based) by article id, as they were kept for this database."""
    kept = _read().get(str(database.resolve()))
    if not isinstance(kept, dict):
        return {}
    return {
        article: sentence for article, sentence in kept.items() if isinstance(sentence, int) and sentence >= 0
    }


def keep(database: Path, positions: dict[str, int]) -> None:
    """Keep the positions of this database, beside those of others."""
    everything = _read()
    everything[str(database.resolve())] = dict(list(positions.items())[-MOST:])
    with contextlib.suppress(OSError, ValueError):
        state_file.write(_file(), everything, durable=False)


def _file() -> Path:
    return state_folder() / "positions.json"


def _read() -> dict[str, Any]:
    kept = state_file.read(_file())
    return kept if isinstance(kept, dict) else {}
