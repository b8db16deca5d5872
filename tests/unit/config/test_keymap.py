"""The user's keys over the defaults: what holds, and what is said of what doesn't."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.config.actions import KEYS
from tui.config.keymap import QUIT, Keymap, resolve


def keys_of(keymap: Keymap, name: str) -> str:
    return next(key.keys for key in keymap.keys if key.id == name)


def test_nothing_set_is_the_table() -> None:
    assert resolve({}) == (KEYS, ())


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Q", "Q"),
        ("F5", "f5"),
        ("Ctrl-k", "ctrl+k"),
        ("ctrl+K", "ctrl+K"),
        ("shift+g", "G"),
        ("PgDn", "pagedown"),
        ("↓", "down"),
        (";", "semicolon"),
        (",", "comma"),
        ("F5,F6", "f5,f6"),
        (["F5", "ت"], "f5,ت"),
        ("alt+ctrl+x", "alt+ctrl+x"),
        (" ", "space"),
        ("", ""),
        ([], ""),
    ],
)
def test_keys_are_written_as_people_write_them(written: Any, meant: str) -> None:
    found = resolve({"help.back": written})
    assert keys_of(found, "help.back") == meant


def test_a_table_in_a_table_says_the_same() -> None:
    assert resolve({"reader": {"note": "N"}}) == resolve({"reader.note": "N"})


def test_what_takes_a_key_is_told_of_what_loses_it() -> None:
    found = resolve({"reader.claim": "k"})
    assert keys_of(found, "reader.claim") == "k"
    assert keys_of(found, "reader.previous") == "up,right"
    assert found.problems == ("keys: reader.claim takes k from reader.previous, which keeps up right",)


def test_an_action_without_a_key_is_told() -> None:
    assert resolve({"reader.claim": "m"}).problems == (
        "keys: reader.claim takes m from reader.note, which has no key now",
    )


def test_keys_that_change_places_clash_with_nothing() -> None:
    found = resolve({"reader.claim": "m", "reader.note": "c"})
    assert (keys_of(found, "reader.claim"), keys_of(found, "reader.note")) == ("m", "c")
    assert not found.problems


def test_one_key_for_two_goes_to_the_first() -> None:
    found = resolve({"reader.claim": "K", "reader.note": "K"})
    assert (keys_of(found, "reader.claim"), keys_of(found, "reader.note")) == ("K", "m")
    assert found.problems == ("keys: reader.note: K is reader.claim's already",)


def test_the_same_key_in_two_places_is_no_clash() -> None:
    assert not resolve({"reader.claim": "K", "library.open": "K"}).problems


@pytest.mark.parametrize("value", [7, True, None, "two words", "ctrl+", ["k", 7], {"x": 1}])
def test_what_is_no_key_is_said_and_the_default_stays(value: Any) -> None:
    found = resolve({"reader.note": value})
    assert len(found.problems) == 1 or value == ["k", 7]
    assert all("\n" not in problem for problem in found.problems)
    if value != ["k", 7]:
        assert keys_of(found, "reader.note") == "m"


def test_an_unknown_action_is_said_with_its_neighbour() -> None:
    assert resolve({"reader.claims": "k"}).problems == (
        "keys: 'reader.claims' is no action; perhaps reader.claim",
    )


@pytest.mark.parametrize("value", ["k", 3, []])
def test_keys_that_are_no_table(value: object) -> None:
    found = resolve(value)
    assert found.keys == KEYS
    assert len(found.problems) == 1


def test_tables_in_tables_are_said_and_crash_nothing() -> None:
    deep: dict[str, Any] = {}
    for _ in range(5000):
        deep = {"reader": deep}
    (problem,) = resolve(deep).problems
    assert problem.startswith("keys: 'reader.reader' is no action")
    (problem,) = resolve({"reader": {"note": deep}}).problems
    assert problem.startswith("keys: reader.note: ")


NAMES = st.sampled_from([key.id for key in KEYS])
VALUES = st.one_of(
    st.text(max_size=4),
    st.sampled_from(["ctrl+q", "q", "k,ctrl+q", "Esc", ""]),
    st.lists(st.text(max_size=2)),
)


@given(st.dictionaries(NAMES, VALUES, max_size=12))
def test_whatever_the_map_quit_is_reachable_and_no_key_means_two_things(wanted: dict[str, Any]) -> None:
    found = resolve(wanted)
    assert [key.id for key in found.keys] == [key.id for key in KEYS]
    for key in found.keys:
        assert (QUIT in key.keys.split(",")) == key.id.endswith(".quit")
    pairs = [(key.place, name) for key in found.keys for name in key.keys.split(",") if name]
    assert len(pairs) == len(set(pairs))
