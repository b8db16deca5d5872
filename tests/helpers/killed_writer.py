"""A process that saves without pause until it is killed, and what must be there afterwards.

Run as a script it inserts, changes and deletes at random, with checkpoints and rotations on, and says each
change that the store acknowledged, one line each, unbuffered. Only inserting would prove little: a torn
rewrite of a longer file with the same beginning harms nothing.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from store_tools import ME, drop, make, note, opened, put

Saved = dict[str, int]
"""Revision of each annotation that is there."""

MODES = ("sound", "says too early", "flushes nothing")


def work(path: Path, seed: int, mode: str, large: str) -> None:
    """Save until killed; with `large` every file is taken for a large one, which has a cache."""
    from annotations.store import checkpoint_worker, disk, storage, tinydb_store

    if large:
        storage.LARGE = 1
        if not path.exists():  # a session that begins with an empty file never has a cache
            with opened(path) as first:
                saved = put(first, make())
            os.write(1, f"{saved.uuid} {saved.rev}\n".encode())
    tinydb_store.MAX_JOURNAL = 20_000
    checkpoint_worker.PAUSE, checkpoint_worker.REST = 0.02, 0
    if mode == "flushes nothing":
        disk.flush = disk.flush_folder = lambda place: None
    store = tinydb_store.open_store(path, annotator=ME)
    assert bool(store.table.cached) == bool(large), "the cache that this is about"
    chance = random.Random(seed)
    print("ready", flush=True)
    while True:
        there = store.list()
        kind = chance.choice(("insert", "change", "change", "delete")) if len(there) > 5 else "insert"
        if kind == "insert":
            saved = put(store, make(chance.randrange(1000)))
            told = f"{saved.uuid} {saved.rev}\n"
        elif kind == "change":
            old = chance.choice(there)
            if mode == "says too early":
                os.write(1, f"{old.uuid} {old.rev + 1}\n".encode())
                time.sleep(0.01)
            saved = note(store, old, "ملاحظة " * chance.randrange(20))
            told = f"{saved.uuid} {saved.rev}\n"
        else:
            gone = chance.choice(there)
            drop(store, gone)
            told = f"{gone.uuid} 0\n"
        os.write(1, told.encode())
        if large and seed % 2 and chance.random() < 0.2:
            os.sync()  # else a power cut leaves no cache that is whole, since nobody flushes it


def run_and_kill(
    path: Path, seed: int, mode: str = "sound", before: Saved | None = None, *, large: bool = False
) -> Saved:
    """Let a process save for a random time and kill it; return what was acknowledged or there `before`."""
    command = [sys.executable, __file__, str(path), str(seed), mode, "large" * large]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout
        first = b""
        while (line := process.stdout.readline()) not in (b"ready\n", b""):
            first += line
        assert line, "it never began"
        time.sleep(random.Random(seed).random() * 0.2)
        process.send_signal(signal.SIGKILL)
        lines = (first + process.stdout.read()).decode().split("\n")[:-1]
    saved = dict(before or {})
    for line in lines:
        uuid, rev = line.split()
        if rev == "0":
            saved.pop(uuid, None)
        else:
            saved[uuid] = int(rev)
    return saved


def saved_in(path: Path) -> Saved:
    """Return what the next opening finds, which must have nothing to complain of but an unfinished line."""
    with opened(path) as store:
        assert not any("missing" in told or "damaged" in told for told in store.info().notes), (
            store.info().notes
        )
        return {annotation.uuid: annotation.rev for annotation in store.list()}


def lost(there: Saved, saved: Saved) -> list[str]:
    """Return what was acknowledged and isn't there; one change more than was acknowledged may be."""
    differing = [uuid for uuid in there | saved if there.get(uuid) != saved.get(uuid)]
    if (
        len(differing) == 1
        and there.get(differing[0], saved.get(differing[0], 0) + 1) == saved.get(differing[0], 0) + 1
    ):
        return []
    return differing


if __name__ == "__main__":
    work(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4])
