"""The screen of quantities in a Textual pilot: nouns, rows that come up while one looks, links, cost."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from library_pilot import library, shown, until

from annotations.model.links import CONTRADICTS
from annotations.model.records import Annotation
from tui.app import ClaimReader
from tui.screens.figures import finder as reading
from tui.screens.figures.screen import FigureScreen
from tui.screens.reader.screen import ReaderScreen
from tui.widgets.cursor_list import CursorList

TEXTS = {
    "a.txt": "قالت نقابة الأطباء إن 40 شخصا قتلوا في السيول. ودمرت السيول 12 منزلا.",
    "b.txt": "قال رئيس البلدية إن عدد القتلى بلغ 300 شخص على الأقل.",
    "c.txt": "وذكرت وزارة الري أن 120 شخصا لقوا مصرعهم، وأصيب 90 آخرون.",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    corpus = tmp_path / "dam"
    corpus.mkdir()
    for number, (name, text) in enumerate(TEXTS.items(), 2):
        head = f"---\npublished: 2025-05-0{number}\nsource: الساحل\n---\n"
        (corpus / name).write_text(f"{head}{text}\n", encoding="utf-8")
    return corpus


def screen(app: ClaimReader) -> FigureScreen:
    assert isinstance(app.screen, FigureScreen)
    return app.screen


def read_all(app: ClaimReader) -> bool:
    return not screen(app).finder.reading and not screen(app).finder.busy


def saved(app: ClaimReader) -> list[Annotation]:
    store = app.session.annotations.pending
    return [annotation for article_id in store.article_ids() for annotation in store.list(article_id)]


def figures(app: ClaimReader) -> list[tuple[str, bool]]:
    """Return the quotes of the rows, and whether somebody has tagged each."""
    listed = [screen(app).finder.index.figure(row) for row in screen(app).result.rows]
    return [(entry.figure.quote, entry.figure.tagged) for entry in listed if entry is not None]


async def test_the_noun_with_most_amounts_is_listed_and_n_goes_to_the_next(folder: Path) -> None:
    async with library(folder) as (app, pilot):
        await pilot.press("g", "f")
        await until(pilot, lambda: read_all(app))
        assert [quote for quote, _ in figures(app)] == ["40 شخصا", "300 شخص على الأقل", "120 شخصا"]
        assert "3 amounts · 3 claimants · 3 articles" in shown(app)
        assert "≥300" in shown(app)
        assert shown(app).count("≠") >= 3
        nouns = [screen(app).result.noun]
        for _ in range(2):
            await pilot.press("n")
            nouns.append(screen(app).result.noun)
        assert nouns[0] == "قتيل"
        assert set(nouns) == {"قتيل", "جريح", "منزل مدمر"}
        await pilot.press("p")
        assert screen(app).result.noun == nouns[1]


async def test_the_cursor_stays_on_its_amount_when_others_come_up(folder: Path) -> None:
    async with library(folder) as (app, pilot):
        await pilot.press("g", "f")
        await until(pilot, lambda: read_all(app))
        await pilot.press("j")
        held = screen(app).at_cursor()
        (folder / "d.txt").write_text("قال شهود إن 7 أشخاص قتلوا في 1 مايو 2025.\n", encoding="utf-8")
        article = app.session.project.corpus.read(app.session.project.corpus.find("a.txt"))
        screen(app).finder.index.read(type(article)("0.txt", "قتل 7 أشخاص في 1 مايو 2025."))
        screen(app).finder.take_in(always=True)
        await pilot.pause()
        assert len(screen(app).result.rows) == 4
        assert screen(app).rows.cursor == 2
        assert screen(app).at_cursor() == held


async def test_linking_amounts_that_nobody_has_tagged_makes_their_claims_and_one_undo_takes_all_back(
    folder: Path,
) -> None:
    async with library(folder) as (app, pilot):
        await pilot.press("g", "f")
        await until(pilot, lambda: read_all(app))
        await pilot.press("space", "space", "l", "enter")
        await pilot.pause()
        made = saved(app)
        assert {annotation.tags for annotation in made} == {("claim", "quantity")}
        assert all("claimant" in {offer.field for offer in annotation.suggested} for annotation in made)
        assert [link.type for annotation in made for link in annotation.links] == [CONTRADICTS]
        numbers = {annotation.attributes["numbers"][0]["quote"] for annotation in made}
        assert numbers == {"40 شخصا", "300 شخص على الأقل"}
        assert [tagged for _, tagged in figures(app)] == [True, True, False]
        entry = screen(app).finder.index.figure(screen(app).result.rows[0])
        assert entry is not None
        assert (entry.figure.claimant, entry.read_claimant) == ("نقابة الأطباء", None)
        await pilot.press("u")
        await pilot.pause()
        assert saved(app) == []
        assert [tagged for _, tagged in figures(app)] == [False, False, False]
        await pilot.press("r")
        await pilot.pause()
        assert len(saved(app)) == 2


async def test_one_mark_is_no_link_and_neither_are_two_in_one_sentence(folder: Path) -> None:
    async with library(folder) as (app, pilot):
        await pilot.press("g", "f")
        await until(pilot, lambda: read_all(app))
        await pilot.press("l")
        assert "mark two amounts" in shown(app)
        assert saved(app) == []


async def test_enter_goes_to_the_sentence_and_escape_comes_back_to_the_row(folder: Path) -> None:
    async with library(folder) as (app, pilot):
        await pilot.press("g", "f")
        await until(pilot, lambda: read_all(app))
        await pilot.press("j", "enter")
        assert isinstance(app.screen, ReaderScreen)
        assert app.screen.article.id == "b.txt"
        await pilot.press("c", "escape")
        assert screen(app).rows.cursor == 1
        assert figures(app)[1] == ("300 شخص على الأقل", True)


async def test_a_filter_lists_what_has_all_its_words_and_escape_lists_all_again(folder: Path) -> None:
    async with library(folder) as (app, pilot):
        await pilot.press("g", "f")
        await until(pilot, lambda: read_all(app))
        await pilot.press("slash", *"الري", "enter")
        assert [quote for quote, _ in figures(app)] == ["120 شخصا"]
        await pilot.press("escape")
        assert len(figures(app)) == 3
        await pilot.press("slash", *"zzz")
        assert "no amount matches" in shown(app)


async def test_the_orders_go_round(folder: Path) -> None:
    async with library(folder) as (app, pilot):
        await pilot.press("g", "f")
        await until(pilot, lambda: read_all(app))
        await pilot.press("s")
        assert [quote for quote, _ in figures(app)] == ["40 شخصا", "120 شخصا", "300 شخص على الأقل"]
        await pilot.press("s", "s", "s", "s")
        assert screen(app).finder.order == "as of"


async def test_the_plot_is_over_time_where_there_are_days_and_by_size_on_request(folder: Path) -> None:
    async with library(folder) as (app, pilot):
        await pilot.press("g", "f")
        await until(pilot, lambda: read_all(app))
        assert "●40" in shown(app)
        assert "├300" in shown(app)
        assert "2025-05-02" in shown(app)
        await pilot.press("v")
        assert "●40" not in shown(app)
        assert "40──" in shown(app)


async def test_the_open_article_is_read_first(folder: Path) -> None:
    async with library(folder) as (app, pilot):
        await pilot.press("end", "enter", "g", "f")
        order = screen(app).finder
        entries = [entry.id async for entry, _ in order._entries()]
        assert entries[0] == "c.txt"
        assert set(entries) == set(TEXTS)


async def test_a_key_draws_only_the_rows_that_change(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(200):
        (folder / f"x{number}.txt").write_text(f"قتل {number + 20} شخصا.\n", encoding="utf-8")
    async with library(folder) as (app, pilot):
        await pilot.press("g", "f")
        await until(pilot, lambda: read_all(app))
        assert len(screen(app).result.rows) == 203
        drawn: Counter[int] = Counter()
        draw = CursorList.row

        def counting(self: CursorList, number: int) -> object:
            drawn[number] += 1
            return draw(self, number)

        monkeypatch.setattr(CursorList, "row", counting)
        at = screen(app).rows.cursor
        for key, rows in (("j", {at, at + 1}), ("space", {at + 1, at + 2})):
            drawn.clear()
            await pilot.press(key)
            await pilot.pause()
            assert set(drawn) == rows, key


async def test_articles_of_a_large_corpus_are_read_while_no_key_comes(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_SMALL", 0)
    monkeypatch.setattr(reading, "_IDLE", float("inf"))
    async with library(folder) as (app, pilot):
        await pilot.press("g", "f")
        await until(pilot, lambda: "read 0 of 3 articles" in shown(app))
        await pilot.pause(0.3)  # none is read
        assert screen(app).finder.index.articles == 0
        assert "read 0 of 3 articles" in shown(app)
        monkeypatch.setattr(reading, "_IDLE", 0.0)
        await until(pilot, lambda: read_all(app))
        assert screen(app).finder.index.articles == 3
        assert "of 3 articles" not in shown(app)


async def test_an_article_set_aside_is_left_out_and_the_bar_says_how_many(folder: Path) -> None:
    async with library(folder) as (app, pilot):
        await pilot.press("i", "x", "escape", "g", "f")
        await until(pilot, lambda: read_all(app))
        assert "40 شخصا" not in [quote for quote, _ in figures(app)]
        assert "1 article set aside" in shown(app)
        await pilot.press("u", "escape", "f")
        await until(pilot, lambda: read_all(app) and "40 شخصا" in [quote for quote, _ in figures(app)])
        assert "set aside" not in shown(app)
