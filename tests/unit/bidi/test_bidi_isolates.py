"""Closed isolates are resolved by lookup, with the very levels that the rules X1-X10 give step by step."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.bidi import explicit
from tui.bidi.classes import classes
from tui.bidi.explicit import explicit_levels, first_strong
from tui.bidi.isolates import DEPTH, isolated_levels

_CHARS = st.sampled_from(
    list("\u2066\u2067\u2068\u2069\u2069aبא1٣()[].,+$ \u064b\u200c\u3008\u202b\u202c\u2029")
)
_PIECES = st.recursive(
    st.lists(_CHARS, max_size=6).map("".join),
    lambda inner: st.builds(
        lambda opener, parts: opener + "".join(parts) + "\u2069",
        st.sampled_from("\u2066\u2067\u2068"),
        st.lists(inner, max_size=3),
    ),
    max_leaves=12,
)


def stepwise(text: str, base: int) -> bytes:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(explicit, "isolated_levels", lambda *_: None)
        return explicit_levels(classes(text), text, base)


@settings(max_examples=400)
@given(st.lists(_PIECES, min_size=1, max_size=5).map("".join), st.integers(0, 1))
def test_levels_are_those_of_the_rules_step_by_step(text: str, base: int) -> None:
    assert explicit_levels(classes(text), text, base) == stepwise(text, base)


@settings(max_examples=200)
@given(st.lists(_PIECES, min_size=1, max_size=5).map("".join))
def test_the_first_strong_character_is_the_same_without_closed_isolates(text: str) -> None:
    letters = classes(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(explicit, "without_isolates", lambda part: part)
        expected = first_strong(letters)
    assert first_strong(letters) == expected


def test_what_is_looked_up_and_what_is_not() -> None:
    def looked_up(text: str) -> bool:
        return isolated_levels(classes(text), text, 1) is not None

    assert looked_up("قال \u2066KN-23\u2069 ثم \u2068(3000)\u2069\u200c")
    assert looked_up("\u2067" * DEPTH + "a" + "\u2069" * DEPTH)
    assert not looked_up("\u2067" * (DEPTH + 1) + "a" + "\u2069" * (DEPTH + 1))
    assert not looked_up("\u2067a")
    assert not looked_up("\u2067\u202aa\u202c\u2069")
