"""Searching through many things in steps: what is found doesn't depend on when one typed what."""

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from annotations.text.folding import fold
from tui.widgets.incremental_search import IncrementalSearch

NAMES = st.lists(st.text("اأإبتةهكم ab1٢", max_size=6), max_size=12)


def brute(names: list[str], query: str) -> list[int]:
    words = fold(query).split()
    return [place for place, name in enumerate(names) if all(word in fold(name) for word in words)]


@given(
    NAMES, st.lists(st.tuples(st.text("اأةه ab2", max_size=3), st.integers(0, 15)), min_size=1, max_size=5)
)
def test_whatever_was_typed_before_and_however_far_it_came(
    names: list[str], typed: list[tuple[str, int]]
) -> None:
    search = IncrementalSearch((name, place) for place, name in enumerate(names))
    for query, steps in typed:
        found = search.ask(query)
        for _ in range(steps):
            next(found, None)
        assert search.matches == brute(names, query)[: len(search.matches)]
    for _ in found:
        pass
    assert search.complete
    assert search.matches == brute(names, typed[-1][0])
    assert search.known == len(names)


def test_letters_are_found_as_everywhere_else() -> None:
    search = IncrementalSearch([("أوكرانيا والقوّات", 1), ("KN-23 ٣٠٠٠", 2)])
    for query, wanted in [("القوات اوكرانيا", [1]), ("kn 3000", [2]), ("x", []), ("  ", [1, 2])]:
        for _ in search.ask(query):
            pass
        assert search.matches == wanted


def test_no_step_goes_through_all_of_100_000_things() -> None:
    drawn = 0

    def source() -> Iterator[tuple[str, int]]:
        nonlocal drawn
        for place in range(100_000):
            drawn += 1
            yield f"مقال {place}", place

    search = IncrementalSearch(source())
    found = search.ask("")
    next(found)
    assert drawn == 1  # a thing may have to be read from a file
    for _ in found:
        pass
    steps = sum(1 for _ in search.ask("99"))
    assert drawn == 100_000  # each is read once
    assert steps > 300
    assert search.matches == [place for place in range(100_000) if "99" in str(place)]


def test_an_older_search_that_goes_on_changes_nothing() -> None:
    search = IncrementalSearch((str(place), place) for place in range(10))
    old = search.ask("1")
    new = search.ask("2")
    for _ in old:
        pass
    assert not search.complete
    for _ in new:
        pass
    assert search.matches == [2]
