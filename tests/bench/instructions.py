"""How many instructions a start and a key take: a measure that no clock and no load moves.

Valgrind counts them: the same start twice differs by 0.02 %, the same key by 0.5 %, and it needs no counters
of the processor and no rights, as `perf` does. Numbers differ between processors and builds of Python, so
what is compared is the ratio to the hello world's.

A key is what the main thread does until the frame is out: nobody sees more of it. What is done in the pause
behind it, by all threads, is counted by itself: what is related to a sentence is looked for, what is shown
next is made ready, the file of annotations follows its journal.

    python tests/bench/instructions.py [--keep]

compares the ratios with those stored in `instructions.json`, which `--keep` writes. Exit status 1 if one has
grown by more than 5 %, 2 if valgrind isn't installed or nothing is stored. It takes three minutes.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from typing import NamedTuple

import corpora
import long_pauses
import programs
from programs import Program
from session import FRAME_END, Session

STORED = Path(__file__).with_name("instructions.json")
ROOM = 1.05
"""What a ratio may be of the stored one."""
KEYS = {"step": (10, 10), "page": (4, 6), "tag": (2, 8)}
"""Keys of each kind that come first, which find nothing ready yet, and those that are counted."""
PAUSED = "tag"
"""The key of which it is also counted what is done in the pause after it."""
SECONDS = 600.0
"""In which a program has to be ready; everything takes 40 times as long."""
REPEATED = 3
"""How often each start is counted. The least holds: what is done between the first screen and the end of the
program, such as reading the annotations, is counted too if the end comes late."""
_TOTALS = re.compile(r"^totals: (\d+)", re.MULTILINE)

Ratios = Mapping[str, float]


class Count(NamedTuple):
    """The instructions of one piece of work, counted as often as it was done."""

    ours: tuple[float, ...]
    hello: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """How many times the hello world's: the middle of all, since keys change more or less."""
        return median(self.ours) / median(self.hello)


def missing() -> bool:
    """Say whether there is nothing here that counts."""
    return shutil.which("valgrind") is None


def count(ours: Program, hello: Program) -> dict[str, Count]:
    """Count a start, and keys of ours; the hello world's key is what all keys are compared with.

    Raises:
        OSError: valgrind could not count.
    """
    with ThreadPoolExecutor(2) as pool:  # each of both by itself: only one may write the annotations
        mine, theirs = pool.map(_counted, (ours, hello), (KEYS, {"step": KEYS["step"]}))
    counts = {"start": Count((min(mine.pop("start")),), (min(theirs["start"]),))}
    return counts | {name: Count(values, theirs["step"]) for name, values in mine.items()}


def _counted(program: Program, keys: Mapping[str, tuple[int, int]]) -> dict[str, tuple[float, ...]]:
    _start(program)  # which compiles what has changed, and isn't counted
    counts = {"start": tuple(_start(program) for _ in range(REPEATED))}
    with tempfile.TemporaryDirectory() as name, _Counting(program, Path(name)) as counting:
        for measure, (before, number) in keys.items():
            plan = program.plan[measure]
            typed = [plan[at % len(plan)] for at in range(before + number)]
            both = [counting.key(key) for key in typed][before:]
            counts[measure] = tuple(key for key, _ in both)
            if measure == PAUSED:
                counts[f"pause after a {measure}"] = tuple(pause for _, pause in both)
    return counts


def _start(program: Program) -> float:
    """Run a program to its first screen; return its instructions."""
    if program.prepare:
        program.prepare()
    with tempfile.TemporaryDirectory() as name:
        out = Path(name, "count")
        tool = ["--tool=cachegrind", "--cache-sim=no", f"--cachegrind-out-file={out}"]
        session = _under_valgrind(program, program.command, tool, Path(name))
        try:
            session.wait(program.shown, seconds=SECONDS)
        finally:
            session.close(_WRITE)
        match = re.search(r"^summary: (\d+)", out.read_text(errors="replace"), re.MULTILINE)
    if match is None:
        raise OSError(f"valgrind counted nothing of {program.name}")
    return float(match[1])


_WRITE = signal.SIGUSR2
"""Ends a program and has valgrind write what it has counted, as SIGKILL has not."""


