"""Reads somebody's annotations file without changing it, and says what of it stayed behind in copying.

A file that was ever saved to has a journal beside it, empty at the least, and knows the number of its last
change. So a missing journal, or changes in neither journal nor history, are what wasn't copied along with the
`.json`: decisions of the last minutes may be missing, and a merge can't tell what was changed on both sides
from what is new.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from annotations.model.records import Annotation
from annotations.store import journal
from annotations.store.recovery import Paths

_SOME = 3
"""Ranges of missing changes that a line names."""


class AnnotationsFile(NamedTuple):
    """An annotations file as it was read."""

    path: Path
    annotations: Sequence[Annotation]
    """All of them, oldest first."""
    records: Mapping[str, dict[str, Any]]
    """The records that the file has of its articles, by id."""
    note: str
    """A line that says what may be missing from it; empty if nothing is."""


def read_annotations_file(path: Path, *, by: str) -> AnnotationsFile:
    """Read an annotations file without holding it.

    Args:
        path: the file.
        by: who reads it.

    Raises:
        StoreError: it can't be read.
    """
    from annotations.store.tinydb_store import open_store

    with open_store(path, annotator=by, readonly=True) as store:
        records = {str(record.get("id")): record for record in store.articles()}
        return AnnotationsFile(path, store.list(), records, without_journal(path, store.info().seq))


def without_journal(path: Path, seq: int) -> str:
    """Say in a line that a file's journal isn't beside it, so that what was saved last may be missing.

    Args:
        path: the TinyDB file.
        seq: the number of its last change, as `Info.seq`.

    Returns:
        The line, empty if the journal is there or nothing was ever saved.
    """
    paths = Paths.of(path)
    if not seq or paths.journal.exists() or journal.old(paths.journal).exists():
        return ""
    return (
        f"{path}: {paths.journal.name} is not beside it: what was saved last may be missing here; "
        "copy all files whose names begin with that name"
    )


def without_history(path: Path, seq: int) -> str:
    """Say in a line which changes are in neither journal nor history, as `without_journal`."""
    paths = Paths.of(path)
    missing = _missing((entry.seq for entry in journal.entries(paths.journal, paths.history)), seq)
    if not missing:
        return ""
    some = ", ".join(f"{first}-{last}" if last > first else str(first) for first, last in missing[:_SOME])
    more = ", ..." if len(missing) > _SOME else ""
    return (
        f"{path}: of its {seq} changes, {some}{more} are in no {paths.journal.name} or "
        f"{paths.history.name} beside it; copy these along, else what differs counts as changed by both"
    )


def _missing(known: Iterable[int], last: int) -> list[tuple[int, int]]:
    """Return the ranges of 1 to `last` that aren't in `known`, which is in order."""
    missing, expected = [], 1
    for seq in known:
        if seq > expected:
            missing.append((expected, seq - 1))
        expected = seq + 1
    if expected <= last:
        missing.append((expected, last))
    return missing
