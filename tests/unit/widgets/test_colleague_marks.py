"""Colleagues stand in a gutter of their own by initial, with a sign where somebody says otherwise."""

from __future__ import annotations

import msgspec
import pytest
from store_tools import make

from annotations.team.colleagues import Said
from tui.theme import palette, textual_theme
from tui.widgets.article.colleague_marks import OTHERWISE, WIDTH, gutter, initial

LOOK = palette(textual_theme("dark"))


def said(member: str, *tags: str) -> Said:
    return Said(member, msgspec.structs.replace(make(), tags=tags, annotator=member))


def drawn(others: list[Said], *mine: str) -> str:
    own = [msgspec.structs.replace(make(), tags=mine)] if mine else []
    return "".join(segment.text for segment in gutter(others, own, LOOK))


@pytest.mark.parametrize(
    ("others", "mine", "row"),
    [
        ([said("suad", "claim")], ("claim",), "  s "),
        ([said("suad", "event")], ("claim",), f"  s{OTHERWISE}"),
        ([said("suad", "claim"), said("mona", "claim")], ("claim",), " ms "),
        ([said("suad", "claim"), said("mona", "event")], ("claim",), f" ms{OTHERWISE}"),
        ([said("a", "claim"), said("b", "claim"), said("c", "claim")], ("claim",), " a+ "),
        ([said("سعاد", "claim")], ("claim",), "  ﺱ "),
        ([said("suad", "claim"), said("suad", "event")], ("claim", "event"), "  s "),
        ([said("suad")], (), "  s "),
    ],
)
def test_who_says_the_same_and_who_otherwise(others: list[Said], mine: tuple[str, ...], row: str) -> None:
    assert drawn(others, *mine) == row
    assert len(row) == WIDTH


@pytest.mark.parametrize(
    ("name", "letter"), [("سعاد", "س"), ("  x", "x"), ("42", "4"), ("\u202ex", "x"), ("_", "_")]
)
def test_a_name_has_an_initial(name: str, letter: str) -> None:
    assert initial(name) == letter
