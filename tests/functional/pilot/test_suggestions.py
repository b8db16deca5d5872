"""Suggestions beside the text: what they show, how they are taken and refused; they decide nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from library_pilot import Use, library, shown, until
from reader_pilot import opened, panel, type_
from sample_corpus import stored
from terminal import logical
from tinydb import TinyDB

from tui.app import ClaimReader
from tui.screens.reader.screen import ReaderScreen
from tui.widgets.prompt import PromptRow

TEXT = """\
سد وادي الرمل
ذكرت بلدية وادي الرمل أن 40 شخصا قتلوا في الفيضان.
ونفت وزارة الري أن تكون البوابات قد تعطلت.
وقالت وزارة الصحة إن 120 قتيلا نقلوا إلى المستشفى.
والطقس جميل اليوم.
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "c.txt").write_text(TEXT, encoding="utf-8")
    return folder


async def reading(app: ClaimReader, pilot: Use) -> ReaderScreen:
    """Open the article, and wait until it has been read along."""
    reader = await opened(app, pilot)
    await reckoned(app, pilot)
    return reader


async def reckoned(app: ClaimReader, pilot: Use) -> None:
    """Wait until the reader has reckoned, shown and related all that it knows of."""
    reader = app.screen
    assert isinstance(reader, ReaderScreen)
    await until(pilot, lambda: reader._reckoned.is_set() and not reader._pausing and not reader._has_work)


