"""Figures of several people's agreement as rows: no number is cut, and words are those of the language."""

from __future__ import annotations

import pytest

from annotations.services.agreement_measures import Measure
from annotations.services.costliest import Costly, Part
from annotations.services.pair_agreement import PairFigures
from annotations.services.team_agreement import (
    Person,
    Reliability,
    SeenDifferently,
    Statement,
    TeamAgreement,
)
from tui import i18n
from tui.presenters.agreement_figures import (
    about_part,
    costly_cells,
    figure_rows,
    in_short,
    matrix_head,
    matrix_row,
    who_says_what,
)

A, B, C = "noor", "سعاد", "n" * 200
LOW = Measure(-0.123, -0.45, 0.21)
NONE = Measure(None, why="nobody has marked a span")
FEW = Measure(0.5, why="too few sentences for an interval")
AGREEMENT = TeamAgreement(
    people=(Person(A, 123456, 23456, 3456), Person(B, 2, 2, 2), Person(C, 3, 3, 3)),
    labels=Reliability("labels", 23456, 3456, LOW),
    sets=Reliability("sets", 23456, 3456, FEW),
    tags=(Reliability("claim", 23456, 3456, LOW),),
    articles=(Reliability("news/002_3ab0a48c1437315e.txt", 12, 3, LOW),),
    weeks=(Reliability("2026-W45", 12, 3, LOW), Reliability("", 1, 0, NONE)),
    pairs=(
        PairFigures(A, B, 12, LOW, LOW, LOW, NONE),
        PairFigures(A, C, 12, LOW, NONE, LOW, LOW),
        PairFigures(B, C, 12, LOW, LOW, LOW, LOW),
    ),
    disagreements=(),
)


@pytest.fixture(params=["en", "ar"])
def language(request: pytest.FixtureRequest) -> str:
    return i18n.choose(request.param)


def in_english() -> None:
    i18n.choose("en")


@pytest.mark.parametrize("width", [20, 40, 60, 80, 120, 200])
def test_every_figure_has_the_room_that_it_takes(width: int, language: str) -> None:
    for row in figure_rows(AGREEMENT, width):
        assert len(row.cells) == len(row.rooms)
        assert sum(room + 1 for room in row.rooms) <= width
        if row.part is not None:
            assert all(len(cell) <= room for cell, room in zip(row.cells, row.rooms, strict=True))


def test_where_there_is_no_room_the_least_needed_column_goes_first() -> None:
    in_english()
    headings = {
        width: next(row.cells for row in figure_rows(AGREEMENT, width) if row.names == ("two people",))
        for width in (120, 80, 70, 45, 20)
    }
    assert headings == {
        120: ("sentences", "kappa", "span F1", "overlapping"),
        80: ("sentences", "kappa", "span F1", "overlapping"),
        70: ("kappa", "span F1", "overlapping"),
        45: ("kappa",),
        20: (),
    }


def test_every_figure_is_a_row_that_can_be_asked_about(language: str) -> None:
    parts = [row.part for row in figure_rows(AGREEMENT, 80) if row.part is not None]
    assert parts[:3] == [Part("labels"), Part("sets"), Part("tag", "claim")]
    assert len(parts) == 3 + 3 + 3 + 2 + 1
    for part in parts:
        said = about_part(AGREEMENT, part)
        assert said
        assert all(passage.text for passage in said)


def test_a_figure_says_why_it_is_undefined_or_has_no_interval() -> None:
    in_english()
    pair = [passage.text for passage in about_part(AGREEMENT, Part("pair", A, B))]
    assert pair[-1] == "undefined: nobody has marked a span"
    assert pair[1] == "\u2066-0.123 [-0.45, 0.21]\u2069, in brackets the 95 % interval"
    assert (
        about_part(AGREEMENT, Part("sets"))[1].text == "\u20660.500\u2069; too few sentences for an interval"
    )
    i18n.choose("ar")
    assert "nobody" not in about_part(AGREEMENT, Part("pair", A, B))[-1].text
    in_english()


def test_the_matrix_is_symmetric_and_has_nothing_of_oneself_with_oneself() -> None:
    in_english()
    rows = [matrix_row(AGREEMENT, number, 0, 80).cells for number in range(3)]
    assert rows == [("·", "-0.123", "-"), ("-0.123", "·", "-0.123"), ("-", "-0.123", "·")]
    assert matrix_head(AGREEMENT, 0, 80).cells[:2] == (A, B)


def test_of_many_people_the_matrix_shows_those_for_whom_there_is_room() -> None:
    people = tuple(Person(f"p{number:02}", 1, 1, 1) for number in range(20))
    pairs = tuple(
        PairFigures(a.name, b.name, 1, LOW, LOW, LOW, LOW)
        for place, a in enumerate(people)
        for b in people[place + 1 :]
    )
    many = TeamAgreement(people, AGREEMENT.labels, AGREEMENT.sets, (), (), (), pairs, ())
    head, row = matrix_head(many, 5, 80), matrix_row(many, 5, 5, 80)
    assert head.cells == ("p05", "p06", "p07", "p08", "p09", "p10")
    assert row.cells == ("·", *["-0.123"] * 5)
    assert all(len("-0.123") <= room for room in row.rooms)
    assert len(matrix_row(many, 0, 18, 80).cells) == 2


def said(*statements: tuple[str, str, int]) -> SeenDifferently:
    """Make a sentence of which names say tags, up to a code point."""
    return SeenDifferently(
        "news/002_3ab0a48c1437315e.txt",
        4,
        "قال المتحدث",
        0.25,
        tuple(
            Statement(
                name,
                tuple(tags.split()),
                (),
                tuple((tag, 0, end) for tag in tags.split()),
                ("قال المتحدث"[:end],),
            )
            for name, tags, end in statements
        ),
    )


def bare(text: str) -> str:
    return text.translate(dict.fromkeys((0x2066, 0x2068, 0x2069)))


def test_a_sentence_seen_differently_in_a_line() -> None:
    in_english()
    three = said((A, "claim", 11), (B, "claim event", 11), ("c", "claim", 11))
    assert bare(in_short(three)) == "2: claim; 1: claim, event"
    assert bare(in_short(said((A, "claim", 11), (B, "", 11)))) == f"{A}: claim; {B}: no tag"
    assert costly_cells(Costly(three, 0.25))[:2] == ("25.0%", "002:5")


def test_who_says_what_and_to_which_words_where_these_differ() -> None:
    in_english()
    alike = who_says_what(said((A, "claim", 11), (B, "event", 11)))
    assert [(bare("".join(each.label)), bare(each.text)) for each in alike] == [
        ("claim", f"1 person: {A}"),
        ("event", f"1 person: {B}"),
        ("sentence", "قال المتحدث"),
    ]
    other = who_says_what(said((A, "claim", 11), (B, "claim", 3)))
    assert [(bare("".join(each.label)), bare(each.text)) for each in other] == [
        ("claim", f"1 person: {A}"),
        ("", "قال المتحدث"),
        ("claim", f"1 person: {B}"),
        ("", "قال"),
    ]


def test_a_long_name_leaves_room_for_the_others() -> None:
    in_english()
    passage = who_says_what(said((C, "claim", 11), (A, "claim", 11), (B, "event", 11)))[0]
    assert bare(passage.text) == f"2 people: {'n' * 23}…, {A}"
