"""The columns of a wide table are turned page by page: each is seen, and one that was in sight stays."""

from __future__ import annotations

import pytest

from tui.screens.board.column_paging import first_after_turn


@pytest.mark.parametrize(
    ("first", "step", "expected"), [(0, 1, 3), (3, 1, 6), (6, 1, 6), (6, -1, 3), (1, -1, 0)]
)
def test_a_turn_keeps_one_column_and_stops_at_both_ends(first: int, step: int, expected: int) -> None:
    assert first_after_turn(first, step, shown=4, count=10) == expected


@pytest.mark.parametrize("shown", [1, 2, 5, 30])
def test_turning_on_shows_every_column_and_back_leads_to_the_first(shown: int) -> None:
    first, seen = 0, set(range(shown))
    for _ in range(20):
        first = first_after_turn(first, 1, shown=shown, count=20)
        seen |= set(range(first, first + shown))
    assert set(range(20)) <= seen
    for _ in range(20):
        first = first_after_turn(first, -1, shown=shown, count=20)
    assert first == 0


def test_a_table_without_columns_stays_where_it_is() -> None:
    assert first_after_turn(0, 1, shown=0, count=0) == first_after_turn(0, -1, shown=0, count=0) == 0
