"""The benchmarks time jobs in turns within one run, so that a busy machine moves all of them alike."""

from __future__ import annotations

import gc
import statistics
import time
import tracemalloc
from collections.abc import Callable, Mapping

Job = Callable[[], object]


Clock = Callable[[], float]
"""`time.perf_counter`, or `time.process_time` for what only reckons: other programs then count less."""


def in_turns(
    jobs: Mapping[str, Job], rounds: int, clock: Clock = time.perf_counter
) -> dict[str, list[float]]:
    """Do all jobs in turn, so many rounds; return the seconds of each."""
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, job in jobs.items():
            gc.collect()  # what one leaves behind isn't the next one's time
            began = clock()
            job()
            times[name].append(clock() - began)
    return times


def best(jobs: Mapping[str, Job], rounds: int) -> dict[str, float]:
    """Return the shortest time of each job, in seconds: what it takes when nothing disturbs it."""
    return {name: min(times) for name, times in in_turns(jobs, rounds).items()}


def medians(jobs: Mapping[str, Job], rounds: int, clock: Clock = time.perf_counter) -> dict[str, float]:
    """Return the middle time of each job, in seconds."""
    return {name: statistics.median(times) for name, times in in_turns(jobs, rounds, clock).items()}


def peak(job: Job) -> float:
    """Return the memory that a job needs at its worst, in MiB."""
    tracemalloc.start()
    job()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 2**20
