"""The agreement of a team on the screen: from a figure to what pulls it down, to the sentence, and back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from agreeing_team import agreeing_team, sit_down
from library_pilot import Use, closing, screen_of, shown, until
from sample_corpus import NAME, Said, samples, say

from annotations.composition import Project
from annotations.services.costliest import Part
from annotations.services.team import open_work, place_in_team
from tui.app import ClaimReader
from tui.screens.board.agreement import AgreementScreen
from tui.screens.board.costliest import CostliestScreen
from tui.screens.board.kappa_matrix import KappaMatrixScreen
from tui.screens.board.screen import BoardScreen
from tui.screens.reader.screen import ReaderScreen

LEAD, MINE, OTHER = "noor", "suad", "منى"
LONG = "ليلى " + "ل" * 190
CLAIM, EVENT = ("claim",), ("event",)
SAID: dict[str, list[Said]] = {
    LEAD: [(2, CLAIM), (3, CLAIM), (4, CLAIM), (5, EVENT), (6, CLAIM), (7, EVENT)],
    MINE: [(2, CLAIM), (3, EVENT), (4, EVENT), (6, CLAIM), (7, CLAIM)],
    OTHER: [(3, CLAIM), (4, EVENT), (5, CLAIM), (6, CLAIM)],
    LONG: [(2, CLAIM), (3, CLAIM), (5, CLAIM)],
}
Reading = Callable[..., AbstractAsyncContextManager[tuple[ClaimReader, Use]]]


@pytest.fixture
def reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reading:
    """Return what opens the board of a member of a team."""
    news = samples(tmp_path / "news")

    @asynccontextmanager
    async def opened(
        name: str = MINE, size: tuple[int, int] = (80, 24)
    ) -> AsyncIterator[tuple[ClaimReader, Use]]:
        agreeing_team(tmp_path, news, SAID, monkeypatch)
        app = ClaimReader(sit_down(tmp_path, name, news, monkeypatch))
        async with closing(app), app.run_test(size=size) as pilot:
            await until(pilot, lambda: not screen_of(app).indexing.running and app.session.annotations.loaded)
            await pilot.press("g", "w")
            yield app, pilot

    return opened


def agreement(app: ClaimReader) -> AgreementScreen:
    assert isinstance(app.screen, AgreementScreen)
    return app.screen


async def figures(app: ClaimReader, pilot: Use) -> AgreementScreen:
    """Wait until all figures are there with their intervals."""
    screen = agreement(app)
    await until(pilot, lambda: screen.agreement is not None and screen.agreement.labels.alpha.low is not None)
    return screen


async def go_to(screen: AgreementScreen, pilot: Use, part: Part) -> None:
    """Put the cursor on a row by the keys."""
    await pilot.press("home")
    for _ in screen.shown:
        if screen.part_at_cursor == part:
            return
        await pilot.press("j")
    raise AssertionError(f"no row {part}")


async def test_from_a_figure_to_the_sentence_and_back_to_its_row(reading: Reading) -> None:
    async with reading() as (app, pilot):
        screen = await figures(app, pilot)
        await go_to(screen, pilot, Part("tag", "event"))
        await pilot.press("enter")
        costliest = app.screen
        assert isinstance(costliest, CostliestScreen)
        assert [costly.seen.sentence for costly in costliest.sentences] == [3, 4, 7]
        assert "noor" in shown(app)
        await pilot.press("j")
        await pilot.press("enter")
        reader = app.screen
        assert isinstance(reader, ReaderScreen)
        assert (reader.article.id, reader.view.cursor) == (NAME, 4)
        await pilot.press("escape")
        assert app.screen is costliest
        assert costliest.rows.cursor == 1
        await pilot.press("escape")
        assert app.screen is screen
        assert screen.part_at_cursor == Part("tag", "event")
        await pilot.press("w")
        assert isinstance(app.screen, BoardScreen)


async def test_what_i_have_not_decided_is_not_listed(reading: Reading) -> None:
    async with reading() as (app, pilot):
        screen = await figures(app, pilot)
        assert screen.agreement is not None
        assert {seen.sentence for seen in screen.agreement.disagreements} == {3, 4, 7}
        assert {each.name: each.sentences for each in screen.agreement.people} == {
            LEAD: 5, MINE: 5, OTHER: 3, LONG: 2,
        }  # fmt: skip
    async with reading(LEAD) as (app, pilot):
        screen = await figures(app, pilot)
        assert screen.agreement is not None
        assert {seen.sentence for seen in screen.agreement.disagreements} == {3, 4, 5, 7}


async def test_what_others_say_is_gone_with_my_decision(reading: Reading) -> None:
    async with reading() as (app, pilot):
        screen = await figures(app, pilot)
        await go_to(screen, pilot, Part("tag", "event"))
        await pilot.press("enter", "j", "j")
        costliest = app.screen
        assert isinstance(costliest, CostliestScreen)
        assert "event" in shown(app).split("002:8")[1].split("\n")[0]
        await pilot.press("enter")
        await pilot.press("c")  # takes the claim away, which is all that I say of it
        await pilot.press("escape")
        await until(pilot, lambda: "decide it first" in shown(app))
        assert app.screen is costliest
        assert costliest.rows.cursor == 2
        assert "what others say of it is seen when you have" in shown(app)
        assert "noor" not in shown(app)


async def test_news_move_nothing_until_they_are_asked_for(
    reading: Reading, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading() as (app, pilot):
        screen = await figures(app, pilot)
        await go_to(screen, pilot, Part("pair", LEAD, MINE))
        rows, cursor = screen.shown, screen.rows.cursor
        project = sit_down(tmp_path, OTHER, tmp_path / "news", monkeypatch)
        say(project.database, OTHER, [(7, EVENT)])
        with open_work(place_in_team(project)) as work:
            work.exchange()
        project.close()
        sit_down(tmp_path, MINE, tmp_path / "news", monkeypatch)
        await until(pilot, lambda: "there is newer: F5 reckons again" in shown(app))
        await pilot.press("shift+f12")  # any key: the message goes, what stands in the top line stays
        await until(pilot, lambda: "newer: F5" in shown(app).split("\n")[0])
        assert (screen.shown, screen.rows.cursor) == (rows, cursor)
        await pilot.press("f5")
        await until(pilot, lambda: screen.shown != rows and "newer" not in shown(app))
        assert screen.part_at_cursor == Part("pair", LEAD, MINE)
        assert screen.agreement is not None
        assert {each.name: each.sentences for each in screen.agreement.people}[OTHER] == 4


async def test_no_number_is_cut_and_long_names_are(reading: Reading) -> None:
    async with reading(size=(80, 24)) as (app, pilot):
        screen = await figures(app, pilot)
        await go_to(screen, pilot, Part("pair", LEAD, LONG))
        row = next(line for line in shown(app).split("\n") if "◂" in line)
        for cell in screen.shown[screen.rows.cursor].cells:
            assert cell in row
        assert "…" in row
        assert len(row) == 80


async def test_the_matrix_has_a_person_a_row_and_leads_to_what_costs_most(reading: Reading) -> None:
    async with reading() as (app, pilot):
        screen = await figures(app, pilot)
        await go_to(screen, pilot, Part("person", MINE))
        await pilot.press("m")
        matrix = app.screen
        assert isinstance(matrix, KappaMatrixScreen)
        assert screen.agreement is not None
        names = [each.name for each in screen.agreement.people]
        assert matrix.rows.cursor == names.index(MINE)
        pair = next(each for each in screen.agreement.pairs if {each.a, each.b} == {LEAD, MINE})
        assert f"{pair.kappa.value:.3f}" in next(line for line in shown(app).split("\n") if "◂" in line)
        await pilot.press("enter")
        costliest = app.screen
        assert isinstance(costliest, CostliestScreen)
        assert {costly.seen.sentence for costly in costliest.sentences} == {3, 4, 7}
        await pilot.press("escape", "escape")
        assert app.screen is screen


async def test_keys_walk_over_sections_and_a_figure_without_differences_says_so(reading: Reading) -> None:
    async with reading() as (app, pilot):
        screen = await figures(app, pilot)
        await pilot.press("home")
        headings = [at for at, row in enumerate(screen.shown) if row.part is None]
        assert headings[0] == 0
        for heading in headings[1:]:
            await pilot.press("n")
            assert screen.rows.cursor == heading
        await pilot.press("p")
        assert screen.rows.cursor == headings[-2]
        await pilot.press("enter")
        assert screen.rows.cursor == headings[-2] + 1
        await go_to(screen, pilot, Part("pair", LONG, OTHER))
        await pilot.press("enter")
        assert app.screen is screen
        assert "no sentence is seen differently here" in shown(app)


async def test_one_person_alone_reads_how_to_have_agreement(tmp_path: Path) -> None:
    news = samples(tmp_path / "news")
    say(news / "annotations.json", MINE, SAID[MINE])
    app = ClaimReader(Project([news], annotator=MINE))
    async with closing(app), app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: not screen_of(app).indexing.running and app.session.annotations.loaded)
        await pilot.press("g", "w")
        line = "one person alone: claimreader help team, or claimreader --review FILE"
        await until(pilot, lambda: line in shown(app))
        await pilot.press("enter", "m", "n", "f5", "escape")
        assert isinstance(app.screen, BoardScreen)
