"""Picking words for somebody, several annotations on one sentence, 10,000 keys, an article that goes."""

from pathlib import Path

import pytest
from library_pilot import Use, library, shown, until
from lit_cells import LEFT, RIGHT, TEXT, wait_lit
from sample_corpus import stored
from terminal import Terminal

from annotations.model.records import Annotation
from tui.app import ClaimReader
from tui.screens.reader.screen import ReaderScreen


async def opened(app: ClaimReader, pilot: Use) -> ReaderScreen:
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(app.screen, ReaderScreen))
    assert isinstance(app.screen, ReaderScreen)
    return app.screen


def span(quote: str) -> tuple[int, int]:
    return TEXT.index(quote), TEXT.index(quote) + len(quote)


async def test_words_are_picked_for_who_asks(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        screen = await opened(app, pilot)
        picked: list[tuple[int, int]] = []
        screen.selection.pick("source", lambda start, end: picked.append((start, end)))
        await pilot.press("left", "2", "c", "v", "enter")
        assert picked == [span("قال الوزير")]
        assert screen.key_place != "select"
        assert app.session.annotations.of(screen.article) == []  # no tag key worked meanwhile
        screen.selection.pick(
            "source", lambda start, end: picked.append((start, end)), start=span(" موسكو. ")
        )
        assert screen.selection.span == span("موسكو.")
        await pilot.press("right", "escape")
        assert len(picked) == 1
        screen.selection.pick("source", lambda start, end: picked.append((start, end)), start=(3, 3))
        await pilot.press("o", "enter")
        assert picked[1:] == [span("قال")]


async def test_who_asks_may_ask_again_at_once(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        screen = await opened(app, pilot)
        picked: list[tuple[int, int]] = []

        def then(start: int, end: int) -> None:
            screen.selection.pick("cue", lambda *words: picked.extend([(start, end), words]))

        screen.selection.pick("source", then)
        await pilot.press("left", "enter", "enter")
        assert picked == [span("قال الوزير"), span("قال")]
        assert screen.key_place != "select"


async def test_several_annotations_of_one_sentence_are_gone_through_one_by_one(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        screen = await opened(app, pilot)
        await pilot.press("2", "k", "v", "left", "1", "v", "home", "space", "3")

        def there() -> list[Annotation]:
            return list(app.session.annotations.of(screen.article))

        quotes = [annotation.target.quote for annotation in there()]
        assert quotes[1:] == ["قال الوزير", "قال"]
        assert screen.state.current is not None
        assert screen.state.current.target.quote == "قال"  # the one just made
        await pilot.press("tab", "tab")
        assert screen.state.current.target.quote == "قال الوزير"
        await pilot.press("m", "x", "y", "enter")
        assert [annotation.note for annotation in there()] == ["", "xy", ""]
        await pilot.press("d")
        assert [annotation.target.quote for annotation in there()] == [quotes[0], "قال"]
        await pilot.press("u")
        assert [annotation.target.quote for annotation in there()] == quotes
        await pilot.press("4")  # without a selection: on the whole sentence
        assert there()[0].tags == ("claim", "control", "quantity")


async def test_somebody_else_s_span_is_not_edited(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMREADER_ANNOTATOR", "you")
    async with library(corpus) as (app, pilot):
        await opened(app, pilot)
        await pilot.press("v", "left", "1")
    monkeypatch.setenv("CLAIMREADER_ANNOTATOR", "me")
    async with library(corpus) as (app, pilot):
        screen = await opened(app, pilot)
        await pilot.press("k", "v")
        assert screen.selection.span == span("قال")
        await pilot.press("left", "2")
        both = app.session.annotations.of(screen.article)
        assert sorted((annotation.annotator, annotation.target.quote) for annotation in both) == [
            ("me", "قال الوزير"), ("you", "قال الوزير"),
        ]  # fmt: skip


async def test_another_article_ends_a_selection(corpus: Path) -> None:
    (corpus / "b.txt").write_text("نص آخر هنا.", encoding="utf-8")
    async with library(corpus) as (app, pilot):
        screen = await opened(app, pilot)
        await pilot.press("v", "left")
        assert screen.key_place == "select"
        await app.visit(1)
        assert screen.key_place != "select"
        await pilot.press("c", "left", "v", "left", "c")
        assert app.session.annotations.of(screen.article)[0].target.quote == "نص آخر هنا."


async def test_an_article_without_words_says_so(corpus: Path) -> None:
    (corpus / "a.txt").write_text("\n \u200f\n", encoding="utf-8")
    async with library(corpus) as (app, pilot):
        screen = await opened(app, pilot)
        await pilot.press("v")
        assert "no words to select" in shown(app)
        assert screen.key_place != "select"
        await pilot.press("y", "c", "2", "tab", "d", "m", "x", "n", "escape")
        assert app.session.annotations.of(screen.article) == []


def test_ten_thousand_keys_are_all_obeyed(reader: Terminal, corpus: Path) -> None:
    reader.type("v")
    wait_lit(reader, "قال")
    for _ in range(100):  # a terminal's buffer takes 4 KB
        reader.type((LEFT * 4 + RIGHT * 4) * 6 + RIGHT + LEFT)
        reader.read(0.01)
    reader.type((LEFT + RIGHT) * 10)
    for _ in range(50):
        reader.type("jk" * 50)
        reader.read(0.01)
    reader.type(RIGHT * 20 + LEFT * 30 + RIGHT * 30)
    reader.type("\x1b")
    reader.wait_for("1-7 type", 120)
    reader.type("jjkk2")
    reader.wait_for("decided 1/3")
    reader.type("\x11")
    assert reader.wait_for_end() == 0
    assert [annotation["target"]["sentence"] for annotation in stored(corpus)] == [0]


def test_an_article_that_goes_while_it_is_open_is_tagged_all_the_same(reader: Terminal, corpus: Path) -> None:
    (corpus / "a.txt").unlink()
    reader.type("v" + LEFT + "2")
    reader.wait_for("decided 1/3")
    reader.type("]")
    reader.wait_for("this is the last article")
    reader.type("q")
    reader.wait_for("Enter open")
    reader.type("\x11")
    assert reader.wait_for_end() == 0
    assert [annotation["target"]["quote"] for annotation in stored(corpus)] == ["قال الوزير"]


async def test_a_note_is_written_on_the_words(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        screen = await opened(app, pilot)
        for select in (("v", "left"), ("v", "v")):  # the second time it is the same annotation
            await pilot.press(*select, "m", "a", "enter")
            await pilot.press("escape")
            screen = await opened(app, pilot) if not isinstance(app.screen, ReaderScreen) else screen
            await pilot.press("k")
        there = app.session.annotations.of(screen.article)
        assert [(annotation.target.quote, annotation.note) for annotation in there] == [("قال الوزير", "aa")]
