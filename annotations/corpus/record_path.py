"""Reads where the articles lie in a JSON file, as a person writes it: `--records .hits.hits[]._source`.

The way is the part of jq's that names a place: keys with dots before them, quoted where they have other
characters, and `[]` for each element of an array or each value of an object.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from annotations.corpus.records import CorpusError

Step = frozenset[str] | None
"""One step into a value: a key, or one of several; None for each element or value."""

_STEP = re.compile(
    r"""
      \.?\[\s*\]
    | \.?\[\s*(?P<bracketed>"(?:[^"\\]|\\.)*")\s*\]
    | \.(?P<quoted>"(?:[^"\\]|\\.)*")
    | \.(?P<key>[^\s."'\[\]{}()|,:?*]+)
    """,
    re.VERBOSE,
)


class RecordPath(NamedTuple):
    """Where the articles lie."""

    steps: Sequence[Step]
    """The way to each record, which the file is cut at."""
    inside: Sequence[str]
    """The keys that lead from the record to the object with the article's fields."""

    @property
    def leads_to_one(self) -> bool:
        """True if it names one value, of which the elements are meant if it is an array."""
        return None not in self.steps


@lru_cache(8)
def record_path(written: str) -> RecordPath:
    """Read a path.

    Raises:
        CorpusError: it is none.
    """
    text = written.strip()
    steps: list[str | None] = []
    at = 0
    if text and text != ".":
        if text[0] not in ".[":
            text = "." + text
        while at < len(text):
            match = _STEP.match(text, at)
            if match is None:
                break
            steps.append(_key(match))
            at = match.end()
    if not text or (text != "." and at < len(text)):
        raise CorpusError(
            f"--records {written}: expected where the articles lie in JSON as jq writes it, such as "
            ".articles[] or .hits.hits[]._source"
        )
    last = max((place for place, step in enumerate(steps, 1) if step is None), default=len(steps))
    return RecordPath(
        tuple(None if step is None else frozenset((step,)) for step in steps[:last]),
        tuple(step for step in steps[last:] if step is not None),
    )


def _key(match: re.Match[str]) -> str | None:
    quoted = match["bracketed"] or match["quoted"]
    if quoted:
        try:
            return str(json.loads(quoted))
        except ValueError:
            return quoted[1:-1]
    return match["key"]


def written(steps: Sequence[Step]) -> str:
    """Write a path as a person would."""
    parts = ("[]" if step is None else "." + min(step) for step in steps)
    path = "".join(parts)
    return path if path.startswith(".") else "." + path
