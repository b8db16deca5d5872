"""Runs the programs in turns and gathers what was measured, turn by turn, so that ratios are of neighbours.

Starts are many and short: ours and the hello world alternately, and which is first alternates, too. Keys are
typed into programs that run side by side: one key into each, waiting for its answer, then the next. Peers, on
which no bar depends, follow one after the other. What went wrong is told, and what was measured stays.
"""

from __future__ import annotations

import os
import sys
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from programs import Program
from session import Session
from verdicts import interval

STARTS = 200
"""Pairs of starts at most."""
STARTS_AT_LEAST = 40
NARROW = 0.03
"""A width of the interval of starts' ratios, as a share of its middle, at which no more pairs are needed."""
SECONDS_OF_STARTS = 150.0
IDLE = 2.0
"""Seconds without a key."""
AFTER_START = 0.5
"""Seconds without output after which a program has really started."""
LINE = 1024
"""Bytes: about what a journal's line of a tag has."""
DISK = "disk"
"""The name under which an append and its fdatasync stand, measured beside the key that saves."""

Turn = tuple[int, int]
"""Which round, and which turn of it."""
Measured = dict[str, dict[Turn, float]]
"""By measure, the values by turn; seconds, bytes, MiB and shares of a core."""


class Gathered:
    """The measurements of all programs."""

    def __init__(self) -> None:
        self.of: dict[str, Measured] = defaultdict(lambda: defaultdict(dict))
        self.failures: list[str] = []

    def add(self, program: str, measure: str, value: float, turn: Turn) -> None:
        """Take one value."""
        self.of[program][measure][turn] = value

    def values(self, program: str, measure: str) -> dict[Turn, float]:
        """Return what was measured; nothing of what was not."""
        return self.of.get(program, {}).get(measure, {})

    def fail(self, program: Program, error: Exception) -> None:
        """Note that a program didn't do what was expected."""
        self.failures.append(f"{program.name}: {type(error).__name__}: {str(error)[-120:]!r}")


Failure = (EOFError, TimeoutError, OSError)
"""What a program does that ends, or doesn't answer."""


def measure_starts(ours: Program, hello: Program, into: Gathered) -> None:
    """Start both in turns, until the interval of the ratio is narrow or the time is over."""
    end, pair = time.perf_counter() + SECONDS_OF_STARTS, (ours, hello)
    for number in range(STARTS):
        _progress(f"start {number + 1}: {ours.name}", number % 20 == 0)
        for program in pair if number % 2 else reversed(pair):
            with _running(program) as session:
                into.add(program.name, f"start beside {ours.name}", session.wait(program.shown), (0, number))
                into.add(program.name, f"start cpu beside {ours.name}", session.cpu(), (0, number))
        if number % 20 == 19 and number + 1 >= STARTS_AT_LEAST:
            both = (into.values(program.name, f"start beside {ours.name}").values() for program in pair)
            where = interval(list(zip(*both, strict=True)))
            if where.high - where.low <= NARROW * where.middle or time.perf_counter() > end:
                return


def measure_keys(programs: Sequence[Program], rounds: int, disk: Path, into: Gathered) -> None:
    """Run all programs side by side, so many times anew, and type the keys of their plans in turns.

    Args:
        programs: what is run.
        rounds: how often.
        disk: a folder in which a line is appended and synced beside each key that saves.
        into: takes what was measured; a program that fails is left out of the rest of its round.
    """
    for number in range(rounds):
        with ExitStack() as stack:
            sessions = {}
            for program in programs:
                _progress(f"keys, round {number + 1} of {rounds}: {program.name}")
                try:
                    _to_article(program, number, into)
                    sessions[program.name] = stack.enter_context(_ready(program, number, into))
                except Failure as error:
                    into.fail(program, error)
            running = [program for program in programs if program.name in sessions]
            for measure in dict.fromkeys(name for program in programs for name in program.plan):
                for turn in range(max(len(program.plan.get(measure, ())) for program in programs)):
                    _type(measure, (number, turn), running, sessions, into)
                    if measure == "tag":
                        into.add(DISK, "append", append_synced(disk / "appended"), (number, turn))
            for program in running:
                into.add(program.name, "peak", sessions[program.name].peak(), (number, 0))


def _type(
    measure: str, turn: Turn, programs: list[Program], sessions: Mapping[str, Session], into: Gathered
) -> None:
    """Type one key into each program whose plan has it; who fails is taken from the list."""
    for program in list(programs) if turn[1] % 2 else list(reversed(programs)):
        keys = program.plan.get(measure, ())
        if turn[1] >= len(keys):
            continue
        try:
            reply = sessions[program.name].key(keys[turn[1]])
        except Failure as error:
            into.fail(program, error)
            programs.remove(program)
            continue
        for field, value in reply._asdict().items():
            into.add(program.name, f"{measure} {field}", value, turn)


def append_synced(path: Path) -> float:
    """Append a line to a file, have the disk take it, and return the seconds."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        began = time.perf_counter()
        os.write(descriptor, b"x" * (LINE - 1) + b"\n")
        os.fdatasync(descriptor)
        return time.perf_counter() - began
    finally:
        os.close(descriptor)


def measure_alone(program: Program, rounds: int, into: Gathered) -> None:
    """Run one program by itself."""
    for number in range(rounds):
        _progress(program.name)
        try:
            with _ready(program, number, into) as session:
                for measure, keys in program.plan.items():
                    for turn in range(len(keys)):
                        _type(measure, (number, turn), [program], {program.name: session}, into)
                into.add(program.name, "peak", session.peak(), (number, 0))
        except Failure as error:
            into.fail(program, error)


def warm(program: Program) -> None:
    """Start a program once, so that caches and bytecode are there."""
    with _running(program) as session:
        session.wait(program.shown)
        session.settle(AFTER_START)


def _running(program: Program) -> Session:
    return Session(program.command, program.env)


def _ready(program: Program, number: int, into: Gathered) -> Session:
    """Return a program that shows what it is for, an article if it has any, and does nothing by itself."""
    if program.prepare:
        program.prepare()
    session = _running(program)
    try:
        into.add(program.name, "start", session.wait(program.shown), (number, 0))
        into.add(program.name, "start cpu", session.cpu(), (number, 0))
        session.settle(AFTER_START)
        if program.opens:
            before, sent = len(session.data), session.clock()
            session.send("\r")
            into.add(program.name, "open", session.wait(program.opens, before) - sent, (number, 0))
            session.settle(AFTER_START)
            into.add(program.name, "open bytes", len(session.data) - before, (number, 0))
        session.calm()  # what it does behind the first screen has to be over
        into.add(program.name, "idle", session.idle(IDLE), (number, 0))
    except BaseException:
        session.close()
        raise
    return session


def _to_article(program: Program, number: int, into: Gathered) -> None:
    """Start with Enter at the first moment at which it can be typed."""
    if not program.opens:
        return
    with _running(program) as session:
        session.wait(program.shown)
        before = len(session.data)
        session.send("\r")
        into.add(program.name, "start to article", session.wait(program.opens, before), (number, 0))


def _progress(text: str, say: bool = True) -> None:
    if say:
        print(text, file=sys.stderr, flush=True)
