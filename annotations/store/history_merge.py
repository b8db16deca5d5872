"""Joins the histories of two annotation files, so that a merged file still says who changed what, and when.

What both have in common, since one began as a copy of the other, comes once; the rest is put in order of
time, each file's own order kept. Changes are numbered anew, and an undo still names what it took back.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec

from annotations.model.records import new_uuid, timestamp
from annotations.store import disk, journal
from annotations.store.base import NotSavedError, StoreError
from annotations.store.lock import Lock
from annotations.store.recovery import Paths

Key = tuple[str, int, str]


def _key(entry: journal.JournalEntry) -> Key:
    return entry.session, entry.seq, entry.t


def joined(a: list[journal.JournalEntry], b: list[journal.JournalEntry]) -> Iterator[journal.JournalEntry]:
    """Yield the changes of two histories as one."""
    common = {_key(entry) for entry in a} & {_key(entry) for entry in b}
    numbers: tuple[dict[int, int], dict[int, int]] = ({}, {})
    at = [0, 0]
    number = 0
    while at[0] < len(a) or at[1] < len(b):
        heads = [
            entries[index] if index < len(entries) else None
            for entries, index in zip((a, b), at, strict=True)
        ]
        # A change that both have waits until it is at the head of both.
        free = [side for side, head in enumerate(heads) if head and _key(head) not in common]
        side = min(free, key=lambda side: _order(heads[side])) if free else 0 if heads[0] else 1
        entry = heads[side]
        assert entry is not None
        number += 1
        for other in (0, 1):
            head = heads[other]
            if head and _key(head) == _key(entry):
                numbers[other][head.seq] = number
                at[other] += 1
        of = None if entry.of is None else numbers[side].get(entry.of)
        yield msgspec.structs.replace(entry, seq=number, of=of)


def _order(entry: journal.JournalEntry | None) -> tuple[str, str, int]:
    return ("", "", 0) if entry is None else (entry.t, entry.session, entry.seq)


def join_histories(a: Path, b: Path, out: Path, by: str) -> None:
    """Begin a new annotations file `out`, made by `by`, with the histories of two others.

    Raises:
        StoreError: `out` exists; if somebody has it open, he is named.
        NotSavedError: the disk would not take it; nothing is left of it.
    """
    paths = Paths.of(out)
    if paths.exist():
        lock = Lock(paths.lock, by)
        held = paths.lock.exists() and not lock.acquire()
        lock.release()
        who = f" and is open in another claimreader ({lock.holder()})" if held else ""
        raise StoreError(f"{out}: exists already{who}. Name a new file with -o")
    histories = [list(journal.entries(side.journal, side.history)) for side in (Paths.of(a), Paths.of(b))]
    lines = [journal.encode(entry) for entry in joined(*histories)]
    mark = journal.Mark(1, new_uuid(), new_uuid(), "", len(lines), timestamp())
    try:
        disk.make_folder(paths.main.parent)
        if lines:
            disk.make_folder(paths.history)
            disk.write_file(paths.history / f"{len(lines)}.jsonl", [*lines, journal.encode(mark)], None)
            disk.flush_folder(paths.history)
    except OSError as error:
        remove(out)
        raise NotSavedError(f"{out}: not saved: {disk.reason(error)}") from error


def remove(out: Path) -> None:
    """Take away a file that was begun and could not be finished."""
    for path in Paths.of(out):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