def _under_valgrind(program: Program, command: Sequence[str], tool: Sequence[str], folder: Path) -> Session:
    # valgrind starts programs, and no scripts
    started = command if command[0] == sys.executable else [sys.executable, *command]
    env = {**program.env, "PYTHONHASHSEED": "0"}
    return Session(["valgrind", *tool, f"--log-file={folder}/log", *started], env)


class _Counting:
    """Runs a program with its article open, and counts keys one by one.

    Args:
        program: which one.
        folder: takes what valgrind writes.
    """

    def __init__(self, program: Program, folder: Path) -> None:
        if program.prepare:
            program.prepare()
        command = program.command
        if command[0] != sys.executable:
            command = [sys.executable, long_pauses.__file__, *command[1:]]
        tool = ("--tool=callgrind", "--instr-atstart=no", "--separate-threads=yes")
        self._folder = folder
        self._dumps = 0
        self._session = _under_valgrind(
            program, command, [*tool, f"--callgrind-out-file={folder}/out"], folder
        )
        self._open(program)

    def __enter__(self) -> _Counting:
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close(_WRITE)

    def _open(self, program: Program) -> None:
        session = self._session
        session.wait(program.shown, seconds=SECONDS)
        session.rest(seconds=SECONDS)
        if program.opens:
            before = len(session.data)
            session.send("\r")
            session.wait(program.opens, before, SECONDS)
        self._pause()
        self._tell("instrumentation", "on")

    def key(self, key: str) -> tuple[float, float]:
        """Type a key; return the instructions of the main thread for it, and of all in the pause after it."""
        session = self._session
        before = len(session.data)
        session.send(key)
        session.wait_for(FRAME_END, before, SECONDS)
        session.rest(looks=3, seconds=SECONDS)
        main = self._dump()[0]
        self._pause()
        return main, sum(self._dump())

    def _pause(self) -> None:
        self._session.idle(long_pauses.PAUSE + 0.2)
        self._session.rest(seconds=SECONDS)

    def _dump(self) -> list[float]:
        """Return the instructions since the last time by thread, the main one first."""
        self._dumps += 1
        self._tell("dump", "key")
        paths = sorted(self._folder.glob(f"out.{self._dumps}-*"))
        counted = [_TOTALS.search(path.read_text(errors="replace")) for path in paths]
        if not all(counted) or not counted:
            raise OSError("valgrind counted no key")
        return [float(match[1]) for match in counted if match]

    def _tell(self, *words: str) -> None:
        told = ["vgdb", f"--pid={self._session.pid}", *words]
        subprocess.run(told, check=True, capture_output=True, timeout=SECONDS)


def grown(ratios: Ratios, stored: Ratios) -> list[str]:
    """Say which ratios are more than what there is room for, or are stored for nothing that was measured."""
    said = [f"{name}: nothing measured" for name in stored if name not in ratios]
    for name, ratio in ratios.items():
        if name not in stored:
            said.append(f"{name}: {ratio:.3f}, and nothing stored")
        elif ratio > stored[name] * ROOM:
            said.append(f"{name}: {ratio:.3f} of the hello world's instructions, {stored[name]:.3f} before")
    return said


def main() -> int:
    """Count, and compare with what is stored or keep it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--keep", action="store_true", help="store what is counted now")
    options = parser.parse_args()
    if not options.keep and not STORED.exists():
        print("nothing is stored to compare with; --keep stores what is counted now", file=sys.stderr)
        return 2
    if missing():
        print("valgrind isn't installed, so that instructions can't be counted", file=sys.stderr)
        return 2
    counts = count(programs.claimreader("claimreader, 5 articles", corpora.five(100)), programs.hello())
    ratios = {name: round(counted.ratio, 4) for name, counted in counts.items()}
    for name, ratio in ratios.items():
        print(f"{name:17} {ratio:6.3f} of the hello world's")
    if options.keep:
        STORED.write_text(json.dumps(ratios, indent=1) + "\n")
        return 0
    said = grown(ratios, json.loads(STORED.read_text()))
    for line in said:
        print(line, file=sys.stderr)
    return int(bool(said))


if __name__ == "__main__":
    sys.exit(main())