async def test_what_is_suggested_stands_dim_with_why_and_is_no_decision(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        reader = await reading(app, pilot)
        await pilot.press("j")
        said = " ".join(panel(app).split())
        assert "suggested; s takes all" in said
        for wanted in ("claimant ?", "reported as ? denied", "behind «"):
            assert wanted in said
        assert "وزارة الري" in logical(said)
        assert "نفت" in logical(said)
        assert "decided 0/5" in shown(app), "nothing is decided"
        assert not any(reader.view.group_of(n) for n in range(5)), "and no sentence is coloured"
        assert not (corpus / "annotations.json").exists()


async def test_s_takes_all_in_one_step_that_one_undo_takes_back(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        reader = await reading(app, pilot)
        await pilot.press("j")
        cursor = reader.view.cursor
        await pilot.press("s")
        assert reader.view.cursor == cursor, "a suggestion never moves the cursor"
        assert "taken, u takes it back:" in shown(app)
        (annotation,) = reader.view.group
        assert annotation.attributes["claimant"] == "وزارة الري"
        assert annotation.attributes["reported_as"] == "denied"
        assert {mark.field for mark in annotation.suggested} >= {"claimant", "reported_as"}
        await pilot.press("u")
        assert not reader.view.group
        await reckoned(app, pilot)
        assert "suggested; s takes all" in panel(app), "it is suggested again"
        await pilot.press("s", "s")
        assert "nothing is suggested of this sentence" in shown(app)
    (kept,) = stored(corpus)
    assert [mark["field"] for mark in kept["suggested"]] == sorted(
        mark["field"] for mark in kept["suggested"]
    )


async def test_s_takes_the_numbers_that_stand_with_a_question_mark_too(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        reader = await reading(app, pilot)
        assert panel(app).count("numbers ?") == 1
        await pilot.press("s")
        (annotation,) = reader.view.group
        assert [number["value"] for number in annotation.attributes["numbers"]] == [40]
        assert "numbers" in {mark.field for mark in annotation.suggested}
        assert "?" not in panel(app), "nothing is left to be taken"
        await pilot.press("u")
        assert not reader.view.group, "one undo takes all of it back"
        assert "undone: " in shown(app)
        assert "more" not in shown(app), "answers to suggestions are no annotations beside it"


async def test_numbers_that_were_refused_are_not_offered_again(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        reader = await reading(app, pilot)
        await pilot.press("2", "k")
        await pilot.press("a")
        assert "شخص" in logical(panel(app))
        while "▸n numbers" not in panel(app):
            await pilot.press("j")
        await pilot.press("backspace")
        assert "not suggested again here" in shown(app)
        await reckoned(app, pilot)
        assert "شخص" not in logical(panel(app))
        await pilot.press("escape", "s")
        (annotation,) = reader.view.group
        assert "numbers" not in annotation.attributes
        await pilot.press("a", "n")
        assert [n["value"] for n in reader.view.group[0].attributes["numbers"]] == [40], "n is asked for"


async def test_the_cue_of_the_cursor_s_sentence_alone_is_underlined(corpus: Path) -> None:
    def underlined() -> str:
        rows = [reader.view.render_line(y) for y in range(reader.view.size.height)]
        return "".join(part.text for row in rows for part in row if part.style and part.style.underline)

    async with library(corpus) as (app, pilot):
        reader = await reading(app, pilot)
        before = underlined()
        assert len(before) == len("ذكرت")
        await pilot.press("j")
        assert len(underlined()) == len("نفت")
        assert underlined() != before
        await pilot.press("f4")
        assert not underlined()


async def test_enter_takes_the_offer_of_an_empty_row_and_backspace_refuses_it(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        reader = await reading(app, pilot)
        await pilot.press("j", "a")
        assert "Enter: take what is suggested" in " ".join(panel(app).split())
        await pilot.press("enter")
        (annotation,) = reader.view.group
        assert annotation.attributes == {"reported_as": "denied"}
        assert "▸c certainty" in panel(app), "a row that is filled moves on"
        await pilot.press("j")
        assert "وزارة الري" in shown(app)
        await pilot.press("backspace")
        assert "not suggested again here" in shown(app)
        assert reader.view.group[0].attributes == {"reported_as": "denied"}
        await reckoned(app, pilot)
        await pilot.press("enter")
        await type_(app, pilot, "الوزير\r")
        assert reader.view.group[0].attributes["claimant"] == "الوزير"
        await pilot.press("k", "backspace")
        assert "claimant" not in reader.view.group[0].attributes, "what stands there is taken away as ever"
        await reckoned(app, pilot)
        (row,) = (row for row in panel(app).splitlines() if "w claimant" in row)
        assert "?" not in row, "what was refused doesn't come back"
    with TinyDB(corpus / "annotations.json") as database:
        verdicts = database.table("trust").all()
    assert sorted((verdict["kind"], verdict["taken"]) for verdict in verdicts) == [
        ("claimant", False),
        ("reported_as", True),
    ]


async def test_the_claimant_s_line_begins_with_the_one_that_is_suggested(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        reader = await reading(app, pilot)
        await pilot.press("j", "a", "w")
        line = reader.query_one(PromptRow).input
        assert (line.value, line.completed) == ("", "وزارة الري")
        await pilot.press("backspace", "enter")
        assert not reader.view.group, "done without it, an empty line says nothing"
        await pilot.press("w", "enter")
        (annotation,) = reader.view.group
        assert annotation.attributes["claimant"] == "وزارة الري"
        assert [mark.field for mark in annotation.suggested] == ["claimant"]
        assert "▸s reported as" in panel(app)


async def test_a_type_key_overrules_the_type_that_is_suggested(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        await reading(app, pilot)
        await pilot.press("j", "j")
        assert "type ?" in panel(app)
        await pilot.press("6")
        await pilot.press("u")
        await reckoned(app, pilot)
        await pilot.press("2")
    with TinyDB(corpus / "annotations.json") as database:
        verdicts = [(verdict["kind"], verdict["taken"]) for verdict in database.table("trust").all()]
    assert verdicts == [("tags", True)], "the first was taken back with its key"


async def test_the_row_reported_as_keeps_its_key_in_the_details(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        reader = await reading(app, pilot)
        await pilot.press("a", "j", "s")
        assert "▸s reported as" in panel(app)
        assert not reader.view.group


async def test_off_nothing_is_suggested_nor_taken(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        reader = await reading(app, pilot)
        await pilot.press("f4")
        assert "suggested" not in panel(app)
        await pilot.press("s")
        assert "suggestions are off; F4 brings them back" in shown(app)
        assert not reader.view.group
        await pilot.press("f4")
        assert "suggested" in panel(app)


async def test_what_is_related_stands_below_with_why(corpus: Path) -> None:
    (corpus / "d.txt").write_text(
        "عن السد\nقالت نقابة الأطباء إن 310 قتلى نقلوا إلى المستشفى في الرمل.\n", encoding="utf-8"
    )
    async with library(corpus) as (app, pilot):
        reader = await reading(app, pilot)
        await pilot.press("j", "j")
        await reckoned(app, pilot)
        said = panel(app)
        assert "related" in said
        assert "310" in said.partition("related")[2]
        assert "≠" in said.partition("related")[2]
        assert not reader.view.group


async def test_the_line_of_a_claimant_is_not_told_what_enter_does_in_its_row(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        await reading(app, pilot)
        await pilot.press("a", "w")
        await type_(app, pilot, "ظظ")
        assert "Enter: type it" not in shown(app)
        assert "Enter keep it" in shown(app)
