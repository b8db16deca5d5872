"""Seconds per decision: what is measured, and what is left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.services.work_pace import RECENT, Pace


def pace_of(*gaps: float) -> float | None:
    pace, now = Pace(), 1000.0
    pace.decided(now)
    for gap in gaps:
        now += gap
        pace.decided(now)
    return pace.seconds


def test_there_is_no_pace_before_five_decisions() -> None:
    assert Pace().seconds is None
    assert pace_of(4, 4, 4) is None
    assert pace_of(4, 4, 4, 4) == 4


def test_it_is_the_mean_time_of_a_decision() -> None:
    assert pace_of(2, 4, 6, 8) == 5


def test_a_gap_over_a_minute_is_a_pause() -> None:
    assert pace_of(40, 40, 40, 40, 61) == 40
    assert pace_of(40, 40, 40, 40, 60) == 44


def test_a_gap_over_five_medians_is_a_pause() -> None:
    assert pace_of(4, 4, 4, 4, 21) == 4
    assert pace_of(4, 4, 4, 4, 20) == pytest.approx(7.2)


def test_a_long_sentence_between_quick_keys_is_no_pause() -> None:
    assert pace_of(0.5, 0.5, 0.5, 0.5, 10) == 2.4
    assert pace_of(0.5, 0.5, 0.5, 0.5, 10.5) == 0.5


def test_pauses_alone_give_no_pace() -> None:
    assert pace_of(*[300] * 20) is None


def test_a_clock_that_goes_back_counts_as_a_pause() -> None:
    assert pace_of(4, 4, -500, 4, 4) == 4


def test_it_is_the_pace_of_the_last_decisions() -> None:
    assert pace_of(*[30] * 50, *[3] * RECENT) == 3


@given(st.lists(st.floats(0, 10**6), max_size=300))
def test_the_pace_lies_between_nothing_and_a_minute(gaps: list[float]) -> None:
    pace = pace_of(*gaps)
    assert pace is None or 0 <= pace <= 60
