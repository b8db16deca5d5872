"""A plot says what the list does: amounts at their day or number, bounds as bounds, undated ones apart."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.insight.figures import Figure
from annotations.services.figure_index import Point
from tui.presenters.figure_plot import BY_SIZE, OVER_TIME, has_days, legend, plot


def point(day: str = "", **values: Any) -> Point:
    figure = Figure(article="a.txt", start=0, end=1, quote="", noun="قتيل", as_of=day or None, **values)
    return Point(day, figure)


def rows(*series: tuple[str, list[Point]], kind: str = BY_SIZE, width: int = 60) -> list[str]:
    return [row.cells for row in plot(series, kind, width, 9).rows]


def test_numbers_stand_in_their_order_and_a_line_goes_from_one_to_the_next() -> None:
    (line, scale) = rows(("الدفاع المدني", [point("2025-05-02", value=40), point("2025-05-09", value=310)]))
    assert line == "●" + "━" * 58 + "●"
    assert scale.startswith("40─")
    assert scale.endswith("─310")


def test_bounds_are_drawn_as_bounds_and_undated_numbers_hollow() -> None:
    lines = rows(
        ("a", [point("2025-05-02", value=100)]),
        ("b", [point("2025-05-02", min=120)]),
        ("c", [point("2025-05-02", max=400)]),
        ("d", [point("2025-05-02", min=200, max=300)]),
        ("e", [point(value=150)]),
    )
    assert [line.strip() for line in lines[:3]] == ["●", "├", "┤"]
    assert lines[3].strip().startswith("├─")
    assert lines[3].strip().endswith("─┤")
    assert lines[4].strip() == "○"


def test_a_wide_span_has_a_logarithmic_scale() -> None:
    *_, scale = rows(("a", [point(value=12), point(value=900)]))
    assert scale.startswith("10─")
    assert "─100─" in scale
    assert scale.endswith("─1,000")
    *_, scale = rows(("a", [point(value=12), point(value=90)]))
    assert scale.startswith("12─")


def test_over_time_each_amount_is_written_at_its_day_and_undated_ones_have_their_column() -> None:
    series = [
        ("a", [point("2025-05-02", value=40), point("2025-05-09", min=120), point(value=7, approx=True)])
    ]
    drawn = plot(series, OVER_TIME, 80, 9)
    line, scale = drawn.rows
    assert "●40" in line.cells
    assert "├120" in line.cells
    assert line.undated == "~7"
    assert drawn.undated > 0
    assert scale.cells.startswith("2025-05-02")
    assert "2025-05-09" in scale.cells


def test_there_is_no_column_where_all_have_a_day() -> None:
    assert plot([("a", [point("2025-05-02", value=40)])], OVER_TIME, 80, 9).undated == 0


def test_a_plot_over_time_needs_two_days() -> None:
    assert not has_days([("a", [point("2025-05-02", value=40), point(value=7)])])
    assert has_days([("a", [point("2025-05-02", value=40)]), ("b", [point("2025-05-03", value=7)])])


def test_there_is_no_plot_without_room_or_amounts() -> None:
    assert plot([], BY_SIZE, 80, 9).rows == ()
    assert plot([("a", [point(value=7)])], BY_SIZE, 80, 0).rows == ()
    assert plot([("a", [point(value=7)])], BY_SIZE, 8, 9).rows == ()


def test_what_the_signs_mean_is_said() -> None:
    assert "├ at least" in legend(OVER_TIME)
    assert "○ undated" in legend(BY_SIZE)
    assert "○" not in legend(OVER_TIME)


VALUE = st.none() | st.floats(-1e15, 1e15)
POINT = st.builds(
    lambda day, value, low, high: point(day, value=value, min=low, max=high),
    st.sampled_from(["", "2025-05-02", "2025-05-03", "1999-12-31"]),
    VALUE,
    VALUE,
    VALUE,
).filter(lambda drawn: drawn.figure.known)


@pytest.mark.parametrize("kind", [OVER_TIME, BY_SIZE])
@given(
    series=st.lists(st.tuples(st.text(max_size=9), st.lists(POINT, min_size=1, max_size=5)), max_size=4),
    width=st.integers(1, 130),
)
def test_whatever_is_drawn_has_the_width_of_the_plot(
    kind: str, series: list[tuple[str, list[Point]]], width: int
) -> None:
    ordered = [(name, sorted(points, key=lambda at: (not at.day, at.day))) for name, points in series]
    drawn = plot(ordered, kind, width, 3)
    room = width - drawn.undated - bool(drawn.undated)
    assert all(len(row.cells) == room for row in drawn.rows)
    assert len(drawn.rows) in (0, min(3, len(series)) + 1)
