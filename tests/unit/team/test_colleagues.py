"""Nothing of colleagues comes out for a sentence that I haven't decided, and all of it once I have."""

from __future__ import annotations

import ast
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_tools import TEXT
from team_tools import Come, said_by

from annotations.model.records import Annotation, target_for
from annotations.team.colleagues import Colleagues, Said, SaidOfText

STARTS = [0, 10, 20, 30, 40]
ROOT = Path(__file__).parents[3]


def at(start: int, end: int, by: str = "سعاد") -> Annotation:
    return msgspec.structs.replace(said_by(by), target=target_for(TEXT * 9, start, end, None))


spans = st.tuples(st.integers(0, 48), st.integers(1, 12)).map(lambda it: (it[0], it[0] + it[1]))


def sentence(annotation: Annotation) -> int:
    return min(annotation.target.start // 10, 4)


@given(st.lists(spans, max_size=8), st.lists(spans, max_size=8))
def test_what_comes_out_is_of_sentences_that_i_have_decided(
    theirs: list[tuple[int, int]], mine: list[tuple[int, int]]
) -> None:
    said = [Said("سعاد", at(*span)) for span in theirs]
    own = [at(*span, by="أحمد") for span in mine]
    decided = {sentence(annotation) for annotation in own}
    blind = SaidOfText(said, blind=True)
    seen = blind.visible(own, STARTS)
    assert {each.annotation.uuid for each in seen} == {
        each.annotation.uuid for each in said if sentence(each.annotation) in decided
    }
    assert len(blind.visible([], STARTS)) == 0
    assert len(blind.visible([], STARTS, done=True)) == len(said)
    assert len(SaidOfText(said, blind=False).visible([], STARTS)) == len(said)


def test_without_the_text_what_overlaps_is_about_one_thing() -> None:
    said = [Said("سعاد", at(0, 10)), Said("سعاد", at(20, 30))]
    seen = SaidOfText(said, blind=True).visible([at(5, 12, by="أحمد")], None)
    assert [each.annotation.target.start for each in seen] == [0]


def test_it_stands_in_the_order_of_the_text() -> None:
    said = [Said("سعاد", at(20, 30)), Said("منى", at(0, 10)), Said("سعاد", at(0, 10))]
    seen = SaidOfText(said, blind=False).visible([], STARTS)
    assert [(each.annotation.target.start, each.member) for each in seen] == [
        (0, "سعاد"),
        (0, "منى"),
        (20, "سعاد"),
    ]


def test_what_was_published_comes_through_it(come: Come) -> None:
    ahmad, suad = come("أحمد"), come("سعاد")
    theirs = suad.add(1)
    suad.exchange()
    ahmad.exchange()
    colleagues = Colleagues(ahmad.mirror, blind=True)
    of_text = colleagues.of(theirs.article.sha256)
    assert of_text.visible([], [0]) == []
    assert of_text.visible([said_by("أحمد", 1)], [0]) == [Said("سعاد", theirs)]
    assert list(colleagues.all_published()) == [Said("سعاد", theirs)]


@pytest.mark.parametrize("name", ["annotation", "annotations", "each_annotation"])
def test_the_gate_is_the_only_one_who_reads_what_colleagues_said(name: str) -> None:
    """A call `<...>.mirror.annotations(...)` anywhere else would show what is to be hidden."""
    elsewhere = [
        path.relative_to(ROOT).as_posix()
        for package in ("annotations", "tui")
        for path in (ROOT / package).rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == name
        and "mirror" in ast.dump(call.func.value)
    ]
    assert elsewhere == ["annotations/team/colleagues.py"]
