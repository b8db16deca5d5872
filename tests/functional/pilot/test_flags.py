"""Sentences to come back to, from inside: the gutter, the details, the keys that stop there, the library."""

from pathlib import Path

from library_pilot import library, names, screen_of, shown, until
from reader_pilot import opened, panel
from sample_corpus import stored

from annotations.model.side_records import LATER
from tui.screens.reader.screen import ReaderScreen
from tui.widgets.bars import KeyHints

SIGN = "\u2691"


async def test_a_flagged_sentence_has_a_sign_and_is_stopped_at_whether_decided_or_not(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        reader = await opened(app, pilot)
        first = reader.view.cursor
        await pilot.press("c", "w")
        assert "to come back to" in app.screen.query_one(KeyHints).render_line(0).text
        await pilot.press("j", "c")
        assert SIGN in shown(app)
        assert "later" not in panel(app)
        progress = app.context.progress(reader.article)
        assert (progress.decided, progress.total, progress.claims) == (2, 3, 2)
        await pilot.press("p")
        assert reader.view.cursor == first, "it is decided, and still one goes there"
        assert "later" in panel(app)
        await pilot.press("w")
        assert SIGN not in shown(app)
        assert "later" not in panel(app)
        assert not app.session.annotations.pending.records(LATER)
    assert len(stored(corpus)) == 2, "a flag is no annotation"


async def test_undo_takes_a_flag_back_and_goes_to_its_sentence(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        reader = await opened(app, pilot)
        flagged = reader.view.cursor
        await pilot.press("w", "j", "u")
        assert SIGN not in shown(app)
        assert reader.view.cursor == flagged
        await pilot.press("r")
        assert SIGN in shown(app)


async def test_the_rest_of_the_article_leaves_it_undecided(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        reader = await opened(app, pilot)
        await pilot.press("w", "x")
        progress = app.context.progress(reader.article)
        assert (progress.decided, progress.total) == (1, 3), "the title was before it"


async def test_the_library_counts_them_and_the_palette_s_action_goes_round(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        await opened(app, pilot, "c.txt")
        await pilot.press("w", "escape")
        await opened(app, pilot, "a.txt")
        await pilot.press("w", "escape")
        await pilot.pause()
        screen = screen_of(app)
        cards = {name: screen._card(place).flags for place, name in enumerate(names(app))}
        assert cards == {"a.txt": 1, "b.txt": 0, "c.txt": 1}
        assert shown(app).count(f"{SIGN}1") >= 2
        assert "2 later" in shown(app)
        seen = []
        for _ in range(3):
            await app.action_later()
            await pilot.pause()
            assert isinstance(app.screen, ReaderScreen)
            seen.append(app.screen.article.id)
        assert seen == ["a.txt", "c.txt", "a.txt"]


async def test_n_goes_into_an_article_whose_only_open_sentence_is_flagged(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        await opened(app, pilot, "b.txt")
        await pilot.press("home", "x", "w", "escape")
        reader = await opened(app, pilot, "a.txt")
        await pilot.press("home", "x", "n")
        await until(pilot, lambda: reader.article.id == "b.txt")
        assert reader.view.cursor in app.context.flagged(reader.article)


async def test_without_flags_the_action_says_how_to_set_one(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        await app.action_later()
        await pilot.pause()
        assert "nothing to come back to: w in an article flags a sentence" in shown(app)
