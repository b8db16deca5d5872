"""F7 shows what colleagues say of a sentence that I have decided; a key there makes one's own of it."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from team_of_two import LEAD, OTHER, TeamOfTwo, at_sentence, in_time, rows_of

from annotations.model.origin import origin
from annotations.model.records import Change, Link, target_for
from annotations.services.team import join, mirror_path, place_in_team
from annotations.team.mirror import Mirror
from tui.screens.reader.colleagues import ColleaguesDialog
from tui.screens.reader.screen import ReaderScreen


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TeamOfTwo:
    return TeamOfTwo(tmp_path, monkeypatch)


async def test_a_key_makes_one_s_own_and_one_undo_takes_it_back(team: TeamOfTwo) -> None:
    article = team.article("002")
    theirs = team.say(
        OTHER, article, 5, tags=("claim", "event"), note="ملاحظة", attributes={"claimant": "فلان"}
    )
    async with team.reading(LEAD) as (app, pilot):
        reader = await at_sentence(app, pilot, "002", 5)
        await pilot.press("f7")
        assert app.screen is reader
        assert "decide this sentence first" in rows_of(app)
        await pilot.press("0")
        await in_time(pilot, lambda: app.context.colleagues(reader.article).get(5))
        reader.navigation.go(5)
        await pilot.press("f7")
        assert isinstance(app.screen, ColleaguesDialog)
        assert OTHER in rows_of(app)
        await pilot.press("1")
        assert app.screen is reader
        assert f"taken over from {OTHER}" in rows_of(app).replace("\u2068", "").replace("\u2069", "")
        [mine] = app.context.annotations(reader.article)
        assert (mine.tags, mine.note, mine.attributes) == (theirs.tags, theirs.note, theirs.attributes)
        assert (mine.annotator, origin(mine)) == (LEAD, theirs.uuid)
        await pilot.press("f7", "enter")
        assert isinstance(app.screen, ColleaguesDialog)
        assert "you say the same of these words already" in rows_of(app)
        await pilot.press("u")
        [mine] = app.context.annotations(reader.article)
        assert mine.tags == ("not_claim",)
    assert team.said(OTHER) == [theirs]


async def test_no_key_of_the_reader_changes_what_a_colleague_says(team: TeamOfTwo) -> None:
    article = team.article("002")
    theirs = team.say(OTHER, article, 5, tags=("claim", "event"))
    team.say(LEAD, article, 5, tags=("claim",))
    async with team.reading(LEAD, (140, 30)) as (app, pilot):
        reader = await at_sentence(app, pilot, "002", 5)
        await in_time(pilot, lambda: app.context.colleagues(reader.article).get(5))
        assert OTHER in rows_of(app)
        for keys in (
            "1",
            "2",
            "9",
            "tab",
            "d",
            "d",
            "t c enter",
            "v c",
            "v v escape",
            "m x enter",
            "s",
            "w",
            "0",
        ):
            reader.navigation.go(5)
            await pilot.press(*keys.split())
            assert isinstance(app.screen, ReaderScreen)
        assert {each.annotator for each in app.session.annotations.pending.list()} == {LEAD}
        assert list(app.context.colleagues(reader.article)[5]) == [(OTHER, theirs)]
    assert team.said(OTHER) == [theirs]


async def test_what_comes_meanwhile_leaves_the_cursor_on_its_annotation(team: TeamOfTwo) -> None:
    article = team.article("002")
    team.say(OTHER, article, 5, tags=("claim", "event"))
    mine, start = team.say(LEAD, article, 5, tags=("claim",)), article.units[5].start
    words = target_for(article.text, start, start + 4, 5)
    async with team.reading(LEAD, (140, 40)) as (app, pilot):
        reader = await at_sentence(app, pilot, "002", 5)
        await in_time(pilot, lambda: app.context.colleagues(reader.article).get(5))
        await pilot.press("f7")
        team.say(OTHER, article, 5, tags=("not_claim",), target=words)
        await in_time(pilot, lambda: "not a claim" in rows_of(app))
        team.sit(LEAD)
        await pilot.press("enter")
        own = app.session.annotations.pending.get(mine.uuid)
        assert own is not None
        assert own.tags == ("claim", "event")


async def test_rows_that_are_drawn_between_two_news_are_those_that_are_listed(team: TeamOfTwo) -> None:
    """News come in a thread, and rows are drawn whenever the terminal wants them."""
    article = team.article("002")
    first = team.say(OTHER, article, 5, tags=("claim",))
    team.say(LEAD, article, 5, tags=("claim",))
    async with team.reading(LEAD) as (app, pilot):
        await at_sentence(app, pilot, "002", 5)
        await in_time(pilot, lambda: app.context.colleagues(article).get(5))
        await pilot.press("f7")
        dialog = app.screen
        assert isinstance(dialog, ColleaguesDialog)
        app.context.session.colleagues_of = lambda article: {}  # they are gone by now
        dialog._rows.refresh()
        await pilot.pause()
        assert OTHER in rows_of(app)
        assert [said.annotation.uuid for said in dialog._said] == [first.uuid]


async def test_a_link_to_a_colleague_s_annotation_outlives_its_deletion(team: TeamOfTwo) -> None:
    article = team.article("002")
    theirs = team.say(OTHER, article, 5, attributes={"claimant": "فلان"})
    mine = team.say(LEAD, article, 5)
    async with team.reading(LEAD, (140, 40)) as (app, pilot):
        reader = await at_sentence(app, pilot, "002", 5)
        await in_time(pilot, lambda: app.context.colleagues(reader.article).get(5))
        await pilot.press("f7", "l", "1")
        await pilot.press("enter")
        await pilot.press("escape", "escape")
        held = app.session.annotations.pending.get(mine.uuid)
        assert held is not None
        assert held.links == (Link("contradicts", theirs.uuid),)
        assert app.screen is reader
        details = rows_of(app)
        assert f"{OTHER}: 002:6" in plain(details)
        team.save(OTHER, [Change(theirs.uuid, theirs.rev, None)])
        await in_time(pilot, lambda: "deleted by" in rows_of(app))
        assert struck(app)
        await pilot.press("l")
        assert "deleted by" in rows_of(app)
        assert struck(app)
        await pilot.press("escape", "g")
        assert "deleted by" in rows_of(app)
        assert struck(app)
        await pilot.press("escape")
        team.save(OTHER, [Change(theirs.uuid, theirs.rev + 1, theirs)])
        await in_time(pilot, lambda: f"{OTHER}: 002:6" in plain(rows_of(app)))
        assert not struck(app)
        team.sit(LEAD)
        await pilot.press("d")  # undecided again, so that nothing of theirs is seen
        await pilot.press("u")
        assert f"{OTHER}: 002:6" in plain(rows_of(app))


def plain(text: str) -> str:
    return text.translate(dict.fromkeys(range(0x2066, 0x206A)))


def struck(app: object) -> bool:
    strips = app.screen._compositor.render_strips()  # type: ignore[attr-defined]
    return any(segment.style and segment.style.strike for strip in strips for segment in strip)


async def test_the_end_of_a_link_in_a_sentence_that_is_undecided_is_not_shown(team: TeamOfTwo) -> None:
    here, there = team.article("002"), team.article("003")
    theirs = team.say(OTHER, there, 4, note="SECRETWORD")
    team.say(LEAD, here, 5, links=(Link("supports", theirs.uuid),))
    async with team.reading(LEAD, (140, 40)) as (app, pilot):
        await at_sentence(app, pilot, "002", 5)
        assert "a colleague's," in rows_of(app)
        assert OTHER not in rows_of(app).replace(f"{OTHER} +", "")
        await at_sentence(app, pilot, "003", 4)
        await pilot.press("0")
        await at_sentence(app, pilot, "002", 5)
        assert f"{OTHER}: 003:5" in plain(rows_of(app))


def test_a_person_s_uuid_under_another_name_takes_nothing_from_that_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever publishes a higher revision of a colleague's uuid under his own name hides nothing by that."""
    team = TeamOfTwo(tmp_path, monkeypatch)
    article = team.article("002")
    theirs = team.say(OTHER, article, 5)
    stolen = msgspec.structs.replace(theirs, annotator=LEAD, rev=99, note="stolen")
    team.save(LEAD, [Change(stolen.uuid, 0, stolen)])
    third = "ماجد"
    join(team.sit(third))
    team.receive(third)
    mirror = Mirror(mirror_path(place_in_team(team.sit(third))))
    assert {name for name, _said in mirror.annotations(article.sha256)} == {LEAD, OTHER}
    mirror.close()
