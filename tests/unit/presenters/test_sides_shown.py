"""Questions as rows: each claim once, a letter for each side, who turned; and the matrix of sources."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from claim_store import annotation

from annotations.insight.sides import Member, Question, matrix, question
from annotations.model.people import NOBODY
from annotations.text.numbers.amounts import LRI, PDI
from tui.bidi import Paragraph, layout
from tui.i18n import choose
from tui.presenters.annotation import amounts_said
from tui.presenters.sides import (
    FSI,
    legend,
    letter,
    matrix_cells,
    matrix_columns,
    rows_of,
    side_columns,
    side_label,
    stand_cells,
)


@pytest.fixture(params=["en", "ar"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    yield choose(request.param)
    choose("en")


def bare(text: str) -> str:
    return text.replace(LRI, "").replace(PDI, "").replace(FSI, "")


def member(
    uuid: str, claimant: str, how: str, day: str = "2025-05-03", source: str = "الساحل", **more: object
) -> Member:
    attributes = {"claimant": claimant, "reported_as": how, **more}
    return Member(annotation(uuid, attributes=attributes), source, day)


def asked() -> Question:
    return question(
        [
            member("a", "وزارة الري", "denied"),
            member("b", "شهود", "asserted", source="صوت النهر"),
            member("c", "شهود", "alleged", day="2025-05-04", source=""),
            member("d", "وزارة الري", "confirmed", day="2025-05-20"),
            member("e", "", "questioned", source="صوت النهر"),
        ],
        NOBODY,
    )


def test_each_claim_has_a_row_and_a_side_is_named_where_it_begins(language: str) -> None:
    rows = rows_of([asked()])
    assert [row.kind for row in rows] == ["question", *["stand"] * 5, "turned"]
    columns = side_columns(200, rows)
    shown = [
        dict(zip([column.id for column in columns], stand_cells(row, columns), strict=True))
        for row in rows[1:6]
    ]
    words = {"en": ("confirmed", "denied", "neither"), "ar": ("مثبت", "منفي", "لا هذا ولا ذاك")}[language]
    assert [row["label"] for row in shown] == [
        f"a  {words[0]}", "", "", f"b  {words[1]}", f"c  {words[2]}",
    ]  # fmt: skip
    assert [row["claimant"] for row in shown] == ["شهود", "″", "وزارة الري", "وزارة الري", "(صوت النهر)"]
    assert [row["since"] for row in shown] == [
        "2025-05-03", "2025-05-04", "2025-05-20", "2025-05-03", "2025-05-03",
    ]  # fmt: skip
    said = bare(rows[-1].text)
    assert said.startswith(f"وزارة الري: {words[1]} 2025-05-03")
    assert said.endswith(f"{words[0]} 2025-05-20")
    assert rows[-1].annotation == "d"


def test_a_figure_is_said_with_its_bounds_in_the_room_there_is(language: str) -> None:
    def figure(low: float) -> list[dict[str, object]]:
        return [{"value": None, "min": low, "max": None, "unit": "قتيلا", "quote": ""}]

    asked = question(
        [member("a", "هند", "", numbers=figure(40)), member("b", "سامي", "", numbers=figure(1200))], NOBODY
    )
    sides = asked.sides
    assert rows_of([asked])[0].text == ("كم: قتيل" if language == "ar" else "how many: قتيل")
    said = "لا يقل عن 1,200 قتيلا" if language == "ar" else "≥1,200 قتيلا"
    assert bare(side_label(1, sides[1], 30)) == f"b  {said}"
    assert bare(side_label(1, sides[1], 10)) == "b  ≥1,200"


def test_what_is_narrow_keeps_claimant_and_date_and_what_is_empty_vanishes() -> None:
    rows = rows_of([asked()])
    assert [column.id for column in side_columns(80, rows)] == ["label", "since", "claimant"]
    undated = rows_of(
        [question([member("a", "هند", "denied", day=""), member("b", "سامي", "", day="")], NOBODY)]
    )
    assert "since" not in [column.id for column in side_columns(200, undated)]


def test_the_matrix_has_the_letters_of_the_sides_that_each_source_carries() -> None:
    other = question([member("x", "هند", "denied", source="وكالة الجبل"), member("y", "سامي", "")], NOBODY)
    table = matrix([asked(), other])
    assert table.sources == ("الساحل", "صوت النهر", "000_a", "وكالة الجبل")
    columns = matrix_columns(table, 0, 120)
    assert matrix_cells(table, 0, 0, columns) == ("ab", "ac", "a", "·")
    assert matrix_cells(table, 1, 0, columns) == ("b", "·", "·", "a")
    later = matrix_columns(table, 3, 120)
    assert matrix_cells(table, 1, 3, later) == ("a",)
    assert len(matrix_columns(table, 0, 40)) == 1, "at least one, however narrow"


def test_the_legend_says_what_the_letters_stand_for() -> None:
    labels = [bare(passage.label[0]) for passage in legend(asked())]
    assert labels == ["a  confirmed", "b  denied", "c  neither", "turned"]
    assert bare(legend(asked())[0].text) == "شهود (2025-05-03) · وزارة الري (2025-05-20)"


def test_a_copy_of_a_text_is_said_as_such() -> None:
    members = [
        member("a", "هند", "denied"),
        Member(annotation("b", article="001_b.txt", attributes={"claimant": "هند", "reported_as": "denied"})),
    ]
    rows = rows_of([question(members, NOBODY, voice=lambda article: "one text")])
    assert rows[0].note == "1 side · 2 claims · 1 source · 1 copy"
    columns = side_columns(200, rows)
    assert [stand_cells(row, columns)[-1] for row in rows[1:]] == ["هند", "هند (= 000_a)"]


def test_there_are_letters_for_any_number_of_sides() -> None:
    assert [letter(place) for place in (0, 25, 26, 53)] == ["a", "z", "a2", "b3"]


def test_what_comes_from_outside_is_shown_and_does_not_act() -> None:
    rows = rows_of(
        [question([member("a", "هند\u202e", "denied"), member("b", "\x1b[31m", "", source="\u2067")], NOBODY)]
    )
    columns = side_columns(200, rows)
    shown = "".join(cell for row in rows for cell in (*stand_cells(row, columns), row.text))
    assert not set(shown) & set("\u202e\u2067\x1b")


def test_beside_a_latin_letter_a_number_is_at_the_right_of_its_arabic_noun() -> None:
    asked = question(
        [
            member(uuid, uuid, "asserted", numbers=[{"value": value, "unit": "شخصا", "what": "قتيل"}])
            for uuid, value in (("a", 12), ("b", 15))
        ],
        NOBODY,
    )
    label = side_label(0, asked.sides[0], 40)
    cells = "".join(line.text for line in layout(Paragraph(label, "ltr"), 40))
    assert cells.startswith("a  ")
    assert cells.endswith(" 12")


def test_of_several_amounts_each_stands_with_its_own_noun() -> None:
    said = amounts_said([{"value": 12, "unit": "جندي"}, {"value": 1500, "unit": "الكوريين"}])
    cells = "".join(line.text for line in layout(Paragraph(f"numbers {said}", "ltr"), 60))
    assert cells.index("12") < cells.index("1,500")
    assert cells.endswith(" 1,500")
