"""Where each article was left: the sentence under the cursor, kept from one start to the next.

A small JSON file in the state folder, by database and article. It is a convenience: what can't be read or
written is let go.
"""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

from annotations.file_reading import read_text, replace_file
from annotations.places import LARGEST_STATE, state_folder

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
    file = _file()
    with contextlib.suppress(OSError, ValueError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(file, json.dumps(everything))


def _file() -> Path:
    return state_folder() / "positions.json"


def _read() -> dict[str, Any]:
    with contextlib.suppress(OSError, ValueError, RecursionError):
        read = json.loads(read_text(_file(), LARGEST_STATE))
        if isinstance(read, dict):
            return read
    return {}
