"""A member of a team who saves and publishes without pause until he is killed, and what he was told.

Run as a script it inserts, changes and deletes at random, exchanges every few saves, and says each change
that was acknowledged as saved, one line each, unbuffered.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from killed_writer import Saved
from team_tools import Person

from annotations.team.errors import HubError
from annotations.team.hubs import Hub


def member(name: str, home: Path, hub: str) -> Person:
    """Return a member at a hub, which is a folder or the address of a database."""
    carries: Hub | None = None
    if "://" in hub:
        from annotations.team.hubs.postgresql import PostgresqlHub

        carries = PostgresqlHub(hub)
    elif not (home / "team").exists():
        home.mkdir(parents=True, exist_ok=True)
        (home / "team").symlink_to(hub)
    return Person(name, home, carries)


def work(name: str, home: Path, hub: str, seed: int) -> None:
    """Save and publish until killed."""
    person, luck = member(name, home, hub), random.Random(seed)
    os.write(1, b"ready\n")
    while True:
        own = person.store.list()
        what = luck.random() if len(own) > 3 else 0.0
        if what < 0.5:
            told = f"{person.add(luck.randrange(1000)).uuid} 1"
        elif what < 0.85:
            old = luck.choice(own)
            person.edit(old, "ملاحظة " * luck.randrange(1, 20))
            told = f"{old.uuid} {old.rev + 1}"
        else:
            gone = luck.choice(own)
            person.delete(gone)
            told = f"{gone.uuid} 0"
        os.write(1, f"{told}\n".encode())
        if luck.random() < 0.4:
            try:
                person.exchange()
            except HubError as error:
                sys.stderr.write(f"{error}\n")


class Working:
    """A member at work in a process of his own.

    Args:
        name: whose.
        home: his data.
        hub: see `member`.
        seed: of what he does.
    """

    def __init__(self, name: str, home: Path, hub: str, seed: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__, name, str(home), hub, str(seed)], stdout=subprocess.PIPE
        )

    def killed_after(self, seconds: float, saved: Saved) -> None:
        """Kill him so long after he has begun, and note what he was told to be saved until then."""
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == b"ready\n"
        time.sleep(seconds)
        self._process.send_signal(signal.SIGKILL)
        for line in self._process.stdout.read().decode().split("\n")[:-1]:
            uuid, rev = line.split()
            if rev == "0":
                saved.pop(uuid, None)
            else:
                saved[uuid] = int(rev)
        self._process.stdout.close()
        self._process.wait()


if __name__ == "__main__":
    work(sys.argv[1], Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
