"""How far a corpus is, counted again only where something was said."""

from __future__ import annotations

from annotations import pace
from annotations.outline import Progress
from tui.screens.help import PACE
from tui.tally import Recount, Tally


def test_all_is_counted_first_and_then_what_changed() -> None:
    tally = Tally()
    assert not tally.known
    assert tally.begin() is None
    tally.take(Recount(172, {"a": Progress(3, 73, 2), "b": Progress(1, 24, 1)}, everything=True))
    assert (tally.decided, tally.total, tally.claims) == (4, 172, 3)
    tally.touch({"a"})
    tally.touch({"c"})
    assert tally.begin() == {"a", "c"}
    tally.take(Recount(172, {"a": Progress(2, 73, 1), "c": Progress(5, 23, 0)}, everything=False))
    assert (tally.decided, tally.claims) == (8, 2)
    tally.take(Recount(172, {"c": None}, everything=False))
    assert (tally.decided, tally.claims) == (3, 2)


def test_what_is_said_while_counting_is_counted_again() -> None:
    tally = Tally()
    tally.begin()
    tally.touch({"a"})
    tally.take(Recount(10, {}, everything=True))
    assert tally.begin() == {"a"}


def test_when_nothing_is_known_any_more_all_is_counted() -> None:
    tally = Tally()
    tally.begin()
    tally.touch(None)
    tally.touch({"a"})
    assert tally.begin() is None


def test_help_says_how_pauses_are_left_out() -> None:
    assert PACE == pace.RULE
