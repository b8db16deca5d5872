"""What a key costs, counted and not timed: rows drawn, bytes sent, paragraphs laid out, timers that run.

The bars are what one sees over a slow line and in a long article, in 24-bit colours; `tests/bench` has the
clock.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from pathlib import Path
from statistics import median

import pytest
from library_pilot import Use, at_rest, library, until
from textual.app import App

import seeds
from annotations.corpus.index import Index
from annotations.model.records import Annotation
from tui.app import ClaimReader
from tui.bidi.glyphs import Glyphs
from tui.presenters import hidden_characters
from tui.screens.reader import annotation_lines
from tui.screens.reader import screen as reader_module
from tui.screens.reader.screen import ReaderScreen
from tui.widgets.article.painter import Painter

REST = reader_module.REST
"""Seconds after which it is a pause."""


@pytest.fixture
def longest(tmp_path: Path) -> Path:
    """A folder with the longest sample: annotations of a single file would be kept beside it."""
    folder = tmp_path / "longest"
    folder.mkdir()
    shutil.copy(max(seeds.FOLDER.glob("*.txt"), key=lambda path: path.stat().st_size), folder)
    return folder


@pytest.fixture
def spent(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count bytes and updates sent, rows of the article drawn, and paragraphs laid out; no pause is one.

    What is done in a pause of the keys would else be counted with a key after which the machine was busy.
    """
    monkeypatch.setattr(reader_module, "REST", float("inf"))
    counted: Counter[str] = Counter()
    draw, lay_out = Painter.strip, Glyphs.__init__

    def display(self: App[None], screen: object, renderable: object) -> None:
        if renderable is not None and screen is self.screen:
            counted["bytes"] += len(renderable.render_segments(self.console).encode())  # type: ignore[attr-defined]
            counted["updates"] += 1

    def strip(*arguments: object, **named: object) -> object:
        counted["rows"] += 1
        return draw(*arguments, **named)  # type: ignore[arg-type]

    def glyphs(*arguments: object, **named: object) -> None:
        counted["paragraphs"] += 1
        lay_out(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(App, "_display", display)
    monkeypatch.setattr(Painter, "strip", strip)
    monkeypatch.setattr(Glyphs, "__init__", glyphs)
    return counted


async def key(pilot: Use, name: str, spent: Counter[str]) -> Counter[str]:
    """Press a key; return what it has cost when nothing comes any more before a pause."""
    spent.clear()
    await pilot.press(name)
    await at_rest(pilot, but="related")
    return spent.copy()


async def opened(pilot: Use, spent: Counter[str]) -> Counter[str]:
    cost = await key(pilot, "enter", spent)
    assert type(pilot.app.screen).__name__ == "ReaderScreen"
    return cost


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A folder with one article of a megabyte, in 5,000 paragraphs."""
    folder = tmp_path / "large"
    folder.mkdir()
    sentence = "قال المتحدث باسم الجيش إن القوات تقدمت في المدينة وسيطرت على ثلاثة أحياء منها خلال الليل"
    (folder / "a.txt").write_text(
        "\n".join(f"{sentence} {number}." for number in range(5000)), encoding="utf-8"
    )
    return folder


async def test_opening_sends_one_screen_and_lays_out_no_more_than_that(
    spent: Counter[str], longest: Path, large: Path
) -> None:
    for article in (longest, large):
        async with library(article) as (_, pilot):
            cost = await opened(pilot, spent)
            assert cost["bytes"] <= 10_000
            assert cost["paragraphs"] <= 60, "a screen has 30 rows, and the scheme beside them some 20"


async def test_a_step_draws_the_rows_of_two_sentences(
    spent: Counter[str], longest: Path, large: Path
) -> None:
    for article in (longest, large):
        async with library(article) as (_, pilot):
            await opened(pilot, spent)
            steps = [await key(pilot, "j", spent) for _ in range(12)]
            assert median(cost["bytes"] for cost in steps) <= 1400, "with what is suggested of each"
            assert 1 <= median(cost["rows"] for cost in steps) <= 8
            assert median(cost["updates"] for cost in steps) == 1


async def test_a_sentence_that_one_comes_to_after_a_pause_is_wrapped_and_drawn_already(
    spent: Counter[str], longest: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader_module, "REST", REST)
    async with library(longest) as (app, pilot):
        await opened(pilot, spent)
        reader = app.screen
        assert isinstance(reader, ReaderScreen)
        for _ in range(6):
            await pilot.press("j")
            await until(pilot, lambda: not reader._to_prepare and not reader._pausing)
            spent.clear()
            await pilot.press("j")
            assert spent["paragraphs"] <= 1, "how many sentences there are, in Arabic, is one"
            await until(pilot, lambda: not reader._to_prepare and not reader._pausing)


async def test_a_paragraph_is_looked_through_for_hidden_characters_by_the_text_and_the_details_once(
    spent: Counter[str], longest: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: Counter[int] = Counter()
    directed = hidden_characters.directed

    def look(text: str, start: int, end: int | None) -> object:
        looked[start] += 1
        return directed(text, start, end)

    monkeypatch.setattr(hidden_characters, "directed", look)
    async with library(longest) as (_, pilot):
        await opened(pilot, spent)
        for name in "jjjjjjjjjjkkkkkkkkkk":
            await pilot.press(name)
        assert looked
        assert max(looked.values()) <= 2


async def test_an_annotation_is_put_into_words_once_for_each_change_of_it(
    spent: Counter[str], longest: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    linked: list[str] = []
    lines, links = annotation_lines.annotation_lines, annotation_lines.link_lines

    def say(annotation: Annotation, *more: object, **named: object) -> object:
        said.append(annotation.uuid)
        return lines(annotation, *more, **named)  # type: ignore[arg-type]

    def look(annotation: Annotation, *more: object) -> object:
        linked.append(annotation.uuid)
        return links(annotation, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(annotation_lines, "annotation_lines", say)
    monkeypatch.setattr(annotation_lines, "link_lines", look)
    async with library(longest) as (_, pilot):
        await opened(pilot, spent)
        for name in "222kkk":
            await key(pilot, name, spent)
        assert len(set(said)) == 3
        assert len(said) <= 6, "each with its mark as the current one, and without it"
        said.clear()
        linked.clear()
        for name in "jjkkjjkk":
            await key(pilot, name, spent)
        assert (said, linked) == ([], [])
        await key(pilot, "3", spent)
        await key(pilot, "k", spent)
        assert len(said) == 1


async def test_a_tag_draws_what_it_changes_and_nothing_else(spent: Counter[str], longest: Path) -> None:
    async with library(longest) as (_, pilot):
        await opened(pilot, spent)
        for name in "2c13":
            cost = await key(pilot, name, spent)
            assert cost["bytes"] <= 2800, "what is said of it takes the place of the scheme, or this of that"
            assert 1 <= cost["rows"] <= 12


async def test_a_page_and_the_way_back_send_at_most_a_screen(spent: Counter[str], longest: Path) -> None:
    async with library(longest) as (_, pilot):
        await opened(pilot, spent)
        for name in ("pagedown", "pageup", "end", "home", "q"):
            cost = await key(pilot, name, spent)
            assert 0 < cost["bytes"] <= 8_500


async def test_what_stands_there_already_is_not_sent_with_a_letter_of_the_filter(spent: Counter[str]) -> None:
    async with library() as (_, pilot):
        await key(pilot, "slash", spent)
        await key(pilot, "ا", spent)  # in every article
        assert (await key(pilot, "ل", spent))["bytes"] <= 4000


async def test_nothing_runs_while_nothing_is_typed(spent: Counter[str]) -> None:
    async with library() as (app, pilot):
        assert running(app) == []
        await opened(pilot, spent)
        await until(pilot, lambda: not running(app))


async def test_a_reader_that_can_only_look_on_has_one_timer() -> None:
    async with library() as (holder, _):
        assert holder.session.annotations.loaded
        async with library() as (app, _):
            assert app.session.annotations.readonly
            assert len(running(app)) == 1


def running(app: ClaimReader) -> list[str]:
    """Return the timers that run, of the app and everything in it."""
    pumps = [app, *(pump for screen in app.screen_stack for pump in screen.walk_children(with_self=True))]
    return [f"{pump!r}: {timer!r}" for pump in pumps for timer in pump._timers if timer._active.is_set()]


async def test_a_row_under_the_cursor_takes_no_statement_and_a_page_a_few(
    tmp_path: Path, spent: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(300):
        (folder / f"{number:03}.txt").write_text(f"خبر {number}\n\nقال المتحدث شيئا.\n", encoding="utf-8")
    statements: list[str] = []
    connect = Index.connect

    def traced(self: Index, **options: int) -> sqlite3.Connection:
        connection = connect(self, **options)
        connection.set_trace_callback(statements.append)
        return connection

    monkeypatch.setattr(Index, "connect", traced)
    async with library(folder) as (app, pilot):
        assert len(app.session.listing) == 300
        await key(pilot, "j", spent)
        statements.clear()
        await key(pilot, "j", spent)
        assert statements == []
        await key(pilot, "end", spent)
        assert 0 < len(statements) <= 6
