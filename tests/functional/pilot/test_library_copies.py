"""The library names the articles that carry the same agency text."""

from __future__ import annotations

from pathlib import Path

import pytest
from dispatch import OUTLETS
from library_pilot import library, shown, until

from tui import i18n


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    for name, text in OUTLETS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


async def test_over_an_article_stands_who_carries_the_same_text(news: Path) -> None:
    async with library(news) as (app, pilot):
        await until(pilot, lambda: bool(app.session.voices.groups))
        await until(pilot, lambda: "same text as 002_aljabal" in shown(app))
        await pilot.press("j")
        assert "same text" not in shown(app)
        await pilot.press("j")
        assert "same text as 000_alsahel" in shown(app)


async def test_the_details_of_the_reader_say_so_too(news: Path) -> None:
    async with library(news) as (app, pilot):
        await until(pilot, lambda: bool(app.session.voices.groups))
        await pilot.press("enter")
        assert "same text as 002_aljabal" in shown(app)
        await pilot.press("right_square_bracket")
        assert "same text" not in shown(app)


async def test_in_arabic_it_is_said_in_arabic_from_the_right(news: Path) -> None:
    i18n.choose("ar")
    try:
        async with library(news) as (app, pilot):
            await until(pilot, lambda: "النص نفسه في 002_aljabal" in shown(app))
    finally:
        i18n.choose("en")


async def test_a_file_name_that_hides_something_is_shown_with_signs(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    texts = [OUTLETS["000_alsahel.txt"]] * 2
    for name, text in zip(("000.txt", "001\u202egnp.txt"), texts, strict=True):
        (folder / name).write_text(text, encoding="utf-8")
    async with library(folder) as (app, pilot):
        await until(pilot, lambda: "same text as 001�gnp" in shown(app))
        assert "\u202e" not in shown(app)
