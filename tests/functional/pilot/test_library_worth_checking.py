"""The library sorted by how much is worth checking: reckoned beside the keys, without what is decided."""

from __future__ import annotations

from pathlib import Path

import pytest
from library_pilot import library, names, screen_of, shown, until

from tui.screens.library import worth_checking
from tui.session.worth_checking import WorthChecking

NEWS = {
    "0.txt": "ما أجمل الربيع في وادي الرمل.\nهل يعود المطر غدا؟",
    "1.txt": "قالت بلدية وادي الرمل إن 12 شخصا قتلوا في انهيار الجسر يوم الأحد.\n"
    "ونفت الوزارة سقوط 40 قتيلا.\n"
    "وأضافت البلدية أن 300 شخص نزحوا من الحي.",
    "2.txt": "أعلنت الوزارة أن 7 عمال أصيبوا في الحريق يوم الجمعة.",
}
"""Nothing to check, three sentences that state something, one."""


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    for name, text in NEWS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worth_checking, "_IDLE", 0.01)


TO_WORTH = ("s",) * 5


async def test_what_has_most_to_check_comes_first_and_the_cursor_stays_on_its_article(news: Path) -> None:
    async with library(news) as (app, pilot):
        await pilot.press("j", "j", *TO_WORTH)
        await until(pilot, lambda: names(app) == ["1.txt", "2.txt", "0.txt"])
        assert "most worth checking first" in shown(app)
        assert names(app)[screen_of(app).articles.cursor] == "2.txt"
        assert "1 sentence worth checking" in shown(app)
        assert "reckoned" not in shown(app), "all of them are"


async def test_what_is_decided_is_no_more_to_check(news: Path) -> None:
    async with library(news) as (app, pilot):
        await pilot.press("j", "enter", "x", "escape", *TO_WORTH)
        await until(pilot, lambda: names(app) == ["2.txt", "0.txt", "1.txt"])
        await until(pilot, lambda: "0 sentences worth checking" in shown(app))


async def test_it_is_said_how_many_are_reckoned_and_nothing_is_while_somebody_types(
    news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worth_checking, "_IDLE", 3600.0)
    async with library(news) as (app, pilot):
        await pilot.press(*TO_WORTH)
        await until(pilot, lambda: "0 of 3 reckoned" in shown(app))
        assert "not reckoned yet" in shown(app)
        assert names(app) == ["0.txt", "1.txt", "2.txt"]
        monkeypatch.setattr(worth_checking, "_IDLE", 0.01)
        await until(pilot, lambda: names(app) == ["1.txt", "2.txt", "0.txt"])


async def test_without_suggestions_nothing_is_reckoned(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def reckon(*_: object) -> None:
        pytest.fail("an article was reckoned")

    monkeypatch.setattr(WorthChecking, "reckon", reckon)
    async with library(news) as (app, pilot):
        await pilot.press("f4")
        assert "suggestions off; F4 brings them back" in shown(app)
        await pilot.press(*TO_WORTH)
        await until(pilot, lambda: screen_of(app).listed.order == "file")
        await pilot.press("f4")
        assert app.session.suggestions_on


async def test_a_changed_article_is_reckoned_anew(news: Path) -> None:
    async with library(news) as (app, pilot):
        await pilot.press(*TO_WORTH)
        await until(pilot, lambda: names(app)[0] == "1.txt")
        (news / "0.txt").write_text("\n".join([NEWS["1.txt"], NEWS["2.txt"]]), encoding="utf-8")
        screen_of(app).indexing.start()
        await until(pilot, lambda: names(app)[0] == "0.txt")
        assert len(app.session.worth_checking) == 3, "what was known of the text before is forgotten"
