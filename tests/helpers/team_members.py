"""A team of members on one machine, each with a home of his own, for the running program."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

from sample_corpus import Said, samples, say
from terminal import COMMAND, Terminal

LEAD, OTHER = "noor", "suad"


class TeamMembers:
    """A folder with the samples, a team on them, and the homes of those who have joined it.

    Args:
        folder: where all of it lies.
        names: the members; the first one leads.
        rules: what `team init` is told beside the hub.
    """

    def __init__(self, folder: Path, names: Sequence[str] = (LEAD, OTHER), rules: Sequence[str] = ()) -> None:
        self.folder = folder
        (folder / "articles").mkdir()
        self.event = samples(folder / "articles" / "event")
        self.hub = folder / "shared"
        for number, name in enumerate(names):
            words = ["join"] if number else ["init", str(self.hub), *rules]
            self.run(name, "team", *words, str(self.event))

    def home(self, name: str) -> dict[str, str]:
        """Return what the program of a member needs in its environment."""
        return {"CLAIMREADER_HOME": str(self.folder / "homes" / name), "LC_ALL": "C.UTF-8"}

    def run(self, name: str, *words: str, code: int = 0) -> subprocess.CompletedProcess[str]:
        """Run a command as a member, which ends with a code."""
        done = subprocess.run(
            [COMMAND, *words, "--annotator", name],
            env={**os.environ, **self.home(name)},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == code, done.stderr
        return done

    def database(self, name: str) -> Path:
        """Return a member's own annotations."""
        return next((self.folder / "homes" / name).glob("team-*/annotations.json"))

    def say(self, name: str, said: Iterable[Said]) -> None:
        """Let a member tag sentences of article 002, and send that."""
        say(self.database(name), name, said)
        self.run(name, "team", "status", str(self.event))

    def reader(self, name: str, *options: str, columns: int = 120, rows: int = 24) -> Terminal:
        """Start the reader as a member."""
        return Terminal(
            [COMMAND, str(self.event), "--annotator", name, *options],
            env=self.home(name),
            columns=columns,
            rows=rows,
        )
