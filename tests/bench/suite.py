"""Runs the programs in turn, round by round, and gathers what was measured.

Of the many keys the middle one counts. A start happens once a round: of those few the best counts, which is
what it takes when nothing else runs; on a busy machine the middle one is half the neighbours'.
"""

from __future__ import annotations

import contextlib
import statistics
import sys
from collections import defaultdict
from collections.abc import Sequence

from programs import Program
from session import Reply, Session

STARTS = 3
"""Starts a round beside the one that goes on: a machine whose clock changes needs many for the best to be its
best."""
IDLE = 2.0
"""Seconds without a key."""
ONCE = frozenset({"start", "start cpu", "start to article", "open"})
"""The figures that are measured once a round."""
AFTER_START = 0.5
"""Seconds without output after which a program has really started."""

Figures = dict[str, float]
"""By name; seconds, bytes, MiB and shares of a core."""


class Gathered:
    """The measurements of one program, over all rounds."""

    def __init__(self) -> None:
        self._values: dict[str, list[float]] = defaultdict(list)
        self.failures: list[str] = []

    def add(self, name: str, value: float) -> None:
        """Take one value."""
        self._values[name].append(value)

    def add_reply(self, name: str, reply: Reply) -> None:
        """Take all that is known of a key."""
        for field, value in reply._asdict().items():
            self.add(f"{name} {field}", value)

    @property
    def figures(self) -> Figures:
        """The middle of each, and for keys also what 19 of 20 don't exceed."""
        figures = {
            name: min(values) if name in ONCE else statistics.median(values)
            for name, values in self._values.items()
        }
        for name, values in self._values.items():
            if name.endswith(" settled") and len(values) >= 20:
                figures[f"{name} p95"] = statistics.quantiles(values, n=20)[-1]
        return figures


def measure(programs: Sequence[Program], rounds: int) -> dict[str, Gathered]:
    """Run all programs in turn; each is started once before, so that caches and bytecode are there."""
    gathered = {program.name: Gathered() for program in programs}
    for number in range(rounds + 1):
        for program in programs:
            print(f"round {number} of {rounds}: {program.name}", file=sys.stderr, flush=True)
            try:
                if number:
                    _run(program, gathered[program.name])
                else:
                    _warm(program)
            except (EOFError, TimeoutError, OSError) as error:
                gathered[program.name].failures.append(f"{type(error).__name__}: {str(error)[-120:]!r}")
        for program in list(programs) * STARTS if number else ():
            with contextlib.suppress(EOFError, TimeoutError, OSError):  # which its run has told
                _start(program, gathered[program.name])
    return gathered


def _warm(program: Program) -> None:
    session = Session(program.command, program.env)
    try:
        session.wait(program.shown)
        session.settle(AFTER_START)
    finally:
        session.close()


def _start(program: Program, into: Gathered) -> None:
    session = Session(program.command, program.env)
    try:
        _time_start(session, program, into)
        session.settle(AFTER_START)
    finally:
        session.close()


def _time_start(session: Session, program: Program, into: Gathered) -> None:
    into.add("start", session.wait(program.shown))
    into.add("start cpu", session.cpu())


def _run(program: Program, into: Gathered) -> None:
    if program.prepare:
        program.prepare()
    if program.opens:
        _run_to_article(program, into)
        if program.prepare:
            program.prepare()
    session = Session(program.command, program.env)
    try:
        _time_start(session, program, into)
        session.settle(AFTER_START)
        if program.opens:
            _open(session, program, into)
        session.calm()  # what it does behind the first screen has to be over
        into.add("idle", session.idle(IDLE))
        for name, keys in program.plan.items():
            for key in keys:
                into.add_reply(name, session.key(key))
        into.add("peak", session.peak())
    finally:
        session.close()


def _run_to_article(program: Program, into: Gathered) -> None:
    """Start once more, with Enter at the first moment at which it can be typed."""
    assert program.opens
    session = Session(program.command, program.env)
    try:
        session.wait(program.shown)
        before = len(session.data)
        session.send("\r")
        into.add("start to article", session.wait(program.opens, before))
    finally:
        session.close()


def _open(session: Session, program: Program, into: Gathered) -> None:
    assert program.opens
    before, sent = len(session.data), session.clock()
    session.send("\r")
    into.add("open", session.wait(program.opens, before) - sent)
    session.settle(AFTER_START)
    into.add("open bytes", len(session.data) - before)
