"""`make bench` says "kept" or "missed" only where another run would not say the opposite."""

from __future__ import annotations

import math
import random

import pytest
from bench.verdicts import Interval, interval, median_ratio, p95_ratio

BAR = 1.15
RUNS = 16
PAIRS = 120


def run_of(ratio: float, draw: random.Random, pairs: int = PAIRS) -> list[tuple[float, float]]:
    """Return the pairs of one run on a bad machine: its clock wanders, and neighbours take the processor."""
    measured, speed = [], draw.gauss(0, 0.1)
    for _ in range(pairs):
        speed = 0.98 * speed + draw.gauss(0, 0.02)
        ours, theirs = (
            math.exp(speed + draw.gauss(0, 0.06)) * (1.6 if draw.random() < 0.08 else 1.0) for _ in range(2)
        )
        measured.append((0.2 * ratio * ours, 0.2 * theirs))
    return measured


def verdicts(ratio: float, seed: int) -> set[str]:
    draw = random.Random(seed)
    return {interval(run_of(ratio, draw)).against(BAR) for _ in range(RUNS)}


def test_what_lies_on_the_bar_is_never_kept_once_and_missed_once() -> None:
    for seed, ratio in enumerate((BAR * 0.99, BAR, BAR * 1.01)):
        assert not {"kept", "missed"} <= verdicts(ratio, seed)


def test_what_is_far_from_the_bar_is_decided_in_every_run() -> None:
    assert verdicts(BAR * 0.93, 3) == {"kept"}
    assert verdicts(BAR * 1.07, 4) == {"missed"}


def test_few_pairs_decide_nothing_that_many_would_not() -> None:
    said = {interval(run_of(BAR * 0.98, random.Random(seed), 8)).against(BAR) for seed in range(RUNS)}
    assert "missed" not in said
    assert "not decided" in said


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(1.0, 1.15, "kept"), (1.14, 1.16, "not decided"), (1.16, 1.2, "missed"), (1.15, 1.2, "not decided")],
)
def test_the_upper_end_has_to_be_below_the_bar(low: float, high: float, said: str) -> None:
    assert Interval(low, (low + high) / 2, high).against(BAR) == said


def test_the_same_pairs_have_the_same_interval() -> None:
    pairs = run_of(1.1, random.Random(5))
    assert interval(pairs) == interval(pairs)


def test_a_machine_that_slows_down_in_the_middle_moves_no_ratio() -> None:
    pairs = [(1.2, 1.0)] * 50 + [(12.0, 10.0)] * 50
    assert interval(pairs) == pytest.approx((1.2, 1.2, 1.2))


def test_the_slow_ones_are_compared_with_the_slow_ones() -> None:
    pairs = [(1.0, 1.0)] * 90 + [(3.0, 2.0)] * 10
    assert median_ratio(pairs) == 1.0
    assert p95_ratio(pairs) == 1.5


def test_nothing_is_said_of_nothing() -> None:
    with pytest.raises(ValueError, match="nothing was measured"):
        interval([])
