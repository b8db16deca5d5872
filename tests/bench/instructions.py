"""How many instructions a start and a key take: a measure that no clock and no load moves.

Valgrind counts them: the same start twice differs by 0.02 %, and it needs no counters of the processor and no
rights, as `perf` does. Numbers differ between processors and builds of Python, so what is compared is the
ratio to the hello world's.

    python tests/bench/instructions.py [--keep]

compares the ratios with those stored in `instructions.json`, which `--keep` writes. Exit status 1 if one has
grown by more than 5 %, 2 if valgrind isn't installed or nothing is stored.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import signal
import sys
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import corpora
import programs
from programs import Program
from session import Session

STORED = Path(__file__).with_name("instructions.json")
ROOM = 1.05
"""What a ratio may be of the stored one."""
FEW, MANY = 10, 40
"""Keys of two runs; what lies between them is the keys' alone."""
SECONDS = 600.0
"""In which a program has to be ready; everything takes 40 times as long."""
REPEATED = 2
"""How often each start is counted."""

Ratios = Mapping[str, float]


class Count(NamedTuple):
    """The instructions of one piece of work, counted as often as it was done."""

    ours: tuple[float, ...]
    hello: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """How many times the hello world's."""
        return sum(self.ours) / len(self.ours) / (sum(self.hello) / len(self.hello))


def missing() -> bool:
    """Say whether there is nothing here that counts."""
    return shutil.which("valgrind") is None


def count(ours: Program, hello: Program) -> dict[str, Count]:
    """Count a start, a step and a tag of ours; the hello world's key is what both of these are compared with.

    Raises:
        OSError: valgrind could not count.
    """
    with ThreadPoolExecutor(2) as pool:  # each of both by itself: only one may write the annotations
        mine, theirs = pool.map(_counted, (ours, hello), (("step", "tag"), ("step",)))
    return {
        "start": Count(mine["start"], theirs["start"]),
        "step": Count(mine["step"], theirs["step"]),
        "tag": Count(mine["tag"], theirs["step"]),
    }


def _counted(program: Program, measures: Sequence[str]) -> dict[str, tuple[float, ...]]:
    _run(program, None)  # which compiles what has changed, and isn't counted
    counts = {"start": tuple(_run(program, None) for _ in range(REPEATED))}
    for measure in measures:
        keys = program.plan[measure] * -(-MANY // len(program.plan[measure]))
        few, many = (_run(program, keys[:number]) for number in (FEW, MANY))
        counts[measure] = ((many - few) / (MANY - FEW),)
    return counts


def _run(program: Program, keys: Sequence[str] | None) -> float:
    """Run a program to its first screen, or through an article and some keys; return its instructions."""
    if program.prepare:
        program.prepare()
    # valgrind starts programs, and no scripts
    command = program.command if program.command[0] == sys.executable else [sys.executable, *program.command]
    with tempfile.TemporaryDirectory() as name:
        out = Path(name, "count")
        tool = ["valgrind", "--tool=cachegrind", "--cache-sim=no", f"--cachegrind-out-file={out}"]
        tool.append(f"--log-file={name}/log")
        _drive(program, [*tool, *command], keys)
        match = re.search(r"^summary: (\d+)", out.read_text(errors="replace"), re.MULTILINE)
    if match is None:
        raise OSError(f"valgrind counted nothing of {program.name}")
    return float(match[1])


def _drive(program: Program, command: Sequence[str], keys: Sequence[str] | None) -> None:
    session = Session(command, {**program.env, "PYTHONHASHSEED": "0"})
    try:
        session.wait(program.shown, seconds=SECONDS)
        if keys is None:
            return
        session.rest(seconds=SECONDS)
        if program.opens:
            before = len(session.data)
            session.send("\r")
            session.wait(program.opens, before, SECONDS)
            session.rest(seconds=SECONDS)
        for key in keys:
            before = len(session.data)
            session.send(key)
            session.wait(bool, before, SECONDS)
            session.rest(seconds=SECONDS)
    finally:
        session.close(
            signal.SIGUSR2
        )  # which ends it and has valgrind write what it counted, as SIGKILL has not


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
        print(f"{name:6} {ratio:6.3f} of the hello world's")
    if options.keep:
        STORED.write_text(json.dumps(ratios, indent=1) + "\n")
        return 0
    said = grown(ratios, json.loads(STORED.read_text()))
    for line in said:
        print(line, file=sys.stderr)
    return int(bool(said))


if __name__ == "__main__":
    sys.exit(main())
