"""What is listed by the team's work follows it, and nothing moves under the cursor; so do the hits in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from team_of_two import LEAD, OTHER, TeamOfTwo, in_time, rows_of

from annotations.model.records import ArticleRef
from annotations.services.team import assign, mark_done, open_work, place_in_team
from tui.screens.concordance.screen import ConcordanceScreen


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TeamOfTwo:
    team = TeamOfTwo(tmp_path, monkeypatch)
    give(team, LEAD, "000", "001", "002")
    give(team, OTHER, "003", "004")
    return team


def refs(team: TeamOfTwo, *ids: str) -> list[ArticleRef]:
    return [ArticleRef(article.id, article.sha256) for article in map(team.article, ids)]


def give(team: TeamOfTwo, to: str, *ids: str) -> None:
    with open_work(place_in_team(team.sit(LEAD))) as work:
        work.receive()
        assign(work, refs(team, *ids), [to])


def listed(app: Any) -> list[str]:
    return [entry.id[:3] for entry in app.session.listing]


async def filtered(app: Any, pilot: Any, text: str) -> None:
    app.screen._filter(text)
    await in_time(pilot, lambda: app.screen.listed.text == text and not app.screen.queries.busy)


async def test_a_list_of_what_is_open_follows_the_team_without_a_jump(team: TeamOfTwo) -> None:
    async with team.reading(LEAD) as (app, pilot):
        await filtered(app, pilot, "open:")
        library: Any = app.screen
        assert listed(app) == ["000", "001", "002", "003", "004"]
        library.articles.move_to(3)
        mark_done(team.sit(OTHER), refs(team, "001"))
        await in_time(pilot, lambda: listed(app) == ["000", "002", "003", "004"])
        assert app.session.listing[library.articles.cursor].id.startswith("003")
        mark_done(team.sit(OTHER), refs(team, "003"))  # that under the cursor stays until one goes on
        await in_time(pilot, lambda: len(app.session.team.news.picture.done) == 2)
        await in_time(pilot, lambda: not library.queries.busy)
        assert app.session.listing[library.articles.cursor].id.startswith("003")
        await pilot.press("j")
        await in_time(pilot, lambda: listed(app) == ["000", "002", "004"])
        assert app.session.listing[library.articles.cursor].id.startswith("004")
        mark_done(team.sit(OTHER), refs(team, "001"), reopen=True)
        await in_time(pilot, lambda: listed(app) == ["000", "001", "002", "004"])
        assert app.session.listing[library.articles.cursor].id.startswith("004")


async def test_the_lead_s_word_on_who_reads_what_renews_a_list(team: TeamOfTwo) -> None:
    async with team.reading(OTHER) as (app, pilot):
        await filtered(app, pilot, "mine:")
        assert listed(app) == ["003", "004"]
        give(team, OTHER, "000")
        team.sit(OTHER)
        await in_time(pilot, lambda: listed(app) == ["000", "003", "004"])
        assert app.session.listing[app.screen.articles.cursor].id.startswith("003")  # type: ignore[attr-defined]


async def test_the_concordance_of_a_list_has_its_articles_alone(team: TeamOfTwo) -> None:
    async with team.reading(OTHER) as (app, pilot):
        for text, ids in (("كوريا", {"000", "001", "002", "003", "004"}), ("mine: كوريا", {"003", "004"})):
            await filtered(app, pilot, text)
            await pilot.press("h")
            screen: Any = app.screen
            assert isinstance(screen, ConcordanceScreen)
            await in_time(pilot, lambda: not app.screen.finder.reading)  # type: ignore[attr-defined]
            hits = {hit.article.id[:3] for hit in screen.finder.hits}
            assert hits <= ids
            assert hits & {"003", "004"}
            if "mine:" in text:
                assert "mine:" in rows_of(app)
                screen.finder.ask("-mine: كوريا")
                await in_time(pilot, lambda: not app.screen.finder.reading)  # type: ignore[attr-defined]
                assert {hit.article.id[:3] for hit in screen.finder.hits} <= {"000", "001", "002"}
                assert screen.finder.hits
            else:
                assert hits & {"000", "001", "002"}
            await pilot.press("escape")
