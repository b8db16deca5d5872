"""The width of a column is that of nearly all of its values, and is kept up with each of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotations.services.column_widths import WIDEST, ColumnWidths

rows = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 300)), max_size=60)


def test_one_long_value_does_not_take_the_room_of_all_others() -> None:
    widths = ColumnWidths(["claimant", "note"])
    for row in range(40):
        widths.put(row, {"claimant": 12})
    widths.put(40, {"claimant": 90})
    assert widths.needed() == {"claimant": 12, "note": 0}
    widths.put(40, {"note": 3})
    assert widths.needed() == {"claimant": 12, "note": 3}


@given(rows)
def test_what_is_needed_has_room_for_most_values_whatever_was_put_before(puts: list[tuple[int, int]]) -> None:
    widths, known = ColumnWidths(["x"]), dict[int, int]()
    for place, width in puts:
        row = min(place, len(known))  # the next row, or one once more
        known[row] = width
        widths.put(row, {"x": width})
    values = sorted(min(width, WIDEST) for width in known.values() if width)
    needed = widths.needed()["x"]
    fitting = [value for value in values if value <= needed]
    assert len(fitting) >= 0.95 * len(values)
    assert needed == (fitting[-1] if fitting else 0)
