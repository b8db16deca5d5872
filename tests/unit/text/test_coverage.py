"""Which parts of a text are covered: told as if every part were looked at."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotations.text.coverage import Coverage

spans = st.tuples(st.integers(0, 30), st.integers(1, 12), st.sampled_from("ab"))


@given(st.lists(spans, max_size=12), st.integers(0, 40), st.integers(1, 12))
def test_a_span_is_covered_by_the_first_who_asks_and_is_told_letter_by_letter(
    asked: list[tuple[int, int, str]], start: int, length: int
) -> None:
    coverage, letters = Coverage(), {}
    for first, size, owner in asked:
        there = {letters.get(at, owner) for at in range(first, first + size)}
        assert coverage.add(first, first + size, owner) == (there == {owner})
        if there == {owner}:
            letters |= dict.fromkeys(range(first, first + size), owner)
    assert coverage.meets(start, start + length) == any(at in letters for at in range(start, start + length))


def test_an_empty_span_covers_nothing() -> None:
    coverage = Coverage()
    assert coverage.add(0, 9, "a")
    assert coverage.add(3, 3, "b")
    assert not coverage.meets(3, 3)
