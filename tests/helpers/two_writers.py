"""Two processes take turns at one file whose lock file is removed at random, until they are killed.

Run as a script: `two_writers.py FOLDER RUNS MODE [large]`. One process waits for the other's lock and takes
over as soon as it can; the lock file is removed again and again while the other still saves, as a sync
client or a tidy-up does; at the end of each run both are killed. Each says every change that it was told is
saved. The script prints what is wrong afterwards, one line each: saved changes that are nowhere (lost), and
changes that nobody made, out of order, or not as the annotations say (mixed). Six runs go on with the same
file.

Everything is imported once, and forked: a run takes 0.3 s instead of 1.5.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

from store_tools import ME, beside, make, note, opened, put

from annotations.services.verification import verify
from annotations.store import checkpoint_worker, journal, lock, storage, tinydb_store
from annotations.store.base import Change, ConflictError, StoreError

Told = tuple[str, str, int]
"""Session, uuid and revision (0: deleted) of a change that was acknowledged."""

SAME_FILE = 6
"""Runs on one file."""


def save_until_refused(store: tinydb_store.TinyDBStore, chance: random.Random, told: int) -> None:
    """Save at random, and tell each change that is acknowledged."""
    while True:
        there = store.list()
        kind = chance.choice(("insert", "change", "change", "delete")) if len(there) > 5 else "insert"
        old = chance.choice(there) if kind != "insert" else None
        if old is None:
            saved = put(store, make(chance.randrange(1000)))
        elif kind == "change":
            saved = note(store, old, "ملاحظة " * chance.randrange(20))
        else:  # from what was listed: that it is gone already is a conflict, and nothing to tell
            store.apply([Change(old.uuid, old.rev, None)], by=ME)
        uuid, rev = (old.uuid, 0) if old is not None and kind == "delete" else (saved.uuid, saved.rev)
        os.write(told, f"{store.session} {uuid} {rev}\n".encode())


def take_turns(path: Path, seed: int, told: int) -> None:
    """Wait for the lock, save until somebody else has it, and wait again."""
    chance = random.Random(seed)
    while True:
        store = tinydb_store.open_store(path, annotator=ME)
        while not store.info().readonly:
            with suppress(ConflictError):
                try:
                    save_until_refused(store, chance, told)
                except StoreError as error:
                    if isinstance(error, ConflictError):
                        raise  # the other one has changed it meanwhile: it was read
                    break
        with suppress(StoreError):
            store.close()
        time.sleep(0.001)


def fork(path: Path, seed: int) -> tuple[int, int]:
    """Start one of the two; returns its process and where it tells what is saved."""
    receive, send = os.pipe()
    if child := os.fork():
        os.close(send)
        return child, receive
    os.close(receive)
    try:
        take_turns(path, seed, send)
    except BaseException as error:
        os.write(send, f"failed {error!r}\n".encode())
    os._exit(1)


def run(path: Path, seed: int) -> tuple[set[Told], list[str]]:
    """Let two take turns for a random time, the lock file removed meanwhile, and kill both."""
    chance = random.Random(seed)
    children = [fork(path, seed * 2 + number) for number in range(2)]
    for _ in range(chance.randrange(1, 6)):
        time.sleep(chance.random() * 0.06)
        beside(path, ".lock").unlink(missing_ok=True)
    chance.shuffle(children)
    for child, _ in children:
        time.sleep(chance.random() * 0.08)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    told: set[Told] = set()
    failed = []
    for _, receive in children:
        with os.fdopen(receive, "rb") as pipe:
            for line in pipe.read().decode().split("\n")[:-1]:
                if line.startswith("failed"):
                    failed.append(line)
                else:
                    session, uuid, rev = line.split()
                    told.add((session, uuid, int(rev)))
    return told, failed


def wrongs(path: Path, told: set[Told]) -> list[str]:
    """Say what was saved and is lost, and what is there that shouldn't be."""
    store = tinydb_store.open_store(path, annotator=ME, readonly=True)
    events = list(store.history())
    there = {(it.session, it.uuid, it.rev if it.after else 0) for it in events}
    wrong = [f"lost: {change}" for change in told - there]
    if [it.seq for it in events] != list(range(1, len(events) + 1)):
        wrong.append("mixed: the changes are not numbered one by one")
    untold = Counter(session for session, *_ in there - told)
    wrong += [f"mixed: {count} refused changes of one session" for count in untold.values() if count > 1]
    wrong += [
        f"mixed: {problem}"
        for problem in verify(path)
        if problem.wrong and "never shown as saved" not in problem.what
    ]
    return wrong


def main(folder: Path, runs: int, mode: str, large: str) -> None:
    """Do all runs, and print what went wrong; with `large` every file has a cache."""
    if large:
        storage.LARGE = 1
    with opened(folder / "first.json") as store:  # or each child would have to import what that needs
        put(store, make())
    with opened(folder / "first.json"):
        pass
    tinydb_store.MAX_JOURNAL = 20_000
    checkpoint_worker.PAUSE, checkpoint_worker.REST = 0.02, 0
    if mode in ("looks at the journal alone", "looks at nothing"):
        lock.Lock.lost = False  # type: ignore[assignment, method-assign]
    if mode == "looks at nothing":
        journal.Journal.owned = lambda self, more=0: True  # type: ignore[method-assign]
    told: set[Told] = set()
    sessions = 0
    for seed in range(runs):
        path = folder / f"{seed // SAME_FILE}.json"
        if seed % SAME_FILE == 0:
            told = set()
        now, failed = run(path, seed)
        told |= now
        sessions += len({session for session, *_ in now})
        for line in failed + wrongs(path, told):
            print(f"run {seed}: {line}", flush=True)
        if seed % 50 == 49:
            print(f"# {seed + 1} runs, {sessions} sessions that saved", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], "".join(sys.argv[4:]))
